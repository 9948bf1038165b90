"""Who is told what of which event."""

from typing import Any

import pytest

from stageline.domain.batches.batch import BatchState
from stageline.domain.ids import BatchId, EventId, OpportunityId, UserId
from stageline.domain.notifications.happening import Happening, Move, Person
from stageline.domain.notifications.notice import CANNOT_BE_MUTED, Kind, Notice
from stageline.domain.notifications.telling import tell
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.people.user import SYSTEM_USER_ID
from tests.builders import MANAGER, NOON, OPERATIONS, OTHER_REP, REP

PEOPLE = {
    REP: Person(REP, "Rita Rep", is_active=True, manager_id=MANAGER),
    OTHER_REP: Person(OTHER_REP, "Rolf Rep", is_active=True, manager_id=None),
    MANAGER: Person(MANAGER, "Maja Manager", is_active=True, manager_id=OPERATIONS),
    OPERATIONS: Person(OPERATIONS, "Olaf Operations", is_active=True, manager_id=None),
    SYSTEM_USER_ID: Person(SYSTEM_USER_ID, "Stageline", is_active=True, manager_id=None),
}


def a_happening(kind: str = "opportunity.moved", *, by: UserId = MANAGER, **said: Any) -> Happening:
    usual = {"id": EventId(9), "at": NOON, "opportunity_id": OpportunityId(1), "name": "Solar roof", "owner_id": REP}
    return Happening(**{**usual, "kind": kind, "actor_id": by, **said})


def a_past_move(**said: Any) -> Move:
    usual: dict[str, Any] = {"kind": MoveKind.BACK, "owner_id": REP, "from_stage_name": "Demo"}
    return Move(**{**usual, "to_stage_name": "Qualify", "reason": "no budget", "is_overridden": False, **said})


def told(*happened: Happening, people: Any = PEOPLE, muted: Any = ()) -> list[tuple[UserId, Kind]]:
    return [(notice.user_id, notice.kind) for notice in tell(happened, people, muted)]


@pytest.mark.rule("PS-199", "PS-245", "AC-118")
def test_the_owner_is_told_of_a_move_by_somebody_else_with_the_reason() -> None:
    [notice] = tell([a_happening(move=a_past_move())], PEOPLE)

    assert (notice.user_id, notice.kind) == (REP, Kind.MOVED_BY_OTHER)
    assert notice.params == {
        "actor_name": "Maja Manager",
        "move_kind": "back",
        "from_stage_name": "Demo",
        "to_stage_name": "Qualify",
        "reason": "no budget",
    }


@pytest.mark.rule("PS-245")
def test_nobody_is_told_of_their_own_moves() -> None:
    assert told(a_happening(by=REP, move=a_past_move())) == []


@pytest.mark.rule("PS-245")
@pytest.mark.parametrize(
    "kind", ["opportunity.reopened", "opportunity.corrected", "opportunity.move_undone", "opportunity.moved"]
)
def test_every_way_to_change_the_stage_is_told(kind: str) -> None:
    assert told(a_happening(kind, move=a_past_move())) == [(REP, Kind.MOVED_BY_OTHER)]


@pytest.mark.rule("PS-161", "AC-59")
def test_the_owners_manager_is_told_of_an_override_with_its_gaps() -> None:
    [notice] = tell([a_happening(by=REP, move=a_past_move(is_overridden=True, gaps=("amount",)))], PEOPLE)

    assert (notice.user_id, notice.kind) == (MANAGER, Kind.OVERRIDDEN)
    assert notice.params["gaps"] == ["amount"]
    assert notice.params["reason"] == "no budget"
    assert notice.params["owner_name"] == "Rita Rep"


@pytest.mark.rule("PS-161")
def test_a_manager_who_overrides_is_not_told_but_the_owner_is() -> None:
    assert told(a_happening(move=a_past_move(is_overridden=True))) == [(REP, Kind.MOVED_BY_OTHER)]


@pytest.mark.rule("PS-161")
def test_an_owner_without_a_manager_overrides_in_silence() -> None:
    assert told(a_happening(by=OTHER_REP, move=a_past_move(owner_id=OTHER_REP, is_overridden=True))) == []


@pytest.mark.rule("PS-245")
def test_both_owners_are_told_of_an_assignment() -> None:
    assigned = a_happening("opportunity.assigned", owner_before=REP, owner_after=OTHER_REP)
    to_new, to_old = tell([assigned], PEOPLE)

    assert (to_new.user_id, to_new.kind, to_new.params["from_owner_name"]) == (OTHER_REP, Kind.ASSIGNED, "Rita Rep")
    assert (to_old.user_id, to_old.kind, to_old.params["opportunity_name"]) == (REP, Kind.TAKEN_AWAY, "Solar roof")


@pytest.mark.rule("PS-245")
def test_whoever_gives_their_own_away_is_not_told_that_it_is_gone() -> None:
    given = a_happening("opportunity.assigned", by=REP, owner_before=REP, owner_after=OTHER_REP)

    assert told(given) == [(OTHER_REP, Kind.ASSIGNED)]


@pytest.mark.rule("PS-245")
def test_one_made_for_somebody_else_is_assigned_to_them() -> None:
    made = a_past_move(kind=MoveKind.CREATE, from_stage_name=None)

    assert told(a_happening("opportunity.created", move=made)) == [(REP, Kind.ASSIGNED)]
    assert told(a_happening("opportunity.created", by=REP, move=made)) == []


