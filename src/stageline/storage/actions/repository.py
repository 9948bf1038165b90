"""What a transaction can do with actions and activities."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy import Sequence as Numbers

from stageline.domain.actions.action import Action
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.activities.activity import Activity
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.ids import ActionId, ActivityId, OpportunityId, UserId
from stageline.domain.processes.action import ActionDefinition
from stageline.storage.actions.reading import (
    LOCK_ACTIVITIES,
    LOCK_ACTIVITY,
    OPPORTUNITIES_OF_ACTIONS,
    OPPORTUNITIES_OF_ACTIVITIES,
    OPPORTUNITY_OF_ACTIVITY,
    opportunity_of_action,
    read_actions,
    read_activities,
    read_entered,
    read_single_activities,
)
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.actions.writing import save_agenda
from stageline.storage.executing import fetched
from stageline.storage.tables import ACTION_IDS, ACTIVITY_IDS, actions, activities

T = TypeVar("T", Action, Activity)


class Agendas:
    """Everything that touches an action or its activity has locked the opportunity before it reads them here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[str, int] = {}

    def read(
        self, ids: Sequence[OpportunityId], *, with_activities: bool = True, with_entered: bool = False
    ) -> dict[OpportunityId, Agenda]:
        """One statement for the actions, one for the activities, one for the stages entered, however many ids."""
        its_actions = read_actions(self._connection, ids)
        its_activities = read_activities(self._connection, ids) if with_activities else []
        entered = read_entered(self._connection, ids) if with_entered else {}
        of_actions, of_activities = _by_opportunity(its_actions), _by_opportunity(its_activities)
        return {
            number: Agenda(
                actions=tuple(of_actions.get(number, ())),
                activities=tuple(of_activities.get(number, ())),
                entered=frozenset(entered.get(number, ())),
            )
            for number in ids
        }

    def opportunity_of_action(self, id: ActionId) -> OpportunityId | None:
        """Never changes, so that one can lock the opportunity before reading what can."""
        return opportunity_of_action(self._connection, id)

    def opportunity_of_activity(self, id: ActivityId) -> tuple[bool, OpportunityId | None]:
        """Whether there is such an activity, and the opportunity it is for."""
        row = self._connection.execute(OPPORTUNITY_OF_ACTIVITY, {"id": id}).one_or_none()
        return (False, None) if row is None else (True, row.opportunity_id)

    def opportunities_of_actions(self, ids: Sequence[ActionId]) -> dict[ActionId, OpportunityId]:
        """The same for many; those that are not there are left out."""
        return dict(OPPORTUNITIES_OF_ACTIONS.rows(self._connection, {"ids": ids}))

    def opportunities_of_activities(self, ids: Sequence[ActivityId]) -> dict[ActivityId, OpportunityId | None]:
        return dict(OPPORTUNITIES_OF_ACTIVITIES.rows(self._connection, {"ids": ids}))

    def lock_activity(self, id: ActivityId) -> None:
        """For one without an opportunity."""
        self._connection.execute(LOCK_ACTIVITY, {"id": id})

    def lock_activities(self, ids: Sequence[ActivityId]) -> None:
        """The same for many, in the order of their ids."""
        LOCK_ACTIVITIES.rows(self._connection, {"ids": ids})

    def activities(self, ids: Sequence[ActivityId]) -> dict[ActivityId, Activity]:
        """With those who take part."""
        return read_single_activities(self._connection, ids)

    def new_action_ids(self, count: int) -> list[ActionId]:
        return [ActionId(number) for number in self._new_ids(actions.name, ACTION_IDS, count)]

    def new_activity_ids(self, count: int) -> list[ActivityId]:
        return [ActivityId(number) for number in self._new_ids(activities.name, ACTIVITY_IDS, count)]

    def _new_ids(self, table: str, numbers: Numbers, count: int) -> list[int]:
        """On SQLite nobody else can take the next number; PostgreSQL has many writers and a sequence."""
        if self._connection.dialect.name != "sqlite":
            drawn = fetched(self._connection, f"SELECT nextval('{numbers.name}') FROM generate_series(1, %s)", (count,))  # noqa: S608
            return [number for (number,) in drawn]
        if table not in self._last:
            [(self._last[table],)] = fetched(self._connection, f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
        first, self._last[table] = self._last[table] + 1, self._last[table] + count
        return list(range(first, first + count))

    def roles_for(self, definitions: Iterable[ActionDefinition], ids: Sequence[OpportunityId]) -> RoleMaps:
        """Who fills the roles that these name; nothing is read when they name none."""
        roles: set[str] = set()
        people: set[UserId] = set()
        for definition in definitions:
            roles |= {definition.deal_role} if definition.deal_role else set()
            roles |= set(definition.activity.deal_roles) if definition.activity else set()
            people |= {definition.user_id} if definition.user_id is not None else set()
        return read_role_maps(self._connection, roles, ids, people) if roles or people else RoleMaps()

    def save(self, happened: Sequence[AgendaEvent]) -> None:
        save_agenda(self._connection, happened)


def _by_opportunity(things: Iterable[T]) -> dict[OpportunityId | None, list[T]]:
    found: dict[OpportunityId | None, list[T]] = {}
    for thing in things:
        found.setdefault(thing.opportunity_id, []).append(thing)
    return found
