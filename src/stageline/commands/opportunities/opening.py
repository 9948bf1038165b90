"""Creating opportunities, anew or after the likeness of another."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from stageline.commands.opportunities.deciding import only, what_happened
from stageline.commands.opportunities.following import with_what_follows
from stageline.commands.opportunities.owning import owner_by_process
from stageline.domain.errors import InvalidInput
from stageline.domain.events import By
from stageline.domain.ids import EventId, OpportunityId, ProcessId, StageId, UserId
from stageline.domain.opportunities.fields import Values, clean
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.opening import WantedOpening, decide_opening
from stageline.domain.opportunities.opportunity import visible
from stageline.domain.processes.process import Process, ProcessNotFound
from stageline.domain.rights import Right
from stageline.storage.people.owners import read_owners
from stageline.storage.standing import last_move
from stageline.storage.unit_of_work import Work

# What a duplicate takes over: its data, but neither stage nor probability nor how it ended (PS-217).
COPIED = (
    "name", "contact_id", "account_id", "amount_minor", "currency", "is_in_forecast", "expected_close_on", "source",
    "next_step", "next_step_on", "remarks", "custom",
)  # fmt: skip
OVER_WITH_IT = ("next_step", "next_step_on")
AHEAD = timedelta(days=90)
"""When one like a closed one is expected to close: as far ahead as a quick add proposes (PS-151)."""


class SaidOpening(msgspec.Struct, frozen=True, kw_only=True):
    """An opening as it was said: what is not said is looked up or takes its default (PS-211, PS-213)."""

    fields: Values
    process_id: ProcessId | None = None
    stage_id: StageId | None = None
    owner_id: UserId | None = None
    acknowledge_gaps: bool = False
    override: bool = False
    reason: str | None = None


class UnknownOwner(InvalidInput):
    """There is no such person. Choose an owner who exists."""

    code = "invalid_input"


def open_opportunity(
    work: Work, said: SaidOpening, *, by: By, at: datetime, because_of: EventId | None = None
) -> Decided:
    """In the default process unless another is named, in the name of the account or contact unless it has its own."""
    by.actor.require(Right.CREATE_OPPORTUNITIES)
    fields = clean(said.fields, work.catalogue)
    process = _process(work, said.process_id, by)
    named_after = work.contacts.name_for(fields.get("account_id"), fields.get("contact_id"))
    wanted = WantedOpening(
        opportunity_id=work.new_opportunity_ids(1)[0],
        process=process,
        stage_id=said.stage_id,
        fields=fields,
        owner=_owner(work, said.owner_id, process, by),
        named_after=named_after,
        currency=work.organisation.currency,
        acknowledge_gaps=said.acknowledge_gaps,
        override=said.override,
        reason=said.reason,
        cause_id=because_of,
    )
    moment = work.moment(at)
    created = decide_opening(wanted, id=work.new_ids(1)[0], by=by, moment=moment)
    answer = only(work, with_what_follows(work, [Decided(created.after, created)], {}, moment))
    work.keep(what_happened([answer]))
    return answer


def duplicate_opportunity(work: Work, opportunity_id: OpportunityId, *, by: By, at: datetime) -> Decided:
    """It starts afresh in the first open stage, with no history but its creation (PS-217).

    One like a closed one follows it: how that ended is what led to it, and what was ahead then is not (PS-174).
    """
    original = visible(work.opportunities.read([opportunity_id], by.actor.user_id).get(opportunity_id), by.actor)
    fields: dict[str, Any] = {name: getattr(original, name) for name in COPIED}
    is_over = original.stage.is_closed
    if is_over:
        fields |= dict.fromkeys(OVER_WITH_IT) | {"expected_close_on": work.moment(at).today + AHEAD}
    owner = original.owner_id if by.actor.reaches(original.owner_id) else by.actor.user_id
    said = SaidOpening(
        fields={name: value for name, value in fields.items() if value is not None},
        process_id=ProcessId(original.process_id),
        owner_id=owner,
        acknowledge_gaps=True,
    )
    because_of = last_move(work.connection, opportunity_id) if is_over else None
    return open_opportunity(work, said, by=by, at=at, because_of=because_of)


def _process(work: Work, process_id: ProcessId | None, by: By) -> Process | None:
    """The one named, else the asker's own default while it stays published, else the organisation's (PS-7, PS-8)."""
    if process_id is None:
        process_id = work.processes.preselected(by.actor.user_id)
    if process_id is None:
        return None
    found = work.processes.read([process_id])
    if not found:
        raise ProcessNotFound
    return found[0]


def _owner(work: Work, owner_id: UserId | None, process: Process | None, by: By) -> Any:
    chosen = owner_id or owner_by_process(work, process) or by.actor.user_id
    owner = read_owners(work.connection, [chosen]).get(chosen)
    if owner is None:
        raise UnknownOwner
    return owner
