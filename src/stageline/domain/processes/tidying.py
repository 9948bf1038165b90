"""A definition as it is kept: codes given, open stages first, closed stages with their fixed values."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec

from stageline.domain.conditions import Field, parse_condition, to_json
from stageline.domain.ids import StageId
from stageline.domain.processes.action import ActionDefinition, ActionType, ActivityPlan, GatheringPlan, LetterPlan
from stageline.domain.processes.definition import Definition, WrittenCriterion, WrittenStage
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import CLOSED_VALUES

CODE_LENGTH = 40


def with_codes(definition: Definition, process: Process | None = None) -> Definition:
    """Every stage gets a code, which is none that a stage of the process has or had; so do the actions of each."""
    taken = {stage.code for stage in definition.stages if stage.code}
    taken |= {stage.code for stage in process.stages} if process else set()
    was = {stage.id: stage.actions for stage in process.stages} if process else {}
    stages = (
        msgspec.structs.replace(
            stage,
            code=stage.code or new_code(stage.name, taken),
            actions=_with_codes(stage.actions, was.get(StageId(stage.id), ()) if stage.id else ()),
        )
        for stage in definition.stages
    )
    return msgspec.structs.replace(definition, stages=tuple(stages))


def tidied(definition: Definition, fields: Mapping[str, Field]) -> Definition:
    """Says the same in the one way in which it is compared and kept. The definition can be kept and has codes."""
    in_order = sorted(definition.stages, key=lambda stage: stage.is_closed)
    stages = tuple(_stage(stage, position, fields) for position, stage in enumerate(in_order, 1))
    return msgspec.structs.replace(definition, stages=stages)


def new_code(name: str, taken: set[str], otherwise: str = "stage") -> str:
    """A short code made from a name, which is not taken yet and is from then on; `otherwise` where no letter is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: CODE_LENGTH - 3].strip("_") or otherwise
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    taken.add(code)
    return code


def _with_codes(actions: Sequence[ActionDefinition], was: Sequence[ActionDefinition]) -> tuple[ActionDefinition, ...]:
    """A new action never takes the code of one that was there: opportunities may have copies of that."""
    taken = {action.code for action in (*actions, *was) if action.code}
    return tuple(
        a if a.code else msgspec.structs.replace(a, code=new_code(a.name, taken, otherwise="action")) for a in actions
    )


def _stage(stage: WrittenStage, position: int, fields: Mapping[str, Field]) -> WrittenStage:
    criteria = tuple(_criterion(criterion, fields) for criterion in stage.criteria)
    actions = tuple(_action(action) for action in stage.actions)
    stage = msgspec.structs.replace(stage, position=position, criteria=criteria, actions=actions)
    if not stage.is_closed:
        return stage
    probability, category = CLOSED_VALUES[stage.type]
    return msgspec.structs.replace(stage, probability=probability, category=category)


def _criterion(criterion: WrittenCriterion, fields: Mapping[str, Field]) -> WrittenCriterion:
    if criterion.condition is None:
        return criterion
    return msgspec.structs.replace(criterion, condition=to_json(parse_condition(criterion.condition, fields)))


def _action(action: ActionDefinition) -> ActionDefinition:
    """What its type plans begins with the usual values."""
    match action.type:
        case ActionType.CALENDAR_ACTIVITY:
            return msgspec.structs.replace(action, activity=action.activity or ActivityPlan())
        case ActionType.LETTER:
            return msgspec.structs.replace(action, letter=action.letter or LetterPlan())
        case ActionType.GATHERING:
            return msgspec.structs.replace(action, gathering=action.gathering or GatheringPlan())
        case ActionType.CHECKLIST:
            return action
