"""What leaving a stage makes of the activities that are still open there."""

from typing import Any

import pytest

from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.leaving import ConfirmationRequired, activities_in_question, decide_cancelling
from stageline.domain.activities.activity import ActivityStatus
from stageline.domain.events import Channel
from stageline.domain.ids import ActionId, EventId
from stageline.domain.processes.action import CancelActivities
from tests.agendas import an_action, an_activity, an_agenda, asking
from tests.builders import DEMO, LOST, NOON, REP, WON, a_moment, an_opportunity, by

ASK, ALWAYS, NEVER = CancelActivities.ASK, CancelActivities.ALWAYS, CancelActivities.NEVER
OPEN = an_agenda(an_action(), an_activity())
OF_ANOTHER_STAGE = (an_action("Other", id=2, stage_id=2), an_activity("Other", id=2))


def leave(
    agenda: Agenda, cancels: CancelActivities, answer: Any = None, channel: Channel = Channel.BOARD, to: Any = DEMO
) -> list[int]:
    before = an_opportunity(process=asking(cancels))
    gone = decide_cancelling(
        before, to, agenda, answer, by=by(channel=channel), moment=a_moment(), move_id=EventId(9)
    )  # fmt: skip
    for activity in gone:
        assert (activity.status, activity.end_reason) == (ActivityStatus.CANCELLED, "stage change")
        assert (activity.cancelled_by_event, activity.ended_at, activity.ended_by) == (9, NOON, REP)
    return [activity.id for activity in gone]


@pytest.mark.rule("PS-105")
@pytest.mark.rule("PS-110")
@pytest.mark.rule("AC-66")
@pytest.mark.parametrize("channel", [Channel.RECORD, Channel.BOARD, Channel.PATH])
def test_a_person_is_asked_with_the_list(channel: Channel) -> None:
    with pytest.raises(ConfirmationRequired) as asked:
        leave(OPEN, ASK, channel=channel)

    [listed] = asked.value.facts["activities"]
    assert (listed["id"], listed["subject"], listed["is_of_stage"]) == (1, "Meeting", True)


@pytest.mark.rule("PS-108")
@pytest.mark.rule("PS-105")
@pytest.mark.rule("AC-65")
def test_each_is_cancelled_or_kept_as_answered() -> None:
    two = an_agenda(*OPEN.actions, *OPEN.activities, an_action("Call", id=2), an_activity("Call", id=2))

    assert leave(two, ASK, answer=(2,)) == [2]
    assert leave(two, ASK, answer=()) == []


@pytest.mark.rule("PS-109")
@pytest.mark.rule("AC-69")
@pytest.mark.parametrize("channel", [Channel.API, Channel.MASS, Channel.AUTO_ADVANCE])
def test_where_nobody_can_be_asked_they_stay(channel: Channel) -> None:
    assert leave(OPEN, ASK, channel=channel) == []
    assert leave(OPEN, ASK, answer=(1,), channel=channel) == [1]


@pytest.mark.rule("PS-106")
@pytest.mark.rule("AC-67")
def test_with_never_nobody_is_asked_and_they_stay() -> None:
    assert leave(OPEN, NEVER) == []


@pytest.mark.rule("PS-107")
def test_with_always_they_are_cancelled() -> None:
    assert leave(OPEN, ALWAYS) == [1]


@pytest.mark.rule("PS-105")
@pytest.mark.rule("PS-108")
@pytest.mark.rule("AC-68")
@pytest.mark.parametrize("status", [ActivityStatus.DONE, ActivityStatus.CANCELLED])
def test_what_has_ended_is_neither_asked_about_nor_touched(status: ActivityStatus) -> None:
    done = an_agenda(an_action(), an_activity(status=status))

    assert leave(done, ASK) == leave(done, ALWAYS) == []


@pytest.mark.rule("PS-104")
def test_only_activities_of_the_stage_that_is_left_are_meant() -> None:
    assert leave(an_agenda(*OF_ANOTHER_STAGE, an_activity("By hand", id=3, action_id=None)), ASK) == []
    assert leave(an_agenda(*OPEN.actions, *OPEN.activities, *OF_ANOTHER_STAGE), ALWAYS) == [1]


@pytest.mark.rule("PS-112")
@pytest.mark.rule("PS-111")
def test_closing_offers_all_that_is_left() -> None:
    agenda = an_agenda(*OPEN.actions, *OPEN.activities, *OF_ANOTHER_STAGE, an_activity("By hand", id=3, action_id=None))
    before = an_opportunity(process=asking(ASK))

    question = activities_in_question(before, LOST, agenda)

    assert [(a.id, a.is_of_stage) for a in question.listed] == [(1, True), (2, False), (3, False)]
    assert leave(agenda, ASK, answer=(1, 3), to=LOST) == [1, 3]
    assert leave(agenda, ALWAYS, answer=(2,), to=LOST) == [1, 2]


@pytest.mark.rule("PS-112")
@pytest.mark.rule("PS-172")
@pytest.mark.parametrize("cancels", [ASK, ALWAYS])
def test_correcting_an_outcome_asks_and_cancels_nothing(cancels: CancelActivities) -> None:
    lost = an_opportunity("Lost", process=asking(cancels))
    agenda = an_agenda(*OF_ANOTHER_STAGE, an_activity("By hand", id=3, action_id=None))

    assert activities_in_question(lost, WON, agenda).listed == []
    assert activities_in_question(lost, WON, agenda).cancelled == ()


def test_a_private_one_is_asked_about_without_its_subject() -> None:
    private = an_agenda(an_action(), an_activity("Dentist", is_private=True, action_id=ActionId(1)))

    assert activities_in_question(an_opportunity(process=asking(ASK)), DEMO, private).listed[0].subject == ""
