"""Contacts and accounts: added and changed by whoever may use contacts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stageline.domain.contacts.contact import (
    AccountAdded,
    AccountChanged,
    AccountNotFound,
    ContactAdded,
    ContactChanged,
    ContactEdited,
    ContactEvent,
    ContactNotFound,
    UnknownContact,
    changed_fields,
    may_use_contacts,
)
from stageline.domain.errors import Missing
from stageline.domain.events import By
from stageline.domain.ids import AccountId, ContactId
from stageline.storage.unit_of_work import Work


def add_account(work: Work, said: Mapping[str, Any], *, by: By, at: datetime) -> AccountId:
    _require_right(by, AccountNotFound)
    values = _cleaned(said)
    added = AccountId(0) if work.is_rehearsal else work.contacts.add_account(values, at)
    _remember(work, AccountAdded, added, values, by=by, at=at)
    return added


def change_account(
    work: Work, account_id: AccountId, said: Mapping[str, Any], *, version: int, by: By, at: datetime
) -> None:
    _require_right(by, AccountNotFound)
    before = work.contacts.find_account(account_id)
    if before is None:
        raise AccountNotFound
    _refuse_stale(before.version, version)
    changes = changed_fields(before, _cleaned(said))
    if changes:
        if not work.is_rehearsal:
            work.contacts.save_account(before, changes)
        _remember(work, AccountChanged, account_id, changes, by=by, at=at)


def add_contact(work: Work, said: Mapping[str, Any], *, by: By, at: datetime) -> ContactId:
    _require_right(by, ContactNotFound)
    values = _cleaned(said)
    _require_account(work, values)
    added = ContactId(0) if work.is_rehearsal else work.contacts.add_contact(values, at)
    _remember(work, ContactAdded, added, values, by=by, at=at)
    return added


def change_contact(
    work: Work, contact_id: ContactId, said: Mapping[str, Any], *, version: int, by: By, at: datetime
) -> None:
    _require_right(by, ContactNotFound)
    before = work.contacts.find_contact(contact_id)
    if before is None:
        raise ContactNotFound
    _refuse_stale(before.version, version)
    changes = changed_fields(before, _cleaned(said))
    if changes:
        _require_account(work, changes)
        if not work.is_rehearsal:
            work.contacts.save_contact(before, changes)
        _remember(work, ContactEdited, contact_id, changes, by=by, at=at)


def _require_right(by: By, refusal: type[AccountNotFound | ContactNotFound]) -> None:
    if not may_use_contacts(by.actor):
        raise refusal


def _require_account(work: Work, values: Mapping[str, Any]) -> None:
    if values.get("account_id") is not None:
        work.contacts.require((), {values["account_id"]})


def _refuse_stale(now: int, said: int) -> None:
    if now != said:
        raise ContactChanged(current={"version": now})


def _cleaned(said: Mapping[str, Any]) -> dict[str, Any]:
    """Without blanks around any text; a name is kept, anything else that is then empty is not there."""
    cleaned = {name: value.strip() or None if isinstance(value, str) else value for name, value in said.items()}
    if "name" in cleaned and cleaned["name"] is None:
        raise UnknownContact([Missing(name="name", remedy="Give a name.")])
    return cleaned


def _remember(
    work: Work, kind: type[ContactEvent], of_id: int, changes: Mapping[str, Any], *, by: By, at: datetime
) -> None:
    work.keep([kind(id=work.new_ids(1)[0], at=at, by=by, of_id=of_id, changes=changes)])
