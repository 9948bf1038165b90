"""The built page: its document for every path of the client, its hashed files for ever."""

import gzip
from pathlib import Path

import pytest
from litestar.testing import TestClient

from stageline.http import page
from stageline.http.app import create_app
from stageline.storage.unit_of_work import Storage

DOCUMENT = "<!doctype html><title>Stageline</title>"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    monkeypatch.setattr(page, "FOLDER", folder)
    return folder


def test_the_document_answers_for_every_path_of_the_client(storage: Storage, folder: Path) -> None:
    (folder / "index.html").write_text(DOCUMENT)
    with TestClient(create_app(storage)) as client:
        for path in ("/", "/opportunities/7", "/setup?token=x", "/../../etc/passwd", "/%2e%2e/secret"):
            answer = client.get(path)

            assert (answer.status_code, answer.text) == (200, DOCUMENT)
            assert answer.headers["cache-control"] == "no-cache"
            assert answer.headers["content-type"].startswith("text/html")


def test_a_hashed_file_is_kept_for_ever_and_one_of_an_earlier_build_is_not_there(
    storage: Storage, folder: Path
) -> None:
    (folder / "index.html").write_text(DOCUMENT)
    (folder / "assets" / "app-1a2b3c.js").write_text("draw();" * 1_000)
    with TestClient(create_app(storage)) as client:
        kept = client.get("/assets/app-1a2b3c.js")

        assert "immutable" in kept.headers["cache-control"]
        assert kept.headers["content-type"].startswith("text/javascript")
        assert client.get("/assets/app-gone.js").status_code == 404


def test_a_hashed_file_comes_in_the_smallest_form_that_the_browser_takes(storage: Storage, folder: Path) -> None:
    script = folder / "assets" / "app-1a2b3c.js"
    script.write_text("draw();")
    (folder / "assets" / "app-1a2b3c.js.gz").write_bytes(b"as gzip")
    (folder / "assets" / "app-1a2b3c.js.br").write_bytes(b"as brotli")

    def asked(accepted: str) -> tuple[str | None, bytes]:
        with client.stream("GET", "/assets/app-1a2b3c.js", headers={"Accept-Encoding": accepted}) as answer:
            assert answer.headers["vary"] == "Accept-Encoding"
            assert answer.headers["content-type"].startswith("text/javascript")
            return answer.headers.get("content-encoding"), b"".join(answer.iter_raw())

    with TestClient(create_app(storage)) as client:
        assert asked("gzip, deflate, br") == ("br", b"as brotli")
        assert asked("gzip;q=1.0, br;q=0.0") == asked("gzip, br; q=0") == ("gzip", b"as gzip")
        assert asked("identity") == (None, b"draw();")


def test_each_script_of_the_built_page_lies_there_packed() -> None:
    scripts = list((page.FOLDER / "assets").glob("*.js"))
    if not scripts:
        pytest.skip("The page is not built (bin/setup builds it): its files were not looked at")

    for script in scripts:
        assert gzip.decompress(Path(f"{script}.gz").read_bytes()) == script.read_bytes()
        assert Path(f"{script}.br").stat().st_size <= script.stat().st_size + 8


def test_a_page_that_is_not_built_says_so(storage: Storage, folder: Path) -> None:
    assert not (folder / "index.html").exists()
    with TestClient(create_app(storage)) as client:
        answer = client.get("/")

    assert (answer.status_code, "has not been built" in answer.text) == (200, True)
