"""Letters and invitations that really leave, are refused, arrive and come back: what people see of it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from hmac import digest

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from stageline.storage.unit_of_work import Storage
from tests.e2e.conftest import Site, a_site
from tests.e2e.test_actions import opened, row
from tests.e2e.test_letters import ANN, LETTER, ann_has_an_address, letter_dialog
from tests.posting import Postbox, serving

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]
KEY = b"k" * 32


@dataclass
class Mailing:
    site: Site
    postbox: Postbox


@pytest.fixture
def mailing(storage: Storage, chromium: Browser) -> Iterator[Mailing]:
    postbox = Postbox()
    with (
        serving(postbox) as port,
        a_site(
            storage,
            chromium,
            STAGELINE_SMTP_HOST="localhost",
            STAGELINE_SMTP_PORT=str(port),
            STAGELINE_SMTP_SECURITY="none",
            STAGELINE_SMTP_FROM="crm@northwind.example",
            STAGELINE_INBOUND_SECRET=f"whsec_{b64encode(KEY).decode()}",
        ) as site,
    ):
        yield Mailing(site, postbox)


def mails(postbox: Postbox) -> list[EmailMessage]:
    return [BytesParser(policy=policy.default).parsebytes(content) for _, _, content in postbox.mails]


def comes_back(site: Site, mail: EmailMessage, reason: str) -> None:
    """As a mail provider tells it."""
    body = json.dumps({"message_id": str(mail["Message-ID"]), "reason": reason})
    stamp = str(int(datetime.now(UTC).timestamp()))  # noqa: TID251 - the server's clock
    signature = b64encode(digest(KEY, f"call.{stamp}.{body}".encode(), "sha256")).decode()
    headers = {"webhook-id": "call", "webhook-timestamp": stamp, "webhook-signature": f"v1,{signature}"}
    answer = httpx.post(
        f"{site.address}/api/v1/inbound/bounces", content=body, headers={**headers, "Content-Type": "application/json"}
    )
    assert answer.status_code == 204, answer.text


def sent(page: Page) -> None:
    letter_dialog(page).get_by_role("button", name="Send letter").click()


@pytest.mark.rule("PS-50")
def test_a_letter_that_is_refused_is_sent_again_arrives_and_comes_back(mailing: Mailing) -> None:
    mara = mailing.site.open_page("mara")
    mailing.postbox.receiver_answers.append("550 5.1.1 There is no such mailbox")
    opened(mara)
    ann_has_an_address(mara)
    sent(mara)

    expect(row(mara, LETTER)).to_contain_text("Not sent")
    expect(row(mara, LETTER)).to_contain_text("There is no such mailbox")
    expect(row(mara, LETTER)).not_to_contain_text("Done")
    mara.get_by_role("link", name="My day").click()
    expect(mara.get_by_role("region", name="Needs you")).to_contain_text("was not sent")
    mara.go_back()
    mara.get_by_role("button", name="Send again: Introduction to Ann Becker").click()

    expect(row(mara, LETTER)).to_contain_text("Sent")
    expect(row(mara, LETTER)).to_contain_text("Done")
    [mail] = mails(mailing.postbox)
    assert (mail["To"].addresses[0].addr_spec, mail["Reply-To"] is not None) == (ANN, True)

    comes_back(mailing.site, mail, "550 5.2.2 Mailbox full")
    expect(row(mara, LETTER)).to_contain_text("Came back")
    expect(row(mara, LETTER)).to_contain_text("Mailbox full")
    mara.get_by_role("button", name="Notifications").click()
    expect(mara.get_by_role("dialog")).to_contain_text("came back")


@pytest.mark.rule("PS-101")
def test_guests_of_an_activity_are_invited_by_mail_and_told_when_it_is_off(mailing: Mailing) -> None:
    mara = mailing.site.open_page("mara")
    opened(mara)
    ann_has_an_address(mara)
    mara.get_by_role("button", name="More for Introductory call").click()
    mara.get_by_role("menuitem", name="Open activity").click()
    call = mara.get_by_role("dialog", name="Introductory call")
    next_week = datetime.now(UTC).date() + timedelta(days=7)  # noqa: TID251 - the server's clock
    call.get_by_role("textbox", name="Day").fill(next_week.isoformat())
    call.get_by_label("Place").fill("Harbour office")
    call.get_by_role("checkbox", name="Invite by mail").check()
    call.get_by_role("button", name="Save").click()
    expect(call).to_be_hidden()
    assert mailing.postbox.hears.wait(20)

    mailing.postbox.hears.clear()
    mara.get_by_role("button", name="More for Introductory call").click()
    mara.get_by_role("menuitem", name="Open activity").click()
    call.get_by_role("button", name="Cancel it").click()
    assert mailing.postbox.hears.wait(20)

    said = [(mail["To"].addresses[0].addr_spec, str(mail["Subject"])) for mail in mails(mailing.postbox)]
    assert said == [(ANN, "Invitation: Introductory call"), (ANN, "Cancelled: Introductory call")]
    for mail, method in zip(mails(mailing.postbox), ("REQUEST", "CANCEL"), strict=True):
        [part] = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        assert (part.get_param("method"), "Harbour office" in part.get_content()) == (method, True)
