"""What mail programs tell us over HTTP: calls that are signed, and nothing else."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import insert, select

from stageline.commands.messages.handing_over import claim_message, message_sent
from stageline.domain.ids import MessageId
from stageline.http.app import create_app
from stageline.settings import Settings
from stageline.storage.tables import accounts, contacts, messages, notifications, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.agendas import a_checklist, a_letter, all_actions, asking
from tests.builders import LONG_AGO, REP, keep, keep_people
from tests.builders_people import number_after
from tests.http.conftest import Web

KEY = b"k" * 32
SETTINGS = Settings(inbound_secret=f"whsec_{b64encode(KEY).decode()}")
PATH = "/api/v1/inbound/bounces"
NO_MAILBOX = "550 5.1.1 <ann@tailwind.example>: no such mailbox"


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)  # noqa: TID251 - the server's clock


@pytest.fixture
def given(storage: Storage) -> Iterator[Web]:
    """Rita's letter to Ann was sent."""
    ann = {"id": 1, "name": "Ann Lee", "email": "ann@tailwind.example", "created_at": LONG_AGO, "version": 1}
    with storage.writing() as work:
        keep_people(work.connection)
        number_after(work.connection, accounts, users)
        keep(work.connection, asking(Qualify=[a_letter(template="thanks"), a_checklist()]))
        work.connection.execute(insert(contacts), [ann])
        number_after(work.connection, contacts)
    with TestClient(create_app(storage, SETTINGS), raise_server_exceptions=False) as client:
        web = Web(client, storage)
        web.rep.post("/opportunities", {"fields": {"contact_id": 1, "name": "Solar roof"}})
        letter = next(action.id for action in all_actions(storage) if action.name == "Letter")
        body = {"action_ids": [letter], "delivery": "email"}
        assert web.rep.post("/opportunities/1/actions/performances", body).status_code == 200
        assert claim_message(storage, MessageId(1), soon()) is not None
        message_sent(storage, MessageId(1), soon())
        yield web


def the_message(web: Web) -> Any:
    with web.storage.reading() as connection:
        return connection.execute(select(messages)).one()


def the_letter(web: Web) -> Any:
    return next(action for action in all_actions(web.storage) if action.name == "Letter")


def told(web: Web) -> list[tuple[int, str]]:
    Worker(web.storage).run_once(soon())
    with web.storage.reading() as connection:
        rows = connection.execute(select(notifications.c.user_id, notifications.c.kind).order_by(notifications.c.id))
        return [(row.user_id, row.kind) for row in rows]


def name_of(message: Any) -> str:
    return f"<stageline.{message.id}.{int(message.created_at.timestamp())}@northwind.example>"


def call(web: Web, said: dict[str, Any], *, key: bytes = KEY, age: int = 0, signed: str | None = None) -> Any:
    body, stamp = json.dumps(said), str(int(soon().timestamp()) - age)
    signature = b64encode(digest(key, f"call-1.{stamp}.{signed or body}".encode(), sha256)).decode()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": "call-1",
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{b64encode(b'of another key').decode()} v1,{signature}",
    }
    return web.client.post(PATH, content=body, headers=headers)


@pytest.mark.rule("PS-50")
def test_a_letter_that_came_back_is_told_once_and_warned_of_and_stays_complete(given: Web) -> None:
    message = the_message(given)

    answers = [call(given, {"message_id": name_of(message), "reason": NO_MAILBOX}).status_code for _ in range(2)]

    assert answers == [204, 204]
    assert told(given) == [(REP, "letter_bounced")]
    letter = the_letter(given)
    assert letter.completed_at is not None
    assert letter.trouble == "The letter came back: 550 5.1.1 <…>: no such mailbox"
    shown = given.rep.get("/messages/1").json()
    assert (shown["state"], shown["may_decide"]) == ("bounced", False)


@pytest.mark.rule("PS-50")
def test_what_is_not_signed_so_is_refused_and_leaves_no_trace(given: Web) -> None:
    said = {"message_id": name_of(the_message(given)), "reason": NO_MAILBOX}
    bare = given.client.post(PATH, json=said)
    refused = (
        bare,
        call(given, said, key=b"another key of some other people"),
        call(given, said, age=310),
        call(given, said, age=-400),
        call(given, said, signed=json.dumps({"message_id": "x"})),
    )

    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(401, "bad_signature")}
    assert (the_message(given).state, the_letter(given).trouble, told(given)) == ("sent", None, [])


def test_without_a_secret_every_call_is_refused(web: Web) -> None:
    assert call(web, {"message_id": "<x@y>"}, key=b"").status_code == 401


@pytest.mark.rule("PS-50")
@pytest.mark.parametrize("name", ["<x@northwind.example>", "<stageline.999.1@x>", "<stageline.1.1@x>", ""])
def test_mail_that_is_not_ours_is_passed_over(given: Web, name: str) -> None:
    assert call(given, {"message_id": name}).status_code == 204
    assert the_message(given).state == "sent"
