"""What every change of a process shares: who may make it, the process as it is now, what is told of it afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from stageline.domain.conditions import Field, fields_with
from stageline.domain.events import By
from stageline.domain.ids import ProcessId, UserId
from stageline.domain.processes.changes import ProcessEvent
from stageline.domain.processes.comparing import Change
from stageline.domain.processes.definition import Definition, ProcessDocument, definition_of
from stageline.domain.processes.problem import Offered, Problem
from stageline.domain.processes.process import Process, ProcessNotFound
from stageline.domain.processes.publishing import require_version
from stageline.domain.processes.revision import Revision
from stageline.domain.rights import Right
from stageline.storage.people.owners import read_owners
from stageline.storage.unit_of_work import Work


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What a change made of a process, or would make of it.

    `affected` counts the open opportunities in stages that are different now (PS-243).
    """

    process: ProcessDocument
    problems: Sequence[Problem]
    changes: Sequence[Change]
    affected: int


def taken(
    work: Work, process_id: ProcessId, version: int | None, *, by: By, and_opportunities: bool = False
) -> Process:
    """The process for this transaction alone, if the asker may set processes up (PS-4) and knows what it is now."""
    by.actor.require(Right.SET_UP_PROCESSES)
    process = work.processes.take(process_id, and_opportunities=and_opportunities)
    if process is None:
        raise ProcessNotFound
    require_version(process, version)
    return process


def kept_fields(work: Work) -> Mapping[str, Field]:
    """All fields that a condition can ask about, retired ones too."""
    return fields_with(field.as_field() for field in work.catalogue.custom_fields)


def offered(work: Work, definition: Definition) -> Offered:
    """What is there for it to refer to: of the people, those whom it names."""
    named = {UserId(a.user_id) for s in definition.stages for a in s.actions if a.user_id is not None}
    people = read_owners(work.connection, named).values() if named else ()
    letters = {a.letter.template for s in definition.stages for a in s.actions if a.letter and a.letter.template}
    gatherings = {g.gathering for s in definition.stages for a in s.actions if (g := a.gathering) and g.gathering}
    kept = work.organisations.read()
    return Offered(
        fields=fields_with(field.as_field() for field in kept.catalogue.custom_fields if field.is_active),
        deal_roles=frozenset(role.key for role in kept.deal_roles if role.is_active),
        people=frozenset(person.user_id for person in people if person.is_active),
        outcomes={outcome.code: outcome for outcome in kept.outcomes if outcome.is_active},
        templates=frozenset(code for code, each in work.templates.named(letters).items() if each.is_active),
        gatherings=work.gatherings.held(gatherings),
    )


def happened(work: Work, event: type[ProcessEvent], process: Process, *, by: By, at: datetime, **said: Any) -> None:
    """To the journal, under a number of its own."""
    [event_id] = work.new_ids(1)
    told: dict[str, Any] = {"id": event_id, "at": at, "by": by, "process_id": process.id, "name": process.name}
    work.keep([event(**told, process_version=process.version, **said)])


def revised(work: Work, process: Process, changes: Sequence[Change], *, by: By, at: datetime) -> None:
    work.processes.add_revision(
        Revision(
            process_id=process.id,
            revision=process.revision,
            at=at,
            author_id=by.actor.user_id,
            definition=definition_of(process),
            changes=changes,
        )
    )
