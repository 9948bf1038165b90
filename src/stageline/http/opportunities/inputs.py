"""What acts on opportunities are asked with. Fields are checked by `domain.opportunities.fields`, on every channel."""

from typing import Annotated, Any, Literal

import msgspec

from stageline.domain.ids import ActivityId, ContactId, CriterionId, StageId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.confirming import Confirmation, LinkedContact
from stageline.http.inputs import Id, Version

Reason = Annotated[str, msgspec.Meta(max_length=2_000)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
Fields = Annotated[dict[str, Any], msgspec.Meta(max_length=100)]
InteractiveChannel = Literal["record", "board", "path", "api"]


class ConfirmIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    criterion_id: Id
    note: Reason | None = None
    evidence: Reason | None = None

    def wanted(self) -> Confirmation:
        return Confirmation(criterion_id=CriterionId(self.criterion_id), note=self.note, evidence=self.evidence)


class ContactRoleIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    contact_id: Id
    contact_role: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]

    def wanted(self) -> LinkedContact:
        return LinkedContact(contact_id=ContactId(self.contact_id), contact_role=self.contact_role)


class ClosingIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What closing asks for: the code of a reason, who it went to, and words."""

    close_reason: Line | None = None
    competitor: Line | None = None
    close_note: Reason | None = None

    def closing(self) -> Closing:
        return Closing(close_reason=self.close_reason, competitor=self.competitor, close_note=self.close_note)


class MoveIn(ClosingIn, forbid_unknown_fields=True, kw_only=True):
    """A move with everything that is filled in along with it (PS-91)."""

    stage_id: Id
    version: Version
    channel: InteractiveChannel = "api"
    reason: Reason | None = None
    note: Reason | None = None
    acknowledge_gaps: bool = False
    override: bool = False
    fields: Fields = {}
    confirm: Annotated[list[ConfirmIn], msgspec.Meta(max_length=200)] = []
    contact_roles: Annotated[list[ContactRoleIn], msgspec.Meta(max_length=50)] = []
    after_id: Id | None = None
    """The card of the target stage to stand below; without it, or when it has left, on top."""
    cancel_activities: Annotated[list[Id], msgspec.Meta(max_length=200)] | None = None
    """Which open activities of the stage that is left are cancelled; the others stay. Null says nothing."""


class PlaceIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`after_id` is the card of the same stage to stand below; null puts it on top."""

    after_id: Id | None


class ReopenIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: Version
    reason: Reason | None = None
    stage_id: Id | None = None
    cancel_activities: Annotated[list[Id], msgspec.Meta(max_length=200)] | None = None


class CorrectIn(ClosingIn, forbid_unknown_fields=True, kw_only=True):
    version: Version
    stage_id: Id
    reason: Reason | None = None


class EvidenceIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    note: Reason | None = None
    evidence: Reason | None = None


class RoleIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    contact_role: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class MemberIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    team_role: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    access: Literal["read", "edit"]
    stage_ids: Annotated[list[Id], msgspec.Meta(max_length=60)] | None = None


class SelectedIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: Id
    version: Version | None = None


Selection = Annotated[list[SelectedIn], msgspec.Meta(min_length=1, max_length=100_000)]


class MovesIn(ClosingIn, forbid_unknown_fields=True, kw_only=True):
    """One stage for many; one acknowledgement and one reason for all (PS-189, PS-190)."""

    stage_id: Id
    opportunities: Selection
    reason: Reason | None = None
    note: Reason | None = None
    acknowledge_gaps: bool = False
    cancels_activities: bool = False
    """Where the process asks, all open activities of the stage that is left are cancelled; otherwise they stay."""


class AssignmentsIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    owner_id: Id
    opportunities: Selection
    keep_as_reader: bool = False
    hands_over: bool = True
    """What the old owner still has to do goes to the new one."""


class EditsIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    fields: Fields
    opportunities: Selection
    reason: Reason | None = None


def activity_ids(said: list[int] | None) -> tuple[ActivityId, ...] | None:
    return None if said is None else tuple(ActivityId(one) for one in said)


def stage_ids(said: list[int] | None) -> tuple[StageId, ...] | None:
    return None if said is None else tuple(StageId(one) for one in said)
