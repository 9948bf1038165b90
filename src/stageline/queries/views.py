"""The views that somebody can choose on a screen."""

import msgspec
from sqlalchemy import or_, select

from stageline.domain.ids import ProcessId, ViewId
from stageline.domain.rights import Actor
from stageline.domain.views.definition import Screen, ViewDefinition
from stageline.domain.views.view import View, may_change
from stageline.queries.history import Named
from stageline.storage.lowering import lowered
from stageline.storage.tables import saved_views, users
from stageline.storage.unit_of_work import Work
from stageline.storage.views import view_of


class ShownView(msgspec.Struct, frozen=True, kw_only=True):
    id: ViewId
    screen: Screen
    name: str
    is_shared: bool
    is_mine: bool
    may_change: bool
    owner: Named
    process_id: ProcessId | None
    definition: ViewDefinition
    version: int


class ViewList(msgspec.Struct, frozen=True):
    items: list[ShownView]


def read_views(work: Work, screen: Screen, *, asker: Actor) -> ViewList:
    """The asker's own and those shared with everybody, by name."""
    statement = (
        select(saved_views, users.c.name.label("owner_name"))
        .join(users, users.c.id == saved_views.c.owner_id)
        .where(
            saved_views.c.screen == screen.value,
            or_(saved_views.c.is_shared, saved_views.c.owner_id == asker.user_id),
        )
        .order_by(lowered(saved_views.c.name), saved_views.c.id)
    )
    rows = work.connection.execute(statement)
    return ViewList([shown_view(view_of(row), row.owner_name, asker=asker) for row in rows])


def shown(work: Work, view: View, *, asker: Actor) -> ShownView:
    name = work.connection.execute(select(users.c.name).where(users.c.id == view.owner_id)).scalar_one()
    return shown_view(view, name, asker=asker)


def shown_view(view: View, owner_name: str, *, asker: Actor) -> ShownView:
    same = ("id", "screen", "name", "is_shared", "process_id", "definition", "version")
    return ShownView(
        is_mine=view.owner_id == asker.user_id,
        may_change=may_change(view, asker),
        owner=Named(view.owner_id, owner_name),
        **{name: getattr(view, name) for name in same},
    )
