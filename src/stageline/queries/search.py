"""Finding opportunities by the beginnings of words, however many there are."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Exists,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
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
from stageline.storage.executing import Row
from stageline.storage.prepared import CompiledSelect
from stageline.storage.search import Found
from stageline.storage.tables import accounts, contacts, opportunities, search_words, stages, users
from stageline.storage.visible import asked_by, reach_of_asker, seen_by_asker

MOST_FOUND = 20
# How often a word stands somewhere is counted up to here; beyond, it is common.
COMMON = 200
# Who sees fewer than these has them all looked through sooner than a common word.
FEW_SEEN = 1000
MOST_STATEMENTS = 256

# The column of an opportunity that says in which record of that kind its words stand.
_STANDS_IN = {
    Found.NAME: opportunities.c.id,
    Found.ACCOUNT: opportunities.c.account_id,
    Found.CONTACT: opportunities.c.contact_id,
    Found.EXTERNAL_ID: opportunities.c.id,
}
_THERE = opportunities.c.deleted_at.is_(None)
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

    The index is read along the rarest word, and each opportunity found there is held against the others; it stops at
    the twentieth. When every word is common and the asker sees few, it is what they see that is held against all words.
    """
    words = words_asked(q)
    if not words:
        return SearchResult([])
    asked = asked_by(asker)
    places, is_near = [_ANYWHERE] * len(words), False
    if len(words) > 1 or not asker.sees_all:
        words, places, is_near = _rarest_first(connection, words, asked)
    if not all(places):
        return SearchResult([])
    statement = _finding(connection.dialect, tuple(places), asker.sees_all, is_near)
    found: dict[int, FoundOpportunity] = {}
    for row in statement.rows(connection, {**asked, **_bounds(words)}):
        found.setdefault(row[0], _shown(row))
    return SearchResult(list(found.values())[:MOST_FOUND])


def _rarest_first(
    connection: Connection, words: Sequence[str], asked: Mapping[str, Any]
) -> tuple[tuple[str, ...], list[Kinds], bool]:
    """Each with the kinds it stands in at all, and whether to look through what the asker sees instead."""
    statement = _counting(connection.dialect, len(words), not asked)
    ((seen, *counted),) = statement.rows(connection, {**asked, **_bounds(words)})
    each = [dict(zip(Found, counted[n * len(Found) :], strict=False)) for n in range(len(words))]
    order = sorted(range(len(words)), key=lambda n: (sum(each[n].values()), -len(words[n])))
    rarest = sum(each[order[0]].values())
    places = [tuple(kind for kind in Found if each[n][kind]) for n in order]
    return tuple(words[n] for n in order), places, rarest >= COMMON and seen < FEW_SEEN


def _bounds(words: Sequence[str]) -> dict[str, str]:
    """The two ends of each word's stretch of the index."""
    ends = ((f"from_{n}", f"to_{n}", word) for n, word in enumerate(words))
    return {name: end for start, to, word in ends for name, end in ((start, word), (to, after_all_with(word)))}


def _within(word: Any, number: int) -> Any:
    return and_(word >= bindparam(f"from_{number}"), word < bindparam(f"to_{number}"))


_STATEMENTS: dict[Hashable, CompiledSelect] = {}


def _once(key: Hashable, dialect: Dialect, make: Callable[[], Select[Any]]) -> CompiledSelect:
    """To make and compile one takes longer than to ask it."""
    known = _STATEMENTS.get(key)
    if known is None:
        if len(_STATEMENTS) >= MOST_STATEMENTS:
            _STATEMENTS.clear()
        known = _STATEMENTS[key] = CompiledSelect(make(), dialect)
    return known


def _counting(dialect: Dialect, count: int, sees_all: bool) -> CompiledSelect:
    """How many the asker sees, then how often each word stands in each kind; all only up to where it matters."""
    word = search_words.c

    def make() -> Select[Any]:
        seen = reach_of_asker(dialect).limit(FEW_SEEN).subquery()
        stretches = (
            select(word.record_id).where(word.kind == kind.value, _within(word.word, n)).limit(COMMON).subquery()
            for n in range(count)
            for kind in Found
        )
        counts = (select(func.count()).select_from(each).scalar_subquery() for each in stretches)
        return select(
            literal(FEW_SEEN) if sees_all else select(func.count()).select_from(seen).scalar_subquery(), *counts
        )

    return _once((dialect.name, count, sees_all), dialect, make)


def _finding(dialect: Dialect, places: tuple[Kinds, ...], sees_all: bool, is_near: bool) -> CompiledSelect:
    def make() -> Select[Any]:
        if is_near:
            return _shown_of(_among_seen(dialect, places))
        is_visible = _THERE if sees_all else seen_by_asker(dialect)
        return _shown_of(union_all(*(select(_along(kind, places[1:], is_visible)) for kind in places[0])).subquery())

    return _once((dialect.name, places, sees_all, is_near), dialect, make)


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
        .where(here.c.kind == kind.value, _within(here.c.word, 0))
        .where(*(_has_any(its, n, own) for n, its in enumerate(others, 1)))
        .where(~is_seen_already, is_visible)
        .order_by(here.c.word, here.c.record_id)
        .limit(MOST_FOUND)
        .subquery()
    )


def _among_seen(dialect: Dialect, places: Sequence[Kinds]) -> Subquery:
    """Those of the few the asker sees which have all words."""
    own, seen = opportunities.c.id, reach_of_asker(dialect).subquery("seen")
    stands = case(*((_has(kind, 0, own), _ANYWHERE.index(kind)) for kind in places[0]))
    return (
        select(own, literal("").label("word"), stands.label("place"))
        .where(own.in_(select(seen.c.id)))
        .where(*(_has_any(its, n, own) for n, its in enumerate(places)), _THERE)
        .order_by(stands, own)
        .limit(MOST_FOUND)
        .subquery()
    )


def _has_any(kinds: Kinds, number: int, own: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(*(_has(kind, number, own) for kind in kinds))


def _has(kind: Found, number: int, own: ColumnElement[Any]) -> Exists:
    word = search_words.alias(f"{kind.value}_{number}").c
    record = own if kind in _ITS_OWN else _STANDS_IN[kind]
    return exists().where(word.kind == kind.value, word.record_id == record, _within(word.word, number))


def _shown_of(found: Subquery) -> Select[Any]:
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


def _shown(row: Row) -> FoundOpportunity:
    number, name, account, account_name, contact, contact_name, owner, owner_name, stage, stage_name, status, place = (
        row
    )
    return FoundOpportunity(
        id=number,
        name=name,
        account=None if account is None else Named(account, account_name),
        contact=None if contact is None else Named(contact, contact_name),
        owner=Named(owner, owner_name),
        stage=Named(stage, stage_name),
        status=status,
        matched=_ANYWHERE[place],
    )
