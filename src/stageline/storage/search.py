"""Keeps the words by which opportunities, their accounts and contacts are found, in the transaction of the write."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete

from stageline.domain.opportunities.changes import OpportunityEvent
from stageline.domain.search import words_in
from stageline.storage.inserting import insert_new
from stageline.storage.tables import search_words

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
