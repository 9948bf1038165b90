"""The rules about people, their teams, sessions and tokens, without a database."""

from datetime import timedelta
from typing import Any

import pytest

from stageline.domain.errors import NotPermitted
from stageline.domain.ids import SalesTeamId, TokenId, UserId
from stageline.domain.people.session import Session
from stageline.domain.people.signing_in import counted, wait_until
from stageline.domain.people.team import CyclicManagers, UnknownTeam, cleaned_name, refuse_circle
from stageline.domain.people.token import NoScope, Scope, Token, TokenExceedsMaker, refuse_excess
from stageline.domain.people.user import (
    AlreadyClaimed,
    InvalidPerson,
    IsDeactivated,
    LastAdmin,
    User,
    UserState,
    cleaned_email,
    cleaned_person,
    decide_change,
    decide_claim,
    decide_deactivation,
    owns_by_role,
    refuse_other_passwords,
)
from stageline.domain.rights import Right, Role
from tests.builders import ADMIN, DAY, LONG_AGO, NOON, REP, a_rep, a_viewer, an_actor

ADA = an_actor(ADMIN, Role.ADMIN)


def a_user(**said: Any) -> User:
    usual = {"id": REP, "name": "Rita Rep", "email": "rita@northwind.example", "state": UserState.ACTIVE}
    return User(**{**usual, "roles": (Role.REP,), "can_own": True, "created_at": LONG_AGO, **said})


def test_a_person_is_kept_tidy() -> None:
    cleaned = cleaned_person({"name": "  Rita   Rep ", "roles": [Role.ADMIN, Role.REP, Role.REP], "email": " r@n.nl "})

    assert cleaned == {"name": "Rita Rep", "roles": (Role.REP, Role.ADMIN), "email": "r@n.nl"}


def test_everything_that_is_wrong_about_a_person_is_refused_at_once() -> None:
    with pytest.raises(InvalidPerson) as refused:
        cleaned_person({"name": " ", "roles": [], "email": "nowhere"})

    assert [missing.name for missing in refused.value.missing] == ["name", "roles", "email"]


@pytest.mark.parametrize("email", ["", "@", "a@", "@b", "a b@c", "a@b\u200b", "a@" + "b" * 300])
def test_where_no_letter_could_arrive_is_no_address(email: str) -> None:
    with pytest.raises(InvalidPerson):
        cleaned_email(email)


def test_whoever_signs_in_keeps_an_address() -> None:
    with pytest.raises(InvalidPerson):
        decide_change(a_user(), {"email": None}, actor=ADA, other_admins=1)
    unclaimed = a_user(state=UserState.UNCLAIMED)
    assert decide_change(unclaimed, {"email": None}, actor=ADA, other_admins=1).email is None


@pytest.mark.rule("PS-196")
def test_one_chooses_ones_own_default_process_and_nothing_else() -> None:
    assert decide_change(a_user(), {"default_process_id": 3}, actor=a_rep(), other_admins=1).default_process_id == 3
    for said in ({"name": "Rita"}, {"default_process_id": 3, "can_own": False}):
        with pytest.raises(NotPermitted):
            decide_change(a_user(), said, actor=a_rep(), other_admins=1)


@pytest.mark.rule("AC-116")
def test_a_viewer_chooses_nothing() -> None:
    viewer = a_user(id=a_viewer().user_id, roles=(Role.VIEWER,))

    with pytest.raises(NotPermitted):
        decide_change(viewer, {"default_process_id": 3}, actor=a_viewer(), other_admins=1)


@pytest.mark.parametrize("said", [{"roles": [Role.REP]}, {}])
def test_the_last_admin_neither_loses_the_role_nor_leaves(said: dict[str, Any]) -> None:
    admin = a_user(roles=(Role.ADMIN, Role.REP))

    def decide(others: int) -> User:
        if said:
            return decide_change(admin, said, actor=ADA, other_admins=others)
        return decide_deactivation(admin, others)

    with pytest.raises(LastAdmin):
        decide(0)
    assert not decide(1).is_admin


def test_only_those_who_were_never_let_in_are_claimed() -> None:
    unclaimed = a_user(state=UserState.UNCLAIMED, email=None)

    assert decide_claim(unclaimed, "rita@northwind.example").state is UserState.ACTIVE
    with pytest.raises(AlreadyClaimed):
        decide_claim(a_user(), "rita@northwind.example")
    with pytest.raises(IsDeactivated):
        decide_claim(a_user(state=UserState.DEACTIVATED), "rita@northwind.example")


