"""The numbers of a year as a grid of people and periods, to be changed in a spreadsheet and taken back."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from stageline.domain.errors import Missing
from stageline.domain.money import to_decimal_string
from stageline.domain.rights import Actor
from stageline.domain.targets.periods import Cycle, Period
from stageline.domain.targets.setting import FURTHEST, WantedTarget, present_cycle, wrong_definition
from stageline.domain.targets.target import InvalidTarget, SalesTarget
from stageline.queries.exporting import MARK, as_csv
from stageline.storage.targets.surrounding import alike_among, people_reached, there_for
from stageline.storage.unit_of_work import Work


def read_grid(work: Work, definition: WantedTarget, year: int, *, asker: Actor, at: datetime) -> str:
    """All for whom one may set such goals, and the periods that begin in that year; amounts in the currency's unit.

    A cell is empty where somebody has no such goal then. The same file taken back changes nothing.
    """
    if wrong := [*wrong_definition(definition, there_for(work, definition, ())), *_wrong_year(year, at)]:
        raise InvalidTarget(wrong)
    people = people_reached(work, asker)
    targets = alike_among(work, definition, [user_id for user_id, _ in people], at)
    periods = list(_periods(_cycle(work, definition, targets.values(), at), year))
    head = ["Person", "User id", *(f"from {period.starts_on.isoformat()}" for period in periods)]
    rows = [
        [name, user_id, *(_cell(targets.get(user_id), period, definition.currency) for period in periods)]
        for user_id, name in people
    ]
    return MARK + as_csv([head, *rows])


def _wrong_year(year: int, at: datetime) -> Iterator[Missing]:
    if abs(year - at.year) * 366 > FURTHEST.days:
        yield Missing(name="year", remedy="Choose a year within ten years of this one.", kind="field")


def _cycle(work: Work, definition: WantedTarget, targets: Iterable[SalesTarget], at: datetime) -> Cycle:
    """That of those there are; years may have begun in another month than they would now (SG-6)."""
    oldest = min(targets, key=lambda target: target.id, default=None)
    if oldest is not None:
        return oldest.cycle
    return present_cycle(definition.period_type, work.organisation.week_start, work.moment(at))


def _periods(cycle: Cycle, year: int) -> Iterator[Period]:
    first = cycle.on(date(year, 1, 1))
    last = cycle.on(date(year + 1, 1, 1) - timedelta(days=1))
    return (period for period in cycle.between(first, last) if period.starts_on.year == year)


def _cell(target: SalesTarget | None, period: Period, currency: str | None) -> int | str:
    its = target.cycle.on(period.starts_on) if target is not None else period
    if target is None or not target.runs_in(its):
        return ""
    number = target.number_in(its)
    return number if currency is None else to_decimal_string(number, currency)
