"""What is wrong with the actions of a stage, and with the outcomes that lead to it."""

from collections.abc import Iterator, Sequence

from stageline.domain.activities.outcome import offered_for
from stageline.domain.errors import Missing
from stageline.domain.files.naming import folded
from stageline.domain.processes.action import ActionDefinition, ActionType, ActivityPlan, ActivityType, AutoAdvance
from stageline.domain.processes.definition import Definition, WrittenStage
from stageline.domain.processes.problem import Offered, Problem, error, warning

# Each type of action plans what it makes; a checklist makes nothing.
PLANS = {
    ActionType.CALENDAR_ACTIVITY: "activity",
    ActionType.LETTER: "letter",
    ActionType.GATHERING: "gathering",
}


def wrong_actions(stage: WrittenStage, path: str) -> Iterator[Missing]:
    """What makes no sense even in a draft."""
    seen: set[str] = set()
    for number, action in enumerate(stage.actions):
        at = f"{path}.actions[{number}]"
        if not action.name.strip():
            yield Missing(name=f"{at}.name", remedy="Give a name.")
        if action.code in seen:
            remedy = f"Give each action of {stage.name} a code of its own; {action.code} stands twice."
            yield Missing(name=f"{at}.code", remedy=remedy)
        seen.add(action.code)
        yield from _wrong_plan(action, at)


def wrong_outcomes(stage: WrittenStage, path: str) -> Iterator[Missing]:
    seen: set[tuple[str, ActivityType | None]] = set()
    for number, link in enumerate(stage.outcomes):
        if link.outcome and (link.outcome, link.activity_type) in seen:
            remedy = f"{link.outcome} leads to {stage.name} twice; leave one out."
            yield Missing(name=f"{path}.outcomes[{number}].outcome", remedy=remedy)
        seen.add((link.outcome, link.activity_type))


def problems_of_actions(stage: WrittenStage, path: str, offered: Offered) -> Iterator[Problem]:
    """Of those in use; what is put away may name what is gone."""
    for number, action in enumerate(stage.actions):
        if action.is_active:
            yield from _problems_of_action(action, f"{path}.actions[{number}]", offered)


def problems_of_outcomes(stage: WrittenStage, path: str, offered: Offered) -> Iterator[Problem]:
    for number, link in enumerate(stage.outcomes):
        at = f"{path}.outcomes[{number}]"
        outcome = offered.outcomes.get(link.outcome)
        if outcome is None:
            remedy = f"There is no outcome {link.outcome} to record. Name another." if link.outcome else "Name one."
            yield error(f"{at}.outcome", remedy, "unknown_outcome")
        elif link.activity_type is not None and not outcome.is_for(link.activity_type):
            remedy = f"{outcome.label} never comes of that type of activity. Choose another type, or any."
            yield warning(f"{at}.activity_type", remedy, "outcome_of_other_type")


def leading_twice(used: Sequence[tuple[str, WrittenStage]]) -> Iterator[Problem]:
    """An outcome of one type of activity leads to one stage of a process, so that nobody has to guess (PS-80)."""
    first: dict[tuple[str, ActivityType | None], str] = {}
    for path, stage in used:
        for number, link in enumerate(stage.outcomes):
            before = first.setdefault((link.outcome, link.activity_type), stage.name)
            if link.outcome and before != stage.name:
                remedy = f"{link.outcome} leads to {before} already; let it lead to one of the two."
                yield error(f"{path}.outcomes[{number}].outcome", remedy, "outcome_twice")


def never_advancing(definition: Definition, used: Sequence[tuple[str, WrittenStage]]) -> Iterator[Problem]:
    """A stage without actions never advances by itself (PS-123)."""
    has_actions = any(action.is_active for _, stage in used if not stage.is_closed for action in stage.actions)
    if definition.options.auto_advance is not AutoAdvance.OFF and not has_actions:
        remedy = "No open stage has an action, so none can be complete. Add actions, or turn this off."
        yield warning("options.auto_advance", remedy, "auto_advance_without_actions")


def _wrong_plan(action: ActionDefinition, path: str) -> Iterator[Missing]:
    its = PLANS.get(action.type)
    for name in PLANS.values():
        if name != its and getattr(action, name) is not None:
            yield Missing(name=f"{path}.{name}", remedy=f"An action of type {action.type.value} has none.")
    if action.is_auto_created and action.type is not ActionType.CALENDAR_ACTIVITY:
        remedy = "Only a calendar activity can be created at once; turn this off."
        yield Missing(name=f"{path}.is_auto_created", remedy=remedy)
    if action.deal_role is not None and action.user_id is not None:
        remedy = "Name a deal role or a person, not both."
        yield Missing(name=f"{path}.user_id", remedy=remedy)
    plan = action.activity
    if plan is not None and plan.is_tracked and plan.type is ActivityType.PERSONAL:
        remedy = "Nobody is asked what came of a personal activity. Turn this off, or choose another type."
        yield Missing(name=f"{path}.activity.is_tracked", remedy=remedy)


def _problems_of_action(action: ActionDefinition, path: str, offered: Offered) -> Iterator[Problem]:
    plan = action.activity or ActivityPlan()
    named = [(f"{path}.deal_role", action.deal_role)] if action.deal_role is not None else []
    named += [(f"{path}.activity.deal_roles[{n}]", role) for n, role in enumerate(plan.deal_roles)]
    for at, role in named:
        if role is not None and folded(role) not in offered.deal_roles:
            yield unknown_role(at, role)
    if action.user_id is not None and action.user_id not in offered.people:
        remedy = f"The person who does {action.name} is not here any more. Choose another, or a deal role."
        yield error(f"{path}.user_id", remedy, "nobody")
    if plan.is_tracked and not offered_for(list(offered.outcomes.values()), plan.type):
        remedy = f"No outcome is for activities of type {plan.type.value}. Add one to the list of outcomes."
        yield warning(f"{path}.activity.is_tracked", remedy, "no_outcome")
    yield from _problems_of_sending(action, path, offered)


def _problems_of_sending(action: ActionDefinition, path: str, offered: Offered) -> Iterator[Problem]:
    """A letter is written from a template (PS-6); an invitation may leave open to what (PS-54)."""
    if action.type is ActionType.LETTER:
        template = action.letter.template if action.letter else ""
        if not template:
            yield error(f"{path}.letter.template", f"Choose a letter template for {action.name}.", "no_template")
        elif template not in offered.templates:
            remedy = f"There is no letter template {template} in use. Choose another for {action.name}."
            yield error(f"{path}.letter.template", remedy, "unknown_template")
    gathering = action.gathering.gathering if action.gathering else ""
    if gathering and gathering not in offered.gatherings:
        remedy = (
            f"There is no event {gathering}, or it was cancelled. Choose another for {action.name}, or leave it open."
        )
        yield error(f"{path}.gathering.gathering", remedy, "unknown_gathering")


def unknown_role(path: str, role: str) -> Problem:
    remedy = f"There is no deal role {role} in use. Choose another, or add it to the list."
    return error(path, remedy, "unknown_deal_role")
