"""Writes what was decided about opportunities: one statement per table and batch."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, insert, update

from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.changes import OpportunityEvent, StageChange
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.storage.executing import Row
from stageline.storage.opportunities.placing import rank_on_entry
from stageline.storage.prepared import PLAIN, Prepared, Values
from stageline.storage.tables import field_history, opportunities, stage_history

_SAME = (opportunities.c.id == bindparam("changed_id"), opportunities.c.version == bindparam("version_before"))
MOVED_COLUMNS = [
    "stage_id", "furthest_stage_id", "probability", "is_probability_overridden", "category", "is_category_overridden",
    "expected_close_on", "actual_close_on", "close_reason", "competitor", "close_note", "visit", "stage_entered_at",
    "last_meaningful_change_at", "version", "rank",
]  # fmt: skip
# The order of cards is nobody's version of the record, and so no part of it; whatever enters a stage goes on top.
ALL_COLUMNS = [column.name for column in opportunities.c if column.name not in ("id", "rank")]
SAVE_MOVE = Prepared(update(opportunities).where(*_SAME), MOVED_COLUMNS)
SAVE_ALL = Prepared(update(opportunities).where(*_SAME), ALL_COLUMNS)
SAVE_ENTERED = Prepared(update(opportunities).where(*_SAME), [*ALL_COLUMNS, "rank"])
ADD = Prepared(insert(opportunities), ["id", *ALL_COLUMNS, "rank"])
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
    others = [c for c in records if c.before is not None and not _is_plain_move(c)]
    entered = [_changed_row(c) for c in others if _enters(c)]
    edited = [_changed_row(c) for c in others if not _enters(c)]
    if begun:
        ADD.run(connection, begun)
    if moved:
        SAVE_MOVE.run_rows(connection, moved, finds_all=True)
    if entered:
        SAVE_ENTERED.run(connection, entered, finds_all=True)
    if edited:
        SAVE_ALL.run(connection, edited, finds_all=True)
    stages = [_past(c) for c in changes if isinstance(c, StageChange)]
    if stages:
        ADD_TO_HISTORY.run_rows(connection, stages)
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


def _enters(change: OpportunityEvent | Span) -> bool:
    return change.before is None or change.before.stage_entered_at != change.after.stage_entered_at


def _moved_row(change: OpportunityEvent | Span) -> Row:
    """In the order of MOVED_COLUMNS, and then what tells the record as it was."""
    after = change.after
    return (
        after.stage.id, after.furthest_stage.id, after.probability, after.is_probability_overridden,
        PLAIN[after.category], after.is_category_overridden, after.expected_close_on, after.actual_close_on,
        after.close_reason, after.competitor, after.close_note, after.visit, after.stage_entered_at,
        after.last_meaningful_change_at, after.version, rank_on_entry(after.stage_entered_at),
        after.id, change.before.version if change.before else None,
    )  # fmt: skip


_PLAIN = [name for name in ALL_COLUMNS if name not in ("process_id", "stage_id", "furthest_stage_id")]


def _row(after: Opportunity) -> Values:
    row: Values = {name: getattr(after, name) for name in _PLAIN}
    row["id"] = after.id
    row["process_id"] = after.process.id
    row["stage_id"] = after.stage.id
    row["furthest_stage_id"] = after.furthest_stage.id
    row["rank"] = rank_on_entry(after.stage_entered_at)
    return row


def _changed_row(change: OpportunityEvent | Span) -> Values:
    row = _row(change.after)
    row["changed_id"] = row.pop("id")
    row["version_before"] = change.before.version if change.before else None
    return row


def _past(change: StageChange) -> Row:
    """In the order of the table: there are 42 columns, and a name for each value costs as much as to write it."""
    before, after, by = change.before, change.after, change.by
    return (
        change.id, after.id, after.version, *_left(before), after.stage.id, after.stage.name, PLAIN[change.move_kind],
        PLAIN[by.channel], by.actor.user_id, change.cause_id, by.batch_id, change.undoes, change.at,
        change.seconds_in_stage, change.reason, change.note, msgspec.to_builtins(change.gaps) if change.gaps else None,
        change.is_overridden, change.is_estimated, change.counts_for_targets, change.starts_campaigns,
        after.process.revision, after.visit, after.owner_id, after.amount_minor, after.currency, after.probability,
        PLAIN[after.category], after.expected_close_on, after.actual_close_on, after.close_reason, *_as_it_was(before),
    )  # fmt: skip


def _left(before: Opportunity | None) -> Row:
    return (None, None) if before is None else (before.stage.id, before.stage.name)


def _as_it_was(before: Opportunity | None) -> Row:
    if before is None:
        return _NOTHING_BEFORE
    return (
        before.probability, before.is_probability_overridden, PLAIN[before.category], before.is_category_overridden,
        before.furthest_stage.id, before.expected_close_on, before.stage_entered_at, before.last_meaningful_change_at,
        before.visit, _closing(before),
    )  # fmt: skip


_NOTHING_BEFORE = (None,) * sum(name.endswith("_before") for name in stage_history.c.keys())  # noqa: SIM118


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
