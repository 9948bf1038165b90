"""Whatever is derived from the history is as if the moves that were undone had never been made."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select, update

from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.opportunities.reopening import correct_outcome, reopen_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.ids import EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.moving import Decided, WantedMove
from stageline.domain.opportunities.reopening import WantedCorrection, WantedReopening
from stageline.queries.record import read_record, read_stays
from stageline.queries.reports.pipeline import read_pipeline
from stageline.queries.reports.time_in_stage import read_time_in_stage
from stageline.queries.reports.won import Period, read_won
from stageline.storage.standing import standing_moves
from stageline.storage.tables import opportunities
from stageline.storage.unit_of_work import Storage, Work
from tests.builders import ACCOUNT, MINUTE, NOON, OTHER_REP, REP, STAGES, a_process, a_rep, an_operator, by, keep
from tests.promises.walking import WALKS

OPERATOR = by(an_operator())
LAST_OPEN = 0
"""Where it returns to when it is reopened and no stage is named."""


class Step(msgspec.Struct, frozen=True):
    """Into a stage, by whichever act leads there; taken back a minute later, or not. Or an edit."""

    stage: int
    hours: int
    is_undone: bool = False
    fields: Mapping[str, Any] = {}


class Story(msgspec.Struct, frozen=True):
    steps: Sequence[Step]


some = st.sampled_from
steps = st.builds(
    Step,
    stage=some([LAST_OPEN, LAST_OPEN, *(stage.id for stage in STAGES)]),
    hours=st.integers(1, 2000),
    is_undone=st.booleans(),
    fields=some([{}, {}, {"competitor": "Contoso"}, {"amount_minor": 70_000}, {"expected_close_on": "2027-02-01"}]),
)
stories = st.builds(Story, st.lists(steps, min_size=1, max_size=8))

# Found once: what is reopened without a stage returned to where an undone reopening had led, and to undo any move
# forgot the competitor.
A_REOPENING_UNDONE = Story(
    [Step(stage=4, hours=1), Step(stage=2, hours=1, is_undone=True), Step(stage=LAST_OPEN, hours=1)]
)
A_MOVE_UNDONE_BESIDE_A_COMPETITOR = Story(
    [
        Step(stage=LAST_OPEN, hours=1, fields={"competitor": "Contoso"}),
        Step(stage=2, hours=1, is_undone=True),
        Step(stage=4, hours=1, is_undone=True),
    ]
)


def tell(storage: Storage, owner: UserId, story: Story, *, with_undone: bool) -> OpportunityId:
    """An opportunity that went through the story, told with or without what was undone in it."""
    fields = {"name": "Solar roof", "account_id": ACCOUNT, "amount_minor": 90_000, "expected_close_on": "2026-12-24"}
    with storage.writing() as work:
        said = SaidOpening(fields=fields, owner_id=owner)
        opportunity_id = open_opportunity(work, said, by=OPERATOR, at=NOON).after.id
    at = NOON
    for step in story.steps:
        at += timedelta(hours=step.hours)
        if with_undone or not step.is_undone:
            with storage.writing() as work:
                done = take(work, opportunity_id, step, at)
            if done is not None and step.is_undone:
                assert done.change is not None
                with storage.writing() as work:
                    undo_move(work, opportunity_id, EventId(done.change.id), by=OPERATOR, at=at + MINUTE)
        with storage.writing() as work:
            wanted = WantedEdit(opportunity_id=opportunity_id, fields=step.fields, reason="So it is.")
            stage = work.opportunities.read([opportunity_id], REP)[opportunity_id].stage
            if not (stage.is_closed and "expected_close_on" in step.fields):
                edit_opportunity(work, wanted, by=OPERATOR, at=at + 2 * MINUTE)
    return opportunity_id


def take(work: Work, opportunity_id: OpportunityId, step: Step, at: Any) -> Decided | None:
    """By the act that leads from where it is to where the step goes; None when it goes nowhere."""
    present = work.opportunities.read([opportunity_id], REP)[opportunity_id].stage
    target = next((stage for stage in STAGES if stage.id == step.stage), None)
    said: dict[str, Any] = {"opportunity_id": opportunity_id, "reason": "So it is."}
    if (target or present).id == present.id and (target or not present.is_closed):
        return None
    if present.is_closed and (target is None or not target.is_closed):
        wanted = WantedReopening(stage_id=StageId(target.id) if target else None, **said)
        return reopen_opportunity(work, wanted, by=OPERATOR, at=at)
    assert target is not None
    code = "other" if target.is_closed else None
    said |= {"stage_id": target.id, "closing": Closing(close_reason=code, competitor="Fabrikam" if code else None)}
    if present.is_closed:
        return correct_outcome(work, WantedCorrection(**said), by=OPERATOR, at=at)
    wanted_move = WantedMove(acknowledge_gaps=True, override=True, **said)
    return move_opportunity(work, wanted_move, by=OPERATOR, at=at)


def derived_of(storage: Storage, opportunity_id: OpportunityId) -> Mapping[str, Any]:
    """All that is read of one opportunity, but for what tells it from another."""
    at = NOON + timedelta(days=4000)
    its_own = ("event_id", "opportunity_id", "version", "owner_id")
    columns = [column for column in standing_moves.c if column.name not in its_own]
    moves = select(*columns).where(standing_moves.c.opportunity_id == opportunity_id).order_by(standing_moves.c.version)
    kept = select(*[column for column in opportunities.c if column.name not in ("id", *its_own)]).where(
        opportunities.c.id == opportunity_id
    )
    with storage.writing(preview=True) as work:
        asked: dict[str, Any] = {"by": OPERATOR, "moment": work.moment(at)}
        record = msgspec.to_builtins(read_record(work, opportunity_id, **asked))
        return {
            "moves": work.connection.execute(moves).all(),
            "record": {name: value for name, value in record.items() if name not in ("id", "owner", "version")},
            "stays": read_stays(work, opportunity_id, **asked),
            "row": work.connection.execute(kept).one(),
        }


def reports_of(storage: Storage, owner: UserId) -> Mapping[str, Any]:
    """All that is counted, as somebody sees it who sees only their own."""
    asker = a_rep(owner)
    with storage.writing(preview=True) as work:
        won = {key: read_won(work, key, period=Period(), asker=asker) for key in ("month", "quarter", "stage")}
        return {**won, "time": read_time_in_stage(work, asker=asker), "open": read_pipeline(work, asker=asker)}


@pytest.mark.slow
@pytest.mark.rule("PS-101")
@pytest.mark.rule("PS-180")
def test_everything_derived_is_as_if_the_undone_moves_had_never_been_made(storage: Storage) -> None:
    barred = {"min_furthest_stage_id": None, "below_furthest_stage_id": None}
    with storage.writing() as work:
        keep(work.connection, a_process(stages={"Lost": barred, "Disqualified": barred}))

    @WALKS
    @example([A_REOPENING_UNDONE])
    @example([A_MOVE_UNDONE_BESIDE_A_COMPETITOR])
    @given(st.lists(stories, min_size=1, max_size=2))
    def holds_for(told: list[Story]) -> None:
        with storage.writing() as work:
            work.connection.execute(update(opportunities).values(deleted_at=NOON))
        with_undone = [tell(storage, REP, story, with_undone=True) for story in told]
        without = [tell(storage, OTHER_REP, story, with_undone=False) for story in told]

        for one, other in zip(with_undone, without, strict=True):
            assert derived_of(storage, one) == derived_of(storage, other)
        assert reports_of(storage, REP) == reports_of(storage, OTHER_REP)

    holds_for()
