"""Moves of one opportunity: a list of moves is also its history."""

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody

from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.placing import place_opportunity
from stageline.commands.opportunities.reopening import correct_outcome, reopen_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.events import Channel
from stageline.domain.ids import EventId, OpportunityId, StageId
from stageline.domain.opportunities.moving import WantedMove
from stageline.domain.opportunities.reopening import WantedCorrection, WantedReopening
from stageline.http.access import Acting
from stageline.http.inputs import PathId, Preview
from stageline.http.opportunities import refusals
from stageline.http.opportunities.answers import Changed, changed
from stageline.http.opportunities.inputs import CorrectIn, MoveIn, PlaceIn, ReopenIn, activity_ids
from stageline.queries.guidance import Options, read_options
from stageline.queries.history import PastMove, read_moves


class Moves(msgspec.Struct, frozen=True):
    items: list[PastMove]


class Placed(msgspec.Struct, frozen=True):
    opportunity_id: OpportunityId
    after_id: OpportunityId | None


@post("/opportunities/{opportunity_id:int}/moves", sync_to_thread=True, status_code=200, responses=refusals.MOVING)
def post_move(
    opportunity_id: PathId, data: JSONBody[MoveIn], acting: Acting, preview: Preview = False
) -> Response[Changed]:
    """Moves it to a stage, together with the fields, confirmations and contacts that are filled in along with it."""
    wanted = WantedMove(
        opportunity_id=OpportunityId(opportunity_id),
        stage_id=StageId(data.stage_id),
        version=data.version,
        reason=data.reason or None,
        note=data.note or None,
        acknowledge_gaps=data.acknowledge_gaps,
        override=data.override,
        fields=data.fields,
        confirm=tuple([c.wanted() for c in data.confirm]),
        contact_roles=tuple([c.wanted() for c in data.contact_roles]),
        closing=data.closing(),
        after_id=OpportunityId(data.after_id) if data.after_id else None,
        cancel_activities=activity_ids(data.cancel_activities),
    )
    with acting.writing(preview=preview) as work:
        decided = move_opportunity(work, wanted, by=acting.by(Channel(data.channel)), at=acting.at)
        return acting.answer(changed(work, decided))


@post(
    "/opportunities/{opportunity_id:int}/placements", sync_to_thread=True, status_code=200, responses=refusals.PLACING
)
def post_placement(opportunity_id: PathId, data: JSONBody[PlaceIn], acting: Acting) -> Response[Placed]:
    """Puts its card below another one of its stage, or on top of all; everybody's board has the same order."""
    after_id = OpportunityId(data.after_id) if data.after_id else None
    with acting.writing() as work:
        place_opportunity(work, OpportunityId(opportunity_id), after_id, by=acting.by(Channel.BOARD), at=acting.at)
        return acting.answer(Placed(OpportunityId(opportunity_id), after_id))


@get("/opportunities/{opportunity_id:int}/moves", sync_to_thread=True)
def get_moves(opportunity_id: PathId, acting: Acting) -> Moves:
    """The stage history, newest first. Nobody can change it."""
    with acting.writing(preview=True) as work:
        by, moment = acting.by(), work.moment(acting.at)
        return Moves(read_moves(work, OpportunityId(opportunity_id), by=by, moment=moment))


@get("/opportunities/{opportunity_id:int}/moves/options", sync_to_thread=True)
def get_options(opportunity_id: PathId, acting: Acting) -> Options:
    """For every stage at once: what a move there would ask for, and what it would do."""
    with acting.writing(preview=True) as work:
        by, moment = acting.by(), work.moment(acting.at)
        return read_options(work, OpportunityId(opportunity_id), by=by, moment=moment)


@post(
    "/opportunities/{opportunity_id:int}/moves/{move_id:int}/reversal",
    sync_to_thread=True,
    status_code=200,
    responses=refusals.UNDOING,
)
def post_reversal(
    opportunity_id: PathId, move_id: PathId, acting: Acting, preview: Preview = False
) -> Response[Changed]:
    """Takes back one's own last move while it is fresh. History keeps both rows."""
    with acting.writing(preview=preview) as work:
        number, move = OpportunityId(opportunity_id), EventId(move_id)
        decided = undo_move(work, number, move, by=acting.by(Channel.UNDO), at=acting.at)
        return acting.answer(changed(work, decided))


@post(
    "/opportunities/{opportunity_id:int}/reopenings", sync_to_thread=True, status_code=200, responses=refusals.REOPENING
)
def post_reopening(
    opportunity_id: PathId, data: JSONBody[ReopenIn], acting: Acting, preview: Preview = False
) -> Response[Changed]:
    """Brings a closed opportunity back to its last open stage, or to the one named."""
    wanted = WantedReopening(
        opportunity_id=OpportunityId(opportunity_id),
        version=data.version,
        reason=data.reason or None,
        stage_id=StageId(data.stage_id) if data.stage_id else None,
        cancel_activities=activity_ids(data.cancel_activities),
    )
    with acting.writing(preview=preview) as work:
        decided = reopen_opportunity(work, wanted, by=acting.by(Channel.REOPEN), at=acting.at)
        return acting.answer(changed(work, decided))


@post(
    "/opportunities/{opportunity_id:int}/corrections",
    sync_to_thread=True,
    status_code=200,
    responses=refusals.CORRECTING,
)
def post_correction(
    opportunity_id: PathId, data: JSONBody[CorrectIn], acting: Acting, preview: Preview = False
) -> Response[Changed]:
    """Corrects how a closed opportunity was closed."""
    wanted = WantedCorrection(
        opportunity_id=OpportunityId(opportunity_id),
        stage_id=StageId(data.stage_id),
        version=data.version,
        reason=data.reason or None,
        closing=data.closing(),
    )
    with acting.writing(preview=preview) as work:
        decided = correct_outcome(work, wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(changed(work, decided))
