"""What acts on opportunities answer."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from stageline.domain.errors import Refusal
from stageline.domain.events import Event
from stageline.domain.ids import EventId, OpportunityId, StageId
from stageline.domain.opportunities.changes import StageChange
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.http.errors import problem_of
from stageline.storage.unit_of_work import Work


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it happened, or as it would happen: a preview has no id, since nobody could come back to it."""

    id: EventId | None
    kind: str
    at: datetime
    facts: dict[str, Any]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """`result` is `moved` or `changed`, or `no_change` when everything already was as asked (PS-90)."""

    opportunity_id: OpportunityId
    result: str
    stage_id: StageId
    probability: int
    category: str
    version: int
    move_id: EventId | None
    undo_until: datetime | None
    events: list[Told]


class ItemAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a change to many (PS-188)."""

    opportunity_id: OpportunityId
    result: str
    version: int | None
    problem: dict[str, Any] | None


def changed(work: Work, decided: Decided) -> Changed:
    after, change = decided.after, decided.change
    is_move = isinstance(change, StageChange)
    is_real = not work.is_rehearsal
    return Changed(
        opportunity_id=after.id,
        result="moved" if is_move else "changed" if change or decided.beside else "no_change",
        stage_id=after.stage.id,
        probability=after.probability,
        category=after.category.value,
        version=after.version,
        move_id=change.id if change and is_move and is_real else None,
        undo_until=_undo_until(after, change) if change and is_move and is_real else None,
        events=[told(event, is_real=is_real) for event in work.happened],
    )


def _undo_until(after: Opportunity, change: Event) -> datetime:
    return change.at + timedelta(minutes=after.process.options.undo_minutes)


def told(event: Event, *, is_real: bool) -> Told:
    facts = event.told() if hasattr(event, "told") else event.facts()
    return Told(id=event.id if is_real else None, kind=event.kind, at=event.at, facts=dict(facts))


# What became of one record of many (PS-188), by the code of its refusal.
RESULTS = {
    "not_found": "not_found",
    "conflict": "conflict",
    "not_allowed": "not_allowed",
    "target_invalid": "skipped",
    "stage_unavailable": "skipped",
}


def item(opportunity_id: OpportunityId, answer: Decided | Refusal) -> ItemAnswer:
    if isinstance(answer, Refusal):
        result = RESULTS.get(answer.code, "blocked")
        problem = problem_of(answer)
        return ItemAnswer(opportunity_id=opportunity_id, result=result, version=None, problem=problem)
    result = "changed" if answer.change else "unchanged"
    return ItemAnswer(opportunity_id=opportunity_id, result=result, version=answer.after.version, problem=None)
