"""What holds for the whole organisation: its zone, money, working days, and the lists that its operations keep."""

from datetime import date

import msgspec

from stageline.domain.errors import InvalidInput


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why an opportunity was won, lost or disqualified (PS-168)."""

    code: str
    label: str
    is_active: bool = True
    needs_competitor: bool = False


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where an opportunity came from (PS-213)."""

    code: str
    label: str
    is_active: bool = True


class Reasons(msgspec.Struct, frozen=True, kw_only=True):
    won: tuple[Reason, ...] = ()
    lost: tuple[Reason, ...] = ()
    disqualified: tuple[Reason, ...] = ()

    def of(self, closed: str) -> tuple[Reason, ...]:
        listed: tuple[Reason, ...] = getattr(self, closed)
        return listed

    def find(self, closed: str, code: str) -> Reason | None:
        return next((r for r in self.of(closed) if r.code == code), None)


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """One row. `working_days` are ISO weekdays (Monday is 1); `holidays` are dates on which nobody works."""

    name: str
    zone: str
    currency: str
    week_start: int
    working_days: tuple[int, ...]
    holidays: tuple[date, ...]
    languages: tuple[str, ...]
    reasons: Reasons
    sources: tuple[Source, ...]
    version: int


class InvalidSettings(InvalidInput):
    """These settings cannot be kept as they are; what is listed is wrong."""

    code = "invalid_input"


SHIPPED_REASONS = Reasons(
    won=(
        Reason(code="fit", label="Best fit"),
        Reason(code="price", label="Price"),
        Reason(code="relationship", label="Relationship"),
        Reason(code="references", label="References"),
        Reason(code="other", label="Other"),
    ),
    lost=(
        Reason(code="no_decision", label="No decision"),
        Reason(code="price", label="Price"),
        Reason(code="competitor", label="Competitor", needs_competitor=True),
        Reason(code="missing_feature", label="Missing feature"),
        Reason(code="timing", label="Timing"),
        Reason(code="other", label="Other"),
    ),
    disqualified=(
        Reason(code="no_need", label="No need"),
        Reason(code="no_budget", label="No budget"),
        Reason(code="wrong_contact", label="Wrong contact"),
        Reason(code="duplicate", label="Duplicate"),
        Reason(code="other", label="Other"),
    ),
)

SHIPPED_SOURCES = (
    Source(code="inbound", label="Inbound"),
    Source(code="outbound", label="Outbound"),
    Source(code="referral", label="Referral"),
    Source(code="partner", label="Partner"),
    Source(code="event", label="Event"),
    Source(code="existing_customer", label="Existing customer"),
)
