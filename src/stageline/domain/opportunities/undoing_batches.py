"""Taking back what a batch did to one opportunity, when nothing has happened to it since (PS-194)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.changes import (
    FieldChange,
    OpportunityAssigned,
    OpportunityEdited,
    OpportunityEvent,
)
from stageline.domain.opportunities.opportunity import Opportunity, require_version, visible
from stageline.domain.opportunities.undoing import KeptMove, MoveNotFound, decide_undo

DATES = frozenset({"expected_close_on", "actual_close_on", "next_step_on"})


class DoneInBatch(msgspec.Struct, frozen=True, kw_only=True):
    """What the batch left behind: the version it made, and the move or the fields it changed."""

    opportunity_id: OpportunityId
    version: int
    move: KeptMove | None = None
    fields: tuple[FieldChange, ...] = ()


def decide_batch_undo(
    found: Opportunity | None, done: DoneInBatch, *, id: EventId, by: By, moment: Moment
) -> OpportunityEvent:
    """A record that was changed since is a conflict and stays as it is."""
    before = visible(found, by.actor)
    require_version(before, done.version)
    if done.move is not None:
        return decide_undo(before, done.move, id=id, by=by, moment=moment, is_in_time=True)
    if not done.fields:
        raise MoveNotFound
    after = msgspec.structs.replace(
        before, **_restored(before, done.fields), version=before.version + 1, last_meaningful_change_at=moment.at
    )
    turned = tuple(FieldChange(f.field, f.after, f.before) for f in done.fields)
    if [f.field for f in done.fields] == ["owner_id"]:
        return OpportunityAssigned(id=id, at=moment.at, by=by, before=before, after=after, fields=turned)
    return OpportunityEdited(id=id, at=moment.at, by=by, before=before, after=after, fields=turned)


def _restored(opportunity: Opportunity, fields: Sequence[FieldChange]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    custom = dict(opportunity.custom)
    for field in fields:
        if field.field.startswith("custom."):
            key = field.field.removeprefix("custom.")
            custom.pop(key, None)
            if field.before is not None:
                custom[key] = field.before
        else:
            is_day = field.field in DATES and field.before is not None
            values[field.field] = date.fromisoformat(field.before) if is_day else field.before
    if "category" in values:
        values["category"] = type(opportunity.category)(values["category"])
        values["is_category_overridden"] = values["category"] != opportunity.stage.category
    if "probability" in values:
        values["is_probability_overridden"] = values["probability"] != opportunity.stage.probability
    return {**values, "custom": custom}
