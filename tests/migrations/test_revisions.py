"""The revisions one after another make the very schema that the tables in the source describe."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from stageline.bootstrap import migrate, open_storage
from stageline.domain.actions.deal_role import SHIPPED_DEAL_ROLES
from stageline.domain.activities.outcome import SHIPPED_OUTCOMES
from stageline.storage.actions.deal_roles import read_deal_roles
from stageline.storage.engine import Engines, open_engines
from stageline.storage.migrations.running import scripts, upgrade
from stageline.storage.outcomes import read_outcomes
from stageline.storage.schema import (
    LATEST,
    REVISIONS,
    VERSION_TABLE,
    DatabaseOfSomethingElse,
    SchemaAhead,
    SchemaBehind,
    bring_up_to_date,
    create_tables,
    require_current,
    version_of,
)
from tests.builders import LONG_AGO

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
OLD_ACCOUNT = {
    "sqlite": "INSERT INTO accounts VALUES (1, 'Müller Freight', NULL, '{}', 0, 1)",
    "postgresql": "INSERT INTO accounts VALUES (1, 'Müller Freight', NULL, '{}', now(), 1)",
}
OLD_IMPORTED = """
    INSERT INTO imported (kind, source, external_id, record_id, row_hash)
    VALUES ('opportunity', 'Old', 'DEAL-7', 3, ''), ('account', 'Old', 'ACC-9', 1, '')
"""
OLD_ORGANISATION = """
    INSERT INTO organisation VALUES (1, 'Northwind', 'UTC', 'EUR', 1, '[]', '[]', '[]', '{}', '[]', 1, 1)
"""
SEQUENCES = "SELECT sequencename, data_type::text, increment_by FROM pg_sequences WHERE schemaname = 'public'"


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engines]:
    engines = open_engines(empty_url)
    yield engines
    engines.dispose()


def test_the_revisions_make_what_the_tables_describe(empty: Engines) -> None:
    with empty.writing.begin() as connection:
        upgrade(connection)
        upgraded = described(connection)
        assert version_of(connection) == LATEST
        clear(connection)
    with empty.writing.begin() as connection:
        create_tables(connection)

        assert upgraded == described(connection)


def test_what_is_made_straight_away_is_what_the_revisions_make(empty: Engines) -> None:
    bring_up_to_date(empty)

    with empty.writing.begin() as connection:
        made = described(connection) | {VERSION_TABLE: table(connection, VERSION_TABLE)}
        clear(connection)
        upgrade(connection)
        assert made == described(connection) | {VERSION_TABLE: table(connection, VERSION_TABLE)}


def test_the_program_knows_each_revision_without_alembic() -> None:
    revisions = [script.revision for script in scripts().walk_revisions()]

    assert tuple(reversed(revisions)) == REVISIONS
    assert scripts().get_current_head() == LATEST


def test_migrating_again_changes_nothing(empty_url: str) -> None:
    storage = open_storage(empty_url)

    assert migrate(storage, LONG_AGO) is None
    assert migrate(storage, LONG_AGO) == LATEST
    storage.engines.dispose()


def test_a_database_that_was_upgraded_is_founded(empty_url: str) -> None:
    storage = open_storage(empty_url)
    migrate(storage, LONG_AGO)

    with storage.writing() as work:
        assert work.organisation.zone == "UTC"
    storage.engines.dispose()


def test_an_empty_database_is_behind(empty: Engines) -> None:
    with empty.writing.begin() as connection, pytest.raises(SchemaBehind):
        require_current(connection)

    bring_up_to_date(empty)
    with empty.writing.begin() as connection:
        require_current(connection)


def test_a_database_of_a_newer_version_is_left_alone(empty: Engines) -> None:
    bring_up_to_date(empty)
    with empty.writing.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608

    with pytest.raises(SchemaAhead):
        bring_up_to_date(empty)
    with empty.writing.begin() as connection, pytest.raises(SchemaAhead):
        require_current(connection)


def test_somebody_elses_database_is_left_alone(empty: Engines) -> None:
    with empty.writing.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))

    with pytest.raises(DatabaseOfSomethingElse):
        bring_up_to_date(empty)

    with empty.writing.begin() as connection:
        assert inspect(connection).get_table_names() == ["recipes"]


def clear(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for name in inspect(connection).get_table_names():
            connection.execute(text(f"DROP TABLE {name}"))
    else:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def described(connection: Connection) -> dict[str, Any]:
    """Everything that the database says of itself, but for the table of versions."""
    names = inspect(connection).get_table_names()
    beside = {
        "triggers": sorted((name, spaced(sql)) for name, sql in rows(connection, TRIGGERS[connection.dialect.name]))
    }
    if connection.dialect.name == "postgresql":
        beside |= {"functions": rows(connection, FUNCTIONS), "sequences": rows(connection, SEQUENCES)}
    return {name: table(connection, name) for name in names if name != VERSION_TABLE} | beside


def table(connection: Connection, name: str) -> dict[str, Any]:
    inspector = inspect(connection)
    return {
        "columns": [{**column, "type": repr(column["type"])} for column in inspector.get_columns(name)],
        "primary key": inspector.get_pk_constraint(name),
        "foreign keys": in_order(inspector.get_foreign_keys(name)),
        "unique": in_order(inspector.get_unique_constraints(name)),
        "indexes": [
            {**index, "dialect_options": {key: str(value) for key, value in index["dialect_options"].items()}}
            for index in in_order(inspector.get_indexes(name))
        ],
        "checks": in_order(inspector.get_check_constraints(name)),
    }


def in_order(found: Any) -> list[Any]:
    return sorted(found, key=str)


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return sorted(tuple(row) for row in connection.execute(text(sql)))


def spaced(sql: str) -> str:
    return " ".join(sql.split())


def test_what_was_there_before_the_words_is_found_by_them(empty: Engines) -> None:
    with empty.writing.begin() as connection:
        upgrade(connection, "0001")
        connection.execute(text(OLD_ACCOUNT[connection.dialect.name]))
        connection.execute(text(OLD_IMPORTED))

        upgrade(connection)

        assert rows(connection, "SELECT kind, word, record_id FROM search_words") == sorted(
            [("account", word, 1) for word in ("freight", "mueller", "muller", "müller")]
            + [("external_id", word, 3) for word in ("deal", "7")]
        )


def test_an_organisation_that_was_there_before_begins_with_the_shipped_lists(empty: Engines) -> None:
    with empty.writing.begin() as connection:
        upgrade(connection, "0002")
        connection.execute(text(OLD_ORGANISATION))

        upgrade(connection)

        assert read_outcomes(connection) == SHIPPED_OUTCOMES
        assert set(read_deal_roles(connection)) == set(SHIPPED_DEAL_ROLES)
