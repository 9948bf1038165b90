"""What stands beside the record: confirmations, linked contacts, the deal team."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from stageline.domain.opportunities.changes import (
    BesideEvent,
    ConfirmationWithdrawn,
    ContactLinked,
    ContactUnlinked,
    CriterionConfirmed,
    OpportunityAssigned,
    TeamMemberAdded,
    TeamMemberRemoved,
)
from stageline.domain.rights import Access
from stageline.storage import files, notes
from stageline.storage.actions import role_maps
from stageline.storage.prepared import Values
from stageline.storage.tables import criterion_checks, deal_team, opportunity_contacts


def save_beside(connection: Connection, happened: Sequence[BesideEvent]) -> None:
    """One statement for each kind of thing that happened."""
    for kind, (statement, row) in _KEPT.items():
        rows = [row(event) for event in happened if type(event) is kind]
        if rows:
            connection.execute(statement(connection.dialect.name), rows)


def _checked(event: Any) -> Values:
    return {
        "opportunity_id": event.opportunity.id,
        "criterion_id": event.criterion_id,
        "checked_by": event.by.actor.user_id,
        "checked_at": event.at,
        "note": event.note,
        "evidence": event.evidence,
    }


def _unchecked(event: Any) -> Values:
    return {"of_opportunity": event.opportunity.id, "of_criterion": event.criterion_id}


def _linked(event: Any) -> Values:
    return {
        "opportunity_id": event.opportunity.id,
        "contact_id": event.contact_id,
        "contact_role": event.contact_role,
    }


def _unlinked(event: Any) -> Values:
    return {"of_opportunity": event.opportunity.id, "of_contact": event.contact_id}


def _joined(event: Any) -> Values:
    return {
        "opportunity_id": event.opportunity.id,
        "user_id": event.user_id,
        "team_role": event.team_role,
        "access": event.access,
        "stage_ids": list(event.stage_ids) if event.stage_ids is not None else None,
    }


def _left(event: Any) -> Values:
    return {"of_opportunity": event.opportunity.id, "of_user": event.user_id}


def _insert(table: Any, dialect: str) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _put(table: Any) -> Callable[[str], Insert]:
    """Writes the row, or over the one that is there."""
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.c if column.name not in keys]

    def statement(dialect: str) -> Insert:
        put = _insert(table, dialect)
        changed: Insert = put.on_conflict_do_update(
            index_elements=keys, set_={name: put.excluded[name] for name in others}
        )
        return changed

    return statement


_DROP_CHECK = delete(criterion_checks).where(
    criterion_checks.c.opportunity_id == bindparam("of_opportunity"),
    criterion_checks.c.criterion_id == bindparam("of_criterion"),
)
_DROP_CONTACT = delete(opportunity_contacts).where(
    opportunity_contacts.c.opportunity_id == bindparam("of_opportunity"),
    opportunity_contacts.c.contact_id == bindparam("of_contact"),
)
_DROP_MEMBER = delete(deal_team).where(
    deal_team.c.opportunity_id == bindparam("of_opportunity"), deal_team.c.user_id == bindparam("of_user")
)
_KEPT: dict[type, tuple[Callable[[str], Any], Callable[[Any], Values]]] = {
    CriterionConfirmed: (_put(criterion_checks), _checked),
    ConfirmationWithdrawn: (lambda _: _DROP_CHECK, _unchecked),
    ContactLinked: (_put(opportunity_contacts), _linked),
    ContactUnlinked: (lambda _: _DROP_CONTACT, _unlinked),
    TeamMemberAdded: (_put(deal_team), _joined),
    TeamMemberRemoved: (lambda _: _DROP_MEMBER, _left),
    **notes.KEPT,
    **files.KEPT,
    **role_maps.KEPT,
}


def keep_old_owners(connection: Connection, happened: Sequence[OpportunityAssigned]) -> None:
    """Leaves the old owner on the deal team as a reader, where that was asked for (PS-195)."""
    rows = [
        {
            "opportunity_id": event.after.id,
            "user_id": event.before.owner_id,
            "team_role": "former owner",
            "access": Access.READ.value,
            "stage_ids": None,
        }
        for event in happened
        if event.keep_as_reader and event.before is not None
    ]
    if rows:
        connection.execute(_put(deal_team)(connection.dialect.name), rows)
