"""What is wrong with the actions of a stage and the outcomes that lead to it, and what changed in them."""

from typing import Any

import msgspec
import pytest

from stageline.domain.activities.outcome import SHIPPED_OUTCOMES
from stageline.domain.conditions import FIELDS
from stageline.domain.ids import ProcessId, UserId
from stageline.domain.processes.action import (
    ActionDefinition,
    ActionType,
    ActivityPlan,
    GatheringPlan,
    LetterPlan,
    StageOutcome,
)
from stageline.domain.processes.checking import problems_of, refuse_oversized, refuse_unkeepable
from stageline.domain.processes.comparing import Change, changes_between
from stageline.domain.processes.defining import redefined, touched
from stageline.domain.processes.definition import Definition, definition_of
from stageline.domain.processes.problem import InvalidDefinition, Offered, Problem
from stageline.domain.processes.process import Process, ProcessState
from stageline.domain.processes.tidying import tidied, with_codes
from tests.builders import NOON, a_process
from tests.definitions import a_definition, changed

DRAFT = Process(id=ProcessId(1), name="New business", revision=0, stages=(), state=ProcessState.DRAFT)
OUTCOMES = {outcome.code: outcome for outcome in SHIPPED_OUTCOMES}
OFFERED = Offered(
    fields=FIELDS, deal_roles=frozenset({"legal"}), people=frozenset({UserId(7)}), outcomes=OUTCOMES,
    templates=frozenset({"thanks"}), gatherings=frozenset({"demo_day"}),
)  # fmt: skip
CALL = {"type": "calendar_activity", "activity": {"type": "call"}}


def an_action(name: str = "First call", **said: Any) -> ActionDefinition:
    return msgspec.convert({"name": name, **said}, ActionDefinition)


def asking(*actions: ActionDefinition, outcomes: tuple[StageOutcome, ...] = (), **said: Any) -> Definition:
    return changed(a_definition(**said), "Qualify", actions=actions, outcomes=outcomes)


def leading(outcome: str, **said: Any) -> StageOutcome:
    return msgspec.convert({"outcome": outcome, **said}, StageOutcome)


def kept(definition: Definition, process: Process | None = None) -> Definition:
    return tidied(with_codes(definition, process), FIELDS)


def unkeepable(definition: Definition) -> list[str]:
    try:
        refuse_unkeepable(with_codes(definition), DRAFT, FIELDS)
    except InvalidDefinition as refused:
        return [missing.name for missing in refused.missing]
    return []


def problems(definition: Definition, offered: Offered = OFFERED) -> list[Problem]:
    return problems_of(kept(definition), offered)


def told(definition: Definition) -> list[tuple[str, str]]:
    return [(p.level, p.kind) for p in problems(definition)]


@pytest.mark.rule("PS-29")
def test_an_action_gets_a_code_of_its_own_from_its_name() -> None:
    named = asking(
        an_action("Call Ann"), an_action("call ann"), an_action("入口"), an_action("Other", code="call_ann_2")
    )

    assert [a.code for a in kept(named).stages[0].actions] == ["call_ann", "call_ann_3", "action", "call_ann_2"]


@pytest.mark.rule("PS-31")
def test_a_new_action_never_takes_the_code_of_one_that_was_there() -> None:
    process = a_process(stages={"Qualify": {"actions": (an_action("Call", code="call"),)}})
    anew = changed(definition_of(process), "Qualify", actions=(an_action("Call"),))
    elsewhere = changed(definition_of(process), "Demo", actions=(an_action("Call"),))

    assert kept(anew, process).stages[0].actions[0].code == "call_2"
    assert kept(elsewhere, process).stages[1].actions[0].code == "call"


@pytest.mark.rule("PS-29")
@pytest.mark.rule("PS-30")
@pytest.mark.parametrize(
    ("said", "part", "plan"),
    [
        ({"type": "calendar_activity"}, "activity", ActivityPlan()),
        ({"type": "letter"}, "letter", LetterPlan()),
        ({"type": "gathering"}, "gathering", GatheringPlan()),
    ],
)
def test_an_action_begins_with_the_usual_plan_of_its_type(said: dict[str, Any], part: str, plan: object) -> None:
    [action] = kept(asking(an_action(**said))).stages[0].actions

    assert {each.value for each in ActionType} == {"calendar_activity", "letter", "gathering", "checklist"}
    assert [name for name in ("activity", "letter", "gathering") if getattr(action, name) is not None] == [part]
    assert getattr(action, part) == plan


