"""Saving a process by its whole definition, as one act (PS-19)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from stageline.commands.processes.cleaning import cleaned
from stageline.commands.processes.deciding import Saved, happened, kept_fields, offered, revised, taken
from stageline.domain.errors import Missing
from stageline.domain.events import By
from stageline.domain.ids import EventId, ProcessId, UserId
from stageline.domain.processes.changes import CategoryFollowed, DraftChanged, ProcessChanged
from stageline.domain.processes.checking import (
    problems_of,
    refuse_errors,
    refuse_oversized,
    refuse_unkeepable,
)
from stageline.domain.processes.comparing import Change, changes_between
from stageline.domain.processes.defining import (
    endangered,
    moved_in_order,
    recategorised,
    redefined,
    touched,
    with_remembered,
)
from stageline.domain.processes.definition import Definition, definition_of, document_of
from stageline.domain.processes.problem import InvalidDefinition
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.stage import Stage
from stageline.domain.processes.tidying import tidied, with_codes
from stageline.storage.unit_of_work import Work

FOLLOWED = Change("Holds for", "those who enter from now on", "everyone, also those in their stage")


def define_process(
    work: Work,
    process_id: ProcessId,
    definition: Definition,
    *,
    version: int | None,
    by: By,
    at: datetime,
    follow_now: bool = False,
) -> Saved:
    """A draft is simply written over. What is published must stay complete, and gets a revision (PS-6, PS-242).

    A preview tells errors where the real thing refuses them, so that all of them are seen beside the changes.
    """
    before = taken(work, process_id, version, by=by, and_opportunities=True)
    wanted = understood(work, before, definition)
    is_draft = before.state is ProcessState.DRAFT
    changes = changes_between(definition_of(before), wanted)
    if follow_now and not is_draft:
        changes.append(FOLLOWED)
    problems = problems_of(wanted, offered(work, wanted))
    if not changes:
        return Saved(process=document_of(before), problems=problems, changes=(), affected=0)
    if not (is_draft or work.is_rehearsal):
        refuse_errors(problems)
    after = redefined(before, wanted, fields=kept_fields(work), at=at, follow_now=follow_now)
    after = replace(after, version=before.version + 1, revision=before.revision + (not is_draft))
    affected = 0 if is_draft else work.processes.open_in(touched(before, after))
    if is_draft:
        saved = _save_draft(work, before, after, by=by, at=at)
    else:
        saved = _save_published(work, before, after, changes, by=by, at=at, follow_now=follow_now)
    return Saved(process=document_of(saved), problems=problems, changes=changes, affected=affected)


def understood(work: Work, before: Process, definition: Definition) -> Definition:
    """What can be kept of it, as it will be kept; refused where something relies on what it leaves out."""
    refuse_oversized(definition)
    said = with_codes(cleaned(definition), before)
    refuse_unkeepable(said, before, kept_fields(work))
    owner_id = said.options.default_owner_id
    if owner_id is not None and not work.processes.may_own(UserId(owner_id)):
        remedy = "Choose a person who can own opportunities."
        raise InvalidDefinition([Missing(name="options.default_owner_id", remedy=remedy)])
    work.processes.refuse_taken(said.name, besides=before.id)
    usage = work.processes.usage(endangered(before, said))
    return with_remembered(before, tidied(said, kept_fields(work)), usage)


def _save_draft(work: Work, before: Process, after: Process, *, by: By, at: datetime) -> Process:
    happened(work, DraftChanged, after, by=by, at=at)
    return after if work.is_rehearsal else work.processes.save(before, after)


def _save_published(
    work: Work,
    before: Process,
    after: Process,
    changes: Sequence[Change],
    *,
    by: By,
    at: datetime,
    follow_now: bool,
) -> Process:
    happened(work, ProcessChanged, after, by=by, at=at, revision=after.revision, follow_now=follow_now)
    cause = work.happened[-1].id
    if work.is_rehearsal:
        saved = after
    else:
        saved = work.processes.save(before, after)
        revised(work, saved, changes, by=by, at=at)
        if moved_in_order(before, saved):
            work.processes.rank_furthest(saved.id)
    for stage in recategorised(before, saved):
        _recategorise(work, stage, cause, by=by, at=at)
    return saved


def _recategorise(work: Work, stage: Stage, cause: EventId, *, by: By, at: datetime) -> None:
    """The open opportunities in a stage take its forecast category, unless somebody has set theirs (PS-22, PS-178)."""
    if stage.category is None:
        return
    followers = work.processes.to_follow(stage.id, stage.category)
    events = [
        CategoryFollowed(
            id=event_id,
            at=at,
            by=by,
            cause_id=cause,
            of=follower.id,
            made_version=follower.version + 1,
            stage_id=stage.id,
            before=follower.category,
            after=stage.category.value,
        )
        for follower, event_id in zip(followers, work.new_ids(len(followers)), strict=True)
    ]
    work.keep(events)
    if not work.is_rehearsal:
        work.processes.follow(stage.id, stage.category, [_field_row(event) for event in events])


def _field_row(event: CategoryFollowed) -> dict[str, object]:
    return {
        "event_id": event.id,
        "opportunity_id": event.of,
        "version": event.made_version,
        "field": "category",
        "before": event.before,
        "after": event.after,
        "channel": event.by.channel,
        "actor_id": event.by.actor.user_id,
        "batch_id": event.by.batch_id,
        "at": event.at,
    }
