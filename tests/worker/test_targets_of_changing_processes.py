"""Sales targets while operations change the processes that they are for."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from stageline.commands.processes.creating import create_process
from stageline.commands.processes.publishing import archive_process, delete_process, publish_process
from stageline.commands.targets.setting import set_target
from stageline.domain.opportunities.closing import Closing
from stageline.domain.processes.definition import definition_of
from stageline.domain.processes.process import Process
from stageline.domain.processes.stage import StageType
from stageline.domain.rights import Role
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import Metric, SalesTarget
from stageline.queries.targets.contributions import read_contributions
from stageline.queries.targets.progress import read_targets
from stageline.storage.tables import events, target_credits
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import ACCOUNT, ADMIN, DAY, MINUTE, NOON, REP, a_rep, an_actor, an_operator, by
from tests.definitions import (
    a_definition,
    changed,
    current,
    in_order,
    move,
    opened,
    save,
    standard_sales,
    the_process,
    without,
)

ADMINS = by(an_actor(ADMIN, Role.ADMIN))


def stage(process: Process, name: str) -> Any:
    return next(s for s in process.stages if s.name == name)


def into(storage: Storage, process: Process, name: str) -> SalesTarget:
    wanted = WantedTarget(metric=Metric.ADVANCED_COUNT, number=3, stage_id=stage(process, name).id)
    with storage.writing() as work:
        return set_target(work, wanted, REP, by=ADMINS, at=NOON)


def after(storage: Storage, target: SalesTarget) -> SalesTarget:
    """As it is when the worker has seen everything."""
    Worker(storage).run_once(NOON)
    with storage.writing(preview=True) as work:
        found = work.targets.find(target.id)
    assert found is not None
    return found


def counted(storage: Storage) -> Mapping[int, int]:
    """By target."""
    with storage.reading() as connection:
        rows = connection.execute(select(target_credits.c.target_id, target_credits.c.counted))
        return {row.target_id: row.counted for row in rows}


@pytest.mark.rule("SG-53", "AT-139")
def test_another_order_changes_nothing_of_what_counted_and_says_what_is_forward_from_then_on(storage: Storage) -> None:
    process = standard_sales(storage)
    into_propose, into_qualify = into(storage, process, "Propose"), into(storage, process, "Qualify")
    deal = opened(storage)
    move(storage, deal, stage(process, "Propose"))
    save(storage, process, in_order(definition_of(process), "Propose", "Identify", "Qualify"), at=NOON + MINUTE)
    move(storage, deal, stage(process, "Qualify"), at=NOON + 2 * MINUTE)
    after(storage, into_propose)

    assert counted(storage) == {into_propose.id: 1, into_qualify.id: 1}


@pytest.mark.rule("SG-53")
def test_another_name_changes_nothing(storage: Storage) -> None:
    process = standard_sales(storage)
    target = into(storage, process, "Propose")
    save(storage, process, changed(definition_of(process), "Propose", name="Offer"))

    assert after(storage, target) == target


@pytest.mark.rule("SG-53")
def test_a_stage_that_is_archived_ends_its_target_at_once_and_keeps_what_counted(storage: Storage) -> None:
    process = standard_sales(storage)
    target, other = into(storage, process, "Propose"), into(storage, process, "Qualify")
    deal = opened(storage)
    for name in ("Propose", "Negotiate"):
        move(storage, deal, stage(process, name), at=NOON + MINUTE)
    save(storage, process, changed(current(storage, process), "Propose", is_active=False), at=NOON + DAY)

    assert not stage(the_process(storage, process.id), "Propose").is_active
    assert after(storage, target).ended_at == NOON + DAY
    assert after(storage, other) == other
    assert counted(storage) == {target.id: 1}
    with storage.reading() as connection:
        [told] = connection.execute(select(events).where(events.c.kind == "target.ended")).all()
        [because] = connection.execute(select(events.c.kind).where(events.c.id == told.cause_id)).scalars()
    assert (told.facts["why"], because) == ("stage_archived", "process.changed")


@pytest.mark.rule("PS-22", "PS-242", "SG-26")
def test_into_a_stage_that_becomes_a_won_one_a_target_counts_what_is_won(storage: Storage) -> None:
    process = standard_sales(storage)
    target = into(storage, process, "Propose")
    won = changed(definition_of(process), "Propose", type=StageType.WON, probability=None, category=None)
    save(storage, process, in_order(won, *(s.name for s in process.stages if s.name != "Propose"), "Propose"))
    deal = opened(storage, fields={"account_id": ACCOUNT, "amount_minor": 100})
    closing = Closing(close_reason="price")
    move(storage, deal, stage(the_process(storage, process.id), "Propose"), closing=closing, at=NOON + MINUTE)

    now = after(storage, target)
    assert (now.stage_type, now.ended_at, counted(storage)) == (StageType.WON, None, {target.id: 1})


@pytest.mark.rule("SG-53", "PS-21")
def test_a_target_keeps_no_stage_from_being_removed(storage: Storage) -> None:
    process = standard_sales(storage)
    target = into(storage, process, "Propose")
    save(storage, process, without(definition_of(process), "Propose"), at=NOON + DAY)

    assert after(storage, target).ended_at == NOON + DAY
    with storage.writing(preview=True) as work:
        [shown] = read_targets(work, asker=a_rep(), at=NOON).items
    assert shown.stage is None


@pytest.mark.rule("SG-53", "PS-14")
def test_a_target_keeps_no_process_from_being_deleted(storage: Storage) -> None:
    standard_sales(storage)
    other = another(storage)
    target = into(storage, other, "Propose")
    with storage.writing() as work:
        delete_process(work, other.id, version=None, by=by(an_operator()), at=NOON + DAY)

    assert after(storage, target).ended_at == NOON + DAY


def test_an_archived_process_goes_on_counting_for_the_deals_in_it(storage: Storage) -> None:
    standard_sales(storage)
    other = another(storage)
    target = into(storage, other, "Propose")
    with storage.writing() as work:
        archive_process(work, other.id, by=by(an_operator()), at=NOON + DAY)

    assert after(storage, target) == target


def another(storage: Storage) -> Process:
    """Published, and not the default."""
    with storage.writing() as work:
        made = create_process(work, "New business", by=by(an_operator()), at=NOON).id
    save(storage, the_process(storage, made), a_definition())
    with storage.writing() as work:
        publish_process(work, made, version=None, by=by(an_operator()), at=NOON)
    return the_process(storage, made)


@pytest.mark.rule("SG-23", "SG-53")
def test_what_was_leapt_is_told_by_the_order_of_that_time(storage: Storage) -> None:
    process = standard_sales(storage)
    target = into(storage, process, "Qualify")
    deal = opened(storage)
    move(storage, deal, stage(process, "Propose"))
    save(storage, process, in_order(definition_of(process), "Qualify", "Identify", "Propose"), at=NOON + MINUTE)
    later = opened(storage, stage_id=stage(process, "Identify").id)
    move(storage, later, stage(process, "Propose"), at=NOON + 2 * MINUTE)
    after(storage, target)
    with storage.writing(preview=True) as work:
        shown = read_contributions(work, target.id, asker=a_rep(), at=NOON)

    assert [(miss.opportunity.id, miss.reason.value) for miss in shown.near_misses] == [(deal, "skipped_stage")]
