"""What imports brought: the rows they know, and the people, teams, accounts and contacts that rows name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, insert, select, update

from stageline.domain.events import Channel
from stageline.domain.exchange.importing import KeptVisit
from stageline.domain.ids import AccountId, BatchId, ContactId, OpportunityId, SalesTeamId, StageId, UserId
from stageline.domain.people.user import SYSTEM_USER_ID, UserState
from stageline.domain.rights import Role
from stageline.storage.inserting import insert_or_replace
from stageline.storage.search import Found, add_words
from stageline.storage.standing import standing_moves
from stageline.storage.tables import accounts, batches, contacts, events, imported, sales_teams, users

# What rows of opportunities are remembered as.
OPPORTUNITY = "opportunity"
_IDS: Any = bindparam("ids", expanding=True)
_IS_UNCLAIMED = users.c.state == UserState.UNCLAIMED.value
READ_KNOWN = select(imported.c.external_id, imported.c.record_id, imported.c.row_hash).where(
    imported.c.kind == bindparam("kind"), imported.c.source == bindparam("source"), imported.c.external_id.in_(_IDS)
)
TOUCHED = (
    select(events.c.opportunity_id)
    .where(events.c.opportunity_id.in_(_IDS), events.c.channel != Channel.IMPORT.value)
    .distinct()
)
ENTERED = (
    select(
        standing_moves.c.opportunity_id,
        standing_moves.c.to_stage_id,
        standing_moves.c.at,
        standing_moves.c.is_estimated,
    )
    .where(standing_moves.c.opportunity_id.in_(_IDS))
    .order_by(standing_moves.c.opportunity_id, standing_moves.c.version)
)


class Known(msgspec.Struct, frozen=True):
    """A row that an import has brought before."""

    record_id: int
    row_hash: str


class Imports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, kind: str, source: str, external_ids: Sequence[str]) -> dict[str, Known]:
        asked = {"kind": kind, "source": source, "ids": external_ids}
        rows = self._connection.execute(READ_KNOWN, asked) if external_ids else ()
        return {row.external_id: Known(row.record_id, row.row_hash) for row in rows}

    def remember(
        self, kind: str, source: str, rows: Iterable[tuple[str, int, str]], batch_id: BatchId | None = None
    ) -> None:
        """Rows as external id, id of the record and hash."""
        rows = list(rows)
        values = [
            {"kind": kind, "source": source, "external_id": key, "record_id": record_id, "row_hash": row_hash}
            | {"batch_id": batch_id}
            for key, record_id, row_hash in rows
        ]
        if values:
            put = insert_or_replace(self._connection, imported, ("record_id", "row_hash", "batch_id"))
            self._connection.execute(put, values)
        if kind == OPPORTUNITY:
            add_words(self._connection, Found.EXTERNAL_ID, ((record_id, key) for key, record_id, _ in rows))

    def touched_by_people(self, ids: Sequence[OpportunityId]) -> set[OpportunityId]:
        """Those to which anything but an import has happened."""
        return set(self._connection.scalars(TOUCHED, {"ids": ids})) if ids else set()

    def visits(self, ids: Sequence[OpportunityId]) -> Mapping[OpportunityId, list[KeptVisit]]:
        """The stages that each has entered, in order."""
        found: dict[OpportunityId, list[KeptVisit]] = defaultdict(list)
        for row in self._connection.execute(ENTERED, {"ids": ids}) if ids else ():
            found[row.opportunity_id].append(KeptVisit(StageId(row.to_stage_id), row.at, row.is_estimated))
        return found

    def begin(self, actor_id: UserId, wanted: Mapping[str, Any], at: datetime) -> BatchId:
        values = {"kind": "import", "actor_id": actor_id, "wanted": wanted, "state": "running", "total": 0, "done": 0}
        values |= {"counts": {}, "undo_minutes": 0, "created_at": at}
        return BatchId(self._connection.execute(insert(batches).returning(batches.c.id), values).scalar_one())

    def came_to(self, batch_id: BatchId, done: int, counts: Mapping[str, int]) -> None:
        """How far the import has come, said in the transaction of what it did."""
        changed = update(batches).where(batches.c.id == batch_id).values(done=done, total=done, counts=counts)
        self._connection.execute(changed)

    def finish(self, batch_id: BatchId, at: datetime) -> None:
        self._connection.execute(update(batches).where(batches.c.id == batch_id).values(state="done", finished_at=at))

    def people_named(self, names: Sequence[str]) -> dict[str, list[UserId]]:
        """Those with exactly that name or address, in order of their ids."""
        return self._named(users, names, users.c.id != SYSTEM_USER_ID) | self._with_email(names)

    def accounts_named(self, names: Sequence[str]) -> dict[str, list[int]]:
        return self._named(accounts, names)

    def contacts_named(self, names: Sequence[str]) -> dict[str, list[int]]:
        return self._named(contacts, names)

    def _named(self, table: Table, names: Sequence[str], *conditions: Any) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        asked = select(table.c.name, table.c.id).where(table.c.name.in_(_IDS), *conditions).order_by(table.c.id)
        for name, record_id in self._connection.execute(asked, {"ids": names}) if names else ():
            found[name].append(record_id)
        return dict(found)

    def _with_email(self, names: Sequence[str]) -> dict[str, list[Any]]:
        by_folded = {name.casefold(): name for name in names if "@" in name}
        asked = select(users.c.email_folded, users.c.id).where(users.c.email_folded.in_(_IDS))
        rows = self._connection.execute(asked, {"ids": list(by_folded)}) if by_folded else ()
        return {by_folded[folded]: [user_id] for folded, user_id in rows}

    def add_people(self, people: Sequence[Mapping[str, Any]], at: datetime) -> list[UserId]:
        folded = ({"email_folded": person["email"] and person["email"].casefold()} for person in people)
        return self._added(
            users,
            [{**person, **email, "created_at": at, "version": 1} for person, email in zip(people, folded, strict=True)],
        )

    def add_accounts(self, added: Sequence[Mapping[str, Any]], at: datetime) -> list[AccountId]:
        ids = self._added(accounts, [{**account, "details": {}, "created_at": at, "version": 1} for account in added])
        add_words(self._connection, Found.ACCOUNT, zip(ids, (account["name"] for account in added), strict=True))
        return ids

    def add_contacts(self, added: Sequence[Mapping[str, Any]], at: datetime) -> list[ContactId]:
        ids = self._added(contacts, [{**contact, "created_at": at, "version": 1} for contact in added])
        add_words(self._connection, Found.CONTACT, zip(ids, (contact["name"] for contact in added), strict=True))
        return ids

    def _added(self, table: Table, values: Sequence[Mapping[str, Any]]) -> list[Any]:
        if not values:
            return []
        put = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(self._connection.scalars(put, values))

    def teams(self) -> dict[str, SalesTeamId]:
        """All sales teams by their name without difference of case."""
        rows = self._connection.execute(select(sales_teams.c.name_folded, sales_teams.c.id))
        return {row.name_folded: SalesTeamId(row.id) for row in rows}

    def add_teams(self, added: Sequence[Mapping[str, Any]]) -> list[int]:
        return self._added(sales_teams, [{**team, "name_folded": team["name"].casefold()} for team in added])

    def join_teams(self, members: Mapping[UserId, SalesTeamId]) -> None:
        joined = (
            update(users)
            .where(users.c.id == bindparam("user_id"))
            .values(sales_team_id=bindparam("team_id"), version=users.c.version + 1)
        )
        rows = [{"user_id": user_id, "team_id": team_id} for user_id, team_id in members.items()]
        if rows:
            self._connection.execute(joined, rows)

    def let_own(self, ids: Sequence[UserId]) -> list[UserId]:
        """Those among them who came with an import and could not own yet; now they can."""
        asked = select(users.c.id).where(users.c.id.in_(_IDS), _IS_UNCLAIMED, ~users.c.can_own)
        changed = list(self._connection.scalars(asked, {"ids": ids})) if ids else []
        if changed:
            allowed = update(users).where(users.c.id.in_(_IDS)).values(can_own=True, version=users.c.version + 1)
            self._connection.execute(allowed, {"ids": changed})
        return changed

    def make_managers(self, ids: Sequence[UserId]) -> dict[UserId, list[str]]:
        """The new roles of those among them who came with an import and led nobody yet."""
        asked = select(users.c.id, users.c.roles).where(users.c.id.in_(_IDS), _IS_UNCLAIMED)
        rows = self._connection.execute(asked, {"ids": ids}).all() if ids else []
        manager = Role.MANAGER.value
        changed = {UserId(row.id): [*row.roles, manager] for row in rows if manager not in row.roles}
        if changed:
            put = (
                update(users)
                .where(users.c.id == bindparam("user_id"))
                .values(roles=bindparam("with_manager"), version=users.c.version + 1)
            )
            self._connection.execute(put, [{"user_id": u, "with_manager": roles} for u, roles in changed.items()])
        return changed
