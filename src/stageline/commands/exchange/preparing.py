"""Before the first row: the process that is followed, the custom fields that are filled, who may import at all."""

from datetime import datetime

import msgspec
from sqlalchemy import select

from stageline.commands.processes.creating import create_process
from stageline.commands.processes.defining import define_process
from stageline.commands.processes.publishing import publish_process
from stageline.domain.conditions import FieldType
from stageline.domain.errors import InvalidInput, Missing, NotPermitted
from stageline.domain.events import By, Channel
from stageline.domain.exchange.mapping import (
    CustomColumn,
    ImportMapping,
    InvalidMapping,
    ProcessSaid,
    StageSaid,
    folded,
)
from stageline.domain.ids import ProcessId
from stageline.domain.opportunities.custom_field import CustomField
from stageline.domain.people.user import SYSTEM, UserState
from stageline.domain.processes.definition import Definition, WrittenStage
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Right
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import processes
from stageline.storage.unit_of_work import Storage, Work


class MayNotImport(NotPermitted):
    """Only operations may import: it writes what happened elsewhere, without asking for anything."""

    code = "not_allowed"


class NobodyThere(InvalidInput):
    """Nobody who works here has this address."""

    code = "invalid_input"


class ProcessUnfit(InvalidInput):
    """The process that the mapping names cannot take these opportunities. What is listed is in the way."""

    code = "invalid_mapping"


def importing_as(storage: Storage, email: str | None) -> By:
    """The person with that address; nobody but the system itself when none is named."""
    actor = SYSTEM
    if email is not None:
        with storage.writing(preview=True) as work:
            user = work.people.find_by_email(email)
            if user is None or user.state is not UserState.ACTIVE:
                raise NobodyThere([Missing(name="as", remedy=f"There is no active user with the address {email}.")])
            actor = read_actor(work.connection, user.id)
    return By(actor, Channel.IMPORT)


def prepare_process(work: Work, mapping: ImportMapping, *, by: By, at: datetime) -> Process | None:
    """The process to follow, made if the mapping says that it is new and it is not there.

    None in a rehearsal that would make it.
    """
    if not by.actor.has(Right.SET_UP_PROCESSES):
        raise MayNotImport
    said = mapping.process
    process_id = work.processes.default_id() if said is None else _named(work, said)
    if process_id is not None:
        process = work.processes.read([process_id])[0]
        _refuse_unfit(process, mapping)
        return process
    if said is None or not said.is_new:
        what = f"the process {said.name!r}" if said else "a default process"
        raise ProcessUnfit([Missing(name="process", remedy=f"There is not {what}. Name one, or say that it is new.")])
    return None if work.is_rehearsal else _make(work, said, mapping, by, at)


def _named(work: Work, said: ProcessSaid) -> ProcessId | None:
    found = select(processes.c.id).where(processes.c.name_folded == said.name.casefold())
    return work.connection.scalar(found)


def _refuse_unfit(process: Process, mapping: ImportMapping) -> None:
    lacks = []
    if process.state is ProcessState.ARCHIVED:
        lacks.append(Missing(name="process", remedy=f"{process.name} is archived. Take it out of the archive first."))
    by_name = {folded(stage.name): stage for stage in process.stages}
    for said in mapping.stages:
        stage = by_name.get(folded(said.called))
        if stage is None:
            lacks.append(Missing(name=f"stages.{said.value}", remedy=f"{process.name} has no stage {said.called!r}."))
        elif said.type is not None and said.type != stage.type.value:
            remedy = f"In {process.name} the stage {stage.name} is {stage.type.value}."
            lacks.append(Missing(name=f"stages.{said.value}", remedy=remedy))
    if lacks:
        raise ProcessUnfit(lacks)


def stages_in_effect(mapping: ImportMapping, process: Process | None) -> tuple[StageSaid, ...]:
    """Each with its type: as the mapping says them, else those of the process, by name or code."""
    if process is None:
        return mapping.stages
    by_name = {folded(stage.name): stage for stage in process.stages}
    if mapping.stages:
        return tuple(
            msgspec.structs.replace(said, type=by_name[folded(said.called)].type.value) for said in mapping.stages
        )
    return tuple(
        StageSaid(
            value=stage.name,
            also=() if folded(stage.code) in by_name else (stage.code,),
            type=stage.type.value,
        )
        for stage in process.stages
    )


def prepare_custom_fields(work: Work, mapping: ImportMapping) -> None:
    """Makes those that are missing; refuses one that is there with another type."""
    there = {field.key: field for field in work.catalogue.custom_fields}
    for key, column in mapping.opportunity_file.custom.items():
        field = _custom_field(key, column)
        if key not in there:
            field.as_field()
            if not work.is_rehearsal:
                work.organisations.add_custom_field(field)
        elif there[key].type is not field.type:
            remedy = f"The custom field {key} is of type {there[key].type.value}. Choose another key or say that type."
            raise InvalidMapping([Missing(name=f"custom.{key}", remedy=remedy)])


def _custom_field(key: str, column: CustomColumn) -> CustomField:
    return CustomField(
        key=key, label=column.label or column.column, type=FieldType(column.type), choices=column.choices
    )


def definition_from(mapping: ImportMapping, name: str) -> Definition:
    """A process of the mapping's stages; of several won stages the first is the default."""
    won = next((stage for stage in mapping.stages if stage.type == StageType.WON.value), None)
    return Definition(
        name=name,
        stages=tuple(
            WrittenStage(
                name=stage.called,
                type=StageType(stage.type or StageType.OPEN),
                probability=stage.probability if stage.type == StageType.OPEN.value else None,
                is_default_won=stage is won,
            )
            for stage in mapping.stages
        ),
    )


def _make(work: Work, said: ProcessSaid, mapping: ImportMapping, by: By, at: datetime) -> Process:
    """Published, so that the imported opportunities can go on."""
    draft = create_process(work, said.name, by=by, at=at)
    define_process(work, draft.id, definition_from(mapping, draft.name), version=None, by=by, at=at)
    publish_process(work, draft.id, version=None, by=by, at=at)
    return work.processes.read([draft.id])[0]
