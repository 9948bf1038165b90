"""What is to be done on an opportunity, as the rules look at it."""

from collections.abc import Iterable

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.ids import ActionId, ActivityId, StageId


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """Its actions, also those deleted; its activities that are not; the stages it had entered before."""

    actions: tuple[Action, ...] = ()
    activities: tuple[Activity, ...] = ()
    entered: frozenset[StageId] = frozenset()

    def of_stage(self, stage_id: StageId) -> list[Action]:
        """Those that are there, in order."""
        its = [a for a in self.actions if a.stage_id == stage_id and a.is_there]
        return sorted(its, key=lambda a: (a.position, a.id))

    def action(self, action_id: ActionId | None) -> Action | None:
        return next((a for a in self.actions if a.id == action_id and a.is_there), None)

    def activity(self, activity_id: ActivityId) -> Activity | None:
        return next((a for a in self.activities if a.id == activity_id), None)

    def linked_to(self, action_id: ActionId) -> Activity | None:
        """The one current activity of an action (PS-45)."""
        return next((a for a in self.activities if a.action_id == action_id), None)

    def open_activities_of(self, stage_id: StageId) -> list[Activity]:
        """Those still to be done that belong to its actions (PS-104)."""
        its = {a.id for a in self.actions if a.stage_id == stage_id and a.is_there}
        return [a for a in self.activities if a.action_id in its and a.is_active]

    def other_open_activities(self, stage_id: StageId) -> list[Activity]:
        """All the others of the opportunity (PS-112)."""
        its = {a.id for a in self.open_activities_of(stage_id)}
        return [a for a in self.activities if a.status is ActivityStatus.ACTIVE and a.id not in its]


NOTHING = Agenda()


def with_what_happened(agenda: Agenda, happened: Iterable[AgendaEvent]) -> Agenda:
    """As these events leave it; for those that are written down already, that is as it is."""
    actions = {a.id: a for a in agenda.actions}
    activities = {a.id: a for a in agenda.activities}
    for event in happened:
        actions |= {a.id: a for a in event.actions}
        activities |= {a.id: a for a in event.activities}
    there = tuple(a for a in activities.values() if a.deleted_at is None)
    return Agenda(actions=tuple(actions.values()), activities=there, entered=agenda.entered)
