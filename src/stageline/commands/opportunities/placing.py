"""Putting the cards of opportunities in order."""

from datetime import datetime

from stageline.domain.events import By
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.changes import OpportunityPlaced
from stageline.domain.opportunities.placing import decide_placement
from stageline.storage.unit_of_work import Work


def place_opportunity(
    work: Work, opportunity_id: OpportunityId, after_id: OpportunityId | None, *, by: By, at: datetime
) -> OpportunityPlaced:
    """Below the other card, on everybody's board; neither history nor version know of it."""
    asked = [opportunity_id] if after_id is None else sorted({opportunity_id, after_id})
    found = work.opportunities.read(asked, by.actor.user_id)
    after = None if after_id is None else found.get(after_id)
    [event_id] = work.new_ids(1)
    placed = decide_placement(found.get(opportunity_id), after_id, after, id=event_id, by=by, moment=work.moment(at))
    work.keep([placed])
    return placed
