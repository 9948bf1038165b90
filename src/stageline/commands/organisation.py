"""The organisation: founding it, its settings, its lists and custom fields."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import insert

from stageline.commands.letters.templates import have_templates
from stageline.domain.actions.deal_role import SHIPPED_DEAL_ROLES, DealRole, relisted_roles
from stageline.domain.activities.outcome import SHIPPED_OUTCOMES, Outcome, relisted
from stageline.domain.conditions import FieldType
from stageline.domain.events import By
from stageline.domain.opportunities.custom_field import (
    CustomField,
    CustomFieldAdded,
    CustomFieldChanged,
    CustomFieldNotFound,
    added_field,
    changed_field,
)
from stageline.domain.organisation import SHIPPED_REASONS, SHIPPED_SOURCES, Organisation
from stageline.domain.organising import (
    OrganisationChanged,
    WantedSettings,
    list_change,
    require_version,
    resettled,
    settings_changes,
)
from stageline.domain.people.user import SYSTEM_USER_ID, UserState
from stageline.domain.processes.comparing import Change
from stageline.domain.rights import Right
from stageline.storage.actions.deal_roles import asked_deal_roles, used_deal_roles
from stageline.storage.outcomes import leading_outcomes, recorded_outcomes
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Work

WEEKDAYS = (1, 2, 3, 4, 5)


def found_organisation(work: Work, *, name: str, zone: str, currency: str, at: datetime) -> None:
    """Makes the one row everything else refers to, and the user in whose name the system itself acts.

    Done once, when the schema is made; nothing happens when it is there already.
    """
    if work.organisations.exists():
        return
    work.organisations.add(
        Organisation(
            name=name,
            zone=zone,
            currency=currency,
            week_start=1,
            working_days=WEEKDAYS,
            holidays=(),
            languages=("en", "de"),
            reasons=SHIPPED_REASONS,
            sources=SHIPPED_SOURCES,
            version=1,
        ),
        SHIPPED_OUTCOMES,
        SHIPPED_DEAL_ROLES,
    )
    have_templates(work, at)
    system = {"id": SYSTEM_USER_ID, "name": "Stageline", "state": UserState.UNCLAIMED.value, "roles": []}
    work.connection.execute(insert(users), {**system, "can_own": False, "created_at": at, "version": 1})


class WantedField(msgspec.Struct, frozen=True, kw_only=True):
    """A custom field as it is wanted; None leaves as it is what is there already."""

    key: str | None = None
    label: str | None = None
    type: FieldType | None = None
    choices: Sequence[str] | None = None
    is_active: bool | None = None


def change_settings(work: Work, wanted: WantedSettings, *, version: int | None, by: By, at: datetime) -> Organisation:
    """The organisation's settings, as operations keep them (PS-168); what changed stands in the journal."""
    by.actor.require(Right.SET_UP_PROCESSES)
    before = work.organisations.take()
    require_version(before, version)
    after = resettled(before, wanted, work.organisations.used_codes())
    changes = settings_changes(before, after)
    if not changes:
        return before
    [event_id] = work.new_ids(1)
    work.keep([OrganisationChanged(id=event_id, at=at, by=by, made_version=before.version + 1, changes=changes)])
    work.organisations.save(after)
    return work.organisation


def change_outcomes(
    work: Work, wanted: Sequence[Outcome], *, version: int | None, by: By, at: datetime
) -> tuple[Outcome, ...]:
    """What can come of an activity, as a whole list in its order (PS-75). `version` is the organisation's."""
    by.actor.require(Right.SET_UP_PROCESSES)
    organisation = work.organisations.take()
    require_version(organisation, version)
    before = work.organisations.read().outcomes
    recorded, leading = recorded_outcomes(work.connection), leading_outcomes(work.connection)
    after = relisted(before, wanted, recorded=recorded, leading=leading)
    if after != before:
        _list_changed(work, organisation, list_change("outcomes", before, after), by=by, at=at)
        work.organisations.save_outcomes(after)
    return after


def change_deal_roles(
    work: Work, wanted: Sequence[DealRole], *, version: int | None, by: By, at: datetime
) -> tuple[DealRole, ...]:
    """The jobs on deals that actions can be for, as a whole list (PS-207). `version` is the organisation's."""
    by.actor.require(Right.SET_UP_PROCESSES)
    organisation = work.organisations.take()
    require_version(organisation, version)
    before = work.organisations.read().deal_roles
    used, asking = used_deal_roles(work.connection), asked_deal_roles(work.connection)
    after = relisted_roles(before, wanted, used=used, asking=asking)
    if after != before:
        _list_changed(work, organisation, list_change("deal_roles", before, after), by=by, at=at)
        work.organisations.save_deal_roles(after)
    return after


def _list_changed(work: Work, organisation: Organisation, change: Change, *, by: By, at: datetime) -> None:
    [event_id] = work.new_ids(1)
    version = organisation.version + 1
    work.keep([OrganisationChanged(id=event_id, at=at, by=by, made_version=version, changes=(change,))])


def add_custom_field(work: Work, wanted: WantedField, *, by: By, at: datetime) -> tuple[int, CustomField]:
    """A field for all opportunities, with the id under which it can be changed."""
    by.actor.require(Right.SET_UP_PROCESSES)
    work.organisations.take()
    known = work.catalogue.custom_fields
    field = added_field(
        known,
        key=wanted.key,
        label=wanted.label or "",
        type=wanted.type or FieldType.TEXT,
        choices=wanted.choices or (),
    )
    field_id = work.organisations.add_custom_field(field)
    [event_id] = work.new_ids(1)
    work.keep([CustomFieldAdded(id=event_id, at=at, by=by, field_id=field_id, key=field.key)])
    return field_id, field


def change_custom_field(
    work: Work, field_id: int, wanted: WantedField, *, version: int | None, by: By, at: datetime
) -> CustomField:
    """Its label, its choices, whether it is offered; never its key or type. `version` is the organisation's."""
    by.actor.require(Right.SET_UP_PROCESSES)
    require_version(work.organisations.take(), version)
    before = work.organisations.custom_field(field_id)
    if before is None:
        raise CustomFieldNotFound
    after = changed_field(
        before,
        label=wanted.label,
        type=wanted.type,
        choices=wanted.choices,
        is_active=wanted.is_active,
        asked_by=work.processes.asking_for(before.name),
    )
    if after != before:
        work.organisations.save_custom_field(after)
        [event_id] = work.new_ids(1)
        work.keep([CustomFieldChanged(id=event_id, at=at, by=by, field_id=field_id, key=after.key)])
    return after
