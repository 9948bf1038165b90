"""What a view says: which opportunities, in which order, with which columns."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args

import msgspec

from stageline.domain.conditions import fields_with, parse_condition
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.opportunities.attention import WatchKind
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.processes.stage import StageType

LARGEST_ID = 2**53
MOST_IDS, MOST_COLUMNS = 200, 100

Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
Ids = Annotated[list[Id], msgspec.Meta(max_length=MOST_IDS)]
WatchWord = Annotated[str, msgspec.Meta(pattern=f"^(any|{'|'.join(WatchKind)})$")]
Group = Literal["owner", "stage", "process", "category"]
ListSort = Literal[
    "name", "stage", "amount_minor", "probability", "expected_close_on", "next_step_on", "stage_entered_at",
    "created_at", "owner", "account", "-name", "-stage", "-amount_minor", "-probability", "-expected_close_on",
    "-next_step_on", "-stage_entered_at", "-created_at", "-owner", "-account",
]  # fmt: skip
BoardSort = Literal["rank", "next_step_on", "amount_minor", "expected_close_on", "stage_entered_at"]

COLUMNS = (
    "name", "account", "contact", "process", "stage", "status", "owner", "amount_minor", "probability",
    "weighted_minor", "category", "expected_close_on", "actual_close_on", "close_reason", "next_step", "next_step_on",
    "days_in_stage", "stage_entered_at", "criteria", "watches", "push_count", "furthest_stage", "source", "created_at",
)  # fmt: skip
"""What a list can show beside the custom fields, which it calls `custom.` and the key."""


class Screen(StrEnum):
    LIST = "list"
    BOARD = "board"


SORTS = {Screen.LIST: frozenset(get_args(ListSort)), Screen.BOARD: frozenset(get_args(BoardSort))}


class InvalidView(InvalidInput):
    """This view cannot be kept; what is listed is wrong."""

    code = "invalid_input"


class ViewFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The filter of the screens, as `queries.filtering` has it; what is not said is not there."""

    process_id: Id | None = None
    stage_id: Ids = []
    owner_id: Ids = []
    account_id: Id | None = None
    contact_id: Id | None = None
    status: StageType | None = None
    q: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    attention: Annotated[list[WatchWord], msgspec.Meta(max_length=20)] = []
    ready: bool | None = None
    closes_from: date | None = None
    closes_to: date | None = None
    condition: Any = None


class ViewDefinition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """`folded` are the stages whose columns a board shows folded."""

    filter: ViewFilter = msgspec.field(default_factory=ViewFilter)
    sort: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    columns: Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=MOST_COLUMNS)] = []
    group: Group | None = None
    folded: Ids = []


def refuse_unusable(definition: ViewDefinition, screen: Screen, custom_fields: Iterable[CustomField]) -> None:
    """Everything that the screen could not show, named at once; a wrong condition says itself what is wrong."""
    fields = {field.name: field.as_field() for field in custom_fields}
    wrong = list(_wrong(definition, screen, {*COLUMNS, *fields}))
    if wrong:
        raise InvalidView(wrong)
    if definition.filter.condition is not None:
        parse_condition(definition.filter.condition, fields_with(fields.values()))


def unknown_columns(columns: Iterable[str], known: Iterable[str]) -> Iterator[Missing]:
    known = set(known)
    yield from (
        Missing(name=f"columns.{column}", remedy="Leave out this column, or name one that there is.")
        for column in dict.fromkeys(columns)
        if column not in known
    )


def _wrong(definition: ViewDefinition, screen: Screen, columns: set[str]) -> Iterator[Missing]:
    sorts = SORTS[screen]
    if definition.sort is not None and definition.sort not in sorts:
        yield Missing(name="definition.sort", remedy=f"Name one of {', '.join(sorted(sorts))}.")
    yield from unknown_columns(definition.columns, columns)
