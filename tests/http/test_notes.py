"""Notes: who writes them, who changes them, who takes them away; nobody else hears of them."""

from typing import Any

import pytest
from sqlalchemy import select

from stageline.storage.tables import events
from tests.builders import COLLABORATOR, MANAGER, REP, VIEWER, a_process, an_opportunity, keep
from tests.definitions import all_rows
from tests.http.conftest import Web
from tests.teams import lead

NOTES = "/opportunities/1/notes"


@pytest.fixture(autouse=True)
def a_deal(web: Web) -> None:
    """Rita's, who is in Maja's team; the second one is won."""
    with web.storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity(), an_opportunity("Won", id=2))
        lead(work.connection, MANAGER, REP)


def bodies(answer: Any) -> list[str]:
    return [note["body"] for note in answer.json()["items"]]


def test_a_note_is_kept_with_its_author_and_shown_newest_first(web: Web) -> None:
    rep = web.rep

    first = rep.post(NOTES, {"body": "  Ann wants the crane.\n"})
    rep.post(NOTES, {"body": "In March."})

    assert first.status_code == 201
    assert (first.json()["body"], first.json()["author"]["id"]) == ("Ann wants the crane.", REP)
    assert bodies(rep.get(NOTES)) == ["In March.", "Ann wants the crane."]


@pytest.mark.rule("PS-171")
def test_a_closed_opportunity_takes_notes(web: Web) -> None:
    assert web.rep.post("/opportunities/2/notes", {"body": "They signed."}).status_code == 201


def test_notes_are_read_page_by_page(web: Web) -> None:
    rep = web.rep
    for number in range(3):
        rep.post(NOTES, {"body": f"{number}"})

    first = rep.get(NOTES, params={"limit": 2})
    rest = rep.get(NOTES, params={"limit": 2, "cursor": first.json()["next_cursor"]})

    assert (bodies(first), bodies(rest), rest.json()["next_cursor"]) == (["2", "1"], ["0"], None)


def test_only_its_author_changes_a_note(web: Web) -> None:
    note = web.rep.post(NOTES, {"body": "In March."}).json()
    path = f"/notes/{note['id']}"

    by_manager = web.manager.patch(path, {"version": 1, "body": "Never."})
    by_author = web.rep.patch(path, {"version": 1, "body": "In April."})

    assert (by_manager.status_code, by_manager.json()["code"]) == (403, "not_allowed")
    assert (by_author.status_code, by_author.json()["body"], by_author.json()["version"]) == (200, "In April.", 2)
    assert by_author.json()["changed_at"] is not None
    assert web.rep.get(NOTES).json()["items"][0]["may_change"]
    assert not web.manager.get(NOTES).json()["items"][0]["may_change"]


def test_a_note_that_was_changed_meanwhile_is_not_written_over(web: Web) -> None:
    note = web.rep.post(NOTES, {"body": "In March."}).json()
    web.rep.patch(f"/notes/{note['id']}", {"version": 1, "body": "In April."})

    late = web.rep.patch(f"/notes/{note['id']}", {"version": 1, "body": "In May."})

    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    assert bodies(web.rep.get(NOTES)) == ["In April."]


def test_the_author_and_those_above_remove_a_note_and_bring_it_back(web: Web) -> None:
    path = f"/notes/{web.rep.post(NOTES, {'body': 'In March.'}).json()['id']}"

    for browser in (web.rep, web.manager, web.operations):
        assert browser.delete(path).status_code == 204
        assert bodies(web.rep.get(NOTES)) == []
        assert browser.delete(path).status_code == 404
        assert browser.post(f"{path}/restorations").status_code == 200
        assert bodies(web.rep.get(NOTES)) == ["In March."]


def test_whoever_edits_as_a_guest_writes_but_removes_only_their_own(web: Web) -> None:
    web.rep.put(f"/opportunities/1/team/{COLLABORATOR}", {"team_role": "legal", "access": "edit"})
    ritas = web.rep.post(NOTES, {"body": "In March."}).json()
    coras = web.collaborator.post(NOTES, {"body": "The contract is fine."})

    refused = web.collaborator.delete(f"/notes/{ritas['id']}")

    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert web.collaborator.delete(f"/notes/{coras.json()['id']}").status_code == 204
    assert web.collaborator.post(f"/notes/{ritas['id']}/restorations").status_code == 200
    web.rep.delete(f"/notes/{ritas['id']}")
    assert web.collaborator.post(f"/notes/{ritas['id']}/restorations").status_code == 404
    assert web.rep.post(f"/notes/{ritas['id']}/restorations").status_code == 200


def test_a_reader_of_the_deal_team_reads_and_no_more(web: Web) -> None:
    web.rep.put(f"/opportunities/1/team/{VIEWER}", {"team_role": "board", "access": "read"})
    note = web.rep.post(NOTES, {"body": "In March."}).json()
    before = all_rows(web.storage)

    assert (bodies(web.viewer.get(NOTES)), web.viewer.get(NOTES).json()["may_add"]) == (["In March."], False)
    assert web.viewer.post(NOTES, {"body": "Mine."}).status_code == 403
    assert web.viewer.patch(f"/notes/{note['id']}", {"version": 1, "body": "Mine."}).status_code == 403
    assert web.viewer.delete(f"/notes/{note['id']}").status_code == 403
    assert {n: r for n, r in all_rows(web.storage).items() if n != "sessions"} == {
        n: r for n, r in before.items() if n != "sessions"
    }


def test_a_stranger_cannot_tell_a_note_that_is_there_from_one_that_is_not(web: Web) -> None:
    note = web.rep.post(NOTES, {"body": "In March."}).json()

    there = web.other_rep.delete(f"/notes/{note['id']}")
    nowhere = web.other_rep.delete("/notes/999999")

    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json()


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 10_001])
def test_a_note_says_something_and_not_too_much(web: Web, body: str) -> None:
    assert web.rep.post(NOTES, {"body": body}).status_code == 400
    assert bodies(web.rep.get(NOTES)) == []


def test_the_journal_knows_of_a_note_but_not_what_it_says(web: Web) -> None:
    note = web.rep.post(NOTES, {"body": "A secret."}).json()
    web.rep.patch(f"/notes/{note['id']}", {"version": 1, "body": "Another secret."})
    web.rep.delete(f"/notes/{note['id']}")

    with web.storage.reading() as connection:
        rows = connection.execute(select(events).where(events.c.kind.like("note.%")).order_by(events.c.id)).all()

    assert [(row.kind, row.subject_id, row.opportunity_id, row.facts) for row in rows] == [
        (kind, note["id"], 1, None) for kind in ("note.added", "note.changed", "note.removed")
    ]
