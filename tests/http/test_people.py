"""People and sales teams: who may change them, whom one oversees, and what happens when somebody leaves."""

from typing import Any

import pytest
from sqlalchemy import func, select

from stageline.domain.actions.action import CompletedHow, Completion
from stageline.domain.actions.changes import ActionAdded
from stageline.domain.ids import EventId, UserId
from stageline.domain.people.token import Scope
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import events, organisation, users
from stageline.storage.unit_of_work import Storage
from tests.agendas import an_action
from tests.builders import (
    ADMIN,
    COLLABORATOR,
    MANAGER,
    NOON,
    OTHER_REP,
    REP,
    VIEWER,
    a_process,
    an_opportunity,
    by,
    keep,
)
from tests.builders_people import PASSWORD, a_token, give_password
from tests.http.conftest import Web

PETRA = {"name": "Petra Prospect", "email": "petra@northwind.example", "roles": ["rep"], "password": PASSWORD}


def overseen_by(storage: Storage, user_id: UserId) -> set[int]:
    with storage.reading() as connection:
        return set(read_actor(connection, user_id).oversees)


def counts(storage: Storage) -> tuple[int, int, int]:
    """What a refused or previewed change must leave alone."""
    with storage.reading() as connection:
        return (
            connection.execute(select(func.count()).select_from(users)).scalar_one(),
            connection.execute(select(func.count()).select_from(events)).scalar_one(),
            connection.execute(select(organisation.c.rights_version)).scalar_one(),
        )


def kinds(storage: Storage) -> list[str]:
    with storage.reading() as connection:
        return list(connection.scalars(select(events.c.kind).order_by(events.c.id)))


def a_team(web: Web, name: str, manager: int | None = None, *members: int) -> int:
    team: int = web.admin.post("/sales-teams", {"name": name, "manager_id": manager}).json()["id"]
    for member in members:
        answer = web.admin.patch(f"/users/{member}", {"sales_team_id": team})
        assert answer.status_code == 200, answer.json()
    return team


@pytest.mark.rule("PS-196")
def test_an_admin_adds_somebody_who_can_sign_in_at_once(web: Web) -> None:
    answer = web.admin.post("/users", PETRA)

    assert (answer.status_code, answer.json()["state"], answer.json()["can_own"]) == (201, "active", True)
    assert kinds(web.storage) == ["user.added"]
    signed = web.client.post("/api/v1/session", json={"email": PETRA["email"], "password": PASSWORD})
    assert signed.json()["user"]["name"] == "Petra Prospect"


