"""A company with something in every table that a request can reach, and the routes by which it can be reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from stageline.domain.ids import UserId
from stageline.domain.people.token import Scope
from stageline.http.routes import PREFIX
from stageline.storage.tables import accounts, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import ACCOUNT, ADMIN, LONG_AGO, MANAGER, OTHER_REP, REP
from tests.builders_people import PASSWORD, Browser, a_session, a_token, number_after
from tests.definitions import have_people, standard_sales
from tests.teams import lead

NAME = "Solar roof"
AMOUNT = 7_654_321
CONTACT = "Quirin Quist"
CONTACT_EMAIL = "quirin@tailwind.example"
ACCOUNT_NAME = "Tailwind Logistics"
NEXT_STEP = "Ring Quirin about the crane"
NOTE = "Quirin opened the door to the board"
WRITTEN = "Quirin asked for the crane in March"
FILE_NAME = "crane plan.txt"
FILE_LABEL = "Crane drawing"
ACTION = "Show Quirin the crane"
REGION = "Between Maas and Waal"
DESCRIPTION = f"{PREFIX}/openapi.json"
DRAFT = "Plan of next year"
GATHERING = {"name": "Demo day", "starts_at": "2036-05-04T09:00:00Z", "ends_at": "2036-05-04T17:00:00Z"}
TEMPLATE = {"name": "Mine", "subject": "Hello", "body": "Dear {{ contact.name }}"}


class Route(NamedTuple):
    method: str
    path: str
    handler: HTTPRouteHandler

    @property
    def name(self) -> str:
        return self.handler.handler_name

    def filled(self, ids: Mapping[str, int | str]) -> str:
        """The path with the ids in it. A new kind of id must be given to `Company.ids` before it is asked for."""
        parts = (part.strip("{}").partition(":")[0] for part in self.path.split("/"))
        return "/".join(str(ids[name]) if f"{{{name}:" in self.path else name for name in parts)


def routes_of(app: Litestar) -> Iterator[Route]:
    """Every route that the application really has, with each of its methods."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                yield from (
                    Route(str(method), route.path, handler) for method in handler.http_methods - {"HEAD", "OPTIONS"}
                )


@dataclass
class Company:
    """Rita of Maja's team has sold and sells; Rolf of another team, Cora and Vera are on no deal of hers."""

    client: TestClient[Any]
    storage: Storage
    ids: dict[str, int | str]
    definition: Any = None

    def as_(self, user_id: UserId) -> Browser:
        return Browser(self.client, *a_session(self.storage, user_id))

    @property
    def routes(self) -> list[Route]:
        return sorted(routes_of(self.client.app), key=lambda route: (route.path, route.method))

    @property
    def closed_routes(self) -> list[Route]:
        """Those of the API that are not open to everybody; its description is."""
        ours = (route for route in self.routes if route.path.startswith(PREFIX))
        return [r for r in ours if "open" not in r.handler.opt and not r.path.startswith(DESCRIPTION)]


def a_company(client: TestClient[Any], storage: Storage) -> Company:
    """Set up by the product's own commands, over HTTP, so that all of it is as fresh as the server's clock."""
    have_people(storage)
    with storage.writing() as work:
        number_after(work.connection, users, accounts)
        lead(work.connection, MANAGER, REP)
        lead(work.connection, ADMIN, OTHER_REP)
    process = standard_sales(storage, at=LONG_AGO)
    company = Company(client, storage, {"path": "nothing.txt", "process_id": process.id, "revision": process.revision})
    company.ids |= {"account_id": ACCOUNT, "user_id": REP}
    set_up(company, company.as_(ADMIN))
    sell(company, company.as_(REP))
    manage(company, company.as_(MANAGER))
    Worker(storage).run_once(datetime.now(UTC))  # noqa: TID251 - the server reads its own clock
    company.ids["notification_id"] = said(company.as_(REP).get("/notifications"))["items"][0]["id"]
    return company


def set_up(company: Company, admin: Browser) -> None:
    a_token(company.storage, REP, Scope.READ)
    teams = {team["name"]: team["id"] for team in said(admin.get("/sales-teams"))["items"]}
    company.ids |= {
        "team_id": teams[f"Team {ADMIN}"],
        "rita_team_id": teams[f"Team {MANAGER}"],
        "field_id": said(admin.post("/custom-fields", {"label": "Region", "type": "text"}))["id"],
        "draft_id": said(admin.post("/processes", {"name": DRAFT, "template": "standard_sales"}))["id"],
        "gathering_id": said(admin.post("/gatherings", GATHERING))["id"],
        "template_id": said(admin.get("/letter-templates"))["items"][0]["id"],
        "token_id": said(admin.get("/tokens"))["items"][0]["id"],
    }


