"""What the tests of the page do and look for again and again."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page, Route, expect

FOCUSED = """() => {
  const element = document.activeElement;
  const card = element?.closest('[data-card]');
  return element === null || element === document.body ? '' : (element.ariaLabel ?? element.innerText ?? '').trim()
    || element.id || element.tagName + (card ? ` in ${card.ariaLabel}` : '');
}"""


def card(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("article").filter(has_text=name)


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def tab_to(page: Page, wanted: Locator, *, at_most: int = 40, key: str = "Tab") -> None:
    """As somebody without a mouse gets there; fails when Tab never does."""
    if ":focus" not in str(wanted):
        expect(wanted.first).to_be_attached()
    seen = []
    for _ in range(at_most):
        if wanted.count() and wanted.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
        seen.append(page.evaluate(FOCUSED))
    message = f"{key} was pressed {at_most} times and never reached {wanted}, but: {seen}"
    raise AssertionError(message)


def keep_activities(dialog: Locator) -> None:
    """The answer to what becomes of each activity that is still open."""
    for question in dialog.get_by_role("radiogroup").all():
        question.get_by_role("radio", name="Keep it").check()


def hold(page: Page, pattern: str, *, times: int | None = None) -> Callable[[], Route]:
    """Keeps back what the page asks of an address, or only so many `times`; gives the one request, once it has come."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route), times=times)  # noqa: PLW0108 - the handler gets a mark

    def the_one_held() -> Route:
        for _ in range(500):
            if held:
                break
            page.wait_for_timeout(20)
        [once] = held
        return once

    return the_one_held


def call(page: Page, method: str, path: str, body: Any = None) -> APIResponse:
    """Asks the API as whoever is signed in on the page, past everything that the page shows or hides."""
    address = page.evaluate("location.origin")
    session = page.request.get(f"{address}/api/v1/session").json()
    headers = {"x-csrf-token": session["csrf_token"], "origin": address}
    return page.request.fetch(f"{address}/api/v1{path}", method=method, data=body, headers=headers)
