"""Activities over HTTP."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.params import JSONBody, QueryParameter

from stageline.commands.activities.booking import book_activity, change_activity
from stageline.commands.activities.ending import (
    cancel_activity,
    complete_activity,
    delete_activity,
    reactivate_activity,
)
from stageline.domain.actions.completing import IsCancelled, NewTimeRequired, OutcomeRequired, UnknownOutcome
from stageline.domain.activities.activity import ActivityChanged
from stageline.domain.activities.booking import HasEnded
from stageline.domain.activities.ending import IsDone
from stageline.domain.activities.times import InvalidTimes
from stageline.domain.calendar import UnknownZone
from stageline.domain.contacts.contact import UnknownContact
from stageline.domain.events import Channel
from stageline.domain.ids import ActivityId, OpportunityId
from stageline.http.access import Acting
from stageline.http.agenda import ActivityIn, Happened, StageIn, StageTold, events_told, happened, is_told, stage_told
from stageline.http.errors import problems
from stageline.http.inputs import Id, PathId, Preview, Version
from stageline.http.opportunities.answers import Told
from stageline.queries.activities import ActivityShown, read_activity
from stageline.queries.calendars import CalendarSpan, InvalidSpan, Layer, read_calendar

Why = Annotated[str, msgspec.Meta(max_length=2_000)]
FirstDay = Annotated[date, QueryParameter(name="from", description="The first day, on the asker's own calendar.")]
LastDay = Annotated[date, QueryParameter(name="to", description="The day after the last, at most 100 days on.")]
Whose = Annotated[
    list[Layer] | None, QueryParameter(max_items=len(Layer), description="One of these layers; say it repeatedly.")
]
OfRole = Annotated[
    str | None, QueryParameter(max_length=120, description="For the layer `roles`: that one instead of one's own.")
]


class NewActivityIn(ActivityIn, forbid_unknown_fields=True, kw_only=True):
    """With a subject, and when it is. What an action asks for is booked by performing the action."""

    opportunity_id: Id | None = None


class ActivityPatch(ActivityIn, forbid_unknown_fields=True, kw_only=True):
    version: Version


class CancelIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    reason: Why | None = None


class ActivityAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """`result` is `done` or `no_change`. Whoever does not see the opportunity learns nothing of it."""

    result: str
    stage: StageTold | None
    follows_up: bool
    events: list[Told]


_SAYING = (InvalidTimes, UnknownZone, UnknownContact)


@post("/activities", sync_to_thread=True, status_code=201, responses=problems(*_SAYING))
def post_activity(data: JSONBody[NewActivityIn], acting: Acting, preview: Preview = False) -> Response[Happened]:
    """Put an activity into the calendar, for an opportunity or for none."""
    number = OpportunityId(data.opportunity_id) if data.opportunity_id else None
    with acting.writing(preview=preview) as work:
        booked = book_activity(work, number, data.said(), by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, booked), status=201)


@get("/activities", sync_to_thread=True, responses=problems(InvalidSpan))
def get_activities(
    from_: FirstDay, to: LastDay, acting: Acting, whose: Whose = None, deal_role: OfRole = None
) -> CalendarSpan:
    """What stands in calendars from one day to another: one's own, or of the layers that are named."""
    with acting.writing(preview=True) as work:
        return read_calendar(
            work, from_, to, whose or [Layer.MINE], deal_role=deal_role, by=acting.by(), at=acting.at
        )  # fmt: skip


@get("/activities/{activity_id:int}", sync_to_thread=True)
def get_activity(activity_id: PathId, acting: Acting) -> ActivityShown:
    """One activity, for those who take part in it and those who see its opportunity."""
    with acting.writing(preview=True) as work:
        return read_activity(work, ActivityId(activity_id), by=acting.by())


@patch("/activities/{activity_id:int}", sync_to_thread=True, responses=problems(*_SAYING, ActivityChanged, HasEnded))
def patch_activity(
    activity_id: PathId, data: JSONBody[ActivityPatch], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Change an activity that is still to be done."""
    number = ActivityId(activity_id)
    with acting.writing(preview=preview) as work:
        change_activity(work, number, data.said(), version=data.version, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, activity_id))


@post(
    "/activities/{activity_id:int}/completion",
    sync_to_thread=True,
    status_code=200,
    responses=problems(OutcomeRequired, UnknownOutcome, NewTimeRequired, InvalidTimes, IsCancelled),
)
def post_activity_completion(
    activity_id: PathId, data: JSONBody[StageIn], acting: Acting, preview: Preview = False
) -> Response[ActivityAnswered]:
    """Mark it done, and its action complete; or say what came of one that was done before."""
    said = data.outcome.said() if data.outcome else None
    by, number = acting.by(Channel(data.channel)), ActivityId(activity_id)
    with acting.writing(preview=preview) as work:
        done = complete_activity(work, number, said, data.wanted_stage(), by=by, at=acting.at)
        may_know = is_told(done.opportunity, acting)
        return acting.answer(
            ActivityAnswered(
                result="done" if done.happened is not None else "no_change",
                stage=stage_told(done.stage, work) if done.opportunity is not None and may_know else None,
                follows_up=done.follows_up,
                events=events_told(work, acting),
            )
        )


@post("/activities/{activity_id:int}/cancellation", sync_to_thread=True, status_code=200, responses=problems(IsDone))
def post_activity_cancellation(
    activity_id: PathId, data: JSONBody[CancelIn], acting: Acting, preview: Preview = False
) -> Response[Happened]:
    """Cancel it. It stays in the history of its opportunity, and its action stays as it is."""
    with acting.writing(preview=preview) as work:
        reason = data.reason or None
        cancel_activity(work, ActivityId(activity_id), reason, by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, activity_id))


@post("/activities/{activity_id:int}/reactivation", sync_to_thread=True, status_code=200)
def post_activity_reactivation(activity_id: PathId, acting: Acting, preview: Preview = False) -> Response[Happened]:
    """Bring it back; the action that it had completed is open again."""
    with acting.writing(preview=preview) as work:
        reactivate_activity(work, ActivityId(activity_id), by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, activity_id))


@delete("/activities/{activity_id:int}", sync_to_thread=True, status_code=200)
def delete_one_activity(activity_id: PathId, acting: Acting, preview: Preview = False) -> Response[Happened]:
    """Take it out of the calendar; its action can be performed again."""
    with acting.writing(preview=preview) as work:
        delete_activity(work, ActivityId(activity_id), by=acting.by(Channel.RECORD), at=acting.at)
        return acting.answer(happened(work, acting, activity_id))
