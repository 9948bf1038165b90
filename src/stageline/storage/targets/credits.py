"""What counted toward sales targets, as it was derived last."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from stageline.domain.ids import OpportunityId, TargetId
from stageline.domain.targets.credit import Credit, Withdrawn
from stageline.storage.prepared import Among, PreparedQuery
from stageline.storage.summing import whole_sum
from stageline.storage.tables import target_credits

_columns = target_credits.c
_KEY = ("target_id", "period_starts_on", "opportunity_id")
_FIELDS = Credit.__struct_fields__
_ALL = select(*(_columns[name] for name in _FIELDS))
READ = PreparedQuery(_ALL, Among(_columns.opportunity_id))
READ_TOWARD = PreparedQuery(_ALL, Among(_columns.opportunity_id), Among(_columns.target_id, "targets"))
_SAME = tuple(_columns[name] == bindparam(f"of_{name}") for name in _KEY)
FORGET = delete(target_credits).where(*_SAME)
CHANGE = update(target_credits).where(*_SAME)


class Credits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, ids: Collection[OpportunityId], toward: Collection[TargetId] | None = None) -> list[Credit]:
        """All that these opportunities count for, or only toward these targets."""
        query = READ if toward is None else READ_TOWARD
        asked = {"ids": sorted(ids), "targets": sorted(toward or ())}
        return [_credit(row) for row in query.rows(self._connection, asked)] if ids else []

    def replace(self, kept: Iterable[Credit], derived: Sequence[Credit]) -> list[Credit]:
        """Writes what differs, in at most three statements, and says what did."""
        was, now = {credit.key: credit for credit in kept}, {credit.key: credit for credit in derived}
        gone = [credit for key, credit in was.items() if key not in now]
        new = [credit for key, credit in now.items() if key not in was]
        changed = [c for key, c in now.items() if key in was and was[key] != c]
        if gone:
            self._connection.execute(FORGET, [_key(c) for c in gone])
        if new:
            self._connection.execute(insert(target_credits), [_values(c) for c in new])
        if changed:
            self._connection.execute(CHANGE, [_key(c) | _without_key(c) for c in changed])
        return gone + new + changed


def _credit(row: Sequence[Any]) -> Credit:
    said = dict(zip(_FIELDS, row, strict=True))
    said["withdrawn"] = Withdrawn(said["withdrawn"]) if said["withdrawn"] else None
    return Credit(**said)


def _key(credit: Credit) -> dict[str, Any]:
    return {f"of_{name}": getattr(credit, name) for name in _KEY}


def _values(credit: Credit) -> dict[str, Any]:
    values = msgspec.structs.asdict(credit)
    return {**values, "withdrawn": credit.withdrawn.value if credit.withdrawn else None}


def _without_key(credit: Credit) -> dict[str, Any]:
    return {name: value for name, value in _values(credit).items() if name not in _KEY}


def credits_of_target(connection: Connection, target_id: TargetId, starts_on: date | None = None) -> list[Credit]:
    """In all periods, or in the one that begins on that day."""
    wanted = _ALL.where(_columns.target_id == target_id)
    if starts_on is not None:
        wanted = wanted.where(_columns.period_starts_on == starts_on)
    return [_credit(row) for row in connection.execute(wanted)]


def counted_toward(connection: Connection, ids: Collection[TargetId]) -> set[OpportunityId]:
    """The opportunities of which something was written for these targets."""
    wanted = select(_columns.opportunity_id).where(_columns.target_id.in_(sorted(ids))).distinct()
    return set(connection.scalars(wanted))


def counted_in(
    connection: Connection, ids: Collection[TargetId], starts: Collection[date]
) -> dict[TargetId, dict[date, int]]:
    """What counted toward each in the periods that begin on these days; in one statement."""
    wanted = (
        select(_columns.target_id, _columns.period_starts_on, whole_sum(_columns.counted).label("counted"))
        .where(_columns.target_id.in_(sorted(ids)), _columns.period_starts_on.in_(sorted(starts)))
        .group_by(_columns.target_id, _columns.period_starts_on)
    )
    found: defaultdict[TargetId, dict[date, int]] = defaultdict(dict)
    for row in connection.execute(wanted):
        found[row.target_id][row.period_starts_on] = row.counted
    return found
