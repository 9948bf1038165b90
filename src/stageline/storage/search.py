"""Keeps the words by which opportunities, their accounts and contacts are found, in the transaction of the write."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, exists, select

from stageline.domain.opportunities.changes import OpportunityEvent
from stageline.domain.search import words_in
from stageline.storage.inserting import insert_new
from stageline.storage.tables import accounts, contacts, imported, opportunities, search_words

_FORGOTTEN = delete(search_words).where(
    search_words.c.kind == bindparam("of_kind"), search_words.c.record_id.in_(bindparam("ids", expanding=True))
)


class Found(StrEnum):
    """Where a word stands. What an import calls a record is its external id."""

    NAME = "name"
    ACCOUNT = "account"
    CONTACT = "contact"
    EXTERNAL_ID = "external_id"


def add_words(connection: Connection, kind: Found, texts: Iterable[tuple[int, str]]) -> None:
    """By the id of the opportunity, account or contact; words that are there already stay."""
    rows = [
        {"kind": kind.value, "word": word, "record_id": record_id}
        for record_id, text in texts
        for word in sorted(words_in(text))
    ]
    if rows:
        connection.execute(insert_new(connection, search_words), rows)


def replace_words(connection: Connection, kind: Found, texts: Mapping[int, str]) -> None:
    """For what is called otherwise from now on."""
    if texts:
        connection.execute(_FORGOTTEN, {"of_kind": kind.value, "ids": list(texts)})
        add_words(connection, kind, texts.items())


def keep_names(connection: Connection, changes: Sequence[OpportunityEvent]) -> None:
    """Of opportunities that begin or are called otherwise; what is deleted keeps its words, to be there if restored."""
    add_words(connection, Found.NAME, ((c.after.id, c.after.name) for c in changes if c.before is None))
    renamed = (c for c in changes if c.before is not None and any(field.field == "name" for field in c.fields))
    replace_words(connection, Found.NAME, {c.after.id: c.after.name for c in renamed})


_AT_ONCE = 10_000
_SAID: Mapping[Found, Select[Any]] = {
    Found.NAME: select(opportunities.c.id.label("record_id"), opportunities.c.name.label("said")),
    Found.ACCOUNT: select(accounts.c.id.label("record_id"), accounts.c.name.label("said")),
    Found.CONTACT: select(contacts.c.id.label("record_id"), contacts.c.name.label("said")),
    Found.EXTERNAL_ID: select(imported.c.record_id, imported.c.external_id.label("said")).where(
        imported.c.kind == "opportunity"
    ),
}


def without_words(connection: Connection, most: int | None = None) -> Iterator[tuple[Found, int, str]]:
    """What search does not know although it has words: of records older than search itself, as a rule."""
    for kind, statement in _SAID.items():
        said = statement.subquery()
        has_words = exists().where(search_words.c.kind == kind.value, search_words.c.record_id == said.c.record_id)
        unknown = connection.execute(select(said.c.record_id, said.c.said).where(~has_words).limit(most))
        yield from ((kind, record_id, text) for record_id, text in unknown if words_in(text))


def add_missing_words(connection: Connection) -> int:
    """Makes known to search what it does not know; gives how many records that were."""
    missing = list(without_words(connection))
    for kind in Found:
        texts = [(record_id, text) for its, record_id, text in missing if its is kind]
        for start in range(0, len(texts), _AT_ONCE):
            add_words(connection, kind, texts[start : start + _AT_ONCE])
    return len({(kind, record_id) for kind, record_id, _ in missing})
