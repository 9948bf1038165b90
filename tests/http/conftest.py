"""The application over a founded storage, with a browser for each role."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from litestar.testing import TestClient

from stageline.domain.calendar import today, zone_named
from stageline.domain.ids import UserId
from stageline.http.app import create_app
from stageline.storage.tables import accounts, users
from stageline.storage.unit_of_work import Storage
from tests.builders import ADMIN, COLLABORATOR, MANAGER, OPERATIONS, OTHER_REP, REP, VIEWER, keep_people
from tests.builders_people import Browser, a_session, number_after


def this_day() -> date:
    """Where the organisation is, by the clock that the server reads."""
    return today(datetime.now(UTC), zone_named("Europe/Amsterdam"))  # noqa: TID251


@dataclass
class Web:
    """`client` has nobody signed in; `as_(user_id)` is somebody's browser, and the roles have theirs."""

    client: TestClient[Any]
    storage: Storage

    def as_(self, user_id: UserId) -> Browser:
        return Browser(self.client, *a_session(self.storage, user_id))

    @property
    def admin(self) -> Browser:
        return self.as_(ADMIN)

    @property
    def operations(self) -> Browser:
        return self.as_(OPERATIONS)

    @property
    def manager(self) -> Browser:
        return self.as_(MANAGER)

    @property
    def rep(self) -> Browser:
        return self.as_(REP)

    @property
    def other_rep(self) -> Browser:
        return self.as_(OTHER_REP)

    @property
    def collaborator(self) -> Browser:
        return self.as_(COLLABORATOR)

    @property
    def viewer(self) -> Browser:
        return self.as_(VIEWER)


@pytest.fixture
def web(storage: Storage) -> Iterator[Web]:
    """People of every role are there (`tests.builders.keep_people`); a test keeps what else it needs."""
    with storage.writing() as work:
        keep_people(work.connection)
        number_after(work.connection, accounts, users)
    with TestClient(create_app(storage), raise_server_exceptions=False) as client:
        yield Web(client, storage)