@pytest.mark.rule("PS-29")
@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (CALL, []),
        ({"type": "letter", "letter": {"template": "not_there_yet", "delivery": "print"}}, []),
        ({"type": "gathering", "gathering": {"gathering": "demo_day"}}, []),
        ({"type": "checklist"}, []),
        ({"name": " "}, ["name"]),
        ({"type": "checklist", "activity": {}}, ["activity"]),
        ({"type": "letter", "activity": {}, "gathering": {}}, ["activity", "gathering"]),
        ({**CALL, "letter": {}}, ["letter"]),
        ({"type": "letter", "is_auto_created": True}, ["is_auto_created"]),
        ({**CALL, "is_auto_created": True}, []),
        ({"deal_role": "Legal", "user_id": 7}, ["user_id"]),
    ],
)
def test_an_action_says_what_its_type_needs_and_nothing_else(said: dict[str, Any], wrong: list[str]) -> None:
    assert unkeepable(asking(an_action(**said))) == [f"stages[0].actions[0].{name}" for name in wrong]


@pytest.mark.rule("PS-78")
def test_a_personal_activity_is_never_tracked() -> None:
    def tracked(type: str) -> Definition:
        return asking(an_action(type="calendar_activity", activity={"type": type, "is_tracked": True}))

    assert unkeepable(tracked("personal")) == ["stages[0].actions[0].activity.is_tracked"]
    assert unkeepable(tracked("meeting")) == []


def test_no_two_actions_of_a_stage_have_one_code() -> None:
    twice = asking(an_action(code="call"), an_action(code="call"))

    assert unkeepable(twice) == ["stages[0].actions[1].code"]
    assert unkeepable(changed(asking(an_action(code="call")), "Propose", actions=(an_action(code="call"),))) == []


def test_a_stage_has_at_most_fifty_actions() -> None:
    refuse_oversized(asking(*[an_action()] * 50))

    with pytest.raises(InvalidDefinition) as refused:
        refuse_oversized(asking(*[an_action()] * 51))
    assert [missing.name for missing in refused.value.missing] == ["stages[0].actions"]


@pytest.mark.rule("PS-6")
@pytest.mark.rule("PS-207")
@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"deal_role": "LEGAL", **CALL}, None),
        ({"user_id": 7}, None),
        ({"deal_role": "Finance"}, "unknown_deal_role"),
        ({"type": "calendar_activity", "activity": {"deal_roles": ["legal", "Finance"]}}, "unknown_deal_role"),
        ({"user_id": 8}, "nobody"),
        ({"user_id": 8, "is_active": False}, None),
    ],
)
def test_an_action_names_roles_in_use_and_people_who_are_here(said: dict[str, Any], wrong: str | None) -> None:
    assert told(asking(an_action(**said))) == ([("error", wrong)] if wrong else [])


@pytest.mark.rule("PS-6")
def test_what_is_tracked_without_an_outcome_to_choose_is_warned_of() -> None:
    tracked = asking(an_action(type="calendar_activity", activity={"type": "call", "is_tracked": True}))

    assert told(tracked) == []
    none = problems(tracked, msgspec.structs.replace(OFFERED, outcomes={}))
    assert [(p.level, p.kind) for p in none] == [("warning", "no_outcome")]


@pytest.mark.rule("PS-6")
@pytest.mark.rule("PS-80")
@pytest.mark.parametrize(
    ("link", "problem"),
    [
        (leading("qualified"), None),
        (leading("no_show", activity_type="meeting"), None),
        (leading("no_show", activity_type="call"), ("warning", "outcome_of_other_type")),
        (leading("praised"), ("error", "unknown_outcome")),
        (leading(""), ("error", "unknown_outcome")),
    ],
)
def test_an_outcome_that_leads_to_a_stage_is_one_of_the_list(
    link: StageOutcome, problem: tuple[str, str] | None
) -> None:
    assert told(asking(outcomes=(link,))) == ([problem] if problem else [])
    assert told(changed(a_definition(), "Lost", outcomes=(link,))) == ([problem] if problem else [])


@pytest.mark.rule("PS-80")
def test_an_outcome_leads_to_one_stage_of_a_process() -> None:
    any_type, of_calls = leading("qualified"), leading("qualified", activity_type="call")

    assert unkeepable(asking(outcomes=(any_type, of_calls))) == []
    assert unkeepable(asking(outcomes=(any_type, of_calls, any_type))) == ["stages[0].outcomes[2].outcome"]
    both = changed(asking(outcomes=(any_type,)), "Propose", outcomes=(any_type, of_calls))
    assert [(p.name, p.kind) for p in problems(both)] == [("stages[1].outcomes[0].outcome", "outcome_twice")]


@pytest.mark.rule("PS-6")
@pytest.mark.rule("PS-123")
def test_advancing_by_itself_without_any_action_is_warned_of() -> None:
    by_itself = a_definition().options
    by_itself = msgspec.structs.replace(by_itself, auto_advance="on")

    assert told(a_definition(options=by_itself)) == [("warning", "auto_advance_without_actions")]
    assert told(asking(an_action(), options=by_itself)) == []


