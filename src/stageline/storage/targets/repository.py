"""Sales targets with their numbers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, exists, insert, or_, select, update

from stageline.domain.calendar import zone_named
from stageline.domain.ids import EventId, ProcessId, SalesTeamId, StageId, TargetId, UserId
from stageline.domain.people.changes import UserDeactivated
from stageline.domain.people.user import UserState
from stageline.domain.processes.stage import StageType
from stageline.domain.targets.periods import Cycle, PeriodType
from stageline.domain.targets.setting import KnownStage
from stageline.domain.targets.target import Metric, Pause, SalesTarget, TargetNumber
from stageline.storage.inserting import insert_new
from stageline.storage.tables import events, processes, sales_targets, stages, target_numbers, users
from stageline.storage.tables.types import AnyRow

ANY = select(sales_targets.c.id).limit(1)
# The type of a stage is always the present one (PS-242).
WITH_STAGE = select(sales_targets, stages.c.type.label("stage_type")).outerjoin(
    stages, stages.c.id == sales_targets.c.stage_id
)
BY_ID = WITH_STAGE.where(sales_targets.c.id.in_(bindparam("ids", expanding=True)))
OF_USERS = WITH_STAGE.where(sales_targets.c.user_id.in_(bindparam("ids", expanding=True)))
# Whose person is gone, and whose stage is not in use any more or not there at all.
_IN_USE = select(stages.c.id).where(stages.c.is_active)
# Those who had left already when a target was set for them at the same moment; whose leaving comes later is told then.
_LEFT = select(users.c.id).where(users.c.state == UserState.DEACTIVATED.value)
_LEAVES = exists().where(
    events.c.kind == UserDeactivated.kind,
    events.c.subject_id == sales_targets.c.user_id,
    events.c.id > bindparam("since"),
)
OF_THE_GONE = WITH_STAGE.where(
    sales_targets.c.ended_at.is_(None),
    sales_targets.c.deleted_at.is_(None),
    or_(
        sales_targets.c.user_id.in_(bindparam("gone", expanding=True)),
        sales_targets.c.id.in_(bindparam("new", expanding=True)) & sales_targets.c.user_id.in_(_LEFT) & ~_LEAVES,
        sales_targets.c.stage_id.is_not(None) & sales_targets.c.stage_id.not_in(_IN_USE),
    ),
)
NUMBERS = (
    select(target_numbers)
    .where(target_numbers.c.target_id.in_(bindparam("ids", expanding=True)))
    .order_by(target_numbers.c.target_id, target_numbers.c.from_on, target_numbers.c.is_once)
)
SAVE = update(sales_targets).where(sales_targets.c.id == bindparam("target_id"))
FORGET_NUMBERS = delete(target_numbers).where(target_numbers.c.target_id == bindparam("of_target"))


def has_any(connection: Connection) -> bool:
    return connection.scalar(ANY) is not None


class Targets:
    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._locks = locks

    def is_any(self) -> bool:
        """Whether there is one at all; without, nobody has to count."""
        return has_any(self._connection)

    def find(self, id: TargetId) -> SalesTarget | None:
        return self.read([id]).get(id)

    def take(self, ids: Collection[TargetId]) -> dict[TargetId, SalesTarget]:
        """Locked until the end of the transaction, unless it is a rehearsal; in the order of their ids."""
        return self.read(ids, locked=self._locks)

    def read(self, ids: Collection[TargetId], *, locked: bool = False) -> dict[TargetId, SalesTarget]:
        wanted = BY_ID.order_by(sales_targets.c.id)
        found = self._read(
            wanted.with_for_update(of=sales_targets, key_share=True) if locked else wanted, {"ids": sorted(ids)}
        )
        return {target.id: target for target in found}

    def of_users(self, ids: Collection[UserId]) -> list[SalesTarget]:
        """All that they ever had: what is over had its periods too."""
        return self._read(OF_USERS, {"ids": sorted(ids)})

    def of_the_gone(self, user_ids: Collection[UserId], new: Mapping[TargetId, EventId]) -> list[SalesTarget]:
        """Those still running of these people, or for stages that are no longer used (SG-53).

        And the `new`, with the events that said so, of people who had left just before.
        """
        wanted = OF_THE_GONE.order_by(sales_targets.c.id)
        asked = {"gone": sorted(user_ids), "new": sorted(new), "since": min(new.values(), default=0)}
        return self._read(wanted.with_for_update(of=sales_targets, key_share=True) if self._locks else wanted, asked)

    def running(self, since: datetime) -> list[SalesTarget]:
        """Those not deleted that still run, or ended only after that moment."""
        return self._read(WITH_STAGE.where(*not_over(since)).order_by(sales_targets.c.id), {})

    def alike(self, targets: Collection[SalesTarget], at: datetime) -> dict[str, TargetId]:
        """The likenesses of these that a target has which is not over, with its number (SG-8)."""
        its = sales_targets.c
        wanted = select(its.likeness, its.id).where(
            its.user_id.in_(sorted({target.user_id for target in targets})),
            its.likeness.in_(sorted({target.likeness for target in targets})),
            *not_over(at),
        )
        return {row.likeness: row.id for row in self._connection.execute(wanted.order_by(its.id))}

    def stages(self, ids: Collection[StageId]) -> dict[StageId, KnownStage]:
        wanted = select(stages.c.id, stages.c.process_id, stages.c.type, stages.c.is_active).where(stages.c.id.in_(ids))
        rows = self._connection.execute(wanted)
        return {row.id: KnownStage(row.process_id, StageType(row.type), row.is_active) for row in rows}

    def stage_names(self, ids: Collection[StageId]) -> dict[int, str]:
        rows = self._connection.execute(select(stages.c.id, stages.c.name).where(stages.c.id.in_(sorted(ids))))
        return {row.id: row.name for row in rows}

    def team(self, id: SalesTeamId) -> list[UserId]:
        """Its members who are there and can own deals."""
        wanted = select(users.c.id).where(
            users.c.sales_team_id == id, users.c.can_own, users.c.state != UserState.DEACTIVATED.value
        )
        return list(self._connection.scalars(wanted.order_by(users.c.id)))

    def processes(self, ids: Collection[ProcessId]) -> set[ProcessId]:
        return set(self._connection.scalars(select(processes.c.id).where(processes.c.id.in_(ids))))

    def add(self, targets: Sequence[SalesTarget]) -> dict[str, TargetId]:
        """The numbers they got, by their likeness; whatever has a running twin is left out, also one of this moment."""
        if not targets:
            return {}
        put = insert_new(self._connection, sales_targets).returning(sales_targets.c.likeness, sales_targets.c.id)
        added = {row.likeness: row.id for row in self._connection.execute(put, [_row(target) for target in targets])}
        kept = [msgspec.structs.replace(t, id=added[t.likeness]) for t in targets if t.likeness in added]
        if kept:
            self._connection.execute(insert(target_numbers), [row for target in kept for row in _number_rows(target)])
        return added

    def save(self, targets: Sequence[SalesTarget]) -> None:
        """What can change of them; the same number of statements for many as for one."""
        if not targets:
            return
        self._connection.execute(SAVE, [_changed_row(target) for target in targets])
        self._connection.execute(FORGET_NUMBERS, [{"of_target": target.id} for target in targets])
        self._connection.execute(insert(target_numbers), [row for target in targets for row in _number_rows(target)])

    def _read(self, wanted: Select[Any], asked: Mapping[str, Any]) -> list[SalesTarget]:
        rows = self._connection.execute(wanted, asked).all()
        numbers: dict[TargetId, list[TargetNumber]] = {row.id: [] for row in rows}
        if rows:
            for each in self._connection.execute(NUMBERS, {"ids": list(numbers)}):
                numbers[each.target_id].append(
                    TargetNumber(from_on=each.from_on, number=each.number, is_once=each.is_once)
                )
        return [target_of(row, numbers[row.id]) for row in rows]


_SAME = ("id", "user_id", "stage_id", "currency", "converts", "starts_on", "ended_at", "deleted_at", "set_by", "set_at",
         "batch_id", "version")  # fmt: skip


def not_over(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """What ends with its period runs until then."""
    its = sales_targets.c
    return its.deleted_at.is_(None), or_(its.ended_at.is_(None), its.ended_at > at)


def target_of(row: AnyRow, numbers: Iterable[TargetNumber]) -> SalesTarget:
    return SalesTarget(
        metric=Metric(row.metric),
        stage_type=StageType(row.stage_type) if row.stage_type else None,
        process_ids=tuple(row.process_ids),
        cycle=Cycle(
            period_type=PeriodType(row.period_type),
            zone=zone_named(row.zone),
            week_start=row.week_start,
            anchor_month=row.anchor_month,
        ),
        numbers=tuple(numbers),
        pauses=msgspec.convert(row.pauses, tuple[Pause, ...]),
        **{name: getattr(row, name) for name in _SAME},
    )


def _row(target: SalesTarget) -> dict[str, Any]:
    cycle = target.cycle
    return {
        **{name: getattr(target, name) for name in _SAME if name != "id"},
        "metric": target.metric.value,
        "process_ids": list(target.process_ids),
        "period_type": cycle.period_type.value,
        "zone": cycle.zone.key,
        "week_start": cycle.week_start,
        "anchor_month": cycle.anchor_month,
        "pauses": _pauses(target),
        "likeness": target.likeness,
    }


def _changed_row(target: SalesTarget) -> dict[str, Any]:
    ends: dict[str, datetime | None] = {"ended_at": target.ended_at, "deleted_at": target.deleted_at}
    return {"target_id": target.id, "pauses": _pauses(target), "version": target.version, **ends}


def _pauses(target: SalesTarget) -> Any:
    return msgspec.to_builtins(target.pauses)


def _number_rows(target: SalesTarget) -> list[dict[str, Any]]:
    return [{"target_id": target.id, **msgspec.structs.asdict(number)} for number in target.numbers]
