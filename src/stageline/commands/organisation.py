"""The organisation: founding it, its settings, its lists and custom fields."""

from datetime import datetime

from sqlalchemy import insert

from stageline.domain.organisation import SHIPPED_REASONS, SHIPPED_SOURCES, Organisation
from stageline.domain.people.user import SYSTEM_USER_ID, UserState
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Work

WEEKDAYS = (1, 2, 3, 4, 5)


def found_organisation(work: Work, *, name: str, zone: str, currency: str, at: datetime) -> None:
    """Makes the one row everything else refers to, and the user in whose name the system itself acts.

    Done once, when the schema is made; nothing happens when it is there already.
    """
    if work.organisations.exists():
        return
    work.organisations.add(
        Organisation(
            name=name,
            zone=zone,
            currency=currency,
            week_start=1,
            working_days=WEEKDAYS,
            holidays=(),
            languages=("en", "de"),
            reasons=SHIPPED_REASONS,
            sources=SHIPPED_SOURCES,
            version=1,
        )
    )
    system = {"id": SYSTEM_USER_ID, "name": "Stageline", "state": UserState.UNCLAIMED.value, "roles": []}
    work.connection.execute(insert(users), {**system, "can_own": False, "created_at": at, "version": 1})
