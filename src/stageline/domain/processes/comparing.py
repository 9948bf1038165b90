"""What changed from one definition to the next, in words that a person can read (PS-242)."""

from collections.abc import Iterator
from typing import Any

import msgspec

from stageline.domain.processes.definition import Definition, WrittenCriterion, WrittenStage

_PLACE = ("id", "position")  # told by the document, but no content
_PARTS = {"stages", "criteria", "options", "actions", "outcomes"}


class Change(msgspec.Struct, frozen=True):
    """`what` names the place, as in "Qualify: probability"; None stands for what is not there."""

    what: str
    before: Any
    after: Any


def changes_between(before: Definition, after: Definition) -> list[Change]:
    """Stages and criteria are the same when their id is; what has none is new."""
    kept = {stage.id: stage for stage in after.stages if stage.id is not None}
    was = {stage.id: stage for stage in before.stages}
    changes = [*_fields(before, after, "Process"), *_fields(before.options, after.options, "Option")]
    changes += [Change(f"{s.name}: stage", s.name, None) for s in before.stages if s.id not in kept]
    for stage in after.stages:
        old = was.get(stage.id) if stage.id is not None else None
        changes += [Change(f"{stage.name}: stage", None, _told(stage))] if old is None else _of_stage(old, stage)
    return [*changes, *_order(before, after)]


def is_same(before: WrittenCriterion, after: WrittenCriterion) -> bool:
    """Whether a criterion says the same; where it stands in the list is no part of that."""
    return msgspec.structs.replace(before, id=None) == msgspec.structs.replace(after, id=None)


def _fields(before: msgspec.Struct, after: msgspec.Struct, where: str) -> Iterator[Change]:
    for name in before.__struct_fields__:
        if name in _PLACE or name in _PARTS:
            continue
        old, new = getattr(before, name), getattr(after, name)
        if isinstance(old, msgspec.Struct) and isinstance(new, msgspec.Struct):
            yield from _fields(old, new, f"{where}: {name}")
        elif old != new:
            yield Change(f"{where}: {name.replace('_', ' ')}", *msgspec.to_builtins((old, new)))


def _of_stage(before: WrittenStage, after: WrittenStage) -> Iterator[Change]:
    yield from _fields(before, after, after.name)
    kept = {c.id for c in after.criteria}
    was = {c.id: c for c in before.criteria}
    for criterion in before.criteria:
        if criterion.id not in kept:
            yield Change(f"{after.name}: criterion {criterion.name}", _told(criterion), None)
    for criterion in after.criteria:
        old = was.get(criterion.id) if criterion.id is not None else None
        where = f"{after.name}: criterion {criterion.name}"
        if old is None:
            yield Change(where, None, _told(criterion))
        else:
            yield from _fields(old, criterion, where)
    both = [[c.name for c in side if c.id in was and c.id in kept] for side in (before.criteria, after.criteria)]
    if sorted(both[0]) == sorted(both[1]) and both[0] != both[1]:
        yield Change(f"{after.name}: order of criteria", *both)
    yield from _of_actions(before, after)
    yield from _of_outcomes(before, after)


def _of_actions(before: WrittenStage, after: WrittenStage) -> Iterator[Change]:
    """The same while they have the same code."""
    was, now = ({action.code: action for action in stage.actions} for stage in (before, after))
    for code, action in was.items():
        if code not in now:
            yield Change(f"{after.name}: action {action.name}", _told(action), None)
    for code, action in now.items():
        where = f"{after.name}: action {action.name}"
        if code in was:
            yield from _fields(was[code], action, where)
        else:
            yield Change(where, None, _told(action))
    old, new = [code for code in was if code in now], [code for code in now if code in was]
    if old != new:
        yield Change(f"{after.name}: order of actions", *([now[code].name for code in codes] for codes in (old, new)))


def _of_outcomes(before: WrittenStage, after: WrittenStage) -> Iterator[Change]:
    """One by its code and the type of activity; their order says nothing."""
    was, now = ({(o.outcome, o.activity_type): o for o in stage.outcomes} for stage in (before, after))
    for key, link in (was | now).items():
        of_type = f" of {link.activity_type.value}" if link.activity_type is not None else ""
        where = f"{after.name}: outcome {link.outcome}{of_type}"
        if key in was and key in now:
            yield from _fields(was[key], now[key], where)
        else:
            yield Change(where, *(_told(side[key]) if key in side else None for side in (was, now)))


def _order(before: Definition, after: Definition) -> Iterator[Change]:
    """Told by the present names, and only of stages that were there before."""
    names = {stage.id: stage.name for stage in after.stages if stage.id is not None}
    old = [names[stage.id] for stage in before.stages if stage.id in names]
    was = {stage.id for stage in before.stages}
    new = [stage.name for stage in after.stages if stage.id is not None and stage.id in was]
    if old != new:
        yield Change("Order of stages", old, new)


def _told(part: msgspec.Struct) -> Any:
    return {name: value for name, value in msgspec.to_builtins(part).items() if name not in _PLACE}
