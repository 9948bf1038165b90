"""Something that contacts are invited to together: what it is, and what operations may change about it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from stageline.domain.errors import Conflict, InvalidInput, Missing, NotFound, RuleBroken
from stageline.domain.ids import GatheringId
from stageline.domain.processes.action import Code, Name

LONGEST = timedelta(days=366)


class GatheringNotFound(NotFound):
    """There is no such event."""

    code = "not_found"


class InvalidGathering(InvalidInput):
    """This event cannot be kept as it is; what is listed is wrong."""

    code = "invalid_input"


class CodeTaken(RuleBroken):
    """Another one has this code. Choose another code, or change that one."""

    code = "code_taken"


class GatheringChanged(Conflict):
    """Somebody changed this event in the meantime."""

    code = "conflict"


class Gathering(msgspec.Struct, frozen=True, kw_only=True):
    """Actions name it by its `code`. `capacity` is how many can be invited; None is any number."""

    id: GatheringId
    code: str
    name: str
    location: str | None = None
    starts_at: datetime
    ends_at: datetime
    capacity: int | None = None
    is_cancelled: bool = False
    version: int = 1

    def is_over(self, at: datetime) -> bool:
        return at >= self.ends_at


class GatheringSaid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of a gathering; what is not said stays, or takes its default. The code never changes."""

    name: Name | UnsetType = UNSET
    location: Annotated[str, Meta(max_length=200)] | UnsetType | None = UNSET
    starts_at: datetime | UnsetType = UNSET
    ends_at: datetime | UnsetType = UNSET
    capacity: Annotated[int, Meta(ge=1, le=1_000_000)] | UnsetType | None = UNSET
    is_cancelled: bool | UnsetType = UNSET

    def said(self) -> dict[str, Any]:
        names = GatheringSaid.__struct_fields__
        return {name: value for name in names if (value := getattr(self, name)) is not UNSET}


def new_gathering(said: GatheringSaid, code: Code) -> Gathering:
    """It needs a name and a time; one refusal names everything that is wrong."""
    values = said.said()
    lacking = [Missing(name=name, remedy=remedy) for name, remedy in _NEEDED if name not in values]
    if lacking:
        raise InvalidGathering(lacking)
    return _sound(Gathering(id=GatheringId(0), code=code, **_tidied(values)))


def changed_gathering(before: Gathering, said: GatheringSaid) -> Gathering:
    """The next version, or the same when it already says so. A capacity below the list stands: nobody is sent away."""
    after = _sound(msgspec.structs.replace(before, **_tidied(said.said())))
    return after if after == before else msgspec.structs.replace(after, version=before.version + 1)


_NEEDED = (
    ("name", "Give a name."),
    ("starts_at", "Say when it begins."),
    ("ends_at", "Say when it ends."),
)


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    tidied = dict(values)
    for name in ("name", "location"):
        if isinstance(values.get(name), str):
            tidied[name] = " ".join(values[name].split()) or None
    return tidied


def _sound(gathering: Gathering) -> Gathering:
    if wrong := [*_wrong(gathering)]:
        raise InvalidGathering(wrong)
    return gathering


def _wrong(gathering: Gathering) -> Iterator[Missing]:
    if not gathering.name:
        yield Missing(name="name", remedy="Give a name.")
    for name in ("starts_at", "ends_at"):
        if getattr(gathering, name).tzinfo is None:
            yield Missing(name=name, remedy="Say the time with its offset, as in 2027-01-04T09:00:00+01:00.")
            return
    if not gathering.starts_at < gathering.ends_at <= gathering.starts_at + LONGEST:
        yield Missing(name="starts_at", remedy="Let it begin before it ends.")
        yield Missing(name="ends_at", remedy="Let it end after it begins, within a year.")
