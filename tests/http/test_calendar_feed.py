"""The feed of a person's calendar: what stands in it, who reads it, and that nobody guesses its address."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]
from sqlalchemy import select, update

from stageline.storage.tables import calendar_feeds, users
from tests.builders import COLLABORATOR, OTHER_REP, REP
from tests.builders_people import give_password
from tests.definitions import all_rows
from tests.http.conftest import Web, this_day
from tests.http.test_calendar import book, given, perform, said  # noqa: F401 - a fixture among them
from tests.statements import statements


def address(web: Web, who: Any = None) -> str:
    made: str = said((who or web.rep).post("/me/calendar-feed"))["address"]
    return made.removeprefix("http://testserver.local")


def read(web: Web, where: str) -> Any:
    answer = web.client.get(where)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return vobject.readOne(answer.text)


def shown(calendar: Any) -> dict[str, Any]:
    return {each.summary.value: each for each in getattr(calendar, "vevent_list", [])}


def test_a_feed_holds_what_its_person_has_to_do_for_a_year_ahead(given: Web) -> None:  # noqa: F811
    book(given, "Lunch", location="Café; Ann's, 2", remarks="Bring\nthe plan", reminder_minutes=15, zone="Asia/Tokyo")
    book(given, "Fair", category="all_day", reminder_minutes=60)
    book(given, "Tax", category="task")
    book(given, "Long ago", this_day() - timedelta(days=92))
    book(given, "Far off", this_day() + timedelta(days=368))

    found = shown(read(given, address(given)))

    assert sorted(found) == ["Fair", "Lunch", "Tax"]
    lunch = found["Lunch"]
    noon = datetime.combine(this_day(), time(12), tzinfo=UTC)
    assert lunch.dtstart.value.astimezone(UTC) == noon
    assert lunch.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Asia/Tokyo"]
    assert (lunch.location.value, lunch.description.value) == ("Café; Ann's, 2", "Bring\nthe plan")
    assert (lunch.status.value, lunch.transp.value, lunch.sequence.value) == ("CONFIRMED", "OPAQUE", "0")
    assert lunch.valarm.trigger.value == timedelta(minutes=-15)
    assert found["Fair"].dtstart.value == this_day()
    assert found["Fair"].valarm.trigger.value == timedelta(hours=8)
    assert (found["Tax"].dtend.value, found["Tax"].transp.value) == (this_day() + timedelta(days=1), "TRANSPARENT")


def test_what_is_changed_keeps_its_name_and_counts_on(given: Web) -> None:  # noqa: F811
    number, where = book(given, "Lunch"), address(given)
    before = shown(read(given, where))["Lunch"]
    said(given.rep.patch(f"/activities/{number}", {"version": 1, "remarks": "Later"}))
    moved = shown(read(given, where))["Lunch"]
    said(given.rep.post(f"/activities/{number}/cancellation", {}))
    cancelled = shown(read(given, where))["Lunch"]

    assert before.uid.value == moved.uid.value == cancelled.uid.value
    assert [each.sequence.value for each in (before, moved, cancelled)] == ["0", "1", "2"]
    assert (moved.status.value, cancelled.status.value) == ("CONFIRMED", "CANCELLED")
    assert moved.last_modified.value >= before.last_modified.value


def test_what_is_done_stays_and_what_was_deleted_goes(given: Web) -> None:  # noqa: F811
    done, gone = book(given, "Lunch"), book(given, "Dinner")
    said(given.rep.post(f"/activities/{done}/completion", {}))
    said(given.rep.delete(f"/activities/{gone}"))

    assert list(shown(read(given, address(given)))) == ["✓ Lunch"]


@pytest.mark.rule("PS-203")
def test_whoever_takes_part_without_seeing_the_deal_reads_its_name_alone(given: Web) -> None:  # noqa: F811
    perform(given, "Call", subject="Ring Ann", participants=[COLLABORATOR])

    own = shown(read(given, address(given)))["Ring Ann"]
    strange = shown(read(given, address(given, given.collaborator)))["Ring Ann"]

    assert own.url.value.endswith("/opportunities/1")
    assert own.url.value in own.description.value
    assert strange.description.value == "Deal: Solar roof"
    assert not hasattr(strange, "url")
    assert list(shown(read(given, address(given, given.other_rep)))) == []


def test_a_feed_speaks_the_language_of_its_person(given: Web) -> None:  # noqa: F811
    perform(given, "Call", subject="Ring Ann")
    said(given.rep.patch("/me", {"language": "de"}))

    found = shown(read(given, address(given)))["Ring Ann"]

    assert found.description.value.startswith("Geschäft: Solar roof")


def test_a_calendar_that_did_not_change_is_not_sent_again(given: Web) -> None:  # noqa: F811
    book(given, "Lunch")
    where = address(given)
    first = given.client.get(where)
    again = given.client.get(where, headers={"If-None-Match": f'W/"x", {first.headers["etag"]}'})
    book(given, "Dinner")
    changed = given.client.get(where, headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.content == b""
    assert first.headers["cache-control"] == "private, no-cache"


def test_a_feed_asks_the_database_no_more_for_many(given: Web) -> None:  # noqa: F811
    where = address(given)

    def cost() -> int:
        with statements(given.storage.engines.reading) as heard:
            given.client.get(where)
        return len(heard)

    book(given, "Lunch")
    for_one = cost()
    for n in range(5):
        book(given, f"Lunch {n}", participants=[OTHER_REP])

    assert cost() == for_one


def test_the_address_is_shown_once_and_kept_as_a_hash(given: Web) -> None:  # noqa: F811
    assert said(given.rep.get("/me/calendar-feed")) == {"created_at": None}
    where = address(given)

    assert said(given.rep.get("/me/calendar-feed"))["created_at"] is not None
    secret = where.removeprefix("/feeds/").removesuffix(".ics")
    assert len(secret) >= 43
    with given.storage.reading() as connection:
        assert secret not in str(connection.execute(select(calendar_feeds)).all())
        assert secret not in str(all_rows(given.storage)["events"])


def test_a_renewed_or_switched_off_address_shows_nothing_more(given: Web) -> None:  # noqa: F811
    first = address(given)
    second = address(given)
    renewed = (given.client.get(first).status_code, given.client.get(second).status_code)
    assert given.rep.delete("/me/calendar-feed").status_code == 204
    assert given.rep.delete("/me/calendar-feed").status_code == 204

    assert renewed == (404, 200)
    assert given.client.get(second).status_code == 404


def test_a_guessed_address_is_answered_as_one_that_was_switched_off(given: Web) -> None:  # noqa: F811
    off, gone, without = address(given), address(given, given.other_rep), address(given, given.collaborator)
    given.rep.delete("/me/calendar-feed")
    said(given.admin.put(f"/users/{OTHER_REP}/deactivation", {}))

    answers = [given.client.get(where) for where in (off, gone, without.removesuffix(".ics"), "/feeds/guessed.ics")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert (
        answers[0].json()["detail"] == "There is no such calendar. Its address may have been renewed or switched off."
    )


def test_whoever_is_here_again_makes_a_new_address(given: Web) -> None:  # noqa: F811
    where = address(given, given.other_rep)
    said(given.admin.put(f"/users/{OTHER_REP}/deactivation", {}))
    with given.storage.writing() as work:
        work.connection.execute(update(users).where(users.c.id == OTHER_REP).values(state="active"))

    assert given.client.get(where).status_code == 404


def test_a_new_password_ends_the_feed_as_it_ends_tokens(given: Web) -> None:  # noqa: F811
    give_password(given.storage, REP)
    where = address(given)
    changed = given.admin.put(f"/users/{REP}/password", {"password": "another horse that staples"})
    assert changed.status_code < 300

    assert given.client.get(where).status_code == 404


def test_whoever_guesses_waits_and_keeps_nobody_else_waiting(given: Web) -> None:  # noqa: F811
    where = address(given)

    guesses = [given.client.get(f"/feeds/{n}.ics") for n in range(31)]

    assert [answer.status_code for answer in guesses] == [404] * 30 + [429]
    assert int(guesses[-1].headers["retry-after"]) >= 1
    assert guesses[-1].json()["code"] == "too_many_attempts"
    assert given.client.get(where).status_code == 200


def test_a_feed_is_only_read(given: Web) -> None:  # noqa: F811
    where, before = address(given), all_rows(given.storage)

    assert given.client.request("PROPFIND", where).status_code in {404, 405}
    assert given.client.put(where, content=b"BEGIN:VCALENDAR").status_code == 405
    assert given.client.get(where).status_code == 200
    assert all_rows(given.storage) == before


def test_the_feed_reaches_to_its_edges(given: Web) -> None:  # noqa: F811
    for days in (-89, 364):
        book(given, f"In {days}", this_day() + timedelta(days=days), category="all_day")

    assert sorted(shown(read(given, address(given)))) == ["In -89", "In 364"]
