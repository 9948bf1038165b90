"""The numbers of many people in many periods by one file: each cell is answered for, and a broken file does nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, select

from stageline.commands.targets.changing import end_target
from stageline.commands.targets.grid import set_grid
from stageline.commands.targets.setting import set_target
from stageline.domain.errors import Refusal
from stageline.domain.ids import UserId
from stageline.domain.rights import Actor, Role
from stageline.domain.targets.grid import GridAnswer, InvalidGrid
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import InvalidTarget, Metric, SalesTarget
from stageline.queries.targets.grid import read_grid
from stageline.storage.tables import events, sales_targets, target_numbers, users
from stageline.storage.unit_of_work import Storage
from tests.builders import ADMIN, DEMO, NOON, OTHER_REP, PROPOSE, REP, a_manager, a_process, a_rep, an_actor, by, keep

WINS = WantedTarget(metric=Metric.WON_COUNT, number=1)
VALUE = WantedTarget(metric=Metric.WON_VALUE, number=1, currency="EUR")
NOVEMBER = date(2026, 11, 1)


def an_admin() -> Actor:
    return an_actor(ADMIN, Role.ADMIN)


@pytest.fixture
def sales(storage: Storage) -> Storage:
    with storage.writing() as work:
        keep(work.connection, a_process())
    return storage


def take(
    storage: Storage, text: str, definition: WantedTarget = WINS, *, actor: Actor | None = None, preview: bool = False
) -> GridAnswer:
    with storage.writing(preview=preview) as work:
        return set_grid(work, definition, text, by=by(actor or an_admin()), at=NOON)


def given(storage: Storage, definition: WantedTarget = WINS, *, actor: Actor | None = None) -> str:
    with storage.writing(preview=True) as work:
        return read_grid(work, definition, 2026, asker=actor or an_admin(), at=NOON)


def said(answer: GridAnswer) -> Sequence[tuple[int, str, str]]:
    """Row, column, and what became of the cell or why it was refused."""
    return [(a.cell.row, a.cell.column, a.refusal.code if a.refusal else a.result.value) for a in answer.cells]


def targets(storage: Storage) -> Mapping[int, SalesTarget]:
    with storage.writing(preview=True) as work:
        found = work.targets.read(list(work.connection.scalars(select(sales_targets.c.id))))
    return {target.user_id: target for target in found.values()}


def numbers(storage: Storage, user_id: UserId, *months: int) -> Sequence[int]:
    target = targets(storage)[user_id]
    return [target.number_in(target.cycle.on(date(2026, month, 1))) for month in months]


def everything(storage: Storage) -> Any:
    with storage.reading() as connection:
        return [connection.execute(select(table)).all() for table in (sales_targets, target_numbers, events)]


def named(storage: Storage, user_id: UserId) -> str:
    with storage.reading() as connection:
        return str(connection.scalar(select(users.c.name).where(users.c.id == user_id)))


@pytest.mark.rule("SG-13", "SG-52")
def test_a_file_sets_what_is_not_there_and_changes_the_numbers_of_what_is(sales: Storage) -> None:
    with sales.writing() as work:
        set_target(work, msgspec.structs.replace(WINS, number=10), REP, by=by(an_admin()), at=NOON)
    text = f"User id,from 2026-11-01,from 2026-12-01\n{REP},10,4\n{OTHER_REP},6,7\n"

    answer = take(sales, text)

    assert said(answer) == [
        (2, "from 2026-11-01", "unchanged"), (2, "from 2026-12-01", "changed"),
        (3, "from 2026-11-01", "created"), (3, "from 2026-12-01", "created"),
    ]  # fmt: skip
    assert numbers(sales, REP, 11, 12) == [10, 4]
    assert numbers(sales, OTHER_REP, 11, 12) == [6, 7]
    assert targets(sales)[REP].number_in(targets(sales)[REP].cycle.on(date(2027, 1, 1))) == 10
    assert {target.version for target in targets(sales).values()} == {2}


@pytest.mark.rule("SG-13", "SG-52")
def test_what_was_handed_out_changes_nothing_when_it_is_taken_back(sales: Storage) -> None:
    take(sales, f"User id,from 2026-11-01,from 2026-12-01\n{REP},50000.50,30000\n", VALUE)
    before, file = everything(sales), given(sales, VALUE)

    answer = take(sales, file, VALUE)

    assert "50000.5,30000" in file
    assert set(said(answer)) == {(row, column, "unchanged") for row, column, _ in said(answer)}
    assert len(answer.cells) == 2
    assert everything(sales) == before
    assert numbers(sales, REP, 11, 12) == [5_000_050, 3_000_000]


@pytest.mark.rule("SG-52")
def test_a_closed_period_keeps_its_number_and_what_is_new_begins_with_the_first_that_is_open(sales: Storage) -> None:
    answer = take(sales, f"User id,from 2026-10-01,from 2026-12-01\n{REP},3,4\n{OTHER_REP},5,\n")

    assert [code for _, _, code in said(answer)] == ["period_closed", "created", "period_closed"]
    assert targets(sales)[REP].starts_on == date(2026, 12, 1)
    assert OTHER_REP not in targets(sales)


@pytest.mark.rule("SG-8", "SG-13")
def test_what_ends_with_its_period_is_handed_out_until_then_and_takes_no_number_after(sales: Storage) -> None:
    take(sales, f"User id,from 2026-11-01\n{REP},10\n")
    with sales.writing() as work:
        end_target(work, targets(sales)[REP].id, version=None, by=by(an_admin()), at=NOON)

    assert f",{REP},,,,,,,,,,,10,\n" in given(sales).replace("\r", "")
    answer = take(sales, f"User id,from 2026-11-01,from 2026-12-01\n{REP},12,10\n{OTHER_REP},,4\n")

    assert [code for _, _, code in said(answer)] == ["changed", "target_ends_before", "created"]
    assert numbers(sales, REP, 11) == [12]
    assert len(everything(sales)[0]) == 2


@pytest.mark.rule("SG-13")
def test_the_second_of_two_columns_for_one_period_is_refused_by_its_name(sales: Storage) -> None:
    take(sales, f"User id,from 2026-11-01\n{REP},10\n")

    answer = take(sales, f"User id,from 2026-11-15,from 2026-11-01,2026-12-01\n{REP},6,5,7\n{OTHER_REP},8,9,\n")

    assert said(answer) == [
        (2, "from 2026-11-15", "changed"), (2, "from 2026-11-01", "period_twice"), (2, "2026-12-01", "changed"),
        (3, "from 2026-11-15", "created"), (3, "from 2026-11-01", "period_twice"),
    ]  # fmt: skip
    assert numbers(sales, REP, 11, 12) == [6, 7]
    assert numbers(sales, OTHER_REP, 11, 12) == [8, 8]


def test_a_preview_says_the_same_and_keeps_nothing(sales: Storage) -> None:
    text = f"User id,from 2026-11-01,from 2026-12-01\n{REP},1,2\n{OTHER_REP},x,7\n"
    before = everything(sales)

    previewed = take(sales, text, preview=True)

    assert everything(sales) == before
    assert said(previewed) == said(take(sales, text))


@pytest.mark.rule("SG-3", "AT-150")
@pytest.mark.parametrize(
    ("definition", "text", "code"),
    [
        (WINS, "0", "invalid_input"),
        (WINS, "-1", "invalid_input"),
        (WINS, "2.5", "invalid_input"),
        (WINS, "many", "invalid_input"),
        (VALUE, "12.505", "invalid_amount"),
        (VALUE, "-1", "invalid_amount"),
        (VALUE, "0", "invalid_input"),
        (VALUE, "1e3", "invalid_amount"),
    ],
)
def test_a_cell_that_is_no_number_is_refused_by_itself(
    sales: Storage, definition: WantedTarget, text: str, code: str
) -> None:
    answer = take(sales, f"User id,from 2026-11-01,from 2026-12-01\n{REP},{text},7\n", definition)

    assert [one for _, _, one in said(answer)] == [code, "created"]
    assert targets(sales)[REP].starts_on == date(2026, 12, 1)


@pytest.mark.rule("SG-10", "SG-11", "SG-12")
def test_whom_one_may_not_set_goals_for_is_not_there(sales: Storage) -> None:
    text = f"User id,from 2026-11-01\n{REP},1\n{OTHER_REP},2\n999,3\n"

    answer = take(sales, text, actor=a_manager())

    assert [code for _, _, code in said(answer)] == ["created", "not_found", "not_found"]
    assert set(targets(sales)) == {REP}
    assert f",{OTHER_REP}," not in given(sales, actor=a_manager())


@pytest.mark.rule("SG-11")
def test_what_another_set_for_one_stays_as_it_is(sales: Storage) -> None:
    take(sales, f"User id,from 2026-11-01\n{REP},1\n")
    before = everything(sales)

    answer = take(sales, f"User id,from 2026-11-01\n{REP},2\n", actor=a_rep())

    assert [code for _, _, code in said(answer)] == ["not_allowed"]
    assert everything(sales) == before


def test_people_are_named_by_their_number_or_by_a_name_that_is_theirs_alone(sales: Storage) -> None:
    name, other = named(sales, REP), named(sales, OTHER_REP)
    by_name = take(sales, f"Person;from 2026-11-01\n{name.upper()};1\n{name};2\nNobody;3\n")
    assert [code for _, _, code in said(by_name)] == ["created", "person_twice", "not_found"]

    with sales.writing() as work:
        work.connection.execute(users.update().where(users.c.id == OTHER_REP).values(name=name))
    assert other != name
    assert [code for _, _, code in said(take(sales, f"Person,from 2026-11-01\n{name},5\n"))] == ["person_unclear"]


def test_a_name_like_a_formula_is_handed_out_as_text_and_taken_back(sales: Storage) -> None:
    with sales.writing() as work:
        work.connection.execute(users.update().where(users.c.id == REP).values(name="=1+1"))
        work.connection.execute(users.update().where(users.c.id == OTHER_REP).values(name="'t Hooft"))

    assert "\n'=1+1," in given(sales).replace("\r", "")
    answer = take(sales, "Person,from 2026-11-01\n'=1+1,5\n't Hooft,6\n")
    assert [code for _, _, code in said(answer)] == ["created", "created"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", ["csv"]),
        ("from 2026-11-01\n5\n", ["Person"]),
        ("Person,Rank\nRita,5\n", ["Rank"]),
        ("x" * 101 + ",Person\nRita,5\n", ["csv"]),
        ("Person\nRita\n", ["csv"]),
        ("Person,from 2026-11-01,from 2026-11-01\nRita,5,5\n", ["from 2026-11-01"]),
        ("Person,from 1926-11-01\nRita,5\n", ["from 1926-11-01"]),
        ("User id,from 2026-11-01,from 2026-12-01\n1,5,5\n1,5\n1,5,5,5\n", ["row 3", "row 4"]),
        ('User id,from 2026-11-01\n1,"5\n', ["csv"]),
        ("User id," + ",".join(f"from 2026-{m:02}-{d:02}" for m in range(1, 7) for d in range(1, 12)), ["csv"]),
        ("User id,from 2026-11-01\n" + "1,1\n" * 1001, ["csv"]),
    ],
)
def test_a_file_that_cannot_be_taken_apart_does_nothing(sales: Storage, text: str, wrong: Sequence[str]) -> None:
    before = everything(sales)
    with pytest.raises(InvalidGrid) as refused:
        take(sales, text)

    assert [missing.name for missing in refused.value.missing] == wrong
    assert everything(sales) == before


@pytest.mark.rule("SG-3", "AT-150")
def test_a_definition_that_makes_no_goal_is_refused_as_a_whole(sales: Storage) -> None:
    definition = msgspec.structs.replace(WINS, currency="EUR")
    for ask in (
        lambda: take(sales, f"User id,from 2026-11-01\n{REP},1\n", definition),
        lambda: given(sales, definition),
    ):
        with pytest.raises(InvalidTarget) as refused:
            ask()
        assert [missing.name for missing in refused.value.missing] == ["currency"]
    assert not targets(sales)


@pytest.mark.rule("SG-6")
def test_a_file_for_years_names_the_month_in_which_they_began(sales: Storage) -> None:
    yearly = msgspec.structs.replace(WINS, period_type=PeriodType.YEAR)
    assert "from 2026-11-01" in given(sales, yearly)
    with sales.writing() as work:
        march = NOON.replace(month=3)
        set_target(work, msgspec.structs.replace(yearly, number=50), REP, by=by(an_admin()), at=march)

    file = given(sales, yearly)
    assert "from 2026-03-01" in file
    taken = take(sales, file, yearly)
    assert {one for _, _, one in said(taken)} == {"unchanged"}
    assert {each.period.starts_on for each in taken.cells if each.period} == {date(2026, 3, 1)}


@pytest.mark.rule("SG-13")
def test_as_many_statements_for_many_people_and_periods_as_for_one(sales: Storage) -> None:
    def count(text: str, definition: WantedTarget) -> int:
        told: list[str] = []
        with sales.writing() as work:

            @event.listens_for(work.connection, "before_cursor_execute")
            def note(_c: Any, _cursor: Any, sql: str, *_: Any) -> None:
                told.append(sql)

            answer = set_grid(work, definition, text, by=by(an_admin()), at=NOON)
        assert {code for _, _, code in said(answer)} == {"created"}
        return len(told)

    demos = WantedTarget(metric=Metric.ADVANCED_COUNT, number=1, stage_id=DEMO.id)
    head = "User id,from 2026-11-01,from 2026-12-01,from 2027-01-01"
    count(f"{head}\n{REP},1,2,\n", WINS)
    one = count(f"{head}\n{REP},1,2,\n", demos)
    more = WantedTarget(metric=Metric.ADVANCED_COUNT, number=1, stage_id=PROPOSE.id)
    assert count(f"{head}\n{REP},1,2,3\n{OTHER_REP},,2,3\n{ADMIN},,,4\n", more) == one


def test_the_refusals_say_what_is_wrong(sales: Storage) -> None:
    [answer, long] = take(sales, f"Person,from 2026-11-01\nNobody,5\n{'x' * 5_000},5\n").cells

    assert isinstance(answer.refusal, Refusal)
    assert (answer.cell.day, answer.cell.person, answer.period) == (NOVEMBER, "Nobody", None)
    assert long.cell.person == "x" * 200
