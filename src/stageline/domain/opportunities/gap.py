"""One thing that one particular move is asked for and that is not there."""

from stageline.domain.errors import Missing
from stageline.domain.ids import CriterionId, StageId
from stageline.domain.processes.criterion import Strength


class Gap(Missing, frozen=True, kw_only=True):
    """What is asked for, how strongly, and where: `place` is `exit` or `entry` of the stage named.

    `kind` says what would fill it: `field`, `manual`, `approval`, `related`, `file`, `skip`, `furthest_stage`, or
    words of the person: `reason`, `close_reason`, `competitor`.
    """

    strength: Strength
    place: str
    stage_id: StageId
    stage_name: str
    criterion_id: CriterionId | None = None
    field: str | None = None
    contact_role: str | None = None
    file_label: str | None = None
    files_lacking: int = 0
    is_overridable: bool = True
    is_buyer_verified: bool = False
    is_evidence_required: bool = False
    may_confirm: bool = True
