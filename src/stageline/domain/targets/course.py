"""What happened to one opportunity, as far as sales targets look at it."""

from datetime import datetime
from functools import cached_property

import msgspec

from stageline.domain.ids import EventId, OpportunityId, ProcessId, StageId, UserId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.processes.stage import StageType
from stageline.domain.targets.rates import NO_RATES, Rates

FORWARD = frozenset({MoveKind.ADVANCE, MoveKind.SKIP})


class Happening(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`version` is the one that it made of the record: their order, whatever the clocks said."""

    version: int
    at: datetime


class Step(Happening, frozen=True, kw_only=True, gc=False):
    """A row of the stage history; owner, amount and currency are as it left them.

    What was undone, and the undoing, are here for the sake of their values: they count as if they had never been
    (SG-28). `passed_over` are the stages that it leapt, by their order then; whoever only counts can leave it empty.
    """

    event_id: EventId
    kind: MoveKind
    process_id: ProcessId
    to_stage_id: StageId
    to_type: StageType
    from_stage_id: StageId | None = None
    from_process_id: ProcessId | None = None
    owner_id: UserId
    actor_id: UserId
    amount_minor: int | None = None
    currency: str
    counts_for_targets: bool = True
    is_undone: bool = False
    passed_over: frozenset[StageId] = frozenset()

    @property
    def stands(self) -> bool:
        return not self.is_undone and self.kind is not MoveKind.UNDO

    @property
    def is_forward(self) -> bool:
        """By the order of the stages when it was made, which its kind remembers (SG-53); or from another process."""
        changes_process = self.from_process_id is not None and self.from_process_id != self.process_id
        return self.kind in FORWARD or changes_process


class Amended(Happening, frozen=True, kw_only=True, gc=False):
    """The amount, the currency or both were changed; what is UNSET was not."""

    amount_minor: int | msgspec.UnsetType | None = msgspec.UNSET
    currency: str | msgspec.UnsetType = msgspec.UNSET


class Removed(Happening, frozen=True, kw_only=True, gc=False):
    """It was deleted, or restored."""

    is_deleted: bool


Entry = Step | Amended | Removed


class Course(msgspec.Struct, frozen=True, dict=True):
    """In order of version. `rates` are those by which its amounts may be converted."""

    opportunity_id: OpportunityId
    entries: tuple[Entry, ...]
    rates: Rates = NO_RATES

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(entry for entry in self.entries if isinstance(entry, Step))

    @cached_property
    def entered(self) -> frozenset[StageId | StageType]:
        """Every stage it has ever been in, and every type of them."""
        return frozenset(place for step in self.steps for place in (step.to_stage_id, step.to_type))
