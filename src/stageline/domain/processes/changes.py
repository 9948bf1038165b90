"""What happens to processes: the words of the journal."""

from collections.abc import Mapping
from typing import Any, ClassVar

from stageline.domain.events import Event
from stageline.domain.ids import OpportunityId, ProcessId, StageId


class ProcessEvent(Event, frozen=True, kw_only=True, gc=False):
    """`process_version` is the version that it made."""

    process_id: ProcessId
    name: str
    process_version: int

    @property
    def subject_id(self) -> int:
        return self.process_id

    @property
    def version(self) -> int:
        return self.process_version

    def facts(self) -> Mapping[str, Any]:
        return {"name": self.name}


class ProcessCreated(ProcessEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.created"


class DraftChanged(ProcessEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.draft_changed"


class ProcessRevised(ProcessEvent, frozen=True, kw_only=True, gc=False):
    """What changed stands in its revision (PS-242)."""

    revision: int
    follow_now: bool = False

    def facts(self) -> Mapping[str, Any]:
        return {"name": self.name, "revision": self.revision, "follow_now": self.follow_now}


class ProcessPublished(ProcessRevised, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.published"


class ProcessChanged(ProcessRevised, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.changed"


class ProcessMadeDefault(ProcessEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.made_default"


class ProcessArchived(ProcessEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.archived"


class ProcessRestored(ProcessEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.restored"


class ProcessDeleted(ProcessEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "process.deleted"


class CategoryFollowed(Event, frozen=True, kw_only=True, gc=False):
    """An opportunity took the forecast category that its stage was given (PS-22); its field history says which."""

    kind: ClassVar[str] = "opportunity.category_followed"

    of: OpportunityId
    made_version: int
    stage_id: StageId
    before: str
    after: str

    @property
    def opportunity_id(self) -> OpportunityId:
        return self.of

    @property
    def version(self) -> int:
        return self.made_version
