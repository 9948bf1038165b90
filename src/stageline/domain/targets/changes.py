"""What happens to sales targets: the words of the journal."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import msgspec

from stageline.domain.events import Event
from stageline.domain.targets.target import SalesTarget


class TargetEvent(Event, frozen=True, kw_only=True, gc=False):
    """`target` is as it made it. The journal keeps whose it is and what is new."""

    target: SalesTarget

    @property
    def subject_id(self) -> int:
        return self.target.id

    @property
    def version(self) -> int:
        return self.target.version

    def facts(self) -> Mapping[str, Any]:
        return {"user_id": self.target.user_id}


class TargetSet(TargetEvent, frozen=True, kw_only=True, gc=False):
    """The journal keeps all its numbers where it took over more than one."""

    kind: ClassVar[str] = "target.set"

    def facts(self) -> Mapping[str, Any]:
        target = self.target
        first, *more = target.numbers
        others = {"numbers": msgspec.to_builtins(target.numbers)} if more else {}
        return {"user_id": target.user_id, "metric": target.metric.value, "number": first.number, **others}


class TargetNumberChanged(TargetEvent, frozen=True, kw_only=True, gc=False):
    """The journal keeps all its numbers, as they are from now on (SG-52)."""

    kind: ClassVar[str] = "target.number_changed"

    def facts(self) -> Mapping[str, Any]:
        return {"user_id": self.target.user_id, "numbers": msgspec.to_builtins(self.target.numbers)}


class TargetPaused(TargetEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "target.paused"


class TargetResumed(TargetEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "target.resumed"


class TargetEnded(TargetEvent, frozen=True, kw_only=True, gc=False):
    """`why` is what ended it when nobody did so by hand."""

    kind: ClassVar[str] = "target.ended"

    why: str | None = None

    def facts(self) -> Mapping[str, Any]:
        ended_at = self.target.ended_at
        said = {"ended_at": ended_at.isoformat() if ended_at else None, "why": self.why}
        return {"user_id": self.target.user_id, **said}


class TargetDeleted(TargetEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "target.deleted"


CHANGES = frozenset(
    event.kind for event in (TargetSet, TargetNumberChanged, TargetPaused, TargetResumed, TargetEnded, TargetDeleted)
)


class RatesLoaded(Event, frozen=True, kw_only=True, gc=False):
    """Exchange rates came to be known, so that what waited for them can be converted."""

    kind: ClassVar[str] = "rates.loaded"

    first_on: date
    last_on: date
    count: int

    def facts(self) -> Mapping[str, Any]:
        return {"first_on": self.first_on.isoformat(), "last_on": self.last_on.isoformat(), "count": self.count}


CHANGES_COUNTING = frozenset(
    event.kind for event in (TargetSet, TargetPaused, TargetResumed, TargetEnded, TargetDeleted)
)
"""After these another part of the history counts; a number alone changes nothing that was counted."""
