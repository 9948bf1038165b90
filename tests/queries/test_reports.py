"""Reports count what stands: once, with whoever it belongs to, in its own currency."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from stageline.commands.opportunities.deleting import WantedDeletion, delete_opportunity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.reopening import correct_outcome, reopen_opportunity
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.conditions import FieldType
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.reopening import WantedCorrection, WantedReopening
from stageline.domain.processes.process import Process
from stageline.domain.rights import Actor
from stageline.queries.reports.keys import UnknownKey
from stageline.queries.reports.pipeline import read_pipeline
from stageline.queries.reports.time_in_stage import read_time_in_stage
from stageline.queries.reports.won import Period, Won, read_won
from stageline.storage.tables import opportunities, users
from stageline.storage.unit_of_work import Storage
from tests.builders import (
    DAY,
    LOST,
    NOON,
    OTHER_REP,
    REP,
    STAGES,
    a_manager,
    a_move,
    a_process,
    a_rep,
    an_operator,
    an_opportunity,
    by,
    keep,
    keep_opportunities,
)
from tests.teams import lead

ID = OpportunityId(1)
EVERYBODY = an_operator()


class Deals:
    """What happens to opportunity 1, by operations."""

    def __init__(self, storage: Storage, process: Process) -> None:
        self.storage = storage
        with storage.writing() as work:
            keep(work.connection, process, an_opportunity(process=process))

    def win(self, at: datetime = NOON, of: int = ID) -> Decided:
        return self.move("Won", at, closing=Closing(close_reason="price"), opportunity_id=OpportunityId(of))

    def lose(self, at: datetime) -> Decided:
        return self.move("Lost", at, closing=Closing(close_reason="price"))

    def move(self, to: str, at: datetime = NOON, **said: Any) -> Decided:
        with self.storage.writing() as work:
            wanted = a_move(to, acknowledge_gaps=True, override=True, reason="So it is.", **said)
            return move_opportunity(work, wanted, by=by(EVERYBODY), at=at)

    def reopen(self, at: datetime) -> None:
        with self.storage.writing() as work:
            reopen_opportunity(work, WantedReopening(opportunity_id=ID, reason="Again."), by=by(EVERYBODY), at=at)

    def correct(self, to: str, at: datetime) -> None:
        stage_id = next(stage.id for stage in STAGES if stage.name == to)
        closing = Closing(close_reason="price")
        wanted = WantedCorrection(opportunity_id=ID, stage_id=stage_id, reason="A slip.", closing=closing)
        with self.storage.writing() as work:
            correct_outcome(work, wanted, by=by(EVERYBODY), at=at)

    def undo(self, decided: Decided, at: datetime) -> None:
        assert decided.change is not None
        with self.storage.writing() as work:
            undo_move(work, ID, EventId(decided.change.id), by=by(EVERYBODY), at=at)

    def change(self, **values: Any) -> None:
        with self.storage.writing() as work:
            work.connection.execute(update(opportunities).where(opportunities.c.id == ID).values(**values))

    def won(self, key: str = "owner", asker: Actor = EVERYBODY, **period: Any) -> list[Won]:
        with self.storage.writing(preview=True) as work:
            return read_won(work, key, period=Period(**period), asker=asker)

    def count(self) -> int:
        return sum(report.count for report in self.won())


@pytest.fixture
def deals(storage: Storage) -> Deals:
    return Deals(storage, a_process(stages={"Lost": {"min_furthest_stage_id": None}}))


def rows(report: Won) -> dict[str | None, tuple[int, str]]:
    return {row.key: (row.count, row.amount) for row in report.rows if row.count}


def test_a_win_counts_with_its_amount_for_its_owner(deals: Deals) -> None:
    deals.win()

    (report,) = deals.won()

    assert (report.currency, report.count, report.amount) == ("EUR", 1, "900")
    assert rows(report) == {"Rita Rep": (1, "900")}


def test_a_win_stays_with_whoever_owned_it_then(deals: Deals) -> None:
    deals.win()
    deals.change(owner_id=OTHER_REP)

    assert rows(deals.won()[0]) == {"Rita Rep": (1, "900")}


def test_what_was_reopened_is_won_no_more(deals: Deals) -> None:
    deals.win()
    deals.reopen(NOON + DAY)

    assert deals.count() == 0


def test_what_was_reopened_and_won_again_counts_once_on_its_second_day(deals: Deals) -> None:
    deals.win()
    deals.reopen(NOON + DAY)
    deals.win(NOON + 40 * DAY)

    assert rows(deals.won("month")[0]) == {"2026-12": (1, "900")}


def test_an_undone_win_is_none(deals: Deals) -> None:
    deals.undo(deals.win(), NOON + timedelta(minutes=1))

    assert deals.count() == 0


def test_a_win_whose_reopening_was_undone_stands_as_it_was(deals: Deals) -> None:
    deals.win()
    deals.change(owner_id=OTHER_REP)
    with deals.storage.writing() as work:
        wanted = WantedReopening(opportunity_id=ID, reason="Again.")
        reopened = reopen_opportunity(work, wanted, by=by(EVERYBODY), at=NOON + DAY)
    deals.undo(reopened, NOON + DAY)

    assert rows(deals.won()[0]) == {"Rita Rep": (1, "900")}
    assert rows(deals.won("month")[0]) == {"2026-11": (1, "900")}


@pytest.mark.rule("PS-172")
def test_an_outcome_corrected_to_won_counts_and_one_corrected_to_lost_does_not(deals: Deals) -> None:
    deals.lose(NOON)
    deals.correct("Won", NOON + DAY)
    assert deals.count() == 1

    deals.correct("Lost", NOON + 2 * DAY)
    assert deals.count() == 0


def test_what_was_deleted_counts_nowhere(deals: Deals) -> None:
    deals.win()
    with deals.storage.writing() as work:
        delete_opportunity(work, WantedDeletion(opportunity_id=ID), by=by(EVERYBODY), at=NOON)

    assert deals.count() == 0


def test_a_period_holds_its_first_and_its_last_day(deals: Deals) -> None:
    deals.win()
    day = date(2026, 11, 2)

    assert deals.won(first=day, last=day)[0].count == 1
    assert deals.won(first=day + DAY)[0].count == 0
    assert deals.won(last=day - DAY)[0].count == 0


def test_each_currency_stands_alone_and_every_row_in_each(deals: Deals) -> None:
    deals.win()
    with deals.storage.writing() as work:
        process = work.opportunities.read([ID], REP)[ID].process
        yen = an_opportunity(process=process, id=OpportunityId(2), currency="JPY", owner_id=OTHER_REP)
        keep_opportunities(work.connection, yen)
    deals.win(of=2)

    euros, yens = deals.won()

    assert (euros.currency, yens.currency) == ("EUR", "JPY")
    assert {row.key for row in euros.rows} == {row.key for row in yens.rows} >= {"Rita Rep", "Rolf Rep"}
    assert (rows(euros), rows(yens)) == ({"Rita Rep": (1, "900")}, {"Rolf Rep": (1, "90000")})


def test_with_nothing_won_everybody_stands_there_in_the_organisation_s_currency(deals: Deals) -> None:
    (report,) = deals.won()

    assert (report.currency, report.count, report.amount) == ("EUR", 0, "0")
    assert {row.key for row in report.rows} == {"Ada Admin", "Maja Manager", "Olaf Operations", "Rita Rep", "Rolf Rep"}
    assert deals.won("month")[0].rows == []


def test_two_of_one_name_are_told_apart(deals: Deals) -> None:
    deals.win()
    with deals.storage.writing() as work:
        work.connection.execute(update(users).where(users.c.id == OTHER_REP).values(name="Rita Rep"))

    keys = {row.key: row.count for row in deals.won()[0].rows}

    assert (keys["Rita Rep"], keys["Rita Rep (2)"]) == (1, 0)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("quarter", "2026-Q4"),
        ("manager", "Maja Manager"),
        ("team", "Team 2"),
        ("account", "Tailwind Logistics"),
        ("source", "Referral"),
        ("stage", "Won"),
        ("custom.tier", "gold"),
        ("custom.trial", "true"),
    ],
)
def test_wins_are_counted_by_what_is_known_of_them(deals: Deals, key: str, name: str) -> None:
    deals.win()
    deals.change(source="referral", custom={"tier": "gold", "trial": True})
    with deals.storage.writing() as work:
        lead(work.connection, a_manager().user_id, REP)
        work.organisations.add_custom_field(
            CustomField(key="tier", label="Tier", type=FieldType.CHOICE, choices=("gold", "tin"))
        )
        work.organisations.add_custom_field(CustomField(key="trial", label="Trial", type=FieldType.BOOLEAN))

    (report,) = deals.won(key)

    assert rows(report) == {name: (1, "900")}
    if key == "custom.tier":
        assert [row.key for row in report.rows] == ["gold", "tin"]


@pytest.mark.parametrize("key", ["account", "source", "manager", "team", "month"])
def test_what_nothing_is_known_of_has_a_row_without_a_name(deals: Deals, key: str) -> None:
    deals.win()
    deals.change(account_id=None, source=None, actual_close_on=None)

    assert rows(deals.won(key)[0]) == {None: (1, "900")}


def test_what_wins_cannot_be_counted_by_is_refused_with_what_they_can(deals: Deals) -> None:
    with pytest.raises(UnknownKey) as refused:
        deals.won("colour")

    assert "quarter" in refused.value.missing[0].remedy


@pytest.mark.rule("PS-196")
def test_nobody_counts_what_they_cannot_see(deals: Deals) -> None:
    deals.win()

    (own,) = deals.won(asker=a_rep())
    (stranger,) = deals.won(asker=a_rep(OTHER_REP))
    (team,) = deals.won("team", asker=a_rep(OTHER_REP))

    assert rows(own) == {"Rita Rep": (1, "900")}
    assert [(row.key, row.count) for row in stranger.rows] == [("Rolf Rep", 0)]
    assert team.rows == []


def test_the_pipeline_holds_what_is_open_stage_by_stage(deals: Deals) -> None:
    deals.move("Demo")

    (report,) = pipeline(deals, EVERYBODY)

    assert [(row.stage, row.count, row.amount) for row in report.rows] == [
        ("Qualify", 0, "0"), ("Demo", 1, "900"), ("Propose", 0, "0")
    ]  # fmt: skip
    assert (report.count, report.amount) == (1, "900")
    assert pipeline(deals, a_rep(OTHER_REP))[0].count == 0


def pipeline(deals: Deals, asker: Actor) -> Any:
    with deals.storage.writing(preview=True) as work:
        return read_pipeline(work, asker=asker)


def stays(deals: Deals, asker: Actor = EVERYBODY) -> dict[str, tuple[int, float, float, float]]:
    with deals.storage.writing(preview=True) as work:
        found = read_time_in_stage(work, asker=asker)
    return {one.stage: (one.n, one.median_days, one.mean_days, one.max_days) for one in found}


@pytest.mark.rule("PS-180")
def test_stays_are_those_that_ended_in_open_stages(deals: Deals) -> None:
    deals.move("Demo", NOON)
    deals.move("Qualify", NOON + 3 * DAY)
    deals.move("Demo", NOON + 4 * DAY)
    deals.win(NOON + 6 * DAY)
    deals.reopen(NOON + 9 * DAY)

    assert stays(deals) == {"Qualify": (2, 1.0, 1.0, 1.0), "Demo": (2, 2.5, 2.5, 3.0)}
    assert stays(deals, a_rep(OTHER_REP)) == {}


@pytest.mark.rule("PS-180")
def test_an_undone_move_ends_no_stay(deals: Deals) -> None:
    moved = deals.move("Demo", NOON)
    deals.undo(moved, NOON + timedelta(minutes=1))
    assert stays(deals) == {}

    deals.move("Demo", NOON + 2 * DAY)
    assert stays(deals) == {"Qualify": (1, 3.0, 3.0, 3.0)}


def test_time_is_exact_to_the_sixth_decimal_of_a_day(deals: Deals) -> None:
    deals.move("Demo", NOON + timedelta(milliseconds=259))

    assert stays(deals) == {"Qualify": (1, 1.000003, 1.000003, 1.000003)}


def test_nobody_stays_for_less_than_nothing(deals: Deals) -> None:
    deals.move("Demo", NOON - 3 * DAY)

    assert stays(deals) == {"Qualify": (1, 0.0, 0.0, 0.0)}


def test_lost_is_not_among_the_stages_of_the_pipeline(deals: Deals) -> None:
    deals.lose(NOON)

    assert LOST.name not in {row.stage for row in pipeline(deals, EVERYBODY)[0].rows}
