"""Saved views over HTTP."""

from typing import Annotated

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.params import FromQuery, JSONBody
from msgspec import UNSET, UnsetType

from stageline.commands.views import SaidView, add_view, change_view, remove_view
from stageline.domain.conditions.parsing import InvalidCondition
from stageline.domain.ids import ProcessId, ViewId
from stageline.domain.views.definition import InvalidView, Screen, ViewDefinition
from stageline.domain.views.view import NotYourView, TooManyViews, ViewChanged, ViewNameTaken, ViewNotFound
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Id, Name, PathId, Version, said_in
from stageline.queries.views import ShownView, ViewList, read_views, shown

Named = Annotated[Name, msgspec.Meta(examples=["Closing this quarter"])]


class ViewIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    screen: Screen
    name: Named
    is_shared: bool = False
    process_id: Id | None = None
    definition: ViewDefinition = msgspec.field(default_factory=ViewDefinition)


class ViewPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: Version
    name: Named | UnsetType = UNSET
    is_shared: bool | UnsetType = UNSET
    definition: ViewDefinition | UnsetType = UNSET


USELESS = (InvalidView, InvalidCondition, ViewNameTaken)


@get("/views", sync_to_thread=True)
def get_views(acting: Acting, screen: FromQuery[Screen]) -> ViewList:
    """One's own of that screen, and those that are shared with everybody."""
    with acting.writing(preview=True) as work:
        return read_views(work, screen, asker=acting.asker)


@post("/views", sync_to_thread=True, status_code=201, responses=problems(*USELESS, TooManyViews))
def post_view(data: JSONBody[ViewIn], acting: Acting) -> Response[ShownView]:
    """Keep what a screen shows under a name; shared, everybody can choose it and sees by it what is theirs to see."""
    said = SaidView(
        screen=data.screen,
        name=data.name,
        is_shared=data.is_shared,
        process_id=ProcessId(data.process_id) if data.process_id else None,
        definition=data.definition,
    )
    with acting.writing() as work:
        view = add_view(work, said, asker=acting.asker, at=acting.at)
        return acting.answer(shown(work, view, asker=acting.asker), status=201)


@patch("/views/{view_id:int}", sync_to_thread=True,
       responses=problems(*USELESS, ViewNotFound, NotYourView, ViewChanged))  # fmt: skip
def patch_view(view_id: PathId, data: JSONBody[ViewPatch], acting: Acting) -> Response[ShownView]:
    """Rename it, share it, or let it show something else."""
    said = said_in(data)
    version = said.pop("version")
    with acting.writing() as work:
        view = change_view(work, ViewId(view_id), said, version=version, asker=acting.asker, at=acting.at)
        return acting.answer(shown(work, view, asker=acting.asker))


@delete("/views/{view_id:int}", sync_to_thread=True, status_code=204, responses=problems(ViewNotFound, NotYourView))
def delete_view(view_id: PathId, acting: Acting) -> Response[None]:
    """Nobody can choose it any more; what it showed stays."""
    with acting.writing() as work:
        remove_view(work, ViewId(view_id), asker=acting.asker)
        return acting.answer(None, status=204)
