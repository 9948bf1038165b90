"""Which opportunities a screen is about: one filter for the list, its totals, its export, a selection and the board."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, CompoundSelect, Select, false, select, union_all

from stageline.domain.conditions import Moment, fields_with, parse_condition
from stageline.domain.ids import AccountId, ContactId, ProcessId, StageId, UserId
from stageline.domain.opportunities.attention import WatchKind
from stageline.domain.processes.process import ProcessState
from stageline.domain.search import after_all_with, words_asked
from stageline.storage.attention import attention, ready
from stageline.storage.conditions import to_sql
from stageline.storage.search import Found
from stageline.storage.tables import opportunities, processes, search_words, stages
from stageline.storage.unit_of_work import Work

_STAGE = stages.alias("stage_of")
_NAMED = opportunities.alias("opportunity_named")
COLUMNS: dict[str, ColumnElement[Any]] = {
    **{name: column for name, column in opportunities.c.items() if name not in ("id", "version", "deleted_at")},
    "status": select(_STAGE.c.type).where(_STAGE.c.id == opportunities.c.stage_id).scalar_subquery(),
}
PROCESSES_IN_USE = select(processes.c.id).where(processes.c.state != ProcessState.DRAFT.value)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is said must hold; of several stages, owners or watches one must.

    `condition` is a tree as criteria use it, over the fields of an opportunity and the custom ones.
    """

    process_id: ProcessId | None = None
    stage_id: tuple[StageId, ...] = ()
    owner_id: tuple[UserId, ...] = ()
    account_id: AccountId | None = None
    contact_id: ContactId | None = None
    status: str | None = None
    q: str | None = None
    closes_from: date | None = None
    closes_to: date | None = None
    attention: tuple[WatchKind, ...] = ()
    ready: bool | None = None
    condition: object = None


def filtered(statement: Select[Any], wanted: Filter, *, work: Work, moment: Moment) -> Select[Any]:
    """Of a statement over `opportunities`, joined to whatever else, those that are wanted.

    Refused is a condition that names no field or asks it nonsense.
    """
    return statement.where(*asked_of(wanted, work=work, moment=moment))


def asked_of(wanted: Filter, *, work: Work, moment: Moment) -> list[ColumnElement[bool]]:
    """The same as conditions, for whoever asks them of several statements."""
    asked = _plain(wanted)
    if wanted.attention or wanted.ready is not None:
        asked += _by_process(wanted, work, moment)
    if wanted.condition is not None:
        fields = fields_with(field.as_field() for field in work.catalogue.custom_fields)
        asked.append(to_sql(parse_condition(wanted.condition, fields), COLUMNS, moment))
    return asked


def _by_process(wanted: Filter, work: Work, moment: Moment) -> list[ColumnElement[bool]]:
    """What the limits and criteria of each process say."""
    ids = [wanted.process_id] if wanted.process_id else work.connection.scalars(PROCESSES_IN_USE).all()
    read = work.processes.read(ids)
    asked = [attention(wanted.attention, read, moment, work.calendar)] if wanted.attention else []
    if wanted.ready is not None:
        are_ready = ready(read, COLUMNS, moment)
        asked.append(are_ready if wanted.ready else ~are_ready)
    return asked


def _plain(wanted: Filter) -> list[ColumnElement[bool]]:
    table = opportunities.c
    one = {name: getattr(wanted, name) for name in ("process_id", "account_id", "contact_id")}
    several = {name: getattr(wanted, name) for name in ("stage_id", "owner_id")}
    asked: list[ColumnElement[bool]] = [table[name] == value for name, value in one.items() if value is not None]
    asked += [table[name].in_(values) for name, values in several.items() if values]
    if wanted.status is not None:
        asked.append(table.stage_id.in_(select(_STAGE.c.id).where(_STAGE.c.type == wanted.status)))
    if wanted.closes_from is not None:
        asked.append(table.expected_close_on >= wanted.closes_from)
    if wanted.closes_to is not None:
        asked.append(table.expected_close_on <= wanted.closes_to)
    if wanted.q:
        asked += _called(wanted.q)
    return asked


def _called(text: str) -> list[ColumnElement[bool]]:
    """Every word of it begins a word of its own, of its account or contact, as where people search."""
    words = words_asked(text)
    return [opportunities.c.id.in_(_with_word(word)) for word in words] or [false()]


def _with_word(beginning: str) -> CompoundSelect[Any]:
    around = (
        select(_NAMED.c.id)
        .join(search_words, column == search_words.c.record_id)
        .where(search_words.c.kind == kind.value, *_begins(beginning))
        for kind, column in ((Found.ACCOUNT, _NAMED.c.account_id), (Found.CONTACT, _NAMED.c.contact_id))
    )
    own = (
        select(search_words.c.record_id).where(search_words.c.kind == kind.value, *_begins(beginning))
        for kind in (Found.NAME, Found.EXTERNAL_ID)
    )
    return union_all(*own, *around)


def _begins(beginning: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return search_words.c.word >= beginning, search_words.c.word < after_all_with(beginning)