@pytest.mark.rule("PS-196", "AC-15")
@pytest.mark.parametrize("who", ["rep", "manager", "operations", "collaborator", "viewer"])
def test_only_admins_change_people(web: Web, who: str) -> None:
    before = counts(web.storage)
    browser = getattr(web, who)

    for answer in (
        browser.post("/users", PETRA),
        browser.patch(f"/users/{OTHER_REP}", {"name": "Somebody else"}),
        browser.patch(f"/users/{OTHER_REP}", {"roles": ["admin"]}),
        browser.put(f"/users/{OTHER_REP}/password", {"password": "a password of mine"}),
        browser.put(f"/users/{OTHER_REP}/claim", {"email": "x@y.example", "password": PASSWORD}),
        browser.put(f"/users/{OTHER_REP}/deactivation"),
        browser.delete(f"/users/{OTHER_REP}/deactivation"),
        browser.post("/sales-teams", {"name": "North"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        assert answer.json()["params"] == {"right": "administer"}
    assert counts(web.storage) == before


@pytest.mark.rule("PS-196")
def test_nobody_gives_themselves_a_role(web: Web) -> None:
    assert web.rep.patch(f"/users/{REP}", {"roles": ["admin"]}).status_code == 403
    assert web.admin.patch(f"/users/{REP}", {"roles": ["rep", "manager"]}).json()["roles"] == ["rep", "manager"]


@pytest.mark.rule("PS-196")
def test_several_roles_add_up_from_the_next_request_on(web: Web) -> None:
    rep = web.rep
    assert "override_gates" not in rep.get("/session").json()["user"]["rights"]

    web.admin.patch(f"/users/{REP}", {"roles": ["rep", "manager"]})

    assert "override_gates" in rep.get("/session").json()["user"]["rights"]


@pytest.mark.rule("PS-197")
def test_who_sets_processes_up_may_use_opportunities(web: Web) -> None:
    rights = web.operations.get("/session").json()["user"]["rights"]

    assert {"set_up_processes", "create_opportunities", "edit_opportunities", "see_all"} <= set(rights)


@pytest.mark.rule("PS-200")
def test_operations_set_up_processes_but_no_people(web: Web) -> None:
    rights = web.operations.get("/session").json()["user"]["rights"]

    assert "set_up_processes" in rights
    assert "administer" not in rights


@pytest.mark.rule("AC-116")
def test_a_viewer_changes_nothing_not_even_their_own_default(web: Web) -> None:
    with web.storage.writing() as work:
        keep(work.connection, a_process())

    assert web.viewer.patch(f"/users/{VIEWER}", {"default_process_id": 1}).status_code == 403
    assert web.rep.patch(f"/users/{REP}", {"default_process_id": 1}).json()["default_process_id"] == 1


def test_a_default_process_has_to_exist(web: Web) -> None:
    answer = web.rep.patch(f"/users/{REP}", {"default_process_id": 404})

    assert (answer.status_code, answer.json()["missing"][0]["name"]) == (400, "default_process_id")


def test_addresses_and_roles_are_shown_to_admins_and_to_oneself(web: Web) -> None:
    shown = {user["id"]: user for user in web.rep.get("/users").json()["items"]}

    assert shown[REP]["email"] == "rep7@northwind.example"
    assert (shown[ADMIN]["name"], shown[ADMIN]["email"], shown[ADMIN]["roles"]) == ("Ada Admin", None, None)
    assert web.admin.get(f"/users/{REP}").json()["roles"] == ["rep"]


def test_the_system_itself_is_in_no_list(web: Web) -> None:
    listed = web.admin.get("/users", params={"limit": 200}).json()["items"]

    assert 0 not in [user["id"] for user in listed]
    assert web.admin.get("/users/404").status_code == 404


def test_people_are_listed_by_name_page_by_page(web: Web) -> None:
    first = web.admin.get("/users", params={"limit": 4}).json()
    rest = web.admin.get("/users", params={"limit": 4, "cursor": first["next_cursor"]}).json()

    names = [user["name"] for user in first["items"] + rest["items"]]
    assert names == sorted(names)
    assert len(names) == 7
    assert rest["next_cursor"] is None
    assert web.admin.get("/users", params={"cursor": "bm90IG9uZQ"}).status_code == 400
    assert [user["id"] for user in web.rep.get("/users", params={"q": "ROLF"}).json()["items"]] == [OTHER_REP]
    assert web.rep.get("/users", params={"state": "deactivated"}).json()["items"] == []


def test_an_address_belongs_to_one_person_whatever_its_case(web: Web) -> None:
    taken = web.admin.post("/users", {**PETRA, "email": "REP7@northwind.example"})

    assert (taken.status_code, taken.json()["code"]) == (422, "email_taken")
    assert web.admin.patch(f"/users/{REP}", {"email": "Rep7@Northwind.Example"}).status_code == 200


@pytest.mark.parametrize(
    ("said", "name"),
    [({"email": "nowhere"}, "email"), ({"email": "a b@c.example"}, "email"), ({"name": "   "}, "name"),
     ({"roles": []}, "roles"), ({"roles": ["king"]}, "roles[0]"), ({"password": "too short"}, "password"),
     ({"sales_team_id": 404}, "sales_team_id"), ({"email": None}, "email")],
)  # fmt: skip
def test_what_is_wrong_about_a_new_person_is_named(web: Web, said: dict[str, Any], name: str) -> None:
    before = counts(web.storage)

    answer = web.admin.post("/users", {**PETRA, **said})

    assert answer.status_code == 400
    assert [missing["name"] for missing in answer.json()["missing"]] == [name]
    assert counts(web.storage) == before


def test_a_preview_shows_the_change_and_changes_nothing(web: Web) -> None:
    before = counts(web.storage)

    added = web.admin.post("/users", PETRA, params={"preview": "true"}).json()
    changed = web.admin.patch(f"/users/{REP}", {"roles": ["manager"]}, params={"preview": "true"}).json()

    assert (added["id"], added["name"], added["events"][0]["kind"]) == (0, "Petra Prospect", "user.added")
    assert (changed["roles"], changed["events"]) == (
        ["manager"], [{"kind": "user.changed", "facts": {"roles": ["manager"]}}],
    )  # fmt: skip
    assert counts(web.storage) == before


def test_a_change_that_was_made_on_an_older_version_is_a_conflict(web: Web) -> None:
    assert web.admin.patch(f"/users/{REP}", {"name": "Rita R.", "version": 1}).json()["version"] == 2

    stale = web.admin.patch(f"/users/{REP}", {"name": "Rita S.", "version": 1})

    assert (stale.status_code, stale.json()["current"]) == (409, {"version": 2})


@pytest.mark.rule("PS-204")
def test_who_can_own_follows_the_roles_unless_it_is_said(web: Web) -> None:
    support = {"name": "Sam Support", "roles": ["collaborator"]}

    assert web.admin.post("/users", support).json()["can_own"] is False
    assert web.admin.post("/users", {**support, "can_own": True}).json()["can_own"] is True
    assert web.admin.patch(f"/users/{REP}", {"can_own": False}).json()["can_own"] is False


def test_somebody_whom_an_import_brought_signs_in_once_they_are_claimed(web: Web) -> None:
    imported = web.admin.post("/users", {"name": "Iris Imported", "roles": ["rep"]}).json()
    claim = {"email": "iris@northwind.example", "password": PASSWORD}

    assert imported["state"] == "unclaimed"
    assert web.admin.put(f"/users/{imported['id']}/claim", claim).json()["state"] == "active"
    assert web.client.post("/api/v1/session", json=claim).status_code == 201
    again = web.admin.put(f"/users/{imported['id']}/claim", claim)
    assert (again.status_code, again.json()["code"]) == (422, "already_claimed")


def test_a_new_password_ends_every_other_session(web: Web) -> None:
    give_password(web.storage, REP)
    here, elsewhere = web.rep, web.rep
    new = {"password": "an even longer horse", "current_password": PASSWORD}

    assert here.put(f"/users/{REP}/password", new).status_code == 204
    assert here.get("/session").status_code == 200
    assert elsewhere.get("/session").status_code == 401
    said = {"email": "rep7@northwind.example", "password": new["password"]}
    assert web.client.post("/api/v1/session", json=said).status_code == 201


def test_ones_own_password_is_changed_only_with_the_present_one(web: Web) -> None:
    give_password(web.storage, REP)
    rep = web.rep

    for said in ({"password": "an even longer horse"}, {"password": "x" * 12, "current_password": "wrong"}):
        answer = rep.put(f"/users/{REP}/password", said)

        assert (answer.status_code, answer.json()["missing"][0]["name"]) == (400, "current_password")
    assert web.admin.put(f"/users/{REP}/password", {"password": "set by an admin"}).status_code == 204
    assert rep.get("/session").status_code == 401


def test_a_password_is_kept_as_argon2id(web: Web) -> None:
    number = web.admin.post("/users", PETRA).json()["id"]

    with web.storage.reading() as connection:
        kept = connection.execute(select(users.c.password_hash).where(users.c.id == number)).scalar_one()
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.rule("PS-206")
def test_who_leaves_keeps_what_they_own_and_it_is_listed(web: Web) -> None:
    process = a_process()
    with web.storage.writing() as work:
        records = [an_opportunity(process=process, id=number, name=f"Deal {number}") for number in range(1, 23)]
        keep(work.connection, process, *records, an_opportunity("Won", process=process, id=30))
    rep, token = web.rep, a_token(web.storage, REP, Scope.READ)

    answer = web.admin.put(f"/users/{REP}/deactivation")

    assert answer.json()["state"] == "deactivated"
    assert answer.json()["open_opportunities"]["count"] == 22
    assert [item["id"] for item in answer.json()["open_opportunities"]["items"]] == list(range(1, 21))
    assert rep.get("/session").status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert web.client.get("/api/v1/session", headers=headers).status_code == 401
    assert web.admin.get("/opportunities/1").json()["owner"]["id"] == REP


@pytest.mark.rule("PS-206")
def test_what_who_leaves_still_has_to_do_is_listed_whoever_owns_it(web: Web) -> None:
    with web.storage.writing() as work:
        process = a_process()
        own = [an_opportunity(process=process), an_opportunity("Won", process=process, id=3)]
        keep(work.connection, process, *own, an_opportunity(process=process, id=2, owner_id=OTHER_REP))
        done = Completion(NOON, REP, CompletedHow.MANUAL)
        its = [
            an_action("Done", id=1, completion=done),
            an_action("Call", id=2),
            an_action("Gone", id=3, deleted_at=NOON),
            an_action("Check", id=4, opportunity_id=2),
            an_action("Of others", id=5, responsible_id=OTHER_REP),
            an_action("Too late", id=6, opportunity_id=3),
        ]
        added = ActionAdded(id=EventId(1), at=NOON, by=by(), opportunity=None, actions=tuple(its))
        work.agendas.save([added])

    left = web.admin.put(f"/users/{REP}/deactivation").json()["open_actions"]

    assert left["count"] == 2
    assert [(item["name"], item["opportunity"]["id"]) for item in left["items"]] == [("Call", 1), ("Check", 2)]


@pytest.mark.rule("PS-206")
def test_a_preview_of_leaving_lists_the_same_and_lets_them_stay(web: Web) -> None:
    with web.storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
    rep = web.rep

    preview = web.admin.put(f"/users/{REP}/deactivation", params={"preview": "true"}).json()

    assert preview["open_opportunities"] == {"count": 1, "items": [{"id": 1, "name": "Solar roof"}]}
    assert rep.get("/session").status_code == 200


def test_who_comes_back_signs_in_with_the_password_they_had(web: Web) -> None:
    give_password(web.storage, REP)
    web.admin.put(f"/users/{REP}/deactivation")
    said = {"email": "rep7@northwind.example", "password": PASSWORD}
    assert web.client.post("/api/v1/session", json=said).status_code == 401

    assert web.admin.delete(f"/users/{REP}/deactivation").json()["state"] == "active"
    assert web.client.post("/api/v1/session", json=said).status_code == 201


def test_the_last_admin_stays_one(web: Web) -> None:
    for refused in (
        web.admin.put(f"/users/{ADMIN}/deactivation"),
        web.admin.patch(f"/users/{ADMIN}", {"roles": ["rep"]}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (422, "last_admin")

    web.admin.patch(f"/users/{MANAGER}", {"roles": ["manager", "admin"]})
    assert web.admin.patch(f"/users/{ADMIN}", {"roles": ["rep"]}).status_code == 200


@pytest.mark.rule("PS-199")
def test_a_manager_oversees_their_teams_and_the_teams_of_those_who_manage_in_them(web: Web) -> None:
    a_team(web, "North", MANAGER, REP)
    a_team(web, "Fjord", REP, OTHER_REP)

    assert overseen_by(web.storage, MANAGER) == {MANAGER, REP, OTHER_REP}
    assert overseen_by(web.storage, REP) == {REP, OTHER_REP}
    assert overseen_by(web.storage, OTHER_REP) == {OTHER_REP}


@pytest.mark.rule("AC-117")
def test_what_a_manager_oversees_is_seen_from_the_next_request_on(web: Web) -> None:
    with web.storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
    manager = web.manager
    assert manager.get("/opportunities/1").status_code == 404

    a_team(web, "North", MANAGER, REP)

    assert manager.get("/opportunities/1").status_code == 200
    assert web.other_rep.get("/opportunities/1").status_code == 404


def test_nobody_manages_themselves(web: Web) -> None:
    north = a_team(web, "North", MANAGER)

    refused = web.admin.patch(f"/users/{MANAGER}", {"sales_team_id": north})

    assert (refused.status_code, refused.json()["code"]) == (422, "cyclic_managers")
    assert web.admin.patch(f"/users/{REP}", {"sales_team_id": north}).status_code == 200


def test_two_teams_are_not_managed_crosswise(web: Web) -> None:
    north = a_team(web, "North", None, REP)
    south = a_team(web, "South", REP, OTHER_REP)
    before = counts(web.storage)

    refused = web.admin.patch(f"/sales-teams/{north}", {"manager_id": OTHER_REP})

    assert (refused.status_code, refused.json()["code"]) == (422, "cyclic_managers")
    assert counts(web.storage) == before
    assert web.admin.patch(f"/sales-teams/{south}", {"manager_id": MANAGER}).status_code == 200
    assert web.admin.patch(f"/sales-teams/{north}", {"manager_id": OTHER_REP}).status_code == 200


def test_a_circle_through_three_is_refused_too(web: Web) -> None:
    north = a_team(web, "North", None, MANAGER)
    a_team(web, "South", MANAGER, REP)
    a_team(web, "West", REP, OTHER_REP)

    assert web.admin.patch(f"/sales-teams/{north}", {"manager_id": OTHER_REP}).json()["code"] == "cyclic_managers"
    assert web.admin.patch(f"/sales-teams/{north}", {"manager_id": COLLABORATOR}).status_code == 200


def test_the_name_of_a_team_is_its_own_whatever_its_case(web: Web) -> None:
    north = a_team(web, "Süden")

    assert web.admin.post("/sales-teams", {"name": "SÜDEN"}).json()["code"] == "name_taken"
    assert web.admin.patch(f"/sales-teams/{north}", {"name": "süden"}).json()["name"] == "süden"


def test_a_team_that_is_removed_leaves_its_members(web: Web) -> None:
    north = a_team(web, "North", MANAGER, REP)
    assert [m["name"] for m in web.rep.get(f"/sales-teams/{north}").json()["members"]] == ["Rita Rep"]

    assert web.admin.delete(f"/sales-teams/{north}", params={"preview": "true"}).status_code == 204
    assert web.admin.get(f"/users/{REP}").json()["sales_team"] == {"id": north, "name": "North"}
    assert web.admin.delete(f"/sales-teams/{north}").status_code == 204

    assert web.admin.get(f"/users/{REP}").json()["sales_team"] is None
    assert overseen_by(web.storage, MANAGER) == {MANAGER}
    assert web.admin.get(f"/sales-teams/{north}").status_code == 404
    assert web.admin.post("/sales-teams", {"name": "South", "manager_id": 404}).status_code == 400
