"""Putting the card of an opportunity elsewhere in its stage."""

from stageline.domain.conditions import Moment
from stageline.domain.errors import RuleBroken
from stageline.domain.events import By
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.changes import OpportunityPlaced
from stageline.domain.opportunities.opportunity import Opportunity, ReadOnly, changeable, is_visible
from stageline.domain.rights import Right


class NotBesideIt(RuleBroken):
    """The card to put it under is not in the same stage any more. Look at the board again."""

    code = "not_beside_it"


def decide_placement(
    found: Opportunity | None,
    after_id: OpportunityId | None,
    after: Opportunity | None,
    *,
    id: EventId,
    by: By,
    moment: Moment,
) -> OpportunityPlaced:
    """Whoever may move a card may put it elsewhere. `after_id` None puts it on top."""
    opportunity = changeable(found, by.actor, Right.MOVE_OPPORTUNITIES)
    if opportunity.stage.is_closed:
        raise ReadOnly
    if after_id is not None and not _stands_beside(opportunity, after, by):
        raise NotBesideIt
    return OpportunityPlaced(id=id, at=moment.at, by=by, opportunity=opportunity, after_id=after_id)


def _stands_beside(opportunity: Opportunity, other: Opportunity | None, by: By) -> bool:
    if other is None or other.id == opportunity.id or other.deleted_at is not None:
        return False
    return is_visible(other, by.actor) and other.stage.id == opportunity.stage.id
