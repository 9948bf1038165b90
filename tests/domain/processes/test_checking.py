"""What is wrong with a definition."""

from typing import Any

import msgspec
import pytest

from stageline.domain.conditions import FIELDS, FieldType, custom_field, fields_with
from stageline.domain.ids import ProcessId
from stageline.domain.processes.checking import problems_of, refuse_errors, refuse_oversized, refuse_unkeepable
from stageline.domain.processes.criterion import Strength
from stageline.domain.processes.definition import Definition, WrittenLink
from stageline.domain.processes.problem import Incomplete, InvalidDefinition, Offered
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import Category, StageType
from stageline.domain.processes.tidying import tidied, with_codes
from tests.definitions import HAS_AMOUNT, a_definition, a_stage, a_written_criterion, changed, without

NEW = Process(id=ProcessId(1), name="New business", revision=0, stages=())
OFFERED = Offered(fields=FIELDS)


def problems(definition: Definition) -> set[tuple[str, str]]:
    return {(p.level, p.kind) for p in problems_of(tidied(with_codes(definition), FIELDS), OFFERED)}


def unkeepable(definition: Definition) -> list[str]:
    try:
        refuse_unkeepable(with_codes(definition), NEW, FIELDS)
    except InvalidDefinition as refused:
        return [missing.name for missing in refused.missing]
    return []


@pytest.mark.rule("PS-6")
def test_nothing_is_wrong_with_a_complete_process() -> None:
    assert problems(a_definition()) == set()
    assert unkeepable(a_definition()) == []


@pytest.mark.rule("PS-6")
def test_every_problem_is_told_at_once_errors_beside_warnings() -> None:
    definition = a_definition(
        a_stage(
            "Qualify", probability=50, key_fields=("amount_minor", "next_step", "source", "remarks", "name", "colour")
        ),
        a_stage("qualify", probability=10, definition="", code="qualify"),
    )

    assert problems(without(without(definition, "Won"), "Lost")) == {
        ("error", "name_twice"),
        ("error", "no_default_won_stage"),
        ("error", "no_lost_stage"),
        ("error", "too_many_key_fields"),
        ("error", "missing_field"),
        ("warning", "probability_falls"),
        ("warning", "says_nothing"),
    }


@pytest.mark.rule("PS-6")
@pytest.mark.rule("PS-3")
def test_no_open_stage_is_an_error_and_only_one_a_warning() -> None:
    none = without(without(a_definition(), "Qualify"), "Propose")

    assert problems(none) == {("error", "no_open_stage")}
    assert problems(without(a_definition(), "Propose")) == {("warning", "one_open_stage")}


@pytest.mark.rule("PS-6")
def test_a_stage_that_is_not_used_counts_for_nothing() -> None:
    assert problems(changed(a_definition(), "Propose", is_active=False)) == {("warning", "one_open_stage")}
    assert problems(changed(a_definition(), "Lost", is_active=False)) == {("error", "no_lost_stage")}


@pytest.mark.rule("PS-20")
def test_exactly_one_won_stage_is_the_default() -> None:
    second = a_stage("Renewed", type=StageType.WON)
    two = a_definition(*a_definition().stages[:2], second)

    assert problems(two) == set()
    assert problems(changed(two, "Renewed", is_default_won=True)) == {("error", "no_default_won_stage")}


@pytest.mark.rule("PS-20")
@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("Won", {"probability": 90}),
        ("Won", {"category": Category.COMMIT}),
        ("Lost", {"probability": 5}),
        ("Lost", {"category": Category.PIPELINE}),
        ("Lost", {"is_default_won": True}),
        ("Qualify", {"probability": 100}),
        ("Qualify", {"category": Category.CLOSED}),
    ],
)
def test_the_values_of_closing_are_fixed(stage: str, said: dict[str, object]) -> None:
    [name] = said

    assert [path.rpartition(".")[2] for path in unkeepable(changed(a_definition(), stage, **said))] == [name]


@pytest.mark.rule("PS-20")
def test_the_fixed_values_may_be_said_or_left_out() -> None:
    said = changed(a_definition(), "Won", probability=100, category=Category.CLOSED)

    assert unkeepable(said) == []
    won = tidied(with_codes(a_definition()), FIELDS).stages[2]
    lost = tidied(with_codes(a_definition()), FIELDS).stages[3]
    assert (won.probability, won.category, lost.probability, lost.category) == (100, "closed", 0, "omitted")


@pytest.mark.rule("PS-6")
def test_a_condition_that_asks_for_no_field_is_told_with_its_place() -> None:
    asking = a_written_criterion(condition={"all": [HAS_AMOUNT, {"field": "colour", "is": "is_filled"}]})
    definition = changed(a_definition(), "Qualify", criteria=(asking,))

    assert unkeepable(definition) == ["stages[0].criteria[0].condition.all[1].field"]


@pytest.mark.rule("PS-6")
def test_a_field_that_was_retired_since_is_missing() -> None:
    region = custom_field("region", "Region", FieldType.TEXT)
    asking = a_written_criterion(condition={"not": {"field": "custom.region", "is": "is_empty"}})
    definition = with_codes(changed(a_definition(), "Qualify", criteria=(asking,), key_fields=("custom.region",)))

    there, gone = Offered(fields=fields_with([region])), OFFERED
    assert problems_of(definition, there) == []
    assert [(p.name, p.kind) for p in problems_of(definition, gone)] == [
        ("stages[0].key_fields[0]", "missing_field"),
        ("stages[0].criteria[0].condition", "missing_field"),
    ]


