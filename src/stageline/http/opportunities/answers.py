"""What acts on opportunities answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.events import Event
from stageline.domain.ids import EventId, OpportunityId, StageId
from stageline.domain.opportunities.changes import StageChange
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.queries.history import Named
from stageline.storage.unit_of_work import Work


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it happened, or as it would happen: a preview has no id, since nobody could come back to it."""

    id: EventId | None
    kind: str
    at: datetime
    facts: dict[str, Any]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """`result` is `moved` or `changed`, or `no_change` when everything already was as asked (PS-90).

    `similar` names open opportunities of the same contact, when one was created beside them (PS-216).
    """

    opportunity_id: OpportunityId
    result: str
    stage_id: StageId
    probability: int
    category: str
    version: int
    move_id: EventId | None
    undo_until: datetime | None
    events: list[Told]
    similar: list[Named]


def changed(work: Work, decided: Decided, similar: Sequence[Named] = ()) -> Changed:
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
        similar=list(similar),
    )


def _undo_until(after: Opportunity, change: Event) -> datetime:
    return change.at + timedelta(minutes=after.process.options.undo_minutes)


def told(event: Event, *, is_real: bool) -> Told:
    is_numbered = is_real and isinstance(event, AgendaEvent)  # whoever has booked something goes on with it
    facts = event.told() if hasattr(event, "told") and not is_numbered else event.facts()
    return Told(id=event.id if is_real else None, kind=event.kind, at=event.at, facts=dict(facts))
