"""What leaving a stage makes of its open activities: kept, asked about, or cancelled (PS-104 to PS-112)."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import msgspec

from stageline.domain.actions.agenda import Agenda
from stageline.domain.activities.activity import Activity, ActivityStatus, ended
from stageline.domain.conditions import Moment
from stageline.domain.errors import Missing, RuleBroken
from stageline.domain.events import By, Channel
from stageline.domain.ids import ActivityId, EventId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import CancelActivities
from stageline.domain.processes.stage import Stage

# Somebody sits before these and can be asked. For all others `cancel_noninteractive` is constant: keep (PS-109).
CAN_BE_ASKED = frozenset({Channel.RECORD, Channel.BOARD, Channel.PATH, Channel.OUTCOME, Channel.REOPEN})
STAGE_CHANGE = "stage change"
ALL: Final = "all"
Answer: TypeAlias = Sequence[ActivityId] | Literal["all"] | None
"""Which are cancelled; None is no answer, and `ALL` is the one answer for many opportunities (PS-189)."""


class ConfirmationRequired(RuleBroken):
    """Activities of this stage are still open. Say for each whether it stays or is cancelled."""

    code = "confirmation_required"


class ActivityInQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """`is_of_stage`: it belongs to the stage that is left; the others are offered when closing."""

    id: ActivityId
    subject: str
    type: str
    begins: str | None
    is_of_stage: bool


class InQuestion(msgspec.Struct, frozen=True):
    """What a move asks about, and what it cancels without asking."""

    asked: tuple[Activity, ...] = ()
    offered: tuple[Activity, ...] = ()
    cancelled: tuple[Activity, ...] = ()

    @property
    def listed(self) -> list[ActivityInQuestion]:
        return [in_question(a, is_of_stage=True) for a in self.asked] + [
            in_question(a, is_of_stage=False) for a in self.offered
        ]


def in_question(activity: Activity, *, is_of_stage: bool) -> ActivityInQuestion:
    begins = activity.starts_at or activity.on_day
    return ActivityInQuestion(
        id=activity.id,
        subject="" if activity.is_private else activity.subject,
        type=activity.type.value,
        begins=begins.isoformat() if begins else None,
        is_of_stage=is_of_stage,
    )


def activities_in_question(before: Opportunity, target: Stage, agenda: Agenda) -> InQuestion:
    """Nothing when an outcome is only corrected: that was asked on closing (PS-112)."""
    if before.stage.is_closed and target.is_closed:
        return InQuestion()
    its = tuple(agenda.open_activities_of(before.stage.id))
    others = tuple(agenda.other_open_activities(before.stage.id)) if target.is_closed else ()
    match before.process.options.cancel_activities:
        case CancelActivities.ASK:
            return InQuestion(asked=its, offered=others)
        case CancelActivities.ALWAYS:
            return InQuestion(offered=others, cancelled=its)
    return InQuestion()


def decide_cancelling(
    before: Opportunity,
    target: Stage,
    agenda: Agenda,
    answer: Answer,
    *,
    by: By,
    moment: Moment,
    move_id: EventId,
) -> tuple[Activity, ...]:
    """The activities that the move cancels, as they are then; `answer` names those to cancel."""
    question = activities_in_question(before, target, agenda)
    is_asked = before.process.options.cancel_activities is CancelActivities.ASK
    if is_asked and answer is None and question.listed and by.channel in CAN_BE_ASKED:
        raise ConfirmationRequired(
            [Missing(name=each.subject, remedy="Keep it or cancel it.", kind="activity") for each in question.listed],
            activities=msgspec.to_builtins(question.listed),
        )
    open_to_choice = (*question.asked, *question.offered)
    chosen = open_to_choice if answer == ALL else [a for a in open_to_choice if a.id in (answer or ())]
    gone = [*question.cancelled, *chosen]
    return tuple(
        msgspec.structs.replace(
            ended(a, ActivityStatus.CANCELLED, at=moment.at, by=by.actor.user_id, reason=STAGE_CHANGE),
            cancelled_by_event=move_id,
        )
        for a in gone
    )
