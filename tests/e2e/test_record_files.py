"""Notes, files and the timeline of a deal: written, dropped, chosen, taken away, brought back, and told with why."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.acting import call, card, focused, keep_activities, press, tab_to
from tests.e2e.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("storage", ["sqlite"], indirect=True)]

DROP = """([place, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: 'text/html' }));
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
  }
}"""


def opened(page: Page, name: str = "Fleet portal") -> int:
    card(page, name).get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    return int(re.findall(r"/opportunities/(\d+)", page.url)[0])


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def files(page: Page) -> Locator:
    return page.get_by_role("region", name="Files", exact=True)


def notes(page: Page) -> Locator:
    return page.get_by_role("region", name="Notes", exact=True)


def choose(page: Page, button: Locator, *paths: Path) -> None:
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files([str(path) for path in paths])


def written(folder: Path, name: str, text: str = "Yours.") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def ask_for_a_quote(karim: Page) -> None:
    """Operations add to the first stage that a quote must be attached before it is left."""
    process = call(karim, "GET", "/processes").json()["items"][0]
    document: dict[str, Any] = call(karim, "GET", f"/processes/{process['id']}").json()
    definition = {name: document[name] for name in ("name", "description", "options", "stages")}
    quote = {"name": "Quote attached", "remedy": "Attach the quote.", "kind": "file", "strength": "hard",
             "file": {"label": "Quote"}}  # fmt: skip
    definition["stages"][0]["criteria"] = [quote]
    body = {"version": document["version"], "definition": definition, "follow_now": True}
    answer = call(karim, "PUT", f"/processes/{process['id']}/definition", body)
    assert answer.ok, answer.text()


def test_a_note_is_written_by_key_seen_by_others_changed_and_brought_back(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    opened(helen)
    tab(helen, "Letters, files, notes")
    opened(mara)
    tab(mara, "Letters, files, notes")

    mara.get_by_label("New note").fill("Ann wants it in March: https://tailwind.example/minutes. <b>Soon</b>")
    press(mara, "Control+Enter")

    theirs = notes(helen).get_by_role("listitem").filter(has_text="Ann wants it in March")
    expect(theirs.get_by_role("link", name="https://tailwind.example/minutes")).to_be_visible()
    expect(theirs.get_by_text("<b>Soon</b>")).to_be_visible()
    expect(theirs.get_by_role("button", name="Change the note")).to_have_count(0)
    expect(mara.get_by_label("New note")).to_have_value("")

    mine = notes(mara).get_by_role("listitem").filter(has_text="Ann wants it in March")
    mine.get_by_role("button", name="Change the note").click()
    expect(focused(mara)).to_have_value(re.compile("Ann wants"))
    focused(mara).fill("Ann wants it in April.")
    press(mara, "Control+Enter")
    expect(theirs).to_have_count(0)
    expect(notes(helen).get_by_text("Ann wants it in April.")).to_be_visible()

    changed = notes(mara).get_by_role("listitem").filter(has_text="April")
    changed.get_by_role("button", name="Remove the note").click()
    expect(changed).to_have_count(0)
    mara.get_by_role("button", name="Undo").click()
    expect(changed).to_have_count(1)
    expect(notes(helen).get_by_text("Ann wants it in April.")).to_be_visible()


def test_what_was_typed_stays_when_it_cannot_be_kept(site: Site) -> None:
    mara = site.open_page("mara")
    opened(mara)
    tab(mara, "Letters, files, notes")
    field = mara.get_by_label("New note")
    expect(field).to_be_visible()
    mara.route("**/notes", lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    field.fill("Ann wants it in March.")
    mara.get_by_role("button", name="Save note").click()

    expect(notes(mara).get_by_text("The server cannot be reached")).to_be_visible()
    expect(field).to_have_value("Ann wants it in March.")
    mara.unroute("**/notes")
    mara.get_by_role("button", name="Save note").click()
    expect(notes(mara).get_by_role("listitem").filter(has_text="March")).to_be_visible()


def test_a_file_is_chosen_or_dropped_saved_removed_and_brought_back(site: Site, tmp_path: Path) -> None:
    mara = site.open_page("mara")
    opened(mara)
    tab(mara, "Letters, files, notes")

    files(mara).get_by_label("Label").fill("Contract")
    choose(mara, files(mara).get_by_role("button", name="Choose file"), written(tmp_path, "Größe & co.txt"))
    files(mara).get_by_label("Label").fill("")
    place = files(mara).get_by_text("or drop it here")
    place.evaluate(f"(element, rest) => ({DROP})([element, ...rest])", ["page.html", "<script>alert(1)</script>"])

    chosen = files(mara).get_by_role("listitem").filter(has_text="Größe & co.txt")
    expect(chosen.get_by_text("Contract")).to_be_visible()
    expect(files(mara).get_by_role("listitem").filter(has_text="page.html")).to_be_visible()
    with mara.expect_download() as download:
        files(mara).get_by_role("link", name="Save page.html").click()
    assert download.value.suggested_filename == "page.html"
    assert Path(download.value.path()).read_text() == "<script>alert(1)</script>"

    chosen.get_by_role("button", name="Remove").click()
    expect(chosen).to_have_count(0)
    mara.get_by_role("button", name="Undo").click()
    expect(chosen).to_have_count(1)


def test_a_file_too_large_or_stopped_is_told_and_leaves_nothing(site: Site, tmp_path: Path) -> None:
    mara = site.open_page("mara")
    opened(mara)
    tab(mara, "Letters, files, notes")
    large, empty = tmp_path / "large.bin", written(tmp_path, "empty.txt", "")
    large.write_bytes(bytes(25_000_001))
    button = files(mara).get_by_role("button", name="Choose file")

    choose(mara, button, large, empty)

    expect(files(mara).get_by_text("A file can have at most 25 MB.")).to_be_visible()
    expect(files(mara).get_by_text("There is nothing in this file.")).to_be_visible()
    files(mara).get_by_role("button", name="Put large.bin away").click()
    files(mara).get_by_role("button", name="Put empty.txt away").click()

    mara.route("**/files", lambda route: None if route.request.method == "POST" else route.continue_())
    choose(mara, button, written(tmp_path, "slow.txt"))
    expect(files(mara).get_by_role("progressbar", name="slow.txt")).to_be_visible()
    files(mara).get_by_role("button", name="Stop sending slow.txt").click()
    expect(files(mara).get_by_text("slow.txt")).to_have_count(0)
    expect(files(mara).get_by_text("No files yet.")).to_be_visible()


@pytest.mark.rule("PS-153")
@pytest.mark.rule("PS-155")
def test_the_sheet_takes_the_file_that_is_missing_and_the_item_turns_green(site: Site, tmp_path: Path) -> None:
    karim, mara = site.open_page("karim"), site.open_page("mara")
    ask_for_a_quote(karim)
    opened(mara)
    expect(mara.get_by_role("button", name="Attach: Quote")).to_be_visible()

    mara.get_by_role("button", name="Complete stage").click()
    sheet = mara.get_by_role("dialog")
    item = sheet.get_by_role("listitem").filter(has_text="Quote attached")
    expect(item.get_by_text("Required")).to_be_visible()
    choose(mara, item.get_by_role("button", name="Attach: Quote"), written(tmp_path, "quote.txt"))
    expect(item.get_by_text("1 file attached")).to_be_visible()
    expect(item.get_by_text("Required")).to_have_count(0)
    keep_activities(sheet)
    sheet.get_by_role("button", name="Save and move").click()

    expect(sheet).to_have_count(0)
    expect(mara.get_by_role("button", name="Qualify").first).to_be_visible()
    tab(mara, "Letters, files, notes")
    kept = files(mara).get_by_role("listitem").filter(has_text="quote.txt")
    expect(kept.get_by_text("Quote", exact=True)).to_be_visible()


@pytest.mark.rule("PS-171")
def test_only_those_who_may_are_offered_to_write(site: Site) -> None:
    mara, helen = site.open_page("mara"), site.open_page("helen")
    number = opened(mara)
    viktor = next(user for user in call(helen, "GET", "/users?limit=200").json()["items"] if "Viktor" in user["name"])
    assert call(mara, "PUT", f"/opportunities/{number}/team/{viktor['id']}", {"team_role": "x", "access": "read"}).ok
    assert call(mara, "POST", f"/opportunities/{number}/notes", {"body": "Ann wants it in March."}).ok

    reader = site.open_page("viktor")
    opened(reader)
    tab(reader, "Letters, files, notes")

    expect(notes(reader).get_by_text("Ann wants it in March.")).to_be_visible()
    for name in ("Save note", "Choose file", "Remove the note", "Change the note"):
        expect(reader.get_by_role("button", name=name)).to_have_count(0)


@pytest.mark.rule("PS-178")
def test_the_timeline_tells_all_by_kind_and_answers_why(site: Site) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    call(mara, "POST", f"/opportunities/{number}/notes", {"body": "Ann wants it in March."})
    plan = call(mara, "GET", f"/opportunities/{number}/moves/options").json()
    move = {"stage_id": plan["options"][0]["stage"]["id"], "version": plan["version"], "acknowledge_gaps": True}
    moved = call(mara, "POST", f"/opportunities/{number}/moves", move).json()
    call(mara, "POST", f"/opportunities/{number}/moves/{moved['move_id']}/reversal")

    told = mara.get_by_role("region", name="Timeline")
    expect(told.get_by_text("Mara Lindqvist took a move back: Identify again")).to_be_visible()
    expect(told.get_by_text("Ann wants it in March.")).to_be_visible()
    told.get_by_role("button", name="Notes").click()
    expect(told.get_by_text("took a move back")).to_have_count(0)
    expect(told.get_by_text("Mara Lindqvist wrote a note")).to_be_visible()
    told.get_by_role("button", name="Stages").click()
    row = told.get_by_role("listitem").filter(has_text="took a move back")
    row.get_by_role("button", name="Why?").click()
    expect(row.get_by_text("Mara Lindqvist moved it from Identify to Qualify")).to_be_visible()

    tab(mara, "Stage history")
    expect(mara).to_have_url(re.compile("tab=history"))
    mara.get_by_role("button", name="Why? Identify to Qualify").click()
    expect(mara.get_by_text("did it by hand; nothing automatic led to it")).to_be_visible()


def test_everything_is_done_without_a_mouse(site: Site, tmp_path: Path) -> None:
    mara = site.open_page("mara")
    mara.on("filechooser", lambda _: None)  # the browser is told now: a key is sooner there than word of this is
    opened(mara)
    press(mara, "Alt+3")
    tab_to(mara, mara.get_by_label("New note"), at_most=80)
    mara.keyboard.type("By key.")
    press(mara, "Control+Enter")
    expect(notes(mara).get_by_role("listitem").filter(has_text="By key.")).to_be_visible()
    tab_to(mara, notes(mara).get_by_role("button", name="Remove the note"))
    press(mara, "Enter")
    expect(notes(mara).get_by_role("listitem")).to_have_count(0)
    expect(focused(mara)).to_have_text("Notes")
    button = files(mara).get_by_role("button", name="Choose file")
    tab_to(mara, button)
    with mara.expect_file_chooser() as chooser:
        press(mara, "Enter")
    chooser.value.set_files(str(written(tmp_path, "key.txt")))
    expect(files(mara).get_by_role("listitem").filter(has_text="key.txt")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_tab_is_accessible(site: Site, tmp_path: Path, theme: Any) -> None:
    mara = site.open_page("mara")
    mara.emulate_media(color_scheme=theme)
    number = opened(mara)
    call(mara, "POST", f"/opportunities/{number}/notes", {"body": "See https://tailwind.example/minutes."})
    tab(mara, "Letters, files, notes")
    choose(mara, files(mara).get_by_role("button", name="Choose file"), written(tmp_path, "plan.txt"))
    expect(files(mara).get_by_role("listitem").filter(has_text="plan.txt")).to_be_visible()
    assert_accessible(mara)
    tab(mara, "Timeline")
    expect(mara.get_by_text("added a file")).to_be_visible()
    assert_accessible(mara)
    tab(mara, "Stage history")
    mara.get_by_role("button", name="Why?").first.click()
    assert_accessible(mara)


def test_two_who_change_one_note_see_both_wordings_and_lose_none(site: Site) -> None:
    mara, other = site.open_page("mara"), site.open_page("mara")
    number = opened(mara)
    note = call(mara, "POST", f"/opportunities/{number}/notes", {"body": "In March."}).json()
    tab(mara, "Letters, files, notes")
    notes(mara).get_by_role("button", name="Change the note").click()
    field = notes(mara).get_by_role("textbox", name="Change the note")
    field.fill("Mine: in May.")

    assert call(other, "PATCH", f"/notes/{note['id']}", {"version": 1, "body": "Theirs: in April."}).ok
    theirs = notes(mara).get_by_role("region", name="How it reads now")
    expect(theirs).to_contain_text("Theirs: in April.")
    expect(field).to_have_value("Mine: in May.")
    theirs.get_by_role("button", name="Put both together").click()
    expect(field).to_have_value("Theirs: in April.\n\nMine: in May.")
    assert_accessible(mara)
    notes(mara).get_by_role("button", name="Save note").last.click()
    expect(field).to_have_count(0)
    expect(notes(mara).get_by_role("listitem")).to_contain_text("Theirs: in April.")

    notes(mara).get_by_role("button", name="Change the note").click()
    field.fill("Mine, once more.")
    assert call(other, "DELETE", f"/notes/{note['id']}").ok
    expect(notes(mara).get_by_text("This note was removed meanwhile.")).to_be_visible()
    expect(field).to_have_value("Mine, once more.")
    notes(mara).get_by_role("button", name="Save as a new note").click()
    expect(notes(mara).get_by_role("listitem")).to_contain_text("Mine, once more.")


@pytest.mark.rule("PS-176")
def test_why_a_card_is_where_it_is_tells_what_came_along_and_what_it_went_without(site: Site, tmp_path: Path) -> None:
    mara = site.open_page("mara")
    number = opened(mara)
    tab(mara, "Letters, files, notes")
    choose(mara, files(mara).get_by_role("button", name="Choose file"), written(tmp_path, "minutes.txt"))
    expect(files(mara).get_by_role("listitem").filter(has_text="minutes.txt")).to_be_visible()
    plan = call(mara, "GET", f"/opportunities/{number}/moves/options").json()
    option = next(one for one in plan["options"] if one["stage"]["name"] == "Qualify")
    first, *rest = [one for one in option["missing"] if one["kind"] == "manual"]
    body = {
        "version": plan["version"],
        "stage_id": option["stage"]["id"],
        "acknowledge_gaps": True,
        "fields": {"amount_minor": 9_000_000},
        "confirm": [{"criterion_id": first["criterion_id"], "note": "Ann said so", "evidence": "https://a.example"}],
    }
    assert call(mara, "POST", f"/opportunities/{number}/moves", body).ok

    tab(mara, "Timeline")
    row = mara.get_by_role("listitem").filter(has_text="moved it from Identify to Qualify")
    expect(row.locator("a, button, [tabindex='0'], summary")).to_have_count(1)
    row.get_by_role("button", name="Why?").click()

    expect(row.get_by_text("What came along with it")).to_be_visible()
    expect(row.get_by_text(f"confirmed: {first['name']}")).to_be_visible()
    expect(row.get_by_role("link", name="minutes.txt")).to_be_visible()
    for gap in rest:
        expect(row.get_by_text(gap["name"])).to_be_visible()
    assert_accessible(mara)
