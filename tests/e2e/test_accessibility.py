"""No screen violates WCAG 2.2 A or AA as far as a machine can tell, in light and in dark, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.screens import DESK, PHONE, SCREENS, Sample, Screen

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_every_screen_is_accessible_in_both_themes(sample: Sample, screen: Screen) -> None:
    with sample.visited(screen.who, size=DESK) as visit:
        screen.reach(visit)
        visit.settle()
        assert_accessible(visit.page)

        visit.page.emulate_media(color_scheme="dark")

        expect(visit.page.locator("html[data-theme=dark]")).to_have_count(1)
        assert_accessible(visit.page)


@pytest.mark.parametrize("screen", [screen for screen in SCREENS if screen.is_pictured], ids=lambda screen: screen.name)
def test_every_screen_is_accessible_on_a_phone(sample: Sample, screen: Screen) -> None:
    with sample.visited(screen.who, size=PHONE, has_touch=True) as visit:
        screen.reach(visit)
        visit.settle()

        assert_accessible(visit.page)
