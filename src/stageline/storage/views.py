"""Saved views, one row each."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from stageline.domain.ids import UserId, ViewId
from stageline.domain.views.definition import Screen, ViewDefinition
from stageline.domain.views.view import View, ViewNameTaken
from stageline.storage.tables import saved_views
from stageline.storage.tables.types import AnyRow

NAMED = select(saved_views.c.id).where(
    saved_views.c.owner_id == bindparam("of_owner"),
    saved_views.c.screen == bindparam("on_screen"),
    saved_views.c.name_folded == bindparam("folded"),
)


class Views:
    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._locks = locks

    def find(self, id: ViewId) -> View | None:
        statement = select(saved_views).where(saved_views.c.id == id)
        row = self._connection.execute(
            statement.with_for_update(key_share=True) if self._locks else statement
        ).one_or_none()
        return None if row is None else view_of(row)

    def count(self, owner_id: UserId, screen: Screen) -> int:
        mine = (saved_views.c.owner_id == owner_id, saved_views.c.screen == screen.value)
        return self._connection.scalar(select(func.count()).where(*mine)) or 0

    def refuse_taken(self, view: View) -> None:
        """Whoever else has it: names are one person's own."""
        asked = {"of_owner": view.owner_id, "on_screen": view.screen.value, "folded": view.name.casefold()}
        if any(other != view.id for other in self._connection.scalars(NAMED, asked)):
            raise ViewNameTaken(name=view.name)

    def add(self, view: View) -> ViewId:
        values = _values(view)
        return ViewId(self._connection.execute(insert(saved_views).returning(saved_views.c.id), values).scalar_one())

    def save(self, view: View) -> None:
        self._connection.execute(update(saved_views).where(saved_views.c.id == view.id), _values(view))

    def remove(self, id: ViewId) -> None:
        self._connection.execute(delete(saved_views).where(saved_views.c.id == id))


def view_of(row: AnyRow) -> View:
    same = {name: getattr(row, name) for name in View.__struct_fields__ if name not in ("screen", "definition")}
    return View(screen=Screen(row.screen), definition=msgspec.convert(row.definition, ViewDefinition), **same)


def _values(view: View) -> dict[str, Any]:
    values = {name: getattr(view, name) for name in _fields()}
    definition = msgspec.to_builtins(view.definition)
    return {**values, "screen": view.screen.value, "name_folded": view.name.casefold(), "definition": definition}


def _fields() -> Iterable[str]:
    return (name for name in View.__struct_fields__ if name != "id")
