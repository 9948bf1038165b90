"""What SQLite would forgive and PostgreSQL would not is the same on both, as far as it matters to us."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from stageline.storage.tables import (
    accounts,
    consumers,
    custom_fields,
    deal_team,
    events,
    field_history,
    jobs,
    opportunities,
    organisation,
    processes,
    stage_history,
    users,
)
from stageline.storage.unit_of_work import Storage
from tests.builders import DEMO, NOON, OTHER_REP, REP, a_process, an_opportunity, keep

PROCESS = a_process()
JOB = {"kind": "test", "payload": {}, "state": "done", "run_at": NOON, "attempts": 0, "created_at": NOON}


@pytest.fixture
def kept(storage: Storage) -> Storage:
    with storage.engines.writing.begin() as connection:
        keep(connection, PROCESS, an_opportunity(process=PROCESS))
    return storage


def written_and_read(storage: Storage, column: Any, value: object) -> Any:
    with storage.engines.writing.begin() as connection:
        connection.execute(update(column.table).values({column: value}))
    with storage.reading() as connection:
        return connection.scalar(select(column).limit(1))


def refused(storage: Storage, statement: Any, values: dict[str, object] | None = None) -> bool:
    """Whether the database itself says no, and nothing is left of it."""
    try:
        with storage.engines.writing.begin() as connection:
            connection.execute(statement, values or {})
    except SQLAlchemyError:
        return True
    return False


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (opportunities.c.amount_minor, 2**53),
        (opportunities.c.amount_minor, 0),
        (opportunities.c.amount_minor, None),
        (opportunities.c.expected_close_on, date(2028, 2, 29)),
        (opportunities.c.expected_close_on, date(1, 1, 1)),
        (opportunities.c.is_in_forecast, False),
        (opportunities.c.is_in_forecast, True),
        (opportunities.c.remarks, ""),
        (opportunities.c.remarks, "  Ünïcödé ☃ 🦊 ' \" \\ % %s :name ?\r\n\t"),
        (opportunities.c.remarks, "x" * 100_000),
        (opportunities.c.custom, {}),
        (opportunities.c.custom, {"size": 1.5, "deep": [None, True, {"ü": ""}], "big": 2**53}),
        (opportunities.c.stage_entered_at, datetime(2026, 11, 2, 12, 0, 0, 123456, tzinfo=UTC)),
        (opportunities.c.stage_entered_at, datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        (opportunities.c.stage_entered_at, datetime(9999, 12, 31, tzinfo=UTC)),
    ],
    ids=str,
)
def test_a_value_comes_back_as_it_was(kept: Storage, column: Any, value: object) -> None:
    found = written_and_read(kept, column, value)

    assert found == value
    assert type(found) is type(value)


def test_an_instant_of_any_zone_comes_back_in_utc(kept: Storage) -> None:
    in_kathmandu = datetime(2026, 11, 2, 17, 45, tzinfo=timezone(timedelta(hours=5, minutes=45)))

    found = written_and_read(kept, opportunities.c.stage_entered_at, in_kathmandu)

    assert (found, found.tzinfo) == (in_kathmandu, UTC)


def test_instants_are_compared_to_the_microsecond(kept: Storage) -> None:
    later = NOON + timedelta(microseconds=1)
    written_and_read(kept, opportunities.c.stage_entered_at, later)

    with kept.reading() as connection:
        assert connection.scalars(select(opportunities.c.id).where(opportunities.c.stage_entered_at > NOON)).all() == [
            1
        ]
        assert not connection.scalars(select(opportunities.c.id).where(opportunities.c.stage_entered_at > later)).all()


def test_nothing_refers_to_what_is_not_there(kept: Storage) -> None:
    for column in (opportunities.c.owner_id, opportunities.c.stage_id, opportunities.c.account_id):
        assert refused(kept, update(opportunities).values({column: 4711}))
        assert not refused(kept, update(opportunities).values({column: opportunities.c[column.name]}))


def test_what_is_referred_to_stays(kept: Storage) -> None:
    assert refused(kept, users.delete().where(users.c.id == REP))
    assert not refused(kept, users.delete().where(users.c.id == OTHER_REP))


@pytest.mark.parametrize(
    "column", [column for column in opportunities.c if not column.nullable and not column.primary_key], ids=str
)
def test_what_is_required_is_required(kept: Storage, column: Any) -> None:
    assert refused(kept, update(opportunities).values({column: None}))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (opportunities.c.probability, 101),
        (opportunities.c.probability, -1),
        (opportunities.c.amount_minor, -1),
        (opportunities.c.amount_minor, 2**63),
        (organisation.c.id, 2),
    ],
    ids=str,
)
def test_values_out_of_range_are_refused(kept: Storage, column: Any, value: int) -> None:
    # SQLite's driver refuses what has more than 64 bits by an error of Python's own.
    try:
        assert refused(kept, update(column.table).values({column: value}))
    except OverflowError:
        assert value >= 2**63


def test_what_is_unique_stands_once_and_what_is_empty_any_number_of_times(storage: Storage) -> None:
    with storage.engines.writing.begin() as connection:
        connection.execute(
            insert(jobs), [JOB | {"unique_key": None}, JOB | {"unique_key": None}, JOB | {"unique_key": "a"}]
        )

    assert refused(storage, insert(jobs), JOB | {"unique_key": "a"})
    assert not refused(storage, insert(jobs), JOB | {"unique_key": "A"})


def test_there_is_at_most_one_default_process(kept: Storage) -> None:
    another = {"id": 2, "name": "Another", "name_folded": "another"}
    with kept.engines.writing.begin() as connection:
        row = connection.execute(select(processes)).mappings().one()
        connection.execute(update(processes).values(is_default=False))
        connection.execute(insert(processes), {**row, **another, "is_default": False})

    assert refused(kept, update(processes).values(is_default=True))
    assert not refused(kept, update(processes).where(processes.c.id == 2).values(is_default=True))


@pytest.mark.parametrize("table", [events, stage_history])
def test_what_happened_is_neither_changed_nor_deleted(kept: Storage, table: Any) -> None:
    with kept.reading() as connection:
        before = connection.execute(select(table)).all()

    assert refused(kept, update(table).values(version=17))
    assert refused(kept, table.delete())

    with kept.reading() as connection:
        assert connection.execute(select(table)).all() == before


def test_a_field_changes_once_per_event(kept: Storage) -> None:
    changed = {"event_id": 1, "opportunity_id": 1, "version": 1, "field": "name", "channel": "record", "actor_id": REP,
               "at": NOON}  # fmt: skip

    assert not refused(kept, insert(field_history), changed)
    with pytest.raises(IntegrityError), kept.engines.writing.begin() as connection:
        connection.execute(insert(field_history), changed)


def test_json_null_is_no_value(kept: Storage) -> None:
    member = {"opportunity_id": 1, "user_id": OTHER_REP, "team_role": "presales", "access": "edit", "stage_ids": None}
    with kept.engines.writing.begin() as connection:
        connection.execute(insert(deal_team), member)

    with kept.reading() as connection:
        assert connection.scalars(select(deal_team.c.user_id).where(deal_team.c.stage_ids.is_(None))).all() == [
            OTHER_REP
        ]
    assert written_and_read(kept, deal_team.c.stage_ids, [DEMO.id]) == [DEMO.id]


def test_rows_are_numbered_on(storage: Storage) -> None:
    account = {"name": "Tailwind", "details": {}, "created_at": NOON, "version": 1}
    field = {"key": "size", "label": "Size", "type": "text", "choices": [], "is_active": True}
    with storage.engines.writing.begin() as connection:
        first, second = (connection.execute(insert(accounts), account).inserted_primary_key for _ in range(2))
        key = connection.execute(insert(custom_fields), field).inserted_primary_key

    assert first
    assert second
    assert key
    assert second[0] == first[0] + 1
    assert key[0] == 1


def test_a_reader_cannot_write(storage: Storage) -> None:
    with pytest.raises(SQLAlchemyError), storage.reading() as connection:
        connection.execute(insert(consumers), {"name": "x", "transaction_id": 0, "event_id": 0})
