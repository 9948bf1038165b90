"""What counts toward one sales target, added up from the histories as they stand."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from stageline.domain.ids import OpportunityId
from stageline.domain.targets.counting import count
from stageline.domain.targets.credit import Credit
from stageline.domain.targets.target import SalesTarget
from stageline.storage.targets.courses import candidates, read_courses

SLICE = 500


def credits_toward(connection: Connection, target: SalesTarget) -> list[Credit]:
    """In all its periods since it began (SG-50, SG-51); also toward one that is not kept."""
    derived: list[Credit] = []
    for some in _slices(candidates(connection, target)):
        courses = read_courses(connection, some, converts=target.converts)
        derived += [credit for course in courses for credit in count(course, target).credits]
    return derived


def _slices(ids: Sequence[OpportunityId]) -> Iterable[Sequence[OpportunityId]]:
    return (ids[start : start + SLICE] for start in range(0, len(ids), SLICE))
