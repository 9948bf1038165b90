"""A card in the hand: lifted, carried and let go as fast as the page follows, which says aloud where the card is."""

from playwright.sync_api import FloatRect, Locator, Page, expect

GRIP = 60


def box_of(what: Locator) -> FloatRect:
    box = what.bounding_box()
    assert box is not None
    return box


def carry(page: Page, what: Locator, x: float, y: float, *, over: str, place: int = 1) -> None:
    """Lifts it and holds it there, until it is said to be at that place over that stage."""
    said = page.locator("[id^=rfd-announcement]")
    what.scroll_into_view_if_needed()
    start = box_of(what)
    page.mouse.move(start["x"] + GRIP, start["y"] + GRIP)
    page.mouse.down()
    page.mouse.move(start["x"] + GRIP + 6, start["y"] + GRIP + 10, steps=5)
    expect(said).not_to_be_empty()
    page.mouse.move(x, y, steps=15)
    expect(said).to_contain_text(over)
    expect(said).to_contain_text(f"place {place}")


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """To the first place of a column without cards."""
    end = box_of(onto)
    name = onto.get_attribute("aria-label") or ""
    carry(page, what, end["x"] + end["width"] / 2, end["y"] + 150, over=name.partition(",")[0])
    page.mouse.up()
