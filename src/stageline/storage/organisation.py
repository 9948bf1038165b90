"""The organisation's row, its lists, and the fields it adds to opportunities."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from stageline.domain.actions.deal_role import DealRole
from stageline.domain.activities.outcome import Outcome
from stageline.domain.calendar import Calendar, calendar_of
from stageline.domain.conditions import FieldType
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.opportunities.fields import Catalogue
from stageline.domain.organisation import Organisation, Reasons, Source
from stageline.domain.organising import LISTS, UsedCodes
from stageline.storage.actions.deal_roles import read_deal_roles, write_deal_roles
from stageline.storage.executing import fetched
from stageline.storage.outcomes import read_outcomes, write_outcomes
from stageline.storage.tables import custom_fields, opportunities, organisation, stage_history, stages
from stageline.storage.tables.types import AnyRow

VERSION = "SELECT version FROM organisation"
READ = select(organisation)
READ_CUSTOM_FIELDS = select(custom_fields).order_by(custom_fields.c.id)


class Kept(msgspec.Struct, frozen=True):
    """What was read at one version of the organisation's row."""

    organisation: Organisation
    catalogue: Catalogue
    calendar: Calendar
    outcomes: tuple[Outcome, ...] = ()
    deal_roles: tuple[DealRole, ...] = ()


class Organisations:
    """`known` is what an earlier transaction has read; every change raises the version, so it is never stale."""

    def __init__(self, connection: Connection, known: Kept | None) -> None:
        self._connection = connection
        self._is_fresh = False
        self.known = known

    def read(self) -> Kept:
        if self.known is not None and self._is_fresh:
            return self.known
        [(version,)] = fetched(self._connection, VERSION)
        if self.known is None or self.known.organisation.version != version:
            self.known = self._read()
        self._is_fresh = True
        return self.known

    def is_at(self, version: int) -> None:
        """Whoever has read the version along with something else spares the next question."""
        self._is_fresh = self.known is not None and self.known.organisation.version == version

    def _read(self) -> Kept:
        found = _organisation(self._connection.execute(READ).one())
        fields = tuple(_custom_field(row) for row in self._connection.execute(READ_CUSTOM_FIELDS))
        calendar = calendar_of(found.zone, found.working_days, found.holidays)
        lists = (read_outcomes(self._connection), read_deal_roles(self._connection))
        return Kept(found, Catalogue(fields, found.sources), calendar, *lists)

    def exists(self) -> bool:
        return self._connection.exec_driver_sql(VERSION).first() is not None

    def add(self, new: Organisation, outcomes: Sequence[Outcome], deal_roles: Sequence[DealRole]) -> None:
        self._connection.execute(insert(organisation), {"id": 1, "rights_version": 1, **_values(new)})
        write_outcomes(self._connection, outcomes)
        write_deal_roles(self._connection, deal_roles)

    def save(self, changed: Organisation) -> None:
        """Raises the version."""
        values = {**_values(changed), "version": changed.version + 1}
        self._connection.execute(update(organisation).values(values))
        self._is_fresh = False

    def rights_changed(self) -> None:
        """Users, teams or roles were changed: whoever has read them before must read them again."""
        self._connection.execute(update(organisation).values(rights_version=organisation.c.rights_version + 1))

    def take(self) -> Organisation:
        """As it is now, for this transaction alone."""
        if self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(f"{VERSION} FOR UPDATE")
            self._is_fresh = False
        return self.read().organisation

    def used_codes(self) -> UsedCodes:
        """Of reasons and sources, by list; a reason once given stays in the history."""
        now, past = opportunities.c, stage_history.c
        given = select(stages.c.type, now.close_reason).join(stages, stages.c.id == now.stage_id)
        once = select(stages.c.type, past.close_reason).join(stages, stages.c.id == past.to_stage_id)
        found: dict[str, set[str]] = {name: set() for name in LISTS}
        for closed, code in self._connection.execute(
            given.where(now.close_reason.is_not(None)).union(once.where(past.close_reason.is_not(None)))
        ):
            found.setdefault(f"reasons.{closed}", set()).add(code)
        named = select(now.source).where(now.source.is_not(None)).distinct()
        found["sources"] |= set(self._connection.scalars(named))
        return {name: frozenset(codes) for name, codes in found.items()}

    def custom_field(self, field_id: int) -> CustomField | None:
        row = self._connection.execute(select(custom_fields).where(custom_fields.c.id == field_id)).one_or_none()
        return _custom_field(row) if row is not None else None

    def add_custom_field(self, field: CustomField) -> int:
        """Answers its id, which nothing else refers to: values stand under the key."""
        values = {"key": field.key, "label": field.label, "type": field.type.value, "choices": list(field.choices)}
        new = insert(custom_fields).returning(custom_fields.c.id)
        field_id: int = self._connection.scalars(new, {**values, "is_active": field.is_active}).one()
        self._raise_version()
        return field_id

    def save_custom_field(self, field: CustomField) -> None:
        changed = {"label": field.label, "choices": list(field.choices), "is_active": field.is_active}
        self._connection.execute(update(custom_fields).where(custom_fields.c.key == field.key).values(changed))
        self._raise_version()

    def save_outcomes(self, listed: Sequence[Outcome]) -> None:
        write_outcomes(self._connection, listed)
        self._raise_version()

    def save_deal_roles(self, listed: Sequence[DealRole]) -> None:
        write_deal_roles(self._connection, listed)
        self._raise_version()

    def _raise_version(self) -> None:
        self._connection.execute(update(organisation).values(version=organisation.c.version + 1))
        self._is_fresh = False


def _values(kept: Organisation) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(kept)
    return values


def _organisation(row: AnyRow) -> Organisation:
    return Organisation(
        name=row.name,
        zone=row.zone,
        currency=row.currency,
        week_start=row.week_start,
        working_days=tuple(row.working_days),
        holidays=tuple(date.fromisoformat(day) for day in row.holidays),
        languages=tuple(row.languages),
        reasons=msgspec.convert(row.reasons, Reasons),
        sources=msgspec.convert(row.sources, tuple[Source, ...]),
        version=row.version,
    )


def _custom_field(row: AnyRow) -> CustomField:
    return CustomField(
        key=row.key,
        label=row.label,
        type=FieldType(row.type),
        choices=tuple(row.choices),
        is_active=row.is_active,
    )
