"""Moving opportunities, one or very many."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.commands.opportunities.deciding import Answer, only, require_once_each, slices, what_happened
from stageline.commands.opportunities.following import Said, with_what_follows
from stageline.domain.actions.leaving import ALL
from stageline.domain.errors import attempt
from stageline.domain.events import By
from stageline.domain.opportunities.fields import clean
from stageline.domain.opportunities.moving import Decided, WantedMove, decide_move
from stageline.storage.unit_of_work import Work


def move_opportunity(work: Work, wanted: WantedMove, *, by: By, at: datetime) -> Decided:
    """One is a batch of one, and raises what it was refused for."""
    return only(work, move_opportunities(work, [wanted], by=by, at=at))


def move_opportunities(work: Work, wanted: Sequence[WantedMove], *, by: By, at: datetime) -> list[Answer]:
    """Moves each opportunity or says why not; the answers come in the order asked (PS-88, PS-94, PS-188)."""
    require_once_each(wanted)
    return [answer for part in slices(wanted) for answer in _move_slice(work, _cleaned(work, part), by, at)]


def _move_slice(work: Work, wanted: Sequence[WantedMove], by: By, at: datetime) -> list[Answer]:
    found = work.opportunities.read([w.opportunity_id for w in wanted], by.actor.user_id)
    moment, organisation = work.moment(at), work.organisation
    numbers = iter(work.new_ids(sum(w.ids_needed for w in wanted)))
    answers = [
        attempt(
            decide_move,
            found.get(w.opportunity_id),
            w,
            ids=[next(numbers) for _ in range(w.ids_needed)],
            by=by,
            moment=moment,
            organisation=organisation,
        )
        for w in wanted
    ]
    said: Said = {w.opportunity_id: ALL if w.cancels_open else w.cancel_activities for w in wanted}
    answers = with_what_follows(work, answers, said, moment)
    work.keep(what_happened(answers))
    for w, answer in zip(wanted, answers, strict=True):
        if w.after_id is not None and isinstance(answer, Decided) and answer.change is not None:
            work.put_after(answer.after, w.after_id)
    return answers


def _cleaned(work: Work, wanted: Sequence[WantedMove]) -> list[WantedMove]:
    """With the fields as the record would hold them, and the people they name looked up; most moves bring neither."""
    cleaned = [msgspec.structs.replace(w, fields=clean(w.fields, work.catalogue)) if w.fields else w for w in wanted]
    contact_ids = {link.contact_id for w in wanted for link in w.contact_roles}
    contact_ids |= {w.fields["contact_id"] for w in cleaned if w.fields.get("contact_id")}
    account_ids = {w.fields["account_id"] for w in cleaned if w.fields.get("account_id")}
    if contact_ids or account_ids:
        work.contacts.require(contact_ids, account_ids)
    return cleaned
