"""Pictures of every screen of the sample, as it stands at one noon: in light, in dark, and on a phone.

bin/screenshots [--to FOLDER] [NAME…]
"""

import argparse
import base64
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Page, sync_playwright

from stageline.cli.demo import prepare
from stageline.settings import read_settings
from tests.e2e.chromium import CHROMIUM, FLAGS
from tests.e2e.screens import DESK, PHONE, SCREENS, Sample, Screen, Visit
from tests.e2e.serving import served

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "pictures"
# The day of the mock-ups; the story of the sample ends on it, and so do the clocks of server and browser.
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
QUALITY = 82
LARGEST = 150_000


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/screenshots", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these screens")
    parser.add_argument("--to", type=Path, help="folder for all pictures; else those of the guide are taken anew")
    asked = parser.parse_args(arguments)
    pictured = [screen for screen in SCREENS if screen.is_pictured]
    chosen = [screen for screen in pictured if not asked.names or screen.name in asked.names]
    unknown = set(asked.names) - {screen.name for screen in pictured}
    if unknown or CHROMIUM is None:
        why = f"no such screen: {', '.join(sorted(unknown))}" if unknown else "Chromium is not installed"
        say(f"{why}; there are {', '.join(screen.name for screen in pictured)}")
        return 2
    kept = None if asked.to else {path.name for path in GUIDE.iterdir()}
    folder = asked.to or GUIDE
    folder.mkdir(parents=True, exist_ok=True)
    with _sample() as sample:
        failed = [screen.name for screen in chosen if not _picture(sample, screen, Album(folder, kept))]
    if failed:
        say(f"Not pictured: {', '.join(failed)}")
    return 1 if failed else 0


@dataclass(frozen=True)
class Album:
    """Where pictures go; `kept` names those that are wanted, all when there is none."""

    folder: Path
    kept: set[str] | None

    def wants(self, name: str) -> bool:
        return self.kept is None or name in self.kept

    def take(self, page: Page, name: str) -> None:
        if self.wants(name):
            _take(page, self.folder / name)


@contextmanager
def _sample() -> Iterator[Sample]:
    with tempfile.TemporaryDirectory(prefix="stageline-pictures-") as folder, sync_playwright() as playwright:
        url = f"sqlite:///{Path(folder) / 'stageline-demo.db'}"
        prepare(msgspec.structs.replace(read_settings(), database_url=url), NOON)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--font-render-hinting=none"])
        program = [sys.executable, "-m", "tests.e2e.standing_clock", NOON.isoformat()]
        with served(url, program, PYTHONPATH=os.pathsep.join(sys.path)) as address:
            yield Sample(address, browser, NOON)
        browser.close()


def _picture(sample: Sample, screen: Screen, album: Album) -> bool:
    """One visit for the desk in both themes and one on a phone; a screen that cannot be reached is told of."""
    on_desk, in_dark, on_phone = (f"{screen.name}{kind}.webp" for kind in ("", "-dark", "-phone"))
    try:
        if not any(map(album.wants, (on_desk, in_dark, on_phone))):
            return True
        with sample.visited(screen.who, size=DESK) as visit:
            _reach(visit, screen)
            album.take(visit.page, on_desk)
            visit.page.emulate_media(color_scheme="dark")
            visit.settle()
            album.take(visit.page, in_dark)
        if album.wants(on_phone):
            with sample.visited(screen.who, size=PHONE, has_touch=True) as visit:
                _reach(visit, screen)
                album.take(visit.page, on_phone)
    except Exception as problem:  # noqa: BLE001 - the other screens are still wanted
        say(f"{screen.name}: {problem}")
        return False
    return True


def _reach(visit: Visit, screen: Screen) -> None:
    screen.reach(visit)
    visit.settle()
    visit.page.mouse.move(0, 0)
    visit.settle()


def _take(page: Page, path: Path) -> None:
    session = page.context.new_cdp_session(page)
    for quality in range(QUALITY, 30, -12):
        asked: dict[str, Any] = {"format": "webp", "quality": quality}
        picture = base64.b64decode(session.send("Page.captureScreenshot", asked)["data"])
        if len(picture) <= LARGEST:
            break
    session.detach()
    if not path.exists() or path.read_bytes() != picture:
        path.write_bytes(picture)
    say(f"{path.name}  {len(picture) // 1000} kB")


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