@pytest.mark.rule("PS-204")
@pytest.mark.parametrize(
    ("roles", "owns"),
    [([Role.REP], True), ([Role.MANAGER, Role.VIEWER], True), ([Role.OPERATIONS, Role.ADMIN], False), ([], False)],
)
def test_who_sells_or_leads_can_own(roles: list[Role], owns: bool) -> None:
    assert owns_by_role(roles) is owns


def test_the_password_of_another_is_for_admins() -> None:
    refuse_other_passwords(a_user(), a_rep())
    refuse_other_passwords(a_user(), ADA)
    with pytest.raises(NotPermitted):
        refuse_other_passwords(a_user(id=UserId(8)), a_rep())


def a_line(*managed: tuple[int, int | None, int | None]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Of (person, their team, who manages that team)."""
    return (
        {UserId(person): None if team is None else SalesTeamId(team) for person, team, _ in managed},
        {SalesTeamId(team): None if m is None else UserId(m) for _, team, m in managed if team is not None},
    )


def test_a_line_of_managers_ends() -> None:
    refuse_circle(UserId(1), *a_line((1, 10, 2), (2, 20, 3), (3, None, None)))
    refuse_circle(UserId(1), *a_line((1, 10, None)))


@pytest.mark.parametrize("managed", [[(1, 10, 1)], [(1, 10, 2), (2, 20, 1)], [(1, 10, 2), (2, 20, 3), (3, 30, 1)]])
def test_a_line_of_managers_that_comes_back_is_refused(managed: list[tuple[int, int, int]]) -> None:
    with pytest.raises(CyclicManagers):
        refuse_circle(UserId(1), *a_line(*managed))


def test_a_team_has_a_name() -> None:
    assert cleaned_name(" North   and West ") == "North and West"
    with pytest.raises(UnknownTeam):
        cleaned_name("  ")


def a_token(*scopes: Scope) -> Token:
    return Token(id=TokenId(1), scopes=frozenset(scopes), expires_at=NOON)


def test_a_scope_includes_those_before_it() -> None:
    assert [a_token(Scope.WRITE).allows(scope) for scope in Scope] == [True, True, False]
    assert [a_token(Scope.ADMIN).allows(scope) for scope in Scope] == [True, True, True]
    assert a_token(Scope.READ).is_over(NOON)
    assert not a_token(Scope.READ).is_over(NOON - DAY)


def test_a_token_narrows_its_person() -> None:
    assert Right.ADMINISTER not in a_token(Scope.WRITE).narrows(ADA).rights
    assert a_token(Scope.ADMIN).narrows(ADA) is ADA
    assert a_token(Scope.READ).narrows(a_rep()).rights == a_rep().rights


def test_a_token_exceeds_neither_its_maker_nor_the_one_it_was_made_with() -> None:
    refuse_excess([Scope.ADMIN], ADA, None)
    refuse_excess([Scope.READ], a_viewer(), None)
    refuse_excess([Scope.WRITE], a_rep(), a_token(Scope.WRITE))
    with pytest.raises(NoScope):
        refuse_excess([], ADA, None)
    for scope, maker, made_with in (
        (Scope.ADMIN, a_rep(), None),
        (Scope.WRITE, a_viewer(), None),
        (Scope.WRITE, a_rep(), a_token(Scope.READ)),
    ):
        with pytest.raises(TokenExceedsMaker):
            refuse_excess([scope], maker, made_with)


def test_a_session_is_prolonged_by_use_a_day_at_a_time_and_not_for_ever() -> None:
    session = Session(token_hash="", user_id=REP, csrf_token="", created_at=NOON, expires_at=NOON + 14 * DAY)

    assert session.prolonged(NOON + timedelta(hours=23)) is None
    assert session.prolonged(NOON + DAY) == NOON + 15 * DAY
    assert session.prolonged(NOON + 85 * DAY) == NOON + 90 * DAY
    assert not session.is_over(NOON + 13 * DAY)
    assert session.is_over(NOON + 14 * DAY)


def test_the_wait_doubles_after_each_failure_that_is_not_free() -> None:
    waits = [(wait_until(failures, NOON, free=5) - NOON).total_seconds() for failures in (0, 4, 5, 6, 9, 100)]

    assert waits == [0, 0, 1, 2, 16, 900]


def test_a_day_without_failures_forgets_them() -> None:
    assert counted(7, NOON, NOON + timedelta(hours=23)) == 7
    assert counted(7, NOON, NOON + DAY) == 0
