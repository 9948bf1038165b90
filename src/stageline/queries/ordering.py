"""In which order opportunities are listed, and where a page of any such order ends."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Table, and_, case, false, or_

from stageline.domain.errors import Missing
from stageline.domain.processes.stage import Category
from stageline.domain.views.definition import BoardSort, Group, ListSort
from stageline.queries.paging import InvalidCursor, cursor_of
from stageline.storage.lowering import lowered
from stageline.storage.tables import accounts, opportunities, processes, stages, users
from stageline.storage.tables.types import AnyRow

NEWEST: ListSort = "-stage_entered_at"

CATEGORY_PLACE = case(
    {category.value: place for place, category in enumerate(Category)}, value=opportunities.c.category
)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is compared; what has none of it comes last, whichever way the rest goes."""

    column: ColumnElement[Any]
    type: Any = int
    table: Table | None = None
    is_nullable: bool = False
    is_descending: bool = False

    def in_order(self) -> ColumnElement[Any]:
        way = self.column.desc() if self.is_descending else self.column.asc()
        return way.nulls_last() if self.is_nullable else way

    def equals(self, value: Any) -> ColumnElement[bool]:
        return self.column.is_(None) if value is None else self.column == value

    def follows(self, value: Any) -> ColumnElement[bool]:
        if value is None:
            return false()
        further = self.column < value if self.is_descending else self.column > value
        return or_(further, self.column.is_(None)) if self.is_nullable else further


_NUMBER = Key(column=opportunities.c.id)
_SORTS: Mapping[str, tuple[Key, ...]] = {
    "name": (Key(column=lowered(opportunities.c.name), type=str),),
    "stage": (Key(column=opportunities.c.process_id), Key(column=stages.c.position, table=stages)),
    "amount_minor": (Key(column=opportunities.c.amount_minor, is_nullable=True),),
    "probability": (Key(column=opportunities.c.probability),),
    "expected_close_on": (Key(column=opportunities.c.expected_close_on, type=date, is_nullable=True),),
    "next_step_on": (Key(column=opportunities.c.next_step_on, type=date, is_nullable=True),),
    "stage_entered_at": (Key(column=opportunities.c.stage_entered_at, type=datetime),),
    "created_at": (Key(column=opportunities.c.created_at, type=datetime),),
    "owner": (Key(column=lowered(users.c.name), type=str, table=users),),
    "rank": (Key(column=opportunities.c.rank),),
    "account": (Key(column=lowered(accounts.c.name), type=str, table=accounts, is_nullable=True),),
}
_GROUPS: Mapping[str, tuple[Key, ...]] = {
    "owner": (*_SORTS["owner"], Key(column=opportunities.c.owner_id)),
    "stage": (*_SORTS["stage"], Key(column=opportunities.c.stage_id)),
    "process": (
        Key(column=lowered(processes.c.name), type=str, table=processes),
        Key(column=opportunities.c.process_id),
    ),
    "category": (Key(column=CATEGORY_PLACE),),
}
_JOINS: Mapping[Table, ColumnElement[bool]] = {
    stages: stages.c.id == opportunities.c.stage_id,
    users: users.c.id == opportunities.c.owner_id,
    processes: processes.c.id == opportunities.c.process_id,
    accounts: accounts.c.id == opportunities.c.account_id,
}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """The group first, then the sort, and the id at the end, so that every place in it is one record's alone."""

    sort: ListSort | BoardSort = NEWEST
    group: Group | None = None

    @property
    def keys(self) -> Sequence[Key]:
        is_descending = self.sort.startswith("-")
        sorted_by = (*_SORTS[self.sort.removeprefix("-")], _NUMBER)
        grouped_by = () if self.group is None else _GROUPS[self.group]
        return [*grouped_by, *(msgspec.structs.replace(key, is_descending=is_descending) for key in sorted_by)]

    def over(self, statement: Select[Any], cursor: str | None) -> Select[Any]:
        """A statement over `opportunities` alone in this order, from the cursor on, with what a cursor is made of."""
        keys = self.keys
        for table in dict.fromkeys(key.table for key in keys if key.table is not None):
            statement = statement.join(table, _JOINS[table], isouter=table is accounts)
        statement = statement.add_columns(*(key.column.label(f"key_{place}") for place, key in enumerate(keys)))
        if cursor is not None:
            statement = statement.where(_after(keys, self._position_in(cursor)))
        return statement.order_by(*(key.in_order() for key in keys))

    def cursor(self, row: AnyRow) -> str:
        return cursor_of(self.sort, self.group, *(getattr(row, f"key_{place}") for place in range(len(self.keys))))

    def _position_in(self, cursor: str) -> list[Any]:
        try:
            raw = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=list[Any])
            if raw[:2] != [self.sort, self.group] or len(raw) != 2 + len(self.keys):
                raise _unusable()
            position = [_value(said, key) for said, key in zip(raw[2:], self.keys, strict=True)]
        except (msgspec.MsgspecError, binascii.Error, ValueError, RecursionError):
            raise _unusable() from None
        return position


def _after(keys: Sequence[Key], position: Sequence[Any]) -> ColumnElement[bool]:
    """What differs first decides."""
    asked = [
        and_(*(key.equals(value) for key, value in zip(keys[:place], position, strict=False)), key.follows(said))
        for place, (key, said) in enumerate(zip(keys, position, strict=True))
    ]
    return or_(*asked)


def _value(said: Any, key: Key) -> Any:
    value = msgspec.convert(said, key.type | None if key.is_nullable else key.type)
    is_sound = (
        -(2**63) <= value < 2**63 if isinstance(value, int) else "\0" not in value if isinstance(value, str) else True
    )
    if not is_sound or (isinstance(value, datetime) and value.tzinfo is None):
        raise _unusable()
    return value


def _unusable() -> InvalidCursor:
    return InvalidCursor([Missing(name="cursor", remedy="Leave it out.")])