def sell(company: Company, rep: Browser) -> None:
    """One is won, and one is under way with something of everything beside it."""
    process = said(rep.get(f"/processes/{company.ids['process_id']}"))
    company.definition = {name: process[name] for name in ("name", "description", "options", "stages")}
    stages = {stage["code"]: stage for stage in process["stages"]}
    contact = {"name": CONTACT, "email": CONTACT_EMAIL, "account_id": ACCOUNT}
    contact_id = said(rep.post("/contacts", contact))["id"]
    fields = {"name": NAME, "contact_id": contact_id, "account_id": ACCOUNT, "amount_minor": AMOUNT,
              "expected_close_on": "2027-03-31", "next_step": NEXT_STEP, "custom": {"region": REGION}}  # fmt: skip
    won, deal = (said(rep.post("/opportunities", {"fields": fields}))["opportunity_id"] for _ in range(2))
    closing = {"stage_id": stages["won"]["id"], "version": 1, "acknowledge_gaps": True, "close_reason": "price"}
    said(rep.post(f"/opportunities/{won}/moves", closing))
    criterion_id = stages["qualify"]["criteria"][1]["id"]
    moved = said(rep.post(f"/opportunities/{deal}/moves", {**closing, "stage_id": stages["qualify"]["id"]}))
    said(rep.put(f"/opportunities/{deal}/criteria/{criterion_id}/confirmation", {"note": NOTE}))
    said(rep.put(f"/opportunities/{deal}/contacts/{contact_id}", {"contact_role": "decision_maker"}))
    note = said(rep.post(f"/opportunities/{deal}/notes", {"body": WRITTEN}))
    content = {"file": (FILE_NAME, WRITTEN.encode())}
    file = said(rep.post(f"/opportunities/{deal}/files", files=content, data={"label": FILE_LABEL}))
    actions = f"/opportunities/{deal}/actions"
    action = said(rep.post(actions, {"name": ACTION, "type": "calendar_activity"}))
    booked = said(rep.post(f"{actions}/performances", {"action_ids": [action["id"]], "activity": {}}))
    letter = said(
        rep.post(actions, {"name": "Thank you", "type": "letter", "plan": {"letter": {"template": "thanks"}}})
    )
    invitation = {"name": "Invite", "type": "gathering", "plan": {"gathering": {"gathering": "demo_day"}}}
    both = [letter["id"], said(rep.post(actions, invitation))["id"]]
    said(rep.post(f"{actions}/performances", {"action_ids": both, "delivery": "email"}))
    company.ids |= {
        "message_id": said(rep.get("/messages"))["items"][0]["id"],
        "letter_id": letter["id"],
        "action_id": action["id"],
        "activity_id": booked["events"][0]["facts"]["activities"][0]["id"],
        "note_id": note["id"],
        "file_id": file["id"],
        "opportunity_id": deal,
        "won_id": won,
        "stage_id": stages["qualify"]["id"],
        "next_stage_id": stages["propose"]["id"],
        "later_stage_id": stages["negotiate"]["id"],
        "won_stage_id": stages["won"]["id"],
        "criterion_id": criterion_id,
        "contact_id": contact_id,
        "move_id": moved["move_id"],
        "event_id": moved["move_id"],
    }


def manage(company: Company, manager: Browser) -> None:
    stage_id, deal = company.ids["next_stage_id"], {"id": company.ids["opportunity_id"]}
    moves = {"stage_id": stage_id, "opportunities": [deal], "acknowledge_gaps": True, "note": NOTE}
    view = {"screen": "list", "name": NEXT_STEP, "definition": {"filter": {"q": NAME}}}
    company.ids["view_id"] = said(manager.post("/views", view))["id"]
    company.ids["batch_id"] = said(manager.post("/moves", moves))["batch_id"]
    target = {"metric": "advanced_value", "number": AMOUNT, "currency": "EUR", "stage_id": stage_id, "user_id": REP}
    company.ids["target_id"] = said(manager.post("/targets", target))["id"]


