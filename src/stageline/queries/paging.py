"""Where a page of a list ends, as a word that a client gives back to get the next one."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, and_, or_

from stageline.domain.errors import InvalidInput, Missing

T = TypeVar("T")


class InvalidCursor(InvalidInput):
    """This page marker was not given by a list. Start again without it."""

    code = "invalid_input"


def cursor_of(*position: Any) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def after(cursor: str, moment: ColumnElement[datetime], number: ColumnElement[int]) -> ColumnElement[bool]:
    """What follows that place in a list of newest first."""
    at, last = position_in(cursor)
    return or_(moment < at, and_(moment == at, number < last))


def position_in(cursor: str) -> tuple[datetime, int]:
    """An instant and an id, as `cursor_of` was given them."""
    at, number = decoded(cursor, tuple[datetime, int])
    if not 0 <= number <= 2**63 - 1:
        raise InvalidCursor([Missing(name="cursor", remedy="Leave it out.")])
    return (at if at.tzinfo else at.replace(tzinfo=UTC)), number


def decoded(cursor: str, its: type[T]) -> T:
    """What `cursor_of` was given."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=its)
    except (msgspec.MsgspecError, binascii.Error, ValueError):
        raise InvalidCursor([Missing(name="cursor", remedy="Leave it out.")]) from None
