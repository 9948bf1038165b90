"""For each route that takes a body, one that it would take: shown in the description of the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)

_REMEDY = "Write down what the buyer pays, and for what."
_DEFINITION = {
    "name": "Renewals",
    "stages": [
        {
            "name": "Talk",
            "code": "talk",
            "definition": "We ask what has changed since they bought.",
            "probability": 60,
            "category": "best_case",
            "criteria": [
                {
                    "name": "Amount known",
                    "remedy": _REMEDY,
                    "kind": "field",
                    "condition": {"field": "amount_minor", "is": "is_filled"},
                }
            ],
        },
        {"name": "Won", "code": "won", "type": "won", "definition": "They stay.", "is_default_won": True},
        {"name": "Lost", "code": "lost", "type": "lost", "definition": "They leave."},
    ],
}
_SELECTED = [{"id": 41, "version": 3}, {"id": 42}]
_PASSWORD = "correct horse battery staple"  # noqa: S105 - of nobody

_TEMPLATE = {
    "name": "Welcome",
    "subject": "Welcome to {{ organisation.name }}",
    "body": "Dear {{ contact.name }},\n\nwe are glad to have you.\n\n{{ sender.name }}",
}

EXAMPLES: Mapping[str, Any] = {
    "post_session": {"email": "rita@northwind.example", "password": _PASSWORD},
    "post_setup": {
        "token": "as printed by stageline serve",
        "email": "ada@northwind.example",
        "name": "Ada Admin",
        "password": _PASSWORD,
        "organisation_name": "Northwind",
        "zone": "Europe/Amsterdam",
        "currency": "EUR",
    },
    "post_gathering": {
        "name": "Demo day",
        "starts_at": "2027-05-04T09:00:00Z",
        "ends_at": "2027-05-04T17:00:00Z",
        "capacity": 40,
    },
    "patch_gathering": {"version": 1, "capacity": 60},
    "put_invitee": {"state": "accepted"},
    "post_letter_template": {"code": "welcome", **_TEMPLATE},
    "patch_letter_template": {"version": 1, "subject": "Welcome, {{ contact.name }}"},
    "post_letter_template_trial": _TEMPLATE,
    "post_user": {"name": "Rita Rep", "email": "rita@northwind.example", "password": _PASSWORD, "roles": ["rep"]},
    "patch_user": {"version": 1, "roles": ["rep", "manager"], "sales_team_id": 2},
    "put_claim": {"email": "rolf@northwind.example", "password": _PASSWORD},
    "put_password": {"password": _PASSWORD, "current_password": "the one from before"},
    "post_sales_team": {"name": "Benelux", "manager_id": 2},
    "patch_sales_team": {"name": "Benelux and France"},
    "post_token": {"name": "Nightly export", "scopes": ["read"], "days": 30},
    "post_account": {"name": "Tailwind Logistics", "website": "https://tailwind.example"},
    "patch_account": {"version": 1, "name": "Tailwind Logistics BV"},
    "post_contact": {"name": "Ann Lee", "email": "ann@tailwind.example", "job_title": "Buyer", "account_id": 1},
    "patch_contact": {"version": 1, "phone": "+31 20 555 0100"},
    "patch_organisation": {"version": 1, "holidays": ["2026-12-25"]},
    "put_outcomes": {
        "version": 3,
        "items": [
            {"label": "No answer", "activity_types": ["call"], "is_contact_made": False, "effect": "reschedules"}
        ],
    },
    "put_deal_roles": {"version": 3, "items": [{"name": "Legal"}, {"name": "Onboarding"}]},
    "put_role_map": {"deal_role": "Legal", "process_id": 1, "user_id": 12},
    "put_filler": {"deal_role": "Legal", "user_id": 12},
    "post_action": {"name": "Send the brochure", "stage_id": 2, "due_on": "2026-12-01"},
    "patch_action": {"due_on": "2026-12-03", "responsible_id": 12},
    "post_performances": {"action_ids": [31], "activity": {"starts_at": "2026-12-01T09:00:00Z"}},
    "post_bounce": {
        "message_id": "<stageline.7.1795287617@northwind.example>",
        "reason": "550 5.1.1 There is no such mailbox",
    },
    "post_day_completions": {"action_ids": [31, 32], "activity_ids": [12]},
    "post_completions": {"action_ids": [31], "outcome": {"code": "talked", "note": "They want dates."}},
    "post_activity": {"subject": "Lunch", "starts_at": "2026-12-01T11:30:00Z", "ends_at": "2026-12-01T12:30:00Z"},
    "patch_activity": {"version": 1, "starts_at": "2026-12-01T12:00:00Z"},
    "post_activity_completion": {"outcome": {"code": "qualified"}, "stage_id": 3},
    "post_activity_cancellation": {"reason": "They are ill."},
    "post_custom_field": {"label": "Region", "type": "choice", "choices": ["North", "South"]},
    "patch_custom_field": {"label": "Sales region", "is_active": True},
    "post_process": {"name": "Renewals", "template": "standard_sales"},
    "put_definition": {"version": 1, "definition": _DEFINITION},
    "post_push": {"stage_id": 2, "codes": ["discovery"]},
    "post_opportunity": {
        "fields": {"name": "Solar roof", "contact_id": 1, "amount_minor": 9000000, "currency": "EUR"},
        "acknowledge_gaps": True,
    },
    "patch_opportunity": {"version": 3, "fields": {"next_step": "Send the quote", "next_step_on": "2026-11-20"}},
    "post_assignment": {"version": 3, "owner_id": 7, "keep_as_reader": True},
    "post_move": {
        "version": 3,
        "stage_id": 2,
        "channel": "board",
        "fields": {"amount_minor": 9000000},
        "confirm": [{"criterion_id": 1, "note": "Said so on the phone."}],
        "acknowledge_gaps": True,
    },
    "post_placement": {"after_id": 17},
    "post_reopening": {"version": 9, "reason": "They have found the money after all.", "stage_id": 3},
    "post_correction": {"version": 9, "stage_id": 7, "reason": "It was lost, not won.", "close_reason": "price"},
    "post_moves": {"stage_id": 2, "opportunities": _SELECTED, "acknowledge_gaps": True},
    "post_closings": {"stage_id": 7, "opportunities": _SELECTED, "close_reason": "no_budget"},
    "post_assignments": {"owner_id": 7, "opportunities": _SELECTED},
    "post_edits": {"fields": {"expected_close_on": "2027-03-31"}, "opportunities": _SELECTED, "reason": "New budget."},
    "put_confirmation": {"note": "Said so on the phone.", "evidence": "https://tailwind.example/minutes"},
    "put_contact": {"contact_role": "decision_maker"},
    "put_member": {"team_role": "legal", "access": "edit", "stage_ids": [4]},
    "post_target": {"metric": "advanced_count", "number": 10, "stage_id": 3, "user_id": 7},
    "post_targets": {
        "metric": "won_value",
        "number": 5000000,
        "currency": "EUR",
        "period_type": "quarter",
        "users": [{"user_id": 7}, {"user_id": 8, "number": 3000000}],
    },
    "post_rates": {"csv": "date,USD,GBP\n2026-11-30,1.0834,0.8512\n"},
    "post_target_grid": {
        "metric": "won_value",
        "currency": "EUR",
        "csv": "Person,User id,from 2026-11-01,from 2026-12-01\nRita Rep,7,50000,30000\n",
    },
    "post_target_numbers": {"targets": [{"id": 5, "version": 1}, {"id": 6}], "number": 12},
    "put_target_numbers": {"version": 2, "numbers": [{"from_on": "2026-11-01", "number": 6}]},
    "patch_target": {"version": 1, "number": 6, "on": "2026-12-24", "is_once": True},
    "post_target_copies": {"sales_team_id": 2, "users": [{"user_id": 8, "number": 5}]},
    "put_target_end": {"version": 2, "at_once": True},
    "post_view": {
        "screen": "list",
        "name": "Closing this quarter",
        "is_shared": True,
        "definition": {"filter": {"status": "open", "closes_to": "2026-12-31"}, "sort": "expected_close_on"},
    },
    "patch_view": {"version": 1, "name": "Closing this year"},
    "post_note": {"body": "Ann wants the crane in March. Minutes: https://tailwind.example/minutes"},
    "patch_note": {"version": 1, "body": "Ann wants the crane in April."},
    "patch_me": {"language": "de", "zone": "Europe/Amsterdam", "preferences": {"theme": "dark"}},
    "put_preferences": {"moved_by_other": False},
}


_FILE_FORM = Schema(
    type=OpenAPIType.OBJECT,
    required=["file"],
    properties={
        "file": Schema(
            type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, description="At most 25 MB, with its name."
        ),
        "label": Schema(type=OpenAPIType.STRING, max_length=100),
    },
)
# Of the routes that read their body themselves.
FORMS: Mapping[str, Schema] = {"post_file": _FILE_FORM}
_FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
# Of those that answer what somebody once sent, of whatever type.
FILES = ("get_content",)


@dataclass
class Described(Operation):
    """Shows its body by an example; where nothing is answered, nothing is said of its form."""

    def __post_init__(self) -> None:
        form = FORMS.get(self.operation_id or "")
        if form is not None:
            self.request_body = RequestBody(
                content={"multipart/form-data": OpenAPIMediaType(schema=form)}, required=True
            )
        if isinstance(self.request_body, RequestBody):
            for media in self.request_body.content.values():
                media.example = EXAMPLES.get(self.operation_id or "")
        file = (self.responses or {}).get("200")
        if isinstance(file, OpenAPIResponse) and self.operation_id in FILES:
            file.content = {"*/*": OpenAPIMediaType(schema=_FILE)}
        nothing = (self.responses or {}).get("204")
        if isinstance(nothing, OpenAPIResponse):
            nothing.content = None
