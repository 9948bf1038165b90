"""Notes and files beside an opportunity: who may add them, and who may take them away again."""

from stageline.domain.errors import NotPermitted
from stageline.domain.ids import UserId
from stageline.domain.opportunities.opportunity import NotYoursToChange, Opportunity, is_visible, may_edit
from stageline.domain.rights import Actor


class NotYoursToRemove(NotPermitted):
    """Only whoever added this, somebody above the owner, or operations may remove it."""

    code = "not_allowed"


def is_reachable(opportunity: Opportunity | None, actor: Actor) -> bool:
    """Whether what lies beside the opportunity is there for the asker; beside a deleted one there is nothing."""
    return opportunity is not None and opportunity.deleted_at is None and is_visible(opportunity, actor)


def may_add(opportunity: Opportunity, actor: Actor) -> bool:
    """Whoever may edit it, closed or not (PS-171)."""
    return opportunity.deleted_at is None and may_edit(opportunity, actor)


def may_remove(opportunity: Opportunity, added_by: UserId, actor: Actor) -> bool:
    """The author, and those above the owner; neither once they may not edit the opportunity any more."""
    is_above = actor.is_senior and actor.reaches(opportunity.owner_id)
    return may_add(opportunity, actor) and (added_by == actor.user_id or is_above)


def require_removable(opportunity: Opportunity, added_by: UserId, actor: Actor) -> None:
    if not may_add(opportunity, actor):
        raise NotYoursToChange
    if not may_remove(opportunity, added_by, actor):
        raise NotYoursToRemove
