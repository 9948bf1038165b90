"""What happens to gatherings and their lists."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.events import Event
from stageline.domain.gatherings.gathering import Gathering
from stageline.domain.ids import ContactId


class GatheringEvent(Event, frozen=True, kw_only=True, gc=False):
    gathering: Gathering

    @property
    def subject_id(self) -> int:
        return self.gathering.id

    @property
    def version(self) -> int:
        return self.gathering.version

    def facts(self) -> Mapping[str, Any]:
        facts: dict[str, Any] = msgspec.to_builtins(self.gathering)
        return {name: value for name, value in facts.items() if name not in ("id", "version")}


class GatheringAdded(GatheringEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "gathering.added"


class GatheringEdited(GatheringEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "gathering.changed"


class ContactInvited(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """By performing an action (PS-52)."""

    kind: ClassVar[str] = "gathering.contact_invited"

    gathering: Gathering
    contact_id: ContactId

    @property
    def subject_id(self) -> int:
        return self.gathering.id

    def facts(self) -> Mapping[str, Any]:
        return {
            "gathering_id": self.gathering.id,
            "gathering_name": self.gathering.name,
            "contact_id": self.contact_id,
        }


class InviteeAnswered(Event, frozen=True, kw_only=True, gc=False):
    """What the contact said to the invitation, or whether they came."""

    kind: ClassVar[str] = "gathering.invitee_answered"

    gathering: Gathering
    contact_id: ContactId
    state: str

    @property
    def subject_id(self) -> int:
        return self.gathering.id

    def facts(self) -> Mapping[str, Any]:
        return {"contact_id": self.contact_id, "state": self.state}
