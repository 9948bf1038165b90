"""An event with what its telling needs to know of it, and the people it may be told to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from stageline.domain.ids import BatchId, EventId, OpportunityId, UserId
from stageline.domain.notifications.notice import Kind
from stageline.domain.opportunities.changes import MoveKind


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What the stage history says of the event. `owner_id` is the owner at that time."""

    kind: MoveKind
    owner_id: UserId
    from_stage_name: str | None
    to_stage_name: str
    reason: str | None
    is_overridden: bool
    gaps: tuple[str, ...] = ()


class OfActivity(msgspec.Struct, frozen=True):
    """An activity of the event as it is now, with whoever is responsible for it and all who take part."""

    people: frozenset[UserId]
    is_cancelled: bool = False


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """`owner_id` is the present owner, `owner_before` and `owner_after` stand there when the event changed it.

    `booked` are those of its actions that have their activity.
    """

    id: EventId
    kind: str
    at: datetime
    actor_id: UserId
    opportunity_id: OpportunityId | None = None
    name: str | None = None
    owner_id: UserId | None = None
    batch_id: BatchId | None = None
    move: Move | None = None
    owner_before: UserId | None = None
    owner_after: UserId | None = None
    facts: Mapping[str, Any] = {}
    cause_kind: str | None = None
    booked: frozenset[int] = frozenset()
    activities: Mapping[int, OfActivity] = {}

    def people(self) -> set[UserId]:
        """Whoever it may be told to, themselves or through their manager, and who did it."""
        of_move = self.move.owner_id if self.move else None
        found = {self.actor_id, self.owner_id, of_move, self.owner_before, self.owner_after, self.facts.get("user_id")}
        found |= {self.facts.get("assigned_to"), *self.facts.get("joined", ())}
        found |= {action.get("responsible_id") for action in self.facts.get("actions", ())}
        found = found.union(*(activity.get("people", ()) for activity in self.facts.get("activities", ())))
        found = found.union(*(activity.people for activity in self.activities.values()))
        return {UserId(user_id) for user_id in found if user_id is not None}


class Person(msgspec.Struct, frozen=True):
    id: UserId
    name: str
    is_active: bool
    manager_id: UserId | None


People = Mapping[UserId, Person]
Said = tuple[UserId, Kind, Mapping[str, Any]]
"""To whom, what, and what fills its sentence."""
