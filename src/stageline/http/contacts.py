"""Contacts and accounts over HTTP."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, patch, post
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from stageline.commands.contacts import add_account, add_contact, change_account, change_contact
from stageline.domain.contacts.contact import ContactChanged, UnknownContact
from stageline.domain.ids import AccountId, ContactId
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Id, Limit, Name, PathId, QueryId, Search, Version, said_in
from stageline.queries.contacts import (
    AccountPage,
    ContactPage,
    ShownAccount,
    ShownContact,
    read_account,
    read_accounts,
    read_contact,
    read_contacts,
)

Line = Annotated[str, msgspec.Meta(max_length=500)]


class AccountIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    website: Line | None = None


class AccountPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: Version
    name: Name | UnsetType = UNSET
    website: Line | UnsetType | None = UNSET


class ContactIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    email: Line | None = None
    phone: Line | None = None
    job_title: Line | None = None
    account_id: Id | None = None


class ContactPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: Version
    name: Name | UnsetType = UNSET
    email: Line | UnsetType | None = UNSET
    phone: Line | UnsetType | None = UNSET
    job_title: Line | UnsetType | None = UNSET
    account_id: Id | UnsetType | None = UNSET


REFUSED = problems(UnknownContact, ContactChanged)


@get("/accounts", sync_to_thread=True)
def get_accounts(acting: Acting, q: Search = None, cursor: Cursor = None, limit: Limit = 50) -> AccountPage:
    """Accounts by name; `q` is a part of the name or the website."""
    with acting.reading() as connection:
        return read_accounts(connection, q=q, cursor=cursor, limit=limit, asker=acting.asker)


@get("/accounts/{account_id:int}", sync_to_thread=True)
def get_account(account_id: PathId, acting: Acting) -> ShownAccount:
    """One account."""
    with acting.reading() as connection:
        return read_account(connection, AccountId(account_id), asker=acting.asker)


@post("/accounts", sync_to_thread=True, responses=REFUSED)
def post_account(data: JSONBody[AccountIn], acting: Acting) -> Response[ShownAccount]:
    """Add an account."""
    with acting.writing() as work:
        added = add_account(work, said_in(data), by=acting.by(), at=acting.at)
        return acting.answer(read_account(work.connection, added, asker=acting.asker), status=201)


@patch("/accounts/{account_id:int}", sync_to_thread=True, responses=REFUSED)
def patch_account(account_id: PathId, data: JSONBody[AccountPatch], acting: Acting) -> Response[ShownAccount]:
    """Change the fields that are said."""
    number = AccountId(account_id)
    with acting.writing() as work:
        change_account(work, number, _changes(data), version=data.version, by=acting.by(), at=acting.at)
        return acting.answer(read_account(work.connection, number, asker=acting.asker))


@get("/contacts", sync_to_thread=True)
def get_contacts(
    acting: Acting, q: Search = None, account_id: QueryId = None, cursor: Cursor = None, limit: Limit = 50
) -> ContactPage:
    """Contacts by name; `q` is a part of the name, the address or the account's name."""
    with acting.reading() as connection:
        return read_contacts(connection, q=q, account_id=account_id, cursor=cursor, limit=limit, asker=acting.asker)


@get("/contacts/{contact_id:int}", sync_to_thread=True)
def get_contact(contact_id: PathId, acting: Acting) -> ShownContact:
    """One contact."""
    with acting.reading() as connection:
        return read_contact(connection, ContactId(contact_id), asker=acting.asker)


@post("/contacts", sync_to_thread=True, responses=REFUSED)
def post_contact(data: JSONBody[ContactIn], acting: Acting) -> Response[ShownContact]:
    """Add a contact, at an account or without one."""
    with acting.writing() as work:
        added = add_contact(work, said_in(data), by=acting.by(), at=acting.at)
        return acting.answer(read_contact(work.connection, added, asker=acting.asker), status=201)


@patch("/contacts/{contact_id:int}", sync_to_thread=True, responses=REFUSED)
def patch_contact(contact_id: PathId, data: JSONBody[ContactPatch], acting: Acting) -> Response[ShownContact]:
    """Change the fields that are said."""
    number = ContactId(contact_id)
    with acting.writing() as work:
        change_contact(work, number, _changes(data), version=data.version, by=acting.by(), at=acting.at)
        return acting.answer(read_contact(work.connection, number, asker=acting.asker))


def _changes(data: AccountPatch | ContactPatch) -> dict[str, Any]:
    said = said_in(data)
    del said["version"]
    return said
