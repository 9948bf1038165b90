"""The organisation's row, and the fields it adds to opportunities."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from stageline.domain.calendar import Calendar, calendar_of
from stageline.domain.conditions import FieldType
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.opportunities.fields import Catalogue
from stageline.domain.organisation import Organisation, Reasons, Source
from stageline.storage.tables import custom_fields, organisation
from stageline.storage.tables.types import AnyRow

VERSION = "SELECT version FROM organisation"
READ = select(organisation)
READ_CUSTOM_FIELDS = select(custom_fields).order_by(custom_fields.c.id)


class Kept(msgspec.Struct, frozen=True):
    """What was read at one version of the organisation's row."""

    organisation: Organisation
    catalogue: Catalogue
    calendar: Calendar


class Organisations:
    """`known` is what an earlier transaction has read; every change raises the version, so it is never stale."""

    def __init__(self, connection: Connection, known: Kept | None) -> None:
        self._connection = connection
        self._is_fresh = False
        self.known = known

    def read(self) -> Kept:
        if self.known is not None and self._is_fresh:
            return self.known
        version = self._connection.exec_driver_sql(VERSION).scalar_one()
        if self.known is None or self.known.organisation.version != version:
            self.known = self._read()
        self._is_fresh = True
        return self.known

    def _read(self) -> Kept:
        found = _organisation(self._connection.execute(READ).one())
        fields = tuple(_custom_field(row) for row in self._connection.execute(READ_CUSTOM_FIELDS))
        calendar = calendar_of(found.zone, found.working_days, found.holidays)
        return Kept(found, Catalogue(fields, found.sources), calendar)

    def exists(self) -> bool:
        return self._connection.exec_driver_sql(VERSION).first() is not None

    def add(self, new: Organisation) -> None:
        self._connection.execute(insert(organisation), {"id": 1, "rights_version": 1, **_values(new)})

    def save(self, changed: Organisation) -> None:
        """Raises the version."""
        values = {**_values(changed), "version": changed.version + 1}
        self._connection.execute(update(organisation).values(values))
        self._is_fresh = False

    def rights_changed(self) -> None:
        """Users, teams or roles were changed: whoever has read them before must read them again."""
        self._connection.execute(update(organisation).values(rights_version=organisation.c.rights_version + 1))

    def add_custom_field(self, field: CustomField) -> None:
        values = {"key": field.key, "label": field.label, "type": field.type.value, "choices": list(field.choices)}
        self._connection.execute(insert(custom_fields), {**values, "is_active": field.is_active})
        self._raise_version()

    def save_custom_field(self, field: CustomField) -> None:
        changed = {"label": field.label, "choices": list(field.choices), "is_active": field.is_active}
        self._connection.execute(update(custom_fields).where(custom_fields.c.key == field.key).values(changed))
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
