"""Finding opportunities by the beginnings of words, however many there are."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Exists,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from stageline.domain.ids import OpportunityId
from stageline.domain.rights import Actor
from stageline.domain.search import after_all_with, words_asked
from stageline.queries.history import Named
from stageline.storage.search import Found
from stageline.storage.tables import accounts, contacts, opportunities, search_words, stages, users
from stageline.storage.tables.types import AnyRow
from stageline.storage.visible import asked_by, visible_to

MOST_FOUND = 20
# How often a word stands somewhere is counted up to here; beyond, it is common.
COMMON = 200
MOST_STATEMENTS = 256

# The column of an opportunity that says in which record of that kind its words stand.
_STANDS_IN = {
    Found.NAME: opportunities.c.id,
    Found.ACCOUNT: opportunities.c.account_id,
    Found.CONTACT: opportunities.c.contact_id,
    Found.EXTERNAL_ID: opportunities.c.id,
}
_ITS_OWN = {Found.NAME, Found.EXTERNAL_ID}
Kinds = tuple[Found, ...]
_ANYWHERE: Kinds = tuple(Found)


class FoundOpportunity(msgspec.Struct, frozen=True, kw_only=True):
    """`matched` is where the rarest word of the query stands: name, account, contact or external_id."""

    id: OpportunityId
    name: str
    account: Named | None
    contact: Named | None
    owner: Named
    stage: Named
    status: str
    matched: Found


class SearchResult(msgspec.Struct, frozen=True):
    items: list[FoundOpportunity]


def search(connection: Connection, q: str, *, asker: Actor) -> SearchResult:
    """The first 20 of those the asker may see in which every word of `q` begins a word.

    The index is read along the rarest word, and each opportunity found there is held against the others; so it takes
    as long as that word is common, and stops at the twentieth: not as long as there are opportunities.
    """
    words = words_asked(q)
    places = [_ANYWHERE] * len(words)
    if len(words) > 1:
        words, places = _rarest_first(connection, words)
    if not words or not all(places):
        return SearchResult([])
    statement = _finding(tuple(places), asker.sees_all, visible_to(asker))
    rows = connection.execute(statement, {**asked_by(asker), **_bounds(words)})
    found: dict[int, FoundOpportunity] = {}
    for row in rows:
        found.setdefault(row.id, _shown(row))
    return SearchResult(list(found.values())[:MOST_FOUND])


def _rarest_first(connection: Connection, words: Sequence[str]) -> tuple[tuple[str, ...], list[Kinds]]:
    """Each with the kinds it stands in at all."""
    counted = connection.execute(_counting(len(words)), _bounds(words)).one()
    each = [dict(zip(Found, counted[n * len(Found) :], strict=False)) for n in range(len(words))]
    order = sorted(range(len(words)), key=lambda n: (sum(each[n].values()), -len(words[n])))
    return tuple(words[n] for n in order), [tuple(kind for kind in Found if each[n][kind]) for n in order]


def _bounds(words: Sequence[str]) -> dict[str, str]:
    """The two ends of each word's stretch of the index."""
    ends = ((f"from_{n}", f"to_{n}", word) for n, word in enumerate(words))
    return {name: end for start, to, word in ends for name, end in ((start, word), (to, after_all_with(word)))}


def _within(word: Any, number: int) -> Any:
    return and_(word >= bindparam(f"from_{number}"), word < bindparam(f"to_{number}"))


@cache
def _counting(count: int) -> Select[Any]:
    word = search_words.c
    stretches = (
        select(word.record_id).where(word.kind == kind.value, _within(word.word, n)).limit(COMMON).subquery()
        for n in range(count)
        for kind in Found
    )
    return select(*(select(func.count()).select_from(each).scalar_subquery() for each in stretches))


_STATEMENTS: dict[tuple[tuple[Kinds, ...], bool], Select[Any]] = {}


def _finding(places: tuple[Kinds, ...], sees_all: bool, is_visible: ColumnElement[bool]) -> Select[Any]:
    """Made once for all who see all and once for all others: to make it takes longer than to ask it."""
    key = (places, sees_all)
    if key not in _STATEMENTS:
        if len(_STATEMENTS) >= MOST_STATEMENTS:
            _STATEMENTS.clear()
        _STATEMENTS[key] = _shown_of(union_all(*(select(_along(kind, places[1:], is_visible)) for kind in places[0])))
    return _STATEMENTS[key]


def _along(kind: Found, others: Sequence[Kinds], is_visible: ColumnElement[bool]) -> Subquery:
    """The opportunities with that kind of word within the first stretch, in its order, which have the others too."""
    here, before = search_words.alias("here"), search_words.alias("before")
    is_seen_already = exists().where(
        before.c.kind == kind.value,
        before.c.record_id == here.c.record_id,
        before.c.word >= bindparam("from_0"),
        before.c.word < here.c.word,
    )
    # Said of the index where that is possible, so that what lacks the other words is never fetched.
    own = here.c.record_id if kind in _ITS_OWN else opportunities.c.id
    return (
        select(opportunities.c.id, here.c.word, literal(_ANYWHERE.index(kind)).label("place"))
        .select_from(here.join(opportunities, _STANDS_IN[kind] == here.c.record_id))
        .where(here.c.kind == kind.value, _within(here.c.word, 0), ~is_seen_already, is_visible)
        .where(*(or_(*(_has(its, n, own) for its in kinds)) for n, kinds in enumerate(others, 1)))
        .order_by(here.c.word, here.c.record_id)
        .limit(MOST_FOUND)
        .subquery()
    )


def _has(kind: Found, number: int, own: ColumnElement[Any]) -> Exists:
    word = search_words.alias(f"{kind.value}_{number}").c
    record = own if kind in _ITS_OWN else _STANDS_IN[kind]
    return exists().where(word.kind == kind.value, word.record_id == record, _within(word.word, number))


def _shown_of(some: CompoundSelect[Any]) -> Select[Any]:
    found = some.subquery()
    return (
        select(
            opportunities.c.id,
            opportunities.c.name,
            opportunities.c.account_id,
            accounts.c.name.label("account_name"),
            opportunities.c.contact_id,
            contacts.c.name.label("contact_name"),
            opportunities.c.owner_id,
            users.c.name.label("owner_name"),
            opportunities.c.stage_id,
            stages.c.name.label("stage_name"),
            stages.c.type.label("stage_type"),
            found.c.place,
        )
        .join(found, found.c.id == opportunities.c.id)
        .join(stages, stages.c.id == opportunities.c.stage_id)
        .join(users, users.c.id == opportunities.c.owner_id)
        .outerjoin(accounts, accounts.c.id == opportunities.c.account_id)
        .outerjoin(contacts, contacts.c.id == opportunities.c.contact_id)
        .order_by(found.c.place, found.c.word, found.c.id)
    )


def _shown(row: AnyRow) -> FoundOpportunity:
    return FoundOpportunity(
        id=row.id,
        name=row.name,
        account=None if row.account_id is None else Named(row.account_id, row.account_name),
        contact=None if row.contact_id is None else Named(row.contact_id, row.contact_name),
        owner=Named(row.owner_id, row.owner_name),
        stage=Named(row.stage_id, row.stage_name),
        status=row.stage_type,
        matched=_ANYWHERE[row.place],
    )
