"""Decides whom to tell of what is to be done: actions, activities, and stages that can be left."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from stageline.domain.actions.changes import (
    ActionAdded,
    ActionCompleted,
    ActionDeleted,
    ActionEdited,
    ActionsBegun,
    AdvanceHeld,
    AdvanceSuggested,
)
from stageline.domain.actions.reassigning import ActionsReassigned
from stageline.domain.activities.changes import (
    ActivityBooked,
    ActivityCancelled,
    ActivityDeleted,
    ActivityDone,
    ActivityEdited,
    ActivityReactivated,
    OutcomeRecorded,
)
from stageline.domain.ids import UserId
from stageline.domain.notifications.happening import Happening, People, Said
from stageline.domain.notifications.notice import Kind
from stageline.domain.opportunities.changes import OF_RECORDS

OF_THE_RECORD = frozenset(event.kind for event in OF_RECORDS)


def _of_begun(happening: Happening, _people: People) -> Iterator[Said]:
    """Those whom the new stage asks for something, and the owner of what it could not book (PS-117, PS-245)."""
    for action in happening.facts["actions"]:
        if action.get("trouble") and happening.owner_id is not None:
            about = {**_about(happening, action_name=action["name"]), "trouble": action["trouble"]}
            yield happening.owner_id, Kind.ACTIVITY_NOT_BOOKED, about
        if action["id"] not in happening.booked:
            yield from _assigned(happening, action["responsible_id"], action["name"])


def _of_giving(happening: Happening, _people: People) -> Iterator[Said]:
    """Added for somebody, or fallen to them with their role."""
    for action in happening.facts.get("actions", ()):
        yield from _assigned(happening, action["responsible_id"], action["name"])


def _of_editing(happening: Happening, _people: People) -> Iterator[Said]:
    if (user_id := happening.facts.get("assigned_to")) is not None:
        yield from _assigned(happening, user_id, happening.facts["actions"][0]["name"])


def _assigned(happening: Happening, user_id: UserId, name: str) -> Iterator[Said]:
    """An owner hears of what a move or an assignment brings along with the move or the assignment itself."""
    is_told_already = user_id == happening.owner_id and happening.cause_kind in OF_THE_RECORD
    if user_id != happening.actor_id and not is_told_already:
        yield user_id, Kind.ACTION_ASSIGNED, _about(happening, action_name=name)


def _of_booking(happening: Happening, _people: People) -> Iterator[Said]:
    """All who take part, whoever booked it: a person, or a stage that asks for it (PS-115)."""
    for activity in happening.facts["activities"]:
        yield from _to(happening, set(activity["people"]), Kind.ACTIVITY_ADDED, activity)


def _of_reactivating(happening: Happening, _people: People) -> Iterator[Said]:
    yield from _to_all(happening, Kind.ACTIVITY_ADDED)


def _of_changing(happening: Happening, _people: People) -> Iterator[Said]:
    facts = happening.facts
    joined = {UserId(user_id) for user_id in facts.get("joined", ())}
    yield from _to(happening, joined, Kind.ACTIVITY_ADDED, facts["activities"][0])
    if facts.get("is_moved"):
        yield from _to_all(happening, Kind.ACTIVITY_MOVED, besides=joined)


def _of_cancelling(happening: Happening, _people: People) -> Iterator[Said]:
    yield from _to_all(happening, Kind.ACTIVITY_CANCELLED)


def _of_deleting_an_action(happening: Happening, _people: People) -> Iterator[Said]:
    """Its activity stays, or is cancelled with it."""
    if any(activity.is_cancelled for activity in happening.activities.values()):
        yield from _to_all(happening, Kind.ACTIVITY_CANCELLED)


def _of_outcome(happening: Happening, _people: People) -> Iterator[Said]:
    """Those who took part, when whoever recorded it wants them to know (PS-77); of a new time in any case."""
    facts = happening.facts
    if "told_as" in facts:
        said = {"outcome": facts["told_as"], "note": facts.get("outcome_note")}
        yield from _to_all(happening, Kind.OUTCOME_TOLD, **said)
    if facts.get("is_moved"):
        yield from _to_all(happening, Kind.ACTIVITY_MOVED)


def _to_all(happening: Happening, kind: Kind, *, besides: Iterable[UserId] = (), **said: Any) -> Iterator[Said]:
    for activity in happening.facts.get("activities", ()):
        if of := happening.activities.get(activity["id"]):
            yield from _to(happening, of.people.difference(besides), kind, activity, **said)


def _to(
    happening: Happening, people: Iterable[UserId], kind: Kind, activity: Mapping[str, Any], **said: Any
) -> Iterator[Said]:
    """Whoever takes part may know the name of its opportunity (PS-203)."""
    about = {**_about(happening, subject=activity["subject"]), "begins": activity["begins"], **said}
    return ((user_id, kind, about) for user_id in sorted(people) if user_id != happening.actor_id)


def _about(happening: Happening, **said: Any) -> dict[str, Any]:
    return {"opportunity_name": happening.name, **said}


def _of_holding(happening: Happening, _people: People) -> Iterator[Said]:
    """All is done, and the gate does not let it through by itself (PS-126)."""
    if happening.owner_id is not None:
        facts = happening.facts
        yield happening.owner_id, Kind.ADVANCE_HELD, {"to_stage_name": facts["stage_name"], "gaps": facts["missing"]}


def _of_suggesting(happening: Happening, _people: People) -> Iterator[Said]:
    """It can go on, or there is no stage left and it is to be closed (PS-125 to PS-127)."""
    if happening.owner_id is not None:
        stage = happening.facts["stage_name"]
        kind = Kind.READY_TO_ADVANCE if stage else Kind.READY_TO_CLOSE
        yield happening.owner_id, kind, {"to_stage_name": stage}


TOLD_OF_WORK: Mapping[str, Callable[[Happening, People], Iterator[Said]]] = {
    ActionsBegun.kind: _of_begun,
    ActionsReassigned.kind: _of_giving,
    ActionAdded.kind: _of_giving,
    ActionEdited.kind: _of_editing,
    ActionDeleted.kind: _of_deleting_an_action,
    ActionCompleted.kind: _of_outcome,
    ActivityBooked.kind: _of_booking,
    ActivityReactivated.kind: _of_reactivating,
    ActivityEdited.kind: _of_changing,
    ActivityCancelled.kind: _of_cancelling,
    ActivityDeleted.kind: _of_cancelling,
    ActivityDone.kind: _of_outcome,
    OutcomeRecorded.kind: _of_outcome,
    AdvanceHeld.kind: _of_holding,
    AdvanceSuggested.kind: _of_suggesting,
}
"""What is withdrawn or done by hand is nobody's news."""
