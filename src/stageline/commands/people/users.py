"""Users: added, changed, invited, given a password, deactivated and reactivated."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from stageline.domain.errors import Missing
from stageline.domain.events import By
from stageline.domain.ids import SalesTeamId, UserId
from stageline.domain.people.changes import (
    PasswordChanged,
    PeopleEvent,
    UserAdded,
    UserChanged,
    UserClaimed,
    UserDeactivated,
    UserReactivated,
)
from stageline.domain.people.session import Session
from stageline.domain.people.team import UnknownTeam, refuse_circle
from stageline.domain.people.user import (
    InvalidPerson,
    IsDeactivated,
    User,
    UserChangedMeanwhile,
    UserState,
    cleaned_person,
    decide_change,
    decide_claim,
    decide_deactivation,
    owns_by_role,
    refuse_other_passwords,
)
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work

# What a preview calls somebody who has no number yet.
NOBODY_YET = UserId(0)


def take_turn(work: Work) -> None:
    """Raises the version of all rights; done first, since its row makes changes of rights wait for one another.

    Without it two admins could demote each other at once, and two teams be managed crosswise.
    """
    if not work.is_rehearsal:
        work.organisations.rights_changed()


def add_user(work: Work, said: Mapping[str, Any], *, password_hash: str | None, by: By, at: datetime) -> User:
    """With a password they can sign in; without one they may own and lead until somebody invites them."""
    by.actor.require(Right.ADMINISTER)
    take_turn(work)
    values = cleaned_person(said)
    if password_hash is not None and not values.get("email"):
        raise InvalidPerson([Missing(name="email", remedy="Whoever signs in needs an e-mail address.")])
    if values.get("email"):
        work.people.refuse_taken(values["email"])
    require_team(work, values.get("sales_team_id"))
    values.setdefault("can_own", owns_by_role(values["roles"]))
    values["state"] = UserState.ACTIVE if password_hash is not None else UserState.UNCLAIMED
    added = NOBODY_YET if work.is_rehearsal else work.people.add({**values, "password_hash": password_hash}, at)
    user = User(id=added, created_at=at, **{"email": None, **values})
    remember(work, UserAdded, user, values, by=by, at=at)
    return user


def change_user(
    work: Work, user_id: UserId, said: Mapping[str, Any], *, version: int | None = None, by: By, at: datetime
) -> User:
    """Name, address, roles, team, whether they can own; of oneself only what is one's own to choose."""
    take_turn(work)
    before = work.people.get(user_id)
    after = decide_change(before, said, actor=by.actor, other_admins=work.people.admins_besides(user_id))
    if version is not None and version != before.version:
        raise UserChangedMeanwhile(current={"version": before.version})
    changes = {name: getattr(after, name) for name in said if getattr(after, name) != getattr(before, name)}
    if not changes:
        return before
    if changes.get("email"):
        work.people.refuse_taken(changes["email"], besides=user_id)
    if changes.get("default_process_id") and not work.people.has_process(changes["default_process_id"]):
        raise InvalidPerson([Missing(name="default_process_id", remedy="There is no such process.")])
    if "sales_team_id" in changes:
        require_team(work, after.sales_team_id)
        refuse_circle(user_id, {**work.people.teams_of(), user_id: after.sales_team_id}, work.people.managers())
    return save(work, before, UserChanged, changes, by=by, at=at)


def claim_user(work: Work, user_id: UserId, *, email: str, password_hash: str, by: By, at: datetime) -> User:
    """Somebody who came with an import gets an address and a password, and can sign in from now on."""
    by.actor.require(Right.ADMINISTER)
    take_turn(work)
    before = work.people.get(user_id)
    after = decide_claim(before, email)
    work.people.refuse_taken(after.email or "", besides=user_id)
    changes = {"email": after.email, "state": after.state}
    return save(work, before, UserClaimed, changes, password_hash=password_hash, by=by, at=at)


def set_password(
    work: Work, user_id: UserId, password_hash: str, *, keeping: Session | None = None, by: By, at: datetime
) -> None:
    """Ends every token of theirs, and every session but the one in which they do it themselves."""
    user = work.people.get(user_id)
    refuse_other_passwords(user, by.actor)
    if user.state is UserState.DEACTIVATED:
        raise IsDeactivated
    if user.state is UserState.UNCLAIMED:
        claim_user(work, user_id, email=user.email or "", password_hash=password_hash, by=by, at=at)
        return
    save(work, user, PasswordChanged, {}, password_hash=password_hash, by=by, at=at)
    if not work.is_rehearsal:
        work.sessions.end_all_of(user_id, except_for=[keeping.token_hash] if keeping else [])
        work.credentials.revoke_all_of(user_id, at)
        work.calendar_feeds.remove(user_id)


def deactivate_user(work: Work, user_id: UserId, *, by: By, at: datetime) -> User:
    """They can sign in no more, and keep what they own until somebody reassigns it (PS-206)."""
    by.actor.require(Right.ADMINISTER)
    take_turn(work)
    before = work.people.get(user_id)
    after = decide_deactivation(before, work.people.admins_besides(user_id))
    if before.state is UserState.DEACTIVATED:
        return before
    changed = save(work, before, UserDeactivated, {"state": after.state}, by=by, at=at)
    if not work.is_rehearsal:
        work.sessions.end_all_of(user_id)
        work.credentials.revoke_all_of(user_id, at)
        work.calendar_feeds.remove(user_id)
    return changed


def reactivate_user(work: Work, user_id: UserId, *, by: By, at: datetime) -> User:
    """Those who had a password have it again; those who had none are to be invited again."""
    by.actor.require(Right.ADMINISTER)
    take_turn(work)
    before = work.people.get(user_id)
    if before.state is not UserState.DEACTIVATED:
        return before
    has_password = before.email is not None and work.people.password_hash(user_id) is not None
    state = UserState.ACTIVE if has_password else UserState.UNCLAIMED
    return save(work, before, UserReactivated, {"state": state}, by=by, at=at)


def require_team(work: Work, team_id: SalesTeamId | None) -> None:
    if team_id is not None and not work.people.has_team(team_id):
        raise UnknownTeam([Missing(name="sales_team_id", remedy="There is no such sales team.")])


def save(
    work: Work,
    before: User,
    kind: type[PeopleEvent],
    changes: Mapping[str, Any],
    *,
    password_hash: str | None = None,
    by: By,
    at: datetime,
) -> User:
    """The one place that writes a person who was there before."""
    if not work.is_rehearsal:
        secret = {} if password_hash is None else {"password_hash": password_hash}
        work.people.save(before, {**changes, **secret})
    after = msgspec.structs.replace(before, **changes, version=before.version + 1)
    remember(work, kind, after, changes, by=by, at=at)
    return after


def remember(
    work: Work, kind: type[PeopleEvent], of: User, changes: Mapping[str, Any], *, by: By, at: datetime
) -> None:
    work.keep([kind(id=work.new_ids(1)[0], at=at, by=by, of_id=of.id, changes=msgspec.to_builtins(changes))])
