"""Process definitions to test with, as they are written; and processes set up through the product's own commands."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.processes.creating import install_standard_sales
from stageline.commands.processes.deciding import Saved
from stageline.commands.processes.defining import define_process
from stageline.domain.ids import OpportunityId, ProcessId
from stageline.domain.opportunities.moving import WantedMove
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.definition import Definition, WrittenCriterion, WrittenStage, definition_of
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import Category, Stage, StageType
from stageline.storage.tables import metadata, users
from stageline.storage.unit_of_work import Storage
from tests.builders import ACCOUNT, NOON, a_rep, an_operator, by, keep_opportunities, keep_people

HAS_AMOUNT = {"field": "amount_minor", "is": "is_filled"}


def a_stage(name: str, **said: Any) -> WrittenStage:
    usual = {"definition": f"It is in {name}.", "category": Category.PIPELINE if "type" not in said else None}
    return WrittenStage(**{"name": name, **usual, **said})


def a_definition(*open_stages: WrittenStage, **said: Any) -> Definition:
    """Complete: with one won and one lost stage behind the open ones."""
    first = open_stages or (a_stage("Qualify", probability=10), a_stage("Propose", probability=50))
    closed = (
        a_stage("Won", type=StageType.WON, is_default_won=True),
        a_stage("Lost", type=StageType.LOST),
    )
    return Definition(**{"name": "New business", "stages": (*first, *closed), **said})


def a_written_criterion(name: str = "Budget agreed", **said: Any) -> WrittenCriterion:
    if "condition" in said:
        said.setdefault("kind", "field")
    return msgspec.convert({"name": name, "remedy": f"The buyer says: {name}.", **said}, WrittenCriterion)


def changed(definition: Definition, stage_name: str, /, **said: Any) -> Definition:
    stages = (msgspec.structs.replace(s, **said) if s.name == stage_name else s for s in definition.stages)
    return msgspec.structs.replace(definition, stages=tuple(stages))


def without(definition: Definition, stage_name: str) -> Definition:
    return msgspec.structs.replace(definition, stages=tuple(s for s in definition.stages if s.name != stage_name))


def in_order(definition: Definition, *names: str) -> Definition:
    """Those stages first, in that order, and the others behind them as they were."""
    named = {s.name: s for s in definition.stages}
    others = (s for s in definition.stages if s.name not in names)
    return msgspec.structs.replace(definition, stages=(*(named[name] for name in names), *others))


def standard_sales(storage: Storage, *, at: datetime = NOON) -> Process:
    """The shipped process, published and the default."""
    have_people(storage)
    with storage.writing() as work:
        process_id = install_standard_sales(work, by=by(an_operator()), at=at)
    return the_process(storage, process_id)


def have_people(storage: Storage) -> None:
    with storage.engines.writing.begin() as connection:
        if len(connection.execute(select(users.c.id)).all()) < 2:
            keep_people(connection)


def have_opportunities(storage: Storage, *records: Opportunity) -> None:
    with storage.engines.writing.begin() as connection:
        keep_opportunities(connection, *records)


def the_process(storage: Storage, process_id: ProcessId) -> Process:
    with storage.writing(preview=True) as work:
        [process] = work.processes.read([process_id])
        return process


def save(storage: Storage, process: Process, definition: Definition, **said: Any) -> Saved:
    """By operations, with the version that the process has."""
    usual: dict[str, Any] = {"version": None, "by": by(an_operator()), "at": NOON}
    with storage.writing(preview=said.pop("preview", False)) as work:
        return define_process(work, process.id, definition, **{**usual, **said})


def current(storage: Storage, process: Process) -> Definition:
    return definition_of(the_process(storage, process.id))


def all_rows(storage: Storage) -> dict[str, list[Any]]:
    with storage.reading() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)))
            for table in metadata.sorted_tables
        }


def opened(storage: Storage, process_id: ProcessId | None = None, **said: Any) -> OpportunityId:
    """A rep begins an opportunity."""
    usual: dict[str, Any] = {"fields": {"account_id": ACCOUNT}, "process_id": process_id, "acknowledge_gaps": True}
    with storage.writing() as work:
        return open_opportunity(work, SaidOpening(**{**usual, **said}), by=by(a_rep()), at=NOON).after.id


def move(storage: Storage, opportunity_id: OpportunityId, stage: Stage, **said: Any) -> Opportunity:
    """The rep moves it, whatever is missing by the way, and keeps the activities of the stage that is left."""
    wish: dict[str, Any] = {"opportunity_id": opportunity_id, "stage_id": stage.id}
    usual: dict[str, Any] = {**wish, "acknowledge_gaps": True, "cancel_activities": ()}
    at = said.pop("at", NOON)
    with storage.writing() as work:
        return move_opportunity(work, WantedMove(**{**usual, **said}), by=by(a_rep()), at=at).after