@pytest.mark.rule("PS-6")
def test_a_stage_that_only_asks_for_an_action_says_something() -> None:
    silent = changed(a_definition(), "Qualify", definition="")

    assert told(silent) == [("warning", "says_nothing")]
    assert told(changed(silent, "Qualify", actions=(an_action(),))) == []


@pytest.mark.rule("PS-6")
@pytest.mark.rule("AC-5")
@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"type": "letter"}, "no_template"),
        ({"type": "letter", "letter": {"template": "gone"}}, "unknown_template"),
        ({"type": "gathering", "gathering": {"gathering": "gone"}}, "unknown_gathering"),
    ],
)
def test_a_letter_has_its_template_and_an_event_takes_place(said: dict[str, Any], kind: str) -> None:
    wanting = changed(asking(an_action(**said)), "Propose", definition="")

    assert told(wanting) == [("error", kind), ("warning", "says_nothing")]
    for sound in ({"type": "letter", "letter": {"template": "thanks"}}, {"type": "gathering"},
                  {"type": "gathering", "gathering": {"gathering": "demo_day"}}):  # fmt: skip
        assert told(asking(an_action(**sound))) == []


@pytest.mark.rule("PS-211")
def test_the_owner_role_is_one_in_use() -> None:
    definition = a_definition()

    def owned_by(role: str) -> Definition:
        options = msgspec.structs.replace(definition.options, owner_role=role)
        return msgspec.structs.replace(definition, options=options)

    assert told(owned_by("LEGAL")) == []
    [problem] = problems(owned_by("Nobody"))
    assert (problem.name, problem.kind) == ("options.owner_role", "unknown_deal_role")


ACTIONS = (
    an_action("Call", code="call", **CALL),
    an_action("Quote", code="quote"),
    an_action("Letter", code="letter", type="letter"),
)
BEFORE = kept(asking(*ACTIONS, outcomes=(leading("qualified"), leading("talked", activity_type="call"))))


def with_actions(*actions: ActionDefinition) -> Definition:
    return changed(BEFORE, "Qualify", actions=actions)


def compared(after: Definition) -> list[Change]:
    """As if both were saved: the stages stay what they are."""
    before, after = (
        msgspec.structs.replace(
            d, stages=tuple(msgspec.structs.replace(s, id=n) for n, s in enumerate(d.stages, 1))
        )
        for d in (BEFORE, after)
    )  # fmt: skip
    return changes_between(before, after)


@pytest.mark.rule("PS-242")
def test_what_changed_in_an_action_is_told_by_its_name() -> None:
    call, quote, letter = BEFORE.stages[0].actions
    assert call.activity is not None
    longer = msgspec.structs.replace(call.activity, duration_minutes=90)
    changed_call = msgspec.structs.replace(call, name="First call", due_days=2, activity=longer)
    visit = an_action("Visit", code="visit")

    assert compared(with_actions(quote, letter, call)) == [
        Change("Qualify: order of actions", ["Call", "Quote", "Letter"], ["Quote", "Letter", "Call"])
    ]
    dropped, renamed, due, duration, added = compared(with_actions(changed_call, quote, visit))
    assert (dropped.what, dropped.before["code"], dropped.after) == ("Qualify: action Letter", "letter", None)
    assert renamed == Change("Qualify: action First call: name", "Call", "First call")
    assert due == Change("Qualify: action First call: due days", None, 2)
    assert duration == Change("Qualify: action First call: activity: duration minutes", 60, 90)
    assert (added.what, added.before, added.after["name"]) == ("Qualify: action Visit", None, "Visit")


@pytest.mark.rule("PS-242")
def test_what_changed_in_the_outcomes_is_told_and_their_order_is_none() -> None:
    qualified, talked = BEFORE.stages[0].outcomes
    turned = changed(BEFORE, "Qualify", outcomes=(talked, qualified))
    applied = msgspec.structs.replace(qualified, is_applied=True)

    assert compared(turned) == []
    first, second, third = compared(changed(BEFORE, "Qualify", outcomes=(applied, leading("no_show"))))
    assert first == Change("Qualify: outcome qualified: is applied", before=False, after=True)
    assert (second.what, second.after) == ("Qualify: outcome talked of call", None)
    assert (third.what, third.before) == ("Qualify: outcome no_show", None)


@pytest.mark.rule("PS-32")
@pytest.mark.rule("PS-243")
def test_other_actions_are_not_noticed_by_those_in_the_stage() -> None:
    process = a_process()
    other = changed(definition_of(process), "Demo", actions=(an_action("Call", code="call"),))

    after = redefined(process, other, fields=FIELDS, at=NOON)

    assert [action.code for action in after.stages[1].actions] == ["call"]
    assert touched(process, after) == frozenset()
