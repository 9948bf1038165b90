"""Finding opportunities by the beginnings of words, however many there are."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.sql.selectable import Exists

from stageline.domain.ids import OpportunityId
from stageline.domain.rights import Actor
from stageline.domain.search import after_all_with, words_asked
from stageline.queries.history import Named
from stageline.storage.search import Found
from stageline.storage.tables import accounts, contacts, opportunities, search_words, stages, users
from stageline.storage.visible import asked_by, visible_to

MOST_FOUND = 20
# Which of two words is the rarer is asked up to here; beyond, both are common.
COMMON = 500

# The column of an opportunity that says in which record of that kind its words stand.
_STANDS_IN = {
    Found.NAME: opportunities.c.id,
    Found.ACCOUNT: opportunities.c.account_id,
    Found.CONTACT: opportunities.c.contact_id,
    Found.EXTERNAL_ID: opportunities.c.id,
}


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
    as long as that word is common among those one may see, and not as long as there are opportunities.
    """
    words = words_asked(q)
    if not words:
        return SearchResult([])
    first, *others = _rarest_first(connection, words)
    asked: dict[str, Any] = {**asked_by(asker), **_bounds([first, *others])}
    found: dict[int, Found] = {}
    for kind in Found:
        statement = _along(kind, len(others)).where(visible_to(asker)).limit(MOST_FOUND)
        for number in connection.scalars(statement, asked):
            found.setdefault(number, kind)
        if len(found) >= MOST_FOUND:
            break
    return SearchResult(_shown(connection, dict(list(found.items())[:MOST_FOUND])))


def _rarest_first(connection: Connection, words: Sequence[str]) -> list[str]:
    if len(words) == 1:
        return [*words]
    counts = connection.execute(_counting(len(words)), _bounds(words)).one()
    by_rarity = sorted(zip(counts, words, strict=True), key=lambda each: (each[0], -len(each[1])))
    return [word for _, word in by_rarity]


def _bounds(words: Sequence[str]) -> dict[str, str]:
    """The two ends of each word's stretch of the index."""
    from_, to = ({f"from_{n}": word for n, word in enumerate(words)}, {})
    to.update({f"to_{n}": after_all_with(word) for n, word in enumerate(words)})
    return from_ | to


def _within(word: Any, number: int) -> Any:
    return and_(word >= bindparam(f"from_{number}"), word < bindparam(f"to_{number}"))


@cache
def _counting(count: int) -> Select[Any]:
    kinds = [kind.value for kind in Found]
    words = search_words.c
    stretches = (
        select(words.record_id).where(words.kind.in_(kinds), _within(words.word, n)).limit(COMMON).subquery()
        for n in range(count)
    )
    return select(*(select(func.count()).select_from(each).scalar_subquery() for each in stretches))


@cache
def _along(kind: Found, others: int) -> Select[Any]:
    """The opportunities with that kind of word within the first stretch, in its order, which have the others too."""
    here, before = search_words.alias("here"), search_words.alias("before")
    is_seen_already = exists().where(
        before.c.kind == kind.value,
        before.c.record_id == here.c.record_id,
        before.c.word >= bindparam("from_0"),
        before.c.word < here.c.word,
    )
    return (
        select(opportunities.c.id)
        .select_from(here.join(opportunities, _STANDS_IN[kind] == here.c.record_id))
        .where(here.c.kind == kind.value, _within(here.c.word, 0), ~is_seen_already)
        .where(*(or_(*(_has(any_kind, n) for any_kind in Found)) for n in range(1, others + 1)))
        .order_by(here.c.word, here.c.record_id)
    )


def _has(kind: Found, number: int) -> Exists:
    word = search_words.alias(f"{kind.value}_{number}").c
    return exists().where(word.kind == kind.value, word.record_id == _STANDS_IN[kind], _within(word.word, number))


_SHOWN = (
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
    )
    .join(stages, stages.c.id == opportunities.c.stage_id)
    .join(users, users.c.id == opportunities.c.owner_id)
    .outerjoin(accounts, accounts.c.id == opportunities.c.account_id)
    .outerjoin(contacts, contacts.c.id == opportunities.c.contact_id)
    .where(opportunities.c.id.in_(bindparam("ids", type_=BigInteger, expanding=True)))
)


def _shown(connection: Connection, found: dict[int, Found]) -> list[FoundOpportunity]:
    rows = {row.id: row for row in connection.execute(_SHOWN, {"ids": list(found)})} if found else {}
    return [
        FoundOpportunity(
            id=row.id,
            name=row.name,
            account=None if row.account_id is None else Named(row.account_id, row.account_name),
            contact=None if row.contact_id is None else Named(row.contact_id, row.contact_name),
            owner=Named(row.owner_id, row.owner_name),
            stage=Named(row.stage_id, row.stage_name),
            status=row.stage_type,
            matched=kind,
        )
        for number, kind in found.items()
        if (row := rows.get(number)) is not None
    ]
