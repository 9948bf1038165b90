"""Reads what happened to opportunities as sales targets look at it: moves, amounts, deletions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import Connection, bindparam, exists, or_, select

from stageline.domain.ids import EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.changes import MoveKind, OpportunityDeleted, OpportunityRestored
from stageline.domain.processes.stage import StageType
from stageline.domain.targets.course import Amended, Course, Entry, Removed, Step
from stageline.domain.targets.target import SalesTarget
from stageline.storage.prepared import Among, PreparedQuery
from stageline.storage.tables import events, field_history, stage_history, stages
from stageline.storage.targets.rates import rates_for

_undo, _left = stage_history.alias("undo"), stages.alias("left_stage")
_row = stage_history.c
MOVES = PreparedQuery(
    select(
        _row.opportunity_id, _row.version, _row.at, _row.event_id, _row.move_kind, _row.from_stage_id, _row.to_stage_id,
        stages.c.type, stages.c.process_id, _left.c.process_id.label("from_process_id"), _row.owner_id, _row.actor_id,
        _row.amount_minor, _row.currency, _row.counts_for_targets,
        exists().where(_undo.c.undoes == _row.event_id).label("is_undone"),
    )
    .select_from(stage_history)
    .join(stages, stages.c.id == _row.to_stage_id)
    .outerjoin(_left, _left.c.id == _row.from_stage_id),
    Among(_row.opportunity_id),
)  # fmt: skip
AMENDMENTS = PreparedQuery(
    select(
        field_history.c.opportunity_id, field_history.c.version, field_history.c.at, field_history.c.field,
        field_history.c.after,
    ).where(or_(field_history.c.field == "amount_minor", field_history.c.field == "currency")),
    Among(field_history.c.opportunity_id),
)  # fmt: skip
REMOVALS = PreparedQuery(
    select(events.c.opportunity_id, events.c.version, events.c.at, events.c.kind).where(
        or_(events.c.kind == OpportunityDeleted.kind, events.c.kind == OpportunityRestored.kind)
    ),
    Among(events.c.opportunity_id),
)
INTO = PreparedQuery(
    select(stage_history.c.opportunity_id).where(stage_history.c.at >= bindparam("since")).distinct(),
    Among(stage_history.c.owner_id, "owners"),
    Among(stage_history.c.to_stage_id, "stages"),
)
WON = select(stages.c.id).where(stages.c.type == StageType.WON.value)
KINDS = {kind.value: kind for kind in MoveKind}
TYPES = {its.value: its for its in StageType}


def read_courses(
    connection: Connection,
    ids: Collection[OpportunityId],
    order: Mapping[EventId, frozenset[StageId]] | None = None,
    *,
    into: Collection[str] | None = None,
    and_on: date | None = None,
) -> list[Course]:
    """Of those that have a history, in four statements however many they are.

    `order` says which stages each move leapt, by the id of its event; whoever only counts does without.
    `into` are the currencies for which rates are needed; unsaid those of the targets that are kept. They are of the
    days of moves, by which amounts are converted, `and_on` one more.
    """
    if not ids:
        return []
    asked = {"ids": sorted(ids)}
    entries: defaultdict[OpportunityId, list[Entry]] = defaultdict(list)
    days, currencies = set[date]() if and_on is None else {and_on}, set[str]()
    for row in MOVES.rows(connection, asked):
        (opportunity_id, version, at, event_id, kind, from_id, to_id, its_type, process_id, from_process_id, owner_id,
         actor_id, amount_minor, currency, counts, is_undone) = row  # fmt: skip
        step = Step(
            version=version, at=at, event_id=event_id, kind=KINDS[kind], from_stage_id=from_id, to_stage_id=to_id,
            to_type=TYPES[its_type], process_id=process_id, from_process_id=from_process_id, owner_id=owner_id,
            actor_id=actor_id, amount_minor=amount_minor, currency=currency, counts_for_targets=bool(counts),
            is_undone=bool(is_undone), passed_over=(order or {}).get(event_id, frozenset()),
        )  # fmt: skip
        entries[opportunity_id].append(step)
        days.add(at.date())
        currencies.add(currency)
    for opportunity_id, version, at, field, after in AMENDMENTS.rows(connection, asked):
        entries[opportunity_id].append(_amended(version, at, field, after))
        if field == "currency":
            currencies.add(str(after))
    for opportunity_id, version, at, kind in REMOVALS.rows(connection, asked):
        entries[opportunity_id].append(Removed(version=version, at=at, is_deleted=kind == OpportunityDeleted.kind))
    # The sort is stable: a move comes before what was filled in along with it, which says the same.
    rates = rates_for(connection, days, currencies, into=into)
    return [
        Course(number, tuple(sorted(its, key=attrgetter("version"))), rates) for number, its in sorted(entries.items())
    ]


def _amended(version: int, at: datetime, field: str, after: object) -> Amended:
    if field == "currency":
        return Amended(version=version, at=at, currency=str(after))
    return Amended(version=version, at=at, amount_minor=None if after is None else int(str(after)))


def candidates(connection: Connection, targets: Sequence[SalesTarget]) -> set[OpportunityId]:
    """The opportunities that may have added to them: those brought where they look, since they began.

    By any of their people, in two statements; whose target looks where is seen from the course.
    """
    won = list(connection.scalars(WON)) if any(target.stage_id is None for target in targets) else []
    asked = {
        "since": min(target.cycle.on(target.starts_on).starts_at for target in targets),
        "owners": sorted({target.user_id for target in targets}),
        "stages": sorted({*won, *(target.stage_id for target in targets if target.stage_id is not None)}),
    }
    return {opportunity_id for (opportunity_id,) in INTO.rows(connection, asked)}


def owners_in(courses: Sequence[Course]) -> set[UserId]:
    return {step.owner_id for course in courses for step in course.steps}
