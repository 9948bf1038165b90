"""People who are named by others: they must be here."""

from collections.abc import Collection

from stageline.domain.activities.booking import require_here
from stageline.domain.ids import UserId
from stageline.storage.people.owners import read_owners
from stageline.storage.unit_of_work import Work


def require_people(work: Work, ids: Collection[UserId]) -> None:
    """Nobody who has left, and nobody who never was."""
    if ids:
        require_here(ids, [person.user_id for person in read_owners(work.connection, ids).values() if person.is_active])
