"""What became of sales targets that were set or changed together, one by one."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from stageline.commands.targets.changing import Based
from stageline.commands.targets.setting import SetFor, SettingResult
from stageline.domain.errors import Refusal, described
from stageline.domain.ids import EventId, TargetId, UserId
from stageline.domain.targets.setting import NO_TARGET_YET
from stageline.domain.targets.target import SalesTarget
from stageline.storage.unit_of_work import Work


class SetShown(msgspec.Struct, frozen=True, kw_only=True):
    """`problem` says why it was refused, as the answer for one alone would have. In a preview nothing has an id."""

    user_id: UserId
    result: SettingResult
    target_id: TargetId | None
    number: int | None
    problem: dict[str, Any] | None


class TargetsSet(msgspec.Struct, frozen=True, kw_only=True):
    """`batch_id` is what those that were created have in common, and finds them again; one alone has none."""

    batch_id: EventId | None
    counts: dict[str, int]
    items: list[SetShown]


class NumberChanged(msgspec.Struct, frozen=True, kw_only=True):
    """`result` is `changed`, `unchanged`, or the code of the refusal that `problem` tells."""

    target_id: TargetId
    result: str
    version: int | None
    problem: dict[str, Any] | None


class NumbersChanged(msgspec.Struct, frozen=True):
    items: list[NumberChanged]


def targets_set(work: Work, answers: Sequence[SetFor]) -> TargetsSet:
    counted = Counter(answer.result for answer in answers)
    batches = [answer.target.batch_id for answer in answers if answer.target is not None]
    return TargetsSet(
        batch_id=batches[0] if batches and not work.is_rehearsal else None,
        counts={result.value: counted[result] for result in SettingResult},
        items=[_set(answer) for answer in answers],
    )


def _set(answer: SetFor) -> SetShown:
    target = answer.target
    return SetShown(
        user_id=answer.user_id,
        result=answer.result,
        target_id=None if target is None or target.id == NO_TARGET_YET else target.id,
        number=target.number_in(target.cycle.on(target.starts_on)) if target else None,
        problem=described(answer.refusal) if answer.refusal else None,
    )


def numbers_changed(work: Work, which: Sequence[Based], answers: Sequence[SalesTarget | Refusal]) -> NumbersChanged:
    changed = {event.subject_id for event in work.happened}
    return NumbersChanged([_number(each, answer, changed) for each, answer in zip(which, answers, strict=True)])


def _number(each: Based, answer: SalesTarget | Refusal, changed: set[int]) -> NumberChanged:
    if isinstance(answer, Refusal):
        return NumberChanged(target_id=each.id, result=answer.code, version=None, problem=described(answer))
    result = "changed" if each.id in changed else "unchanged"
    return NumberChanged(target_id=each.id, result=result, version=answer.version, problem=None)
