"""What a stage asks the seller to do, as operations define it; each opportunity in the stage gets a copy (PS-29)."""

from enum import StrEnum
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from stageline.domain.ids import UserId

Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=120)]
Code: TypeAlias = Annotated[str, Meta(max_length=40, pattern="^([a-z0-9][a-z0-9_-]*)?$")]
Minutes: TypeAlias = Annotated[int, Meta(ge=0, le=10_080)]
MinuteOfDay: TypeAlias = Annotated[int, Meta(ge=0, le=1_439)]


class ActionType(StrEnum):
    CALENDAR_ACTIVITY = "calendar_activity"
    LETTER = "letter"
    GATHERING = "gathering"
    CHECKLIST = "checklist"


class ActivityCategory(StrEnum):
    """With a time of day, for the whole of a day, or to be done by that day at any time."""

    TIMED = "timed"
    ALL_DAY = "all_day"
    TASK = "task"


class ActivityType(StrEnum):
    MEETING = "meeting"
    CALL = "call"
    TO_DO = "to_do"
    PERSONAL = "personal"


class Delivery(StrEnum):
    """How a letter leaves the house."""

    EMAIL = "email"
    PRINT = "print"
    SAVE = "save"


class Planned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the document. A misspelt name is refused and not ignored."""


class ActivityPlan(Planned, frozen=True, kw_only=True):
    """What the activity begins with. `starts_minute` counts from midnight in the organisation's zone."""

    category: ActivityCategory = ActivityCategory.TIMED
    type: ActivityType = ActivityType.MEETING
    subject: Annotated[str, Meta(max_length=200)] = ""
    location: Annotated[str, Meta(max_length=200)] = ""
    starts_minute: MinuteOfDay = 540
    duration_minutes: Annotated[int, Meta(ge=5, le=1_440)] = 60
    reminder_minutes: Minutes | None = None
    deal_roles: tuple[Name, ...] = ()
    is_tracked: bool = False


class LetterPlan(Planned, frozen=True, kw_only=True):
    """`template` by its code; `delivery` is what is offered first."""

    template: Code = ""
    delivery: Delivery = Delivery.EMAIL


class GatheringPlan(Planned, frozen=True, kw_only=True):
    """Without a code the gathering is chosen when the action is performed."""

    gathering: Code = ""


class ActionDefinition(Planned, frozen=True, kw_only=True):
    """Its `code`, unique in the stage, says in every revision that it is the same; it is made from the name when empty.

    Whoever has the deal role is responsible, or that person, or with neither the owner. Due so many days after the
    stage is entered, counted as the process counts days. `is_auto_created` books the activity at once (PS-113).
    """

    code: Code = ""
    type: ActionType = ActionType.CHECKLIST
    name: Name
    instructions: Annotated[str, Meta(max_length=20_000)] = ""
    is_required: bool = False
    deal_role: Name | None = None
    user_id: UserId | None = None
    due_days: Annotated[int, Meta(ge=0, le=3_650)] | None = None
    is_auto_created: bool = False
    activity: ActivityPlan | None = None
    letter: LetterPlan | None = None
    gathering: GatheringPlan | None = None
    is_active: bool = True


class StageOutcome(Planned, frozen=True, kw_only=True):
    """An outcome that leads to this stage (PS-80), of one type of activity or of any.

    `is_applied`: recorded without the form, it moves the opportunity by itself (PS-81). `may_go_back` lets it lead to
    where the opportunity has been before (PS-82).
    """

    outcome: Code
    activity_type: ActivityType | None = None
    is_applied: bool = False
    may_go_back: bool = False


class AutoAdvance(StrEnum):
    """What happens when the last action of the stage is complete (PS-121, PS-127)."""

    OFF = "off"
    SUGGEST = "suggest"
    ON = "on"


class CancelActivities(StrEnum):
    """What a move makes of the open activities of the stage that is left (PS-105 to PS-107)."""

    NEVER = "never"
    ASK = "ask"
    ALWAYS = "always"
