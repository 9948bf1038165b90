"""Whatever happens to an opportunity: closed periods stay, each counts once, and what was undone never was."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.targets.counting import count
from stageline.domain.targets.course import Course, Step
from stageline.domain.targets.credit import Counted, Credit, Withdrawn
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.target import Metric, Pause, SalesTarget
from tests.targets import DAVE, EVE, LONDON, NAMES, Story, a_cycle, a_target, at

some = st.sampled_from
acts = st.tuples(
    some(["move", "move", "move", "undone", "amount", "owner", "delete", "restore"]),
    some(["Qualify", "Propose", "Propose", "Negotiate", "Closed Won", "Closed Won", "Closed Lost"]),
    some([DAVE, DAVE, EVE]),
    some([None, 0, 10_000, 80_000]),
    some(["GBP", "GBP", "USD"]),
    st.integers(1, 500),
)
targets = st.builds(
    lambda metric, period_type, paused: a_target(
        metric,
        "Propose" if metric.names_stage else None,
        cycle=a_cycle(period_type),
        pauses=(Pause(from_at=at("2025-04-03"), until_at=at("2025-04-20")),) if paused else (),
        starts_on=a_cycle(period_type).at(at("2025-03-12")).starts_on,
    ),
    some(Metric),
    some(PeriodType),
    st.booleans(),
)
stories = st.lists(acts, max_size=25)


def told(acts: list[Any]) -> Story:
    story, now = Story().starts("Identify", "2025-02-20"), datetime(2025, 2, 20, 12, tzinfo=LONDON)
    is_deleted = False
    for act, stage, owner, amount, currency, hours in acts:
        now += timedelta(hours=hours)
        when = f"{now:%Y-%m-%d %H:%M}"
        if act == "delete" or (act == "restore" and is_deleted):
            is_deleted = act == "delete"
            story.is_deleted(when, deleted=is_deleted)
        elif is_deleted:
            continue
        elif act == "owner":
            story.goes_to(owner)
        elif act == "amount":
            story.amounts_to(amount, when, currency)
        elif act == "move" and stage != story.stage:
            story.moves(stage, when)
        elif act == "undone" and stage != story.stage:
            was = story.stage or NAMES[0]
            story.moves(stage, when, is_undone=True).moves(was, when, kind=MoveKind.UNDO)
    return story


def until(course: Course, end: datetime) -> Course:
    return Course(course.opportunity_id, tuple(entry for entry in course.entries if entry.at < end))


def by_period(counted: Counted) -> dict[Any, Credit]:
    return {credit.period_starts_on: credit for credit in counted.credits}


@pytest.mark.rule("SG-42", "SG-31", "SG-41")
@given(stories, targets)
def test_a_closed_period_is_what_it_was_when_it_closed(acts: list[Any], target: SalesTarget) -> None:
    course = told(acts).course
    for starts_on, credit in by_period(count(course, target)).items():
        then = count(until(course, target.cycle.on(starts_on).ends_at), target)

        assert by_period(then)[starts_on] == credit


@pytest.mark.rule("SG-24", "SG-32", "SG-40")
@given(stories, targets)
def test_each_period_has_one_credit_of_its_owner_at_most(acts: list[Any], target: SalesTarget) -> None:
    counted = count(told(acts).course, target)

    assert len(by_period(counted)) == len(counted.credits)
    assert {credit.owner_id for credit in counted.credits} <= {target.user_id}
    for credit in counted.credits:
        period = target.cycle.on(credit.period_starts_on)
        assert period.starts_on == credit.period_starts_on >= target.starts_on
        assert period.holds(credit.at)
        assert not target.is_paused_at(credit.at)
        assert (credit.counted == 0) or credit.withdrawn is None
    if not target.counts_wins:
        assert {credit.withdrawn for credit in counted.credits} <= {None, Withdrawn.DELETED, Withdrawn.OTHER_CURRENCY}


@pytest.mark.rule("SG-28")
@given(stories, targets)
def test_what_was_undone_counts_as_if_it_had_never_been(acts: list[Any], target: SalesTarget) -> None:
    course = told(acts).course
    stands = tuple(entry for entry in course.entries if not isinstance(entry, Step) or entry.stands)

    assert count(course, target).credits == count(Course(course.opportunity_id, stands), target).credits


@pytest.mark.rule("SG-41")
@given(stories, targets)
def test_dave_and_eve_never_get_credit_for_one_move(acts: list[Any], target: SalesTarget) -> None:
    course = told(acts).course
    eves = msgspec.structs.replace(target, user_id=EVE)
    both = [credit.event_id for one in (target, eves) for credit in count(course, one).credits]

    assert len(both) == len(set(both))
