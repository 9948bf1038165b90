"""Files: kept as they are, handed out to be saved and never to be run, and there only for those who see the deal."""

from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, select

from stageline.domain.files.file import LARGEST
from stageline.storage.files import PIECE
from stageline.storage.tables import events, file_pieces, files
from tests.builders import COLLABORATOR, MANAGER, REP, VIEWER, a_process, an_opportunity, keep
from tests.builders_people import Browser
from tests.definitions import all_rows
from tests.http.conftest import Web
from tests.teams import lead

FILES = "/opportunities/1/files"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.fixture(autouse=True)
def a_deal(web: Web) -> None:
    """Rita's, who is in Maja's team; the second one is won."""
    with web.storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity(), an_opportunity("Won", id=2))
        lead(work.connection, MANAGER, REP)


def add(browser: Browser, content: bytes = b"Yours.", name: str = "quote.txt", label: str = "", **said: Any) -> Any:
    form = {"label": label} if label else None
    return browser.post(FILES, files={"file": (name, content)}, data=form, **said)


def raw(browser: Browser, body: bytes, kind: str = "multipart/form-data; boundary=x") -> Any:
    return browser.post(FILES, content=body, headers={"Content-Type": kind})


def part(name: bytes, content: bytes = b"Yours.", disposition: bytes | None = None) -> bytes:
    said = disposition or b'form-data; name="file"; filename="' + name + b'"'
    return b"--x\r\nContent-Disposition: " + said + b"\r\n\r\n" + content + b"\r\n--x--\r\n"


def names(browser: Browser) -> list[str]:
    return [file["name"] for file in browser.get(FILES).json()["items"]]


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_a_file_comes_back_as_it_was_sent(web: Web, size: int) -> None:
    content = bytes(number % 251 for number in range(size))

    added = add(web.rep, content, "data.bin", "Quote")
    back = web.rep.get(f"/files/{added.json()['id']}/content")

    assert (added.status_code, added.json()["size"], added.json()["label"]) == (201, size, "Quote")
    assert (back.status_code, back.content) == (200, content)
    assert back.headers["content-length"] == str(size)
    with web.storage.reading() as connection:
        lengths = connection.scalars(select(func.length(file_pieces.c.content)).order_by(file_pieces.c.position)).all()
        assert connection.scalar(select(files.c.sha256)) == sha256(content).hexdigest()
    assert sum(lengths) == size
    assert max(lengths) <= PIECE


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"<html><script>alert(1)</script></html>", "page.html", "text/plain; charset=utf-8"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "logo.svg", "text/plain; charset=utf-8"),
        (PNG, "page.html", "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3", "quote.pdf", "application/pdf"),
        (b"MZ\x90\0\x03", "setup.txt", "application/x-msdownload"),
        (b"\0\1\2\3", "page.html", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_content_says_and_is_saved_and_never_run(
    web: Web, content: bytes, name: str, media_type: str
) -> None:
    added = add(web.rep, content, name).json()

    back = web.rep.get(f"/files/{added['id']}/content")

    assert back.headers["content-type"] == media_type
    assert back.headers["content-disposition"].startswith(f'attachment; filename="{name}";')
    assert back.headers["x-content-type-options"] == "nosniff"
    assert back.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert back.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"../../etc/passwd", "passwd"),
        (b"C:\\Users\\Ann\\quote.pdf", "quote.pdf"),
        (b"invoice\xe2\x80\xaefdp.exe", "invoicefdp.exe"),
        (b"a%22; filename=b.html", "a_; filename=b.html"),
        ("Größe 中文 😀.pdf".encode(), "Größe 中文 😀.pdf"),
        (b"x" * 300 + b".pdf", "x" * 196 + ".pdf"),
        (b"  .hidden. ", "hidden"),
        (b"a<b>|c?.txt", "a_b__c_.txt"),
    ],
)
def test_a_name_loses_what_could_mislead(web: Web, sent: bytes, kept: str) -> None:
    added = raw(web.rep, part(sent))

    assert (added.status_code, added.json().get("name")) == (201, kept), added.text
    back = web.rep.get(f"/files/{added.json()['id']}/content")
    disposition = back.headers["content-disposition"]
    assert (disposition.count(";"), disposition.isascii()) == (2, True)


@pytest.mark.parametrize("name", [b"..", b"///", b" . ", b"\xe2\x80\xae", b"???", b""])
def test_a_name_that_cannot_be_read_is_refused(web: Web, name: bytes) -> None:
    before = all_rows(web.storage)

    answer = raw(web.rep, part(name))

    assert (answer.status_code, answer.json()["code"]) == (400, "file_unnamed"), answer.text
    assert without_sessions(all_rows(web.storage)) == without_sessions(before)


def without_sessions(rows: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in rows.items() if name != "sessions"}


