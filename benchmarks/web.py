"""The page in the system's Chromium, on the sample and on a column of 5,000 cards: what a person waits for.

bin/bench web [--quick] [--json] [--write]
"""

import argparse
import json
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, ViewportSize, sync_playwright

from benchmarks import page as published
from benchmarks.company import EMAIL, found
from benchmarks.company import PASSWORD as SELLERS
from benchmarks.measuring import Figure, say, shown
from stageline.cli.demo import prepare
from stageline.cli.demo.people import PASSWORD
from stageline.settings import read_settings
from tests.e2e.chromium import CHROMIUM, FLAGS
from tests.e2e.serving import served

CARDS = 5_000
FRAME_MS = 1000 / 60
LONG_MS = 50.0
# From the press of the button to the frame in which the first card stands and takes the keyboard.
UNTIL_USABLE = """() => new Promise(resolve => {
  addEventListener('click', () => {
    const start = performance.now();
    const look = () => document.querySelector('article[tabindex="0"]') === null
      ? requestAnimationFrame(look)
      : requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    look();
  }, { capture: true, once: true });
})"""
# From letting go to the frame after which the card no longer flies, and until it stands in its new column.
UNTIL_ANSWERED = """id => new Promise(resolve => {
  addEventListener('mouseup', ({ timeStamp }) => {
    let answered;
    let frames = 0;
    const look = () => {
      frames += 1;
      const card = document.querySelector(`[data-card="${id}"]`);
      const flies = card?.dataset.flying === 'true';
      if (answered === undefined && !flies) answered = { frames, at: performance.now() - timeStamp };
      const lies = card !== null && !card.closest('li').style.position && !flies;
      if (!lies && frames < 600) requestAnimationFrame(look);
      else setTimeout(() => resolve({ ...answered, settled: performance.now() - timeStamp }));
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
})"""
FETCHED = """() => new Promise(resolve => {
  const look = () => {
    if (document.querySelector('article[tabindex="0"]') === null) return requestAnimationFrame(look);
    const entries = performance.getEntriesByType('resource').filter(({ responseEnd }) => responseEnd > 0);
    resolve(entries.map(({ name, encodedBodySize }) => [name, encodedBodySize]));
  };
  performance.setResourceTimingBufferSize(1000);
  look();
})"""
SCROLLED = "() => document.querySelectorAll('[data-card]').length"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench web", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: to look at, not to rely on")
    parser.add_argument("--json", action="store_true", help="for scripts")
    parser.add_argument("--write", action="store_true", help="write docs/reference/performance.md as well")
    asked = parser.parse_args(arguments)
    if CHROMIUM is None:
        say("Chromium is not installed")
        return 2
    rounds = 3 if asked.quick else 9
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="stageline-bench-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with _sample(Path(folder)) as address:
            figures.append(_told(first_load(browser, address)))
            figures.append(_told(usable(browser, address, rounds)))
            figures.append(_told(dragged(browser, address, rounds)))
        with _long_column(Path(folder)) as address:
            figures.append(_told(scrolled(browser, address, steps=100 if asked.quick else 400)))
        browser.close()
    report = {
        "quick": asked.quick,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "figures": [msgspec.to_builtins(figure) for figure in figures],
    }
    if asked.json:
        print(json.dumps(report, indent=2, ensure_ascii=False))
    if asked.write:
        published.write_web(report)
    return 0 if all(figure.holds for figure in figures) else 1


def _told(figure: Figure) -> Figure:
    outcome = "holds" if figure.holds else "DOES NOT HOLD"
    say(f"{figure.title}: {figure.value} {figure.unit} (wanted {figure.wanted}) {outcome}; {figure.note}")
    return figure


def aimed(title: str, value: float, unit: str, at_most: float, *, rounds: Sequence[float] = (), note: str) -> Figure:
    """An absolute aim, for what a person feels; there is no floor to hold it against."""
    return Figure(
        title=title,
        value=shown(value),
        floor=None,
        ratio=None,
        unit=unit,
        wanted=f"<= {at_most:g}",
        holds=value <= at_most,
        rounds=[round(each, 2) for each in rounds],
        note=note,
    )


def first_load(browser: Browser, address: str) -> Figure:
    """What somebody who is signed in fetches into an empty cache before the board takes the keyboard."""
    with _visited(browser) as context:
        _sign_in(context.new_page(), address)
        state = context.storage_state()
    with _visited(browser, storage_state=state) as context:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        fetched: list[list[Any]] = page.evaluate(FETCHED)
    scripts = sum(size for name, size in fetched if name.endswith(".js")) / 1000
    everything = sum(size for _, size in fetched) / 1000
    note = f"with styles, faces and data {everything:,.0f} kB"
    return aimed("compressed JavaScript before the board is usable", scripts, "kB", 250, note=note)