@pytest.mark.rule("PS-245")
def test_a_new_member_of_the_deal_team_and_the_owner_of_what_is_deleted_are_told() -> None:
    joined = {"user_id": OTHER_REP, "team_role": "legal", "access": "read"}

    assert told(a_happening("opportunity.team_member_added", facts=joined)) == [(OTHER_REP, Kind.ADDED_TO_TEAM)]
    assert told(a_happening("opportunity.deleted")) == [(REP, Kind.DELETED_BY_OTHER)]
    assert told(a_happening("opportunity.deleted", by=REP)) == []


@pytest.mark.rule("PS-206")
def test_the_news_of_the_deactivated_go_to_their_manager_and_on_up() -> None:
    rep_gone = PEOPLE | {REP: Person(REP, "Rita Rep", is_active=False, manager_id=MANAGER)}
    both_gone = rep_gone | {MANAGER: Person(MANAGER, "Maja Manager", is_active=False, manager_id=OPERATIONS)}
    move = a_happening(by=OTHER_REP, move=a_past_move())

    assert told(move, people=rep_gone) == [(MANAGER, Kind.MOVED_BY_OTHER)]
    assert told(move, people=both_gone) == [(OPERATIONS, Kind.MOVED_BY_OTHER)]
    assert told(a_happening(move=a_past_move()), people=rep_gone) == []


@pytest.mark.rule("PS-206")
def test_managers_of_each_other_who_are_all_gone_get_nothing() -> None:
    circle = PEOPLE | {
        REP: Person(REP, "Rita Rep", is_active=False, manager_id=MANAGER),
        MANAGER: Person(MANAGER, "Maja Manager", is_active=False, manager_id=REP),
    }

    assert told(a_happening(by=OTHER_REP, move=a_past_move()), people=circle) == []


@pytest.mark.rule("PS-245")
def test_nothing_is_told_to_the_system() -> None:
    assert told(a_happening("opportunity.deleted", owner_id=SYSTEM_USER_ID)) == []


@pytest.mark.rule("PS-246")
def test_a_batch_is_told_once_to_each_with_their_count() -> None:
    batch: dict[str, Any] = {"batch_id": BatchId(5), "move": a_past_move(to_stage_name="Propose")}
    moves = [a_happening(id=EventId(n), opportunity_id=OpportunityId(n), **batch) for n in (1, 2, 3)]
    other: dict[str, Any] = {"batch_id": BatchId(5), "move": a_past_move(owner_id=OTHER_REP)}
    first, second = tell([*moves, a_happening(id=EventId(4), opportunity_id=OpportunityId(4), **other)], PEOPLE)

    assert (first.user_id, first.count, first.opportunity_id, first.event_id) == (REP, 3, None, EventId(1))
    assert first.params["to_stage_name"] == "Propose"
    assert (second.user_id, second.count, second.opportunity_id) == (OTHER_REP, 1, OpportunityId(4))


@pytest.mark.rule("PS-246")
def test_what_differs_within_a_batch_is_not_said() -> None:
    moves = [
        a_happening(id=EventId(n), batch_id=BatchId(5), move=a_past_move(from_stage_name=name))
        for n, name in enumerate(("Demo", "Propose"), 1)
    ]
    [notice] = tell(moves, PEOPLE)

    assert "from_stage_name" not in notice.params
    assert notice.params["to_stage_name"] == "Qualify"


@pytest.mark.rule("PS-245")
def test_each_kind_can_be_muted_but_not_failures() -> None:
    facts = {"kind": "moves", "state": BatchState.FAILED.value, "total": 3, "counts": {}}
    failed = a_happening("batch.finished", by=REP, opportunity_id=None, batch_id=BatchId(5), facts=facts)
    muted = {(REP, kind) for kind in Kind}

    assert told(a_happening(move=a_past_move()), muted=muted) == []
    assert told(failed, muted=muted) == [(REP, Kind.BATCH_FAILED)]
    mails = {kind for kind in Kind if kind.startswith(("letter_", "invitation_"))}
    assert {Kind.BATCH_FAILED, Kind.ACTIVITY_NOT_BOOKED, *mails} == CANNOT_BE_MUTED


@pytest.mark.rule("PS-193")
def test_whoever_started_a_batch_in_the_background_is_told_of_its_end() -> None:
    facts = {"kind": "moves", "state": "done", "total": 3, "counts": {"changed": 3}}
    finished = a_happening("batch.finished", by=REP, opportunity_id=None, batch_id=BatchId(5), facts=facts)
    [notice] = tell([finished], PEOPLE)

    assert isinstance(notice, Notice)
    assert (notice.user_id, notice.kind, notice.params["counts"]) == (REP, Kind.BATCH_FINISHED, {"changed": 3})


@pytest.mark.rule("PS-50")
@pytest.mark.parametrize(
    ("happened", "kind"), [("message.failed", Kind.LETTER_FAILED), ("message.uncertain", Kind.LETTER_UNCERTAIN)]
)
def test_a_letter_that_did_not_arrive_is_told_to_its_sender_and_the_owner(happened: str, kind: Kind) -> None:
    """The sender too, in whose name the worker has acted."""
    facts = {"user_id": OTHER_REP, "trouble": "550"}

    assert told(a_happening(happened, by=OTHER_REP, facts=facts)) == [(OTHER_REP, kind), (REP, kind)]
