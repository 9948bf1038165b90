"""Both databases, for every test that asks for `storage` or for an `empty_url`."""

import os
import shutil
from collections.abc import Iterator
from itertools import count as counting
from pathlib import Path

import pytest
from sqlalchemy import text

from stageline.commands.organisation import found_organisation
from stageline.storage.engine import Engines, open_engines
from stageline.storage.schema import bring_up_to_date
from stageline.storage.unit_of_work import Storage
from tests.builders import LONG_AGO
from tests.postgresql import FORGET_ALL, cluster, create_database, drop_database

NUMBERS = counting(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """An empty, founded organisation in Amsterdam that counts in euros."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "stageline.db")
        engines = open_engines(f"sqlite:///{tmp_path / 'stageline.db'}")
    else:
        engines = open_engines(request.getfixturevalue("postgresql_database"))
        forget_all(engines)
    storage = Storage(engines)
    found(storage)
    yield storage
    storage.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database in which nothing was made yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from another_database(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite database in which nothing was made yet."""
    return f"sqlite:///{tmp_path / 'another.db'}"


@pytest.fixture
def postgresql_empty_url(postgresql_url: str) -> Iterator[str]:
    """A PostgreSQL database in which nothing was made yet."""
    yield from another_database(postgresql_url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables and no row, to copy."""
    path = tmp_path_factory.mktemp("template") / "stageline.db"
    engines = open_engines(f"sqlite:///{path}")
    bring_up_to_date(engines)
    engines.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_database(postgresql_url: str) -> str:
    """A database with the tables."""
    url = create_database(postgresql_url, "tests")
    engines = open_engines(url)
    bring_up_to_date(engines)
    engines.dispose()
    return url


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The cluster, by its first database."""
    yield from cluster()


def another_database(url: str) -> Iterator[str]:
    name = f"empty_{os.getpid()}_{next(NUMBERS)}"
    yield create_database(url, name)
    drop_database(url, name)


def forget_all(engines: Engines) -> None:
    with engines.writing.begin() as connection:
        connection.execute(text(FORGET_ALL))


def found(storage: Storage) -> None:
    with storage.writing() as work:
        found_organisation(work, name="Northwind", zone="Europe/Amsterdam", currency="EUR", at=LONG_AGO)
