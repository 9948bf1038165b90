"""What people of the sample get done from day to day, so that their days look like those of people at work."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import and_, bindparam, or_, select, text

from stageline.cli.demo.inviting import invite_to_one
from stageline.cli.demo.people import REPS
from stageline.cli.demo.teller import OUTCOMES, Teller
from stageline.cli.demo.working_hours import CLOSES, ONE_DAY, day_of, drawn, on_clock, working_day
from stageline.commands.actions.advancing import WantedStage
from stageline.commands.actions.completing import WantedCompletions, complete_actions
from stageline.commands.actions.performing import WantedPerformances, perform_actions
from stageline.commands.activities.ending import complete_activity
from stageline.domain.actions.completing import Said
from stageline.domain.actions.performing import AlreadyCompleted, OnlyCompletes
from stageline.domain.ids import ActionId, ActivityId, OpportunityId
from stageline.domain.processes.action import ActionType, Delivery
from stageline.storage.tables import actions, activities, opportunities, stages
from stageline.storage.tables.types import AnyRow
from stageline.storage.unit_of_work import Work

Chore = tuple[datetime, Callable[[], object]]

# Days after it was due; most things are done in time, and some before.
DELAYS, WEIGHTS = (-3, -1, 0, 1, 2, 4, 8), (20, 20, 40, 8, 5, 4, 3)
EARLIEST = timedelta(days=-min(DELAYS))
LETTERS_SINCE = timedelta(days=12)
"""Some letters of these last days were written and sent; of older ones it is only said that they were."""
WRITTEN, LETTERS_OF_FIRST, LETTERS_OF_OTHERS = 0.3, 2, 1
INVITED = 0.3

_ACTIVE = text("activities.status = 'active' AND activities.deleted_at IS NULL")
_STILL_TO_DO = text("actions.completed_at IS NULL AND actions.deleted_at IS NULL")
DUE = (
    select(
        actions.c.id, actions.c.opportunity_id, actions.c.stage_id, actions.c.type, actions.c.definition,
        actions.c.due_on, actions.c.created_at, opportunities.c.owner_id,
        activities.c.is_tracked, activities.c.starts_at, activities.c.ends_at,
    )
    .join(opportunities, opportunities.c.id == actions.c.opportunity_id)
    .join(stages, stages.c.id == opportunities.c.stage_id)
    .outerjoin(activities, and_(activities.c.action_id == actions.c.id, _ACTIVE))
    .where(
        _STILL_TO_DO,
        or_(
            actions.c.due_on < bindparam("before"),
            activities.c.ends_at < bindparam("evening"),
            actions.c.type == ActionType.GATHERING.value,
        ),
        or_(stages.c.type == "open", actions.c.stage_id == opportunities.c.stage_id),
    )
    .order_by(actions.c.id)
)  # fmt: skip
BY_ITSELF = (
    select(activities.c.id, activities.c.responsible_id, activities.c.ends_at)
    .where(
        _ACTIVE,
        activities.c.action_id.is_(None),
        or_(activities.c.ends_at < bindparam("evening"), activities.c.on_day <= bindparam("day")),
    )
    .order_by(activities.c.id)
)


class Upkeep:
    """`scripted` are the actions of some deals, by their codes, that nobody does in passing."""

    def __init__(self, teller: Teller, scripted: dict[int, frozenset[str]]) -> None:
        self._teller = teller
        self._scripted = scripted
        self._written: Counter[int] = Counter()

    def chores(self, work: Work, day: date) -> Iterator[Chore]:
        """What is done on that day besides what the story tells."""
        evening = on_clock(day, CLOSES)
        before = working_day(day + ONE_DAY, 1)
        scripted = {
            (self._teller.deals[n].id, code)
            for n, codes in self._scripted.items() if n in self._teller.deals for code in codes
        }  # fmt: skip
        for row in work.connection.execute(DUE, {"before": before + EARLIEST, "evening": evening}).all():
            luck = self._teller.random_for(row.id)
            if (row.opportunity_id, row.definition) in scripted:
                continue
            at = self._when(row, day, before, luck)
            if at is not None:
                yield at, partial(self._do, work, row, at, luck)
        for its in work.connection.execute(BY_ITSELF, {"evening": evening, "day": day}).all():
            at = self._after(its.ends_at, day, self._teller.random_for(its.id))
            yield at, partial(self._end, work, its, at)

    def _when(self, row: AnyRow, day: date, before: date, luck: Random) -> datetime | None:
        """Nothing when it is not for that day."""
        if row.type == ActionType.GATHERING.value:
            is_chosen = luck.random() < INVITED and self._teller.gatherings
            return drawn(day, luck) if is_chosen and day_of(row.created_at) < day else None
        if row.ends_at is not None:
            return self._after(row.ends_at, day, luck) if day_of(row.ends_at) <= day else None
        delay = luck.choices(DELAYS, WEIGHTS)[0]
        if row.definition is None:
            delay = max(0, delay)  # agreed with the buyer for that day
        return drawn(day, luck) if row.due_on + timedelta(days=delay) < before else None

    def _after(self, ends_at: datetime | None, day: date, luck: Random) -> datetime:
        """Soon after it has ended, the next morning at the latest."""
        if ends_at is None or day_of(ends_at) != day:
            return drawn(day, luck)
        return ends_at + timedelta(seconds=luck.randrange(60, 20 * 60))

    def _do(self, work: Work, row: AnyRow, at: datetime, luck: Random) -> None:
        by, number = self._teller.by(work, row.owner_id), OpportunityId(row.opportunity_id)
        ids = [ActionId(row.id)]
        if row.type == ActionType.GATHERING.value:
            order = luck.sample(self._teller.gatherings, len(self._teller.gatherings))
            with suppress(AlreadyCompleted, OnlyCompletes):
                invite_to_one(work, number, ids[0], order, by=by, at=at)
        elif row.type == ActionType.LETTER.value and self._is_written(row, at, luck):
            written = WantedPerformances(opportunity_id=number, action_ids=ids, delivery=Delivery.EMAIL)
            with suppress(AlreadyCompleted, OnlyCompletes):
                perform_actions(work, written, by=by, at=at)
        else:
            said = Said(outcome=luck.choice(OUTCOMES)) if row.is_tracked else None
            done = WantedCompletions(opportunity_id=number, action_ids=ids, said=said)
            complete_actions(work, done, by=by, at=at)

    def _is_written(self, row: AnyRow, at: datetime, luck: Random) -> bool:
        most = LETTERS_OF_FIRST if row.owner_id == self._teller.people[REPS[0].name] else LETTERS_OF_OTHERS
        is_chosen = luck.random() < WRITTEN and self._written[row.owner_id] < most
        if at < self._teller.now - LETTERS_SINCE or not is_chosen:
            return False
        self._written[row.owner_id] += 1
        return True

    def _end(self, work: Work, row: AnyRow, at: datetime) -> None:
        by = self._teller.by(work, row.responsible_id)
        complete_activity(work, ActivityId(row.id), None, WantedStage(), by=by, at=at)
