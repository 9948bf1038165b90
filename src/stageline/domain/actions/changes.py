"""What happens to the actions of an opportunity."""

from collections.abc import Mapping
from typing import Any, ClassVar

from stageline.domain.activities.changes import AgendaEvent, said_of_outcome, to_participants
from stageline.domain.ids import UserId
from stageline.domain.opportunities.changes import BesideEvent


class ActionsBegun(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """A stage was entered, and these are what it asks for (PS-31)."""

    kind: ClassVar[str] = "actions.begun"
    adds_actions: ClassVar[bool] = True


class ActionsWithdrawn(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """The move that had begun them was undone, and nobody had touched them."""

    kind: ClassVar[str] = "actions.withdrawn"


class ActionAdded(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """By hand, to this opportunity alone (PS-35)."""

    kind: ClassVar[str] = "action.added"
    adds_actions: ClassVar[bool] = True


class ActionEdited(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """`assigned_to` is somebody else than before."""

    kind: ClassVar[str] = "action.changed"

    assigned_to: UserId | None = None

    def facts(self) -> Mapping[str, Any]:
        return {**super().facts(), **({"assigned_to": self.assigned_to} if self.assigned_to is not None else {})}


class ActionDeleted(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """From this opportunity alone (PS-37). Its activity is cancelled with it, or stays by itself."""

    kind: ClassVar[str] = "action.deleted"

    was_complete: bool
    reason: str | None = None

    def facts(self) -> Mapping[str, Any]:
        return {**super().facts(), "was_complete": self.was_complete, "reason": self.reason}


class ActionCompleted(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """With its activity, when there was one to be done: one entry for the pair (PS-62)."""

    kind: ClassVar[str] = "action.completed"

    told_as: str | None = None

    @property
    def subject_id(self) -> int:
        return self.actions[0].id

    def facts(self) -> Mapping[str, Any]:
        completion = self.actions[0].completion
        outcome = said_of_outcome(self.activities[0]) if self.activities else {}
        how = completion.how.value if completion else None
        return {**super().facts(), "how": how, **outcome, **to_participants(self.told_as)}


class ActionReopened(AgendaEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "action.reopened"


class AdvanceHeld(BesideEvent, frozen=True, kw_only=True, gc=False):
    """All of the stage is done, but the gate to the next one does not let it through by itself (PS-126)."""

    kind: ClassVar[str] = "opportunity.advance_held"

    stage_id: int
    stage_name: str
    missing: tuple[str, ...]

    def facts(self) -> Mapping[str, Any]:
        return {"stage_id": self.stage_id, "stage_name": self.stage_name, "missing": self.missing}


class AdvanceSuggested(BesideEvent, frozen=True, kw_only=True, gc=False):
    """All of the stage is done: a person decides whether it goes on, or how it ends (PS-125, PS-127)."""

    kind: ClassVar[str] = "opportunity.advance_suggested"

    stage_id: int | None
    stage_name: str | None

    def facts(self) -> Mapping[str, Any]:
        return {"stage_id": self.stage_id, "stage_name": self.stage_name}
