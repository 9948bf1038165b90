"""Reading a condition from JSON, naming everything that is wrong with it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stageline.domain.conditions.condition import OPERATORS, AllOf, AnyOf, Check, Condition, Not, Operator
from stageline.domain.conditions.field import Field
from stageline.domain.conditions.values import Unusable, shown, value_of
from stageline.domain.errors import InvalidInput, Missing

MAX_DEPTH = 8  # levels, the single check being one
MAX_CHECKS = 100

_SHAPES = 'Write {"all": […]}, {"any": [one at least]}, {"not": …} or {"field": …, "is": …, "value": …}.'


class InvalidCondition(InvalidInput):
    """This condition cannot be used; what is wrong with it is listed with its place."""

    code = "invalid_condition"


def parse_condition(raw: object, fields: Mapping[str, Field]) -> Condition:
    """A condition over those fields.

    The refusal's `missing` names each problem by its path, as in condition.all[1].value.
    """
    reading = _Reading(fields)
    condition = reading.condition(raw, "condition", 1)
    if condition is None or reading.problems:
        raise InvalidCondition(reading.problems)
    return condition


class _Wrong(Exception):
    def __init__(self, path: str, remedy: str) -> None:
        super().__init__(path)
        self.problem = Missing(name=path, remedy=remedy)


@dataclass(slots=True)
class _Reading:
    """One pass over the tree, which goes on after a problem to find the others."""

    fields: Mapping[str, Field]
    problems: list[Missing] = field(default_factory=list)
    checks: int = 0

    def condition(self, raw: object, path: str, depth: int) -> Condition | None:
        try:
            return self._read(raw, path, depth)
        except _Wrong as wrong:
            self.problems.append(wrong.problem)
            return None

    def _read(self, raw: object, path: str, depth: int) -> Condition | None:
        if depth > MAX_DEPTH:
            raise _Wrong(path, f"Nest conditions no deeper than {MAX_DEPTH} levels.")
        match raw:
            case {"all": list(parts), **rest} if not rest:
                return AllOf(self._group(parts, f"{path}.all", depth))
            case {"any": list(parts), **rest} if parts and not rest:
                return AnyOf(self._group(parts, f"{path}.any", depth))
            case {"not": part, **rest} if not rest:
                inner = self.condition(part, f"{path}.not", depth + 1)
                return inner and Not(inner)
            case {"field": key, "is": asked, **rest} if rest.keys() <= {"value"}:
                return self._check(key, asked, rest.get("value"), path)
        raise _Wrong(path, _SHAPES)

    def _group(self, parts: list[object], path: str, depth: int) -> tuple[Condition, ...]:
        if not parts:
            self._count(path)  # a group of nothing costs as much as a check
        found: list[Condition | None] = []
        for number, part in enumerate(parts):
            if self.checks > MAX_CHECKS:
                break
            found.append(self.condition(part, f"{path}[{number}]", depth + 1))
        return tuple(condition for condition in found if condition is not None)

    def _check(self, key: object, asked: object, raw: object, path: str) -> Check:
        self._count(path)
        field = self.fields.get(key) if isinstance(key, str) else None
        if field is None:
            raise _Wrong(f"{path}.field", f"Name a field that there is; {shown(key)} is none.")
        allowed = OPERATORS[field.type]
        if not isinstance(asked, str) or asked not in allowed:
            raise _Wrong(f"{path}.is", f"Ask one of {', '.join(sorted(allowed))} of {field.label}.")
        operator = Operator(asked)
        try:
            return Check(field, operator, value_of(field, operator, raw))
        except Unusable as unusable:
            raise _Wrong(f"{path}.value", str(unusable)) from None

    def _count(self, path: str) -> None:
        self.checks += 1
        if self.checks > MAX_CHECKS:
            raise _Wrong(path, f"Ask no more than {MAX_CHECKS} things in one condition.")
