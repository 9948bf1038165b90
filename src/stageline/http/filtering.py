"""The filter as a request says it: the same parameters wherever opportunities are listed, summed up or shown."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from stageline.domain.conditions.parsing import InvalidCondition
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.ids import AccountId, ContactId, ProcessId, StageId, UserId
from stageline.domain.opportunities.attention import WatchKind
from stageline.domain.processes.stage import StageType
from stageline.http.inputs import LARGEST, QueryId, Search
from stageline.queries.filtering import Filter

MOST_IDS = 200


class UnreadableFilter(InvalidInput):
    """This filter cannot be read."""

    code = "invalid_input"


REFUSALS = (UnreadableFilter, InvalidCondition)

Status = Annotated[StageType | None, QueryParameter(name="status")]
Ids = Annotated[list[int] | None, QueryParameter(max_items=MOST_IDS, description="One of these; say it repeatedly.")]
AsJson = Annotated[
    str | None, QueryParameter(max_length=10_000, description="A condition as JSON, as criteria use it.")
]
ClosesFrom = Annotated[date | None, QueryParameter(description="The first expected close date.")]
ClosesTo = Annotated[date | None, QueryParameter(description="The last expected close date.")]
Attention = Annotated[
    list[str] | None,
    QueryParameter(max_items=len(WatchKind) + 1, description="One of these watches; `any` for all. Say it repeatedly."),
]
IsReady = Annotated[bool | None, QueryParameter(description="All exit criteria of its stage are met.")]


def said_filter(
    owner_id: Ids = None,
    account_id: QueryId = None,
    contact_id: QueryId = None,
    status: Status = None,
    q: Search = None,
    closes_from: ClosesFrom = None,
    closes_to: ClosesTo = None,
    attention: Attention = None,
    ready: IsReady = None,
    condition: AsJson = None,
) -> Filter:
    return Filter(
        owner_id=tuple(UserId(one) for one in _ids("owner_id", owner_id)),
        account_id=AccountId(account_id) if account_id else None,
        contact_id=ContactId(contact_id) if contact_id else None,
        status=status.value if status else None,
        q=q,
        closes_from=closes_from,
        closes_to=closes_to,
        attention=_watches(attention or ()),
        ready=ready,
        condition=_json(condition),
    )


Wanted = NamedDependency[Filter]


def with_stages(within: Wanted, stage_id: Ids = None) -> Filter:
    return msgspec.structs.replace(within, stage_id=tuple(StageId(one) for one in _ids("stage_id", stage_id)))


def with_process(within: Wanted, stage_id: Ids = None, process_id: QueryId = None) -> Filter:
    return msgspec.structs.replace(
        with_stages(within, stage_id), process_id=ProcessId(process_id) if process_id else None
    )


FILTERED_IN_STAGE = {"wanted": Provide(said_filter, sync_to_thread=False)}
"""For a handler that asks for `wanted: Wanted` and has its process and its stage in the path."""
FILTERED_IN_PROCESS = {
    "within": Provide(said_filter, sync_to_thread=False),
    "wanted": Provide(with_stages, sync_to_thread=False),
}
"""The same with its process in the path."""
FILTERED = {
    "within": Provide(said_filter, sync_to_thread=False),
    "wanted": Provide(with_process, sync_to_thread=False),
}
"""For any other handler that asks for `wanted: Wanted`."""


def _ids(name: str, said: list[int] | None) -> list[int]:
    if any(not 1 <= one <= LARGEST for one in said or ()):
        raise UnreadableFilter([Missing(name=name, remedy="Give the number of one that there is.")])
    return said or []


def _watches(said: Iterable[str]) -> tuple[WatchKind, ...]:
    try:
        return tuple(WatchKind) if "any" in said else tuple(WatchKind(one) for one in said)
    except ValueError:
        remedy = f"Say any, or one of {', '.join(WatchKind)}."
        raise UnreadableFilter([Missing(name="attention", remedy=remedy)]) from None


def _json(said: str | None) -> Any:
    if said is None:
        return None
    try:
        return msgspec.json.decode(said)
    except msgspec.DecodeError:
        raise UnreadableFilter([Missing(name="condition", remedy="Write a condition as JSON.")]) from None
