"""Remembers what was told of targets: each milestone once in a period."""

from collections.abc import Sequence

from sqlalchemy import Connection

from stageline.domain.targets.milestones import Passed
from stageline.storage.inserting import insert_new
from stageline.storage.tables import target_milestones


class Milestones:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, passed: Sequence[Passed]) -> list[Passed]:
        """Those that were not noted before, in one statement."""
        if not passed:
            return []
        its = target_milestones.c
        put = insert_new(self._connection, target_milestones).returning(its.target_id, its.period_starts_on, its.kind)
        rows = self._connection.execute(put, [_row(each) for each in passed])
        new = {(row.target_id, row.period_starts_on, row.kind) for row in rows}
        return [each for each in passed if tuple(_row(each).values()) in new]


def _row(each: Passed) -> dict[str, object]:
    return {"target_id": each.target.id, "period_starts_on": each.period.starts_on, "kind": each.kind.kind}
