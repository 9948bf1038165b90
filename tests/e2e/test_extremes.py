"""What is long, wide, empty, many or written the other way breaks nothing: it fits, it can be read, nothing fails."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.company import BY_SYSTEM, EMAIL, PASSWORD, found
from stageline.cli.demo.people import add_people
from stageline.commands.contacts import add_account, add_contact
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.processes.creating import create_process, install_standard_sales
from stageline.commands.processes.defining import define_process
from stageline.commands.processes.publishing import publish_process
from stageline.domain.events import By, Channel
from stageline.domain.processes.definition import Definition
from stageline.storage.people.authentication import read_actor
from stageline.storage.unit_of_work import Storage
from tests.e2e.screens import DESK, SCREENS, Sample, Screen, Visit, sign_in
from tests.e2e.serving import served

pytestmark = [pytest.mark.slow]
ON_SQLITE = pytest.mark.parametrize("storage", ["sqlite"], indirect=True)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
NAMES = (
    f"{LONG} {LONG}",
    "🚀🏳️‍🌈👩‍👩‍👧‍👦 Ωmega — «Ünïcödé» <b>not bold</b> & 'quoted' \"twice\"",
    "مشروع بوابة الأسطول الجديدة للعملاء",
    "W" * 200,
)
# What sticks out of the page sideways, but for what scrolls in a frame of its own.
TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth + 1) return [];
  return [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > page.clientWidth + 1)
    .slice(0, 5).map(element => element.outerHTML.slice(0, 160));
}"""
# Text that is cut off and neither named nor titled in full, on itself or around it.
UNREADABLE = """() => [...document.querySelectorAll('main *, nav *')].filter(element => {
  const style = getComputedStyle(element);
  const isCut = style.overflowX !== 'visible' && style.overflowX !== 'auto' && style.overflowX !== 'scroll'
    && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 8 && element.innerText?.trim();
  if (!isCut) return false;
  const around = element.closest('[title], [aria-label]');
  const inside = element.querySelector('[title]');
  return around === null && inside === null;
}).slice(0, 5).map(element => element.outerHTML.slice(0, 200))"""


@contextmanager
def nothing_fails(page: Page) -> Iterator[None]:
    """No error on the console, none thrown, and no answer of a failed server."""
    wrong: list[str] = []
    page.on(
        "console", lambda said: wrong.append(said.text) if said.type == "error" and "401" not in said.text else None
    )
    page.on("pageerror", lambda thrown: wrong.append(str(thrown)))
    page.on(
        "response",
        lambda answer: (
            wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 and answer.status != 401 else None
        ),
    )
    yield
    assert not wrong, wrong


def assert_fits(page: Page) -> None:
    assert page.evaluate(TOO_WIDE) == [], "the page scrolls sideways"
    assert page.evaluate(UNREADABLE) == [], "text is cut off and can be read nowhere"


REACHED = [screen for screen in SCREENS if screen.who is not None and screen.name != "nothing-here"]


