"""Reopening closed opportunities, and correcting how they were closed."""

from datetime import datetime

from stageline.commands.opportunities.deciding import decide_each, only
from stageline.domain.events import By
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.reopening import (
    WantedCorrection,
    WantedReopening,
    decide_correction,
    decide_reopening,
)
from stageline.storage.unit_of_work import Work


def reopen_opportunity(work: Work, wanted: WantedReopening, *, by: By, at: datetime) -> Decided:
    """PS-173."""
    last_open = work.opportunities.last_open_stages([wanted.opportunity_id])
    return only(
        work,
        decide_each(
            work,
            [wanted],
            lambda found, w, id, moment: decide_reopening(
                found, w, id=id, by=by, moment=moment, last_open_stage_id=last_open.get(w.opportunity_id)
            ),
            by=by,
            at=at,
        ),
    )


def correct_outcome(work: Work, wanted: WantedCorrection, *, by: By, at: datetime) -> Decided:
    """PS-172."""
    return only(
        work,
        decide_each(
            work,
            [wanted],
            lambda found, w, id, moment: decide_correction(
                found, w, id=id, by=by, moment=moment, organisation=work.organisation
            ),
            by=by,
            at=at,
        ),
    )
