"""Writes what was decided about opportunities: one statement per table and batch."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, insert, update

from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.changes import OpportunityEvent, StageChange
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.prepared import Prepared, Values
from stageline.storage.tables import field_history, opportunities, stage_history


class LostUpdate(Exception):
    """A record changed between its reading and its writing although it was locked; nothing of this is kept."""


_SAME = (opportunities.c.id == bindparam("changed_id"), opportunities.c.version == bindparam("version_before"))
MOVED_COLUMNS = [
    "stage_id", "furthest_stage_id", "probability", "is_probability_overridden", "category", "is_category_overridden",
    "expected_close_on", "actual_close_on", "close_reason", "competitor", "close_note", "visit", "stage_entered_at",
    "last_meaningful_change_at", "version",
]  # fmt: skip
ALL_COLUMNS = [name for name in opportunities.c.keys() if name != "id"]  # noqa: SIM118 - a collection, not a dict
SAVE_MOVE = Prepared(update(opportunities).where(*_SAME), MOVED_COLUMNS)
SAVE_ALL = Prepared(update(opportunities).where(*_SAME), ALL_COLUMNS)
ADD = Prepared(insert(opportunities), ["id", *ALL_COLUMNS])
ADD_TO_HISTORY = Prepared(insert(stage_history), stage_history.c.keys())
ADD_TO_FIELD_HISTORY = Prepared(insert(field_history), field_history.c.keys())


class Span(msgspec.Struct, frozen=True, gc=False):
    """Several changes of one record, as one: what it was before the first and is after the last."""

    before: Opportunity | None
    after: Opportunity


def save_changes(connection: Connection, changes: Sequence[OpportunityEvent]) -> None:
    """The records, their stage history and their field history. The journal's rows must be there before."""
    records = _as_they_end(changes)
    begun = [_row(c.after) for c in records if c.before is None]
    moved = [_moved_row(c) for c in records if c.before is not None and _is_plain_move(c)]
    others = [_changed_row(c) for c in records if c.before is not None and not _is_plain_move(c)]
    if begun:
        ADD.run(connection, begun)
    for statement, rows in ((SAVE_MOVE, moved), (SAVE_ALL, others)):
        if rows and statement.run(connection, rows) != len(rows):
            raise LostUpdate
    stages = [_past(c) for c in changes if isinstance(c, StageChange)]
    if stages:
        ADD_TO_HISTORY.run(connection, stages)
    fields = [row for c in changes for row in _field_rows(c)]
    if fields:
        ADD_TO_FIELD_HISTORY.run(connection, fields)


def _as_they_end(changes: Sequence[OpportunityEvent]) -> Iterable[OpportunityEvent | Span]:
    """Each record is written once, however many changes of it there are: an import makes a whole history at once."""
    ends: dict[OpportunityId, OpportunityEvent | Span] = {}
    for change in changes:
        known = ends.get(change.after.id)
        ends[change.after.id] = change if known is None else Span(known.before, change.after)
    return ends.values()


def _is_plain_move(change: OpportunityEvent | Span) -> bool:
    """Changes the columns of a move and no others."""
    return isinstance(change, StageChange) and not change.fields


def _moved_row(change: OpportunityEvent | Span) -> Values:
    after, before = change.after, change.before
    return {
        "changed_id": after.id,
        "version_before": before.version if before else None,
        "stage_id": after.stage.id,
        "furthest_stage_id": after.furthest_stage.id,
        "probability": after.probability,
        "is_probability_overridden": after.is_probability_overridden,
        "category": after.category,
        "is_category_overridden": after.is_category_overridden,
        "expected_close_on": after.expected_close_on,
        "actual_close_on": after.actual_close_on,
        "close_reason": after.close_reason,
        "competitor": after.competitor,
        "close_note": after.close_note,
        "visit": after.visit,
        "stage_entered_at": after.stage_entered_at,
        "last_meaningful_change_at": after.last_meaningful_change_at,
        "version": after.version,
    }


_PLAIN = [name for name in ALL_COLUMNS if name not in ("process_id", "stage_id", "furthest_stage_id")]


def _row(after: Opportunity) -> Values:
    row: Values = {name: getattr(after, name) for name in _PLAIN}
    row["id"] = after.id
    row["process_id"] = after.process.id
    row["stage_id"] = after.stage.id
    row["furthest_stage_id"] = after.furthest_stage.id
    return row


def _changed_row(change: OpportunityEvent | Span) -> Values:
    row = _row(change.after)
    row["changed_id"] = row.pop("id")
    row["version_before"] = change.before.version if change.before else None
    return row


def _past(change: StageChange) -> Values:
    before, after = change.before, change.after
    row: Values = {
        "event_id": change.id,
        "opportunity_id": after.id,
        "version": after.version,
        "from_stage_id": None,
        "from_stage_name": None,
        "to_stage_id": after.stage.id,
        "to_stage_name": after.stage.name,
        "move_kind": change.move_kind,
        "channel": change.by.channel,
        "actor_id": change.by.actor.user_id,
        "cause_id": change.cause_id,
        "batch_id": change.by.batch_id,
        "undoes": change.undoes,
        "at": change.at,
        "seconds_in_stage": change.seconds_in_stage,
        "reason": change.reason,
        "note": change.note,
        "gaps": msgspec.to_builtins(change.gaps) if change.gaps else None,
        "is_overridden": change.is_overridden,
        "is_estimated": change.is_estimated,
        "counts_for_targets": change.counts_for_targets,
        "starts_campaigns": change.starts_campaigns,
        "revision": after.process.revision,
        "visit": after.visit,
        "owner_id": after.owner_id,
        "amount_minor": after.amount_minor,
        "currency": after.currency,
        "probability": after.probability,
        "category": after.category,
        "expected_close_on": after.expected_close_on,
        "actual_close_on": after.actual_close_on,
        "close_reason": after.close_reason,
        **_NOTHING_BEFORE,
    }
    if before is not None:
        row["from_stage_id"] = before.stage.id
        row["from_stage_name"] = before.stage.name
        row["probability_before"] = before.probability
        row["is_probability_overridden_before"] = before.is_probability_overridden
        row["category_before"] = before.category
        row["is_category_overridden_before"] = before.is_category_overridden
        row["furthest_stage_id_before"] = before.furthest_stage.id
        row["expected_close_on_before"] = before.expected_close_on
        row["stage_entered_at_before"] = before.stage_entered_at
        row["meaningful_change_at_before"] = before.last_meaningful_change_at
        row["visit_before"] = before.visit
        row["closing_before"] = _closing(before)
    return row


_NOTHING_BEFORE = dict.fromkeys(name for name in stage_history.c.keys() if name.endswith("_before"))  # noqa: SIM118


def _closing(before: Opportunity) -> dict[str, object] | None:
    """The closing details that closing or reopening may change, for an undo to bring back."""
    if not before.stage.is_closed and before.competitor is None:
        return None
    return {
        "actual_close_on": before.actual_close_on,
        "close_reason": before.close_reason,
        "competitor": before.competitor,
        "close_note": before.close_note,
    }


def _field_rows(change: OpportunityEvent) -> list[Values]:
    return [
        {
            "event_id": change.id,
            "opportunity_id": change.after.id,
            "version": change.after.version,
            "field": field.field,
            "before": field.before,
            "after": field.after,
            "channel": change.by.channel,
            "actor_id": change.by.actor.user_id,
            "batch_id": change.by.batch_id,
            "at": change.at,
        }
        for field in change.fields
    ]
