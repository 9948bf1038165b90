"""When the database hangs up, whoever asks next is answered all the same."""

import pytest

from tests.http.conftest import Web


@pytest.mark.parametrize("storage", ["postgresql"], indirect=True)
def test_a_server_that_was_restarted_in_between_is_not_noticed(web: Web) -> None:
    rep = web.rep
    assert rep.get("/session").status_code == 200

    with web.storage.engines.reading.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )

    assert rep.get("/session").status_code == 200
    assert rep.post("/contacts", {"name": "Ida"}).status_code == 201
