"""Whether a database keeps its promises: how it is set, what guards it, and whether the history hangs together."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Connection, Select, func, select, text, tuple_

from stageline.queries.health import read_health
from stageline.storage.jobs import FAILED
from stageline.storage.schema import LATEST, version_of
from stageline.storage.search import without_words
from stageline.storage.tables import events, opportunities, stage_history
from stageline.storage.tables.guards import APPEND_ONLY

MOST_BEHIND = 10_000
MOST_COUNTED = 1000
MOST_SECONDS_APART = 5
OLDEST_POSTGRESQL = 150_000

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
TRIGGERS_ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
TRIGGERS_ON_POSTGRESQL = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"

_BEFORE = func.lag(stage_history.c.to_stage_id).over(
    partition_by=stage_history.c.opportunity_id, order_by=stage_history.c.version
)
_STEPS = select(stage_history.c.opportunity_id, stage_history.c.from_stage_id, _BEFORE.label("before")).subquery()
GAPS = select(func.count(_STEPS.c.opportunity_id.distinct())).where(
    _STEPS.c.from_stage_id.is_distinct_from(_STEPS.c.before)
)

_LAST = (
    select(stage_history.c.opportunity_id, func.max(stage_history.c.version).label("version"))
    .group_by(stage_history.c.opportunity_id)
    .subquery()
)
_STANDS = (
    select(stage_history.c.opportunity_id, stage_history.c.to_stage_id)
    .where(
        tuple_(stage_history.c.opportunity_id, stage_history.c.version).in_(
            select(_LAST.c.opportunity_id, _LAST.c.version)
        )
    )
    .subquery()
)
ASTRAY = (
    select(func.count())
    .select_from(opportunities.outerjoin(_STANDS, _STANDS.c.opportunity_id == opportunities.c.id))
    .where(opportunities.c.stage_id.is_distinct_from(_STANDS.c.to_stage_id))
)


class Finding(msgspec.Struct, frozen=True):
    """`state` is `ok`, `warning` for what somebody should look at, `wrong` for what must be put right."""

    check: str
    state: str
    detail: str


def examine(connection: Connection, at: datetime) -> Iterator[Finding]:
    """Without a current schema nothing further can be said."""
    version = version_of(connection)
    if version != LATEST:
        yield Finding(
            "schema", "wrong", f"is at {version or 'nothing'}, this version wants {LATEST}: stageline migrate"
        )
        return
    yield Finding("schema", "ok", LATEST)
    yield from _settings(connection)
    yield _guards(connection)
    yield _history(connection)
    yield _search(connection)
    yield from _work(connection)
    yield _clock(connection, at)


def _settings(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        for name, wanted in PRAGMAS.items():
            found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            yield _is(f"sqlite {name}", found == wanted, str(found))
        damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        yield _is("sqlite file", damage == "ok", str(damage))
        astray = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
        yield _is("foreign keys", astray == 0, f"{astray} rows refer to nothing")
        return
    for name in ("fsync", "full_page_writes"):
        found = connection.exec_driver_sql(f"SHOW {name}").scalar()
        yield Finding(f"postgresql {name}", "ok" if found == "on" else "warning", str(found))
    number = int(connection.exec_driver_sql("SHOW server_version_num").scalar() or 0)
    yield _is("postgresql version", number >= OLDEST_POSTGRESQL, str(number // 10_000))


def _guards(connection: Connection) -> Finding:
    is_sqlite = connection.dialect.name == "sqlite"
    found = set(connection.scalars(text(TRIGGERS_ON_SQLITE if is_sqlite else TRIGGERS_ON_POSTGRESQL)))
    missing = sorted(set(_expected(is_sqlite=is_sqlite)) - found)
    return _is("append-only", not missing, f"missing: {', '.join(missing)}" if missing else "guarded")


def _expected(*, is_sqlite: bool) -> Iterator[str]:
    for table, acts in APPEND_ONLY.items():
        if is_sqlite:
            yield from (f"{table.name}_no_{act}" for act in acts)
        else:
            yield f"{table.name}_append_only"


def _history(connection: Connection) -> Finding:
    """Each move begins where the one before it ended, and the last one ends where the opportunity stands."""
    gaps, astray = _count(connection, GAPS), _count(connection, ASTRAY)
    detail = f"{gaps} opportunities with a gap, {astray} that stand elsewhere than their history says"
    return _is("stage history", not (gaps or astray), detail)


def _search(connection: Connection) -> Finding:
    unknown = sum(1 for _ in without_words(connection, MOST_COUNTED))
    if not unknown:
        return Finding("search", "ok", "knows every record")
    some = f"{unknown} records" if unknown < MOST_COUNTED else f"{MOST_COUNTED} records or more"
    return Finding("search", "warning", f"{some} cannot be found by their words: stageline migrate adds them")


def _work(connection: Connection) -> Sequence[Finding]:
    health = read_health(connection)
    behind = max((consumer.behind for consumer in health.consumers.values()), default=0)
    failed = health.jobs[FAILED]
    return [
        Finding("consumers", "ok" if behind <= MOST_BEHIND else "warning", f"at most {behind} events behind"),
        Finding(
            "jobs", "warning" if failed else "ok", f"{failed} failed, {sum(health.jobs.values()) - failed} waiting"
        ),
    ]


def _clock(connection: Connection, at: datetime) -> Finding:
    """This machine's against the server's, or against what has happened already."""
    if connection.dialect.name == "sqlite":
        last = connection.scalar(select(events.c.at).order_by(events.c.id.desc()).limit(1))
        ahead = (last - at) if last else timedelta(0)
        return Finding("clock", "warning" if ahead > timedelta(minutes=1) else "ok", f"last event at {last}")
    theirs = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one().astimezone(UTC)
    apart = abs((theirs - at).total_seconds())
    return Finding("clock", "warning" if apart > MOST_SECONDS_APART else "ok", f"{apart:.1f} s from the database's")


def _count(connection: Connection, statement: Select[int]) -> int:
    return connection.scalar(statement) or 0


def _is(check: str, sound: bool, detail: str) -> Finding:
    return Finding(check, "ok" if sound else "wrong", detail)
