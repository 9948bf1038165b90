"""What happened, when, by whom and because of what: the words of the journal."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from stageline.domain.ids import BatchId, EventId, OpportunityId
from stageline.domain.rights import Actor


class Channel(StrEnum):
    """Through what a change came (PS-176, Appendix B)."""

    RECORD = "record"
    BOARD = "board"
    PATH = "path"
    OUTCOME = "outcome"
    AUTO_ADVANCE = "auto_advance"
    API = "api"
    MASS = "mass"
    IMPORT = "import"
    CREATE = "create"
    REOPEN = "reopen"
    UNDO = "undo"
    SYSTEM = "system"


class By(msgspec.Struct, frozen=True):
    """Who acts and through what. A cause is not here: each record of one batch can have its own."""

    actor: Actor
    channel: Channel
    batch_id: BatchId | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Its id and its moment are given to the rule that decides it; the domain can make up neither."""

    kind: ClassVar[str]

    id: EventId
    at: datetime
    by: By
    cause_id: EventId | None = None

    @property
    def opportunity_id(self) -> OpportunityId | None:
        """The opportunity it happened to, if it happened to one."""
        return None

    @property
    def subject_id(self) -> int:
        """The thing it happened to: that opportunity, unless the event says otherwise."""
        return self.opportunity_id or 0

    @property
    def version(self) -> int | None:
        """The version of the subject that this event made."""
        return None

    def facts(self) -> Mapping[str, Any]:
        """What no table of its own remembers. A move has none: the stage history is the only record of its values."""
        return {}