def said(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()


def sound_bodies(company: Company) -> dict[str, Any]:
    """For every route that takes a body, one about what is there: nothing in it is wrong, whoever sends it."""
    ids = company.ids
    deal, stage, version = {"id": ids["opportunity_id"]}, {"stage_id": ids["next_stage_id"]}, {"version": 1}
    of_deal = {"opportunity_id": ids["opportunity_id"]}
    return {
        "post_session": {"email": "eve@northwind.example", "password": PASSWORD},
        "post_setup": {
            "token": "guessed",
            "email": "eve@northwind.example",
            "name": "Eve",
            "password": PASSWORD,
            "organisation_name": "Eve's",
            "zone": "Europe/Amsterdam",
            "currency": "EUR",
        },
        "post_user": {"name": "Eve", "roles": ["admin"]},
        "patch_user": {"roles": ["admin"]},
        "put_claim": {"email": "eve@northwind.example", "password": PASSWORD},
        "put_password": {"password": PASSWORD},
        "post_sales_team": {"name": "Eve's"},
        "patch_sales_team": {"name": "Eve's"},
        "post_token": {"name": "Eve's", "scopes": ["read"]},
        "post_account": {"name": "Eve's"},
        "patch_account": {"name": "Eve's", **version},
        "post_contact": {"name": "Eve"},
        "patch_contact": {"name": "Eve", **version},
        "patch_organisation": {"name": "Eve's", **version},
        "put_outcomes": {"items": [{"label": "Met"}], **version},
        "put_deal_roles": {"items": [{"name": "Cook"}], **version},
        "put_role_map": {"deal_role": "Legal", "user_id": OTHER_REP},
        "put_filler": {"deal_role": "Legal", "user_id": OTHER_REP},
        "post_custom_field": {"label": "Secret", "type": "text"},
        "patch_custom_field": {"label": "Secret"},
        "post_process": {"name": "Eve's"},
        "put_definition": {"definition": company.definition, **version},
        "post_opportunity": {"fields": {"account_id": ids["account_id"]}},
        "patch_opportunity": {"fields": {"amount_minor": 1}, **version},
        "post_assignment": {"owner_id": OTHER_REP, **version},
        "post_move": {**stage, **version},
        "post_placement": {"after_id": None},
        "post_reopening": {"reason": "Mine.", **version},
        "post_correction": {"reason": "Mine.", **stage, **version},
        "post_moves": {"opportunities": [deal], **stage},
        "post_closings": {"opportunities": [deal], "stage_id": ids["won_stage_id"], "close_reason": "price"},
        "post_assignments": {"opportunities": [deal], "owner_id": OTHER_REP},
        "post_edits": {"opportunities": [deal], "fields": {"amount_minor": 1}},
        "put_confirmation": {"note": "Mine."},
        "put_contact": {"contact_role": "user"},
        "put_member": {"team_role": "legal", "access": "edit"},
        "post_action": {"name": "Mine."},
        "patch_action": {"name": "Mine."},
        "post_performances": {"action_ids": [ids["action_id"]], "activity": {}},
        "post_completions": {"action_ids": [ids["action_id"]]},
        "post_push": stage,
        "post_day_completions": {"action_ids": [ids["action_id"]]},
        "post_bounce": {"message_id": "<stageline.1.1@northwind.example>", "reason": "Mine."},
        "post_activity": {"subject": "Mine.", "starts_at": "2027-01-04T09:00:00Z", **of_deal},
        "patch_activity": {"subject": "Mine.", **version},
        "post_activity_completion": {},
        "post_activity_cancellation": {"reason": "Mine."},
        "post_gathering": GATHERING,
        "patch_gathering": {"name": "Eve's", **version},
        "put_invitee": {"state": "accepted"},
        "post_letter_template": TEMPLATE,
        "patch_letter_template": {"name": "Eve's", **version},
        "post_letter_template_trial": TEMPLATE,
        "post_view": {"screen": "list", "name": "Eve's"},
        "patch_view": {"name": "Eve's", **version},
        "post_target": {"metric": "won_count", "number": 1, "user_id": REP},
        "post_targets": {"metric": "won_count", "number": 1, "users": [{"user_id": REP}]},
        "post_rates": {"csv": "date,USD\n2026-11-02,1.1\n"},
        "post_target_grid": {"metric": "won_count", "csv": f"User id,from 2026-11-01\n{REP},1\n"},
        "post_target_numbers": {"targets": [{"id": ids["target_id"]}], "number": 1},
        "patch_target": {"number": 1, **version},
        "put_target_numbers": {"numbers": [{"from_on": "2026-11-01", "number": 1}], **version},
        "post_target_copies": {"users": [{"user_id": REP}]},
        "put_target_end": version,
        "post_note": {"body": "Mine."},
        "patch_note": {"body": "Mine.", **version},
        "patch_me": {"preferences": {"theme": "dark"}},
        "put_preferences": {"moved_by_other": False},
    }
