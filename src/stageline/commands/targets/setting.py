"""Setting sales targets: one, or the same for many people at once (SG-13)."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from stageline.commands.targets.counting import count_targets
from stageline.domain.errors import InvalidInput, Missing, Refusal, attempt
from stageline.domain.events import By
from stageline.domain.ids import SalesTeamId, TargetId, UserId
from stageline.domain.rights import Actor
from stageline.domain.targets.changes import TargetSet
from stageline.domain.targets.setting import NO_TARGET_YET, ForUser, WantedTarget, decide_setting, like
from stageline.domain.targets.target import SalesTarget, TargetExists, visible
from stageline.storage.targets.surrounding import there_for
from stageline.storage.unit_of_work import Work


class NobodyChosen(InvalidInput):
    """Choose people, or a sales team in which somebody is yours to set goals for."""

    code = "invalid_input"


class SettingResult(StrEnum):
    CREATED = "created"
    SKIPPED = "skipped"
    """There is one like it already (SG-8)."""
    REFUSED = "refused"


class SetFor(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it for one person. In a preview what would be created has no number yet."""

    user_id: UserId
    result: SettingResult
    target: SalesTarget | None = None
    refusal: Refusal | None = None


def set_target(work: Work, wanted: WantedTarget, user_id: UserId, *, by: By, at: datetime) -> SalesTarget:
    """One, with what already counts toward it (SG-51)."""
    [answer] = set_targets(work, wanted, [ForUser(user_id)], by=by, at=at)
    if answer.refusal is not None:
        raise answer.refusal
    if answer.target is None:
        raise TargetExists
    if not work.is_rehearsal:
        count_targets(work, [answer.target])
    return answer.target


def set_targets(work: Work, wanted: WantedTarget, whose: Sequence[ForUser], *, by: By, at: datetime) -> list[SetFor]:
    """One for each, each with its own life from then on; in the order in which they were named.

    What counts already is added up by the worker, as soon as this is committed.
    """
    there, moment = there_for(work, wanted, {each.user_id for each in whose}), work.moment(at)
    numbers = work.new_ids(len(whose))
    batch_id = numbers[0] if len(whose) > 1 else None
    decided = [
        attempt(decide_setting, wanted, each, there, actor=by.actor, moment=moment, batch_id=batch_id) for each in whose
    ]
    new = _without_twins(work, [one for one in decided if isinstance(one, SalesTarget)], at)
    added = {t.likeness: NO_TARGET_YET for t in new} if work.is_rehearsal else work.targets.add(new)
    kept = {t.likeness: msgspec.structs.replace(t, id=added[t.likeness]) for t in new if t.likeness in added}
    work.keep([
        TargetSet(id=event_id, at=at, by=by, target=target)
        for event_id, target in zip(numbers, kept.values(), strict=False)
    ])  # fmt: skip
    return [_answer(each, one, kept) for each, one in zip(whose, decided, strict=True)]


def people_for(work: Work, named: Sequence[ForUser], team_id: SalesTeamId | None, *, asker: Actor) -> list[ForUser]:
    """Those who are named, each with a number of their own if they have one, and the others of the team."""
    known = {each.user_id for each in named}
    members = in_team(work, team_id, asker=asker) if team_id is not None else []
    people = [*named, *(each for each in members if each.user_id not in known)]
    if not people:
        raise NobodyChosen([Missing(name="users" if team_id is None else "sales_team_id", remedy="Choose somebody.")])
    return people


def in_team(work: Work, team_id: SalesTeamId, *, asker: Actor) -> list[ForUser]:
    """Those who are in it at this moment, can own deals and are the asker's to set targets for (SG-13).

    Whoever joins later gets nothing by that.
    """
    members = work.targets.team(team_id)
    return [ForUser(user_id) for user_id in members if asker.reaches_targets_of(user_id)]


def copy_target(work: Work, id: TargetId, whose: Sequence[ForUser], *, by: By, at: datetime) -> list[SetFor]:
    """The same for others, with its numbers from now on unless they get one of their own (SG-13)."""
    target = visible(work.targets.find(id), by.actor)
    return set_targets(work, like(target, at), whose, by=by, at=at)


def _without_twins(work: Work, targets: Sequence[SalesTarget], at: datetime) -> list[SalesTarget]:
    """Neither those that are there already, be it until their period ends, nor one person twice.

    The index that keeps two from setting the same at one moment knows only those that have no end.
    """
    alike = work.targets.alike(targets, at) if targets else {}
    found: dict[str, SalesTarget] = {}
    for target in targets:
        if target.likeness not in alike:
            found.setdefault(target.likeness, target)
    return [*found.values()]


def _answer(whose: ForUser, decided: SalesTarget | Refusal, kept: dict[str, SalesTarget]) -> SetFor:
    if isinstance(decided, Refusal):
        return SetFor(user_id=whose.user_id, result=SettingResult.REFUSED, refusal=decided)
    target = kept.pop(decided.likeness, None)
    result = SettingResult.SKIPPED if target is None else SettingResult.CREATED
    return SetFor(user_id=whose.user_id, result=result, target=target)
