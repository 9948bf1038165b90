"""What about an open opportunity needs somebody's attention, each with its evidence (PS-224)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

import msgspec

from stageline.domain.calendar import Calendar, days_between
from stageline.domain.conditions import Moment
from stageline.domain.opportunities.opportunity import Opportunity

MOST_PUSHES = 1


class WatchKind(StrEnum):
    STAGE_AGE = "stage_age"
    IDLE = "idle"
    CLOSE_DATE_PAST = "close_date_past"
    NO_NEXT_STEP = "no_next_step"
    NEXT_STEP_PAST = "next_step_past"
    PUSHED = "pushed"
    NEVER_STARTED = "never_started"
    """Over the limit of its stage like `stage_age`, but it never left the first; listed apart (PS-229)."""


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """One reason to look, and what shows it: since when or which day, how many days, the limit, how many pushes."""

    kind: WatchKind
    since: datetime | None = None
    on: date | None = None
    days: int | None = None
    limit_days: int | None = None
    pushes: int | None = None


def watches_of(
    opportunity: Opportunity, moment: Moment, calendar: Calendar, *, has_activity_ahead: bool
) -> tuple[Watch, ...]:
    """As they stand at that moment, from the record and its process alone (PS-232); a closed one has none.

    An activity that is still ahead is a next step as well (PS-227). Its SQL twin is `storage.attention`.
    """
    if opportunity.stage.is_closed:
        return ()
    return tuple(_watches(opportunity, moment, calendar, has_activity_ahead))


def _watches(opportunity: Opportunity, moment: Moment, calendar: Calendar, has_activity_ahead: bool) -> Iterator[Watch]:
    process = opportunity.process
    aging = WatchKind.STAGE_AGE if opportunity.visit > 1 else WatchKind.NEVER_STARTED
    limits = (
        (aging, opportunity.stage_entered_at, process.stuck_days(opportunity.stage)),
        (WatchKind.IDLE, opportunity.last_meaningful_change_at, process.options.idle_days),
    )
    for kind, since, limit in limits:
        days = days_between(since, moment.at, calendar, process.options.day_basis)
        if limit is not None and days > limit:
            yield Watch(kind=kind, since=since, days=days, limit_days=limit)
    dates = (
        (WatchKind.CLOSE_DATE_PAST, opportunity.expected_close_on),
        (WatchKind.NEXT_STEP_PAST, opportunity.next_step_on),
    )
    for kind, on in dates:
        if on is not None and on < moment.today:
            yield Watch(kind=kind, on=on, days=(moment.today - on).days)
    if opportunity.next_step is None and opportunity.next_step_on is None and not has_activity_ahead:
        yield Watch(kind=WatchKind.NO_NEXT_STEP)
    if opportunity.push_count > MOST_PUSHES:
        yield Watch(kind=WatchKind.PUSHED, pushes=opportunity.push_count)


def days_of_stays(
    entries: Iterable[tuple[int, datetime]], until: datetime, opportunity: Opportunity, calendar: Calendar
) -> int:
    """Days in the current stage over all its visits (PS-225).

    `entries` are the stages entered and when, in order, without what was undone.
    """
    basis = opportunity.process.options.day_basis
    walked = [*entries, (0, until)]
    stays = ((stage_id, start, end) for (stage_id, start), (_, end) in pairwise(walked))
    return sum(
        days_between(start, end, calendar, basis) for stage_id, start, end in stays if stage_id == opportunity.stage.id
    )
