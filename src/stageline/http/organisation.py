"""The organisation's settings, its list of outcomes and the fields it adds to opportunities."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch, post, put
from litestar.params import JSONBody

from stageline.commands.organisation import (
    WantedField,
    add_custom_field,
    change_custom_field,
    change_outcomes,
    change_settings,
)
from stageline.domain.activities.outcome import InvalidOutcomes, Outcome, OutcomeInUse
from stageline.domain.conditions import FieldType
from stageline.domain.opportunities.custom_field import (
    CustomFieldNotFound,
    FieldInUse,
    InvalidCustomFieldSettings,
    KeyTaken,
    TooManyFields,
    TypeIsFixed,
)
from stageline.domain.organisation import InvalidSettings, Organisation
from stageline.domain.organising import SettingsChanged, WantedSettings
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import PathId, Version
from stageline.queries.organisation import (
    CustomFields,
    CustomFieldShown,
    Outcomes,
    read_custom_fields,
    read_organisation,
    read_outcomes,
    shown_field,
    shown_outcomes,
)

Label = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Choices = Annotated[list[Annotated[str, msgspec.Meta(min_length=1, max_length=120)]], msgspec.Meta(max_length=200)]


class SettingsIn(WantedSettings, forbid_unknown_fields=True, kw_only=True, frozen=True):
    version: Version


class OutcomesIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The order of the list is the order in which they are offered. Without a code, one is made from the label."""

    version: Version
    items: Annotated[tuple[Outcome, ...], msgspec.Meta(max_length=200)]


class CustomFieldIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Without a key, one is made from the label. Key and type are for good."""

    label: Label
    type: FieldType
    key: Annotated[str, msgspec.Meta(max_length=63)] | None = None
    choices: Choices | None = None


class CustomFieldChangeIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`version` is that of the list of custom fields."""

    version: Version | None = None
    label: Label | None = None
    type: FieldType | None = None
    choices: Choices | None = None
    is_active: bool | None = None


@get("/organisation", sync_to_thread=True)
def get_organisation(acting: Acting) -> Organisation:
    """The settings that everybody works with: zone, currency, working days, reasons and sources."""
    with acting.reading() as connection:
        return read_organisation(connection)


@patch("/organisation", sync_to_thread=True, responses=problems(InvalidSettings, SettingsChanged))
def patch_organisation(data: JSONBody[SettingsIn], acting: Acting) -> Response[Organisation]:
    """An entry left out of a list of reasons or sources that is in use stays, and is no longer offered."""
    with acting.writing() as work:
        return acting.answer(change_settings(work, data, version=data.version, by=acting.by(), at=acting.at))


@get("/outcomes", sync_to_thread=True)
def get_outcomes(acting: Acting) -> Outcomes:
    """What can come of an activity, in order, with those no longer offered."""
    with acting.reading() as connection:
        return read_outcomes(connection)


@put("/outcomes", sync_to_thread=True, responses=problems(InvalidOutcomes, OutcomeInUse, SettingsChanged))
def put_outcomes(data: JSONBody[OutcomesIn], acting: Acting) -> Response[Outcomes]:
    """The whole list. One left out that was ever recorded stays, and is no longer offered."""
    with acting.writing() as work:
        change_outcomes(work, data.items, version=data.version, by=acting.by(), at=acting.at)
        return acting.answer(shown_outcomes(work.organisations.read()))


@get("/custom-fields", sync_to_thread=True)
def get_custom_fields(acting: Acting) -> CustomFields:
    """The fields that were added to opportunities, with those retired."""
    with acting.reading() as connection:
        return read_custom_fields(connection)


@post(
    "/custom-fields",
    sync_to_thread=True,
    status_code=201,
    responses=problems(InvalidCustomFieldSettings, KeyTaken, TooManyFields),
)
def post_custom_field(data: JSONBody[CustomFieldIn], acting: Acting) -> Response[CustomFieldShown]:
    """Add a field to opportunities."""
    wanted = WantedField(key=data.key, label=data.label, type=data.type, choices=data.choices)
    with acting.writing() as work:
        field_id, field = add_custom_field(work, wanted, by=acting.by(), at=acting.at)
        return acting.answer(shown_field(field_id, field), status=201)


@patch(
    "/custom-fields/{field_id:int}",
    sync_to_thread=True,
    responses=problems(CustomFieldNotFound, InvalidCustomFieldSettings, TypeIsFixed, FieldInUse, SettingsChanged),
)
def patch_custom_field(
    field_id: PathId, data: JSONBody[CustomFieldChangeIn], acting: Acting
) -> Response[CustomFieldShown]:
    """Change what a field is called and offers, retire it or take it up again."""
    wanted = WantedField(label=data.label, type=data.type, choices=data.choices, is_active=data.is_active)
    with acting.writing() as work:
        field = change_custom_field(work, field_id, wanted, version=data.version, by=acting.by(), at=acting.at)
        return acting.answer(shown_field(field_id, field))
