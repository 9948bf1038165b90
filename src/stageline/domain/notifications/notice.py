"""What one person is told of one event, or of all the events of one batch."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from stageline.domain.errors import InvalidInput, NotFound
from stageline.domain.ids import BatchId, EventId, OpportunityId, UserId


class Kind(StrEnum):
    """What can be told, and turned off one by one; failures cannot be (PS-245)."""

    MOVED_BY_OTHER = "moved_by_other"
    OVERRIDDEN = "overridden"
    ASSIGNED = "assigned"
    TAKEN_AWAY = "taken_away"
    ADDED_TO_TEAM = "added_to_team"
    DELETED_BY_OTHER = "deleted_by_other"
    BATCH_FINISHED = "batch_finished"
    BATCH_FAILED = "batch_failed"
    LETTER_FAILED = "letter_failed"
    LETTER_UNCERTAIN = "letter_uncertain"
    LETTER_BOUNCED = "letter_bounced"
    ACTION_ASSIGNED = "action_assigned"
    ACTIVITY_ADDED = "activity_added"
    ACTIVITY_MOVED = "activity_moved"
    ACTIVITY_CANCELLED = "activity_cancelled"
    ACTIVITY_NOT_BOOKED = "activity_not_booked"
    OUTCOME_TOLD = "outcome_told"
    ADVANCE_HELD = "advance_held"
    READY_TO_ADVANCE = "ready_to_advance"
    READY_TO_CLOSE = "ready_to_close"
    REMINDER = "reminder"
    TARGET_REACHED = "target_reached"
    TARGET_AT_RISK = "target_at_risk"
    TARGET_RESULT = "target_result"
    INVITATION_FAILED = "invitation_failed"
    INVITATION_UNCERTAIN = "invitation_uncertain"
    INVITATION_BOUNCED = "invitation_bounced"


CANNOT_BE_MUTED = frozenset(
    {
        Kind.BATCH_FAILED,
        Kind.LETTER_FAILED,
        Kind.LETTER_UNCERTAIN,
        Kind.LETTER_BOUNCED,
        Kind.ACTIVITY_NOT_BOOKED,
        Kind.INVITATION_FAILED,
        Kind.INVITATION_UNCERTAIN,
        Kind.INVITATION_BOUNCED,
    }
)
ALSO_TO_THE_ACTOR = CANNOT_BE_MUTED | {Kind.BATCH_FINISHED}
"""Nobody hears of their own acts but of these: they were not waiting for the answer, or may have overlooked it."""


class NotificationNotFound(NotFound):
    """There is no such notification, or it is not yours."""

    code = "not_found"


class CannotBeMuted(InvalidInput):
    """Failures are always told."""

    code = "cannot_be_muted"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """`params` fill its sentence. `event_id` is the first of those told; `count` of them stand behind it."""

    user_id: UserId
    kind: Kind
    event_id: EventId
    at: datetime
    opportunity_id: OpportunityId | None
    batch_id: BatchId | None
    params: Mapping[str, Any]
    count: int = 1


def together(first: Notice, second: Notice) -> Notice:
    """One instead of two of the same batch: what both say the same stays, and the numbers add up (PS-246)."""
    return msgspec.structs.replace(
        first,
        opportunity_id=first.opportunity_id if first.opportunity_id == second.opportunity_id else None,
        params=alike(first.params, second.params),
        count=first.count + second.count,
    )


def alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in first.items() if name in second and second[name] == value}
