"""What happens to activities, and to the actions that they belong to."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.activities.activity import Activity
from stageline.domain.events import Event
from stageline.domain.ids import OpportunityId, UserId
from stageline.domain.opportunities.opportunity import Opportunity


class AgendaEvent(Event, frozen=True, kw_only=True, gc=False):
    """Something about what is to be done: the actions and activities as they are afterwards.

    `adds_actions` and `adds_activities`: they were not there before. Nothing of it raises the opportunity's version.
    """

    adds_actions: ClassVar[bool] = False
    adds_activities: ClassVar[bool] = False

    opportunity: Opportunity | None
    actions: tuple[Action, ...] = ()
    activities: tuple[Activity, ...] = ()

    @property
    def opportunity_id(self) -> OpportunityId | None:
        return self.opportunity.id if self.opportunity else None

    @property
    def subject_id(self) -> int:
        """The one thing it is about; several are named in the facts."""
        things = self.actions or self.activities
        return things[0].id if len(things) == 1 else self.opportunity_id or 0

    @property
    def version(self) -> int | None:
        return self.opportunity.version if self.opportunity else None

    def facts(self) -> Mapping[str, Any]:
        facts: dict[str, Any] = {}
        if self.actions:
            facts["actions"] = [_action(each) for each in self.actions]
        if self.activities:
            facts["activities"] = [_activity(each) for each in self.activities]
        return facts

    def told(self) -> Mapping[str, Any]:
        """Without numbers: in a preview what is new has none yet."""
        told = dict(self.facts())
        if self.adds_actions:
            told["actions"] = [_unnumbered(each) for each in told.get("actions", ())]
        if self.adds_activities:
            told["activities"] = [_unnumbered(each) for each in told.get("activities", ())]
        return told


def _action(action: Action) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": action.id, "name": action.name, "type": action.type.value}
    facts |= {"stage_id": action.stage_id, "responsible_id": action.responsible_id}
    return {**facts, "trouble": action.trouble} if action.trouble else facts


def _activity(activity: Activity) -> dict[str, Any]:
    """A private one keeps its subject to itself."""
    begins = activity.starts_at or activity.on_day
    return {
        "id": activity.id,
        "action_id": activity.action_id,
        "subject": None if activity.is_private else activity.subject,
        "type": activity.type.value,
        "begins": begins.isoformat() if begins else None,
    }


def _unnumbered(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if name not in ("id", "action_id")}


class ActivityBooked(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """Put into the calendar, by a person or by a stage that asks for it (PS-43, PS-113)."""

    kind: ClassVar[str] = "activity.booked"
    adds_activities: ClassVar[bool] = True

    @property
    def subject_id(self) -> int:
        return self.activities[0].id if len(self.activities) == 1 else self.opportunity_id or 0

    def facts(self) -> Mapping[str, Any]:
        """With those who take part from the beginning."""
        people = ([each.responsible_id, *each.participants] for each in self.activities)
        its = [{**_activity(each), "people": those} for each, those in zip(self.activities, people, strict=True)]
        return {"activities": its}


class ActivityDone(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """Without an action; that of an action is told as the completion of the action (PS-62)."""

    kind: ClassVar[str] = "activity.done"

    told_as: str | None = None

    def facts(self) -> Mapping[str, Any]:
        return {**super().facts(), **said_of_outcome(self.activities[0]), **to_participants(self.told_as)}


class OutcomeRecorded(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """Said of an activity that was done before, or that takes place at another time (PS-67, PS-76)."""

    kind: ClassVar[str] = "activity.outcome_recorded"

    outcome: str
    note: str | None = None
    told_as: str | None = None

    def facts(self) -> Mapping[str, Any]:
        said = {"outcome": self.outcome, "outcome_note": self.note, **to_participants(self.told_as)}
        return {**super().facts(), **said, **({"is_moved": True} if self.activities[0].is_active else {})}


class ActivityCancelled(AgendaEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "activity.cancelled"

    def facts(self) -> Mapping[str, Any]:
        return {**super().facts(), "reason": self.activities[0].end_reason}


class ActivityReactivated(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """Done or cancelled before, and to be done after all; the action it had completed is open again (PS-71)."""

    kind: ClassVar[str] = "activity.reactivated"


class ActivityEdited(AgendaEvent, frozen=True, kw_only=True, gc=False):
    """`joined` take part only since then; `is_moved`: it takes place at another time."""

    kind: ClassVar[str] = "activity.changed"

    joined: tuple[UserId, ...] = ()
    is_moved: bool = False

    def facts(self) -> Mapping[str, Any]:
        joined = {"joined": list(self.joined)} if self.joined else {}
        return {**super().facts(), **joined, **({"is_moved": True} if self.is_moved else {})}


class ActivityDeleted(AgendaEvent, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "activity.deleted"


def said_of_outcome(activity: Activity) -> dict[str, Any]:
    if activity.outcome is None:
        return {"outcome_pending": True} if activity.is_outcome_pending else {}
    return {"outcome": activity.outcome, "outcome_note": activity.outcome_note}


def to_participants(label: str | None) -> dict[str, Any]:
    """The outcome by its label, where those who take part are to be told of it (PS-77)."""
    return {"told_as": label} if label is not None else {}


def changed(activity: Activity, **said: Any) -> Activity:
    """With these values, at the next version."""
    return msgspec.structs.replace(activity, **said, version=activity.version + 1)
