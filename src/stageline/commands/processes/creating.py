"""Beginning a process: empty, or from one that is shipped."""

from datetime import datetime
from importlib.resources import files
from typing import Literal

import msgspec

from stageline.commands.processes.cleaning import cleaned, one_line
from stageline.commands.processes.deciding import happened, kept_fields
from stageline.commands.processes.publishing import publish_process
from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.events import By
from stageline.domain.ids import ProcessId
from stageline.domain.processes.changes import ProcessCreated
from stageline.domain.processes.checking import refuse_unkeepable
from stageline.domain.processes.defining import redefined
from stageline.domain.processes.definition import Definition, WrittenStage
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.stage import StageType
from stageline.domain.processes.tidying import tidied, with_codes
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work

Template = Literal["standard_sales"]

# What every process begins with (PS-4).
EMPTY = Definition(
    name="Process",
    stages=(
        WrittenStage(
            name="Closed Won",
            code="won",
            type=StageType.WON,
            is_default_won=True,
            definition="Both sides have agreed, and the deal is done.",
        ),
        WrittenStage(
            name="Closed Lost",
            code="lost",
            type=StageType.LOST,
            definition="It ended without a deal.",
        ),
    ),
)


class NoName(InvalidInput):
    """A process needs a name of at most 120 characters."""

    code = "invalid_input"


def create_process(work: Work, name: str, *, template: Template | None = None, by: By, at: datetime) -> Process:
    """A draft with one won and one lost stage, or with all that the template has (PS-4, PS-25)."""
    by.actor.require(Right.SET_UP_PROCESSES)
    called = one_line(name)
    if not 0 < len(called) <= 120:
        raise NoName([Missing(name="name", remedy="Give a name.")])
    work.processes.refuse_taken(called)
    definition = msgspec.structs.replace(shipped(template) if template else EMPTY, name=called)
    process = _drafted(work, definition, at)
    saved = process if work.is_rehearsal else work.processes.add(process, at)
    happened(work, ProcessCreated, saved, by=by, at=at)
    return saved


def install_standard_sales(work: Work, *, by: By, at: datetime, name: str | None = None) -> ProcessId:
    """The shipped process, published; the organisation's default when there is none yet (PS-25)."""
    draft = create_process(work, name or shipped("standard_sales").name, template="standard_sales", by=by, at=at)
    publish_process(work, draft.id, version=None, by=by, at=at)
    return draft.id


def shipped(template: Template) -> Definition:
    raw = files("stageline.commands.processes").joinpath(f"{template}.json").read_bytes()
    return msgspec.json.decode(raw, type=Definition)


def _drafted(work: Work, definition: Definition, at: datetime) -> Process:
    nothing = Process(id=ProcessId(-1), name=definition.name, revision=0, stages=(), state=ProcessState.DRAFT)
    fields = kept_fields(work)
    said = with_codes(cleaned(definition))
    refuse_unkeepable(said, nothing, fields)
    return redefined(nothing, tidied(said, fields), fields=fields, at=at)
