"""By what wins can be counted: whose they are, when they came, or what the record says."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from stageline.domain.calendar import month_key, quarter_key
from stageline.domain.conditions import FieldType
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.people.user import UserState
from stageline.domain.processes.process import ProcessState
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor
from stageline.queries.reports.rows import distinct
from stageline.queries.reports.wins import win
from stageline.storage.tables import accounts, opportunities, processes, sales_teams, stages, users
from stageline.storage.unit_of_work import Work

Ids = AbstractSet[Any]
Named = Mapping[Any, str]
CUSTOM = "custom."


class UnknownKey(InvalidInput):
    """Wins cannot be counted by this. Choose one of those listed."""

    code = "invalid_input"


@dataclass(frozen=True, slots=True)
class Key:
    """`column` is what is grouped by, `of` what a value of it counts for, `names` everything that gets a row.

    Without `of` a value counts for itself.
    """

    column: ColumnElement[Any]
    names: Callable[[Work, Ids, Actor], Named]
    of: Callable[[Any], Any] | None = None
    needs: Callable[[Select[Any]], Select[Any]] = lambda asked: asked
    is_in_time: bool = False


def key_of(work: Work, by: str) -> Key:
    if by in KEYS:
        return KEYS[by]
    fields = {field.name: field for field in work.catalogue.custom_fields}
    if by in fields:
        return _custom(fields[by])
    offered = ", ".join([*KEYS, *fields])
    raise UnknownKey([Missing(name="by", remedy=f"Choose one of: {offered}.")])


_owner = users.alias("owner")


def _with_team(asked: Select[Any]) -> Select[Any]:
    return asked.join(_owner, _owner.c.id == win.c.owner_id).outerjoin(
        sales_teams, sales_teams.c.id == _owner.c.sales_team_id
    )


def _people(work: Work, found: Ids, asker: Actor) -> Named:
    """Everybody who could have won something, of those within the asker's reach."""
    able = [users.c.can_own, users.c.state != UserState.DEACTIVATED.value]
    if not asker.sees_all:
        able.append(users.c.id.in_(asker.oversees))
    asked = select(users.c.id, users.c.name).where(or_(users.c.id.in_(found), and_(*able))).order_by(users.c.id)
    return distinct((row.id, row.name) for row in work.connection.execute(asked))


def _managers(work: Work, found: Ids, asker: Actor) -> Named:
    leads = select(sales_teams.c.manager_id).where(sales_teams.c.manager_id.is_not(None))
    wanted = or_(users.c.id.in_(found), users.c.id.in_(leads)) if asker.sees_all else users.c.id.in_(found)
    asked = select(users.c.id, users.c.name).where(wanted).order_by(users.c.id)
    return distinct((row.id, row.name) for row in work.connection.execute(asked))


def _teams(work: Work, found: Ids, asker: Actor) -> Named:
    asked = select(sales_teams.c.id, sales_teams.c.name).order_by(sales_teams.c.id)
    if not asker.sees_all:
        asked = asked.where(sales_teams.c.id.in_(found))
    return distinct((row.id, row.name) for row in work.connection.execute(asked))


def _accounts(work: Work, found: Ids, _asker: Actor) -> Named:
    """Only those that bought: to list all others too would bury them."""
    asked = select(accounts.c.id, accounts.c.name).order_by(accounts.c.id)
    numbers = sorted(found)
    rows = [
        row
        for start in range(0, len(numbers), MOST_AT_ONCE)
        for row in work.connection.execute(asked.where(accounts.c.id.in_(numbers[start : start + MOST_AT_ONCE])))
    ]
    return distinct((row.id, row.name) for row in rows)


def _sources(work: Work, found: Ids, _asker: Actor) -> Named:
    labels = {source.code: source.label for source in work.organisation.sources if source.is_active}
    known = {source.code: source.label for source in work.organisation.sources}
    return distinct((labels | {code: known.get(code, code) for code in sorted(found)}).items())


def _stages(work: Work, found: Ids, _asker: Actor) -> Named:
    is_offered = and_(
        stages.c.type == StageType.WON.value, stages.c.is_active, processes.c.state == ProcessState.PUBLISHED.value
    )
    asked = (
        select(stages.c.id, stages.c.name)
        .join(processes, processes.c.id == stages.c.process_id)
        .where(or_(stages.c.id.in_(found), is_offered))
        .order_by(stages.c.process_id, stages.c.position)
    )
    return distinct((row.id, row.name) for row in work.connection.execute(asked))


def _itself(_work: Work, found: Ids, _asker: Actor) -> Named:
    return {key: key for key in sorted(found)}


def _in_time(of: Callable[[date], str]) -> Key:
    return Key(opportunities.c.actual_close_on, _itself, of=lambda day: of(day) if day else None, is_in_time=True)


def _custom(field: CustomField) -> Key:
    # SQLite reads a JSON truth value as 1 or 0.
    flags = {"1": "true", "0": "false"} if field.type is FieldType.BOOLEAN else {}

    def of(value: Any) -> str | None:
        return None if value is None else flags.get(str(value), str(value))

    def names(_work: Work, found: Ids, _asker: Actor) -> Named:
        return {choice: choice for choice in dict.fromkeys([*field.choices, *sorted(found)])}

    return Key(opportunities.c.custom[field.key].as_string(), names, of=of)


MOST_AT_ONCE = 10_000
KEYS: Mapping[str, Key] = {
    "owner": Key(win.c.owner_id, _people),
    "month": _in_time(month_key),
    "quarter": _in_time(quarter_key),
    "manager": Key(sales_teams.c.manager_id, _managers, needs=_with_team),
    "team": Key(sales_teams.c.id, _teams, needs=_with_team),
    "account": Key(opportunities.c.account_id, _accounts),
    "source": Key(opportunities.c.source, _sources),
    "stage": Key(opportunities.c.stage_id, _stages),
}
