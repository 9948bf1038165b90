"""What a transaction can do with opportunities."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select

from stageline.domain.ids import BatchId, EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.changes import (
    BesideEvent,
    OpportunityAssigned,
    OpportunityEvent,
    OpportunityPlaced,
)
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.opportunities.undoing import KeptMove
from stageline.domain.opportunities.undoing_batches import DoneInBatch
from stageline.storage.events import Events
from stageline.storage.executing import LostUpdate
from stageline.storage.opportunities.beside import keep_old_owners, save_beside
from stageline.storage.opportunities.placing import place, put_after
from stageline.storage.opportunities.reading import DONE, read_done, read_moves, read_opportunities
from stageline.storage.opportunities.writing import save_changes
from stageline.storage.processes import Processes
from stageline.storage.search import keep_names
from stageline.storage.standing import standing_moves
from stageline.storage.tables import OPPORTUNITY_IDS, events, field_history, stages, users
from stageline.storage.tables.types import AnyRow

__all__ = ["LostUpdate", "Opportunities"]

LAST_ID_ON_SQLITE = "SELECT coalesce(max(id), 0) FROM opportunities"
NEXT_IDS_ON_POSTGRESQL = select(OPPORTUNITY_IDS.next_value()).select_from(func.generate_series(1, bindparam("count")))
LAST_OPEN_STAGES = (
    select(standing_moves.c.opportunity_id, standing_moves.c.to_stage_id)
    .join(stages, stages.c.id == standing_moves.c.to_stage_id)
    .where(standing_moves.c.opportunity_id.in_(bindparam("ids", expanding=True)), stages.c.type == "open")
    .order_by(standing_moves.c.opportunity_id, standing_moves.c.version)
)


LAST_CHANGE = (
    select(events.c.actor_id, users.c.name.label("actor_name"), events.c.at)
    .join(users, users.c.id == events.c.actor_id)
    .where(events.c.opportunity_id == bindparam("opportunity_id"), events.c.kind != OpportunityPlaced.kind)
    .order_by(events.c.version.desc(), events.c.id.desc())
    .limit(1)
)
CHANGES_SINCE = (
    select(field_history, users.c.name.label("actor_name"))
    .join(users, users.c.id == field_history.c.actor_id)
    .where(
        field_history.c.opportunity_id == bindparam("opportunity_id"), field_history.c.version > bindparam("version")
    )
    .order_by(field_history.c.version, field_history.c.event_id, field_history.c.field)
)


class Opportunities:
    def __init__(self, connection: Connection, processes: Processes, journal: Events | None) -> None:
        self._connection = connection
        self._processes = processes
        self._journal = journal
        self._last: int | None = None

    def read(self, ids: Sequence[OpportunityId], asker_id: UserId) -> dict[OpportunityId, Opportunity]:
        """Those that exist, locked until the end of the transaction unless it is a rehearsal."""
        return read_opportunities(self._connection, self._processes, ids, asker_id, journal=self._journal)

    def read_moves(self, ids: Sequence[EventId]) -> dict[EventId, KeptMove]:
        return read_moves(self._connection, ids)

    def done_in_batch(self, batch_id: BatchId) -> list[tuple[OpportunityId, int]]:
        """The opportunities that a batch changed, each with the version it made."""
        return [(row.opportunity_id, row.version) for row in self._connection.execute(DONE, {"batch_id": batch_id})]

    def what_batch_did(self, batch_id: BatchId, ids: Sequence[OpportunityId]) -> dict[OpportunityId, DoneInBatch]:
        """For each of these, the move it made or the fields it changed."""
        return read_done(self._connection, batch_id, ids)

    def last_open_stages(self, ids: Sequence[OpportunityId]) -> dict[OpportunityId, StageId]:
        """The open stage in which each stood last: where it is reopened to (PS-173)."""
        return {row.opportunity_id: row.to_stage_id for row in self._connection.execute(LAST_OPEN_STAGES, {"ids": ids})}

    def last_change(self, opportunity_id: OpportunityId) -> AnyRow | None:
        """Who changed it last, and when."""
        return self._connection.execute(LAST_CHANGE, {"opportunity_id": opportunity_id}).first()

    def changes_since(self, opportunity_id: OpportunityId, version: int) -> list[AnyRow]:
        """The last change of each field that was changed after this version."""
        asked = {"opportunity_id": opportunity_id, "version": version}
        return list({row.field: row for row in self._connection.execute(CHANGES_SINCE, asked)}.values())

    def new_ids(self, count: int) -> list[OpportunityId]:
        """On SQLite nobody else can take the next number; PostgreSQL has many writers and a sequence."""
        if self._connection.dialect.name != "sqlite":
            return list(self._connection.scalars(NEXT_IDS_ON_POSTGRESQL, {"count": count}))
        if self._last is None:
            self._last = self._connection.exec_driver_sql(LAST_ID_ON_SQLITE).scalar_one()
        first, self._last = self._last + 1, self._last + count
        return [OpportunityId(number) for number in range(first, first + count)]

    def put_after(self, moved: Opportunity, after_id: OpportunityId) -> None:
        """Below that card of the stage it has entered; if the card has left, it stays on top."""
        put_after(self._connection, moved.id, moved.stage.id, after_id, moved.stage_entered_at)

    def save(self, changes: Sequence[OpportunityEvent]) -> None:
        """The records and their histories; reads nothing."""
        save_changes(self._connection, changes)

    def save_beside(self, changes: Sequence[OpportunityEvent], beside: Sequence[BesideEvent]) -> None:
        """What follows from the changes beside the records, and what happened beside them."""
        keep_names(self._connection, changes)
        if beside:
            save_beside(self._connection, beside)
        for placed in beside:
            if isinstance(placed, OpportunityPlaced):
                place(self._connection, placed)
        assigned = [c for c in changes if isinstance(c, OpportunityAssigned)]
        if assigned:
            keep_old_owners(self._connection, assigned)
