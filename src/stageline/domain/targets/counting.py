"""What one opportunity adds to one sales target: the one place that decides it, for every way of keeping up.

It looks at all that ever happened and at no clock. A change touches only what stands in periods that were still open
when it was made (SG-42), so the answer for a closed period is the same however long ago it closed.
"""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from stageline.domain.calendar import today
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.processes.stage import StageType
from stageline.domain.targets.course import Amended, Course, Removed, Step
from stageline.domain.targets.credit import Counted, Credit, NearMiss, NotCounted, Withdrawn
from stageline.domain.targets.periods import Period
from stageline.domain.targets.rates import Turned
from stageline.domain.targets.target import SalesTarget


def count(course: Course, target: SalesTarget) -> Counted:
    """The credits and near misses of this opportunity, by period."""
    counting = _Counting(course, target)
    for entry in course.entries:
        if isinstance(entry, Step):
            counting.take_step(entry)
        elif isinstance(entry, Amended):
            counting.amend(entry)
        else:
            counting.remove(entry)
    return counting.counted()


class _Claim:
    """A credit as it stands at one point of the course."""

    def __init__(self, period: Period, step: Step) -> None:
        self.period = period
        self.is_deleted = False
        self.renew(step)

    def renew(self, step: Step) -> None:
        """It was withdrawn and is won again (SG-32)."""
        self.step = step
        self.has_left = False
        self.has_moved_back = False
        self.amount_minor, self.currency = step.amount_minor, step.currency

    def withdrawn(self, target: SalesTarget) -> Withdrawn | None:
        if self.is_deleted:
            return Withdrawn.DELETED
        if self.has_left:
            return Withdrawn.NO_LONGER_WON
        is_other = target.metric.is_value and self.currency != target.currency and not target.converts
        return Withdrawn.OTHER_CURRENCY if is_other else None


