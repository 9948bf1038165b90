"""What conditions mean, and which ones are refused."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stageline.domain.conditions import (
    FIELDS,
    Condition,
    FieldType,
    InvalidCondition,
    InvalidCustomField,
    Moment,
    compiled,
    custom_field,
    fields_with,
    parse_condition,
    to_json,
)
from stageline.domain.processes.stage import Category, StageType

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = Moment.of(datetime(2026, 11, 2, 12, tzinfo=UTC), AMSTERDAM)
KNOWN = fields_with(
    [
        custom_field("budget", "Budget", FieldType.NUMBER),
        custom_field("note", "Note", FieldType.TEXT),
        custom_field("due", "Due", FieldType.DATE),
        custom_field("legal", "Legal agreed", FieldType.BOOLEAN),
        custom_field("region", "Region", FieldType.CHOICE, ["north", "south"]),
    ]
)
EMPTY: Mapping[str, Any] = {key: None for key, field in FIELDS.items() if not field.is_custom}


def holds(raw: object, *, moment: Moment = NOW, **said: Any) -> bool:
    return compiled(parse_condition(raw, KNOWN))(SimpleNamespace(**{**EMPTY, "custom": {}, **said}), moment)


def check(field: str, asked: str, value: object = None) -> dict[str, object]:
    return {"field": field, "is": asked, **({} if value is None else {"value": value})}


def problems(raw: object) -> dict[str, str]:
    with pytest.raises(InvalidCondition) as refused:
        parse_condition(raw, KNOWN)
    return {problem.name: problem.remedy for problem in refused.value.missing}


def each(*fixed: str, of: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [(*fixed, value) for value in of]


YES, NO = check("name", "is_empty"), check("name", "is_filled")


def test_all_holds_when_each_does_and_of_nothing_always() -> None:
    assert holds({"all": [YES, YES]})
    assert not holds({"all": [YES, NO]})
    assert holds({"all": []})


def test_any_holds_when_one_does() -> None:
    assert holds({"any": [NO, YES]})
    assert not holds({"any": [NO, NO]})


def test_not_turns_a_condition_round() -> None:
    assert holds({"not": NO})
    assert not holds({"not": {"any": [YES, NO]}})


@pytest.mark.parametrize(
    "asked",
    [
        check("next_step", "equals", "call"),
        check("next_step", "not_equals", "call"),
        check("next_step", "contains", "call"),
        check("next_step", "one_of", ["call"]),
        check("amount_minor", "equals", {"amount_minor": 5, "currency": "EUR"}),
        check("amount_minor", "not_equals", {"amount_minor": 5, "currency": "EUR"}),
        check("amount_minor", "at_most", 0),
        check("probability", "less_than", 50),
        check("expected_close_on", "before", "2026-12-24"),
        check("expected_close_on", "in_past"),
        check("expected_close_on", "in_future"),
        check("expected_close_on", "within_days", 7),
        check("stage_entered_at", "in_past"),
        check("stage_entered_at", "within_days", -7),
        check("is_in_forecast", "not_equals", True),
        check("owner_id", "not_equals", 7),
        check("close_reason", "not_equals", "price"),
        check("custom.legal", "not_equals", True),
        check("custom.region", "is_filled"),
    ],
)
def test_of_an_empty_value_every_operator_but_is_empty_is_false(asked: dict[str, object]) -> None:
    assert not holds(asked)
    assert holds(check(str(asked["field"]), "is_empty"))


@pytest.mark.parametrize("blank", [None, "", " ", "\t\n\u3000"])
def test_text_of_nothing_but_white_space_is_empty(blank: str | None) -> None:
    assert holds(check("next_step", "is_empty"), next_step=blank)
    assert not holds(check("next_step", "not_equals", "call"), next_step=blank)
    assert holds(check("close_reason", "is_empty"), close_reason=blank)
    assert holds(check("custom.note", "is_empty"), custom={"note": blank})
    assert holds(check("next_step", "is_filled"), next_step=" call")


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("Κάλλος", "ΚΆΛΛΟΣ"), ("ﬁn", "FIN")]
)
def test_text_is_compared_without_difference_of_case(one: str, other: str) -> None:
    assert holds(check("name", "equals", one), name=other)
    assert holds(check("name", "equals", other), name=one)
    assert holds(check("name", "contains", other), name=f"({one})")
    assert holds(check("name", "one_of", ["x", other]), name=one)
    assert not holds(check("name", "not_equals", other), name=one)


def test_choices_are_codes_and_are_compared_as_they_are() -> None:
    assert holds(check("category", "equals", "commit"), category=Category.COMMIT)
    assert holds(check("category", "one_of", ["commit", "closed"]), category="closed")
    assert not holds(check("source", "equals", "web"), source="Web")


@pytest.mark.parametrize(
    ("asked", "true_of"),
    [
        ("equals", [50]),
        ("not_equals", [49, 51]),
        ("greater_than", [51]),
        ("less_than", [49]),
        ("at_least", [50, 51]),
        ("at_most", [49, 50]),
    ],
)
def test_numbers_are_compared(asked: str, true_of: list[int]) -> None:
    assert [n for n in (49, 50, 51) if holds(check("probability", asked, 50), probability=n)] == true_of


def test_money_is_compared_within_its_currency() -> None:
    at_least = check("amount_minor", "at_least", {"amount_minor": 500, "currency": "EUR"})

    assert holds(at_least, amount_minor=500, currency="EUR")
    assert not holds(at_least, amount_minor=499, currency="EUR")
    assert not holds(at_least, amount_minor=500, currency="USD")


def test_money_of_another_currency_is_filled_and_not_equal() -> None:
    differs = check("amount_minor", "not_equals", {"amount_minor": 500, "currency": "EUR"})

    assert holds(differs, amount_minor=500, currency="USD")
    assert holds(differs, amount_minor=501, currency="EUR")
    assert not holds(differs, amount_minor=500, currency="EUR")


def test_zero_is_zero_of_any_currency() -> None:
    assert holds(check("amount_minor", "greater_than", 0), amount_minor=1, currency="JPY")
    assert holds(check("amount_minor", "equals", 0), amount_minor=0, currency="EUR")
    assert not holds(check("amount_minor", "greater_than", 0), amount_minor=0, currency="EUR")


@pytest.mark.parametrize(
    ("asked", "value", "true_of"),
    [
        ("equals", "2026-11-02", [2]),
        ("before", "2026-11-02", [1]),
        ("after", "2026-11-02", [3]),
        ("at_least", "2026-11-02", [2, 3]),
        ("at_most", "2026-11-02", [1, 2]),
        ("in_past", None, [1]),
        ("in_future", None, [3]),
        ("within_days", 1, [2, 3]),
        ("within_days", -1, [1, 2]),
        ("within_days", 0, [2]),
    ],
)
def test_dates_are_compared_and_today_is_neither_past_nor_future(asked: str, value: object, true_of: list[int]) -> None:
    days = [
        day
        for day in (1, 2, 3)
        if holds(check("expected_close_on", asked, value), expected_close_on=date(2026, 11, day))
    ]

    assert days == true_of


def test_instants_are_compared_with_the_moment() -> None:
    just = timedelta(microseconds=1)

    assert holds(check("created_at", "in_past"), created_at=NOW.at - just)
    assert not holds(check("created_at", "in_past"), created_at=NOW.at)
    assert holds(check("created_at", "in_future"), created_at=NOW.at + just)
    assert holds(check("created_at", "before", "2026-11-02T14:00:00+02:00"), created_at=NOW.at - just)
    assert not holds(check("created_at", "before", "2026-11-02T14:00:00+02:00"), created_at=NOW.at)


def test_days_around_now_are_days_in_the_zone_of_the_organisation() -> None:
    yesterday_begins = datetime(2026, 10, 31, 23, tzinfo=UTC)
    tomorrow_ends = datetime(2026, 11, 3, 23, tzinfo=UTC)
    just = timedelta(microseconds=1)

    assert holds(check("created_at", "within_days", -1), created_at=yesterday_begins)
    assert not holds(check("created_at", "within_days", -1), created_at=yesterday_begins - just)
    assert holds(check("created_at", "within_days", 1), created_at=tomorrow_ends - just)
    assert not holds(check("created_at", "within_days", 1), created_at=tomorrow_ends)


def test_references_and_booleans_are_the_same_or_not() -> None:
    assert holds(check("owner_id", "equals", 7), owner_id=7)
    assert holds(check("owner_id", "one_of", [6, 7]), owner_id=7)
    assert not holds(check("owner_id", "one_of", [6, 8]), owner_id=7)
    assert holds(check("is_in_forecast", "equals", False), is_in_forecast=False)
    assert holds(check("is_in_forecast", "not_equals", False), is_in_forecast=True)


def test_custom_fields_are_compared_by_their_types() -> None:
    custom = {"budget": 12.5, "note": "Call", "due": "2026-11-02", "legal": True, "region": "north"}

    assert holds(check("custom.budget", "greater_than", 12), custom=custom)
    assert holds(check("custom.note", "contains", "CAL"), custom=custom)
    assert holds(check("custom.due", "before", "2026-11-03"), custom=custom)
    assert holds(check("custom.legal", "equals", True), custom=custom)
    assert holds(check("custom.region", "one_of", ["north"]), custom=custom)


@pytest.mark.parametrize(
    ("key", "stored"),
    [
        *each("budget", of=("12", True, [1], 1e15, 1e-16, None)),
        *each("note", of=(12, True, {}, ["x"])),
        *each("due", of=("20261102", "2026-02-30", "2026-W01-1", "2026-11-2", 20261102, "0000-01-01")),
        *each("legal", of=("true", 1, 0)),
        *each("region", of=(1, "")),
    ],
)
def test_a_custom_value_of_another_type_than_its_field_is_empty(key: str, stored: object) -> None:
    assert holds(check(f"custom.{key}", "is_empty"), custom={key: stored})
    assert not holds(check(f"custom.{key}", "is_filled"), custom={key: stored})


@pytest.mark.parametrize(
    "raw",
    [
        {"all": []},
        {"any": [check("name", "contains", "ß"), {"not": check("next_step_on", "in_past")}]},
        check("custom.region", "one_of", ["north", "south"]),
        check("custom.budget", "at_most", 12.5),
        check("amount_minor", "less_than", {"amount_minor": 500, "currency": "EUR"}),
        check("amount_minor", "greater_than", 0),
        check("expected_close_on", "after", "2026-11-02"),
        check("created_at", "at_least", "2026-11-02T12:00:00.000001Z"),
        check("created_at", "within_days", -7),
        check("is_in_forecast", "equals", False),
    ],
)
def test_a_condition_is_written_as_it_was_read(raw: dict[str, object]) -> None:
    assert to_json(parse_condition(raw, KNOWN)) == raw


def test_a_condition_names_the_fields_it_asks_about_each_once() -> None:
    condition = parse_condition({"all": [YES, {"not": check("source", "is_filled")}, {"any": [YES]}]}, KNOWN)

    assert condition.fields == ("name", "source")


def test_everything_that_is_wrong_is_named_at_once_by_its_place() -> None:
    any_of = {"any": [check("price", "is_filled"), {"not": check("name", "in_past")}]}
    raw = {"all": [YES, any_of, check("visit", "equals", "x"), 7]}

    assert list(problems(raw)) == [
        "condition.all[1].any[0].field",
        "condition.all[1].any[1].not.is",
        "condition.all[2].value",
        "condition.all[3]",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        "name",
        {"any": []},
        {"all": YES},
        {"all": [], "any": [YES]},
        {"not": YES, "else": NO},
        {"field": "name"},
        {"field": "name", "is": "is_filled", "values": 1},
    ],
)
def test_what_has_no_shape_of_a_condition_is_refused(raw: object) -> None:
    assert list(problems(raw)) == ["condition"]


@pytest.mark.parametrize("field", ["price", "custom.price", "budget", "custom", "__class__", 7, None, ["name"]])
def test_only_fields_that_there_are_can_be_asked_about(field: object) -> None:
    assert list(problems({"field": field, "is": "is_filled"})) == ["condition.field"]


@pytest.mark.parametrize("asked", ["is", "in_past", "greater_than", 7, None, ["equals"]])
def test_only_operators_of_the_type_of_the_field_can_be_asked(asked: object) -> None:
    remedy = problems({"field": "name", "is": asked, "value": "x"})["condition.is"]

    assert remedy == "Ask one of contains, equals, is_empty, is_filled, not_equals, one_of of Name."


@pytest.mark.parametrize(
    ("field", "asked", "wrong"),
    [
        *each("name", "equals", of=(None, 7, "", " ", "x" * 1_001, "a\0b", "a\ud800")),
        *each("name", "one_of", of=("x", [], [7], ["x"] * 101)),
        *each("name", "is_filled", of=(True, "")),
        *each("category", "equals", of=("Commit", None, 7, [])),
        *each("source", "equals", of=(7, "")),
        *each("visit", "equals", of=("1", True, float("nan"), float("inf"), 1e15, 0.1234567890123456)),
        *each("amount_minor", "equals", of=(5, False, None, "0", {"amount_minor": 5})),
        ("amount_minor", "equals", {"amount_minor": 5.5, "currency": "EUR"}),
        ("amount_minor", "equals", {"amount_minor": 2**53, "currency": "EUR"}),
        ("amount_minor", "equals", {"amount_minor": 5, "currency": "XAU"}),
        ("amount_minor", "equals", {"amount_minor": 5, "currency": "EUR", "rate": 1}),
        *each("next_step_on", "before", of=("2026-02-30", "02.11.2026", "2026-11-02T00:00:00Z", 0)),
        *each("next_step_on", "within_days", of=(1.5, "7", True, 36_601, None)),
        *each("created_at", "before", of=("2026-11-02", "2026-11-02T12:00:00", "soon", 0)),
        ("created_at", "before", "0001-01-01T00:00:00+14:00"),
        *each("is_in_forecast", "equals", of=(1, "true", None)),
        *each("owner_id", "equals", of=("7", 0, -1, 2**53, True, 1.0)),
    ],
)
def test_a_value_of_another_type_than_the_field_is_refused(field: str, asked: str, wrong: object) -> None:
    assert list(problems({"field": field, "is": asked, "value": wrong})) == ["condition.value"]


def nested(levels: int) -> dict[str, Any]:
    return YES if levels == 1 else {"not": nested(levels - 1)}


def test_conditions_are_nested_no_deeper_than_eight_levels() -> None:
    assert parse_condition(nested(8), KNOWN)
    assert list(problems(nested(9))) == ["condition" + ".not" * 8]


@pytest.mark.parametrize("part", [YES, {"all": []}, nested(3)])
def test_no_more_than_a_hundred_things_are_asked_in_one_condition(part: dict[str, Any]) -> None:
    allowed: Condition = parse_condition({"all": [part] * 100}, KNOWN)

    assert allowed.fields in ((), ("name",))
    assert list(problems({"all": [part] * 5_000})).pop().startswith("condition.all[100]")
    assert len(problems({"any": [{"all": [part] * 60}] * 60})) == 1


@pytest.mark.parametrize(
    ("key", "type"),
    [("Budget", FieldType.TEXT), ('a"b', FieldType.TEXT), ("", FieldType.TEXT), ("ok", FieldType.MONEY)],
)
def test_a_custom_field_has_a_plain_key_and_one_of_the_types_for_it(key: str, type: FieldType) -> None:
    with pytest.raises(InvalidCustomField):
        custom_field(key, "Field", type)


def test_the_choices_of_a_field_are_those_of_the_process() -> None:
    assert set(FIELDS["category"].choices) == set(Category)
    assert set(FIELDS["status"].choices) == set(StageType)