@pytest.mark.parametrize("screen", REACHED, ids=lambda screen: screen.name)
def test_at_three_times_the_size_nothing_is_lost(sample: Sample, screen: Screen) -> None:
    """Zooming to 300 % leaves a third of the width and of the height."""
    with sample.visited(screen.who, size=(DESK[0] // 3, DESK[1] // 3)) as visit, nothing_fails(visit.page):
        screen.reach(visit)
        visit.settle()

        assert visit.page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("language", ["pseudo", "pseudo-rtl"])
def test_long_words_and_the_other_direction_fit(sample: Sample, language: str) -> None:
    with sample.visited("mara") as visit, nothing_fails(visit.page):
        for path in (visit.board_path, f"/opportunities/{visit.stuck['id']}", _sheet(visit)):
            visit.go(f"{path}{'&' if '?' in path else '?'}language={language}")
            visit.page.get_by_role("heading", level=1).wait_for()
            visit.settle()

            assert visit.page.evaluate(TOO_WIDE) == []
            assert visit.page.evaluate("document.documentElement.dir") == ("rtl" if "rtl" in language else "ltr")


def _sheet(visit: Visit) -> str:
    return f"{visit.board_path}?move={visit.stuck['id']}&to={visit.stage_after(visit.stuck)['id']}"


@contextmanager
def looked_at(storage: Storage, browser: Browser, tell: Callable[[Storage], None]) -> Iterator[Visit]:
    tell(storage)
    url = storage.engines.writing.url.render_as_string(hide_password=False)
    with served(url) as address:
        context = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="en-GB")
        context.set_default_timeout(30_000)
        page = context.new_page()
        with nothing_fails(page):
            yield Visit(page, address)
        context.close()


def with_strange_names(storage: Storage) -> None:
    with storage.writing() as work:
        people = add_people(work, AT)
        install_standard_sales(work, by=BY_SYSTEM, at=AT)
    with storage.writing() as work:
        mara = By(read_actor(work.connection, people["Mara Lindqvist"]), Channel.CREATE)
        for name in NAMES:
            account = add_account(work, {"name": f"{name[:150]} AG"}, by=BY_SYSTEM, at=AT)
            contact = add_contact(work, {"name": f"Dr {name[:150]}", "account_id": account}, by=BY_SYSTEM, at=AT)
            fields = {
                "name": name, "account_id": account, "contact_id": contact, "next_step": name[:200],
                "amount_minor": 99_999_999_999_999, "next_step_on": "2026-11-02",
            }  # fmt: skip
            open_opportunity(work, SaidOpening(fields=fields), by=mara, at=AT)


@ON_SQLITE
def test_long_names_emoji_and_other_scripts_are_shown_whole_and_as_text(storage: Storage, chromium: Browser) -> None:
    with looked_at(storage, chromium, with_strange_names) as visit:
        page = visit.page
        sign_in(page, visit.address, "mara")
        for name in NAMES:
            expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
        visit.settle()
        assert_fits(page)

        page.get_by_role("link", name=NAMES[0], exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(NAMES[0])
        visit.settle()
        assert_fits(page)

        page.set_viewport_size({"width": 360, "height": 740})
        visit.settle()
        assert page.evaluate(TOO_WIDE) == []


def with_forty_stages(storage: Storage) -> None:
    with_strange_names(storage)
    open_stages = [{"name": f"Stage {n} of {LONG[:n]}", "code": f"stage_{n}"} for n in range(1, 41)]
    ends = [
        {"name": "Won", "code": "won", "type": "won", "is_default_won": True},
        {"name": "Lost", "code": "lost", "type": "lost"},
    ]
    definition = msgspec.convert({"name": "Forty stages", "stages": [*open_stages, *ends]}, Definition)
    with storage.writing() as work:
        draft = create_process(work, definition.name, by=BY_SYSTEM, at=AT)
        define_process(work, draft.id, definition, version=None, by=BY_SYSTEM, at=AT)
        publish_process(work, draft.id, version=None, by=BY_SYSTEM, at=AT)


@ON_SQLITE
def test_forty_stages_are_a_board_with_every_stage_within_reach(storage: Storage, chromium: Browser) -> None:
    with looked_at(storage, chromium, with_forty_stages) as visit:
        page = visit.page
        sign_in(page, visit.address, "mara")
        page.get_by_role("button", name="choose another process").click()
        page.get_by_role("menuitem", name="Forty stages").click()

        expect(page.get_by_role("region", name="Stage 1 of")).to_have_count(1)
        last = page.get_by_role("region", name="Stage 40 of")
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport()
        assert page.evaluate(TOO_WIDE) == []

        process_id = int(page.url.rpartition("/board/")[2].partition("?")[0])
        opened = visit.tell(
            "/opportunities", {"process_id": process_id, "fields": {"name": "Long way", "contact_id": 1}}
        )
        page.goto(f"{visit.address}/opportunities/{opened['opportunity_id']}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Long way")
        visit.settle()
        assert_fits(page)
        page.set_viewport_size({"width": 360, "height": 740})
        visit.settle()
        assert page.evaluate(TOO_WIDE) == []


def with_people_alone(storage: Storage) -> None:
    with storage.writing() as work:
        add_people(work, AT)


@ON_SQLITE
def test_without_any_process_the_page_says_what_to_do(storage: Storage, chromium: Browser) -> None:
    with looked_at(storage, chromium, with_people_alone) as visit:
        page = visit.page
        page.goto(f"{visit.address}/sign-in")
        page.get_by_label("Mail").fill("mara@stageline.example")
        page.get_by_label("Password", exact=True).fill("stageline-demo")
        page.get_by_role("button", name="Sign in").click()

        expect(page.get_by_role("heading", name="No sales process to show")).to_be_visible()
        assert_fits(page)


def test_a_hundred_thousand_opportunities_are_a_board_like_any_other(tmp_path: Path, chromium: Browser) -> None:
    url = f"sqlite:///{tmp_path / 'many.db'}"
    found(url, 100_000)
    with served(url) as address:
        context = chromium.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="en-GB")
        context.set_default_timeout(30_000)
        page = context.new_page()
        with nothing_fails(page):
            page.goto(f"{address}/sign-in")
            page.get_by_label("Mail").fill(EMAIL)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("article").first.wait_for()
            expect(page.get_by_role("region", name=re.compile("^Qualify, 100.?000 deals"))).to_be_visible()

            page.get_by_role("article").first.hover()
            for _ in range(20):
                page.mouse.wheel(0, 3_000)
                page.wait_for_timeout(50)

            assert page.get_by_role("article").count() < 300, "a board draws what is in sight, not what there is"
            assert page.evaluate(TOO_WIDE) == []
        context.close()
