"""Moves in process on SQLite, through the product's commands: one by one, very many, and how many statements."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import event

from benchmarks import floor
from benchmarks.company import Company
from benchmarks.measuring import Figure, Pair, held, per_second
from benchmarks.places import Places
from stageline.bootstrap import open_storage
from stageline.commands.opportunities.assigning import assign_opportunities
from stageline.commands.opportunities.editing import edit_opportunities
from stageline.commands.opportunities.moving import move_opportunities, move_opportunity
from stageline.domain.events import By, Channel
from stageline.domain.ids import OpportunityId, StageId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.moving import Decided, WantedMove
from stageline.domain.people.user import SYSTEM
from stageline.domain.rights import Actor
from stageline.storage.unit_of_work import Storage, Work


def to(stage_id: StageId, number: int, **said: Any) -> WantedMove:
    return WantedMove(opportunity_id=OpportunityId(number), stage_id=stage_id, **said)


@contextmanager
def opened(places: Places, count: int) -> Iterator[Storage]:
    storage = open_storage(places.sqlite_url(count))
    try:
        yield storage
    finally:
        storage.close()


def one_move(places: Places, *, rounds: int, moves: int) -> Figure:
    company = places.company
    by, demo = By(company.seller, Channel.BOARD), company.stages[1]
    by_hand = floor.connect(places.sqlite_path(10_000))

    def ours(storage: Storage, numbers: range) -> None:
        for number in numbers:
            with storage.writing() as work:
                move_opportunity(work, to(demo, number), by=by, at=datetime.now(UTC))

    def floors(numbers: range) -> None:
        for number in numbers:
            floor.move(by_hand, [number], demo, floor.now(), asks=True)

    def pairs(storage: Storage) -> Iterator[Pair]:
        for start in range(1, rounds * moves, moves):
            numbers = range(start, start + moves)
            yield per_second(moves, partial(ours, storage, numbers)), per_second(moves, partial(floors, numbers))

    with opened(places, 10_000) as storage:
        return held("one move in process, SQLite FULL", pairs(storage), unit="moves/s", at_least=0.40)


def many_moves(places: Places, *, rounds: int, count: int) -> Figure:
    company = places.company
    by, demo, everything = By(company.seller, Channel.MASS), company.stages[1], range(1, count + 1)

    def pair() -> Pair:
        by_hand = floor.connect(places.sqlite_path(count))
        with opened(places, count) as storage:

            def ours() -> None:
                with storage.writing() as work:
                    answers = move_opportunities(work, [to(demo, n) for n in everything], by=by, at=datetime.now(UTC))
                    assert all(isinstance(answer, Decided) and answer.change for answer in answers)

            by_floor = partial(floor.move, by_hand, everything, demo, floor.now(), asks=True)
            return per_second(count, ours), per_second(count, by_floor)

    return held(
        f"{count:,} moves by one command in one transaction",
        (pair() for _ in range(rounds)),
        unit="moves/s",
        at_least=0.35,
    )


Act = Callable[[Work, Company, Sequence[int]], object]


def _move(work: Work, company: Company, numbers: Sequence[int]) -> object:
    wanted = [to(company.stages[1], n) for n in numbers]
    return move_opportunities(work, wanted, by=_by(company.seller), at=datetime.now(UTC))


def _assign(work: Work, company: Company, numbers: Sequence[int]) -> object:
    owner_id = company.other.user_id
    wanted = [WantedAssignment(opportunity_id=OpportunityId(n), owner_id=owner_id) for n in numbers]
    return assign_opportunities(work, wanted, by=_by(SYSTEM), at=datetime.now(UTC))


def _edit(work: Work, company: Company, numbers: Sequence[int]) -> object:
    fields = {"amount_minor": 4_200, "next_step": "Write"}
    wanted = [WantedEdit(opportunity_id=OpportunityId(n), fields=fields) for n in numbers]
    return edit_opportunities(work, wanted, by=_by(company.seller), at=datetime.now(UTC))


def _close(work: Work, company: Company, numbers: Sequence[int]) -> object:
    closing = Closing(close_reason="price")
    wanted = [to(company.won, n, closing=closing) for n in numbers]
    return move_opportunities(work, wanted, by=_by(company.seller), at=datetime.now(UTC))


def _by(actor: Actor) -> By:
    return By(actor, Channel.MASS)


ACTS: dict[str, Act] = {"move": _move, "assign": _assign, "edit": _edit, "close": _close}


def statements(places: Places) -> Figure:
    """The first command of a process reads definitions, so each is counted from its second time on."""
    company, counts = places.company, {}
    with opened(places, 10_000) as storage:
        first = iter(range(1, 10_000, 1_000))
        for name, act in ACTS.items():
            start = next(first)
            numbers = (range(start, start + 1), range(start + 1, start + 2), range(start + 2, start + 502))
            counts[name] = [_counted(storage, act, company, each) for each in numbers][1:]
    one, many = (sum(count[n] for count in counts.values()) for n in (0, 1))
    return Figure(
        title="statements of a command for 1 and for 500",
        value=many,
        floor=one,
        ratio=round(many / one, 3),
        unit="statements",
        wanted="equal",
        holds=all(of_one == of_many for of_one, of_many in counts.values()),
        parts={name: {"of_1": of_one, "of_500": of_many} for name, (of_one, of_many) in counts.items()},
    )


def _counted(storage: Storage, act: Act, company: Company, numbers: Sequence[int]) -> int:
    said: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(storage.engines.writing, "before_cursor_execute", count)
    try:
        with storage.writing() as work:
            answers: Any = act(work, company, numbers)
            assert all(isinstance(answer, Decided) and answer.change for answer in answers), answers[:1]
    finally:
        event.remove(storage.engines.writing, "before_cursor_execute", count)
    return len(said)
