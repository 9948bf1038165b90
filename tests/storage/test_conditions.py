"""SQL and Python give the same answer to every condition, on both databases."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Dialect,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    make_url,
    select,
)

from stageline.domain.conditions import (
    FIELDS,
    Condition,
    FieldType,
    Moment,
    compiled,
    custom_field,
    fields_with,
    parse_condition,
    to_json,
)
from stageline.domain.conditions.condition import OPERATORS, VALUELESS, Operator
from stageline.domain.conditions.reading import is_number
from stageline.storage.conditions import to_sql
from stageline.storage.engine import open_engines
from stageline.storage.tables.types import Instant, Json

CUSTOM_KEYS = ("text", "choice", "number", "date", "boolean")
KNOWN = fields_with(custom_field(key, key, FieldType(key)) for key in CUSTOM_KEYS)
COLUMN_TYPES: Mapping[FieldType, Any] = {
    FieldType.TEXT: Text,
    FieldType.CHOICE: Text,
    FieldType.NUMBER: Integer,
    FieldType.MONEY: BigInteger,
    FieldType.DATE: Date,
    FieldType.INSTANT: Instant,
    FieldType.BOOLEAN: Boolean,
    FieldType.REFERENCE: BigInteger,
}
records = Table(
    "condition_records",
    MetaData(),
    Column("id", Integer, primary_key=True),
    *(Column(field.key, COLUMN_TYPES[field.type]) for field in FIELDS.values()),
    Column("custom", Json),
    prefixes=["TEMPORARY"],
)
COLUMNS = {column.key: column for column in records.c}

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MOMENT = Moment.of(NOON, ZoneInfo("Europe/Amsterdam"))
MOMENTS = st.builds(
    Moment.of,
    st.sampled_from([NOON, NOON + timedelta(hours=11, minutes=30), datetime(2018, 11, 4, 3, tzinfo=UTC)]),
    st.sampled_from([ZoneInfo(name) for name in ("UTC", "Europe/Amsterdam", "America/Sao_Paulo", "Pacific/Apia")]),
)

# Letters on which databases and Python disagree about case, with what means something to LIKE, SQL or JSON.
LETTERS = "aAbBsSßẞiIİkKfFﬁǅǆŉńΣςΐᾳᾼꭰᏰ𐐀𐐨Éé\u0391\u017f\u0131\u212a\u03c3\u02bc\u03b1\u03b9 %_\\'\"\t\u3000\x1f\x85"
TEXTS = st.one_of(
    st.text(st.sampled_from(LETTERS), max_size=6),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)
CODES = st.sampled_from(["price", "Price", "PRICE", "other", "", " ", "pipeline", "won"])
SMALL = st.integers(-2, 3)
NUMBERS = st.one_of(SMALL, st.floats(-3, 3), st.sampled_from([0.1, 0.3, 1 / 3, 2.5, 999999999999999, 1e-15, -0.0]))
AMOUNTS = st.one_of(SMALL, st.integers(-(2**53) + 1, 2**53 - 1))
DAYS = st.one_of(st.integers(-3, 3).map(lambda days: NOON.date() + timedelta(days=days)), st.dates())
INSTANTS = st.one_of(
    st.sampled_from([NOON, NOON.replace(hour=23), NOON.replace(hour=0), datetime(2018, 11, 4, 3, tzinfo=UTC)]).flatmap(
        lambda at: st.builds(lambda days, us: at + timedelta(days=days, microseconds=us), SMALL, SMALL)
    ),
    st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1 < at.year < 9999),
)
CURRENCIES = st.sampled_from(["EUR", "USD", "JPY"])

STORED: Mapping[FieldType, st.SearchStrategy[Any]] = {
    FieldType.TEXT: TEXTS,
    FieldType.CHOICE: CODES,
    FieldType.NUMBER: SMALL,
    FieldType.MONEY: AMOUNTS,
    FieldType.DATE: DAYS,
    FieldType.INSTANT: INSTANTS,
    FieldType.BOOLEAN: st.booleans(),
    FieldType.REFERENCE: st.integers(1, 3),
}
JSON_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    TEXTS,
    CODES,
    DAYS.map(date.isoformat),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**63), 2**63),
    st.sampled_from(["2026-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "0000-01-01", "2026-13-01", "2026-04-31"]),
    st.sampled_from(["20261102", "2026-W01-1", "2026-11-02\n", "٢٠٢٦-11-02", "now", "-001-01-01", "true", "1", "NaN"]),
    st.just([1]),
    st.just({"number": 1}),
)
RECORDS = st.fixed_dictionaries(
    {key: st.none() | STORED[field.type] for key, field in FIELDS.items() if key != "currency"}
    | {"currency": st.none() | CURRENCIES}
    | {"custom": st.dictionaries(st.sampled_from(CUSTOM_KEYS), JSON_VALUES)}
)

ASKED: Mapping[FieldType, st.SearchStrategy[Any]] = {
    **STORED,
    FieldType.TEXT: TEXTS.filter(str.strip),
    FieldType.CHOICE: CODES.filter(str.strip),
    FieldType.NUMBER: NUMBERS.map(lambda number: float(f"{number:.15g}")).filter(is_number),
    FieldType.MONEY: st.just(0) | st.fixed_dictionaries({"amount_minor": AMOUNTS, "currency": CURRENCIES}),
    FieldType.DATE: DAYS.map(date.isoformat),
    FieldType.INSTANT: INSTANTS.map(datetime.isoformat),
}


@st.composite
def checks(draw: st.DrawFn) -> dict[str, Any]:
    field = KNOWN[draw(st.sampled_from(sorted(KNOWN)))]
    asked = draw(st.sampled_from(sorted(OPERATORS[field.type])))
    raw = {"field": field.key, "is": asked.value}
    if asked in VALUELESS:
        return raw
    values = st.sampled_from(field.choices) if field.choices else ASKED[field.type]
    if asked is Operator.WITHIN_DAYS:
        values = st.integers(-3, 3)
    return {**raw, "value": draw(st.lists(values, min_size=1, max_size=3) if asked is Operator.ONE_OF else values)}


CONDITIONS = st.recursive(
    checks(),
    lambda inner: st.one_of(
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
).filter(lambda raw: depth(raw) <= 8)


def depth(raw: Mapping[str, Any]) -> int:
    if "not" in raw:
        return 1 + depth(raw["not"])
    return 1 + max((depth(part) for part in (*raw.get("all", ()), *raw.get("any", ()))), default=0)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    if request.param == "sqlite":
        engines = open_engines(f"sqlite:///{tmp_path_factory.mktemp('conditions') / 'stageline.db'}")
    else:
        engines = open_engines(request.getfixturevalue("postgresql_url"))
    with engines.writing.begin() as connection:
        records.create(connection)
        yield connection
    engines.dispose()


def keep(connection: Connection, found: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(delete(records))
    if found:
        connection.execute(insert(records), [{**record, "id": number} for number, record in enumerate(found)])


def in_sql(connection: Connection, condition: Condition, moment: Moment) -> dict[int, bool]:
    asked = to_sql(condition, COLUMNS, moment)
    found = {row.id: row.holds for row in connection.execute(select(records.c.id, asked.label("holds")))}
    assert set(connection.scalars(select(records.c.id).where(asked))) == {n for n, holds in found.items() if holds}
    return found


def in_memory(found: Sequence[Mapping[str, Any]], condition: Condition, moment: Moment) -> dict[int, bool]:
    holds = compiled(condition)
    return {number: holds(SimpleNamespace(**record), moment) for number, record in enumerate(found)}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=st.lists(RECORDS, max_size=6), raws=st.lists(CONDITIONS, min_size=1, max_size=6), moment=MOMENTS)
def test_sql_finds_what_python_finds(
    connection: Connection, found: list[dict[str, Any]], raws: list[dict[str, Any]], moment: Moment
) -> None:
    keep(connection, found)

    for raw in raws:
        condition = parse_condition(raw, KNOWN)
        assert parse_condition(to_json(condition), KNOWN) == condition
        assert in_sql(connection, condition, moment) == in_memory(found, condition, moment)


EDGES: Mapping[str, Sequence[Any]] = {
    "name": ["a", "A", "ab", "ß", "SS", "ŉ", "ﬃ", " ", ""],
    "category": ["commit", "COMMIT", "closed", ""],
    "probability": [-1, 0, 1],
    "expected_close_on": [NOON.date() + timedelta(days=days) for days in (-2, -1, 0, 1, 2)],
    "created_at": [
        NOON + timedelta(hours=hours, microseconds=us) for hours in (-61, -37, -13, 0, 11, 35, 59) for us in (-1, 0, 1)
    ],
    "is_in_forecast": [True, False],
    "owner_id": [1, 2],
    "custom.text": ["a", "A", "ab", "\u3000", 7, True],
    "custom.choice": ["a", "A", "", 7],
    "custom.number": [0, 0.1, 0.3, 1, 1e15, 999999999999999, 1e-15, 1e-16, 1e300, 5e-324, "1", True],
    "custom.date": [
        "2026-11-01",
        "2026-11-02",
        "2026-11-03",
        "2026-02-29",
        "2024-02-29",
        "0000-01-01",
        "now",
        20261102,
    ],
    "custom.boolean": [True, False, 1, 0, "true"],
}
ASKED_EDGES: Mapping[str, Sequence[Any]] = {
    "name": ["a", "A", "S", "ss", "n", "FI"],
    "category": ["commit", "closed"],
    "probability": [0, 0.5],
    "expected_close_on": ["2026-11-02"],
    "created_at": ["2026-11-02T12:00:00Z"],
    "is_in_forecast": [True, False],
    "owner_id": [1],
    "custom.text": ["a", "B"],
    "custom.choice": ["a"],
    "custom.number": [0, 0.1, 1, 999999999999999],
    "custom.date": ["2026-11-02", "2024-02-29"],
    "custom.boolean": [True, False],
}


def asked_of(key: str) -> Iterator[dict[str, Any]]:
    for operator in sorted(OPERATORS[KNOWN[key].type]):
        values = (-1, 0, 1) if operator is Operator.WITHIN_DAYS else ASKED_EDGES[key]
        for value in values:
            yield {"field": key, "is": operator.value} | (
                {} if operator in VALUELESS else {"value": [value] if operator is Operator.ONE_OF else value}
            )


@pytest.mark.parametrize("key", sorted(EDGES))
def test_every_operator_says_the_same_of_every_edge(connection: Connection, key: str) -> None:
    name, is_custom = key.removeprefix("custom."), KNOWN[key].is_custom
    held = [{"custom": {name: value}} if is_custom else {name: value, "custom": {}} for value in (None, *EDGES[key])]
    found: list[dict[str, Any]] = [{**dict.fromkeys(FIELDS), **record} for record in held]
    keep(connection, found)

    for raw in asked_of(key):
        condition = parse_condition(raw, KNOWN)
        assert in_sql(connection, condition, MOMENT) == in_memory(found, condition, MOMENT), raw


def test_every_operator_says_the_same_of_every_amount(connection: Connection) -> None:
    found: list[dict[str, Any]] = [
        {**dict.fromkeys(FIELDS), "amount_minor": amount, "currency": currency, "custom": {}}
        for amount in (None, -1, 0, 1)
        for currency in (None, "EUR", "USD")
    ]
    keep(connection, found)

    for operator in sorted(OPERATORS[FieldType.MONEY] - VALUELESS):
        for value in (0, {"amount_minor": 0, "currency": "EUR"}, {"amount_minor": 1, "currency": "USD"}):
            condition = parse_condition({"field": "amount_minor", "is": operator.value, "value": value}, KNOWN)
            assert in_sql(connection, condition, MOMENT) == in_memory(found, condition, MOMENT), (operator, value)


@pytest.mark.parametrize("field", ["name", "custom.text"])
@pytest.mark.parametrize("asked", ["equals", "not_equals", "contains", "one_of"])
@settings(max_examples=40, deadline=None)
@given(text=TEXTS.filter(str.strip))
def test_case_is_folded_alike(connection: Connection, text: str, field: str, asked: str) -> None:
    turned = [text, text.upper(), text.lower(), text.title(), text.casefold(), text.swapcase(), f"<{text.upper()}>", ""]
    keep(connection, [{"name": each, "custom": {"text": each}} for each in turned])
    condition = parse_condition({"field": field, "is": asked, "value": [text] if asked == "one_of" else text}, KNOWN)
    found = [{"name": each, "custom": {"text": each}} for each in turned]

    assert in_sql(connection, condition, MOMENT) == in_memory(found, condition, MOMENT)


def test_every_letter_with_two_cases_is_folded_alike(connection: Connection) -> None:
    letters = [chr(code) for code in range(0x110000) if chr(code).casefold() != chr(code)]
    keep(connection, [{"name": letter, "custom": {}} for letter in letters])

    for number in range(0, len(letters), 100):
        wanted = [letter.casefold() for letter in letters[number : number + 100]]
        condition = parse_condition({"field": "name", "is": "one_of", "value": wanted}, KNOWN)
        found = {n for n, holds in in_sql(connection, condition, MOMENT).items() if holds}
        assert found == {n for n, letter in enumerate(letters) if letter.casefold() in wanted}


@pytest.mark.parametrize("stored", [None, [], "text", 7])
def test_custom_values_that_are_no_object_are_empty(connection: Connection, stored: object) -> None:
    keep(connection, [{"name": "x", "custom": stored}])

    for key in CUSTOM_KEYS:
        condition = parse_condition({"field": f"custom.{key}", "is": "is_empty"}, KNOWN)
        assert in_sql(connection, condition, MOMENT) == {0: True}


def said_on(database: str, condition: Condition) -> str:
    dialect: Dialect = make_url(f"{database}://").get_dialect()()
    return str(to_sql(condition, COLUMNS, MOMENT).compile(dialect=dialect))


def test_values_stand_beside_the_statement_and_not_in_it() -> None:
    hostile = parse_condition({"field": "name", "is": "contains", "value": "'; DROP TABLE x; --"}, KNOWN)

    assert "DROP" not in said_on("postgresql", hostile)
    assert "DROP" not in said_on("sqlite", hostile)
