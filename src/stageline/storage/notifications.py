"""What people are told, written once for each event, or once for each batch and person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, null, select, tuple_, update

from stageline.domain.ids import EventId, NotificationId, UserId
from stageline.domain.notifications.happening import Happening, Move, People, Person
from stageline.domain.notifications.notice import Kind, Notice, alike
from stageline.domain.notifications.telling_of_work import TOLD_OF_WORK
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.people.user import UserState
from stageline.storage.actions.told_tasks import Tasks, read_tasks
from stageline.storage.inserting import insert_new, insert_or_replace
from stageline.storage.tables import (
    events,
    field_history,
    muted_notifications,
    notifications,
    opportunities,
    sales_teams,
    stage_history,
    users,
)
from stageline.storage.tables.types import AnyRow

_owner_change = field_history.alias("owner_change")
_cause = events.alias("cause")
READ_HAPPENINGS = (
    select(
        events,
        opportunities.c.name,
        opportunities.c.owner_id,
        stage_history.c.owner_id.label("owner_then"),
        stage_history.c.move_kind,
        stage_history.c.from_stage_name,
        stage_history.c.to_stage_name,
        stage_history.c.reason,
        stage_history.c.is_overridden,
        stage_history.c.gaps,
        _owner_change.c.before.label("owner_before"),
        _owner_change.c.after.label("owner_after"),
        _cause.c.kind.label("cause_kind"),
    )
    .outerjoin(opportunities, opportunities.c.id == events.c.opportunity_id)
    .outerjoin(stage_history, stage_history.c.event_id == events.c.id)
    .outerjoin(_owner_change, (_owner_change.c.event_id == events.c.id) & (_owner_change.c.field == "owner_id"))
    .outerjoin(_cause, _cause.c.id == events.c.cause_id)
    .where(events.c.id.in_(bindparam("ids", expanding=True)))
)
# Nobody is their own manager: who leads the team they are in has nobody above them there.
_manager_id = case((sales_teams.c.manager_id == users.c.id, null()), else_=sales_teams.c.manager_id).label("manager_id")
_PERSON = select(users.c.id, users.c.name, users.c.state, _manager_id).outerjoin(
    sales_teams, sales_teams.c.id == users.c.sales_team_id
)
_asked = _PERSON.where(users.c.id.in_(bindparam("ids", expanding=True))).cte("asked", recursive=True)
_with_managers = _asked.union(_PERSON.join(_asked, _asked.c.manager_id == users.c.id))
READ_PEOPLE = select(_with_managers)
READ_MUTED = select(muted_notifications.c.user_id, muted_notifications.c.kind).where(
    muted_notifications.c.user_id.in_(bindparam("ids", expanding=True)), muted_notifications.c.is_muted
)
READ_OF_BATCHES = select(notifications).where(
    tuple_(notifications.c.user_id, notifications.c.kind, notifications.c.batch_id).in_(
        bindparam("keys", expanding=True)
    )
)
ADD_UP = (
    update(notifications)
    .where(notifications.c.id == bindparam("notification_id"))
    .values(params=bindparam("all_params"), opportunity_id=bindparam("only_opportunity"))
)
MARK_READ = (
    update(notifications)
    .where(
        notifications.c.id == bindparam("notification_id"),
        notifications.c.user_id == bindparam("reader_id"),
    )
    .values(read_at=func.coalesce(notifications.c.read_at, bindparam("now", type_=notifications.c.read_at.type)))
)
MARK_ALL_READ = (
    update(notifications)
    .where(notifications.c.user_id == bindparam("reader_id"), notifications.c.read_at.is_(None))
    .values(read_at=bindparam("now"))
)


class Notifications:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.has_changed = False

    def happenings(self, ids: Sequence[EventId]) -> dict[EventId, Happening]:
        """These events with what the histories and the records say of them; no more statements for many."""
        rows = self._connection.execute(READ_HAPPENINGS, {"ids": ids}).all()
        tasks = read_tasks(self._connection, [row.facts or {} for row in rows if row.kind in TOLD_OF_WORK])
        return {row.id: _happening(row, tasks) for row in rows}

    def people(self, ids: Collection[UserId]) -> People:
        """These people and everybody above them."""
        rows = self._connection.execute(READ_PEOPLE, {"ids": sorted(ids)})
        is_active = {state: state != UserState.DEACTIVATED for state in UserState}
        return {row.id: Person(row.id, row.name, is_active[UserState(row.state)], row.manager_id) for row in rows}

    def muted(self, user_ids: Collection[UserId]) -> set[tuple[UserId, Kind]]:
        rows = self._connection.execute(READ_MUTED, {"ids": sorted(user_ids)})
        return {(row.user_id, Kind(row.kind)) for row in rows}

    def add(self, notices: Sequence[Notice]) -> None:
        """A batch that was told already is told no second time: its notification counts on (PS-246)."""
        if not notices:
            return
        told = self._of_batches(notices)
        more = [(told[_key(notice)], notice) for notice in notices if _key(notice) in told]
        new = [notice for notice in notices if _key(notice) not in told]
        if more:
            self._connection.execute(ADD_UP, [_added_up(row, notice) for row, notice in more])
        if new:
            self._connection.execute(insert_new(self._connection, notifications), [_row(notice) for notice in new])
        self.has_changed = True

    def _of_batches(self, notices: Sequence[Notice]) -> dict[tuple[Any, ...], AnyRow]:
        keys = [_key(notice) for notice in notices if notice.batch_id is not None]
        if not keys:
            return {}
        rows = self._connection.execute(READ_OF_BATCHES, {"keys": keys})
        return {(row.user_id, row.kind, row.batch_id): row for row in rows}

    def mark_read(self, id: NotificationId, reader_id: UserId, at: datetime) -> bool:
        """Whether it is there, and theirs."""
        values = {"notification_id": id, "reader_id": reader_id, "now": at}
        self.has_changed = True
        return self._connection.execute(MARK_READ, values).rowcount == 1

    def mark_all_read(self, reader_id: UserId, at: datetime) -> None:
        self._connection.execute(MARK_ALL_READ, {"reader_id": reader_id, "now": at})
        self.has_changed = True

    def mute(self, user_id: UserId, choices: Mapping[Kind, bool]) -> None:
        rows = [{"user_id": user_id, "kind": kind.value, "is_muted": muted} for kind, muted in choices.items()]
        if rows:
            self._connection.execute(insert_or_replace(self._connection, muted_notifications, ["is_muted"]), rows)


def _key(notice: Notice) -> tuple[Any, ...]:
    return notice.user_id, notice.kind.value, notice.batch_id


def _added_up(row: AnyRow, notice: Notice) -> dict[str, Any]:
    count = row.params.get("count", 1) + notice.count
    is_same = row.opportunity_id == notice.opportunity_id
    return {
        "notification_id": row.id,
        "all_params": {**alike(row.params, notice.params), "count": count},
        "only_opportunity": row.opportunity_id if is_same else None,
    }


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "user_id": notice.user_id,
        "kind": notice.kind.value,
        "event_id": notice.event_id,
        "opportunity_id": notice.opportunity_id,
        "batch_id": notice.batch_id,
        "params": {**notice.params, "count": notice.count},
        "at": notice.at,
    }


def _happening(row: AnyRow, tasks: Tasks) -> Happening:
    facts = row.facts or {}
    return Happening(
        id=row.id,
        kind=row.kind,
        at=row.at,
        actor_id=row.actor_id,
        opportunity_id=row.opportunity_id,
        name=row.name,
        owner_id=row.owner_id,
        batch_id=row.batch_id,
        move=_move(row) if row.move_kind is not None else None,
        owner_before=row.owner_before,
        owner_after=row.owner_after,
        facts=facts,
        cause_kind=row.cause_kind,
        booked=tasks.booked,
        activities=tasks.among(facts.get("activities", ())),
    )


def _move(row: AnyRow) -> Move:
    return Move(
        kind=MoveKind(row.move_kind),
        owner_id=row.owner_then,
        from_stage_name=row.from_stage_name,
        to_stage_name=row.to_stage_name,
        reason=row.reason,
        is_overridden=row.is_overridden,
        gaps=tuple(gap["name"] for gap in row.gaps or ()),
    )
