"""Whatever people do, and whenever the worker looks: what counts toward targets is what a rebuild would make of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.deleting import WantedDeletion, delete_opportunity, restore_opportunity
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.commands.targets.changing import pause_target, resume_target
from stageline.commands.targets.counting import rebuild_credits
from stageline.commands.targets.rates import load_rates
from stageline.commands.targets.setting import set_targets
from stageline.domain.errors import Refusal
from stageline.domain.ids import EventId, OpportunityId, TargetId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.rights import Role
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric
from stageline.storage.tables import target_credits
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import (
    ACCOUNT,
    ADMIN,
    MINUTE,
    NOON,
    OTHER_REP,
    PROPOSE,
    REP,
    STAGES,
    WON,
    a_process,
    an_actor,
    an_operator,
    by,
    keep,
)
from tests.promises.test_derived_history import LAST_OPEN, Step, take
from tests.promises.walking import WALKS

OPERATOR, ADMINS = by(an_operator()), by(an_actor(ADMIN, Role.ADMIN))
FIRST = OpportunityId(1)

some = st.sampled_from
acts = st.tuples(
    some([*4 * ["move"], *2 * ["undone"], "edit", "assign", "delete", "restore", "pause", "resume", "load"]),
    some([LAST_OPEN, LAST_OPEN, LAST_OPEN, WON.id, WON.id, WON.id, PROPOSE.id, *(stage.id for stage in STAGES)]),
    some([{"amount_minor": 70_000}, {"amount_minor": None}, {"currency": "USD"}, {"currency": "EUR"}]),
    some([REP, OTHER_REP]),
    some([1, 1, 5, 30, 200, 700]),
    st.booleans(),
)
# Long ones: little of interest happens in the first acts of a story.
stories = st.lists(acts, min_size=10, max_size=20)


@pytest.fixture
def sales(storage: Storage) -> Storage:
    """Rita and Rolf are to win and to advance, in every sort of period, in euros alone and converted."""
    with storage.writing() as work:
        keep(work.connection, a_process())
        for metric in Metric:
            for period_type in PeriodType:
                wanted = WantedTarget(
                    metric=metric,
                    number=5,
                    period_type=period_type,
                    stage_id=PROPOSE.id if metric.names_stage else None,
                    currency="EUR" if metric.is_value else None,
                )
                set_targets(work, wanted, [ForUser(REP), ForUser(OTHER_REP)], by=ADMINS, at=NOON)
                if metric.is_value:
                    converting = msgspec.structs.replace(wanted, converts=True)
                    set_targets(work, converting, [ForUser(REP), ForUser(OTHER_REP)], by=ADMINS, at=NOON)
    return storage


def begin(storage: Storage) -> OpportunityId:
    fields = {"name": "Solar roof", "account_id": ACCOUNT, "amount_minor": 90_000, "expected_close_on": "2026-12-24"}
    with storage.writing() as work:
        return open_opportunity(work, SaidOpening(fields=fields, owner_id=REP), by=OPERATOR, at=NOON).after.id


def rates_until(at: datetime) -> str:
    """Of every third day of the last weeks: what was known stays, and some days come to be known late."""
    days = [at.date() - timedelta(days=back) for back in range(40)]
    return "date,USD\n" + "".join(f"{day},1.{day.day:02}\n" for day in days if day.toordinal() % 3 == 0)


def act_on(storage: Storage, number: OpportunityId, act: Any, at: datetime) -> None:
    name, stage, fields, owner, *_ = act
    done = None
    with storage.writing() as work:
        its: Any = {"by": OPERATOR, "at": at}
        if name == "edit":
            edit_opportunity(work, WantedEdit(opportunity_id=number, fields=fields, reason="So."), **its)
        elif name == "assign":
            assign_opportunity(work, WantedAssignment(opportunity_id=number, owner_id=UserId(owner)), **its)
        elif name == "delete":
            delete_opportunity(work, WantedDeletion(opportunity_id=number), **its)
        elif name == "restore":
            restore_opportunity(work, number, **its)
        elif name == "load":
            load_rates(work, rates_until(at), **its)
        elif name in ("pause", "resume"):
            target = work.targets.find(TargetId(1 + stage))
            assert target is not None
            change = pause_target if name == "pause" else resume_target
            change(work, target.id, version=target.version, by=ADMINS, at=at)
        else:
            done = take(work, number, Step(stage=stage, hours=0), at)
    if name == "undone" and done is not None and done.change is not None:
        Worker(storage).run_once(at)
        with storage.writing() as work:
            undo_move(work, number, EventId(done.change.id), by=OPERATOR, at=at + MINUTE)


def rows(storage: Storage) -> Sequence[Any]:
    with storage.reading() as connection:
        return connection.execute(select(target_credits).order_by(*target_credits.primary_key)).all()


def require_rebuilt(storage: Storage) -> Sequence[Any]:
    kept = rows(storage)
    with storage.writing() as work:
        assert rebuild_credits(work) is not None
    assert rows(storage) == kept
    return kept


@pytest.mark.rule("SG-20", "SG-24", "SG-31", "SG-42", "SG-50")
def test_keeping_up_gives_what_a_rebuild_gives(sales: Storage) -> None:
    @WALKS
    @given(stories)
    def holds_for(story: list[Any]) -> None:
        number, at = begin(sales), NOON
        for act in story:
            at += timedelta(hours=act[4])
            try:
                act_on(sales, number, act, at)
            except Refusal:
                continue
            if act[5]:
                Worker(sales).run_once(at)
                require_rebuilt(sales)
        Worker(sales).run_once(at)
        kept = require_rebuilt(sales)
        with sales.writing() as work:
            work.connection.execute(delete(target_credits))
            assert rebuild_credits(work) is not None
        assert rows(sales) == kept

    holds_for()
    assert any(row.counted for row in rows(sales))
