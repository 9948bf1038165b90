"""What axe-core finds on the page as it stands, held to WCAG 2.2 A and AA."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, which axe leaves off unless asked
    "resultTypes": ["violations"],
}

# What opens over the page hides some of it until it closes again; that makes no target smaller.
POPUPS = "[role=menu], [role=listbox], [role=dialog]"


# Colours in the middle of a change are nobody's choice.
CALM = """() => document.getAnimations().every(({ playState, effect }) => playState !== 'running'
  || effect?.getComputedTiming().iterations === Infinity)"""


@cache
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not there (bin/setup installs it with the page's packages)")
    return AXE.read_text()


def violations(page: Page) -> list[str]:
    """Each as one line: the rule, the element, and what would put it right."""
    page.wait_for_function(CALM)
    page.evaluate(f"{axe()}; null")
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", OPTIONS)
    is_covered = page.locator(POPUPS).count() > 0
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}\n"
        f"    {node['html'][:200]}\n    {' '.join(node['failureSummary'].split())}\n    {violation['helpUrl']}"
        for violation in found["violations"]
        for node in violation["nodes"]
        if not (is_covered and violation["id"] == "target-size" and "obscured" in node["failureSummary"])
    ]


def assert_accessible(page: Page) -> None:
    found = violations(page)
    assert not found, f"{len(found)} violations of WCAG 2.2 A or AA on {page.url}:\n" + "\n".join(found)