@pytest.mark.rule("PS-165")
def test_more_than_seven_required_fields_are_warned_of() -> None:
    keys = ("amount_minor", "source", "competitor", "next_step", "next_step_on", "remarks", "contact_id", "account_id")
    criteria = tuple(a_written_criterion(key, condition={"field": key, "is": "is_filled"}) for key in keys)

    assert problems(changed(a_definition(), "Qualify", criteria=criteria[:7])) == set()
    assert problems(changed(a_definition(), "Qualify", criteria=criteria)) == {("warning", "too_many_required_fields")}
    for_information = tuple(msgspec.structs.replace(c, strength=Strength.INFO) for c in criteria)
    assert problems(changed(a_definition(), "Qualify", criteria=for_information)) == set()


@pytest.mark.rule("PS-6")
def test_a_criterion_says_how_to_meet_it() -> None:
    silent = msgspec.structs.replace(a_written_criterion(), remedy=" ")

    assert problems(changed(a_definition(), "Qualify", criteria=(silent,))) == {("error", "no_remedy")}


@pytest.mark.rule("PS-153")
@pytest.mark.parametrize(
    ("criterion", "wrong"),
    [
        ({"kind": "field"}, ["condition"]),
        ({"kind": "related"}, ["related"]),
        ({"kind": "file"}, ["file"]),
        ({"kind": "manual", "file": {}}, ["file"]),
        ({"kind": "file", "file": {"label": "Quote", "at_least": 2}}, []),
        ({"kind": "approval"}, ["approver"]),
        ({"kind": "manual", "condition": HAS_AMOUNT}, ["condition"]),
        ({"kind": "approval", "approver": "legal", "related": {"what": "contact"}}, ["related"]),
        ({"kind": "approval", "approver": "legal"}, []),
        ({"kind": "related", "related": {"what": "contact_role", "contact_role": "champion"}}, []),
    ],
)
def test_each_kind_of_criterion_says_what_it_needs_and_nothing_else(
    criterion: dict[str, Any], wrong: list[str]
) -> None:
    definition = changed(a_definition(), "Qualify", criteria=(a_written_criterion(**criterion),))

    assert [path.rpartition(".")[2] for path in unkeepable(definition)] == wrong


@pytest.mark.rule("PS-26")
@pytest.mark.parametrize("name", ["min_furthest_stage", "below_furthest_stage"])
def test_a_limit_names_an_open_stage_of_the_process(name: str) -> None:
    assert unkeepable(changed(a_definition(), "Lost", **{name: "qualify"})) == []
    for nowhere in ("demo", "won"):
        assert unkeepable(changed(a_definition(), "Lost", **{name: nowhere})) == [f"stages[3].{name}"]


@pytest.mark.rule("PS-18")
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://a b", "ftp://x"])
def test_a_link_leads_to_the_web_or_to_a_mailbox(url: str) -> None:
    good = (WrittenLink(label="Playbook", url="https://example.org/a"), WrittenLink(label="Ask", url="mailto:a@b.org"))
    bad = (WrittenLink(label="Playbook", url=url),)

    assert unkeepable(changed(a_definition(), "Qualify", links=good)) == []
    assert unkeepable(changed(a_definition(), "Qualify", links=bad)) == ["stages[0].links[0].url"]


@pytest.mark.rule("PS-6")
def test_only_errors_keep_a_process_from_being_published() -> None:
    warned = problems_of(without(a_definition(), "Propose"), OFFERED)
    broken = problems_of(without(a_definition(), "Lost"), OFFERED)

    refuse_errors(warned)
    with pytest.raises(Incomplete) as refused:
        refuse_errors(broken)
    assert list(refused.value.missing) == broken


@pytest.mark.rule("PS-16")
def test_a_code_is_made_from_the_name_and_differs_from_all_others() -> None:
    stages = (a_stage("Prüfen & Planen"), a_stage("Prufen planen"), a_stage("入口"), a_stage("Demo", code="d1"))

    codes = [stage.code for stage in with_codes(a_definition(*stages)).stages]

    assert codes == ["prufen_planen", "prufen_planen_2", "stage", "d1", "won", "lost"]


def test_a_definition_has_an_end() -> None:
    stages = tuple(a_stage(f"Stage {number}") for number in range(58))
    criteria = (a_written_criterion(),) * 50

    refuse_oversized(changed(a_definition(*stages), "Stage 0", criteria=criteria))
    long = changed(a_definition(*stages, a_stage("One more")), "Stage 0", criteria=(*criteria, a_written_criterion()))
    with pytest.raises(InvalidDefinition) as refused:
        refuse_oversized(long)
    assert [missing.name for missing in refused.value.missing] == ["stages", "stages[0].criteria"]


@pytest.mark.rule("PS-16")
def test_everything_has_a_name() -> None:
    blank = changed(a_definition(name=" "), "Qualify", name=" ", criteria=(a_written_criterion(" "),))

    assert unkeepable(blank) == ["name", "stages[0].name", "stages[0].criteria[0].name"]
