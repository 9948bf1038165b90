"""Writes process definitions: a process before and after is all that it takes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, insert, update

from stageline.domain.conditions import to_json
from stageline.domain.ids import ProcessId
from stageline.domain.processes.criterion import Criterion
from stageline.domain.processes.process import Options, Process
from stageline.domain.processes.revision import Revision
from stageline.domain.processes.stage import Stage
from stageline.storage.tables import criteria, process_revisions, processes, saved_views, stages, users

Row: TypeAlias = dict[str, Any]
Ids: TypeAlias = dict[int, int]
"""What an id below zero became."""

REFERENCES = ("min_furthest_stage_id", "below_furthest_stage_id")


def add(connection: Connection, process: Process, at: datetime) -> ProcessId:
    row = {**_process_row(process), "created_at": at}
    process_id: ProcessId = connection.scalars(insert(processes).returning(processes.c.id), row).one()
    _add_stages(connection, process_id, process.stages)
    return process_id


def save(connection: Connection, before: Process, after: Process) -> None:
    """References between stages are set last, when all of them are there."""
    connection.execute(update(processes).where(processes.c.id == after.id).values(_process_row(after)))
    was = {stage.id: stage for stage in before.stages}
    kept = [stage for stage in after.stages if stage.id in was]
    _update(connection, stages, [{**_stage_row(s), "row_id": s.id} for s in kept])
    gone = was.keys() - {stage.id for stage in kept}
    _delete_stages(connection, gone)
    ids = _add_stages(connection, after.id, [stage for stage in after.stages if stage.id not in was])
    _refer(connection, kept, ids)
    _save_criteria(connection, before, kept, gone)


def add_revision(connection: Connection, revision: Revision) -> None:
    row = {name: getattr(revision, name) for name in ("process_id", "revision", "at", "author_id")}
    said = {name: msgspec.to_builtins(getattr(revision, name)) for name in ("definition", "changes")}
    connection.execute(insert(process_revisions), {**row, **said})


def save_states(connection: Connection, changed: Sequence[Process]) -> None:
    for process in changed:
        same = {name: getattr(process, name) for name in ("is_default", "revision", "version")}
        values = {**same, "state": process.state.value}
        connection.execute(update(processes).where(processes.c.id == process.id).values(values))


def delete_process(connection: Connection, process: Process) -> None:
    """With its revisions and views, and out of people's preferences; no opportunity has ever followed it (PS-14)."""
    connection.execute(delete(saved_views).where(saved_views.c.process_id == process.id))
    preferred = update(users).where(users.c.default_process_id == process.id)
    connection.execute(preferred.values(default_process_id=None))
    _delete_stages(connection, [stage.id for stage in process.stages])
    connection.execute(delete(process_revisions).where(process_revisions.c.process_id == process.id))
    connection.execute(delete(processes).where(processes.c.id == process.id))


def _add_stages(connection: Connection, process_id: ProcessId, new: Sequence[Stage]) -> Ids:
    if not new:
        return {}
    rows = [{**_stage_row(stage), "process_id": process_id} for stage in new]
    added = connection.scalars(insert(stages).returning(stages.c.id, sort_by_parameter_order=True), rows)
    ids: Ids = dict(zip((stage.id for stage in new), added, strict=True))
    _refer(connection, new, ids)
    _add_criteria(connection, ((ids[s.id], n, c) for s in new for n, c in enumerate(s.criteria)))
    return ids


def _refer(connection: Connection, referring: Sequence[Stage], ids: Ids) -> None:
    rows = [{**{name: _real(getattr(s, name), ids) for name in REFERENCES}, "row_id": ids.get(s.id, s.id)}
            for s in referring if any(getattr(s, name) for name in REFERENCES)]  # fmt: skip
    _update(connection, stages, rows)


def _save_criteria(connection: Connection, before: Process, kept: Sequence[Stage], gone: Iterable[int]) -> None:
    was = {c.id: (s.id, n, c) for s in before.stages if s.id not in set(gone) for n, c in enumerate(s.criteria)}
    now = [(s.id, n, c) for s in kept for n, c in enumerate(s.criteria)]
    missing = was.keys() - {criterion.id for *_, criterion in now}
    connection.execute(delete(criteria).where(criteria.c.id.in_(missing)))
    changed = [each for each in now if each[2].id in was and was[each[2].id] != each]
    _update(connection, criteria, [{**_criterion_row(*each), "row_id": each[2].id} for each in changed])
    _add_criteria(connection, (each for each in now if each[2].id not in was))


def _add_criteria(connection: Connection, new: Iterable[tuple[int, int, Criterion]]) -> None:
    if rows := [_criterion_row(*each) for each in new]:
        connection.execute(insert(criteria), rows)


def _delete_stages(connection: Connection, ids: Iterable[int]) -> None:
    gone = list(ids)
    connection.execute(delete(criteria).where(criteria.c.stage_id.in_(gone)))
    connection.execute(delete(stages).where(stages.c.id.in_(gone)))


def _update(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """All columns that the rows name besides `row_id`."""
    if rows:
        connection.execute(update(table).where(table.c.id == bindparam("row_id")), rows)


def _real(id: int | None, ids: Ids) -> int | None:
    return None if id is None else ids.get(id, id)


def _process_row(process: Process) -> Row:
    same = {name: getattr(process, name) for name in ("name", "description", "is_default", "revision", "version")}
    options = {name: getattr(process.options, name) for name in Options.__slots__}
    return {**same, **options, "name_folded": process.name.casefold(), "state": process.state.value}


def _stage_row(stage: Stage) -> Row:
    same = (
        "name", "code", "position", "type", "probability", "category", "definition", "stuck_days", "usual_role",
        "is_default_won", "is_skippable", "is_active",
    )  # fmt: skip
    lists = {name: list(getattr(stage, name)) for name in ("objectives", "key_fields")}
    links = [{"label": link.label, "url": link.url} for link in stage.links]
    nowhere: Row = dict.fromkeys(REFERENCES)
    parts = {name: msgspec.to_builtins(getattr(stage, name)) for name in ("actions", "outcomes")}
    return {**{name: getattr(stage, name) for name in same}, **lists, **parts, "links": links, **nowhere}


def _criterion_row(stage_id: int, position: int, criterion: Criterion) -> Row:
    same = (
        "place", "name", "remedy", "kind", "approver", "strength", "is_overridable", "is_buyer_verified",
        "is_evidence_required", "in_force_from", "in_force_to",
    )  # fmt: skip
    related, file = criterion.related, criterion.file
    return {
        **{name: getattr(criterion, name) for name in same},
        "stage_id": stage_id,
        "position": position,
        "condition": to_json(criterion.condition) if criterion.condition else None,
        "related": {name: getattr(related, name) for name in related.__slots__} if related else None,
        "file": {name: getattr(file, name) for name in file.__slots__} if file else None,
    }
