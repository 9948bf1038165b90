"""Tokens for machines: made once, shown once, kept as a hash."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from stageline.commands.people.signing_in import hash_of
from stageline.domain.events import By
from stageline.domain.ids import TokenId, UserId
from stageline.domain.people.changes import TokenCreated, TokenRevoked
from stageline.domain.people.token import PREFIX, Scope, Token, refuse_excess
from stageline.domain.rights import Actor, Right
from stageline.storage.people.credentials import TokenNotFound
from stageline.storage.unit_of_work import Work


class CreatedToken(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` is never to be had again."""

    id: TokenId
    name: str
    scopes: list[Scope]
    expires_at: datetime
    secret: str


class WantedToken(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    scopes: Collection[Scope]
    days: int


def create_token(
    work: Work, wanted: WantedToken, *, owner: Actor, made_with: Token | None = None, by: By, at: datetime
) -> CreatedToken:
    """It acts in its owner's name, with no more than the owner may, nor than the token that asks for it may."""
    refuse_excess(wanted.scopes, owner, made_with)
    secret = PREFIX + secrets.token_urlsafe(32)
    listed = sorted(set(wanted.scopes), key=list(Scope).index)
    expires_at = at + timedelta(days=wanted.days)
    if made_with is not None:
        expires_at = min(expires_at, made_with.expires_at)
    values = {
        "user_id": owner.user_id,
        "name": wanted.name,
        "token_hash": hash_of(secret),
        "scopes": [scope.value for scope in listed],
        "created_at": at,
        "expires_at": expires_at,
    }
    token_id = work.credentials.add_token(values)
    facts = {"user_id": owner.user_id, "name": wanted.name, "scopes": values["scopes"]}
    work.keep([TokenCreated(id=work.new_ids(1)[0], at=at, by=by, of_id=token_id, changes=facts)])
    return CreatedToken(id=token_id, name=wanted.name, scopes=listed, expires_at=expires_at, secret=secret)


def revoke_token(work: Work, token_id: TokenId, *, by: By, at: datetime) -> None:
    """One's own, or as an administrator anybody's; a second time changes nothing."""
    token = work.credentials.get_token(token_id)
    if UserId(token.user_id) != by.actor.user_id and not by.actor.has(Right.ADMINISTER):
        raise TokenNotFound
    if token.revoked_at is None:
        work.credentials.revoke(token_id, at)
        work.keep([TokenRevoked(id=work.new_ids(1)[0], at=at, by=by, of_id=token_id)])
