"""Deleting opportunities softly, and restoring them."""

from datetime import datetime

import msgspec

from stageline.commands.opportunities.deciding import decide_each, only
from stageline.domain.events import By
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.deleting import decide_deletion, decide_restoration
from stageline.domain.opportunities.moving import Decided
from stageline.storage.unit_of_work import Work


class WantedDeletion(msgspec.Struct, frozen=True, kw_only=True):
    opportunity_id: OpportunityId
    version: int | None = None


def delete_opportunity(work: Work, wanted: WantedDeletion, *, by: By, at: datetime) -> Decided:
    """PS-220."""
    return only(
        work,
        decide_each(
            work,
            [wanted],
            lambda found, w, id, moment: decide_deletion(found, w.version, id=id, by=by, moment=moment),
            by=by,
            at=at,
        ),
    )


def restore_opportunity(work: Work, opportunity_id: OpportunityId, *, by: By, at: datetime) -> Decided:
    return only(
        work,
        decide_each(
            work,
            [WantedDeletion(opportunity_id=opportunity_id)],
            lambda found, _, id, moment: decide_restoration(found, id=id, by=by, moment=moment),
            by=by,
            at=at,
        ),
    )
