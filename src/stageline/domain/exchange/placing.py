"""Through which stages a row says that its opportunity went, and when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from stageline.domain.calendar import today
from stageline.domain.exchange.dates import When
from stageline.domain.exchange.mapping import StageSaid
from stageline.domain.exchange.reading import SaidOpportunity, SaidVisit, Unreadable
from stageline.domain.processes.stage import StageType

OPEN = StageType.OPEN.value


class Visit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stage entered. `on` is its day in the organisation's zone, or as the file names it, None when nobody knows.

    `owner` and `amount_minor` are as of then, None when the file does not tell.
    """

    stage: StageSaid
    at: datetime
    on: date | None
    is_estimated: bool = False
    owner: str | None = None
    amount_minor: int | None = None


def visits_of(
    said: SaidOpportunity,
    history: Sequence[SaidVisit],
    *,
    starts_in: StageSaid | None,
    zone: ZoneInfo,
    now: datetime,
) -> list[Visit]:
    """In order of time; rows of a history that change no stage are none. What has no date is entered now, estimated.

    `zone` is the organisation's; `now` is when the import runs (PS-181).
    """
    visits = _from_history(history, zone) if history else _from_row(said, zone)
    present = said.stage or (visits[-1].stage if visits else None)
    if present is None:
        raise Unreadable("stage: there is none")
    if starts_in is not None and said.created_at is not None and (not visits or visits[0].at > said.created_at):
        first = Visit(stage=starts_in, at=said.created_at, on=today(said.created_at, zone))
        visits = list(_changes([first, *visits]))
    if not visits or visits[-1].stage != present:
        visits.append(_present(said, present, zone, now))
    return visits if said.close is None or present.type == OPEN else _closed_on(visits, day_of(said.close, zone))


def _from_history(history: Sequence[SaidVisit], zone: ZoneInfo) -> list[Visit]:
    ordered = sorted(history, key=lambda row: (row.when.at, row.order))
    return list(
        _changes(
            Visit(
                stage=row.stage,
                at=row.when.at,
                on=day_of(row.when, zone),
                owner=row.owner,
                amount_minor=row.amount_minor,
            )
            for row in ordered
        )
    )


def _from_row(said: SaidOpportunity, zone: ZoneInfo) -> list[Visit]:
    entered = [(stage, when) for stage, when in said.entered if stage.type == OPEN or stage == said.stage]
    entered.sort(key=lambda one: one[1].at)
    return list(_changes(Visit(stage=stage, at=when.at, on=day_of(when, zone)) for stage, when in entered))


def _changes(visits: Iterable[Visit]) -> Iterable[Visit]:
    """Without rows that stay in their stage; the owner and amount that those name hold for what follows."""
    last: Visit | None = None
    owner, amount = None, None
    for visit in visits:
        owner, amount = visit.owner or owner, visit.amount_minor if visit.amount_minor is not None else amount
        if last is None or visit.stage != last.stage:
            last = msgspec.structs.replace(visit, owner=owner, amount_minor=amount)
            yield last


def _closed_on(visits: list[Visit], day: date) -> list[Visit]:
    """The day that the row names is that of the closing, whenever its system wrote that down."""
    closing = closing_of(visits)
    return [msgspec.structs.replace(visit, on=day) if visit is closing else visit for visit in visits]


def closing_of(visits: Sequence[Visit]) -> Visit | None:
    """The visit with which the present closing began; None when it is open."""
    found = None
    for visit in reversed(visits):
        if visit.stage.type == OPEN:
            break
        found = visit
    return found


def _present(said: SaidOpportunity, stage: StageSaid, zone: ZoneInfo, now: datetime) -> Visit:
    when = said.stage_entered_at or (said.close if stage.type != OPEN else None)
    if when is None:
        return Visit(stage=stage, at=now, on=None, is_estimated=True)
    return Visit(stage=stage, at=when.at, on=day_of(when, zone))


def day_of(when: When, zone: ZoneInfo) -> date:
    """A day that a file names stays that day, whatever the zone; of a moment it is the day there."""
    return when.on if when.is_day else today(when.at, zone)
