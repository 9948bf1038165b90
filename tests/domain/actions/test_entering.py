"""What entering a stage makes: copies of its actions, and the activities that are booked at once."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from stageline.domain.actions.action import CompletedHow, Completion
from stageline.domain.actions.agenda import NOTHING
from stageline.domain.actions.entering import begin, definitions_to_copy
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.calendar import Calendar, DayBasis
from stageline.domain.ids import EventId, UserId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActionDefinition, ActivityCategory, ActivityPlan, ActivityType
from tests.agendas import a_checklist, a_definition, an_action, an_agenda, asking, booked_at_once, entering
from tests.builders import AMSTERDAM, NOON, OTHER_REP, REP, a_moment, an_opportunity

MADE_BY: Any = {"by": REP, "made_by": EventId(9)}
FRIDAY = datetime(2026, 11, 6, 12, tzinfo=UTC)


def deal(*definitions: ActionDefinition, **options: object) -> Opportunity:
    return an_opportunity("Demo", process=asking(options=options, Demo=definitions))


@pytest.mark.rule("PS-31")
@pytest.mark.rule("PS-29")
def test_each_active_definition_becomes_an_action_of_this_opportunity() -> None:
    its = deal(
        a_definition("Call", instructions="Ask who decides.", is_required=True),
        a_checklist(),
        a_checklist("Old", is_active=False),
    )

    begun = begin(its, NOTHING, entering(), **MADE_BY).actions

    assert [(a.name, a.definition, a.position, a.stage_id) for a in begun] == [
        ("Call", "call", 0, 2), ("Send brochure", "send_brochure", 1, 2),
    ]  # fmt: skip
    assert (begun[0].instructions, begun[0].is_required, begun[0].responsible_id) == ("Ask who decides.", True, REP)
    assert (begun[0].completion, begun[0].created_at, begun[1].due_on) == (None, NOON, None)


@pytest.mark.rule("PS-39")
def test_a_stage_entered_before_makes_nothing_again() -> None:
    its = deal(a_definition("Call"))

    assert begin(its, an_agenda(entered=frozenset({its.stage.id})), entering(), **MADE_BY).actions == ()
    assert len(begin(its, NOTHING, entering(), **MADE_BY).actions) == 1


@pytest.mark.rule("PS-101")
def test_what_was_touched_before_an_undo_is_not_made_twice() -> None:
    its = deal(a_definition("Call"), a_definition("Meeting"))
    done = an_action("Call", stage_id=its.stage.id, completion=Completion(NOON, REP, CompletedHow.MANUAL))
    gone = an_action("Meeting", id=2, stage_id=its.stage.id, deleted_at=NOON)

    assert [d.name for d in definitions_to_copy(its.stage, an_agenda(done, gone))] == ["Meeting"]


@pytest.mark.rule("PS-120")
@pytest.mark.rule("PS-29")
@pytest.mark.parametrize(
    ("basis", "days", "due"),
    [
        (DayBasis.CALENDAR, 3, date(2026, 11, 9)),
        (DayBasis.CALENDAR, 1, date(2026, 11, 7)),
        (DayBasis.BUSINESS, 1, date(2026, 11, 9)),
        (DayBasis.BUSINESS, 3, date(2026, 11, 11)),
    ],
)
def test_an_action_is_due_as_its_process_counts_days(basis: DayBasis, days: int, due: date) -> None:
    its = deal(a_definition(due_days=days), day_basis=basis)

    [action] = begin(its, NOTHING, entering(moment=a_moment(FRIDAY)), **MADE_BY).actions

    assert action.due_on == due


@pytest.mark.rule("PS-113")
def test_a_meeting_to_be_booked_at_once_stands_in_the_calendar_on_the_day_it_is_due() -> None:
    plan = ActivityPlan(
        subject="Demo call", location="Online", starts_minute=570, duration_minutes=45, reminder_minutes=15
    )
    its = msgspec.structs.replace(deal(booked_at_once(activity=plan)), contact_id=5)

    begun = begin(its, NOTHING, entering(), **MADE_BY)

    [activity] = begun.activities
    assert activity.starts_at == datetime(2026, 11, 5, 8, 30, tzinfo=UTC)  # half past nine in Amsterdam
    assert activity.ends_at == datetime(2026, 11, 5, 9, 15, tzinfo=UTC)
    assert (activity.subject, activity.location, activity.zone) == ("Demo call", "Online", "Europe/Amsterdam")
    assert (activity.action_id, activity.opportunity_id, activity.contact_id) == (begun.actions[0].id, its.id, 5)
    assert (activity.made_by_event, activity.created_by, activity.reminder_minutes) == (9, REP, 15)
    assert begun.actions[0].completion is None


def test_it_starts_at_that_time_on_the_clock_also_where_the_clock_is_changed() -> None:
    its = deal(booked_at_once(due_days=0))
    sunday = datetime(2026, 3, 29, 5, tzinfo=UTC)

    [activity] = begin(its, NOTHING, entering(moment=a_moment(sunday)), **MADE_BY).activities

    assert activity.starts_at == datetime(2026, 3, 29, 7, tzinfo=UTC)


@pytest.mark.rule("PS-113")
def test_a_task_has_a_day_and_no_time() -> None:
    plan = ActivityPlan(category=ActivityCategory.TASK)

    [activity] = begin(deal(booked_at_once(activity=plan)), NOTHING, entering(), **MADE_BY).activities

    assert (activity.on_day, activity.starts_at, activity.ends_at) == (date(2026, 11, 5), None, None)


@pytest.mark.rule("PS-120")
def test_by_working_days_nothing_is_booked_on_a_free_one() -> None:
    its = deal(booked_at_once(due_days=None), day_basis=DayBasis.BUSINESS)
    holiday = Calendar(zone=AMSTERDAM, holidays=frozenset({date(2026, 11, 6)}))

    [activity] = begin(its, NOTHING, entering(moment=a_moment(FRIDAY), calendar=holiday), **MADE_BY).activities

    assert activity.starts_at == datetime(2026, 11, 9, 8, tzinfo=UTC)


@pytest.mark.rule("PS-116")
@pytest.mark.rule("PS-113")
def test_only_what_is_to_be_booked_at_once_is() -> None:
    its = deal(a_definition("Call"), a_checklist(is_auto_created=True))

    begun = begin(its, NOTHING, entering(), **MADE_BY)

    assert (len(begun.actions), begun.activities) == (2, ())


@pytest.mark.rule("PS-208")
@pytest.mark.rule("PS-113")
def test_it_falls_to_whoever_fills_the_role_and_the_other_roles_take_part() -> None:
    roles = RoleMaps({("engineer", 0, 0, 0): OTHER_REP, ("legal", 0, 1, 0): UserId(3), ("owner", 0, 0, 0): OTHER_REP})
    plan = ActivityPlan(deal_roles=("legal", "engineer"))

    begun = begin(deal(booked_at_once(deal_role="Engineer", activity=plan)), NOTHING, entering(roles), **MADE_BY)

    assert begun.actions[0].responsible_id == begun.activities[0].responsible_id == OTHER_REP
    assert begun.activities[0].participants == (UserId(3),)


@pytest.mark.rule("PS-117")
@pytest.mark.rule("AC-71")
def test_when_nobody_fills_its_role_it_is_not_booked_and_the_action_says_why() -> None:
    begun = begin(deal(booked_at_once(deal_role="onboarding")), NOTHING, entering(), **MADE_BY)

    assert begun.activities == ()
    assert (begun.actions[0].trouble, begun.actions[0].responsible_id) == ("Nobody fills the role onboarding.", REP)


@pytest.mark.rule("PS-78")
@pytest.mark.parametrize(
    ("contact", "type", "is_tracked"),
    [(5, ActivityType.MEETING, True), (None, ActivityType.MEETING, False), (5, ActivityType.PERSONAL, False)],
)
def test_an_outcome_is_asked_for_only_of_what_is_held_with_a_contact(
    contact: int | None, type: ActivityType, is_tracked: bool
) -> None:
    plan = ActivityPlan(is_tracked=True, type=type)
    its = msgspec.structs.replace(deal(booked_at_once(activity=plan)), contact_id=contact)

    assert begin(its, NOTHING, entering(), **MADE_BY).activities[0].is_tracked is is_tracked
