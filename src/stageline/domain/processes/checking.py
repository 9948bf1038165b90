"""What is wrong with a definition: what cannot be kept at all, and what keeps a process from being published."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from stageline.domain.conditions import Field, InvalidCondition, parse_condition
from stageline.domain.errors import Missing
from stageline.domain.files.naming import folded
from stageline.domain.processes.checking_actions import (
    leading_twice,
    never_advancing,
    problems_of_actions,
    problems_of_outcomes,
    unknown_role,
    wrong_actions,
    wrong_outcomes,
)
from stageline.domain.processes.criterion import CriterionKind, Strength
from stageline.domain.processes.definition import Definition, WrittenCriterion, WrittenStage
from stageline.domain.processes.problem import Incomplete, InvalidDefinition, Offered, Problem, error, warning
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import CLOSED_VALUES, Category, StageType

MAX_STAGES = 60
# What a stage may have of each; lists that make sense are far shorter.
MOST: Mapping[str, int] = {
    "criteria": 50, "objectives": 30, "links": 20, "key_fields": 30, "actions": 50, "outcomes": 50,
}  # fmt: skip
MAX_KEY_FIELDS = 5
MAX_REQUIRED_FIELDS = 7
LINKS = re.compile(r"(https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)


def refuse_oversized(definition: Definition) -> None:
    """To be asked before anything else is done with a definition."""
    if wrong := [*_too_many(definition)]:
        raise InvalidDefinition(wrong)


def refuse_unkeepable(definition: Definition, process: Process, fields: Mapping[str, Field]) -> None:
    """Names everything at once that makes no sense even in a draft.

    The definition is as it was given, with codes: a closed stage may say its fixed values or none (PS-20).
    """
    wrong = [*_nameless(definition), *_wrong_ids(definition, process)]
    codes = {stage.code for stage in definition.stages if stage.code and not stage.is_closed}
    for number, stage in enumerate(definition.stages):
        path = f"stages[{number}]"
        wrong += _wrong_values(stage, path)
        wrong += _wrong_links(stage, path)
        wrong += wrong_actions(stage, path)
        wrong += wrong_outcomes(stage, path)
        for name in ("min_furthest_stage", "below_furthest_stage"):
            if getattr(stage, name) and getattr(stage, name) not in codes:
                wrong.append(Missing(name=f"{path}.{name}", remedy="Give the code of an open stage of this process."))
        for index, criterion in enumerate(stage.criteria):
            wrong += _wrong_criterion(criterion, f"{path}.criteria[{index}]", fields)
    if wrong:
        raise InvalidDefinition(wrong)


def problems_of(definition: Definition, offered: Offered) -> list[Problem]:
    """Every problem at once (PS-6). The definition is a tidied one, which can be kept."""
    used = [(f"stages[{n}]", stage) for n, stage in enumerate(definition.stages) if stage.is_active]
    problems = [*_lacking(definition), *_said_twice(definition), *_falling(used)]
    problems += [*leading_twice(used), *never_advancing(definition, used), *_owning(definition, offered)]
    for path, stage in used:
        problems += _problems_of_stage(stage, path, offered)
    return problems


def refuse_errors(problems: Sequence[Problem]) -> None:
    if any(problem.level == "error" for problem in problems):
        raise Incomplete(problems)


def _too_many(definition: Definition) -> Iterator[Missing]:
    if len(definition.stages) > MAX_STAGES:
        yield Missing(name="stages", remedy=f"Keep at most {MAX_STAGES} stages.")
    for number, stage in enumerate(definition.stages):
        for name, most in MOST.items():
            if len(getattr(stage, name)) > most:
                yield Missing(name=f"stages[{number}].{name}", remedy=f"Keep at most {most} of these.")


def _nameless(definition: Definition) -> Iterator[Missing]:
    """What has been given nothing but blanks for a name."""
    names = [("name", definition.name)]
    for number, stage in enumerate(definition.stages):
        names.append((f"stages[{number}].name", stage.name))
        names += [(f"stages[{number}].criteria[{n}].name", c.name) for n, c in enumerate(stage.criteria)]
        names += [(f"stages[{number}].links[{n}].label", link.label) for n, link in enumerate(stage.links)]
    yield from (Missing(name=path, remedy="Give a name.") for path, name in names if not name.strip())


def _wrong_ids(definition: Definition, process: Process) -> Iterator[Missing]:
    """A criterion may go to another stage with its id, but neither it nor a stage to another process."""
    said = [(f"stages[{number}]", stage) for number, stage in enumerate(definition.stages)]
    yield from _unknown_or_twice([(path, stage.id) for path, stage in said], {s.id for s in process.stages})
    criteria = [(f"{path}.criteria[{n}]", c.id) for path, stage in said for n, c in enumerate(stage.criteria)]
    yield from _unknown_or_twice(criteria, {c.id for s in process.stages for c in s.criteria if c.in_force_to is None})


def _unknown_or_twice(said: Sequence[tuple[str, int | None]], known: Collection[int]) -> Iterator[Missing]:
    seen: set[int] = set()
    for path, its_id in said:
        if its_id is not None and its_id not in known:
            yield Missing(name=f"{path}.id", remedy="Leave the id out of what is new.")
        elif its_id is not None and its_id in seen:
            yield Missing(name=f"{path}.id", remedy="This id stands twice; leave it out of one.")
        elif its_id is not None:
            seen.add(its_id)


def _wrong_values(stage: WrittenStage, path: str) -> Iterator[Missing]:
    if stage.is_default_won and stage.type is not StageType.WON:
        yield Missing(name=f"{path}.is_default_won", remedy="Only a won stage can be the default won stage.")
    if stage.is_closed:
        probability, category = CLOSED_VALUES[stage.type]
        if stage.probability not in (None, probability):
            yield Missing(name=f"{path}.probability", remedy=f"It is fixed at {probability}; leave it out.")
        if stage.category not in (None, category):
            yield Missing(name=f"{path}.category", remedy=f"It is fixed at {category.value}; leave it out.")
        return
    if stage.probability == 100:
        yield Missing(name=f"{path}.probability", remedy="Give 0 to 99; 100 comes with winning.")
    if stage.category is Category.CLOSED:
        yield Missing(name=f"{path}.category", remedy="Choose another category; closed comes with winning.")


def _wrong_links(stage: WrittenStage, path: str) -> Iterator[Missing]:
    for number, link in enumerate(stage.links):
        if not LINKS.fullmatch(link.url):
            remedy = "Give an address that begins with https://, http:// or mailto:."
            yield Missing(name=f"{path}.links[{number}].url", remedy=remedy)


# What each kind of criterion says besides its words; the others leave it out.
_SAYS = {
    CriterionKind.FIELD: "condition",
    CriterionKind.RELATED: "related",
    CriterionKind.APPROVAL: "approver",
    CriterionKind.FILE: "file",
}


def _wrong_criterion(criterion: WrittenCriterion, path: str, fields: Mapping[str, Field]) -> Iterator[Missing]:
    needed = _SAYS.get(criterion.kind)
    for name in _SAYS.values():
        is_said = getattr(criterion, name) is not None
        if name == needed and not is_said:
            yield Missing(name=f"{path}.{name}", remedy=f"A criterion of kind {criterion.kind.value} needs this.")
        elif name != needed and is_said:
            yield Missing(name=f"{path}.{name}", remedy=f"A criterion of kind {criterion.kind.value} has none.")
    if criterion.kind is CriterionKind.FIELD and criterion.condition is not None:
        yield from _wrong_condition(criterion.condition, path, fields)


def _wrong_condition(raw: object, path: str, fields: Mapping[str, Field]) -> Sequence[Missing]:
    try:
        parse_condition(raw, fields)
    except InvalidCondition as wrong:
        return [Missing(name=f"{path}.{each.name}", remedy=each.remedy) for each in wrong.missing]
    return ()


def _lacking(definition: Definition) -> Iterator[Problem]:
    """What every process has (PS-3, PS-20)."""
    used = [stage for stage in definition.stages if stage.is_active]
    open_stages = sum(not stage.is_closed for stage in used)
    if open_stages == 0:
        yield error("stages", "Add an open stage.", "no_open_stage")
    elif open_stages == 1:
        yield warning("stages", "Add a second open stage, so that opportunities can advance.", "one_open_stage")
    if sum(stage.is_default_won for stage in used) != 1:
        yield error("stages", "Mark exactly one won stage as the default.", "no_default_won_stage")
    if not any(stage.type is StageType.LOST for stage in used):
        yield error("stages", "Add a lost stage.", "no_lost_stage")


def _owning(definition: Definition, offered: Offered) -> Iterator[Problem]:
    role = definition.options.owner_role
    if role is not None and folded(role) not in offered.deal_roles:
        yield unknown_role("options.owner_role", role)


def _said_twice(definition: Definition) -> Iterator[Problem]:
    """Names must differ among the stages in use; a code belongs to one stage for good."""
    said: tuple[tuple[str, Callable[[WrittenStage], str]], ...] = (
        ("name", lambda stage: stage.name.casefold() if stage.is_active else ""),
        ("code", lambda stage: stage.code),
    )
    for what, of in said:
        counted = Counter(of(stage) for stage in definition.stages)
        for number, stage in enumerate(definition.stages):
            if of(stage) and counted[of(stage)] > 1:
                remedy = f"Give each stage a {what} of its own; {getattr(stage, what)} stands twice."
                yield error(f"stages[{number}].{what}", remedy, f"{what}_twice")


def _falling(used: Sequence[tuple[str, WrittenStage]]) -> Iterator[Problem]:
    known = [(p, s, s.probability) for p, s in used if not s.is_closed and s.probability is not None]
    for (_, before, higher), (path, stage, lower) in pairwise(known):
        if lower < higher:
            remedy = f"{stage.name} has {lower} % and {before.name} before it {higher} %."
            yield warning(f"{path}.probability", remedy, "probability_falls")


def _problems_of_stage(stage: WrittenStage, path: str, offered: Offered) -> Iterator[Problem]:
    if not (stage.definition.strip() or stage.criteria or stage.actions):
        remedy = f"Say what it means to be in {stage.name}, what is done or what must hold there."
        yield warning(f"{path}.definition", remedy, "says_nothing")
    if len(stage.key_fields) > MAX_KEY_FIELDS:
        remedy = f"Keep at most {MAX_KEY_FIELDS} key fields in {stage.name}."
        yield error(f"{path}.key_fields", remedy, "too_many_key_fields")
    for number, key in enumerate(stage.key_fields):
        if key not in offered.fields:
            yield _no_field(f"{path}.key_fields[{number}]", key)
    for number, criterion in enumerate(stage.criteria):
        yield from _problems_of_criterion(criterion, f"{path}.criteria[{number}]", offered.fields)
    yield from problems_of_actions(stage, path, offered)
    yield from problems_of_outcomes(stage, path, offered)
    if len(required := _required_fields(stage)) > MAX_REQUIRED_FIELDS:
        remedy = (
            f"{stage.name} requires {len(required)} fields. People fill more than {MAX_REQUIRED_FIELDS} with noise."
        )
        yield warning(f"{path}.criteria", remedy, "too_many_required_fields")


def _problems_of_criterion(criterion: WrittenCriterion, path: str, offered: Mapping[str, Field]) -> Iterator[Problem]:
    if not criterion.remedy.strip():
        yield error(f"{path}.remedy", f"Say what puts right that {criterion.name} is missing.", "no_remedy")
    for key in sorted(fields_named(criterion.condition) - offered.keys()):
        yield _no_field(f"{path}.condition", key)


def _no_field(path: str, key: str) -> Problem:
    return error(path, f"There is no field {key} to fill. Name another.", "missing_field")


def _required_fields(stage: WrittenStage) -> set[str]:
    """What its criteria ask people to fill (PS-165); information asks for nothing."""
    asking = [c for c in stage.criteria if c.strength is not Strength.INFO]
    return set().union(*(fields_named(c.condition) for c in asking))


def fields_named(condition: object) -> set[str]:
    """The keys of all fields in a condition's JSON."""
    match condition:
        case {"field": str(key)}:
            return {key}
        case dict():
            return set().union(*(fields_named(part) for part in condition.values()))
        case list():
            return set().union(*(fields_named(part) for part in condition))
        case _:
            return set()
