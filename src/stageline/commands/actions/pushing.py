"""Pushing changed definitions of actions to opportunities now in the stage (PS-32)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from stageline.commands.batches import KINDS, finish_small_batch, record_small_batch, start_batch
from stageline.commands.opportunities.deciding import slices
from stageline.domain.actions.agenda import NOTHING
from stageline.domain.actions.entering import Entering
from stageline.domain.actions.pushing import Effect, Pushed, UnknownDefinition, decide_push
from stageline.domain.batches.batch import AT_ONCE, BatchItem, ItemAnswer, Result
from stageline.domain.errors import Missing
from stageline.domain.events import By, Channel
from stageline.domain.ids import BatchId, OpportunityId, ProcessId, StageId
from stageline.domain.processes.action import ActionDefinition
from stageline.domain.processes.process import Process, ProcessNotFound, ProcessState
from stageline.domain.processes.publishing import NotPublished
from stageline.domain.rights import Right
from stageline.storage.opportunities.standing_in import standing_in
from stageline.storage.unit_of_work import Work

PUSHES = "pushes"
EVENTS = 2  # at most so many for one opportunity


class WantedPush(msgspec.Struct, frozen=True, kw_only=True):
    """`codes` are those of the definitions; None are all of the stage that are in use."""

    process_id: ProcessId
    stage_id: StageId
    codes: tuple[str, ...] | None = None


class PushAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`effects` counts actions, of `opportunities` in the stage; none are told while it runs in the background.

    There is no batch where nothing stands in the stage.
    """

    batch_id: BatchId | None = None
    state: str
    opportunities: int
    effects: Mapping[Effect, int]


def push_actions(work: Work, wanted: WantedPush, *, by: By, at: datetime) -> PushAnswer:
    """At once up to a thousand opportunities, in the background beyond; its preview counts them all."""
    by.actor.require(Right.SET_UP_PROCESSES)
    used = {each.code for each in _in_use(_process(work, wanted.process_id), wanted.stage_id)}
    if wanted.codes is not None and not set(wanted.codes) <= used:
        raise UnknownDefinition([Missing(name="codes", remedy="Name actions of this stage by their codes.")])
    items = [BatchItem(number) for number in standing_in(work.connection, wanted.stage_id)]
    if not items:
        return PushAnswer(state="done", opportunities=0, effects={})
    if len(items) > AT_ONCE and not work.is_rehearsal:
        batch_id = start_batch(work, PUSHES, msgspec.to_builtins(wanted), items, by=by, at=at)
        return PushAnswer(batch_id=batch_id, state="running", opportunities=len(items), effects={})
    batch_id = record_small_batch(work, PUSHES, len(items), by=by, at=at)
    pushed = _push(work, wanted, items, By(by.actor, Channel.MASS, batch_id), at)
    finish_small_batch(work, batch_id, items, [_answer(each) for each in pushed], at)
    counted = Counter(effect for each in pushed if each is not None for effect in each.effects.values())
    return PushAnswer(
        batch_id=batch_id, state="done", opportunities=len(items), effects={e: counted[e] for e in Effect}
    )  # fmt: skip


def _push(
    work: Work, wanted: WantedPush, items: Iterable[BatchItem], by: By, at: datetime
) -> list[Pushed | None]:  # fmt: skip
    """None for what has left the stage in the meantime."""
    used = _in_use(_process(work, wanted.process_id), wanted.stage_id)
    definitions = [each for each in used if wanted.codes is None or each.code in wanted.codes]
    ids = [item.opportunity_id for item in items]
    return [each for part in slices(ids) for each in _push_slice(work, part, wanted, definitions, by=by, at=at)]


def _push_slice(
    work: Work,
    ids: Sequence[OpportunityId],
    wanted: WantedPush,
    definitions: Sequence[ActionDefinition],
    *,
    by: By,
    at: datetime,
) -> list[Pushed | None]:
    found = work.opportunities.read(ids, by.actor.user_id)
    agendas = work.read_agendas(ids)
    context = Entering(
        calendar=work.calendar,
        roles=work.agendas.roles_for(definitions, ids),
        moment=work.moment(at),
        action_ids=iter(work.new_action_ids(len(ids) * len(definitions))),
        activity_ids=iter(()),
    )
    numbers = work.new_ids(EVENTS * len(ids))
    pushed = [
        decide_push(its, agendas.get(number, NOTHING), definitions, context, ids=numbers[EVENTS * n :][:EVENTS], by=by)
        if (its := found.get(number)) is not None and its.stage.id == wanted.stage_id and its.deleted_at is None
        else None
        for n, number in enumerate(ids)
    ]
    work.keep([event for each in pushed if each is not None for event in each.events])
    return pushed


def _process(work: Work, process_id: ProcessId) -> Process:
    found = work.processes.read([process_id])
    if not found:
        raise ProcessNotFound
    if found[0].state is ProcessState.DRAFT:
        raise NotPublished
    return found[0]


def _in_use(process: Process, stage_id: StageId) -> list[ActionDefinition]:
    """As the process has them now."""
    return [each for each in process.target(stage_id).actions if each.is_active]


def _answer(pushed: Pushed | None) -> ItemAnswer:
    if pushed is None:
        return ItemAnswer(Result.SKIPPED)
    return ItemAnswer(Result.CHANGED if pushed.events else Result.UNCHANGED)


def _push_items(
    work: Work, said: Mapping[str, Any], items: Sequence[BatchItem], by: By, at: datetime
) -> list[ItemAnswer]:  # fmt: skip
    return [_answer(each) for each in _push(work, msgspec.convert(said, WantedPush), items, by, at)]


KINDS[PUSHES] = _push_items