BROKEN = {
    "nothing": (b"", "multipart/form-data; boundary=x"),
    "no form": (b'{"file": 1}', "application/json"),
    "no boundary": (part(b"a.txt"), "multipart/form-data"),
    "half": (part(b"a.txt")[:-8], "multipart/form-data; boundary=x"),
    "another boundary": (part(b"a.txt"), "multipart/form-data; boundary=y"),
    "no file": (part(b"", disposition=b'form-data; name="label"'), "multipart/form-data; boundary=x"),
    "a field": (part(b"", disposition=b'form-data; name="file"'), "multipart/form-data; boundary=x"),
    "no name": (part(b"", disposition=b"form-data"), "multipart/form-data; boundary=x"),
    "no UTF-8": (part(b"\xff\xfe.txt"), "multipart/form-data; boundary=x"),
    "two files": (part(b"a.txt")[:-6] + b"\r\n" + part(b"b.txt"), "multipart/form-data; boundary=x"),
    "label no UTF-8": (part(b"", b"\xff", b'form-data; name="label"'), "multipart/form-data; boundary=x"),
    "long label": (part(b"", b"x" * 3_000, b'form-data; name="label"'), "multipart/form-data; boundary=x"),
    "endless header": (b"--x\r\nA: " + b"a" * 10_000, "multipart/form-data; boundary=x"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_request_without_one_file_is_refused(web: Web, case: str) -> None:
    before = without_sessions(all_rows(web.storage))

    answer = raw(web.rep, *BROKEN[case])

    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {"invalid_input", "invalid_request"}
    assert answer.json()["missing"]
    assert without_sessions(all_rows(web.storage)) == before


def test_a_label_has_at_most_a_hundred_characters(web: Web) -> None:
    longest = add(web.rep, label="ä" * 100)
    too_long = add(web.rep, label="ä" * 101)

    assert (longest.status_code, longest.json()["label"]) == (201, "ä" * 100)
    assert (too_long.status_code, too_long.json()["missing"][0]["name"]) == (400, "label")
    assert len(names(web.rep)) == 1


def test_an_empty_file_is_refused(web: Web) -> None:
    answer = add(web.rep, b"")

    assert (answer.status_code, answer.json()["code"]) == (400, "file_empty")
    assert names(web.rep) == []


@pytest.mark.parametrize("size", [LARGEST + 1, 26_000_000])
def test_a_file_of_more_than_25_mb_is_refused_and_one_of_25_is_not(web: Web, size: int) -> None:
    refused = add(web.rep, bytes(size))
    kept = add(web.rep, bytes(LARGEST)) if size == LARGEST + 1 else None

    assert (refused.status_code, refused.json()["code"]) == (413, "file_too_large")
    assert "25 MB" in refused.json()["detail"]
    assert kept is None or kept.status_code == 201


def test_every_other_route_keeps_its_limit(web: Web) -> None:
    assert web.rep.post("/opportunities/1/notes", {"body": "x" * 1_000_001}).status_code == 413


@pytest.mark.rule("PS-171")
def test_a_closed_opportunity_takes_files(web: Web) -> None:
    added = web.rep.post("/opportunities/2/files", files={"file": ("contract.txt", b"Signed.")})

    assert added.status_code == 201
    assert web.rep.delete(f"/files/{added.json()['id']}").status_code == 204


def test_a_removed_file_is_nowhere_until_it_is_brought_back(web: Web) -> None:
    path = f"/files/{add(web.rep).json()['id']}"

    for browser in (web.rep, web.manager, web.operations):
        assert browser.delete(path).status_code == 204
        assert (names(browser), browser.get(f"{path}/content").status_code) == ([], 404)
        assert web.viewer.post(f"{path}/restorations").status_code == 404
        assert browser.post(f"{path}/restorations").status_code == 200
        assert (names(browser), browser.get(f"{path}/content").content) == (["quote.txt"], b"Yours.")


def test_a_guest_adds_and_removes_only_their_own_and_a_reader_only_reads(web: Web) -> None:
    web.rep.put(f"/opportunities/1/team/{COLLABORATOR}", {"team_role": "legal", "access": "edit"})
    web.rep.put(f"/opportunities/1/team/{VIEWER}", {"team_role": "board", "access": "read"})
    ritas = add(web.rep).json()
    coras = add(web.collaborator, name="contract.txt").json()

    assert web.collaborator.delete(f"/files/{ritas['id']}").status_code == 403
    assert web.collaborator.delete(f"/files/{coras['id']}").status_code == 204
    assert web.viewer.get(f"/files/{ritas['id']}/content").content == b"Yours."
    assert add(web.viewer).status_code == 403
    assert web.viewer.delete(f"/files/{ritas['id']}").status_code == 403
    assert names(web.rep) == ["quote.txt"]


def test_a_stranger_who_guesses_a_number_finds_nothing(web: Web) -> None:
    path = f"/files/{add(web.rep).json()['id']}"
    rolf = web.other_rep

    for there, nowhere in (
        (rolf.get(f"{path}/content"), rolf.get("/files/999999/content")),
        (rolf.delete(path), rolf.delete("/files/999999")),
        (rolf.post(f"{path}/restorations"), rolf.post("/files/999999/restorations")),
    ):
        assert there.status_code == nowhere.status_code == 404
        assert there.json() == nowhere.json()
    assert add(rolf).status_code == 404
    assert names(web.rep) == ["quote.txt"]


def test_sent_twice_under_one_key_it_is_there_once(web: Web) -> None:
    once = {"Idempotency-Key": "once"}

    first, second = add(web.rep, headers=once), add(web.rep, headers=once)
    other = add(web.rep, b"Another.", headers=once)

    assert (first.json(), second.headers["idempotency-replayed"]) == (second.json(), "true")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert names(web.rep) == ["quote.txt"]


def test_the_journal_knows_of_a_file_but_not_what_it_is_called(web: Web) -> None:
    file = add(web.rep, name="secret.txt", label="Hidden").json()
    web.rep.delete(f"/files/{file['id']}")

    with web.storage.reading() as connection:
        rows = connection.execute(select(events).where(events.c.kind.like("file.%")).order_by(events.c.id)).all()

    assert [(row.kind, row.subject_id, row.opportunity_id, row.facts) for row in rows] == [
        (kind, file["id"], 1, None) for kind in ("file.added", "file.removed")
    ]
