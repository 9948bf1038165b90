"""Reopening, correcting, undoing, assigning, deleting: what becomes of a record besides moving on."""

from datetime import date, timedelta
from typing import Any

import pytest

from stageline.domain.errors import Refusal
from stageline.domain.events import Channel
from stageline.domain.ids import EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.assigning import (
    CannotOwn,
    OutsideYourTeam,
    Owner,
    WantedAssignment,
    decide_assignment,
)
from stageline.domain.opportunities.changes import MoveKind, OpportunityAssigned
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.deleting import (
    CloseInstead,
    NotDeleted,
    TooLateToRestore,
    decide_deletion,
    decide_restoration,
)
from stageline.domain.opportunities.gates import HardGaps, ReasonRequired
from stageline.domain.opportunities.opportunity import NotYoursToChange, OpportunityNotFound
from stageline.domain.opportunities.reopening import (
    NotAnOpenStage,
    NotAnOutcome,
    NotClosed,
    ReopenIsRestricted,
    WantedCorrection,
    WantedReopening,
    decide_correction,
    decide_reopening,
)
from stageline.domain.processes.process import ReopenPolicy
from stageline.domain.rights import Actor, RightMissing
from tests.builders import (
    DAY,
    NOON,
    NORTHWIND,
    OTHER_REP,
    REP,
    a_manager,
    a_moment,
    a_process,
    a_rep,
    an_operator,
    an_opportunity,
    by,
)

PROPOSE = StageId(3)


def reopened(deal: Any, actor: Actor, **said: Any) -> Any:
    wanted = WantedReopening(opportunity_id=OpportunityId(1), **said)
    return decide_reopening(
        deal, wanted, id=EventId(1), by=by(actor, Channel.REOPEN), moment=a_moment(), last_open_stage_id=PROPOSE
    )


def corrected(deal: Any, actor: Actor, stage: int, **said: Any) -> Any:
    wanted = WantedCorrection(opportunity_id=OpportunityId(1), stage_id=StageId(stage), **said)
    return decide_correction(deal, wanted, id=EventId(1), by=by(actor), moment=a_moment(), organisation=NORTHWIND)


def a_lost_one(**said: Any) -> Any:
    usual = {"close_reason": "price", "actual_close_on": date(2026, 10, 30), "furthest": "Propose"}
    return an_opportunity("Lost", **{**usual, **said})


@pytest.mark.rule("PS-173")
@pytest.mark.rule("AC-101")
def test_reopening_goes_back_to_the_last_open_stage_and_clears_how_it_was_closed() -> None:
    change = reopened(a_lost_one(), a_manager(), reason="They called")

    after = change.after
    assert (after.stage.name, after.probability, after.stage_entered_at) == ("Propose", 50, NOON)
    assert (after.close_reason, after.actual_close_on, after.competitor) == (None, None, None)
    assert (change.kind, change.move_kind, change.reason) == ("opportunity.reopened", MoveKind.REOPEN, "They called")
    assert {(f.field, f.before) for f in change.fields} == {
        ("close_reason", "price"),
        ("actual_close_on", "2026-10-30"),
    }


@pytest.mark.rule("PS-173")
@pytest.mark.rule("PS-102")
def test_reopening_needs_a_reason_a_closed_record_and_an_open_stage() -> None:
    with pytest.raises(ReasonRequired):
        reopened(a_lost_one(), a_manager())
    with pytest.raises(NotClosed):
        reopened(an_opportunity("Demo"), a_manager(), reason="so")
    with pytest.raises(NotAnOpenStage):
        reopened(a_lost_one(), a_manager(), reason="so", stage_id=StageId(4))
    assert reopened(a_lost_one(), a_manager(), reason="so", stage_id=StageId(1)).after.stage.name == "Qualify"


@pytest.mark.rule("PS-173")
@pytest.mark.rule("AC-102")
@pytest.mark.parametrize(
    ("policy", "rep", "manager"),
    [(ReopenPolicy.MANAGER, False, True), (ReopenPolicy.OWNER, True, True), (ReopenPolicy.OPERATIONS, False, False)],
)
def test_the_process_says_who_may_reopen(policy: ReopenPolicy, rep: bool, manager: bool) -> None:
    deal = a_lost_one(process=a_process(options={"reopen_policy": policy}))

    for actor, may in ((a_rep(), rep), (a_manager(), manager), (an_operator(), True)):
        if may:
            assert reopened(deal, actor, reason="so").after.status == "open"
        else:
            with pytest.raises(ReopenIsRestricted):
                reopened(deal, actor, reason="so")


