"""More deals than anybody would add by hand."""

import msgspec
from sqlalchemy import select

from stageline.domain.events import By, Channel
from stageline.domain.ids import OpportunityId, UserId
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import opportunities
from stageline.storage.unit_of_work import Storage
from tests.builders import keep_opportunities


def by_owner(storage: Storage) -> By:
    with storage.reading() as connection:
        owner_id = UserId(connection.execute(select(opportunities.c.owner_id).limit(1)).scalar_one())
        return By(read_actor(connection, owner_id), Channel.RECORD)


def add_many(storage: Storage, count: int) -> None:
    """So many like the first one, numbered from 1001."""
    by = by_owner(storage)
    with storage.writing() as work:
        [like] = work.opportunities.read([OpportunityId(1)], by.actor.user_id).values()
        many = (msgspec.structs.replace(like, id=OpportunityId(n), name=f"Deal {n}") for n in range(1001, 1001 + count))
        keep_opportunities(work.connection, *many)
