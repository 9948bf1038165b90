"""Telling, once in each period, that a target is reached or at risk, and how its period ended."""

from collections.abc import Collection
from datetime import datetime

from stageline.commands.targets.ending import BY_ITSELF
from stageline.domain.ids import EventId
from stageline.domain.targets.milestones import STALE, MilestonePassed, Passed, TimePassed, milestones, periods_watched
from stageline.domain.targets.target import SalesTarget
from stageline.storage.targets.credits import counted_in
from stageline.storage.unit_of_work import Storage, Work

WATCH = "watch_targets"


def let_time_pass(storage: Storage, at: datetime) -> bool:
    """Says in the journal what time it is; whoever counts looks at all targets once it has come so far.

    To look here and now could call somebody late whose moves are not counted yet.
    """
    with storage.writing() as work:
        if work.targets.is_any():
            work.keep([TimePassed(id=work.new_ids(1)[0], at=at, by=BY_ITSELF)])
    return False


def targets_running(work: Work, at: datetime) -> list[SalesTarget]:
    """Those of which something may be worth telling: running, or over for a short time only."""
    return work.targets.running(at - STALE)


def tell_milestones(
    work: Work,
    targets: Collection[SalesTarget],
    at: datetime,
    cause_id: EventId,
    *,
    only: type[MilestonePassed] = MilestonePassed,
) -> None:
    """Of these, whatever was not told before; no more statements for many than for one."""
    starts = {period.starts_on for target in targets for period in periods_watched(target, at)}
    reached = counted_in(work.connection, {target.id for target in targets}, starts)
    calendar = work.calendar
    passed = [each for t in targets for each in milestones(t, reached.get(t.id, {}), calendar, at)]
    new = work.milestones.note([each for each in passed if issubclass(each.kind, only)])
    if new:
        names = work.targets.stage_names({each.target.stage_id for each in new if each.target.stage_id})
        ids = work.new_ids(len(new))
        work.keep([_event(each, names, id=n, at=at, cause_id=cause_id) for n, each in zip(ids, new, strict=True)])


def _event(
    passed: Passed, names: dict[int, str], *, id: EventId, at: datetime, cause_id: EventId
) -> MilestonePassed:  # fmt: skip
    target = passed.target
    return passed.kind(
        id=id,
        at=at,
        by=BY_ITSELF,
        cause_id=cause_id,
        target=target,
        period=passed.period,
        progress=passed.progress,
        stage_name=names.get(target.stage_id) if target.stage_id else None,
    )
