"""Ending the sales targets of people who have left and of stages that are no longer used (SG-53)."""

from collections.abc import Sequence

from stageline.domain.events import By, Channel
from stageline.domain.ids import EventId, StageId, TargetId, UserId
from stageline.domain.people.changes import UserDeactivated
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.changes import DraftChanged, ProcessChanged, ProcessDeleted, ProcessPublished
from stageline.domain.targets.changes import TargetEnded, TargetSet
from stageline.domain.targets.changing import ended
from stageline.domain.targets.setting import KnownStage
from stageline.domain.targets.target import SalesTarget
from stageline.storage.journal import KeptEvent
from stageline.storage.unit_of_work import Work

ENDS = frozenset(
    event.kind for event in (UserDeactivated, DraftChanged, ProcessChanged, ProcessPublished, ProcessDeleted, TargetSet)
)
"""What may leave a target without its person or its stage; also that one is set, at the moment at which they leave."""
BY_ITSELF = By(SYSTEM, Channel.SYSTEM)


def end_for_the_gone(work: Work, events: Sequence[KeptEvent]) -> None:
    """Of a person with the period in which they left; for a stage at the moment from which it was not used."""
    left = {UserId(event.subject_id): event for event in events if event.kind == UserDeactivated.kind}
    new = {TargetId(event.subject_id): event for event in events if event.kind == TargetSet.kind}
    changed = [event for event in events if event.kind not in (UserDeactivated.kind, TargetSet.kind)]
    targets = work.targets.of_the_gone(left, {key: event.id for key, event in new.items()})
    known = work.targets.stages({target.stage_id for target in targets if target.stage_id is not None})
    happened = []
    for target, event_id in zip(targets, work.new_ids(len(targets)), strict=True):
        stage = known.get(target.stage_id or StageId(0))
        has_stage = target.stage_id is None or (stage is not None and stage.is_active)
        if target.user_id in left or has_stage:
            because, why = left.get(target.user_id) or new.get(target.id), "person_left"
        else:
            because, why = _last_change(changed, stage), "stage_archived"
        if because is not None:
            happened.append(_ended(target, because, id=event_id, why=why))
    work.keep(happened)
    work.targets.save([event.target for event in happened])


def _last_change(changed: Sequence[KeptEvent], stage: KnownStage | None) -> KeptEvent | None:
    """Of the stage's process; of any when the stage is not there any more. Nothing could enter it since it was gone."""
    return next((e for e in reversed(changed) if stage is None or e.subject_id == stage.process_id), None)


def _ended(target: SalesTarget, because: KeptEvent, *, id: EventId, why: str) -> TargetEnded:
    after = ended(target, because.at, with_period=why == "person_left")
    return TargetEnded(id=id, at=because.at, by=BY_ITSELF, cause_id=because.id, target=after, why=why)
