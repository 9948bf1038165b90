"""Both databases, for every test that asks for `storage`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from stageline.commands.organisation import found_organisation
from stageline.storage.engine import Engines, open_engines
from stageline.storage.tables import metadata
from stageline.storage.unit_of_work import Storage
from tests.builders import LONG_AGO
from tests.postgresql import cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """An empty, founded organisation in Amsterdam that counts in euros."""
    if request.param == "sqlite":
        engines = open_engines(f"sqlite:///{tmp_path / 'stageline.db'}")
    else:
        engines = open_engines(request.getfixturevalue("postgresql_url"))
        _drop_everything(engines)
    metadata.create_all(engines.writing)
    storage = Storage(engines)
    with storage.writing() as work:
        found_organisation(work, name="Northwind", zone="Europe/Amsterdam", currency="EUR", at=LONG_AGO)
    yield storage
    engines.dispose()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    yield from cluster()


def _drop_everything(engines: Engines) -> None:
    with engines.writing.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
