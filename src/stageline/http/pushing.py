"""Changed definitions of actions, pushed to opportunities that are in their stage."""

from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.params import JSONBody

from stageline.commands.actions.pushing import PushAnswer, WantedPush, push_actions
from stageline.domain.actions.pushing import UnknownDefinition
from stageline.domain.ids import ProcessId, StageId
from stageline.domain.processes.action import Code
from stageline.domain.processes.process import StageNotInProcess, StageUnavailable
from stageline.domain.processes.publishing import NotPublished
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Id, PathId, Preview

Codes = Annotated[list[Code], msgspec.Meta(min_length=1, max_length=50)]


class PushIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`codes` are those of the actions; without them all that the stage has in use are pushed."""

    stage_id: Id
    codes: Codes | None = None


@post(
    "/processes/{process_id:int}/actions/push",
    sync_to_thread=True,
    status_code=200,
    responses=problems(UnknownDefinition, NotPublished, StageNotInProcess, StageUnavailable),
)
def post_push(
    process_id: PathId, data: JSONBody[PushIn], acting: Acting, preview: Preview = False
) -> Response[PushAnswer]:
    """Give the actions of a stage, as they are now, to opportunities that are in it.

    Adds missing ones and updates those that nobody has touched. The preview counts what it would do, and what it
    would leave alone and why.
    """
    codes = None if data.codes is None else tuple(data.codes)
    wanted = WantedPush(process_id=ProcessId(process_id), stage_id=StageId(data.stage_id), codes=codes)
    with acting.writing(preview=preview) as work:
        return acting.answer(push_actions(work, wanted, by=acting.by(), at=acting.at))
