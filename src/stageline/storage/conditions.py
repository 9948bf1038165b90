"""Conditions said in SQL, so that a filter finds exactly the records for which `compiled` says yes.

The result is never NULL, asks the database for no time and carries its values as parameters.

SQLite calls back into the functions that `register` adds, so it folds case and reads custom values with the same
Python. PostgreSQL does both in SQL. It folds only the letters that can come to stand for a letter of the searched text:
few, taken from Python's own tables, and independent of the server's version and collation, which disagree with each
other about letters such as ß, İ and ς. Letters left as they are cannot be part of a match, folded or not.

Custom numbers are compared as doubles. What is stored beyond their range, and every value of another type than its
field, is empty in both.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from sqlite3 import Connection as SqliteConnection
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Double,
    Numeric,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from stageline.domain.calendar import Moment
from stageline.domain.conditions import AllOf, AnyOf, Check, Condition, Field, FieldType, Money, Not, Operator
from stageline.domain.conditions.condition import COMPARISONS
from stageline.domain.conditions.evaluating import days_around, folded_values, instants_around
from stageline.domain.conditions.reading import CUSTOM_READERS, LARGEST_NUMBER, SMALLEST_NUMBER

Columns = Mapping[str, ColumnElement[Any]]

# What str.isspace calls white space; trim() without a list of its own knows only the blank.
BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())

_CUSTOM_TYPES: Mapping[FieldType, TypeEngine[Any]] = {
    FieldType.TEXT: Text(),
    FieldType.CHOICE: Text(),
    FieldType.NUMBER: Double(),
    FieldType.DATE: Date(),
    FieldType.BOOLEAN: Boolean(),
}

# Every date of the years 0001 to 9999: PostgreSQL would refuse the whole query over one that is none.
_ISO_DATE = (
    "^(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$"
)


def register(connection: SqliteConnection) -> None:
    """Adds what `to_sql` calls on SQLite. Every connection that runs a condition needs it."""
    connection.create_function("casefold", 1, _casefold, deterministic=True)
    connection.create_function("custom_value", 3, _custom_value, deterministic=True)


def to_sql(condition: Condition, columns: Columns, moment: Moment) -> ColumnElement[bool]:
    """The condition over columns named like the fields; all custom fields are in the column `custom`."""
    match condition:
        case AllOf(conditions):
            return and_(true(), *(to_sql(each, columns, moment) for each in conditions))
        case AnyOf(conditions):
            return or_(false(), *(to_sql(each, columns, moment) for each in conditions))
        case Not(inner):
            return not_(to_sql(inner, columns, moment))
    return _check(condition, columns, moment)


def _check(check: Check, columns: Columns, moment: Moment) -> ColumnElement[bool]:
    value = _value(check.field, columns)
    match check.operator:
        case Operator.IS_FILLED:
            return _is_filled(check.field, value)
        case Operator.IS_EMPTY:
            return not_(_is_filled(check.field, value))
        case Operator.IN_PAST | Operator.IN_FUTURE | Operator.WITHIN_DAYS:
            asked = _timed(check, value, moment)
        case Operator.NOT_EQUALS if check.field.type in (FieldType.TEXT, FieldType.CHOICE):
            asked = and_(_is_filled(check.field, value), _valued(check, value, columns))
        case _:
            asked = _valued(check, value, columns)
    # On a plain column an index can serve the comparison as long as nothing is wrapped around it.
    return func.coalesce(asked, false()) if check.field.is_custom else and_(value.is_not(None), asked)


def _is_filled(field: Field, value: ColumnElement[Any]) -> ColumnElement[bool]:
    if field.type in (FieldType.TEXT, FieldType.CHOICE):
        return func.coalesce(func.trim(value, literal(BLANKS, Text)) != literal("", Text), false())
    return value.is_not(None)


def _valued(check: Check, value: ColumnElement[Any], columns: Columns) -> ColumnElement[bool]:
    given: Any = check.value
    if check.field.type is FieldType.TEXT:
        return _text(check, value)
    if isinstance(given, Money):
        return _money(check, given, value, columns)
    if isinstance(given, bool):
        return value.is_(given is (check.operator is Operator.EQUALS))
    if isinstance(given, tuple):
        return value.in_(given)
    # A number is compared as a double, whatever its column keeps; the rest has the type of its column.
    bound = literal(float(given), Double) if check.field.type is FieldType.NUMBER else literal(given, value.type)
    return _compared(check.operator, value, bound)


def _compared(operator: Operator, value: ColumnElement[Any], bound: ColumnElement[Any]) -> ColumnElement[bool]:
    compared: ColumnElement[bool] = COMPARISONS[operator](value, bound)
    return compared


def _text(check: Check, value: ColumnElement[Any]) -> ColumnElement[bool]:
    wanted = folded_values(check)
    folded = _folded(value, wanted)
    if check.operator is Operator.ONE_OF:
        return folded.in_(wanted)
    bound = literal(wanted[0], Text)
    if check.operator is Operator.CONTAINS:
        return _Either(func.instr(folded, bound), func.strpos(folded, bound)) > 0
    return _compared(check.operator, folded, bound)


def _money(check: Check, given: Money, amount: ColumnElement[Any], columns: Columns) -> ColumnElement[bool]:
    bound = literal(given.amount_minor, BigInteger)
    if given.currency is None:
        return _compared(check.operator, amount, bound)
    currency = func.coalesce(columns[check.field.currency or ""], "")
    if check.operator is Operator.NOT_EQUALS:
        return or_(amount != bound, currency != given.currency)
    return and_(currency == given.currency, _compared(check.operator, amount, bound))


def _timed(check: Check, value: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    is_date = check.field.type is FieldType.DATE
    now = literal(moment.today if is_date else moment.at, value.type)
    if check.operator is Operator.IN_PAST:
        return value < now
    if check.operator is Operator.IN_FUTURE:
        return value > now
    days: Any = check.value
    first, last = days_around(moment, days) if is_date else instants_around(moment, days)
    begin, end = literal(first, value.type), literal(last, value.type)
    return and_(value >= begin, value <= end if is_date else value < end)


def _value(field: Field, columns: Columns) -> ColumnElement[Any]:
    """What is in the field; NULL when it is empty, but for text of nothing but white space."""
    if not field.is_custom:
        return columns[field.key]
    custom, key = columns["custom"], literal(field.custom_key, Text)
    called = func.custom_value(custom, key, literal(field.type.value, Text), type_=_CUSTOM_TYPES[field.type])
    return _Either(called, _custom_on_postgresql(custom, key, field.type))


def _custom_on_postgresql(custom: ColumnElement[Any], key: ColumnElement[str], type: FieldType) -> ColumnElement[Any]:
    kept = func.jsonb_typeof(custom.op("->", return_type=JSONB)(key))
    text: ColumnElement[Any] = custom.op("->>", return_type=Text)(key)
    match type:
        case FieldType.NUMBER:
            return case((kept == "number", _in_range(cast(text, Numeric))))
        case FieldType.BOOLEAN:
            return case((kept == "boolean", cast(text, Boolean)))
        case FieldType.DATE:
            return case((text.regexp_match(_ISO_DATE), cast(text, Date)))
        case _:
            return case((kept == "string", text))


def _in_range(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """As a double, which PostgreSQL refuses to make of a number that is too large or too small for it."""
    size = func.abs(number)
    smallest, largest = (literal(Decimal(str(limit)), Numeric) for limit in (SMALLEST_NUMBER, LARGEST_NUMBER))
    return case((or_(number == 0, and_(size >= smallest, size < largest)), cast(number, Double)))


def _folded(value: ColumnElement[Any], wanted: Iterable[str]) -> ColumnElement[str]:
    """The text without difference of case, as far as finding the wanted texts in it needs."""
    letters = sorted({unfolded for letter in set().union(*wanted) for unfolded in _unfolded().get(letter, ())})
    single = [letter for letter in letters if len(letter.casefold()) == 1]
    lower = "".join(single).casefold()
    folded: ColumnElement[Any] = func.translate(value, literal("".join(single), Text), literal(lower, Text))
    for letter in letters:
        if letter not in single:
            folded = func.replace(folded, literal(letter, Text), literal(letter.casefold(), Text))
    return _Either(func.casefold(value, type_=Text()), folded)


@cache
def _unfolded() -> Mapping[str, list[str]]:
    """For each letter the others whose case folding contains it."""
    found: dict[str, list[str]] = {}
    for letter in map(chr, range(0x20000)):  # beyond it no letter has two cases
        if letter != (folded := letter.casefold()):
            for part in folded:
                found.setdefault(part, []).append(letter)
    return found


class _Either(FunctionElement[Any]):
    """One value, said in each database's own words."""

    inherit_cache = True

    def __init__(self, on_sqlite: ColumnElement[Any], on_postgresql: ColumnElement[Any]) -> None:
        super().__init__(on_sqlite, on_postgresql)
        self.type = on_sqlite.type


@compiles(_Either, "sqlite")
def _on_sqlite(either: _Either, compiler: SQLCompiler, **how: Any) -> str:
    on_sqlite, _ = either.clauses
    return f"({compiler.process(on_sqlite, **how)})"


@compiles(_Either, "postgresql")
def _on_postgresql(either: _Either, compiler: SQLCompiler, **how: Any) -> str:
    _, on_postgresql = either.clauses
    return f"({compiler.process(on_postgresql, **how)})"


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _custom_value(custom: object, key: str, type: FieldType) -> str | float | None:
    """What the domain reads in a record's custom values, a date as text: SQLite has no type for it."""
    values = msgspec.json.decode(custom) if isinstance(custom, str) else None
    found: Any = CUSTOM_READERS[type](values.get(key)) if isinstance(values, dict) else None
    return found.isoformat() if isinstance(found, date) else found
