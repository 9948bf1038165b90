"""Sales targets and what happened to an opportunity, to count with."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count as counting
from typing import Any
from zoneinfo import ZoneInfo

from stageline.domain.ids import EventId, OpportunityId, ProcessId, StageId, TargetId, UserId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.processes.stage import StageType
from stageline.domain.targets.counting import count
from stageline.domain.targets.course import Amended, Course, Entry, Removed, Step
from stageline.domain.targets.credit import Counted
from stageline.domain.targets.periods import Cycle, PeriodType
from stageline.domain.targets.target import Metric, SalesTarget, TargetNumber

LONDON = ZoneInfo("Europe/London")
DAVE, EVE, ADA = UserId(11), UserId(12), UserId(13)
NAMES = ("Identify", "Qualify", "Propose", "Negotiate", "Deliver", "Closed Won", "Closed Lost")
STAGE = {name: StageId(n) for n, name in enumerate(NAMES, 1)}
STANDARD, RENEWAL = ProcessId(1), ProcessId(2)
STAGE["Due"], STAGE["Renewed"] = StageId(11), StageId(12)
TYPES = {"Closed Won": StageType.WON, "Closed Lost": StageType.LOST, "Renewed": StageType.WON}


def at(said: str) -> datetime:
    """A moment by the clocks in London, as in 2025-03-05 10:00, or noon on a day."""
    moment = datetime.fromisoformat(said if " " in said else f"{said} 12:00")
    return moment.replace(tzinfo=LONDON).astimezone(UTC)


def a_cycle(period_type: PeriodType = PeriodType.MONTH, **said: Any) -> Cycle:
    return Cycle(**{"period_type": period_type, "zone": LONDON, "anchor_month": 3, **said})


def a_target(metric: Metric = Metric.WON_COUNT, stage: str | None = None, **said: Any) -> SalesTarget:
    """Dave's, by month from March 2025 on; values in pounds."""
    usual: dict[str, Any] = {
        "id": TargetId(1),
        "user_id": DAVE,
        "currency": "GBP" if metric.is_value else None,
        "stage_id": STAGE[stage] if stage else None,
        "stage_type": TYPES.get(stage, StageType.OPEN) if stage else None,
        "cycle": a_cycle(),
        "starts_on": date(2025, 3, 1),
        "numbers": (TargetNumber(from_on=date(2025, 3, 1), number=10),),
        "set_by": ADA,
        "set_at": at("2025-03-12 10:00"),
    }
    return SalesTarget(metric=metric, **{**usual, **said})


def into_propose(metric: Metric = Metric.ADVANCED_COUNT, **said: Any) -> SalesTarget:
    return a_target(metric, "Propose", **said)


def process_of(stage: str) -> ProcessId:
    return RENEWAL if STAGE[stage] > 10 else STANDARD


class Story:
    """One opportunity, told in order; each line makes its next version."""

    def __init__(self, amount: int | None = 50_000, currency: str = "GBP", owner: UserId = DAVE) -> None:
        self.entries: list[Entry] = []
        self.stage: str | None = None
        self.owner, self.amount, self.currency = owner, amount, currency
        self._versions = counting(1)

    @property
    def course(self) -> Course:
        return Course(OpportunityId(1), tuple(self.entries))

    def starts(self, stage: str, when: str, **said: Any) -> "Story":
        return self.moves(stage, when, kind=MoveKind.CREATE, **said)

    def moves(self, to: str, when: str, *, by: UserId | None = None, **said: Any) -> "Story":
        version = next(self._versions)
        usual: dict[str, Any] = {
            "event_id": EventId(100 + version),
            "kind": self._kind(to),
            "from_stage_id": STAGE[self.stage] if self.stage else None,
            "from_process_id": process_of(self.stage) if self.stage else None,
            "owner_id": self.owner,
            "actor_id": by or self.owner,
            "amount_minor": self.amount,
            "currency": self.currency,
        }
        step = Step(
            version=version, at=at(when), to_stage_id=STAGE[to], to_type=TYPES.get(to, StageType.OPEN),
            process_id=process_of(to), **{**usual, **said},
        )  # fmt: skip
        self.entries.append(step)
        if step.stands:
            self.stage = to
        return self

    def amounts_to(self, amount: int | None, when: str, currency: str | None = None) -> "Story":
        self.amount, self.currency = amount, currency or self.currency
        self.entries.append(
            Amended(version=next(self._versions), at=at(when), amount_minor=amount, currency=self.currency)
        )
        return self

    def is_deleted(self, when: str, *, deleted: bool = True) -> "Story":
        self.entries.append(Removed(version=next(self._versions), at=at(when), is_deleted=deleted))
        return self

    def is_restored(self, when: str) -> "Story":
        return self.is_deleted(when, deleted=False)

    def goes_to(self, owner: UserId) -> "Story":
        self.owner = owner
        return self

    def counts(self, target: SalesTarget) -> Counted:
        return count(self.course, target)

    def progress(self, target: SalesTarget) -> dict[str, int]:
        """By the first days of periods."""
        return {credit.period_starts_on.isoformat(): credit.counted for credit in self.counts(target).credits}

    def why_not(self, target: SalesTarget) -> Sequence[str]:
        return [miss.reason.value for miss in self.counts(target).misses]

    def _kind(self, to: str) -> MoveKind:
        was = self.stage
        if was is None:
            return MoveKind.CREATE
        if was in TYPES:
            return MoveKind.CORRECT if to in TYPES else MoveKind.REOPEN
        if to in TYPES:
            return MoveKind.CLOSE
        return MoveKind.ADVANCE if STAGE[to] > STAGE[was] else MoveKind.BACK
