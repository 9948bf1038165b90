"""My day over HTTP: what is to be done, how much of it, and completing several things at once."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import JSONBody, QueryParameter

from stageline.commands.actions.completing import ActionNamedTwice
from stageline.commands.actions.completing_several import NothingNamed, WantedSeveral, complete_several
from stageline.domain.actions.action import ActionNotFound
from stageline.domain.actions.completing import IsCancelled, OutcomeRequired
from stageline.domain.activities.activity import ActivityNotFound
from stageline.domain.errors import Refusal, described
from stageline.domain.events import Channel
from stageline.domain.ids import ActionId, ActivityId
from stageline.http.access import Acting
from stageline.http.agenda import StageTold, events_told, is_told, stage_told
from stageline.http.errors import problems
from stageline.http.inputs import Id, Preview
from stageline.http.opportunities.answers import Told
from stageline.http.opportunities.inputs import InteractiveChannel
from stageline.queries.day.finding import Whose
from stageline.queries.day.reading import Day, DayCount, read_day, read_day_count

Numbers = Annotated[list[Id], msgspec.Meta(max_length=200)]
OfWhom = Annotated[Whose, QueryParameter()]
ONE_ALONE = (ActionNotFound, ActivityNotFound, OutcomeRequired, IsCancelled)
"""What one thing alone is refused for; several answer it one by one."""


class SeveralIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Of any opportunities. An action takes its activity along; an activity is named where it stands by itself."""

    action_ids: Numbers = []
    activity_ids: Numbers = []
    channel: InteractiveChannel = "api"


class ThingAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """`result` is `completed`, `no_change`, or the code of the refusal."""

    action_id: ActionId | None
    activity_id: ActivityId | None
    result: str
    refusal: Mapping[str, Any] | None = None


class OpportunityTold(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the stage of one of the opportunities."""

    id: int
    name: str
    stage: StageTold


class SeveralAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """`pending`: so many outcomes are still to be said. Of opportunities that one does not see nothing is told."""

    results: list[ThingAnswered]
    pending: int
    opportunities: list[OpportunityTold]
    events: list[Told]


@get("/day", sync_to_thread=True)
def get_day(acting: Acting, whose: OfWhom = Whose.MINE) -> Day:
    """What you have to do: late, today and in the next seven days, and what waits for you besides."""
    with acting.writing(preview=True) as work:
        return read_day(work, whose, by=acting.by(), at=acting.at)


@get("/day/count", sync_to_thread=True)
def get_day_count(acting: Acting) -> DayCount:
    """How much of your day is still open."""
    with acting.writing(preview=True) as work:
        return read_day_count(work, by=acting.by(), at=acting.at)


@post("/day/completions", sync_to_thread=True, status_code=200,
      responses=problems(ActionNamedTwice, NothingNamed, *ONE_ALONE))  # fmt: skip
def post_day_completions(
    data: JSONBody[SeveralIn], acting: Acting, preview: Preview = False
) -> Response[SeveralAnswered]:
    """Complete several things at once. Nobody is asked for outcomes; those that are tracked are still to be said."""
    wanted = WantedSeveral(
        action_ids=[ActionId(each) for each in data.action_ids],
        activity_ids=[ActivityId(each) for each in data.activity_ids],
    )
    with acting.writing(preview=preview) as work:
        done = complete_several(work, wanted, by=acting.by(Channel(data.channel)), at=acting.at)
        named = [
            *((number, None) for number in wanted.action_ids),
            *((None, number) for number in wanted.activity_ids),
        ]
        return acting.answer(
            SeveralAnswered(
                results=[_told(*each, answer) for each, answer in zip(named, done.answers, strict=True)],
                pending=done.pending,
                opportunities=[
                    OpportunityTold(id=its.id, name=its.name, stage=stage_told(stage, work))
                    for its, stage in done.stages
                    if is_told(its, acting)
                ],
                events=events_told(work, acting),
            )
        )


def _told(action_id: ActionId | None, activity_id: ActivityId | None, answer: Any) -> ThingAnswered:
    if isinstance(answer, Refusal):
        refusal = {**described(answer), **answer.facts}
        return ThingAnswered(action_id=action_id, activity_id=activity_id, result=answer.code, refusal=refusal)
    result = "completed" if answer else "no_change"
    return ThingAnswered(action_id=action_id, activity_id=activity_id, result=result)
