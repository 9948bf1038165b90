"""Giving opportunities to another owner."""

from collections.abc import Sequence
from datetime import datetime

from stageline.commands.opportunities.deciding import Answer, decide_each, only
from stageline.domain.events import By
from stageline.domain.opportunities.assigning import WantedAssignment, decide_assignment
from stageline.domain.opportunities.moving import Decided
from stageline.storage.people.owners import read_owners
from stageline.storage.unit_of_work import Work


def assign_opportunity(work: Work, wanted: WantedAssignment, *, by: By, at: datetime) -> Decided:
    return only(work, assign_opportunities(work, [wanted], by=by, at=at))


def assign_opportunities(work: Work, wanted: Sequence[WantedAssignment], *, by: By, at: datetime) -> list[Answer]:
    """PS-185, PS-195."""
    owners = read_owners(work.connection, {w.owner_id for w in wanted})
    return decide_each(
        work,
        wanted,
        lambda found, w, id, moment: decide_assignment(found, w, owners.get(w.owner_id), id=id, by=by, moment=moment),
        by=by,
        at=at,
    )
