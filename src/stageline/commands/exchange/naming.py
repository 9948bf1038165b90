"""Finds out whom and what the names in a file mean, and takes up those that nobody knows yet."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count as counting
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from stageline.commands.exchange.newcomers import add_accounts, add_contacts, add_people, let_own
from stageline.commands.opportunities.owning import owner_by_process
from stageline.commands.people.users import take_turn
from stageline.domain.exchange.values import Directory, Person, Row, source_code
from stageline.domain.ids import AccountId, ContactId, UserId
from stageline.domain.organisation import Source
from stageline.domain.rights import Role
from stageline.storage.unit_of_work import Work

if TYPE_CHECKING:
    from stageline.commands.exchange.importing import Run

PERSON, ACCOUNT, CONTACT = "person", "account", "contact"
UNOWNED = "Unassigned"
Name = TypeVar("Name")


def directory_of(work: Work, run: "Run", rows: Sequence[Row]) -> Directory:
    """Everybody and everything that the rows name, made where it is missing."""
    columns = run.mapping.opportunity_file.columns
    nobody = nobody_named(work, run)
    names = {name for row in rows for name in row.owner_names}
    if isinstance(nobody, str) and not all(row.owner_names for row in rows):
        names.add(nobody)
    owners = people_called(work, run, sorted(names))
    if not work.is_rehearsal:
        let_own(work, run, sorted(set(owners.values())))
    accounts = accounts_called(work, run, {row.said.account for row in rows if row.said.account and columns.account})
    contacts = contacts_called(work, run, {row.contact for row in rows if row.contact}, accounts)
    owner = owners.get(nobody) if isinstance(nobody, str) else nobody
    return Directory(owners=owners, accounts=accounts, contacts=contacts, nobody=owner)


def nobody_named(work: Work, run: "Run") -> str | UserId:
    """Who owns what names no owner: as the mapping says, else the process, else whoever imports, else nobody yet."""
    if run.mapping.default_owner:
        return run.mapping.default_owner
    return owner_by_process(work, run.process) or run.by.actor.user_id or UNOWNED


def people_called(work: Work, run: "Run", names: Sequence[str], role: Role = Role.REP) -> dict[str, UserId]:
    """By what files call them; whom nobody knows comes as somebody who cannot sign in yet."""
    system = run.mapping.system
    known = {name: UserId(row.record_id) for name, row in work.imports.known(PERSON, system, names).items()}
    found = _found(names, known, work.imports.people_named)
    added = [name for name in names if name not in found]
    if added:
        take_turn(work)
    found |= _made(work, added, lambda: add_people(work, run, [_addressed(name) for name in added], role))
    _remember(work, run, PERSON, {name: found[name] for name in names if name not in known})
    return found


def _addressed(name: str) -> tuple[str, str | None]:
    return (name, name if "@" in name else None)


def accounts_called(work: Work, run: "Run", names: Iterable[str]) -> dict[str, AccountId]:
    asked = sorted(names)
    system = run.mapping.system
    known = {name: AccountId(row.record_id) for name, row in work.imports.known(ACCOUNT, system, asked).items()}
    found = _found(asked, known, work.imports.accounts_named)
    added = [name for name in asked if name not in found]
    found |= _made(work, added, lambda: add_accounts(work, run, [(name, None) for name in added]))
    _remember(work, run, ACCOUNT, {name: found[name] for name in asked if name not in known})
    return found


def contacts_called(
    work: Work, run: "Run", people: Iterable[Person], accounts: Mapping[str, AccountId]
) -> dict[Person, ContactId]:
    """A contact is somebody of that name at that account; the same name elsewhere is somebody else."""
    asked = {_contact_key(person): person for person in sorted(people)}
    rows = work.imports.known(CONTACT, run.mapping.system, list(asked))
    found = {asked[key]: ContactId(row.record_id) for key, row in rows.items()}
    added = [person for person in asked.values() if person not in found]
    values = [(name, accounts.get(account)) for name, account in added]
    found |= _made(work, added, lambda: add_contacts(work, run, values))
    _remember(work, run, CONTACT, {_contact_key(person): found[person] for person in added})
    return found


def _contact_key(person: Person) -> str:
    return msgspec.json.encode(person).decode()


def _found(
    names: Sequence[str], known: Mapping[str, Any], named: Callable[[Sequence[str]], Mapping[str, list[Any]]]
) -> dict[str, Any]:
    """Those imported before, and those of whom there is exactly one of that name: of two nobody can tell which."""
    there = named([name for name in names if name not in known])
    return {**known, **{name: ids[0] for name, ids in there.items() if len(ids) == 1}}


_made_up = counting(-1, -1)


def _made(work: Work, added: Sequence[Name], make: Callable[[], Sequence[Any]]) -> dict[Name, Any]:
    """A rehearsal makes nobody; they get numbers below zero."""
    ids = [next(_made_up) for _ in added] if work.is_rehearsal else make()
    return dict(zip(added, ids, strict=True))


def _remember(work: Work, run: "Run", kind: str, found: Mapping[str, int]) -> None:
    if not work.is_rehearsal:
        rows = ((name, record_id, "") for name, record_id in found.items())
        work.imports.remember(kind, run.mapping.system, rows, run.by.batch_id)


def take_up_sources(work: Work, rows: Sequence[Row]) -> None:
    """Adds the sources that the organisation's list does not have."""
    organisation = work.organisation
    labels = sorted({row.said.source for row in rows if row.said.source})
    sources = organisation.sources
    for label in labels:
        if source_code(label, organisation) is None:
            sources = (*sources, Source(code=_code(label, {source.code for source in sources}), label=label))
    if sources != organisation.sources and not work.is_rehearsal:
        work.organisations.save(msgspec.structs.replace(organisation, sources=sources))


def _code(label: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_") or "source"
    return next(code for n in counting(1) if (code := plain if n == 1 else f"{plain}_{n}") not in taken)
