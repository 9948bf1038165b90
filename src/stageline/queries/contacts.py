"""Contacts and accounts, as they are shown to whoever may use them."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from stageline.domain.contacts.contact import AccountNotFound, ContactNotFound, may_use_contacts
from stageline.domain.ids import AccountId, ContactId
from stageline.domain.rights import Actor
from stageline.queries.history import Named
from stageline.queries.naming import holds, page_by_name
from stageline.storage.tables import accounts, contacts
from stageline.storage.tables.types import AnyRow

_CONTACTS = select(contacts, accounts.c.name.label("account_name")).outerjoin(
    accounts, accounts.c.id == contacts.c.account_id
)


class ShownAccount(msgspec.Struct, frozen=True, kw_only=True):
    id: AccountId
    name: str
    website: str | None
    details: dict[str, Any]
    created_at: datetime
    version: int


class ShownContact(msgspec.Struct, frozen=True, kw_only=True):
    id: ContactId
    name: str
    email: str | None
    phone: str | None
    job_title: str | None
    account: Named | None
    created_at: datetime
    version: int


class AccountPage(msgspec.Struct, frozen=True):
    items: list[ShownAccount]
    next_cursor: str | None


class ContactPage(msgspec.Struct, frozen=True):
    items: list[ShownContact]
    next_cursor: str | None


def read_accounts(
    connection: Connection, *, q: str | None, cursor: str | None, limit: int, asker: Actor
) -> AccountPage:
    """By name; `q` is a part of the name or of the website."""
    if not may_use_contacts(asker):
        raise AccountNotFound
    wanted: Any = select(accounts)
    if q:
        wanted = wanted.where(holds(connection, [accounts.c.name, accounts.c.website], q))
    rows, following = page_by_name(connection, wanted, (accounts.c.name, accounts.c.id), cursor=cursor, limit=limit)
    return AccountPage([_account(row) for row in rows], following)


def read_account(connection: Connection, account_id: AccountId, *, asker: Actor) -> ShownAccount:
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
    if row is None or not may_use_contacts(asker):
        raise AccountNotFound
    return _account(row)


def read_contacts(
    connection: Connection, *, q: str | None, account_id: int | None, cursor: str | None, limit: int, asker: Actor
) -> ContactPage:
    """By name; `q` is a part of the name, the address or the account's name."""
    if not may_use_contacts(asker):
        raise ContactNotFound
    wanted: Any = _CONTACTS
    if q:
        wanted = wanted.where(holds(connection, [contacts.c.name, contacts.c.email, accounts.c.name], q))
    if account_id is not None:
        wanted = wanted.where(contacts.c.account_id == account_id)
    rows, following = page_by_name(connection, wanted, (contacts.c.name, contacts.c.id), cursor=cursor, limit=limit)
    return ContactPage([_contact(row) for row in rows], following)


def read_contact(connection: Connection, contact_id: ContactId, *, asker: Actor) -> ShownContact:
    row = connection.execute(_CONTACTS.where(contacts.c.id == contact_id)).one_or_none()
    if row is None or not may_use_contacts(asker):
        raise ContactNotFound
    return _contact(row)


def _account(row: AnyRow) -> ShownAccount:
    return ShownAccount(
        id=row.id,
        name=row.name,
        website=row.website,
        details=row.details,
        created_at=row.created_at,
        version=row.version,
    )


def _contact(row: AnyRow) -> ShownContact:
    return ShownContact(
        id=row.id,
        name=row.name,
        email=row.email,
        phone=row.phone,
        job_title=row.job_title,
        account=None if row.account_id is None else Named(row.account_id, row.account_name),
        created_at=row.created_at,
        version=row.version,
    )
