"""Role maps, written one at a time."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from stageline.domain.actions.mapping_roles import DealRoleGiven, DealRoleTakenBack, RoleMapped, scope_on
from stageline.domain.actions.roles import Scope
from stageline.domain.ids import UserId
from stageline.storage.prepared import Values
from stageline.storage.tables import role_maps

SCOPE = ("deal_role", "opportunity_id", "process_id", "owner_id")
_THIS = and_(*(role_maps.c[name] == bindparam(f"of_{name}") for name in SCOPE))
READ = select(role_maps.c.user_id).where(_THIS)
DROP = delete(role_maps).where(_THIS)


def mapped(connection: Connection, scope: Scope) -> UserId | None:
    """Whom that very map names, here or not any more."""
    return connection.scalar(READ, _this(scope))


def save_map(connection: Connection, event: RoleMapped) -> None:
    connection.execute(DROP, _this(event.wanted.scope))
    if event.wanted.user_id is not None:
        connection.execute(insert(role_maps), {**_row(event.wanted.scope), "user_id": event.wanted.user_id})


def _put(dialect: str) -> Any:
    new = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(role_maps)
    return new.on_conflict_do_update(index_elements=SCOPE, set_={"user_id": new.excluded.user_id})


def _given(event: Any) -> Values:
    return {**_row(scope_on(event.opportunity.id, event.deal_role)), "user_id": event.user_id}


def _taken_back(event: Any) -> Values:
    return _this(scope_on(event.opportunity.id, event.deal_role))


def _row(scope: Scope) -> Values:
    return dict(zip(SCOPE, scope, strict=True))


def _this(scope: Scope) -> Values:
    return {f"of_{name}": value for name, value in _row(scope).items()}


KEPT: dict[type, tuple[Callable[[str], Any], Callable[[Any], Values]]] = {
    DealRoleGiven: (_put, _given),
    DealRoleTakenBack: (lambda _: DROP, _taken_back),
}
"""How each event is written; `storage.opportunities.beside` does it."""
