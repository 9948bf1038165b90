"""Tokens for machines over HTTP."""

from typing import Annotated

import msgspec
from litestar import Response, delete, get, post
from litestar.params import JSONBody

from stageline.commands.people.tokens import CreatedToken, WantedToken, create_token, revoke_token
from stageline.domain.ids import TokenId
from stageline.domain.people.token import MOST_DAYS, NoScope, Scope, TokenExceedsMaker
from stageline.http.access import SECRET, Acting
from stageline.http.errors import problems
from stageline.http.inputs import Name, PathId
from stageline.queries.people import TokenList, read_tokens


class TokenIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`write` includes `read`, and `admin` both; it lasts for so many days."""

    name: Name
    scopes: Annotated[list[Scope], msgspec.Meta(min_length=1, max_length=len(Scope), examples=[["read"]])]
    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = 90


@get("/tokens", sync_to_thread=True)
def get_tokens(acting: Acting) -> TokenList:
    """One's own; an administrator's list has everybody's."""
    with acting.reading() as connection:
        return read_tokens(connection, asker=acting.asker)


@post("/tokens", sync_to_thread=True, opt=SECRET, responses=problems(TokenExceedsMaker, NoScope))
def post_token(data: JSONBody[TokenIn], acting: Acting) -> Response[CreatedToken]:
    """The answer holds the secret, this once."""
    wanted = WantedToken(name=data.name, scopes=data.scopes, days=data.days)
    with acting.writing() as work:
        made = create_token(work, wanted, owner=acting.asker, made_with=acting.token, by=acting.by(), at=acting.at)
        return acting.answer(made, status=201)


@delete("/tokens/{token_id:int}", sync_to_thread=True, status_code=204)
def delete_token(token_id: PathId, acting: Acting) -> Response[None]:
    """Revoke a token: at once it opens nothing any more."""
    with acting.writing() as work:
        revoke_token(work, TokenId(token_id), by=acting.by(), at=acting.at)
        return acting.answer(None, status=204)