class _Counting:
    """Goes along the course once. What it holds is its own; nothing of it is given out."""

    def __init__(self, course: Course, target: SalesTarget) -> None:
        self._course = course
        self._target = target
        self._claims: dict[date, _Claim] = {}
        self._misses: list[NearMiss] = []
        self._is_won = False
        self._last_owner_id = next((step.owner_id for step in reversed(course.steps)), None)

    def take_step(self, step: Step) -> None:
        self._value(step.at, amount_minor=step.amount_minor, currency=step.currency)
        if self._target.counts_wins:
            self._won_or_not(step)
        else:
            self._advanced_or_not(step)

    def amend(self, change: Amended) -> None:
        for claim in self._open(change.at):
            if change.amount_minor is not msgspec.UNSET:
                claim.amount_minor = change.amount_minor
            if change.currency is not msgspec.UNSET:
                claim.currency = change.currency

    def remove(self, change: Removed) -> None:
        """Withdrawn, and back when restored in time (SG-42)."""
        for claim in self._open(change.at):
            claim.is_deleted = change.is_deleted

    def counted(self) -> Counted:
        claims = list(self._claims.values())
        moved_back = frozenset(claim.step.event_id for claim in claims if claim.has_moved_back)
        return Counted(tuple(self._credit(claim) for claim in claims), tuple(self._misses), moved_back)

    def _value(self, at: datetime, *, amount_minor: int | None, currency: str) -> None:
        for claim in self._open(at):
            claim.amount_minor, claim.currency = amount_minor, currency

    def _open(self, at: datetime) -> Iterator[_Claim]:
        """Those whose period was open then (SG-42)."""
        return (claim for claim in self._claims.values() if not claim.period.is_closed(at))

    def _won_or_not(self, step: Step) -> None:
        """From open or lost to won, by the moment and not by any date that was expected (SG-30)."""
        becomes = self._is_winning(step) and not self._is_won
        if not step.stands:
            if becomes and step.is_undone:
                self._miss(step, NotCounted.UNDONE)
            return
        if self._is_won and not self._is_winning(step):
            for claim in self._open(step.at):
                claim.has_left = True
        self._is_won = self._is_winning(step)
        if becomes and (reason := self._why_not(step)) is not None:
            self._miss(step, reason)
        elif becomes:
            self._claim(step)

    def _is_winning(self, step: Step) -> bool:
        target = self._target
        if target.stage_id is not None:
            return step.to_stage_id == target.stage_id
        is_asked = not target.process_ids or step.process_id in target.process_ids
        return step.to_type is StageType.WON and is_asked

    def _advanced_or_not(self, step: Step) -> None:
        """Into the stage from an earlier one or from another process (SG-20 to SG-23)."""
        if step.to_stage_id != self._target.stage_id:
            if self._target.stage_id in step.passed_over and step.stands:
                self._miss(step, NotCounted.SKIPPED_STAGE)
            if step.stands and _goes_back(step):
                self._mark_moved_back(has=True)
            return
        if step.kind is MoveKind.UNDO:
            return
        if step.is_undone:
            reason: NotCounted | None = NotCounted.UNDONE if step.is_forward else None
        elif step.kind is MoveKind.CREATE:
            reason = NotCounted.CREATED_IN_STAGE
        else:
            self._mark_moved_back(has=False)
            reason = self._why_not(step) if step.is_forward else NotCounted.BACKWARD
            if reason is None:
                self._claim(step)
        if reason is not None:
            self._miss(step, reason)

    def _mark_moved_back(self, *, has: bool) -> None:
        for claim in self._claims.values():
            claim.has_moved_back = has

    def _why_not(self, step: Step) -> NotCounted | None:
        """None when it is a credit."""
        if not step.counts_for_targets:
            return NotCounted.IMPORTED
        if step.owner_id != self._target.user_id:
            return NotCounted.OTHER_OWNER
        if self._target.is_paused_at(step.at):
            return NotCounted.PAUSED
        return NotCounted.ALREADY_COUNTED if self._is_counted_already(step) else None

    def _is_counted_already(self, step: Step) -> bool:
        """In this period (SG-24); or, for what is won, in one that has closed: nobody wins the same twice (SG-32)."""
        here = self._claims.get(self._target.cycle.at(step.at).starts_on)
        if here is not None and not here.has_left:
            return True
        if not self._target.counts_wins:
            return False
        closed = (claim for claim in self._claims.values() if claim.period.is_closed(step.at))
        return any(self._standing(claim)[0] is None for claim in closed)

    def _claim(self, step: Step) -> None:
        period = self._period(step)
        if period is None:
            return
        if period.starts_on in self._claims:
            self._claims[period.starts_on].renew(step)
        else:
            self._claims[period.starts_on] = _Claim(period, step)

    def _period(self, step: Step) -> Period | None:
        """None when the target had not begun then, or was over."""
        period = self._target.cycle.at(step.at)
        is_running = self._target.runs_in(period) and not self._target.is_over(step.at)
        return period if is_running else None

    def _miss(self, step: Step, reason: NotCounted) -> None:
        period = self._period(step)
        if period is not None and self._concerns(step, reason):
            self._misses.append(
                NearMiss(
                    period_starts_on=period.starts_on,
                    opportunity_id=self._course.opportunity_id,
                    event_id=step.event_id,
                    at=step.at,
                    reason=reason,
                    owner_id=step.owner_id,
                    amount_minor=step.amount_minor,
                    currency=step.currency,
                )
            )

    def _concerns(self, step: Step, reason: NotCounted) -> bool:
        """What others own interests whoever moved it, or has it now and wonders."""
        if reason is NotCounted.OTHER_OWNER:
            return self._target.user_id in (step.actor_id, self._last_owner_id)
        return step.owner_id == self._target.user_id

    def _credit(self, claim: _Claim) -> Credit:
        step, (withdrawn, turned) = claim.step, self._standing(claim)
        amount = turned.minor if turned else claim.amount_minor or 0
        worth = amount if self._target.metric.is_value else 1
        return Credit(
            target_id=self._target.id,
            period_starts_on=claim.period.starts_on,
            opportunity_id=self._course.opportunity_id,
            event_id=step.event_id,
            at=step.at,
            owner_id=step.owner_id,
            amount_at_event_minor=step.amount_minor,
            currency_at_event=step.currency,
            amount_minor=claim.amount_minor,
            currency=claim.currency,
            counted=worth if withdrawn is None else 0,
            withdrawn=withdrawn,
            rate=turned.rate if turned else None,
            rate_on=turned.rate_on if turned else None,
        )

    def _standing(self, claim: _Claim) -> tuple[Withdrawn | None, Turned | None]:
        """Why it adds nothing, if so; and what its amount was turned into where it is in another currency."""
        target, withdrawn = self._target, claim.withdrawn(self._target)
        if withdrawn is not None or target.currency is None or claim.currency == target.currency:
            return withdrawn, None
        turned = self._turned(claim, target.currency)
        return (Withdrawn.NO_RATE if turned is None else None), turned

    def _turned(self, claim: _Claim, currency: str) -> Turned | None:
        """By the rate of the day on which it came, as it was known before the period closed.

        Or before the target was set, where that came later: it adds up its closed periods once (SG-50).
        """
        day, by = today(claim.step.at, self._target.cycle.zone), max(claim.period.ends_at, self._target.set_at)
        return self._course.rates.turn(claim.amount_minor or 0, claim.currency, currency, on=day, by=by)


def _goes_back(step: Step) -> bool:
    return step.kind is MoveKind.BACK or step.to_type in (StageType.LOST, StageType.DISQUALIFIED)
