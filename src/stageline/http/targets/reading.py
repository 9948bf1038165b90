"""Sales targets that one sees, how far they are, and what made up a figure."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.params import QueryParameter

from stageline.domain.ids import EventId, TargetId, UserId
from stageline.http.access import Acting
from stageline.http.inputs import PathId, QueryId
from stageline.queries.targets.charting import TargetCourse, read_course
from stageline.queries.targets.contributions import Contributions, read_contributions
from stageline.queries.targets.contributions_file import read_contributions_file
from stageline.queries.targets.forecasting import TargetForecast, read_forecast
from stageline.queries.targets.progress import (
    PeriodProgress,
    ShownTarget,
    TargetList,
    read_past,
    read_target,
    read_targets,
)

OnDay = Annotated[
    date | None, QueryParameter(name="on", description="Any day of the period; left out, the present one.")
]


class PeriodList(msgspec.Struct, frozen=True):
    items: list[PeriodProgress]


@get("/targets", sync_to_thread=True)
def get_targets(acting: Acting, user_id: QueryId = None, batch_id: QueryId = None) -> TargetList:
    """One's own sales goals and those of one's people, or of one of them, or those that were set together."""
    whose, batch = (UserId(user_id) if user_id else None), (EventId(batch_id) if batch_id else None)
    with acting.writing(preview=True) as work:
        return read_targets(work, asker=acting.asker, at=acting.at, user_id=whose, batch_id=batch)


@get("/targets/{target_id:int}", sync_to_thread=True)
def get_target(target_id: PathId, acting: Acting) -> ShownTarget:
    """A sales goal, and how far it is in the present period."""
    with acting.writing(preview=True) as work:
        return read_target(work, TargetId(target_id), asker=acting.asker, at=acting.at)


@get("/targets/{target_id:int}/periods", sync_to_thread=True)
def get_target_periods(target_id: PathId, acting: Acting) -> PeriodList:
    """All its periods until now, the latest first, each with the number that it had then."""
    with acting.writing(preview=True) as work:
        return PeriodList(read_past(work, TargetId(target_id), asker=acting.asker, at=acting.at))


@get("/targets/{target_id:int}/contributions", sync_to_thread=True)
def get_contributions(target_id: PathId, acting: Acting, on: OnDay = None) -> Contributions:
    """What counted in a period, which adds up to its figure, and what almost did, with the reasons."""
    with acting.writing(preview=True) as work:
        return read_contributions(work, TargetId(target_id), asker=acting.asker, at=acting.at, on=on)


@get("/targets/{target_id:int}/contributions.csv", sync_to_thread=True, media_type="text/csv")
def get_contributions_file(target_id: PathId, acting: Acting, on: OnDay = None) -> Response[bytes]:
    """What counted in a period, and what almost did, as a file for spreadsheets."""
    number = TargetId(target_id)
    with acting.writing(preview=True) as work:
        file = read_contributions_file(work, number, asker=acting.asker, at=acting.at, on=on)
    headers = {"content-disposition": f'attachment; filename="goal-{target_id}-{file.starts_on.isoformat()}.csv"'}
    return Response(file.text.encode(), media_type="text/csv", headers=headers)


@get("/targets/{target_id:int}/course", sync_to_thread=True)
def get_target_course(target_id: PathId, acting: Acting, on: OnDay = None) -> TargetCourse:
    """Step by step how a period came to its figure, and what was expected by each of its days."""
    with acting.writing(preview=True) as work:
        return read_course(work, TargetId(target_id), asker=acting.asker, at=acting.at, on=on)


@get("/targets/{target_id:int}/forecast", sync_to_thread=True)
def get_target_forecast(target_id: PathId, acting: Acting) -> TargetForecast:
    """What the present period may come to, from open deals and from what became of closed ones: always a range."""
    with acting.writing(preview=True) as work:
        return read_forecast(work, TargetId(target_id), asker=acting.asker, at=acting.at)
