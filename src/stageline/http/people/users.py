"""Users over HTTP: seen by everybody who is signed in, changed by administrators."""

from typing import Annotated

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from stageline.commands.people.passwords import hash_password, is_password
from stageline.commands.people.signing_in import begin_attempt, end_attempt
from stageline.commands.people.users import (
    add_user,
    change_user,
    claim_user,
    deactivate_user,
    reactivate_user,
    set_password,
)
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.ids import UserId
from stageline.domain.people.signing_in import TooManyAttempts, WeakPassword
from stageline.domain.people.team import CyclicManagers
from stageline.domain.people.user import (
    AlreadyClaimed,
    EmailTaken,
    InvalidPerson,
    IsDeactivated,
    LastAdmin,
    UserChangedMeanwhile,
    UserState,
)
from stageline.domain.rights import Right, Role
from stageline.http.access import SECRET, Acting, AnyRequest, SignedRequest
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Email, Id, Limit, Name, Password, PathId, Preview, Search, Version, said_in
from stageline.queries.people import (
    ChangedUser,
    DeactivatedUser,
    ShownUser,
    UserPage,
    as_changed,
    as_deactivated,
    read_user,
    read_users,
)

Roles = Annotated[list[Role], msgspec.Meta(min_length=1, max_length=len(Role))]
State = Annotated[UserState | None, QueryParameter(name="state")]
ForTargets = Annotated[bool, QueryParameter(description="Only those for whom one may set sales goals.")]


class UserIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Without a password they can own and lead, and sign in once they are claimed. `can_own` follows the roles."""

    name: Name
    roles: Roles
    email: Email | None = None
    password: Password | None = None
    can_own: bool | UnsetType = UNSET
    sales_team_id: Id | None = None


class UserPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Only administrators change more than their own `default_process_id`."""

    version: Version | None = None
    name: Name | UnsetType = UNSET
    email: Email | UnsetType | None = UNSET
    roles: Roles | UnsetType = UNSET
    can_own: bool | UnsetType = UNSET
    sales_team_id: Id | UnsetType | None = UNSET
    default_process_id: Id | UnsetType | None = UNSET


class Claim(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    email: Email
    password: Password


class NewPassword(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`current_password` is wanted from whoever changes their own."""

    password: Password
    current_password: Password | None = None


class CurrentPasswordWrong(InvalidInput):
    """Your current password is not right."""

    code = "invalid_input"


REFUSED = problems(InvalidPerson, EmailTaken, LastAdmin, CyclicManagers, UserChangedMeanwhile)


@get("/users", sync_to_thread=True)
def get_users(
    acting: Acting,
    q: Search = None,
    user_state: State = None,
    for_targets: ForTargets = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> UserPage:
    """People by name; `q` is a part of the name."""
    with acting.reading() as connection:
        return read_users(
            connection,
            q=q,
            state=user_state,
            for_targets=for_targets,
            cursor=cursor,
            limit=limit,
            asker=acting.asker,
        )


@get("/users/{user_id:int}", sync_to_thread=True)
def get_user(user_id: PathId, acting: Acting) -> ShownUser:
    """One person; address and roles are told to administrators and to the person."""
    with acting.reading() as connection:
        return read_user(connection, UserId(user_id), asker=acting.asker)


@post("/users", sync_to_thread=True, opt=SECRET, responses={**REFUSED, **problems(WeakPassword)})
def post_user(data: JSONBody[UserIn], acting: Acting, preview: Preview = False) -> Response[ChangedUser]:
    """Add a person, who can sign in at once when they are given an e-mail address and a password."""
    acting.asker.require(Right.ADMINISTER)
    said = said_in(data)
    password = said.pop("password")
    password_hash = None if password is None else hash_password(password)
    with acting.writing(preview=preview) as work:
        user = add_user(work, said, password_hash=password_hash, by=acting.by(), at=acting.at)
        return acting.answer(as_changed(work, user, asker=acting.asker), status=201)


@patch("/users/{user_id:int}", sync_to_thread=True, responses=REFUSED)
def patch_user(
    user_id: PathId, data: JSONBody[UserPatch], acting: Acting, preview: Preview = False
) -> Response[ChangedUser]:
    """Change a person, or as anybody one's own default process."""
    said = said_in(data)
    version = said.pop("version")
    with acting.writing(preview=preview) as work:
        user = change_user(work, UserId(user_id), said, version=version, by=acting.by(), at=acting.at)
        return acting.answer(as_changed(work, user, asker=acting.asker))


@put(
    "/users/{user_id:int}/claim",
    sync_to_thread=True,
    opt=SECRET,
    responses=problems(AlreadyClaimed, IsDeactivated, EmailTaken, InvalidPerson, WeakPassword),
)
def put_claim(
    user_id: PathId, data: JSONBody[Claim], acting: Acting, preview: Preview = False
) -> Response[ChangedUser]:
    """Let somebody in who came with an import."""
    acting.asker.require(Right.ADMINISTER)
    password_hash = hash_password(data.password)
    with acting.writing(preview=preview) as work:
        user = claim_user(
            work, UserId(user_id), email=data.email, password_hash=password_hash, by=acting.by(), at=acting.at
        )
        return acting.answer(as_changed(work, user, asker=acting.asker))


@put(
    "/users/{user_id:int}/password",
    sync_to_thread=True,
    opt=SECRET,
    status_code=204,
    responses=problems(CurrentPasswordWrong, WeakPassword, TooManyAttempts, IsDeactivated),
)
def put_password(user_id: PathId, data: JSONBody[NewPassword], request: AnyRequest, acting: Acting) -> None:
    """One's own, with the present one beside it; as an administrator anybody's. Ends their other sessions."""
    if user_id == acting.asker.user_id:
        confirm_password(request, acting, data.current_password or "")
    else:
        acting.asker.require(Right.ADMINISTER)
    password_hash = hash_password(data.password)
    with acting.writing() as work:
        keeping = acting.session if user_id == acting.asker.user_id else None
        set_password(work, UserId(user_id), password_hash, keeping=keeping, by=acting.by(), at=acting.at)


def confirm_password(request: AnyRequest, acting: SignedRequest, said: str) -> None:
    """As slow to guess at as signing in: a session that was left open must not be enough to take an account over."""
    address = request.client.host if request.client else ""
    with acting.storage.writing() as work:
        email = work.people.get(acting.asker.user_id).email or ""
        attempt = begin_attempt(work, email=email, address=address, at=acting.at)
    if not is_password(attempt.password_hash, said):
        raise CurrentPasswordWrong([Missing(name="current_password", remedy="Give your present password.")])
    with acting.storage.writing() as work:
        end_attempt(work, attempt, at=acting.at)


@put("/users/{user_id:int}/deactivation", sync_to_thread=True, responses=problems(LastAdmin))
def put_deactivation(user_id: PathId, acting: Acting, preview: Preview = False) -> Response[DeactivatedUser]:
    """Keep somebody out, and list what they own that is still open (PS-206)."""
    with acting.writing(preview=preview) as work:
        user = deactivate_user(work, UserId(user_id), by=acting.by(), at=acting.at)
        return acting.answer(as_deactivated(work, user, asker=acting.asker))


@delete("/users/{user_id:int}/deactivation", sync_to_thread=True, status_code=200)
def delete_deactivation(user_id: PathId, acting: Acting, preview: Preview = False) -> Response[ChangedUser]:
    """Let somebody in again."""
    with acting.writing(preview=preview) as work:
        user = reactivate_user(work, UserId(user_id), by=acting.by(), at=acting.at)
        return acting.answer(as_changed(work, user, asker=acting.asker))
