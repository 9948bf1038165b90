"""What a move would count toward."""

from litestar import get

from stageline.domain.ids import OpportunityId, StageId
from stageline.domain.processes.process import StageNotInProcess
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import PathId
from stageline.queries.targets.ahead import MoveAhead, read_ahead


@get(
    "/opportunities/{opportunity_id:int}/stages/{stage_id:int}/targets",
    sync_to_thread=True,
    responses=problems(StageNotInProcess),
)
def get_targets_ahead(opportunity_id: PathId, stage_id: PathId, acting: Acting) -> MoveAhead:
    """The sales goals of its owner that a move to this stage would count toward now, as far as one sees them."""
    number, to = OpportunityId(opportunity_id), StageId(stage_id)
    with acting.writing(preview=True) as work:
        return read_ahead(work, number, to, asker=acting.asker, moment=work.moment(acting.at))
