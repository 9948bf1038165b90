"""A saved view: whose it is, and who may change it."""

from datetime import datetime

import msgspec

from stageline.domain.errors import Conflict, Missing, NotFound, NotPermitted, RuleBroken
from stageline.domain.ids import ProcessId, UserId, ViewId
from stageline.domain.rights import Actor, Right
from stageline.domain.views.definition import InvalidView, Screen, ViewDefinition

MOST_VIEWS = 200


class ViewNotFound(NotFound):
    """There is no such view, or it is not shared with you."""

    code = "not_found"


class ViewNameTaken(RuleBroken):
    """You have another view of this name."""

    code = "name_taken"


class NotYourView(NotPermitted):
    """Only the person whose view it is, or sales operations, may change or delete it."""

    code = "not_allowed"


class ViewChanged(Conflict):
    """Somebody changed this view in the meantime."""

    code = "conflict"


class TooManyViews(RuleBroken):
    """You have as many views of this screen as one can have. Delete one that you do not use."""

    code = "too_many_views"


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What was saved of a screen; `process_id` is that of the board it was saved on."""

    id: ViewId
    owner_id: UserId
    screen: Screen
    name: str
    is_shared: bool
    process_id: ProcessId | None
    definition: ViewDefinition
    created_at: datetime
    changed_at: datetime
    version: int


def is_visible(view: View, actor: Actor) -> bool:
    return view.is_shared or view.owner_id == actor.user_id


def may_change(view: View, actor: Actor) -> bool:
    """Its owner, and operations what is shared."""
    return view.owner_id == actor.user_id or (view.is_shared and actor.has(Right.SET_UP_PROCESSES))


def changeable(view: View | None, actor: Actor) -> View:
    if view is None or not is_visible(view, actor):
        raise ViewNotFound
    if not may_change(view, actor):
        raise NotYourView
    return view


def cleaned_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise InvalidView([Missing(name="name", remedy="Give a name.")])
    return cleaned
