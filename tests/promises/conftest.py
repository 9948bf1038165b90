"""A company on both databases, built once for a file whose tests leave it as they found it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from litestar.testing import TestClient

from stageline.http.app import create_app
from stageline.storage.engine import open_engines
from stageline.storage.schema import bring_up_to_date
from stageline.storage.unit_of_work import Storage
from tests.conftest import another_database, found
from tests.promises.company import Company, a_company


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("company") / "stageline.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        with opened(f"sqlite:///{file}") as made:
            yield made
        return
    for url in another_database(request.getfixturevalue("postgresql_url")):
        with opened(url) as made:
            yield made


@contextmanager
def opened(url: str) -> Iterator[Company]:
    engines = open_engines(url)
    bring_up_to_date(engines)
    storage = Storage(engines)
    found(storage)
    with TestClient(create_app(storage), raise_server_exceptions=False) as client:
        yield a_company(client, storage)
    storage.close()
