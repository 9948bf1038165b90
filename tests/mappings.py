"""Mappings to import with: those of the real data, which nobody here wrote, and a small one."""

from typing import Any

MAVEN: dict[str, Any] = {
    "system": "maven-crm",
    "zone": "UTC",
    "currency": "USD",
    "process": {"name": "Maven", "is_new": True},
    "stages": [
        {"value": "Prospecting", "type": "open"},
        {"value": "Engaging", "type": "open", "entered_at": "engage_date"},
        {"value": "Won", "type": "won"},
        {"value": "Lost", "type": "lost"},
    ],
    "files": [
        {
            "kind": "opportunities",
            "columns": {
                "external_id": "opportunity_id",
                "owner": "sales_agent",
                "account": "account",
                "stage": "deal_stage",
                "close_on": "close_date",
                "amount": "close_value",
            },
            "custom": {"product": {"column": "product", "label": "Product"}},
        },
        {"kind": "people", "columns": {"name": "sales_agent", "manager": "manager", "team": "regional_office"}},
    ],
}

LOANS: dict[str, Any] = {
    "system": "bpi2012",
    "zone": "Europe/Amsterdam",
    "currency": "EUR",
    "process": {"name": "Loans", "is_new": True},
    "stages": [
        {"value": "A_SUBMITTED", "type": "open"},
        {"value": "A_PARTLYSUBMITTED", "type": "open"},
        {"value": "A_PREACCEPTED", "type": "open"},
        {"value": "A_ACCEPTED", "type": "open"},
        {"value": "A_FINALIZED", "type": "open"},
        {"value": "A_APPROVED", "type": "won"},
        {"value": "A_REGISTERED", "type": "won"},
        {"value": "A_ACTIVATED", "type": "won"},
        {"value": "A_DECLINED", "type": "lost"},
        {"value": "A_CANCELLED", "type": "lost"},
    ],
    "files": [
        {
            "kind": "opportunities",
            "columns": {"external_id": "case_id", "created_at": "reg_date", "amount": "amount_req"},
        },
        {
            "kind": "stage_history",
            "columns": {
                "external_id": "case_id",
                "stage": "activity",
                "at": "timestamp",
                "order": "event_no",
                "owner": "resource",
            },
        },
    ],
}

SALESFORCE: dict[str, Any] = {
    "system": "salesforce",
    "zone": "UTC",
    "currency": "USD",
    "process": {"name": "Opportunities", "is_new": True},
    "empty": ["000000000000000AAA"],
    "dates": ["iso", "%m/%d/%y", "%m/%d/%y %I:%M %p"],
    "stages": [
        *(
            {"value": name, "type": "open"}
            for name in (
                "Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
                "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review",
            )
        ),
        {"value": "Closed Won", "type": "won"},
        {"value": "Closed Lost", "type": "lost"},
    ],
    "files": [
        {
            "kind": "opportunities",
            "columns": {
                "external_id": "Id",
                "name": "Name",
                "account": "AccountId",
                "stage": "StageName",
                "amount": "Amount",
                "close_on": "CloseDate",
                "created_at": "CreatedDate",
                "source": "LeadSource",
            },
        },
        {
            "kind": "stage_history",
            "columns": {
                "external_id": "OpportunityId", "stage": "StageName", "at": "CreatedDate", "order": "Id",
                "amount": "Amount",
            },
        },
        {"kind": "accounts", "columns": {"external_id": "Id", "name": "Name"}},
    ],
}  # fmt: skip


def a_mapping(**said: Any) -> dict[str, Any]:
    """Deals of a small system: `columns`, `custom` and `history` say what its files hold besides id and stage."""
    columns = {"external_id": "Id", "stage": "Stage", **said.pop("columns", {})}
    files: list[dict[str, Any]] = [{"kind": "opportunities", "columns": columns, "custom": said.pop("custom", {})}]
    if "history" in said:
        history = {"external_id": "Id", "stage": "To", "at": "When", **said.pop("history")}
        files.append({"kind": "stage_history", "columns": history})
    usual = {
        "system": "old",
        "zone": "Europe/Amsterdam",
        "currency": "EUR",
        "process": {"name": "Deals", "is_new": True},
        "stages": [
            {"value": "New", "type": "open", "probability": 10},
            {"value": "Offer", "type": "open", "probability": 50},
            {"value": "Won", "type": "won"},
            {"value": "Signed", "type": "won"},
            {"value": "Lost", "type": "lost"},
        ],
        "files": [*files, *said.pop("more_files", [])],
    }
    return {**usual, **said}
