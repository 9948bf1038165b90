"""Taking moves back."""

from datetime import datetime

import msgspec

from stageline.commands.opportunities.deciding import decide_each, only
from stageline.domain.events import By
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.undoing import decide_undo
from stageline.storage.unit_of_work import Work


class WantedUndo(msgspec.Struct, frozen=True, kw_only=True):
    opportunity_id: OpportunityId
    move_id: EventId


def undo_move(work: Work, opportunity_id: OpportunityId, move_id: EventId, *, by: By, at: datetime) -> Decided:
    """PS-101. The record is locked before the move is read, so that nothing can come in between."""
    wanted = WantedUndo(opportunity_id=opportunity_id, move_id=move_id)
    return only(
        work,
        decide_each(
            work,
            [wanted],
            lambda found, w, id, moment: decide_undo(
                found, work.opportunities.read_moves([w.move_id]).get(w.move_id), id=id, by=by, moment=moment
            ),
            by=by,
            at=at,
        ),
    )
