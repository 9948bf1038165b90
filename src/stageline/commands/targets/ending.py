"""Ending the sales targets of people who have left and of stages that are no longer used (SG-53)."""

from collections.abc import Sequence

from stageline.domain.events import By, Channel
from stageline.domain.ids import UserId
from stageline.domain.people.changes import UserDeactivated
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.changes import ProcessArchived, ProcessChanged, ProcessDeleted, ProcessPublished
from stageline.domain.targets.changes import TargetEnded
from stageline.domain.targets.changing import ended
from stageline.storage.journal import KeptEvent
from stageline.storage.unit_of_work import Work

ENDS = frozenset(
    event.kind for event in (UserDeactivated, ProcessArchived, ProcessChanged, ProcessDeleted, ProcessPublished)
)
BY_ITSELF = By(SYSTEM, Channel.SYSTEM)


def end_for_the_gone(work: Work, events: Sequence[KeptEvent]) -> None:
    """Of a person with the period in which they left; for a stage at the moment from which it was not used."""
    left = {UserId(e.subject_id): e for e in reversed(events) if e.kind == UserDeactivated.kind}
    changed = next((event for event in events if event.kind != UserDeactivated.kind), None)
    happened = []
    targets = work.targets.of_the_gone(left)
    for target, event_id in zip(targets, work.new_ids(len(targets)), strict=True):
        because = left.get(target.user_id) or changed
        if because is None:
            continue
        is_person = because.kind == UserDeactivated.kind
        after = ended(target, because.at, with_period=is_person)
        happened.append(
            TargetEnded(
                id=event_id,
                at=because.at,
                by=BY_ITSELF,
                cause_id=because.id,
                target=after,
                why="person_left" if is_person else "stage_archived",
            )
        )
    work.keep(happened)
    work.targets.save([event.target for event in happened])
