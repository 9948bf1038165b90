"""The first admin: let in once, by a token that only whoever runs the server can read."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from stageline.commands.people.signing_in import hash_of
from stageline.commands.people.users import add_user, take_turn
from stageline.domain.errors import Missing, NotPermitted
from stageline.domain.events import By, Channel
from stageline.domain.ids import UserId
from stageline.domain.money import is_currency
from stageline.domain.organisation import InvalidSettings
from stageline.domain.people.user import SYSTEM, SYSTEM_USER_ID
from stageline.domain.rights import Role
from stageline.storage.unit_of_work import Work


class SetUpRefused(NotPermitted):
    """This set-up link is not valid, or Stageline has been set up already."""

    code = "setup_refused"


class WantedSetUp(msgspec.Struct, frozen=True, kw_only=True):
    """`zone` is an IANA name, `currency` an ISO 4217 code."""

    token: str
    email: str
    name: str
    organisation_name: str
    zone: str
    currency: str


def issue_setup_token(work: Work, at: datetime) -> str | None:
    """A new token as long as nobody can administer Stageline; earlier ones stay valid until one is used."""
    if work.people.admins_besides(SYSTEM_USER_ID):
        return None
    token = secrets.token_urlsafe(24)
    work.credentials.add_setup_token(hash_of(token), at)
    return token


def set_up(work: Work, wanted: WantedSetUp, *, password_hash: str, at: datetime) -> UserId:
    """Names the organisation and lets its first admin in. A token works once, and for nobody once there is an admin."""
    take_turn(work)
    if not work.credentials.take_setup_token(hash_of(wanted.token)) or work.people.admins_besides(SYSTEM_USER_ID):
        raise SetUpRefused
    refuse_unknown(wanted)
    named = {"name": wanted.organisation_name.strip(), "zone": wanted.zone, "currency": wanted.currency}
    work.organisations.save(msgspec.structs.replace(work.organisation, **named))
    work.credentials.forget_setup_tokens()
    said = {"email": wanted.email, "name": wanted.name, "roles": [Role.ADMIN], "can_own": True}
    return add_user(work, said, password_hash=password_hash, by=By(SYSTEM, Channel.SYSTEM), at=at).id


def refuse_unknown(wanted: WantedSetUp) -> None:
    missing = []
    if not wanted.organisation_name.strip():
        missing.append(Missing(name="organisation_name", remedy="Give a name."))
    if not is_zone(wanted.zone):
        missing.append(Missing(name="zone", remedy="Use a name such as Europe/Amsterdam."))
    if not is_currency(wanted.currency):
        missing.append(Missing(name="currency", remedy="Use an ISO 4217 code such as EUR."))
    if missing:
        raise InvalidSettings(missing)


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not known, or no name at all but a path
        return False
    return True