@pytest.mark.rule("PS-172")
def test_an_outcome_is_corrected_with_a_reason_and_the_day_it_closed_stays() -> None:
    change = corrected(a_lost_one(), a_manager(), 4, reason="They signed", closing=Closing(close_reason="fit"))

    assert (change.after.stage.name, change.after.probability, change.move_kind) == ("Won", 100, MoveKind.CORRECT)
    assert (change.after.close_reason, change.after.actual_close_on) == ("fit", date(2026, 10, 30))


@pytest.mark.rule("PS-172")
@pytest.mark.parametrize(
    ("deal", "stage", "said", "refusal"),
    [
        (a_lost_one(), 4, {"closing": Closing(close_reason="fit")}, ReasonRequired),
        (a_lost_one(), 4, {"reason": "so"}, ReasonRequired),
        (a_lost_one(), 3, {"reason": "so"}, NotAnOutcome),
        (a_lost_one(), 5, {"reason": "so"}, NotAnOutcome),
        (an_opportunity("Demo"), 5, {"reason": "so"}, NotClosed),
        (
            a_lost_one(amount_minor=None),
            4,
            {"reason": "so", "closing": Closing(close_reason="fit")},
            HardGaps,
        ),
    ],
)
def test_a_correction_is_refused(deal: Any, stage: int, said: Any, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        corrected(deal, a_manager(), stage, **said)


def test_a_rep_does_not_correct_an_outcome() -> None:
    with pytest.raises(ReopenIsRestricted):
        corrected(a_lost_one(), a_rep(), 4, reason="so", closing=Closing(close_reason="fit"))


def given_to(
    deal: Any, actor: Actor, owner_id: UserId = OTHER_REP, *, channel: Channel = Channel.RECORD, **said: Any
) -> Any:
    owner = Owner(owner_id, said.pop("can_own", True), said.pop("is_active", True))
    wanted = WantedAssignment(opportunity_id=OpportunityId(1), owner_id=owner_id, **said)
    return decide_assignment(deal, wanted, owner, id=EventId(1), by=by(actor, channel), moment=a_moment())


@pytest.mark.rule("PS-196")
def test_a_rep_gives_away_their_own_one_by_one() -> None:
    change = given_to(an_opportunity(), a_rep())

    assert isinstance(change, OpportunityAssigned)
    assert [(f.field, f.before, f.after) for f in change.fields] == [("owner_id", REP, OTHER_REP)]
    with pytest.raises(OpportunityNotFound):
        given_to(an_opportunity(), a_rep(OTHER_REP))
    with pytest.raises(NotYoursToChange):
        given_to(an_opportunity(), a_rep(), channel=Channel.MASS)


@pytest.mark.rule("PS-185")
def test_a_manager_assigns_within_the_team_and_operations_to_anybody() -> None:
    with pytest.raises(OutsideYourTeam):
        given_to(an_opportunity(), a_manager())
    assert isinstance(given_to(an_opportunity(), an_operator()), OpportunityAssigned)


@pytest.mark.rule("PS-204")
@pytest.mark.rule("PS-206")
def test_only_those_who_can_own_and_are_there_become_owners() -> None:
    with pytest.raises(CannotOwn):
        given_to(an_opportunity(), an_operator(), can_own=False)
    with pytest.raises(CannotOwn):
        given_to(an_opportunity(), an_operator(), is_active=False)


def test_an_owner_it_has_already_is_no_change() -> None:
    deal = an_opportunity()

    assert given_to(deal, an_operator(), REP) is deal


def deleted(deal: Any, actor: Actor) -> Any:
    return decide_deletion(deal, 1, id=EventId(1), by=by(actor), moment=a_moment())


@pytest.mark.rule("PS-220")
def test_a_rep_deletes_what_never_left_its_first_stage_and_closes_the_rest() -> None:
    assert deleted(an_opportunity(visit=1), a_rep()).after.deleted_at == NOON
    with pytest.raises(CloseInstead):
        deleted(an_opportunity("Demo", visit=2), a_rep())
    assert deleted(an_opportunity("Demo", visit=2), a_manager()).after.version == 2


@pytest.mark.rule("PS-220")
def test_operations_restore_within_30_days() -> None:
    def restored(gone: Any, actor: Actor) -> Any:
        return decide_restoration(gone, id=EventId(1), by=by(actor), moment=a_moment())

    assert restored(an_opportunity(deleted_at=NOON - 30 * DAY), an_operator()).after.deleted_at is None
    with pytest.raises(TooLateToRestore):
        restored(an_opportunity(deleted_at=NOON - 30 * DAY - timedelta(seconds=1)), an_operator())
    with pytest.raises(NotDeleted):
        restored(an_opportunity(), an_operator())
    with pytest.raises(OpportunityNotFound):
        restored(an_opportunity(deleted_at=NOON), a_rep())
    with pytest.raises(RightMissing):
        restored(an_opportunity(), a_rep())
