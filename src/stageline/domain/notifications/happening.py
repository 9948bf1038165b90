"""An event with what its telling needs to know of it, and the people it may be told to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from stageline.domain.ids import BatchId, EventId, OpportunityId, UserId
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


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """`owner_id` is the present owner, `owner_before` and `owner_after` stand there when the event changed it."""

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

    def people(self) -> set[UserId]:
        """Whoever it may be told to, themselves or through their manager, and who did it."""
        of_move = self.move.owner_id if self.move else None
        found = {self.actor_id, self.owner_id, of_move, self.owner_before, self.owner_after, self.facts.get("user_id")}
        return {UserId(user_id) for user_id in found if user_id is not None}


class Person(msgspec.Struct, frozen=True):
    id: UserId
    name: str
    is_active: bool
    manager_id: UserId | None


People = Mapping[UserId, Person]
