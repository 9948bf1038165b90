"""What happened to an opportunity, and why."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from stageline.domain.ids import EventId, OpportunityId
from stageline.http.access import Acting
from stageline.http.inputs import Cursor, Limit, PathId
from stageline.queries.timeline import Causes, Group, TimelinePage, read_causes, read_timeline

Groups = Annotated[list[Group] | None, QueryParameter(name="group", max_items=20)]


@get("/opportunities/{opportunity_id:int}/timeline", sync_to_thread=True)
def get_timeline(
    opportunity_id: PathId, acting: Acting, groups: Groups = None, cursor: Cursor = None, limit: Limit = 50
) -> TimelinePage:
    """Everything that happened to it, newest first; `group` asks for some of it, and may be said several times."""
    with acting.writing(preview=True) as work:
        number = OpportunityId(opportunity_id)
        return read_timeline(work, number, groups=groups or (), cursor=cursor, limit=limit, by=acting.by())


@get("/events/{event_id:int}/causes", sync_to_thread=True)
def get_causes(event_id: PathId, acting: Acting) -> Causes:
    """Why it happened: the chain that led to it, the oldest first, and the event itself at the end."""
    with acting.writing(preview=True) as work:
        return read_causes(work, EventId(event_id), by=acting.by())
