"""The record of an opportunity: created, read, changed, deleted, restored, duplicated."""

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.params import JSONBody

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.deleting import WantedDeletion, delete_opportunity, restore_opportunity
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.opening import SaidOpening, duplicate_opportunity, open_opportunity
from stageline.domain.events import Channel
from stageline.domain.ids import OpportunityId, ProcessId, StageId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.editing import WantedEdit
from stageline.http.access import Acting
from stageline.http.inputs import Id, PathId, Preview, QueryId, QueryVersion, Version
from stageline.http.opportunities import refusals
from stageline.http.opportunities.answers import Changed, changed
from stageline.http.opportunities.inputs import Fields, Reason
from stageline.queries.guidance import Guidance, read_guidance
from stageline.queries.history import PastField, read_fields
from stageline.queries.opportunities import read_similar
from stageline.queries.record import Record, Stay, read_record, read_stays


class OpportunityIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new opportunity. It needs a contact or an account; `fields` may hold any field a person can fill."""

    fields: Fields
    process_id: Id | None = None
    stage_id: Id | None = None
    owner_id: Id | None = None
    acknowledge_gaps: bool = False
    override: bool = False
    reason: Reason | None = None


class EditIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The fields to change; `owner_id` stands for itself, since giving away needs another right."""

    version: Version
    fields: Fields
    reason: Reason | None = None


class OwnerIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: Version
    owner_id: Id
    keep_as_reader: bool = False
    hands_over: bool = True
    """What the old owner still has to do goes to the new one."""


class PastFields(msgspec.Struct, frozen=True):
    items: list[PastField]


class Stays(msgspec.Struct, frozen=True):
    items: list[Stay]


@post("/opportunities", sync_to_thread=True, status_code=201, responses=refusals.OPENING)
def post_opportunity(data: JSONBody[OpportunityIn], acting: Acting, preview: Preview = False) -> Response[Changed]:
    """Begin an opportunity, in the first stage unless another is named."""
    said = SaidOpening(
        fields=data.fields,
        process_id=ProcessId(data.process_id) if data.process_id else None,
        stage_id=StageId(data.stage_id) if data.stage_id else None,
        owner_id=UserId(data.owner_id) if data.owner_id else None,
        acknowledge_gaps=data.acknowledge_gaps,
        override=data.override,
        reason=data.reason or None,
    )
    with acting.writing(preview=preview) as work:
        decided = open_opportunity(work, said, by=acting.by(Channel.CREATE), at=acting.at)
        similar = read_similar(work, decided.after, by=acting.by())
        return acting.answer(changed(work, decided, similar), status=201)


@get("/opportunities/{opportunity_id:int}", sync_to_thread=True)
def get_opportunity(opportunity_id: PathId, acting: Acting) -> Record:
    """The whole record, with what the asker may do to it."""
    with acting.writing(preview=True) as work:
        by, moment = acting.by(), work.moment(acting.at)
        return read_record(work, OpportunityId(opportunity_id), by=by, moment=moment)


@patch("/opportunities/{opportunity_id:int}", sync_to_thread=True, responses=refusals.EDITING)
def patch_opportunity(
    opportunity_id: PathId, data: JSONBody[EditIn], acting: Acting, preview: Preview = False
) -> Response[Changed]:
    """Change the fields that are said; without any change nothing is remembered."""
    wanted = WantedEdit(
        opportunity_id=OpportunityId(opportunity_id),
        fields=data.fields,
        version=data.version,
        reason=data.reason or None,
    )
    with acting.writing(preview=preview) as work:
        decided = edit_opportunity(work, wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(changed(work, decided))


@delete("/opportunities/{opportunity_id:int}", sync_to_thread=True, status_code=200, responses=refusals.DELETING)
def delete_one(
    opportunity_id: PathId,
    acting: Acting,
    version: QueryVersion = None,
    preview: Preview = False,
) -> Response[Changed]:
    """Takes it out of sight; operations can restore it for 30 days."""
    wanted = WantedDeletion(opportunity_id=OpportunityId(opportunity_id), version=version)
    with acting.writing(preview=preview) as work:
        decided = delete_opportunity(work, wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(changed(work, decided))


@post(
    "/opportunities/{opportunity_id:int}/restorations",
    sync_to_thread=True,
    status_code=200,
    responses=refusals.RESTORING,
)
def post_restoration(opportunity_id: PathId, acting: Acting, preview: Preview = False) -> Response[Changed]:
    """Bring a deleted one back as it was, within 30 days."""
    with acting.writing(preview=preview) as work:
        number = OpportunityId(opportunity_id)
        decided = restore_opportunity(work, number, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(changed(work, decided))


@post(
    "/opportunities/{opportunity_id:int}/duplicates",
    sync_to_thread=True,
    status_code=201,
    responses=refusals.DUPLICATING,
)
def post_duplicate(opportunity_id: PathId, acting: Acting, preview: Preview = False) -> Response[Changed]:
    """Begin another one like it, with no history of its own yet; one like a closed one follows that."""
    with acting.writing(preview=preview) as work:
        number = OpportunityId(opportunity_id)
        decided = duplicate_opportunity(work, number, by=acting.by(Channel.CREATE), at=acting.at)
        return acting.answer(changed(work, decided), status=201)


@post(
    "/opportunities/{opportunity_id:int}/assignments",
    sync_to_thread=True,
    status_code=200,
    responses=refusals.ASSIGNING,
)
def post_assignment(
    opportunity_id: PathId, data: JSONBody[OwnerIn], acting: Acting, preview: Preview = False
) -> Response[Changed]:
    """Gives it to another owner."""
    wanted = WantedAssignment(
        opportunity_id=OpportunityId(opportunity_id),
        owner_id=UserId(data.owner_id),
        version=data.version,
        keep_as_reader=data.keep_as_reader,
        hands_over=data.hands_over,
    )
    with acting.writing(preview=preview) as work:
        decided = assign_opportunity(work, wanted, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(changed(work, decided))


@get("/opportunities/{opportunity_id:int}/guidance", sync_to_thread=True, responses=refusals.LOOKING)
def get_guidance(opportunity_id: PathId, acting: Acting, stage_id: QueryId = None) -> Guidance:
    """What its stage, or the stage named, means and asks for. Looking at another stage never moves it."""
    stage = StageId(stage_id) if stage_id else None
    with acting.writing(preview=True) as work:
        by, moment = acting.by(), work.moment(acting.at)
        return read_guidance(work, OpportunityId(opportunity_id), stage, by=by, moment=moment)


@get("/opportunities/{opportunity_id:int}/field-history", sync_to_thread=True)
def get_field_history(opportunity_id: PathId, acting: Acting) -> PastFields:
    """What each field held before, newest first."""
    with acting.writing(preview=True) as work:
        return PastFields(read_fields(work, OpportunityId(opportunity_id), by=acting.by()))


@get("/opportunities/{opportunity_id:int}/time-in-stage", sync_to_thread=True)
def get_stays(opportunity_id: PathId, acting: Acting) -> Stays:
    """How long it was in each stage."""
    with acting.writing(preview=True) as work:
        by, moment = acting.by(), work.moment(acting.at)
        return Stays(read_stays(work, OpportunityId(opportunity_id), by=by, moment=moment))
