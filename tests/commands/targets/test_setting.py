"""Who may set which sales target for whom, one or many, and what of it can be changed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, select

from stageline.commands.targets.changing import (
    change_number,
    delete_target,
    end_target,
    pause_target,
)
from stageline.commands.targets.setting import SetFor, SettingResult, copy_target, in_team, set_target, set_targets
from stageline.domain.errors import InvalidInput, Refusal
from stageline.domain.ids import ProcessId, SalesTeamId, StageId, TargetId, UserId
from stageline.domain.opportunities.assigning import CannotOwn
from stageline.domain.people.user import UserNotFound
from stageline.domain.rights import Actor, RightMissing, Role
from stageline.domain.targets.changing import NewNumber
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import (
    InvalidTarget,
    Metric,
    SalesTarget,
    TargetExists,
    TargetNotFound,
    TargetSetByAnother,
)
from stageline.storage.tables import sales_targets, sales_teams
from stageline.storage.unit_of_work import Storage
from stageline.storage.visible import targets_reached_by
from tests.builders import (
    ADMIN,
    COLLABORATOR,
    DEMO,
    DISQUALIFIED,
    LOST,
    MANAGER,
    MINUTE,
    NOON,
    OTHER_REP,
    REP,
    VIEWER,
    WON,
    a_manager,
    a_process,
    a_rep,
    a_viewer,
    an_actor,
    an_operator,
    by,
    keep,
)
from tests.teams import deactivate, lead

WINS = WantedTarget(metric=Metric.WON_COUNT, number=10)
DEMOS = WantedTarget(metric=Metric.ADVANCED_COUNT, number=10, stage_id=DEMO.id)


def an_admin() -> Actor:
    return an_actor(ADMIN, Role.ADMIN)


@pytest.fixture
def sales(storage: Storage) -> Storage:
    with storage.writing() as work:
        keep(work.connection, a_process())
    return storage


def set_for(
    storage: Storage, user_id: UserId, wanted: WantedTarget = WINS, *, actor: Actor | None = None
) -> SalesTarget:
    with storage.writing() as work:
        return set_target(work, wanted, user_id, by=by(actor or an_admin()), at=NOON)


def kept(storage: Storage) -> Sequence[Any]:
    with storage.reading() as connection:
        return connection.execute(select(sales_targets).order_by(sales_targets.c.id)).all()


def found(storage: Storage, id: TargetId) -> SalesTarget:
    with storage.writing(preview=True) as work:
        target = work.targets.find(id)
    assert target is not None
    return target


@pytest.mark.rule("SG-1", "SG-3", "SG-7")
def test_a_target_is_kept_as_it_was_set(sales: Storage) -> None:
    wanted = WantedTarget(
        metric=Metric.WON_VALUE, number=1_000_000, currency="USD", period_type=PeriodType.YEAR,
        process_ids=(ProcessId(1),), starts_on=date(2026, 3, 9),
    )  # fmt: skip
    target = set_for(sales, REP, wanted)

    assert found(sales, target.id) == target
    assert (target.cycle.anchor_month, target.cycle.week_start, target.cycle.zone.key) == (11, 1, "Europe/Amsterdam")
    assert (target.starts_on, target.user_id, target.set_by) == (date(2025, 11, 1), REP, ADMIN)


@pytest.mark.rule("SG-6", "SG-7")
def test_set_on_the_31st_it_begins_with_that_month_where_the_organisation_is(sales: Storage) -> None:
    """Half past eleven at night in London is the next day in Amsterdam, and the next year."""
    for period_type in (PeriodType.MONTH, PeriodType.YEAR):
        with sales.writing() as work:
            wanted = msgspec.structs.replace(WINS, period_type=period_type)
            target = set_target(work, wanted, REP, by=by(an_admin()), at=datetime(2026, 10, 31, 22, tzinfo=UTC))
        assert target.starts_on == date(2026, 10, 1)
    assert target.cycle.on(date(2027, 9, 30)).starts_on == date(2026, 10, 1)

    with sales.writing() as work:
        late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        target = set_target(work, WINS, OTHER_REP, by=by(an_admin()), at=late)
    assert target.starts_on == date(2027, 1, 1)


@pytest.mark.rule("SG-3", "SG-26", "AT-118", "AT-150")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 0}, "number"),
        ({"number": -1}, "number"),
        ({"metric": Metric.WON_VALUE}, "currency"),
        ({"metric": Metric.WON_VALUE, "currency": "ABC"}, "currency"),
        ({"currency": "EUR"}, "currency"),
        ({"metric": Metric.ADVANCED_COUNT}, "stage_id"),
        ({"metric": Metric.ADVANCED_COUNT, "stage_id": StageId(99)}, "stage_id"),
        ({"metric": Metric.ADVANCED_COUNT, "stage_id": LOST.id}, "stage_id"),
        ({"metric": Metric.ADVANCED_COUNT, "stage_id": DISQUALIFIED.id}, "stage_id"),
        ({"stage_id": DEMO.id}, "stage_id"),
        ({"process_ids": (ProcessId(99),)}, "process_ids"),
        ({"metric": Metric.ADVANCED_COUNT, "stage_id": DEMO.id, "process_ids": (ProcessId(1),)}, "process_ids"),
        ({"starts_on": date(1999, 1, 1)}, "starts_on"),
    ],
)
def test_what_makes_no_target_is_refused_by_the_name_of_the_field(
    sales: Storage, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidTarget) as refused:
        set_for(sales, REP, msgspec.structs.replace(WINS, **changes))

    assert [missing.name for missing in refused.value.missing] == [field]
    assert isinstance(refused.value, InvalidInput)
    assert kept(sales) == []


@pytest.mark.rule("SG-26")
def test_a_won_stage_may_be_reached(sales: Storage) -> None:
    assert set_for(sales, REP, msgspec.structs.replace(DEMOS, stage_id=WON.id)).counts_wins


@pytest.mark.rule("SG-8")
def test_a_twin_is_refused_and_what_differs_is_not(sales: Storage) -> None:
    first = set_for(sales, REP)
    with pytest.raises(TargetExists):
        set_for(sales, REP, msgspec.structs.replace(WINS, number=3))
    others = [
        set_for(sales, OTHER_REP),
        set_for(sales, REP, msgspec.structs.replace(WINS, period_type=PeriodType.WEEK)),
        set_for(sales, REP, msgspec.structs.replace(WINS, process_ids=(ProcessId(1),))),
        set_for(sales, REP, DEMOS),
        set_for(sales, REP, WantedTarget(metric=Metric.WON_VALUE, number=3, currency="EUR")),
        set_for(sales, REP, WantedTarget(metric=Metric.WON_VALUE, number=3, currency="USD")),
    ]
    with sales.writing() as work:
        delete_target(work, first.id, version=1, by=by(an_admin()), at=NOON)

    assert set_for(sales, REP).id not in {first.id, *(other.id for other in others)}


@pytest.mark.rule("SG-8", "SG-50")
def test_what_ends_with_its_period_has_no_twin_until_then(sales: Storage) -> None:
    first = set_for(sales, REP)
    with sales.writing() as work:
        end = end_target(work, first.id, version=1, by=by(an_admin()), at=NOON).ended_at
    assert end is not None

    with pytest.raises(TargetExists):
        set_for(sales, REP)
    with sales.writing() as work:
        answers = set_targets(work, WINS, [ForUser(REP), ForUser(OTHER_REP)], by=by(an_admin()), at=end - MINUTE)
    assert [answer.result for answer in answers] == [SettingResult.SKIPPED, SettingResult.CREATED]
    with sales.writing() as work:
        assert set_target(work, WINS, REP, by=by(an_admin()), at=end).starts_on == date(2026, 12, 1)


@pytest.mark.rule("SG-10", "SG-12", "AT-143")
@pytest.mark.parametrize(
    ("actor", "user_id", "refusal"),
    [
        (a_rep(), REP, None),
        (a_rep(), OTHER_REP, UserNotFound),
        (a_manager(), REP, None),
        (a_manager(), MANAGER, None),
        (a_manager(), OTHER_REP, UserNotFound),
        (an_operator(), REP, UserNotFound),
        (an_admin(), OTHER_REP, None),
        (an_admin(), UserId(99), UserNotFound),
        (an_admin(), COLLABORATOR, CannotOwn),
        (a_viewer(), VIEWER, RightMissing),
    ],
)
def test_one_sets_targets_for_oneself_and_ones_people_and_admins_for_all(
    sales: Storage, actor: Actor, user_id: UserId, refusal: type[Refusal] | None
) -> None:
    if refusal is None:
        assert set_for(sales, user_id, actor=actor).user_id == user_id
        return
    with pytest.raises(refusal):
        set_for(sales, user_id, actor=actor)
    assert kept(sales) == []


@pytest.mark.rule("SG-11", "AT-141")
def test_what_another_set_for_one_can_only_be_read_and_that_of_others_is_not_there(sales: Storage) -> None:
    target = set_for(sales, REP)
    own = set_for(sales, REP, DEMOS, actor=a_rep())
    for actor, refusal in ((a_rep(), TargetSetByAnother), (a_rep(OTHER_REP), TargetNotFound)):
        with pytest.raises(refusal), sales.writing() as work:
            pause_target(work, target.id, version=1, by=by(actor), at=NOON)
    with sales.writing() as work:
        assert pause_target(work, own.id, version=1, by=by(a_rep()), at=NOON).is_paused
        assert pause_target(work, target.id, version=1, by=by(a_manager()), at=NOON).is_paused


@pytest.mark.rule("SG-13", "SG-8", "AT-145")
def test_the_same_for_many_gives_each_their_own(sales: Storage) -> None:
    set_for(sales, OTHER_REP)
    people = [ForUser(REP), ForUser(OTHER_REP), ForUser(MANAGER, 5), ForUser(COLLABORATOR), ForUser(REP)]
    with sales.writing() as work:
        answers = set_targets(work, WINS, people, by=by(an_admin()), at=NOON)

    assert [answer.result.value for answer in answers] == ["created", "skipped", "created", "refused", "skipped"]
    rita, maja = new_of(answers)
    assert (rita.numbers[0].number, maja.numbers[0].number) == (10, 5)
    assert rita.batch_id == maja.batch_id is not None
    with sales.writing() as work:
        change_number(work, rita.id, NewNumber(number=12), version=1, by=by(an_admin()), at=NOON)
    assert found(sales, maja.id) == maja


@pytest.mark.rule("SG-13")
def test_a_target_is_copied_with_the_number_it_has_now(sales: Storage) -> None:
    target = set_for(sales, REP)
    with sales.writing() as work:
        target = change_number(work, target.id, NewNumber(number=7), version=1, by=by(an_admin()), at=NOON)
        answers = copy_target(work, target.id, [ForUser(REP), ForUser(OTHER_REP)], by=by(an_admin()), at=NOON)

    assert [answer.result for answer in answers] == [SettingResult.SKIPPED, SettingResult.CREATED]
    assert [one.numbers[0].number for one in new_of(answers)] == [7]


@pytest.mark.rule("SG-13")
def test_a_copy_has_the_numbers_of_all_periods_that_are_open_and_of_no_closed_one(sales: Storage) -> None:
    target = set_for(sales, REP)
    wished = [
        NewNumber(number=2, is_once=True),
        NewNumber(number=20, on=date(2027, 1, 15)),
        NewNumber(number=5, on=date(2027, 2, 1), is_once=True),
    ]
    people = [ForUser(OTHER_REP), ForUser(MANAGER, 3)]
    with sales.writing() as work:
        for version, wanted in enumerate(wished, 1):
            target = change_number(work, target.id, wanted, version=version, by=by(an_admin()), at=NOON)
        in_november = new_of(copy_target(work, target.id, people, by=by(an_admin()), at=NOON))
        january = datetime(2027, 1, 5, tzinfo=UTC)
        [in_january] = new_of(copy_target(work, target.id, [ForUser(ADMIN)], by=by(an_admin()), at=january))

    assert [numbers_of(found(sales, each.id)) for each in in_november] == [[2, 10, 20, 5, 20], [3, 3, 3, 3, 3]]
    assert found(sales, in_november[0].id).numbers == target.numbers
    assert (in_january.starts_on, numbers_of(in_january)[2:]) == (date(2027, 1, 1), [20, 5, 20])
    assert [(each.from_on, each.is_once) for each in in_january.numbers] == [
        (date(2027, 1, 1), False), (date(2027, 2, 1), True),
    ]  # fmt: skip


@pytest.mark.rule("SG-13", "SG-6")
def test_a_copy_has_the_periods_of_what_was_copied_and_its_start_where_that_is_still_to_come(sales: Storage) -> None:
    later = set_for(sales, REP, msgspec.structs.replace(WINS, starts_on=date(2027, 1, 1)))
    with sales.writing() as work:
        wanted, march = msgspec.structs.replace(WINS, period_type=PeriodType.YEAR), NOON.replace(month=3)
        yearly = set_target(work, wanted, REP, by=by(an_admin()), at=march)
        [monthly] = new_of(copy_target(work, later.id, [ForUser(OTHER_REP)], by=by(an_admin()), at=NOON))
        [of_years] = new_of(copy_target(work, yearly.id, [ForUser(OTHER_REP)], by=by(an_admin()), at=NOON))

    assert (monthly.starts_on, monthly.numbers) == (date(2027, 1, 1), later.numbers)
    assert (of_years.starts_on, of_years.cycle) == (date(2026, 3, 1), yearly.cycle)


def numbers_of(target: SalesTarget) -> list[int]:
    """From November to March."""
    first, last = target.cycle.at(NOON), target.cycle.on(date(2027, 3, 1))
    return [target.number_in(period) for period in target.cycle.between(first, last)]


@pytest.mark.rule("SG-13", "SG-11")
def test_only_what_one_sees_can_be_copied(sales: Storage) -> None:
    target = set_for(sales, REP)
    with pytest.raises(TargetNotFound), sales.writing() as work:
        copy_target(work, target.id, [ForUser(OTHER_REP)], by=by(a_rep(OTHER_REP)), at=NOON)

    assert len(kept(sales)) == 1


@pytest.mark.rule("SG-13")
def test_a_team_is_whoever_is_in_it_at_this_moment(sales: Storage) -> None:
    with sales.writing() as work:
        lead(work.connection, MANAGER, REP, OTHER_REP, COLLABORATOR)
        team_id = SalesTeamId(work.connection.scalar(select(sales_teams.c.id)) or 0)
        assert in_team(work, team_id, asker=an_admin()) == [ForUser(REP), ForUser(OTHER_REP)]
        assert in_team(work, team_id, asker=a_rep()) == [ForUser(REP)]
        deactivate(work.connection, REP)
        assert in_team(work, team_id, asker=an_admin()) == [ForUser(OTHER_REP)]


def test_a_preview_of_many_says_the_same_and_keeps_nothing(sales: Storage) -> None:
    people = [ForUser(REP), ForUser(COLLABORATOR), ForUser(OTHER_REP)]
    with sales.writing(preview=True) as work:
        answers = set_targets(work, WINS, people, by=by(an_admin()), at=NOON)

    assert [answer.result.value for answer in answers] == ["created", "refused", "created"]
    assert kept(sales) == []


@pytest.mark.rule("SG-13")
def test_as_many_statements_for_many_people_as_for_two(sales: Storage) -> None:
    set_for(sales, REP)
    counts = []
    for period_type, people in (
        (PeriodType.WEEK, [ForUser(REP), ForUser(ADMIN)]),
        (PeriodType.YEAR, [ForUser(REP), ForUser(OTHER_REP), ForUser(MANAGER), ForUser(ADMIN)]),
    ):
        statements: list[str] = []
        with sales.writing() as work:

            @event.listens_for(work.connection, "before_cursor_execute")
            def note(_c: Any, _cursor: Any, sql: str, *_: Any, kept: list[str] = statements) -> None:
                kept.append(sql)

            wanted = msgspec.structs.replace(WINS, period_type=period_type)
            set_targets(work, wanted, people, by=by(an_admin()), at=NOON)
        counts.append(len(statements))

    assert counts[0] == counts[1]


def new_of(answers: Sequence[SetFor]) -> list[SalesTarget]:
    return [answer.target for answer in answers if answer.target is not None]


@pytest.mark.rule("SG-8")
def test_of_two_who_set_twins_at_the_same_moment_one_gets_there(sales: Storage) -> None:
    """Neither has seen the other's: the database itself lets one in."""
    target = set_for(sales, REP)
    with sales.writing() as work:
        assert work.targets.add([target]) == {}

    assert [row.id for row in kept(sales)] == [target.id]


@pytest.mark.rule("SG-10", "SG-12")
@pytest.mark.parametrize("actor", [a_rep(), a_manager(), an_operator(), an_admin(), a_viewer()])
def test_the_database_and_the_rules_say_the_same_of_whose_targets_one_sees(sales: Storage, actor: Actor) -> None:
    for user_id in (REP, OTHER_REP, MANAGER):
        set_for(sales, user_id)
    with sales.reading() as connection:
        seen = set(connection.scalars(select(sales_targets.c.user_id).where(targets_reached_by(actor))))

    assert seen == {user_id for user_id in (REP, OTHER_REP, MANAGER) if actor.reaches_targets_of(user_id)}
