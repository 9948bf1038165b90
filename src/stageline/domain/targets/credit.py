"""What counting gives: credits, near misses, and why."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from stageline.domain.ids import EventId, OpportunityId, TargetId, UserId


class Withdrawn(StrEnum):
    """Why a credit adds nothing at the end of its period, or by now."""

    OTHER_CURRENCY = "other_currency"
    NO_RATE = "no_rate"
    """It is to be converted, and cannot be: mostly since no rate was published then."""
    NO_LONGER_WON = "no_longer_won"
    DELETED = "deleted"


class NotCounted(StrEnum):
    """Why a move that looks like a credit is none."""

    BACKWARD = "backward"
    CREATED_IN_STAGE = "created_in_stage"
    SKIPPED_STAGE = "skipped_stage"
    ALREADY_COUNTED = "already_counted"
    OTHER_OWNER = "other_owner"
    UNDONE = "undone"
    IMPORTED = "imported"
    PAUSED = "paused"


class Credit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One opportunity counted toward one target in one period (SG-24), with all that explains it (SG-44).

    `amount_minor` and `currency` are as they were last while the period was open. `counted` is what it adds: 1, or the
    amount in minor units; 0 when `withdrawn` says why. By `rate`, as published on `rate_on`, it was converted.
    """

    target_id: TargetId
    period_starts_on: date
    opportunity_id: OpportunityId
    event_id: EventId
    at: datetime
    owner_id: UserId
    amount_at_event_minor: int | None
    currency_at_event: str
    amount_minor: int | None
    currency: str
    counted: int
    withdrawn: Withdrawn | None = None
    rate: str | None = None
    rate_on: date | None = None

    @property
    def key(self) -> tuple[TargetId, date, OpportunityId]:
        return self.target_id, self.period_starts_on, self.opportunity_id


class NearMiss(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A move that is no credit, and why."""

    period_starts_on: date
    opportunity_id: OpportunityId
    event_id: EventId
    at: datetime
    reason: NotCounted
    owner_id: UserId
    amount_minor: int | None
    currency: str


class Counted(msgspec.Struct, frozen=True):
    """`moved_back` are the credits of advances after which it went back or was lost; they stand yet (SG-25)."""

    credits: tuple[Credit, ...] = ()
    misses: tuple[NearMiss, ...] = ()
    moved_back: frozenset[EventId] = frozenset()
