"""`stageline user`: people added, listed and kept out by whoever runs the server."""

import sys
from typing import Annotated, Any

import msgspec
import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json, print_table
from stageline.commands.people.passwords import hash_password
from stageline.commands.people.users import add_user, deactivate_user
from stageline.domain.events import By, Channel
from stageline.domain.people.user import SYSTEM, User, UserNotFound
from stageline.domain.rights import Role
from stageline.queries.people import ShownUser, read_open_actions, read_open_opportunities, read_users
from stageline.storage.unit_of_work import Storage, Work

app = typer.Typer(no_args_is_help=True, help="People: added, listed, kept out.")

BY_WHOEVER_RUNS_THE_SERVER = By(SYSTEM, Channel.SYSTEM)
AT_ONCE = 200

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EmailOption = Annotated[str, typer.Option("--email", help="Their e-mail address.")]


@app.command()
def add(
    email: EmailOption,
    name: Annotated[str, typer.Option(help="Their name.")],
    role: Annotated[list[Role], typer.Option(help="A role; may be given several times.")],
    *,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
    ] = False,
    json: Json = False,
) -> None:
    """Add somebody. Without a password they can own and lead, and cannot sign in yet."""
    password_hash = hash_password(sys.stdin.readline().rstrip("\r\n")) if password_stdin else None
    with database() as (storage, at), storage.writing() as work:
        said = {"email": email, "name": name, "roles": role}
        user = add_user(work, said, password_hash=password_hash, by=BY_WHOEVER_RUNS_THE_SERVER, at=at)
    if json:
        print_json(_said_of(user))
    else:
        print(f"{user.name} is number {user.id}{'' if password_hash else ' and cannot sign in yet'}.")


@app.command("list")
def list_users(*, json: Json = False) -> None:
    """List everybody, those who are deactivated too."""
    with database() as (storage, _):
        everybody = _everybody(storage)
    if json:
        print_json(everybody)
    else:
        print_table([_row(user) for user in everybody])


@app.command()
def deactivate(email: Annotated[str, typer.Argument(help="Their e-mail address.")], *, json: Json = False) -> None:
    """Keep somebody out. What they own stays theirs until somebody reassigns it."""
    with database() as (storage, at), storage.writing() as work:
        user = deactivate_user(work, named(work, email).id, by=BY_WHOEVER_RUNS_THE_SERVER, at=at)
        still_open = read_open_opportunities(work.connection, user.id)
        to_do = read_open_actions(work.connection, user.id)
    if json:
        print_json({**_said_of(user), "open_opportunities": still_open, "open_actions": to_do})
    else:
        print(f"{user.name} can sign in no more. Open opportunities to reassign: {still_open.count}.")
        print(f"Open actions to reassign: {to_do.count}.")


def named(work: Work, email: str) -> User:
    user = work.people.find_by_email(email.strip())
    if user is None:
        raise UserNotFound(email=email)
    return user


def _everybody(storage: Storage) -> list[ShownUser]:
    everybody: list[ShownUser] = []
    with storage.reading() as connection:
        cursor: str | None = ""
        while cursor is not None:
            page = read_users(connection, q=None, state=None, cursor=cursor or None, limit=AT_ONCE, asker=SYSTEM)
            everybody += page.items
            cursor = page.next_cursor
    return everybody


def _said_of(user: User) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(user)
    return {name: said[name] for name in ("id", "name", "email", "state", "roles", "can_own")}


def _row(user: ShownUser) -> dict[str, object]:
    return {
        "number": user.id,
        "name": user.name,
        "e-mail": user.email,
        "state": user.state.value,
        "roles": ", ".join(user.roles or ()),
        "team": user.sales_team.name if user.sales_team else None,
    }
