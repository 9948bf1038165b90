"""The SQL twin of `domain.opportunities.attention`, and of the met exit criteria that make a deal ready to advance.

Every instant and day is worked out beforehand, so a statement asks for no time and compares plain columns.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true

from stageline.domain.calendar import Calendar, begin_of_days
from stageline.domain.conditions import Moment
from stageline.domain.files.naming import folded
from stageline.domain.ids import StageId
from stageline.domain.opportunities.attention import MOST_PUSHES, WatchKind
from stageline.domain.processes.criterion import Criterion, Place, Related, RequiredFiles
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import Stage
from stageline.storage.activities_ahead import has_activity_ahead
from stageline.storage.conditions import Columns, to_sql
from stageline.storage.tables import criterion_checks, files, opportunities, opportunity_contacts

_Asked = Callable[[Sequence[Process], Moment, Calendar], ColumnElement[bool]]


def attention(
    kinds: Collection[WatchKind], processes: Sequence[Process], moment: Moment, calendar: Calendar
) -> ColumnElement[bool]:
    """Opportunities of these processes that any of these watches speaks of."""
    return or_(false(), *(_ASKED[kind](processes, moment, calendar) for kind in sorted(kinds)))


def _stage_age(processes: Sequence[Process], moment: Moment, calendar: Calendar) -> ColumnElement[bool]:
    return and_(opportunities.c.visit > 1, _over_stage_limit(processes, moment, calendar))


def _never_started(processes: Sequence[Process], moment: Moment, calendar: Calendar) -> ColumnElement[bool]:
    return and_(opportunities.c.visit <= 1, _over_stage_limit(processes, moment, calendar))


def _over_stage_limit(processes: Sequence[Process], moment: Moment, calendar: Calendar) -> ColumnElement[bool]:
    limits = ((process, stage, process.stuck_days(stage)) for process in processes for stage in _open(process))
    return _earlier(opportunities.c.stage_entered_at, limits, moment, calendar)


def _idle(processes: Sequence[Process], moment: Moment, calendar: Calendar) -> ColumnElement[bool]:
    limits = ((process, stage, process.options.idle_days) for process in processes for stage in _open(process))
    return _earlier(opportunities.c.last_meaningful_change_at, limits, moment, calendar)


def _earlier(
    column: ColumnElement[datetime],
    limits: Iterable[tuple[Process, Stage, int | None]],
    moment: Moment,
    calendar: Calendar,
) -> ColumnElement[bool]:
    """The stages with the same limit share one comparison."""
    stages: dict[datetime, list[StageId]] = defaultdict(list)
    for process, stage, limit in limits:
        begin = None if limit is None else begin_of_days(limit, moment.at, calendar, process.options.day_basis)
        if begin is not None:
            stages[begin].append(stage.id)
    return or_(false(), *(and_(opportunities.c.stage_id.in_(ids), column < begin) for begin, ids in stages.items()))


def _close_date_past(processes: Sequence[Process], moment: Moment, _: Calendar) -> ColumnElement[bool]:
    return and_(_is_open(processes), opportunities.c.expected_close_on < moment.today)


def _next_step_past(processes: Sequence[Process], moment: Moment, _: Calendar) -> ColumnElement[bool]:
    return and_(_is_open(processes), opportunities.c.next_step_on < moment.today)


def _no_next_step(processes: Sequence[Process], moment: Moment, _: Calendar) -> ColumnElement[bool]:
    empty = (opportunities.c.next_step.is_(None), opportunities.c.next_step_on.is_(None))
    return and_(_is_open(processes), *empty, ~has_activity_ahead(moment))


def _pushed(processes: Sequence[Process], _: Moment, __: Calendar) -> ColumnElement[bool]:
    return and_(_is_open(processes), opportunities.c.push_count > MOST_PUSHES)


def _is_open(processes: Sequence[Process]) -> ColumnElement[bool]:
    return opportunities.c.stage_id.in_([stage.id for process in processes for stage in _open(process)])


def _open(process: Process) -> list[Stage]:
    """With those no longer in use: what stands there still needs somebody."""
    return [stage for stage in process.stages if not stage.is_closed]


_ASKED: dict[WatchKind, _Asked] = {
    WatchKind.STAGE_AGE: _stage_age,
    WatchKind.IDLE: _idle,
    WatchKind.CLOSE_DATE_PAST: _close_date_past,
    WatchKind.NO_NEXT_STEP: _no_next_step,
    WatchKind.NEXT_STEP_PAST: _next_step_past,
    WatchKind.PUSHED: _pushed,
    WatchKind.NEVER_STARTED: _never_started,
}


def ready(processes: Sequence[Process], columns: Columns, moment: Moment) -> ColumnElement[bool]:
    """Opportunities whose stage has exit criteria, and they are all met: the twin of `exit_progress` (PS-166)."""
    return or_(false(), *(_ready_in(stage, columns, moment) for process in processes for stage in _open(process)))


def _ready_in(stage: Stage, columns: Columns, moment: Moment) -> ColumnElement[bool]:
    asked = [(_in_force(criterion), criterion) for criterion in stage.criteria if criterion.place is Place.EXIT]
    some = or_(false(), *(in_force for in_force, _ in asked))
    every = (or_(~in_force, _is_met(criterion, columns, moment)) for in_force, criterion in asked)
    return and_(opportunities.c.stage_id == stage.id, some, *every)


def _in_force(criterion: Criterion) -> ColumnElement[bool]:
    entered, begin, end = opportunities.c.stage_entered_at, criterion.in_force_from, criterion.in_force_to
    return and_(true(), *([] if begin is None else [entered >= begin]), *([] if end is None else [entered < end]))


def _is_met(criterion: Criterion, columns: Columns, moment: Moment) -> ColumnElement[bool]:
    if criterion.condition is not None:
        return to_sql(criterion.condition, columns, moment)
    if criterion.related is not None:
        return _has_related(criterion.related)
    if criterion.file is not None:
        return _has_files(criterion.file)
    return exists().where(
        criterion_checks.c.opportunity_id == opportunities.c.id, criterion_checks.c.criterion_id == criterion.id
    )


def _has_related(related: Related) -> ColumnElement[bool]:
    linked = (
        select(func.count()).select_from(opportunity_contacts).where(
            opportunity_contacts.c.opportunity_id == opportunities.c.id
        )
    )  # fmt: skip
    if related.what == "contact":
        own = case((opportunities.c.contact_id.is_(None), 0), else_=1)
        return linked.scalar_subquery() + own >= related.at_least
    if related.contact_role is not None:
        linked = linked.where(opportunity_contacts.c.contact_role == related.contact_role)
    return linked.scalar_subquery() >= related.at_least


def _has_files(required: RequiredFiles) -> ColumnElement[bool]:
    there = (
        select(func.count()).select_from(files).where(
            files.c.opportunity_id == opportunities.c.id, files.c.deleted_at.is_(None)
        )
    )  # fmt: skip
    if required.label is not None:
        there = there.where(files.c.label_folded == folded(required.label))
    return there.scalar_subquery() >= required.at_least
