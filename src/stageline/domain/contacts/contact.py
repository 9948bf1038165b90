"""A person and a business that an opportunity can be for, and what changes about them."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from stageline.domain.errors import Conflict, InvalidInput, NotFound
from stageline.domain.events import Event
from stageline.domain.ids import AccountId, ContactId
from stageline.domain.rights import Actor, Right


class ContactNotFound(NotFound):
    """There is no such contact, or contacts are not shared with you."""

    code = "not_found"


class AccountNotFound(NotFound):
    """There is no such account, or accounts are not shared with you."""

    code = "not_found"


class UnknownContact(InvalidInput):
    """A contact or account that is named does not exist."""

    code = "invalid_input"


class ContactChanged(Conflict):
    """Somebody changed this in the meantime."""

    code = "conflict"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """`details` holds what else an import brought along, as it was called there."""

    id: AccountId
    name: str
    website: str | None = None
    details: Mapping[str, Any] = {}
    version: int = 1


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    id: ContactId
    name: str
    email: str | None = None
    phone: str | None = None
    job_title: str | None = None
    account_id: AccountId | None = None
    version: int = 1


class ContactEvent(Event, frozen=True, kw_only=True, gc=False):
    """`changes` holds the fields that differ, as they are now."""

    of_id: int
    changes: Mapping[str, Any]

    @property
    def subject_id(self) -> int:
        return self.of_id

    def facts(self) -> Mapping[str, Any]:
        return self.changes


class AccountAdded(ContactEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "account.added"


class AccountChanged(ContactEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "account.changed"


class ContactAdded(ContactEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "contact.added"


class ContactEdited(ContactEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "contact.changed"


def may_use_contacts(actor: Actor) -> bool:
    """Whoever may not is told nothing: to them there are no contacts."""
    return actor.has(Right.USE_CONTACTS)


def changed_fields(before: Account | Contact, said: Mapping[str, Any]) -> dict[str, Any]:
    """Those that differ, of what was said."""
    return {name: value for name, value in said.items() if getattr(before, name) != value}
