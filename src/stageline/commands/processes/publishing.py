"""Publishing a process, making it the default, archiving and deleting it."""

from dataclasses import replace
from datetime import datetime

from stageline.commands.processes.deciding import Saved, happened, offered, revised, taken
from stageline.domain.events import By
from stageline.domain.ids import ProcessId
from stageline.domain.processes.changes import (
    ProcessArchived,
    ProcessDeleted,
    ProcessMadeDefault,
    ProcessPublished,
    ProcessRestored,
)
from stageline.domain.processes.checking import problems_of, refuse_errors
from stageline.domain.processes.comparing import Change
from stageline.domain.processes.definition import definition_of, document_of
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.publishing import (
    archived,
    as_default,
    no_longer_default,
    published,
    refuse_deletion,
    restored,
)
from stageline.domain.rights import Right
from stageline.storage.unit_of_work import Work

FIRST = (Change("Process: state", "draft", "published"),)


def publish_process(work: Work, process_id: ProcessId, *, version: int | None, by: By, at: datetime) -> Saved:
    """Offers a draft for new opportunities when nothing is wrong with it (PS-5, PS-6); a preview is the check alone.

    The first one becomes the default. What is published already stays as it is.
    """
    by.actor.require(Right.SET_UP_PROCESSES)
    work.processes.take_all()
    before = taken(work, process_id, version, by=by)
    definition = definition_of(before)
    problems = problems_of(definition, offered(work, definition))
    if before.state is ProcessState.PUBLISHED:
        return Saved(process=document_of(before), problems=problems, changes=(), affected=0)
    after = published(before)
    is_first = work.processes.default_id() is None
    if is_first:
        after = replace(after, is_default=True)
    if not work.is_rehearsal:
        refuse_errors(problems)
        work.processes.save_states([after])
        revised(work, after, FIRST, by=by, at=at)
    happened(work, ProcessPublished, after, by=by, at=at, revision=after.revision)
    if is_first:
        happened(work, ProcessMadeDefault, after, by=by, at=at)
    return Saved(process=document_of(after), problems=problems, changes=FIRST, affected=0)


def make_default(work: Work, process_id: ProcessId, *, by: By, at: datetime) -> Process:
    """Preselects it for everybody without a choice of their own; the one that was no longer is (PS-7)."""
    by.actor.require(Right.SET_UP_PROCESSES)
    work.processes.take_all()
    before = taken(work, process_id, None, by=by)
    if before.is_default:
        return before
    after = as_default(before)
    last = work.processes.default_id()
    others = [no_longer_default(other) for other in work.processes.read([last] if last else [])]
    if not work.is_rehearsal:
        work.processes.save_states([*others, after])
    happened(work, ProcessMadeDefault, after, by=by, at=at)
    return after


def archive_process(work: Work, process_id: ProcessId, *, by: By, at: datetime) -> Process:
    """Takes it out of the offer; its opportunities go on as before (PS-5)."""
    before = taken(work, process_id, None, by=by)
    if before.state is ProcessState.ARCHIVED:
        return before
    after = archived(before)
    if not work.is_rehearsal:
        work.processes.save_states([after])
    happened(work, ProcessArchived, after, by=by, at=at)
    return after


def restore_process(work: Work, process_id: ProcessId, *, by: By, at: datetime) -> Process:
    """Offers an archived process again."""
    before = taken(work, process_id, None, by=by)
    if before.state is ProcessState.PUBLISHED:
        return before
    after = restored(before)
    if not work.is_rehearsal:
        definition = definition_of(before)
        refuse_errors(problems_of(definition, offered(work, definition)))
        work.processes.save_states([after])
    happened(work, ProcessRestored, after, by=by, at=at)
    return after


def delete_process(work: Work, process_id: ProcessId, *, version: int | None, by: By, at: datetime) -> None:
    """Only what no opportunity has ever followed (PS-14)."""
    process = taken(work, process_id, version, by=by)
    refuse_deletion(process, work.processes.used(process.id))
    happened(work, ProcessDeleted, process, by=by, at=at)
    if not work.is_rehearsal:
        work.processes.delete(process)
