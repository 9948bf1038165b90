"""What is usual is read from won opportunities, and suggests a limit that nothing sets by itself."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from stageline.commands.opportunities.moving import move_opportunities
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.ids import EventId, OpportunityId, ProcessId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.moving import Decided
from stageline.domain.processes.limits import suggested_limit
from stageline.domain.processes.process import ProcessNotFound, ProcessState
from stageline.domain.rights import Actor
from stageline.queries.reports.usual_days import UsualDays, read_usual_days
from stageline.storage.tables import opportunities, processes, stages
from stageline.storage.unit_of_work import Storage
from tests.builders import (
    DAY,
    NOON,
    OTHER_REP,
    a_move,
    a_process,
    a_rep,
    a_viewer,
    an_operator,
    an_opportunity,
    by,
    keep,
    keep_opportunities,
)

pytestmark = pytest.mark.rule("PS-228")


class Won:
    """So many that were in Qualify for a day, in Demo for as many days as their number, and then won."""

    def __init__(self, storage: Storage, count: int) -> None:
        self.storage, self.ids = storage, [OpportunityId(number) for number in range(1, count + 1)]
        process = a_process()
        with storage.writing() as work:
            keep(work.connection, process, *[an_opportunity(process=process, id=number) for number in self.ids])
        self.move("Demo", *self.ids)
        for number in self.ids:
            self.move("Won", number, days=number)

    def move(self, to: str, *ids: OpportunityId, days: int = 0) -> Decided:
        closing = Closing(close_reason="price") if to == "Won" else Closing()
        with self.storage.writing() as work:
            wanted = [
                a_move(to, opportunity_id=one, acknowledge_gaps=True, override=True, reason="So.", closing=closing)
                for one in ids
            ]
            first, *_ = move_opportunities(work, wanted, by=by(an_operator()), at=NOON + days * DAY)
        assert isinstance(first, Decided)
        return first

    def usual(self, asker: Actor | None = None) -> list[UsualDays]:
        with self.storage.writing(preview=True) as work:
            return read_usual_days(work, ProcessId(1), asker=asker or an_operator())


def test_the_median_of_won_ones_is_told_for_each_stage_they_went_through(storage: Storage) -> None:
    qualify, demo = Won(storage, 21).usual()

    assert (qualify.won_count, qualify.median_days) == (21, 1)
    assert (demo.won_count, demo.median_days, demo.suggested_stuck_days) == (21, 11, 17)


def test_fewer_than_twenty_say_nothing(storage: Storage) -> None:
    assert Won(storage, 19).usual() == []


def test_what_was_undone_made_nobody_stay(storage: Storage) -> None:
    won = Won(storage, 20)
    closed = won.move("Won", OpportunityId(20)).change
    assert closed is None
    with storage.writing() as work:
        work.connection.execute(update(opportunities).where(opportunities.c.id == 20).values(deleted_at=NOON))

    assert won.usual() == []


def test_one_that_is_won_no_more_counts_no_more(storage: Storage) -> None:
    won = Won(storage, 19)
    process = a_process()
    with storage.writing() as work:
        keep_opportunities(work.connection, an_opportunity("Demo", process=process, id=20))
    last = won.move("Won", OpportunityId(20), days=1)
    assert [one.won_count for one in won.usual()] == [20]

    assert last.change is not None
    with storage.writing() as work:
        at = NOON + DAY + timedelta(minutes=1)
        undo_move(work, OpportunityId(20), EventId(last.change.id), by=by(an_operator()), at=at)

    assert won.usual() == []


def test_the_median_is_everybodys_and_sets_no_limit(storage: Storage) -> None:
    won = Won(storage, 20)

    assert won.usual(a_rep(OTHER_REP)) == won.usual()
    with storage.writing(preview=True) as work:
        assert set(work.connection.scalars(stages.select().with_only_columns(stages.c.stuck_days))) == {None}


def test_who_may_not_read_the_process_finds_nothing(storage: Storage) -> None:
    won = Won(storage, 20)
    with storage.writing() as work:
        work.connection.execute(update(processes).values(state=ProcessState.DRAFT.value))

    with pytest.raises(ProcessNotFound):
        won.usual(a_rep())
    with pytest.raises(ProcessNotFound):
        won.usual(a_viewer())
    assert won.usual() != []


@pytest.mark.parametrize(("cycle", "limit"), [(10, 15), (30, 15), (60, 18), (90, 20), (400, 20)])
def test_the_limit_goes_from_half_as_much_again_to_twice_as_much(cycle: int, limit: int) -> None:
    assert suggested_limit(Fraction(10), Fraction(cycle)) == limit


def test_a_limit_is_a_day_at_least() -> None:
    assert suggested_limit(Fraction(0), Fraction(0)) == 1
