"""Reports over the opportunities that the asker may see."""

from datetime import date
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.queries.reports.keys import UnknownKey
from stageline.queries.reports.pipeline import Pipeline, read_pipeline
from stageline.queries.reports.time_in_stage import TimeInStage, read_time_in_stage
from stageline.queries.reports.won import Period, Won, read_won

CountedBy = Annotated[
    str,
    QueryParameter(
        name="by",
        max_length=100,
        description="owner, month, quarter, manager, team, account, source, stage, or custom. and a field's key",
    ),
]
ClosedFrom = Annotated[date | None, QueryParameter(name="from", description="The first day on which it closed.")]
ClosedTo = Annotated[date | None, QueryParameter(name="to", description="The last day on which it closed.")]


@get("/reports/won", sync_to_thread=True, responses=problems(UnknownKey))
def get_won(
    acting: Acting, by: CountedBy = "owner", closed_from: ClosedFrom = None, closed_to: ClosedTo = None
) -> list[Won]:
    """What was won, for each currency: each opportunity that is won now, once, at its present closing.

    It counts for whoever owned it then, on the day it closed, with the amount that it has now.
    """
    with acting.writing(preview=True) as work:
        return read_won(work, by, period=Period(closed_from, closed_to), asker=acting.asker)


@get("/reports/pipeline", sync_to_thread=True)
def get_pipeline(acting: Acting) -> list[Pipeline]:
    """What is open now, for each currency stage by stage."""
    with acting.writing(preview=True) as work:
        return read_pipeline(work, asker=acting.asker)


@get("/reports/time-in-stage", sync_to_thread=True)
def get_time_in_stage(acting: Acting) -> list[TimeInStage]:
    """How many days opportunities stayed in the open stages that they have left."""
    with acting.writing(preview=True) as work:
        return read_time_in_stage(work, asker=acting.asker)
