"""What a published process was from one moment on: kept for good, never edited (PS-242)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stageline.domain.ids import ProcessId, UserId
from stageline.domain.processes.comparing import Change
from stageline.domain.processes.definition import Definition


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    process_id: ProcessId
    revision: int
    at: datetime
    author_id: UserId
    definition: Definition
    changes: Sequence[Change]
