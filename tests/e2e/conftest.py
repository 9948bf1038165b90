"""The real server in a process of its own, and people who look at it through the system's Chromium."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from stageline.cli.demo import prepare
from stageline.cli.demo.people import add_people
from stageline.commands.contacts import add_account, add_contact
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.processes.creating import install_standard_sales
from stageline.domain.events import By, Channel
from stageline.domain.people.user import SYSTEM
from stageline.settings import read_settings
from stageline.storage.people.authentication import read_actor
from stageline.storage.unit_of_work import Storage
from tests.e2e.chromium import CHROMIUM, FLAGS
from tests.e2e.screens import Sample, sign_in
from tests.e2e.serving import served
from tests.e2e.slow_line import over_a_slow_line

PAGE = Path(__file__).parents[2] / "src" / "stageline" / "http" / "page" / "index.html"
DEALS = (("Fleet portal", 8_400_000), ("Claims intake", 14_250_000), ("Recipe planning", 4_780_000))


# A machine that tests on every core is slow to draw; what is not there by then is not going to come.
expect.set_options(timeout=20_000)


@dataclass
class Site:
    address: str
    open_page: Callable[[str], Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: no page was looked at")
    if not PAGE.exists():
        pytest.skip("The page is not built (bin/setup builds it): it was not looked at")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(storage: Storage, chromium: Browser) -> Iterator[Site]:
    """Three deals of Mara's in the first stage of the shipped process; on PostgreSQL the worker runs apart."""
    with a_site(storage, chromium) as found:
        yield found


@contextmanager
def a_site(storage: Storage, chromium: Browser, **variables: str) -> Iterator[Site]:
    """With more settings than there are."""
    tell(storage)
    url = storage.engines.writing.url.render_as_string(hide_password=False)
    contexts = []
    with served(url, **variables) as server, over_a_slow_line(server) as address:

        def open_page(name: str) -> Page:
            context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(30_000)
            sign_in(page, address, name)
            return page

        yield Site(address, open_page)
        for context in contexts:
            context.close()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Sample]:
    """The company of `bin/demo` on SQLite, to look at: no test changes anything in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'stageline-demo.db'}"
    now = datetime.now(UTC)  # noqa: TID251 - the server and the browser look at the same clock
    prepare(msgspec.structs.replace(read_settings(), database_url=url), now)
    with served(url) as server, over_a_slow_line(server) as address:
        yield Sample(address, chromium)


def tell(storage: Storage) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the server and the browser look at the same clock
    at, by = now - timedelta(days=3), By(SYSTEM, Channel.SYSTEM)
    with storage.writing() as work:
        people = add_people(work, at)
        install_standard_sales(work, by=by, at=at)
        account = add_account(work, {"name": "Tailwind Logistics"}, by=by, at=at)
        contact = add_contact(work, {"name": "Ann Becker", "account_id": account}, by=by, at=at)
    with storage.writing() as work:
        mara = By(read_actor(work.connection, people["Mara Lindqvist"]), Channel.CREATE)
        for name, amount in DEALS:
            fields = {"name": name, "amount_minor": amount, "account_id": account, "contact_id": contact}
            open_opportunity(work, SaidOpening(fields=fields), by=mara, at=at)