def usable(browser: Browser, address: str, rounds: int) -> Figure:
    taken = []
    for _ in range(rounds):
        with _visited(browser) as context:
            page = context.new_page()
            _fill_in(page, address)
            page.evaluate(f"() => {{ window.waited = ({UNTIL_USABLE})() }}")
            page.get_by_role("button", name="Sign in").click()
            taken.append(float(page.evaluate("window.waited")))
    note = f"slowest of {rounds} {max(taken):.0f} ms"
    return aimed("sign-in to usable board", median(taken) / 1000, "s", 1.0, rounds=taken, note=note)


def dragged(browser: Browser, address: str, rounds: int) -> Figure:
    with _visited(browser) as context:
        page = context.new_page()
        _sign_in(page, address)
        answers = [_drag(page) for _ in range(rounds)]
    frames = median(answer["frames"] for answer in answers)
    at, settled = (median(answer[name] for answer in answers) for name in ("at", "settled"))
    note = f"{at:.0f} ms after letting go; it lies in its place after {settled:.0f} ms"
    return aimed("drag to painted answer", frames, "frames", 1, rounds=[a["at"] for a in answers], note=note)


def _drag(page: Page) -> dict[str, float]:
    """The first card of the first column onto the second, where the sheet asks; it is left again."""
    first, second = (page.get_by_role("region", name=re.compile(f"^{stage}")) for stage in ("Identify", "Qualify"))
    card = first.get_by_role("article").first
    number = int(card.get_attribute("data-card") or 0)
    start, end = card.bounding_box(), second.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 40, start["y"] + 60)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 75, steps=5)
    page.wait_for_timeout(400)
    page.mouse.move(end["x"] + 100, end["y"] + 250, steps=20)
    page.wait_for_timeout(500)
    page.evaluate(f"() => {{ window.waited = ({UNTIL_ANSWERED})({number}) }}")
    page.mouse.up()
    answer: dict[str, float] = page.evaluate("window.waited")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_timeout(300)
    return answer


def scrolled(browser: Browser, address: str, steps: int) -> Figure:
    with _visited(browser) as context:
        page = context.new_page()
        _sign_in(page, address, EMAIL, SELLERS)
        page.get_by_role("article").first.hover()
        page.wait_for_timeout(1_000)
        browser.start_tracing(page=page, categories=["toplevel", "devtools.timeline", "__metadata"])
        for _ in range(steps):
            page.mouse.wheel(0, 2_000)
            page.wait_for_timeout(30)
        page.wait_for_timeout(500)
        tasks = tasks_of(json.loads(browser.stop_tracing()))
        last = page.get_by_role("article").last.get_attribute("aria-posinset") or page.evaluate(SCROLLED)
    long = sorted((task for task in tasks if task > LONG_MS), reverse=True)
    spent = f"longest {max(tasks, default=0):.0f} ms, {sum(long):.0f} ms in long ones"
    note = f"{spent}; {steps} turns of the wheel, {last} cards at the end"
    title = f"tasks over {LONG_MS:.0f} ms while scrolling {CARDS:,} cards"
    return aimed(title, len(long), "tasks", 0, rounds=long[:20], note=note)


def tasks_of(trace: dict[str, Any]) -> list[float]:
    """Milliseconds of each task on the main threads of pages."""
    events = trace["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return [
        event["dur"] / 1000
        for event in events
        if event["name"] in {"RunTask", "ThreadControllerImpl::RunTask"}
        and event.get("ph") == "X"
        and (event["pid"], event["tid"]) in mains
    ]


@contextmanager
def _sample(folder: Path) -> Iterator[str]:
    url = f"sqlite:///{folder / 'stageline-demo.db'}"
    prepare(msgspec.structs.replace(read_settings(), database_url=url), datetime.now(UTC))
    with served(url) as address:
        yield address


@contextmanager
def _long_column(folder: Path) -> Iterator[str]:
    url = f"sqlite:///{folder / 'long.db'}"
    found(url, CARDS)
    with served(url) as address:
        yield address


@contextmanager
def _visited(browser: Browser, storage_state: StorageState | None = None) -> Iterator[BrowserContext]:
    size: ViewportSize = {"width": 1440, "height": 900}
    context = browser.new_context(viewport=size, locale="en-GB", storage_state=storage_state)
    context.set_default_timeout(30_000)
    try:
        yield context
    finally:
        context.close()


def _fill_in(page: Page, address: str, email: str = "mara@stageline.example", password: str = PASSWORD) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    # Whoever types takes longer than the page needs to fetch what comes next.
    time.sleep(1)


def _sign_in(page: Page, address: str, email: str = "mara@stageline.example", password: str = PASSWORD) -> None:
    _fill_in(page, address, email, password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("article").first.wait_for()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
