"""Reads opportunities with what their rules need."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, literal_column, select

from stageline.domain.ids import BatchId, CriterionId, EventId, OpportunityId, ProcessId, StageId, UserId
from stageline.domain.opportunities.changes import OF_RECORDS, FieldChange, MoveKind
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.opportunities.undoing import KeptMove
from stageline.domain.opportunities.undoing_batches import DoneInBatch
from stageline.domain.processes.criterion import CriterionKind
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import Category
from stageline.domain.rights import Access, Membership
from stageline.storage.events import Events, NextEventId
from stageline.storage.prepared import Among, PreparedQuery
from stageline.storage.processes import Processes
from stageline.storage.tables import (
    criterion_checks,
    deal_team,
    events,
    field_history,
    files,
    opportunities,
    opportunity_contacts,
    organisation,
    processes,
    stage_history,
)
from stageline.storage.tables.types import AnyRow

# The lock lets the second of two movers see what the first did, and the order keeps two batches from a deadlock.
# SQLite needs neither: its writers come one after another. A preview locks nothing.
_COLUMNS = [column for column in opportunities.c if column.name != "rank"]
_RECORDS = (
    select(
        *_COLUMNS,
        processes.c.revision,
        select(organisation.c.version).scalar_subquery().label("organisation_version"),
        deal_team.c.access,
        deal_team.c.team_role,
        deal_team.c.stage_ids,
    )
    .join(processes)
    .outerjoin(
        deal_team,
        and_(deal_team.c.opportunity_id == opportunities.c.id, deal_team.c.user_id == bindparam("asker_id")),
    )
    .order_by(opportunities.c.id)
)
READ = PreparedQuery(_RECORDS, Among(opportunities.c.id))
READ_AND_LOCK = PreparedQuery(
    _RECORDS.add_columns(NextEventId()).with_for_update(of=opportunities, key_share=True), Among(opportunities.c.id)
)
READ_CHECKS = PreparedQuery(
    select(criterion_checks.c.opportunity_id, criterion_checks.c.criterion_id),
    Among(criterion_checks.c.opportunity_id),
)
READ_CONTACT_ROLES = PreparedQuery(
    select(opportunity_contacts.c.opportunity_id, opportunity_contacts.c.contact_role),
    Among(opportunity_contacts.c.opportunity_id),
)
_LABEL = func.coalesce(files.c.label_folded, literal_column("''"))
READ_FILES = PreparedQuery(
    select(files.c.opportunity_id, _LABEL.label("label"), func.count())
    .where(files.c.deleted_at.is_(None))
    .group_by(files.c.opportunity_id, _LABEL),
    Among(files.c.opportunity_id),
)
_undo = stage_history.alias("undo")
_later = stage_history.alias("later")
READ_MOVES = select(
    stage_history,
    select(_undo.c.event_id).where(_undo.c.undoes == stage_history.c.event_id).exists().label("is_undone"),
    ~select(_later.c.event_id)
    .where(_later.c.opportunity_id == stage_history.c.opportunity_id, _later.c.version > stage_history.c.version)
    .exists()
    .label("is_last"),
).where(stage_history.c.event_id.in_(bindparam("ids", expanding=True)))
_OF_BATCH = events.c.batch_id == bindparam("batch_id")
_OF_THESE = events.c.opportunity_id.in_(bindparam("ids", expanding=True))
# Each says what became of the record; what follows from it for actions and activities is taken back along with it.
_OF_RECORDS = events.c.kind.in_([kind.kind for kind in OF_RECORDS])
DONE = select(events.c.opportunity_id, events.c.version).where(_OF_BATCH, _OF_RECORDS).order_by(events.c.opportunity_id)
DONE_EVENTS = select(events.c.id, events.c.opportunity_id, events.c.version).where(_OF_BATCH, _OF_RECORDS, _OF_THESE)
DONE_FIELDS = select(field_history).where(field_history.c.event_id.in_(bindparam("ids", expanding=True)))


def read_opportunities(
    connection: Connection,
    processes_known: Processes,
    ids: Sequence[OpportunityId],
    asker_id: UserId,
    *,
    journal: Events | None,
) -> dict[OpportunityId, Opportunity]:
    """With the asker's place on each deal team, and the proof that the criteria of their processes look at.

    With a journal, in which what becomes of them will be written, they are locked until the end of the transaction.
    A constant number of statements, however many ids; what no criterion asks for is not read.
    """
    query = READ_AND_LOCK if journal else READ
    rows = query.rows(connection, {"ids": ids, "asker_id": asker_id})
    if not rows:
        return {}
    if journal:
        journal.reserve([row[-1] for row in rows])
    processes_known.organisation.is_at(rows[0][ORGANISATION_VERSION])
    revisions = {(row[PROCESS_ID], row[REVISION]) for row in rows}
    known = processes_known.at_revision(revisions)
    used = [known[process_id] for process_id, _ in revisions]
    confirmed = _checks(connection, ids, used)
    roles = _contact_roles(connection, ids, used)
    counted = _files(connection, ids, used)
    return {
        row[0]: _opportunity(
            row, known, confirmed.get(row[0], _NONE), roles.get(row[0], ()), counted.get(row[0], _NO_FILES)
        )
        for row in rows
    }


_NONE: frozenset[CriterionId] = frozenset()
_NO_FILES: dict[str, int] = {}
_NAMES = [*(column.name for column in _COLUMNS), "revision"]
PROCESS_ID, REVISION = _NAMES.index("process_id"), _NAMES.index("revision")
ORGANISATION_VERSION = REVISION + 1


def read_moves(connection: Connection, ids: Sequence[EventId]) -> dict[EventId, KeptMove]:
    return {row.event_id: _kept_move(row) for row in connection.execute(READ_MOVES, {"ids": ids})}


def read_done(
    connection: Connection, batch_id: BatchId, ids: Sequence[OpportunityId]
) -> dict[OpportunityId, DoneInBatch]:
    rows = connection.execute(DONE_EVENTS, {"batch_id": batch_id, "ids": ids}).all()
    event_ids = [row.id for row in rows]
    moves = read_moves(connection, event_ids)
    fields: dict[EventId, list[FieldChange]] = {}
    for row in connection.execute(DONE_FIELDS, {"ids": event_ids}):
        fields.setdefault(row.event_id, []).append(FieldChange(row.field, row.before, row.after))
    return {
        row.opportunity_id: DoneInBatch(
            opportunity_id=row.opportunity_id,
            version=row.version,
            move=moves.get(row.id),
            fields=tuple(fields.get(row.id, ())),
        )
        for row in rows
    }


def _checks(
    connection: Connection, ids: Sequence[OpportunityId], used: Sequence[Process]
) -> dict[OpportunityId, frozenset[CriterionId]]:
    if not any(p.asks_for(CriterionKind.MANUAL) or p.asks_for(CriterionKind.APPROVAL) for p in used):
        return {}
    found: dict[OpportunityId, set[CriterionId]] = {}
    for opportunity_id, criterion_id in READ_CHECKS.rows(connection, {"ids": ids}):
        found.setdefault(opportunity_id, set()).add(criterion_id)
    return {key: frozenset(values) for key, values in found.items()}


def _contact_roles(
    connection: Connection, ids: Sequence[OpportunityId], used: Sequence[Process]
) -> dict[OpportunityId, tuple[str, ...]]:
    if not any(p.asks_for(CriterionKind.RELATED) for p in used):
        return {}
    found: dict[OpportunityId, tuple[str, ...]] = {}
    for opportunity_id, contact_role in READ_CONTACT_ROLES.rows(connection, {"ids": ids}):
        found[opportunity_id] = (*found.get(opportunity_id, ()), contact_role)
    return found


def _files(
    connection: Connection, ids: Sequence[OpportunityId], used: Sequence[Process]
) -> dict[OpportunityId, dict[str, int]]:
    if not any(p.asks_for(CriterionKind.FILE) for p in used):
        return {}
    found: dict[OpportunityId, dict[str, int]] = {}
    for opportunity_id, label, count in READ_FILES.rows(connection, {"ids": ids}):
        found.setdefault(opportunity_id, {})[label] = count
    return found


def _opportunity(
    row: tuple[Any, ...],
    known: Mapping[ProcessId, Process],
    confirmed: frozenset[CriterionId],
    contact_roles: tuple[str, ...],
    counted: dict[str, int],
) -> Opportunity:
    # Unpacked at once, in the order of the table: to ask the row for each name costs as much as the SELECT itself.
    (opportunity_id, name, process_id, stage_id, furthest_stage_id, owner_id, contact_id, account_id, amount_minor,
     currency, probability, is_probability_overridden, category, is_category_overridden, is_in_forecast,
     expected_close_on, actual_close_on, close_reason, competitor, close_note, source, next_step, next_step_on,
     remarks, custom, push_count, visit, stage_entered_at, last_meaningful_change_at, created_at, deleted_at, version,
     _revision, _organisation_version, access, team_role, stage_ids, *_event_id) = row  # fmt: skip
    process = known[process_id]
    return Opportunity(
        id=opportunity_id,
        name=name,
        process=process,
        stage=process.stage(stage_id),
        furthest_stage=process.stage(furthest_stage_id),
        owner_id=owner_id,
        contact_id=contact_id,
        account_id=account_id,
        amount_minor=amount_minor,
        currency=currency,
        probability=probability,
        is_probability_overridden=is_probability_overridden,
        category=CATEGORIES[category],
        is_category_overridden=is_category_overridden,
        is_in_forecast=is_in_forecast,
        expected_close_on=expected_close_on,
        actual_close_on=actual_close_on,
        close_reason=close_reason,
        competitor=competitor,
        close_note=close_note,
        source=source,
        next_step=next_step,
        next_step_on=next_step_on,
        remarks=remarks,
        custom=custom,
        push_count=push_count,
        visit=visit,
        stage_entered_at=stage_entered_at,
        last_meaningful_change_at=last_meaningful_change_at,
        created_at=created_at,
        deleted_at=deleted_at,
        version=version,
        membership=_membership(access, team_role, stage_ids) if access else None,
        confirmed=confirmed,
        contact_roles=contact_roles,
        files=counted,
    )


CATEGORIES = {category.value: category for category in Category}


def _membership(access: str, team_role: str, stage_ids: list[int] | None) -> Membership:
    limited = None if stage_ids is None else frozenset(StageId(stage_id) for stage_id in stage_ids)
    return Membership(Access(access), team_role, limited)


def _kept_move(row: AnyRow) -> KeptMove:
    return KeptMove(
        id=row.event_id,
        move_kind=MoveKind(row.move_kind),
        **{name: getattr(row, name) for name in KeptMove.__struct_fields__ if name not in ("id", "move_kind")},
    )
