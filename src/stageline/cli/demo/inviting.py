"""Invites the contact of a deal to one of the gatherings of the sample."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from stageline.commands.actions.completing import WantedCompletions, complete_actions
from stageline.commands.actions.performing import WantedPerformances, perform_actions
from stageline.domain.events import By
from stageline.domain.gatherings.inviting import AlreadyInvited
from stageline.domain.ids import ActionId, GatheringId, OpportunityId
from stageline.storage.unit_of_work import Work


def invite_to_one(
    work: Work, number: OpportunityId, action_id: ActionId, order: Iterable[GatheringId], *, by: By, at: datetime
) -> None:
    """The first whose list has not got the contact yet, for another deal; else there is nothing left to do."""
    for gathering in order:
        wanted = WantedPerformances(opportunity_id=number, action_ids=[action_id], gathering_id=gathering)
        with suppress(AlreadyInvited):
            perform_actions(work, wanted, by=by, at=at)
            return
    complete_actions(work, WantedCompletions(opportunity_id=number, action_ids=[action_id]), by=by, at=at)
