"""What the events of the journal mean for whoever watches: what they may see now, and what has left their sight.

Of sales targets it says only whose have changed, or what counts toward them: whoever looks at them reads them again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, func, select

from stageline.domain.ids import EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.changes import OpportunityAssigned, OpportunityDeleted, TeamMemberRemoved
from stageline.domain.people.user import UserState
from stageline.domain.rights import Actor
from stageline.domain.targets.milestones import TARGET_NEWS
from stageline.storage.journal import KeptEvent
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import deal_team, field_history, notifications, opportunities, organisation, users

_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
SIGHTS = select(
    opportunities.c.id, opportunities.c.stage_id, opportunities.c.owner_id, opportunities.c.deleted_at
).where(opportunities.c.id.in_(_IDS))
TEAMS = select(deal_team.c.opportunity_id, deal_team.c.user_id).where(deal_team.c.opportunity_id.in_(_IDS))
OWNERS_BEFORE = select(field_history.c.event_id, field_history.c.before).where(
    field_history.c.event_id.in_(_IDS), field_history.c.field == "owner_id"
)
UNREAD = (
    select(notifications.c.user_id, func.count())
    .where(notifications.c.user_id.in_(_IDS), notifications.c.read_at.is_(None))
    .group_by(notifications.c.user_id)
)
RIGHTS_VERSION = select(organisation.c.rights_version)
STILL_THERE = select(users.c.id).where(users.c.id.in_(_IDS), users.c.state == UserState.ACTIVE.value)

LEFT = "opportunity.left"


class Changed(msgspec.Struct, frozen=True):
    """What a watcher is told of one event. Of what left their sight only that it did."""

    id: EventId
    kind: str
    opportunity_id: OpportunityId
    version: int | None = None
    actor_id: UserId | None = None
    stage_id: StageId | None = None


class TargetsChanged(msgspec.Struct, frozen=True):
    """Whose sales targets, or the figures of which, are others than before."""

    user_ids: tuple[UserId, ...]


class Sight(msgspec.Struct, frozen=True, gc=False):
    """Who sees an opportunity: the twin of `visible_to` for many askers and few records, held to it by a test."""

    stage_id: StageId
    owner_id: UserId
    is_deleted: bool
    team: frozenset[UserId] = frozenset()

    def is_of(self, actor: Actor) -> bool:
        return actor.reaches(self.owner_id) or actor.user_id in self.team

    def is_seen_by(self, actor: Actor) -> bool:
        return not self.is_deleted and self.is_of(actor)


class Change(msgspec.Struct, frozen=True, gc=False):
    event: KeptEvent
    opportunity_id: OpportunityId
    sight: Sight
    owner_before: UserId | None = None

    def told_to(self, actor: Actor) -> Changed | None:
        """None when it neither is nor was theirs to see."""
        event = self.event
        if self.sight.is_seen_by(actor):
            return Changed(
                event.id, event.kind, self.opportunity_id, event.version, event.actor_id, self.sight.stage_id
            )
        return Changed(event.id, LEFT, self.opportunity_id) if self._took_from(actor) else None

    def _took_from(self, actor: Actor) -> bool:
        match self.event.kind:
            case OpportunityAssigned.kind:
                return self.owner_before is not None and actor.reaches(self.owner_before)
            case TeamMemberRemoved.kind:
                return self.event.facts.get("user_id") == actor.user_id
            case OpportunityDeleted.kind:
                return self.sight.is_of(actor)
            case _:
                return False


def read_changes(connection: Connection, events: Sequence[KeptEvent]) -> list[Change]:
    """As many statements for all watchers together as for one; who may see what is then decided in memory."""
    ids = sorted({event.opportunity_id for event in events if event.opportunity_id is not None})
    if not ids:
        return []
    sights = _sights(connection, ids)
    assigned = [event.id for event in events if event.kind == OpportunityAssigned.kind]
    owners = _owners_before(connection, assigned) if assigned else {}
    return [
        Change(event, event.opportunity_id, sights[event.opportunity_id], owners.get(event.id))
        for event in events
        if event.opportunity_id is not None
    ]


def owners_of_targets(events: Iterable[KeptEvent]) -> frozenset[UserId]:
    """Whose targets these events were about."""
    said = (event.facts for event in events if event.kind in TARGET_NEWS)
    return frozenset(UserId(number) for facts in said for number in facts.get("user_ids", (facts.get("user_id"),)))


def targets_seen(owners: Iterable[UserId], actor: Actor) -> list[TargetsChanged]:
    """One piece of news, or none when they are all the targets of others (SG-11)."""
    seen = tuple(sorted(user_id for user_id in owners if actor.reaches_targets_of(user_id)))
    return [TargetsChanged(seen)] if seen else []


def _sights(connection: Connection, ids: Sequence[OpportunityId]) -> dict[OpportunityId, Sight]:
    teams: dict[OpportunityId, set[UserId]] = {}
    for opportunity_id, user_id in connection.execute(TEAMS, {"ids": ids}):
        teams.setdefault(opportunity_id, set()).add(user_id)
    return {
        row.id: Sight(row.stage_id, row.owner_id, row.deleted_at is not None, frozenset(teams.get(row.id, ())))
        for row in connection.execute(SIGHTS, {"ids": ids})
    }


def _owners_before(connection: Connection, ids: Sequence[EventId]) -> dict[EventId, UserId]:
    return {row.event_id: row.before for row in connection.execute(OWNERS_BEFORE, {"ids": ids})}


def read_unread_counts(connection: Connection, user_ids: Collection[UserId]) -> Mapping[UserId, int]:
    counts: dict[UserId, Any] = dict.fromkeys(user_ids, 0)
    counts |= {row[0]: row[1] for row in connection.execute(UNREAD, {"ids": sorted(user_ids)})}
    return counts


def read_rights_version(connection: Connection) -> int:
    """Whenever it changes, who may see what may have changed for everybody."""
    version: int = connection.execute(RIGHTS_VERSION).scalar_one()
    return version


def read_actors(connection: Connection, user_ids: Iterable[UserId]) -> dict[UserId, Actor]:
    """Those who can still sign in, with the rights that they have now."""
    there = connection.execute(STILL_THERE, {"ids": sorted(user_ids)}).scalars().all()
    return {user_id: read_actor(connection, user_id) for user_id in there}
