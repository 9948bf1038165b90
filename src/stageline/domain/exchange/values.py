"""What a record holds by what a row says of it, once the people and businesses that the row names are known."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from stageline.domain.exchange.importing import Placed
from stageline.domain.exchange.mapping import OpportunityColumns, folded
from stageline.domain.exchange.placing import Visit, closing_of
from stageline.domain.exchange.reading import SaidOpportunity
from stageline.domain.ids import AccountId, ContactId, UserId
from stageline.domain.organisation import Organisation

Person = tuple[str, str]  # the name of a contact, and of the account they are at


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """Who is meant by the names that rows use. `nobody` owns what names no owner, if anything does."""

    owners: Mapping[str, UserId]
    accounts: Mapping[str, AccountId]
    contacts: Mapping[Person, ContactId]
    nobody: UserId | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One opportunity that was read: what its row says, and the stages it went through."""

    said: SaidOpportunity
    visits: Sequence[Visit]

    @property
    def owner_names(self) -> set[str]:
        return {name for name in (self.said.owner, *(visit.owner for visit in self.visits)) if name}

    @property
    def contact(self) -> Person | None:
        return (self.said.contact, self.said.account or "") if self.said.contact else None


def placed(row: Row, directory: Directory, columns: OpportunityColumns, organisation: Organisation) -> Placed:
    """Columns that the mapping does not take leave the record as it is."""
    owners = [_owner(name, directory) for name in _owner_names(row)]
    return Placed(
        values=_values(row, directory, columns, organisation) | {"owner_id": owners[-1]},
        present=_present(row, columns, organisation),
        visits=row.visits,
        owners=owners[:-1],
        created_at=row.said.created_at,
    )


def _owner_names(row: Row) -> list[str | None]:
    """Who owned it at each visit, and who does now: the row's owner where the history names none, and the other way."""
    named = [visit.owner for visit in row.visits]
    now = row.said.owner or next((name for name in reversed(named) if name), None)
    return [*(name or now for name in named), now]


def _owner(name: str | None, directory: Directory) -> UserId:
    owner = directory.nobody if name is None else directory.owners[name]
    assert owner is not None  # noqa: S101 - somebody was made for rows without an owner, if there are any
    return owner


def _values(row: Row, directory: Directory, columns: OpportunityColumns, organisation: Organisation) -> dict[str, Any]:
    said = row.said
    values: dict[str, Any] = {
        "name": said.name or said.account or said.contact or said.external_id,
        "currency": said.currency,
        "custom": said.custom,
    }
    values |= {
        name: getattr(said, name)
        for name in ("amount_minor", "next_step", "remarks")
        if getattr(columns, name.removesuffix("_minor"))
    }
    if columns.account:
        values["account_id"] = directory.accounts[said.account] if said.account else None
    if columns.contact:
        values["contact_id"] = directory.contacts[row.contact] if row.contact else None
    if columns.source:
        values["source"] = source_code(said.source, organisation)
    is_open = closing_of(row.visits) is None
    if columns.expected_close_on or (columns.close_on and is_open):
        values["expected_close_on"] = said.expected_close_on or (said.close.on if said.close and is_open else None)
    return values


def _present(row: Row, columns: OpportunityColumns, organisation: Organisation) -> dict[str, Any]:
    """What holds of it only where it stands now."""
    said, closing = row.said, closing_of(row.visits)
    if closing is None:
        is_said = said.probability is not None and 0 < said.probability < 100
        return {"probability": said.probability, "is_probability_overridden": True} if is_said else {}
    present: dict[str, Any] = {"actual_close_on": closing.on}
    if columns.competitor:
        present["competitor"] = said.competitor
    if columns.close_reason:
        code = _reason_code(said.close_reason, row.visits[-1].stage.type or "", organisation)
        # Words that are in no list of ours are kept as they are, beside the record.
        present |= {"close_reason": code, "close_note": None if code else said.close_reason}
    return present


def _reason_code(text: str | None, outcome: str, organisation: Organisation) -> str | None:
    if text is None:
        return None
    listed = organisation.reasons.of(outcome)
    return next((r.code for r in listed if folded(text) in (folded(r.code), folded(r.label))), None)


def source_code(text: str | None, organisation: Organisation) -> str | None:
    if text is None:
        return None
    return next((s.code for s in organisation.sources if folded(text) in (folded(s.code), folded(s.label))), None)
