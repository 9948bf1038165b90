"""Changing fields of an opportunity: what follows from it, and what is kept of it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

import msgspec

from stageline.domain.calendar import quarter_key
from stageline.domain.conditions import Moment
from stageline.domain.errors import Missing, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.changes import FieldChange, OpportunityEdited
from stageline.domain.opportunities.closing import closing_words
from stageline.domain.opportunities.fields import Values
from stageline.domain.opportunities.gates import ReasonRequired
from stageline.domain.opportunities.opportunity import (
    NotYoursToChange,
    Opportunity,
    ReadOnly,
    changeable,
    require_version,
)
from stageline.domain.organisation import Organisation
from stageline.domain.processes.criterion import Place
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Actor

# Kept in the field history (PS-178) besides every custom field.
TRACKED = (
    "name", "owner_id", "contact_id", "account_id", "amount_minor", "currency", "probability", "category",
    "is_in_forecast", "expected_close_on", "actual_close_on", "close_reason", "competitor", "close_note", "source",
    "next_step", "next_step_on", "remarks",
)  # fmt: skip
CLOSING_DETAILS = frozenset({"amount_minor", "currency", "actual_close_on", "close_reason", "competitor", "close_note"})
ONLY_CLOSED = frozenset({"actual_close_on", "close_reason", "close_note"})


class RequiredHere(RuleBroken):
    """The current stage requires this field, so it cannot be emptied."""

    code = "required_here"


class OnlyWhenClosing(RuleBroken):
    """This field is filled when the opportunity is closed."""

    code = "only_when_closing"


class ClosingIncomplete(RuleBroken):
    """A closed opportunity keeps the day it closed, its reason, and the amount it was won for."""

    code = "closing_incomplete"


class WantedEdit(msgspec.Struct, frozen=True, kw_only=True):
    """`fields` are cleaned values; a reason is asked for when the close date moves past the end of its quarter."""

    opportunity_id: OpportunityId
    fields: Values
    version: int | None = None
    reason: str | None = None
    cause_id: EventId | None = None


def decide_edit(
    found: Opportunity | None,
    wanted: WantedEdit,
    *,
    id: EventId,
    by: By,
    moment: Moment,
    organisation: Organisation,
) -> OpportunityEdited | Opportunity:
    """The edit, or the opportunity as it is when nothing would change.

    Refused: what is not the asker's to change, an older version, a closed record (but for its closing details, by a
    manager with a reason, PS-171), emptying a field that the current stage requires (PS-163).
    """
    before = changeable(found, by.actor)
    require_version(before, wanted.version)
    _require_open(before, wanted, by)
    after = with_fields(before, wanted.fields, moment)
    fields = field_changes(before, after)
    if not fields:
        return before
    _require_kept(before, after, moment)
    if after.stage.is_closed:
        _require_closing_details(after, {change.field for change in fields}, organisation, moment)
    if not wanted.reason and slips_a_quarter(before, after):
        raise ReasonRequired([Missing(name="reason", remedy="Say why it closes in a later quarter.", kind="reason")])
    return OpportunityEdited(
        id=id,
        at=moment.at,
        by=by,
        cause_id=wanted.cause_id,
        before=before,
        after=msgspec.structs.replace(after, version=before.version + 1),
        fields=fields,
        reason=wanted.reason,
    )


def with_fields(opportunity: Opportunity, values: Values, moment: Moment) -> Opportunity:
    """The record with these values and what follows from them: overrides (PS-144), pushes (PS-152), idle time."""
    if not values:
        return opportunity
    changed = dict(values)
    if "custom" in changed:
        changed["custom"] = {k: v for k, v in {**opportunity.custom, **changed["custom"]}.items() if v is not None}
    if "probability" in changed:
        changed["is_probability_overridden"] = True
    if "category" in changed:
        changed["is_category_overridden"] = True
    if _is_later(opportunity.expected_close_on, changed.get("expected_close_on")):
        changed["push_count"] = opportunity.push_count + 1
    after = msgspec.structs.replace(opportunity, **changed)
    if (after.amount_minor, after.currency, after.expected_close_on) != (
        opportunity.amount_minor,
        opportunity.currency,
        opportunity.expected_close_on,
    ):
        after = msgspec.structs.replace(after, last_meaningful_change_at=moment.at)
    return after


def field_changes(before: Opportunity, after: Opportunity, names: Sequence[str] = TRACKED) -> tuple[FieldChange, ...]:
    """What the field history keeps: the tracked fields that differ, custom ones one by one."""
    if before is after:
        return ()
    changes = [
        FieldChange(name, _shown(getattr(before, name)), _shown(getattr(after, name)))
        for name in names
        if getattr(before, name) != getattr(after, name)
    ]
    if before.custom != after.custom:
        keys = sorted(before.custom.keys() | after.custom.keys())
        changes += [
            FieldChange(f"custom.{key}", before.custom.get(key), after.custom.get(key))
            for key in keys
            if before.custom.get(key) != after.custom.get(key)
        ]
    return tuple(changes)


def slips_a_quarter(before: Opportunity, after: Opportunity) -> bool:
    was, now = before.expected_close_on, after.expected_close_on
    return was is not None and now is not None and now > was and quarter_key(now) != quarter_key(was)


def _is_later(was: date | None, now: date | None) -> bool:
    return was is not None and now is not None and now > was


def may_edit_closing(opportunity: Opportunity, actor: Actor) -> bool:
    """Managers and operations, of what is theirs to reach (PS-171)."""
    return opportunity.stage.is_closed and actor.is_senior and actor.reaches(opportunity.owner_id)


def _require_open(opportunity: Opportunity, wanted: WantedEdit, by: By) -> None:
    if not opportunity.stage.is_closed:
        if ONLY_CLOSED & wanted.fields.keys():
            raise OnlyWhenClosing
        return
    if wanted.fields.keys() - CLOSING_DETAILS or not by.actor.is_senior:
        raise ReadOnly
    if not by.actor.reaches(opportunity.owner_id):
        raise NotYoursToChange
    if not wanted.reason:
        raise ReasonRequired([Missing(name="reason", remedy="Say why the closing details change.", kind="reason")])


def _require_closing_details(
    after: Opportunity, changed: AbstractSet[str], organisation: Organisation, moment: Moment
) -> None:
    """What closing asked for stays answered. What is not touched may lack it: it can have come by an import."""
    missing: list[Missing] = []
    if "actual_close_on" in changed and not (after.actual_close_on and after.actual_close_on <= moment.today):
        missing.append(Missing(name="actual_close_on", remedy="Give the day it closed, today at the latest."))
    if "amount_minor" in changed and after.stage.type is StageType.WON and not after.amount_minor:
        missing.append(Missing(name="amount_minor", remedy="Enter an amount above zero."))
    if changed & {"close_reason", "competitor"}:
        words = closing_words(after.stage, after, organisation)
        missing += [Missing(name=gap.kind, remedy=gap.remedy) for gap in words]
    if missing:
        raise ClosingIncomplete([msgspec.structs.replace(one, kind="field") for one in missing])


def _require_kept(before: Opportunity, after: Opportunity, moment: Moment) -> None:
    """Clearing what the current stage requires is refused; a field it lacked before may stay empty (PS-163)."""
    entered = before.stage_entered_at
    required = [
        c
        for stage in before.process.stages
        if stage.id == before.stage.id or (not stage.is_closed and stage.position < before.stage.position)
        for c in stage.criteria
        if c.place is Place.AT_AND_BEYOND or (c.place is Place.ENTRY and stage.id == before.stage.id)
        if c.is_in_force(entered)
    ]
    lost = [c for c in required if c.holds and c.is_met(before, moment) and not c.is_met(after, moment)]
    if lost:
        raise RequiredHere([Missing(name=c.name, remedy=c.remedy, kind="field") for c in lost])


def _shown(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
