"""What counts toward one sales target, added up from the histories as they stand."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from stageline.domain.ids import OpportunityId
from stageline.domain.targets.counting import count
from stageline.domain.targets.credit import Credit
from stageline.domain.targets.target import SalesTarget
from stageline.storage.targets.courses import candidates, read_courses
from stageline.storage.targets.rates import turned_into

SLICE = 500


def credits_toward(connection: Connection, target: SalesTarget) -> list[Credit]:
    """In all its periods since it began (SG-50, SG-51); also toward one that is not kept."""
    derived: list[Credit] = []
    for some in slices(candidates(connection, [target])):
        courses = read_courses(connection, some, into=turned_into([target]))
        derived += [credit for course in courses for credit in count(course, target).credits]
    return derived


def slices(ids: Collection[OpportunityId]) -> Iterator[Sequence[OpportunityId]]:
    """In order."""
    in_order = sorted(ids)
    return (in_order[start : start + SLICE] for start in range(0, len(in_order), SLICE))
