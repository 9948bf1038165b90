"""The organisation's settings and custom fields over HTTP."""

import pytest

from tests.http.conftest import Web


def test_everybody_reads_the_settings_and_operations_change_them(web: Web) -> None:
    before = web.viewer.get("/organisation").json()
    assert (before["zone"], before["currency"], before["working_days"]) == ("Europe/Amsterdam", "EUR", [1, 2, 3, 4, 5])

    said = {"version": before["version"], "week_start": 7, "holidays": ["2026-12-25"], "working_days": [1, 2, 3, 4]}
    after = web.operations.patch("/organisation", json=said)

    assert (after.status_code, after.json()["week_start"], after.json()["holidays"]) == (200, 7, ["2026-12-25"])
    assert web.viewer.get("/organisation").json() == after.json()
    stale = web.operations.patch("/organisation", json=said)
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, before["version"] + 1)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"zone": "Mars/Olympus"}, 400),
        ({"currency": "ABC"}, 400),
        ({"week_start": 8}, 400),
        ({"working_days": [1, 9]}, 400),
        ({"holidays": ["2026-02-30"]}, 400),
        ({"colour": "red"}, 400),
        ({"sources": [{"code": "a", "label": "A"}, {"code": "a", "label": "B"}]}, 400),
        ({"name": "x" * 201}, 400),
    ],
)
def test_settings_that_make_no_sense_are_refused(web: Web, said: dict[str, object], status: int) -> None:
    answer = web.operations.patch("/organisation", json={"version": 1, **said})

    assert answer.status_code == status
    assert web.operations.get("/organisation").json()["version"] == 1


def test_only_operations_change_settings_and_fields(web: Web) -> None:
    answers = [
        web.manager.patch("/organisation", json={"version": 1, "week_start": 7}),
        web.rep.post("/custom-fields", json={"label": "Region", "type": "text"}),
        web.rep.patch("/custom-fields/1", json={"label": "Area"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_operations_add_and_change_a_custom_field(web: Web) -> None:
    said = {"label": "Region", "type": "choice", "choices": ["North", "South"]}
    added = web.operations.post("/custom-fields", json=said)
    field = added.json()

    assert (added.status_code, field["key"], field["choices"], field["is_active"]) == (
        201, "region", ["North", "South"], True,
    )  # fmt: skip
    path = f"/custom-fields/{field['id']}"
    listed = web.rep.get("/custom-fields").json()
    assert listed["items"] == [field]

    changed = web.operations.patch(path, json={"version": listed["version"], "label": "Area", "is_active": False})
    assert (changed.json()["label"], changed.json()["is_active"]) == ("Area", False)
    fixed = web.operations.patch(path, json={"type": "text"})
    assert (fixed.status_code, fixed.json()["code"]) == (422, "type_fixed")
    twice = web.operations.post("/custom-fields", json=said)
    assert (twice.status_code, twice.json()["code"]) == (422, "name_taken")
    assert web.operations.patch("/custom-fields/404", json={"label": "x"}).status_code == 404
    assert web.operations.patch("/custom-fields/999999999999999999999", json={"label": "x"}).status_code == 400
