"""What an import makes of one opportunity: its record and the history that the files tell, without any gate.

An import records what happened elsewhere (Appendix B): nothing is asked for and no reason demanded (PS-169); from one
closed stage to another is a correction (PS-172).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from stageline.domain.events import By
from stageline.domain.exchange.mapping import folded
from stageline.domain.exchange.placing import Visit
from stageline.domain.ids import EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.changes import (
    MoveKind,
    OpportunityCreated,
    OpportunityEdited,
    OpportunityEvent,
    OpportunityMoved,
    OpportunityReopened,
    OutcomeCorrected,
    StageChange,
)
from stageline.domain.opportunities.editing import field_changes
from stageline.domain.opportunities.moving import kind_of_move
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import CLOSED_VALUES, Category, Stage

EVENTS: Mapping[MoveKind, type[StageChange]] = {
    MoveKind.REOPEN: OpportunityReopened,
    MoveKind.CORRECT: OutcomeCorrected,
}


class Placed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One opportunity as the files have it: `values` of its record, its `visits`, and who owned it at each of them.

    `present` is what holds of it only in the stage where it stands now: how it closed, or how probable it is.
    """

    values: Mapping[str, Any]
    present: Mapping[str, Any]
    visits: Sequence[Visit]
    owners: Sequence[UserId]
    created_at: datetime | None


class KeptVisit(msgspec.Struct, frozen=True, gc=False):
    """A stage that an opportunity is known to have entered."""

    stage_id: StageId
    at: datetime
    is_estimated: bool


class PastDiffers(Exception):
    """The file tells another past than the one imported before; history is never rewritten."""


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all rows of one run."""

    process: Process
    by: By
    at: datetime
    counts_for_targets: bool
    stages: Mapping[str, Stage]

    def stage(self, visit: Visit) -> Stage:
        return self.stages[folded(visit.stage.called)]


def decide_import(run: Import, new_id: OpportunityId, placed: Placed, ids: Iterator[EventId]) -> list[OpportunityEvent]:
    """A new opportunity with the whole history that the files tell."""
    first, owner_id = placed.visits[0], placed.owners[0]
    stage = run.stage(first)
    begun = Opportunity(
        **{**placed.values, "owner_id": owner_id},
        id=new_id,
        process=run.process,
        furthest_stage=run.process.open_stages[0] if stage.is_closed else stage,
        created_at=placed.created_at or first.at,
        last_meaningful_change_at=first.at,
        **_standing(stage, first, placed),
        version=1,
    )
    begun = _with_amount(begun, first)
    created = OpportunityCreated(
        id=next(ids),
        at=first.at,
        by=run.by,
        before=None,
        after=begun,
        move_kind=MoveKind.CREATE,
        is_estimated=first.is_estimated,
        counts_for_targets=run.counts_for_targets,
        starts_campaigns=False,
    )
    return [created, *_continued(run, begun, placed, 1, ids)]


def decide_change(
    run: Import, found: Opportunity, kept: Sequence[KeptVisit], placed: Placed, ids: Iterator[EventId]
) -> list[OpportunityEvent]:
    """What a changed row adds to an opportunity that was imported before; nothing when it says the same."""
    known = [(visit.stage_id, visit.at) for visit in kept if not visit.is_estimated]
    said = [(run.stage(visit).id, visit.at) for visit in placed.visits if not visit.is_estimated]
    if said[: len(known)] != known:
        raise PastDiffers
    return _continued(run, found, placed, len(known), ids)


def _continued(
    run: Import, begun: Opportunity, placed: Placed, since: int, ids: Iterator[EventId]
) -> list[OpportunityEvent]:
    """The visits after the first so many, then whatever the record holds besides."""
    now, happened = begun, list[OpportunityEvent]()
    for visit, owner_id in zip(placed.visits[since:], placed.owners[since:], strict=True):
        if run.stage(visit) is not now.stage:
            event = _entered(run, now, visit, placed, owner_id=owner_id, id=next(ids))
            happened.append(event)
            now = event.after
    final = _as_said(now, placed)
    fields = field_changes(now, final)
    if fields:
        after = msgspec.structs.replace(final, version=now.version + 1)
        happened.append(OpportunityEdited(id=next(ids), at=run.at, by=run.by, before=now, after=after, fields=fields))
    return happened


def _entered(
    run: Import, before: Opportunity, visit: Visit, placed: Placed, *, owner_id: UserId, id: EventId
) -> StageChange:
    stage = run.stage(visit)
    kind = _kind(run.process, before.stage, stage)
    furthest = before.furthest_stage
    after = msgspec.structs.replace(
        before,
        owner_id=owner_id,
        furthest_stage=stage if not stage.is_closed and stage.position > furthest.position else furthest,
        last_meaningful_change_at=visit.at,
        version=before.version + 1,
        **_standing(stage, visit, placed, before),
    )
    return EVENTS.get(kind, OpportunityMoved)(
        id=id,
        at=visit.at,
        by=run.by,
        before=before,
        after=_with_amount(after, visit),
        move_kind=kind,
        is_estimated=visit.is_estimated,
        counts_for_targets=run.counts_for_targets,
        starts_campaigns=False,
    )


def _kind(process: Process, left: Stage, entered: Stage) -> MoveKind:
    if left.is_closed:
        return MoveKind.CORRECT if entered.is_closed else MoveKind.REOPEN
    return kind_of_move(process, left, entered)


def _standing(stage: Stage, visit: Visit, placed: Placed, before: Opportunity | None = None) -> dict[str, Any]:
    """What the record holds by standing in that stage. A correction leaves the day on which it closed."""
    if stage.is_closed:
        probability, category = CLOSED_VALUES[stage.type]
        closed_on = before.actual_close_on if before is not None and before.stage.is_closed else visit.on
    else:
        probability, category, closed_on = stage.probability or 0, stage.category or Category.PIPELINE, None
    return {
        "stage": stage,
        "stage_entered_at": visit.at,
        "visit": before.visit + 1 if before is not None else 1,
        "probability": probability,
        "is_probability_overridden": False,
        "category": category,
        "is_category_overridden": False,
        "actual_close_on": closed_on,
        **_NOTHING_SAID,
        **(placed.present if visit is placed.visits[-1] else {}),
    }


_NOTHING_SAID = dict.fromkeys(("close_reason", "competitor", "close_note"))


def _with_amount(opportunity: Opportunity, visit: Visit) -> Opportunity:
    if visit.amount_minor is None or visit.amount_minor == opportunity.amount_minor:
        return opportunity
    return msgspec.structs.replace(opportunity, amount_minor=visit.amount_minor)


def _as_said(now: Opportunity, placed: Placed) -> Opportunity:
    """The record with what the files say of it at the end; custom fields that they do not know stay."""
    values = {**placed.values, **placed.present, "custom": {**now.custom, **placed.values["custom"]}}
    changed = {name: value for name, value in values.items() if getattr(now, name) != value}
    return msgspec.structs.replace(now, **changed) if changed else now
