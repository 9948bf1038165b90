"""The sales goals of the sample: set months ago by whoever leads or by people themselves; many periods have passed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

import msgspec

from stageline.cli.demo.keeping_up import Chore
from stageline.cli.demo.teller import Teller
from stageline.cli.demo.working_hours import day_of, on_clock, working_day
from stageline.commands.targets.changing import change_number
from stageline.commands.targets.setting import set_targets
from stageline.domain.ids import StageId, TargetId
from stageline.domain.targets.changing import NewNumber
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric
from stageline.storage.unit_of_work import Work

HELEN, MARCO, DANIEL = "Helen Okafor", "Marco Bianchi", "Daniel Park"
SET_AFTER = timedelta(days=12)
RAISED_AFTER = timedelta(days=150)


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """What `by` sets, and for whom: deals into the stage, or without one what is won, in the house currency."""

    by: str
    numbers: dict[str, int]
    stage: str | None = None
    period_type: PeriodType = PeriodType.MONTH


AIMS = (
    Aim(by=HELEN, stage="Qualify", numbers={"Mara Lindqvist": 8, "Priya Nair": 7, "Daniel Park": 9}),
    Aim(by=HELEN, stage="Propose", numbers={"Mara Lindqvist": 6, "Priya Nair": 5, "Daniel Park": 6}),
    Aim(by=HELEN, stage="Negotiate", numbers={"Mara Lindqvist": 5, "Priya Nair": 4}),
    Aim(by=DANIEL, stage="Negotiate", numbers={"Daniel Park": 4}),
    Aim(by=HELEN, period_type=PeriodType.YEAR,
        numbers={"Mara Lindqvist": 800_000, "Priya Nair": 900_000, "Daniel Park": 1_000_000}),
    Aim(by=MARCO, stage="Qualify", numbers={"Tomas Oliveira": 8, "Ingrid Solberg": 7}),
    Aim(by=MARCO, stage="Negotiate", numbers={"Tomas Oliveira": 4, "Ingrid Solberg": 4}),
    Aim(by=MARCO, period_type=PeriodType.QUARTER, numbers={"Tomas Oliveira": 150_000, "Ingrid Solberg": 220_000}),
)  # fmt: skip
RAISED = 10
CENTS = 100


class Aiming:
    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        begins = day_of(teller.begins)
        self._set_on, self._raised_on = (working_day(begins + after, 1) for after in (SET_AFTER, RAISED_AFTER))
        self._qualifying: TargetId | None = None

    def chores(self, work: Work, day: date) -> Iterator[Chore]:
        if day >= self._set_on and self._qualifying is None:
            for number, aim in enumerate(AIMS):
                at = on_clock(day, time(11, 5 + 4 * number))
                yield at, partial(self._set, work, aim, at)
        if day == self._raised_on:
            at = on_clock(day, time(14, 40))
            yield at, partial(self._raise, work, at)

    def _set(self, work: Work, aim: Aim, at: datetime) -> None:
        people, unit = self._teller.people, 1 if aim.stage else CENTS
        whose = [ForUser(people[name], number * unit) for name, number in aim.numbers.items()]
        wanted = WantedTarget(
            metric=Metric.ADVANCED_COUNT if aim.stage else Metric.WON_VALUE,
            number=unit,
            stage_id=self._stage(aim.stage) if aim.stage else None,
            currency=None if aim.stage else work.organisation.currency,
            period_type=aim.period_type,
        )
        answers = set_targets(work, wanted, whose, by=self._teller.by(work, people[aim.by]), at=at)
        first = answers[0].target
        if aim == AIMS[0] and first is not None:
            self._qualifying = first.id

    def _raise(self, work: Work, at: datetime) -> None:
        """Mara came into Qualify too easily."""
        if self._qualifying is not None:
            by = self._teller.by(work, self._teller.people[HELEN])
            change_number(work, self._qualifying, NewNumber(number=RAISED), version=None, by=by, at=at)

    def _stage(self, name: str) -> StageId:
        return StageId(next(stage.id for stage in self._teller.process.open_stages if stage.name == name))
