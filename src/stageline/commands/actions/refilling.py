"""Actions that fall to somebody else because another person fills their role (PS-209)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from stageline.commands.batches import KINDS, finish_small_batch, record_small_batch, start_batch
from stageline.commands.opportunities.deciding import slices
from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.actions.mapping_roles import RoleMapped
from stageline.domain.actions.reassigning import ActionsReassigned, decide_reassigning
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.batches.batch import AT_ONCE, BatchItem, ItemAnswer, Result
from stageline.domain.events import By, Channel
from stageline.domain.files.naming import folded
from stageline.domain.ids import EventId, OpportunityId
from stageline.storage.actions.of_roles import open_for_role
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.unit_of_work import Work

REFILLINGS = "refillings"


class Refilling(msgspec.Struct, frozen=True, kw_only=True):
    deal_role: str
    cause_id: EventId


def refill(work: Work, mapped: RoleMapped, *, by: By, at: datetime) -> None:
    """Once the map is written: at once up to a thousand opportunities, in the background beyond."""
    items = [BatchItem(number) for number in open_for_role(work.connection, mapped.wanted.scope)]
    if not items:
        return
    wanted = Refilling(deal_role=mapped.wanted.deal_role, cause_id=mapped.id)
    if len(items) > AT_ONCE and not work.is_rehearsal:
        start_batch(work, REFILLINGS, msgspec.to_builtins(wanted), items, by=by, at=at)
        return
    batch_id = record_small_batch(work, REFILLINGS, len(items), by=by, at=at)
    by = By(by.actor, Channel.MASS, batch_id)
    answers = _refill(work, wanted, items, by=by, at=at, rehearsed=mapped if work.is_rehearsal else None)
    finish_small_batch(work, batch_id, items, answers, at)


def _refill(
    work: Work,
    wanted: Refilling,
    items: Sequence[BatchItem],
    *,
    by: By,
    at: datetime,
    rehearsed: RoleMapped | None = None,
) -> list[ItemAnswer]:
    ids = [item.opportunity_id for item in items]
    return [
        answer
        for part in slices(ids)
        for answer in _refill_slice(work, wanted, part, by=by, at=at, rehearsed=rehearsed)
    ]


def _refill_slice(
    work: Work,
    wanted: Refilling,
    ids: Sequence[OpportunityId],
    *,
    by: By,
    at: datetime,
    rehearsed: RoleMapped | None,
) -> list[ItemAnswer]:
    found = work.opportunities.read(ids, by.actor.user_id)
    agendas = work.read_agendas(ids)
    maps = _maps(work, wanted, ids, rehearsed)
    moment = work.moment(at)
    fallen: dict[OpportunityId, ActionsReassigned] = {}
    for (number, its), event_id in zip(found.items(), work.new_ids(len(found)), strict=True):
        agenda = _of_role(agendas.get(number, NOTHING), wanted.deal_role)
        happened = decide_reassigning(its, agenda, maps, id=event_id, by=by, moment=moment)
        if happened is not None:
            fallen[number] = msgspec.structs.replace(happened, cause_id=wanted.cause_id)
    work.keep(list(fallen.values()))
    return [ItemAnswer(Result.CHANGED if number in fallen else Result.UNCHANGED) for number in ids]


def _maps(work: Work, wanted: Refilling, ids: Sequence[OpportunityId], rehearsed: RoleMapped | None) -> RoleMaps:
    """As they are now; a rehearsal has not written the one that it is about."""
    maps = read_role_maps(work.connection, [wanted.deal_role], ids)
    if rehearsed is None:
        return maps
    scope, user_id = rehearsed.wanted.scope, rehearsed.wanted.user_id
    by_scope = {key: value for key, value in maps.by_scope.items() if key != scope}
    return RoleMaps(by_scope if user_id is None else {**by_scope, scope: user_id})


def _of_role(agenda: Agenda, deal_role: str) -> Agenda:
    """Who fills another role is nobody's question here."""
    role = folded(deal_role)
    its = tuple(a for a in agenda.actions if a.deal_role is not None and folded(a.deal_role) == role)
    return msgspec.structs.replace(agenda, actions=its)


def _refill_items(
    work: Work, said: Mapping[str, Any], items: Sequence[BatchItem], by: By, at: datetime
) -> list[ItemAnswer]:  # fmt: skip
    return _refill(work, msgspec.convert(said, Refilling), items, by=by, at=at)


KINDS[REFILLINGS] = _refill_items
