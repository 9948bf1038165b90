"""Taking an opportunity out of sight, and bringing it back."""

from datetime import timedelta

import msgspec

from stageline.domain.conditions import Moment
from stageline.domain.errors import NotPermitted, RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import EventId
from stageline.domain.opportunities.changes import OpportunityDeleted, OpportunityRestored
from stageline.domain.opportunities.opportunity import Opportunity, changeable, require_version, visible
from stageline.domain.rights import Right

RESTORE_WITHIN = timedelta(days=30)


class CloseInstead(NotPermitted):
    """You may delete only your own opportunities that never left their first stage. Close it instead."""

    code = "not_allowed"


class NotDeleted(RuleBroken):
    """This opportunity is not deleted."""

    code = "not_deleted"


class TooLateToRestore(RuleBroken):
    """It was deleted more than 30 days ago and cannot be restored any more."""

    code = "restore_too_late"


def decide_deletion(
    found: Opportunity | None, version: int | None, *, id: EventId, by: By, moment: Moment
) -> OpportunityDeleted:
    """Soft, with 30 days to restore; reps only what is theirs and never moved (PS-220)."""
    before = changeable(found, by.actor, or_member=False)
    require_version(before, version)
    if not may_delete(before, by):
        raise CloseInstead
    after = msgspec.structs.replace(before, deleted_at=moment.at, version=before.version + 1)
    return OpportunityDeleted(id=id, at=moment.at, by=by, before=before, after=after)


def may_delete(opportunity: Opportunity, by: By) -> bool:
    if by.actor.is_senior:
        return True
    return opportunity.owner_id == by.actor.user_id and opportunity.visit == 1


def decide_restoration(found: Opportunity | None, *, id: EventId, by: By, moment: Moment) -> OpportunityRestored:
    before = visible(found, by.actor)
    by.actor.require(Right.RESTORE_OPPORTUNITIES)
    if before.deleted_at is None:
        raise NotDeleted
    if moment.at - before.deleted_at > RESTORE_WITHIN:
        raise TooLateToRestore
    after = msgspec.structs.replace(before, deleted_at=None, version=before.version + 1)
    return OpportunityRestored(id=id, at=moment.at, by=by, before=before, after=after)
