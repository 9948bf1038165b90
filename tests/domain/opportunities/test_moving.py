"""What a move changes, and who may make it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from stageline.domain.ids import OpportunityId, StageId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.moving import Decided, ReopenRequired, StageNotYours, WantedMove, decide_move
from stageline.domain.opportunities.opportunity import (
    NotYoursToChange,
    Opportunity,
    OpportunityChanged,
    OpportunityNotFound,
)
from stageline.domain.processes.process import StageNotInProcess, StageUnavailable
from stageline.domain.processes.stage import Category
from stageline.domain.rights import Access, Actor, Membership, Role
from tests.builders import (
    COLLABORATOR,
    DAY,
    NOON,
    OTHER_REP,
    a_collaborator,
    a_manager,
    a_moment,
    a_move,
    a_process,
    a_rep,
    a_viewer,
    an_actor,
    an_operator,
    an_opportunity,
    by,
    decided,
)

WON_FOR_FIT = Closing(close_reason="fit")


def moved(deal: Opportunity, to: str, actor: Actor | None = None, at: datetime = NOON, **said: Any) -> Decided:
    return decide_move(deal, a_move(to, **said), **decided(by=by(actor), moment=a_moment(at)))


@pytest.mark.rule("PS-94")
@pytest.mark.parametrize(
    ("left", "target", "kind"),
    [
        ("Qualify", "Demo", MoveKind.ADVANCE),
        ("Qualify", "Propose", MoveKind.SKIP),
        ("Propose", "Demo", MoveKind.BACK),
        ("Propose", "Won", MoveKind.CLOSE),
        ("Propose", "Lost", MoveKind.CLOSE),
    ],
)
def test_a_move_is_of_one_kind(left: str, target: str, kind: MoveKind) -> None:
    closing = Closing(close_reason="fit" if target == "Won" else "price")

    change = moved(an_opportunity(left), target, reason="so", closing=closing).change

    assert change is not None
    assert change.move_kind is kind  # type: ignore[attr-defined]


@pytest.mark.rule("PS-19")
def test_an_inactive_stage_is_not_passed_over() -> None:
    process = a_process(stages={"Demo": {"is_active": False}})

    change = moved(an_opportunity(process=process), "Propose").change

    assert change is not None
    assert change.move_kind is MoveKind.ADVANCE  # type: ignore[attr-defined]
    assert [s.name for s in process.open_stages] == ["Qualify", "Propose"]
    assert process.next_open(process.stages[0]) == process.stages[2]


@pytest.mark.rule("PS-143")
def test_the_stage_gives_probability_and_category() -> None:
    after = moved(an_opportunity(probability=10), "Propose").after

    assert (after.probability, after.category, after.version) == (50, Category.BEST_CASE, 2)
    assert (after.stage_entered_at, after.last_meaningful_change_at, after.visit) == (NOON, NOON, 2)


@pytest.mark.rule("PS-143")
@pytest.mark.rule("AC-104")
def test_an_empty_default_leaves_the_value_as_it_is() -> None:
    process = a_process(stages={"Demo": {"probability": None, "category": None}})

    after = moved(an_opportunity(process=process, probability=60), "Demo").after

    assert (after.probability, after.category) == (60, Category.PIPELINE)


@pytest.mark.rule("PS-145")
@pytest.mark.rule("AC-103")
def test_the_next_move_replaces_an_override() -> None:
    after = moved(an_opportunity(probability=60, is_probability_overridden=True), "Demo").after

    assert (after.probability, after.is_probability_overridden) == (30, False)


@pytest.mark.rule("PS-145")
@pytest.mark.rule("AC-105")
def test_a_probability_given_with_the_move_wins() -> None:
    after = moved(an_opportunity(), "Propose", fields={"probability": 70, "category": Category.COMMIT}).after

    assert (after.probability, after.is_probability_overridden) == (70, True)
    assert (after.category, after.is_category_overridden) == (Category.COMMIT, True)


@pytest.mark.rule("PS-146")
@pytest.mark.rule("PS-20")
@pytest.mark.parametrize(
    ("target", "reason", "probability", "category"),
    [("Won", "fit", 100, Category.CLOSED), ("Lost", "price", 0, Category.OMITTED)],
)
def test_a_closed_stage_forces_its_values(target: str, reason: str, probability: int, category: Category) -> None:
    deal = an_opportunity("Propose", probability=70, is_probability_overridden=True)

    after = moved(deal, target, closing=Closing(close_reason=reason)).after

    assert (after.probability, after.is_probability_overridden, after.category) == (probability, False, category)


@pytest.mark.rule("PS-151")
@pytest.mark.rule("AC-98")
def test_winning_earlier_than_expected_closes_today_in_the_organisations_zone() -> None:
    late_in_utc = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # already December in Amsterdam
    deal = an_opportunity("Propose", expected_close_on=date(2026, 12, 24))

    after = moved(deal, "Won", at=late_in_utc, closing=WON_FOR_FIT).after

    assert (after.expected_close_on, after.actual_close_on) == (date(2026, 12, 1), date(2026, 12, 1))


@pytest.mark.rule("PS-151")
def test_a_date_in_the_past_stays_and_losing_stores_the_day_too() -> None:
    overdue = an_opportunity("Propose", expected_close_on=date(2026, 10, 1))

    won = moved(overdue, "Won", closing=WON_FOR_FIT).after
    lost = moved(overdue, "Lost", closing=Closing(close_reason="price")).after

    assert (won.expected_close_on, won.actual_close_on) == (date(2026, 10, 1), date(2026, 11, 2))
    assert lost.actual_close_on == date(2026, 11, 2)


def test_the_furthest_stage_never_falls_and_closing_leaves_it() -> None:
    back = moved(an_opportunity("Propose"), "Qualify", reason="so").after
    won = moved(an_opportunity("Propose"), "Won", closing=WON_FOR_FIT).after

    assert back.furthest_stage.name == won.furthest_stage.name == "Propose"


@pytest.mark.rule("PS-90")
@pytest.mark.rule("AC-78")
def test_the_target_is_a_stage_in_use_of_the_same_process() -> None:
    process = a_process(stages={"Propose": {"is_active": False}})
    deal = an_opportunity(process=process)
    elsewhere = WantedMove(opportunity_id=OpportunityId(1), stage_id=StageId(99))

    with pytest.raises(StageUnavailable):
        moved(deal, "Propose")
    with pytest.raises(StageNotInProcess):
        decide_move(deal, elsewhere, **decided())


@pytest.mark.rule("PS-1")
def test_an_opportunity_cannot_stand_in_a_stage_of_another_process() -> None:
    deal = an_opportunity()

    assert deal.process.stage(deal.stage.id) is deal.stage
    with pytest.raises(StageNotInProcess):
        deal.process.stage(StageId(99))


@pytest.mark.rule("PS-90")
def test_moving_to_where_it_stands_is_no_change_even_for_an_older_version() -> None:
    answer = moved(an_opportunity(version=5), "Qualify", version=3)

    assert (answer.change, answer.after.version) == (None, 5)


@pytest.mark.rule("PS-91")
def test_what_is_filled_in_along_with_the_stage_it_stands_in_is_not_lost() -> None:
    answer = moved(an_opportunity(), "Qualify", version=1, fields={"next_step": "Call"})

    assert answer.change is not None
    assert (answer.change.kind, answer.after.next_step) == ("opportunity.edited", "Call")
    with pytest.raises(OpportunityChanged):
        moved(an_opportunity(version=2), "Qualify", version=1, fields={"next_step": "Call"})


@pytest.mark.rule("PS-99")
def test_an_older_version_is_a_conflict() -> None:
    with pytest.raises(OpportunityChanged) as refused:
        moved(an_opportunity(version=2), "Demo", version=1)

    current = {"id": 1, "stage_id": 1, "stage_name": "Qualify", "version": 2}
    assert refused.value.facts["current"] == current


@pytest.mark.rule("PS-172")
@pytest.mark.rule("AC-100")
def test_a_closed_opportunity_does_not_move() -> None:
    for target in ("Propose", "Lost"):
        with pytest.raises(ReopenRequired):
            moved(an_opportunity("Won"), target, closing=Closing(close_reason="price"))


@pytest.mark.rule("PS-180")
def test_time_in_stage_is_never_negative() -> None:
    from_the_future = an_opportunity(stage_entered_at=NOON + DAY)

    change = moved(from_the_future, "Demo").change

    assert change is not None
    assert change.seconds_in_stage == 0  # type: ignore[attr-defined]


@pytest.mark.rule("PS-196")
@pytest.mark.rule("PS-198")
@pytest.mark.rule("PS-199")
@pytest.mark.rule("AC-117")
def test_ones_own_and_ones_teams_opportunities_move_and_others_are_not_there() -> None:
    deal = an_opportunity()

    assert moved(deal, "Demo", a_rep()).change is not None
    assert moved(deal, "Demo", a_manager()).change is not None
    assert moved(deal, "Demo", an_operator()).change is not None
    for stranger in (a_rep(OTHER_REP), a_viewer(), a_collaborator(), an_actor(OTHER_REP, Role.MANAGER)):
        with pytest.raises(OpportunityNotFound):
            moved(deal, "Demo", stranger)


@pytest.mark.rule("AC-116")
@pytest.mark.rule("PS-202")
def test_who_may_only_read_changes_nothing() -> None:
    reads = an_opportunity(membership=Membership(Access.READ, "legal"))
    edits = an_opportunity(membership=Membership(Access.EDIT, "legal"))

    for actor, deal in ((a_collaborator(), reads), (a_viewer(), edits), (a_rep(OTHER_REP), reads)):
        with pytest.raises(NotYoursToChange):
            moved(deal, "Demo", actor)


@pytest.mark.rule("PS-201")
@pytest.mark.rule("AC-115")
def test_a_member_limited_to_stages_moves_within_them_and_does_not_close() -> None:
    place = Membership(Access.EDIT, "onboarding", frozenset({StageId(2), StageId(3)}))
    collaborator = an_actor(COLLABORATOR, Role.COLLABORATOR)

    with pytest.raises(NotYoursToChange):
        moved(an_opportunity("Qualify", membership=place), "Demo", collaborator)
    assert moved(an_opportunity("Demo", membership=place), "Propose", collaborator).change is not None
    for target, closing in (("Won", WON_FOR_FIT), ("Qualify", Closing())):
        with pytest.raises(StageNotYours):
            moved(an_opportunity("Propose", membership=place), target, collaborator, reason="so", closing=closing)


@pytest.mark.rule("PS-167")
def test_the_owner_closes_and_a_guest_does_not() -> None:
    guest = an_opportunity("Propose", membership=Membership(Access.EDIT, "sales engineer"))

    assert moved(an_opportunity("Propose"), "Won", a_rep(), closing=WON_FOR_FIT).change is not None
    with pytest.raises(StageNotYours):
        moved(guest, "Won", a_rep(OTHER_REP), closing=WON_FOR_FIT)


def test_what_was_deleted_does_not_move() -> None:
    gone = an_opportunity(deleted_at=NOON)

    for actor in (a_rep(), an_operator()):
        with pytest.raises(OpportunityNotFound):
            moved(gone, "Demo", actor)


@pytest.mark.rule("PS-24")
def test_a_stage_added_later_counts_as_skipped_by_who_is_past_it() -> None:
    process = a_process()
    added = replace(process.stages[1], id=StageId(9), name="Trial", position=2)
    later = tuple(replace(s, position=s.position + 1) if s.position >= 2 else s for s in process.stages)
    grown = replace(process, stages=(later[0], added, *later[1:]))
    deal = an_opportunity("Propose", process=a_process())

    assert [s.name for s in grown.passed_over(grown.stages[0], grown.stages[2])] == ["Trial"]
    assert deal.stage.name == "Propose"
