"""`stageline token`: tokens with which scripts act for a person."""

from typing import Annotated

import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json
from stageline.cli.user import BY_WHOEVER_RUNS_THE_SERVER, named
from stageline.commands.people.tokens import WantedToken, create_token
from stageline.domain.errors import RuleBroken
from stageline.domain.people.token import MOST_DAYS, Scope
from stageline.domain.people.user import UserState
from stageline.storage.people.authentication import read_actor


class CannotSignIn(RuleBroken):
    """This person cannot sign in, so nothing can act for them."""

    code = "cannot_sign_in"


app = typer.Typer(no_args_is_help=True, help="Tokens with which scripts act for a person.")


@app.callback()
def token() -> None:
    """Tokens with which scripts act for a person."""


@app.command()
def create(
    user: Annotated[str, typer.Option(help="The e-mail address of whom it acts for.")],
    scope: Annotated[list[Scope], typer.Option(help="What it is for; `write` includes `read`, `admin` both.")],
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="How long it lasts.")] = 90,
    name: Annotated[str, typer.Option(help="What it is called in lists.")] = "Command line",
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a token and print it, this once."""
    wanted = WantedToken(name=name, scopes=scope, days=days)
    with database() as (storage, at), storage.writing() as work:
        person = named(work, user)
        if person.state is not UserState.ACTIVE:
            raise CannotSignIn(state=person.state)
        owner = read_actor(work.connection, person.id)
        made = create_token(work, wanted, owner=owner, by=BY_WHOEVER_RUNS_THE_SERVER, at=at)
    if json:
        print_json({"id": made.id, "token": made.secret, "scopes": made.scopes, "expires_at": made.expires_at})
    else:
        print(made.secret)
