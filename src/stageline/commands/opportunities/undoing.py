"""Taking moves back."""

from datetime import datetime

import msgspec

from stageline.commands.messages.deciding import messages_of_moves, require_not_out, take_back
from stageline.commands.opportunities.deciding import decide_each, only
from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.letters.message import Message
from stageline.domain.opportunities.changes import MoveUndone
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.opportunities.undoing import decide_undo
from stageline.storage.unit_of_work import Work


class WantedUndo(msgspec.Struct, frozen=True, kw_only=True):
    opportunity_id: OpportunityId
    move_id: EventId


def undo_move(work: Work, opportunity_id: OpportunityId, move_id: EventId, *, by: By, at: datetime) -> Decided:
    """PS-101. The record is locked before the move is read, so that nothing can come in between.

    What the move has put into the outbox is taken back with it; if that went out, the move stands.
    """
    wanted = WantedUndo(opportunity_id=opportunity_id, move_id=move_id)
    caused: list[Message] = []

    def decide(found: Opportunity | None, wanted: WantedUndo, id: EventId, moment: Moment) -> MoveUndone:
        move = work.opportunities.read_moves([wanted.move_id]).get(wanted.move_id)
        undone = decide_undo(found, move, id=id, by=by, moment=moment)
        caused.extend(messages_of_moves(work, [wanted.move_id]).get(wanted.move_id, ()))
        require_not_out(caused)
        return undone

    decided = only(work, decide_each(work, [wanted], decide, by=by, at=at))
    take_back(work, caused, at)
    return decided
