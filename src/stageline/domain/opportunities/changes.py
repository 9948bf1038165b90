"""The events of opportunities: what each change makes of the record, and what the journal keeps of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from stageline.domain.events import Event
from stageline.domain.ids import CriterionId, EventId, OpportunityId, UserId
from stageline.domain.opportunities.gap import Gap
from stageline.domain.opportunities.opportunity import Opportunity


class FieldChange(msgspec.Struct, frozen=True):
    """One tracked field before and after (PS-178), as JSON values."""

    field: str
    before: Any
    after: Any


class MoveKind(StrEnum):
    CREATE = "create"
    ADVANCE = "advance"
    SKIP = "skip"
    BACK = "back"
    CLOSE = "close"
    REOPEN = "reopen"
    CORRECT = "correct"
    UNDO = "undo"


class OpportunityEvent(Event, frozen=True, kw_only=True, gc=False):
    """A change of one opportunity: the record before and after. `before` is None when it begins."""

    before: Opportunity | None
    after: Opportunity
    fields: tuple[FieldChange, ...] = ()

    @property
    def opportunity_id(self) -> OpportunityId:
        return self.after.id

    @property
    def version(self) -> int:
        return self.after.version

    def told(self) -> Mapping[str, Any]:
        """What an answer or a preview says of it."""
        return {"fields": self.fields} if self.fields else {}


class StageChange(OpportunityEvent, frozen=True, kw_only=True, gc=False):
    """A row of the stage history (PS-176). All kinds of stage change are of this one shape."""

    move_kind: MoveKind
    gaps: tuple[Gap, ...] = ()
    is_overridden: bool = False
    reason: str | None = None
    note: str | None = None
    undoes: EventId | None = None
    is_estimated: bool = False
    counts_for_targets: bool = True
    starts_campaigns: bool = True

    @property
    def seconds_in_stage(self) -> int | None:
        """Never negative: a clock may have been set back. None when the opportunity begins."""
        if self.before is None:
            return None
        return max(0, int((self.at - self.before.stage_entered_at).total_seconds()))

    def told(self) -> Mapping[str, Any]:
        before = self.before
        return {
            "from_stage_id": before.stage.id if before else None,
            "to_stage_id": self.after.stage.id,
            "move_kind": self.move_kind,
            "probability": self.after.probability,
            "category": self.after.category,
            "version": self.after.version,
            "gaps": self.gaps,
            **({"fields": self.fields} if self.fields else {}),
        }


class OpportunityCreated(StageChange, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.created"


class OpportunityMoved(StageChange, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.moved"


class OpportunityReopened(StageChange, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.reopened"


class OutcomeCorrected(StageChange, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.corrected"


class MoveUndone(StageChange, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.move_undone"


class OpportunityEdited(OpportunityEvent, frozen=True, kw_only=True, gc=False):
    """Fields were changed without a change of stage."""

    kind: ClassVar[str] = "opportunity.edited"

    reason: str | None = None

    def facts(self) -> Mapping[str, Any]:
        return {"reason": self.reason} if self.reason else {}


class OpportunityAssigned(OpportunityEvent, frozen=True, kw_only=True, gc=False):
    """It got another owner."""

    kind: ClassVar[str] = "opportunity.assigned"

    keep_as_reader: bool = False


class OpportunityDeleted(OpportunityEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.deleted"


class OpportunityRestored(OpportunityEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.restored"


OF_RECORDS: tuple[type[OpportunityEvent], ...] = (
    OpportunityCreated, OpportunityMoved, OpportunityReopened, OutcomeCorrected, MoveUndone, OpportunityEdited,
    OpportunityAssigned, OpportunityDeleted, OpportunityRestored,
)  # fmt: skip
"""Every kind of change that makes a new version of a record."""


class BesideEvent(Event, frozen=True, kw_only=True, gc=False):
    """Something beside the record that leaves its version as it is: confirmations, team, contacts."""

    opportunity: Opportunity

    @property
    def opportunity_id(self) -> OpportunityId:
        return self.opportunity.id

    @property
    def version(self) -> int:
        return self.opportunity.version

    def told(self) -> Mapping[str, Any]:
        return self.facts()


class CriterionConfirmed(BesideEvent, frozen=True, kw_only=True, gc=False):
    """A person says that a criterion is met, with what shows it (PS-156)."""

    kind: ClassVar[str] = "criterion.confirmed"

    criterion_id: CriterionId
    criterion_name: str
    note: str | None = None
    evidence: str | None = None

    def facts(self) -> Mapping[str, Any]:
        return {
            "criterion_id": self.criterion_id,
            "criterion_name": self.criterion_name,
            "note": self.note,
            "evidence": self.evidence,
        }


class ConfirmationWithdrawn(BesideEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "criterion.withdrawn"

    criterion_id: CriterionId
    criterion_name: str
    confirmed_by: UserId | None = None
    confirmed_at: datetime | None = None

    def facts(self) -> Mapping[str, Any]:
        return {"criterion_id": self.criterion_id, "criterion_name": self.criterion_name}


class ContactLinked(BesideEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.contact_linked"

    contact_id: int
    contact_role: str

    def facts(self) -> Mapping[str, Any]:
        return {"contact_id": self.contact_id, "contact_role": self.contact_role}


class ContactUnlinked(BesideEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.contact_unlinked"

    contact_id: int

    def facts(self) -> Mapping[str, Any]:
        return {"contact_id": self.contact_id}


class OpportunityPlaced(BesideEvent, frozen=True, kw_only=True, gc=False):
    """Its card was put elsewhere in its stage, on everybody's board; of the deal itself it says nothing."""

    kind: ClassVar[str] = "opportunity.placed"

    after_id: OpportunityId | None

    def facts(self) -> Mapping[str, Any]:
        return {"after_id": self.after_id}


class TeamMemberAdded(BesideEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.team_member_added"

    user_id: UserId
    team_role: str
    access: str
    stage_ids: tuple[int, ...] | None = None

    def facts(self) -> Mapping[str, Any]:
        return {
            "user_id": self.user_id,
            "team_role": self.team_role,
            "access": self.access,
            "stage_ids": self.stage_ids,
        }


class TeamMemberRemoved(BesideEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "opportunity.team_member_removed"

    user_id: UserId

    def facts(self) -> Mapping[str, Any]:
        return {"user_id": self.user_id}
