"""The organisation's settings, lists and custom fields, for everybody who is signed in."""

import msgspec
from sqlalchemy import Connection, select

from stageline.domain.actions.deal_role import DealRole
from stageline.domain.activities.outcome import Outcome
from stageline.domain.conditions import FieldType
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.organisation import Organisation
from stageline.storage.organisation import Kept, Organisations
from stageline.storage.tables import custom_fields


class CustomFieldShown(msgspec.Struct, frozen=True, kw_only=True):
    """`choices` only for the type choice."""

    id: int
    key: str
    label: str
    type: FieldType
    choices: list[str] | None
    is_active: bool


class CustomFields(msgspec.Struct, frozen=True):
    """All of them, with the version of the organisation's settings that guards a change of any."""

    items: list[CustomFieldShown]
    next_cursor: str | None
    version: int


class Outcomes(msgspec.Struct, frozen=True):
    """In order, those no longer offered too; `version` is that of the organisation's settings, and guards a change."""

    items: tuple[Outcome, ...]
    version: int


class DealRoles(msgspec.Struct, frozen=True):
    """By name, those no longer offered too; `version` is that of the organisation's settings, and guards a change."""

    items: tuple[DealRole, ...]
    version: int


def read_outcomes(connection: Connection) -> Outcomes:
    return shown_outcomes(Organisations(connection, None).read())


def read_deal_roles(connection: Connection) -> DealRoles:
    return shown_deal_roles(Organisations(connection, None).read())


def shown_outcomes(kept: Kept) -> Outcomes:
    return Outcomes(kept.outcomes, kept.organisation.version)


def shown_deal_roles(kept: Kept) -> DealRoles:
    return DealRoles(kept.deal_roles, kept.organisation.version)


def read_organisation(connection: Connection) -> Organisation:
    return Organisations(connection, None).read().organisation


def read_custom_fields(connection: Connection) -> CustomFields:
    rows = connection.execute(select(custom_fields).order_by(custom_fields.c.id))
    items = [
        CustomFieldShown(
            id=row.id,
            key=row.key,
            label=row.label,
            type=FieldType(row.type),
            choices=row.choices or None,
            is_active=row.is_active,
        )
        for row in rows
    ]
    return CustomFields(items, None, read_organisation(connection).version)


def shown_field(field_id: int, field: CustomField) -> CustomFieldShown:
    same = {name: getattr(field, name) for name in ("key", "label", "type", "is_active")}
    return CustomFieldShown(**same, id=field_id, choices=list(field.choices) or None)
