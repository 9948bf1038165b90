"""Contacts and accounts: rows in and out, and whether those that are named exist."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, insert, select, update

from stageline.domain.contacts.contact import Account, Contact, ContactChanged, UnknownContact
from stageline.domain.errors import Missing
from stageline.domain.ids import AccountId, ContactId
from stageline.storage.search import Found, add_words, replace_words
from stageline.storage.tables import accounts, contacts

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_THERE = {table: select(table.c.id, table.c.name).where(table.c.id.in_(_IDS)) for table in (accounts, contacts)}
# As many as every database takes in one list.
MOST_AT_ONCE = 10_000


class Contacts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def require(self, contact_ids: Collection[int], account_ids: Collection[int]) -> None:
        """Refuses ids that nobody has, by the field that names them."""
        missing = [
            *self._unknown(contacts, "contact_id", contact_ids),
            *self._unknown(accounts, "account_id", account_ids),
        ]
        if missing:
            raise UnknownContact(missing)

    def _unknown(self, table: Table, field: str, ids: Collection[int]) -> list[Missing]:
        strange = sorted(set(ids) - self._names(table, ids).keys())
        return [Missing(name=field, remedy=f"There is no {field[:-3]} {number}.") for number in strange[:20]]

    def name_for(self, account_id: int | None, contact_id: int | None) -> str | None:
        """What an opportunity is called after: the account, else the contact. Refuses ids that nobody has."""
        account_ids = set() if account_id is None else {account_id}
        contact_ids = set() if contact_id is None else {contact_id}
        found = [*self._names(accounts, account_ids).values(), *self._names(contacts, contact_ids).values()]
        if len(found) < len(account_ids) + len(contact_ids):
            self.require(contact_ids, account_ids)
        return next(iter(found), None)

    def _names(self, table: Table, ids: Collection[int]) -> dict[int, str]:
        numbers = sorted(set(ids))
        found: dict[int, str] = {}
        for start in range(0, len(numbers), MOST_AT_ONCE):
            rows = self._connection.execute(_THERE[table], {"ids": numbers[start : start + MOST_AT_ONCE]})
            found.update((row.id, row.name) for row in rows)
        return found

    def find_account(self, account_id: AccountId) -> Account | None:
        row = self._connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
        return (
            None
            if row is None
            else Account(id=row.id, name=row.name, website=row.website, details=row.details, version=row.version)
        )

    def find_contact(self, contact_id: ContactId) -> Contact | None:
        row = self._connection.execute(select(contacts).where(contacts.c.id == contact_id)).one_or_none()
        return (
            None
            if row is None
            else Contact(
                id=row.id,
                name=row.name,
                email=row.email,
                phone=row.phone,
                job_title=row.job_title,
                account_id=row.account_id,
                version=row.version,
            )
        )

    def add_account(self, values: Mapping[str, Any], at: datetime) -> AccountId:
        added = AccountId(self._add(accounts, {"details": {}, **values}, at))
        add_words(self._connection, Found.ACCOUNT, [(added, values["name"])])
        return added

    def add_contact(self, values: Mapping[str, Any], at: datetime) -> ContactId:
        added = ContactId(self._add(contacts, values, at))
        add_words(self._connection, Found.CONTACT, [(added, values["name"])])
        return added

    def _add(self, table: Table, values: Mapping[str, Any], at: datetime) -> int:
        row = {**values, "created_at": at, "version": 1}
        number: int = self._connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
        return number

    def save_account(self, before: Account, changes: Mapping[str, Any]) -> None:
        self._save(accounts, before.id, before.version, changes)
        if "name" in changes:
            replace_words(self._connection, Found.ACCOUNT, {before.id: changes["name"]})

    def save_contact(self, before: Contact, changes: Mapping[str, Any]) -> None:
        self._save(contacts, before.id, before.version, changes)
        if "name" in changes:
            replace_words(self._connection, Found.CONTACT, {before.id: changes["name"]})

    def _save(self, table: Table, number: int, version: int, changes: Mapping[str, Any]) -> None:
        this = update(table).where(table.c.id == number, table.c.version == version)
        if self._connection.execute(this.values(**changes, version=version + 1)).rowcount != 1:
            raise ContactChanged
