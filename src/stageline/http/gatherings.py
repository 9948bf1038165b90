"""Gatherings over HTTP: kept by operations, with the lists of those invited."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch, post, put
from litestar.params import JSONBody

from stageline.commands.gatherings import add_gathering, answer_invitation, change_gathering
from stageline.domain.gatherings.gathering import CodeTaken, GatheringChanged, GatheringSaid, InvalidGathering
from stageline.domain.gatherings.inviting import GatheringFull, InviteeState
from stageline.domain.ids import ContactId, GatheringId
from stageline.domain.processes.action import Code
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Limit, PathId, Preview, Version
from stageline.queries.gatherings import (
    GatheringPage,
    GatheringShown,
    InviteePage,
    read_gathering,
    read_gatherings,
    read_invitees,
)


class GatheringIn(GatheringSaid, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """With a name, and when it begins and ends. Its code is made from the name when none is given."""

    code: Code = ""


class GatheringPatch(GatheringSaid, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is not said stays."""

    version: Version


class InviteeIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    state: Annotated[InviteeState, msgspec.Meta(description="What the contact has said, or that they came.")]


@get("/gatherings", sync_to_thread=True)
def get_gatherings(acting: Acting, to_come: Preview = False, cursor: Cursor = None, limit: Limit = 50) -> GatheringPage:
    """Events that contacts can be invited to, those that begin last first."""
    with acting.reading() as connection:
        return read_gatherings(connection, to_come=to_come, cursor=cursor, limit=limit, at=acting.at)


@get("/gatherings/{gathering_id:int}", sync_to_thread=True)
def get_gathering(gathering_id: PathId, acting: Acting) -> GatheringShown:
    """An event, with how many are invited."""
    with acting.reading() as connection:
        return read_gathering(connection, GatheringId(gathering_id), acting.at)


@post("/gatherings", sync_to_thread=True, status_code=201, responses=problems(InvalidGathering, CodeTaken))
def post_gathering(data: JSONBody[GatheringIn], acting: Acting) -> Response[GatheringShown]:
    """Add an event that contacts can be invited to."""
    with acting.writing() as work:
        added = add_gathering(work, data, code=data.code, by=acting.by(), at=acting.at)
        return acting.answer(read_gathering(work.connection, added.id, acting.at), status=201)


@patch("/gatherings/{gathering_id:int}", sync_to_thread=True, responses=problems(InvalidGathering, GatheringChanged))
def patch_gathering(gathering_id: PathId, data: JSONBody[GatheringPatch], acting: Acting) -> Response[GatheringShown]:
    """Change an event, cancel it, or take that back."""
    number = GatheringId(gathering_id)
    with acting.writing() as work:
        change_gathering(work, number, data, version=data.version, by=acting.by(), at=acting.at)
        return acting.answer(read_gathering(work.connection, number, acting.at))


@get("/gatherings/{gathering_id:int}/invitees", sync_to_thread=True)
def get_invitees(gathering_id: PathId, acting: Acting, cursor: Cursor = None, limit: Limit = 50) -> InviteePage:
    """Who is invited, by name."""
    with acting.reading() as connection:
        number = GatheringId(gathering_id)
        return read_invitees(connection, number, cursor=cursor, limit=limit, asker=acting.asker)


@put(
    "/gatherings/{gathering_id:int}/invitees/{contact_id:int}",
    sync_to_thread=True,
    status_code=204,
    responses=problems(GatheringFull),
)
def put_invitee(gathering_id: PathId, contact_id: PathId, data: JSONBody[InviteeIn], acting: Acting) -> Response[None]:
    """Say what a contact who is invited has answered, or that they came."""
    with acting.writing() as work:
        number, contact = GatheringId(gathering_id), ContactId(contact_id)
        answer_invitation(work, number, contact, data.state, by=acting.by(), at=acting.at)
        return acting.answer(None, status=204)
