"""What of sales targets can be changed: their number, and whether they go on."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select

from stageline.commands.targets.changing import (
    Based,
    change_number,
    change_numbers,
    delete_target,
    end_target,
    pause_target,
    replace_numbers,
    resume_target,
)
from stageline.commands.targets.setting import set_target, set_targets
from stageline.domain.ids import TargetId, UserId
from stageline.domain.rights import Actor, Role
from stageline.domain.targets.changing import NewNumber
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import (
    InvalidTarget,
    Metric,
    PeriodIsClosed,
    SalesTarget,
    TargetChangedMeanwhile,
    TargetEndsBefore,
    TargetIsOver,
    TargetNotFound,
    TargetNumber,
)
from stageline.storage.tables import events, target_numbers
from stageline.storage.unit_of_work import Storage
from tests.builders import (
    ADMIN,
    DAY,
    MANAGER,
    NOON,
    OTHER_REP,
    REP,
    a_process,
    an_actor,
    by,
    keep,
)

WINS = WantedTarget(metric=Metric.WON_COUNT, number=10)


def an_admin() -> Actor:
    return an_actor(ADMIN, Role.ADMIN)


@pytest.fixture
def sales(storage: Storage) -> Storage:
    with storage.writing() as work:
        keep(work.connection, a_process())
    return storage


def set_for(storage: Storage, user_id: UserId) -> SalesTarget:
    with storage.writing() as work:
        return set_target(work, WINS, user_id, by=by(an_admin()), at=NOON)


def found(storage: Storage, id: TargetId) -> SalesTarget:
    with storage.writing(preview=True) as work:
        target = work.targets.find(id)
    assert target is not None
    return target


@pytest.mark.rule("SG-13")
def test_those_set_together_get_another_number_each_by_itself(sales: Storage) -> None:
    with sales.writing() as work:
        people = [ForUser(REP), ForUser(OTHER_REP), ForUser(MANAGER)]
        rita, rolf, maja = (each.target for each in set_targets(work, WINS, people, by=by(an_admin()), at=NOON))
    assert rita
    assert rolf
    assert maja
    which = [Based(rita.id, 1), Based(maja.id, 7), Based(TargetId(99), 1), Based(rita.id, 1)]
    with sales.writing() as work:
        answers = change_numbers(work, which, NewNumber(number=12), by=by(an_admin()), at=NOON)

    assert [type(answer) for answer in answers] == [
        SalesTarget, TargetChangedMeanwhile, TargetNotFound, TargetChangedMeanwhile,
    ]  # fmt: skip
    assert [found(sales, one.id).numbers[0].number for one in (rita, rolf, maja)] == [12, 10, 10]


def test_a_preview_of_a_change_keeps_nothing(sales: Storage) -> None:
    target = set_for(sales, REP)
    with sales.writing(preview=True) as work:
        after = change_number(work, target.id, NewNumber(number=12), version=1, by=by(an_admin()), at=NOON)

    assert after.numbers[0].number == 12
    assert found(sales, target.id) == target


@pytest.mark.rule("SG-52", "AT-137")
def test_a_new_number_holds_from_the_present_period_on(sales: Storage) -> None:
    target = set_for(sales, REP)
    in_december = NOON + 33 * DAY
    with sales.writing() as work:
        change_number(work, target.id, NewNumber(number=15), version=1, by=by(an_admin()), at=in_december)
    after = found(sales, target.id)
    november, december = after.cycle.at(NOON), after.cycle.at(in_december)

    assert (after.number_in(november), after.number_in(december)) == (10, 15)
    assert after.number_in(after.cycle.after(december)) == 15


@pytest.mark.rule("SG-52")
def test_a_number_for_one_period_alone_leaves_the_others(sales: Storage) -> None:
    target = set_for(sales, REP)
    december = date(2026, 12, 24)
    with sales.writing() as work:
        wanted = NewNumber(number=3, on=december, is_once=True)
        change_number(work, target.id, wanted, version=1, by=by(an_admin()), at=NOON)
        change_number(work, target.id, NewNumber(number=11), version=2, by=by(an_admin()), at=NOON)
    after = found(sales, target.id)
    periods = after.cycle.between(after.cycle.at(NOON), after.cycle.on(date(2027, 1, 1)))

    assert [after.number_in(period) for period in periods] == [11, 3, 11]
    with sales.reading() as connection:
        assert connection.execute(select(target_numbers.c.number)).scalars().all() == [11, 3]


@pytest.mark.rule("SG-52")
def test_a_closed_period_keeps_its_number(sales: Storage) -> None:
    target = set_for(sales, REP)
    wanted = NewNumber(number=3, on=date(2026, 11, 5), is_once=True)
    with pytest.raises(PeriodIsClosed), sales.writing() as work:
        change_number(work, target.id, wanted, version=1, by=by(an_admin()), at=NOON + 33 * DAY)
    with pytest.raises(InvalidTarget), sales.writing() as work:
        change_number(work, target.id, NewNumber(number=0), version=1, by=by(an_admin()), at=NOON)

    assert found(sales, target.id) == target


@pytest.mark.rule("SG-52")
def test_a_number_from_a_period_on_holds_in_it_though_it_had_one_of_its_own(sales: Storage) -> None:
    target = set_for(sales, REP)
    with sales.writing() as work:
        change_number(work, target.id, NewNumber(number=4, is_once=True), version=1, by=by(an_admin()), at=NOON)
        later = NewNumber(number=6, on=date(2026, 12, 1), is_once=True)
        change_number(work, target.id, later, version=2, by=by(an_admin()), at=NOON)
        after = change_number(work, target.id, NewNumber(number=15), version=3, by=by(an_admin()), at=NOON)
    periods = after.cycle.between(after.cycle.at(NOON), after.cycle.on(date(2027, 1, 1)))

    assert [after.number_in(period) for period in periods] == [15, 6, 15]


FROM_NOVEMBER = TargetNumber(from_on=date(2026, 11, 1), number=10)
FROM_JANUARY = TargetNumber(from_on=date(2027, 1, 1), number=20)
ONLY_DECEMBER = TargetNumber(from_on=date(2026, 12, 1), number=3, is_once=True)


@pytest.mark.rule("SG-52")
def test_all_numbers_can_be_put_back_as_they_were(sales: Storage) -> None:
    target = set_for(sales, REP)
    before = (FROM_NOVEMBER, ONLY_DECEMBER, FROM_JANUARY)
    with sales.writing() as work:
        replace_numbers(work, target.id, before[::-1], version=1, by=by(an_admin()), at=NOON)
        change_number(work, target.id, NewNumber(number=12), version=2, by=by(an_admin()), at=NOON)
        back = replace_numbers(work, target.id, before, version=3, by=by(an_admin()), at=NOON)
        again = replace_numbers(work, target.id, before, version=4, by=by(an_admin()), at=NOON)

    assert (back.numbers, back.version, again) == (before, 4, back)
    assert found(sales, target.id) == back


@pytest.mark.rule("SG-52")
@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        ([], InvalidTarget),
        ([ONLY_DECEMBER], InvalidTarget),
        ([FROM_NOVEMBER, FROM_NOVEMBER], InvalidTarget),
        ([msgspec.structs.replace(FROM_NOVEMBER, number=0)], InvalidTarget),
        ([msgspec.structs.replace(FROM_NOVEMBER, from_on=date(2026, 11, 2))], InvalidTarget),
        ([msgspec.structs.replace(FROM_NOVEMBER, from_on=date(1926, 11, 1))], InvalidTarget),
        ([msgspec.structs.replace(FROM_NOVEMBER, number=11)], PeriodIsClosed),
    ],
)
def test_numbers_that_cannot_be_or_change_a_closed_period_are_refused(
    sales: Storage, numbers: Sequence[TargetNumber], refusal: type[Exception]
) -> None:
    target = set_for(sales, REP)
    with pytest.raises(refusal), sales.writing() as work:
        replace_numbers(work, target.id, numbers, version=1, by=by(an_admin()), at=NOON + 33 * DAY)

    assert found(sales, target.id) == target


@pytest.mark.rule("SG-52", "AT-138")
@pytest.mark.parametrize("field", ["metric", "stage_id", "currency", "user_id", "period_type"])
def test_nothing_but_the_number_can_be_changed(field: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert({"number": 3, field: 1}, NewNumber)


def test_a_change_based_on_an_older_version_is_refused(sales: Storage) -> None:
    target = set_for(sales, REP)
    with sales.writing() as work:
        change_number(work, target.id, NewNumber(number=7), version=1, by=by(an_admin()), at=NOON)
    with pytest.raises(TargetChangedMeanwhile), sales.writing() as work:
        change_number(work, target.id, NewNumber(number=8), version=1, by=by(an_admin()), at=NOON)

    assert found(sales, target.id).numbers == (TargetNumber(from_on=date(2026, 11, 1), number=7),)


@pytest.mark.rule("SG-50", "SG-52")
def test_a_period_after_its_end_gets_no_number(sales: Storage) -> None:
    target = set_for(sales, REP)
    with sales.writing() as work:
        ending = end_target(work, target.id, version=1, by=by(an_admin()), at=NOON)
    wanted = NewNumber(number=3, on=date(2026, 12, 5))
    with pytest.raises(TargetEndsBefore), sales.writing() as work:
        change_number(work, target.id, wanted, version=2, by=by(an_admin()), at=NOON)

    assert found(sales, target.id) == ending


@pytest.mark.rule("SG-50")
def test_a_target_is_paused_resumed_ended_and_deleted(sales: Storage) -> None:
    target, who = set_for(sales, REP), by(an_admin())
    with sales.writing() as work:
        pause_target(work, target.id, version=1, by=who, at=NOON)
        pause_target(work, target.id, version=2, by=who, at=NOON)
        resume_target(work, target.id, version=2, by=who, at=NOON + DAY)
        end_target(work, target.id, version=3, by=who, at=NOON + 2 * DAY)
    after = found(sales, target.id)

    assert not after.is_paused
    assert [after.is_paused_at(NOON + timedelta(hours=h)) for h in (-1, 0, 23, 24)] == [False, True, True, False]
    assert after.ended_at == after.cycle.at(NOON).ends_at
    with pytest.raises(TargetIsOver), sales.writing() as work:
        pause_target(work, target.id, version=4, by=who, at=after.ended_at)
    with sales.writing() as work:
        delete_target(work, target.id, version=4, by=who, at=after.ended_at)
    with pytest.raises(TargetNotFound), sales.writing() as work:
        delete_target(work, target.id, version=5, by=who, at=after.ended_at)
    assert told(sales) == ["target.set", "target.paused", "target.resumed", "target.ended", "target.deleted"]


def told(storage: Storage) -> Sequence[str]:
    wanted = select(events.c.kind).where(events.c.kind.like("target.%")).order_by(events.c.id)
    with storage.reading() as connection:
        return connection.execute(wanted).scalars().all()
