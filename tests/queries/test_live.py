"""Who is told of a change is who may read it, and whoever loses sight of it is told that it left."""

from itertools import product

import pytest
from sqlalchemy import insert, select, update

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.targets.setting import set_target
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.rights import Actor, Role
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import Metric
from stageline.queries.live import Changed, TargetsChanged, owners_of_targets, read_changes, targets_seen
from stageline.storage.journal import START, last_position, read_journal
from stageline.storage.tables import events, opportunities
from stageline.storage.unit_of_work import Storage
from stageline.storage.visible import asked_by, visible_to
from stageline.worker.loop import Worker
from tests.builders import (
    ADMIN,
    COLLABORATOR,
    DEMO,
    MANAGER,
    NOON,
    OTHER_REP,
    REP,
    a_collaborator,
    a_manager,
    a_move,
    a_process,
    a_rep,
    a_viewer,
    an_actor,
    an_operator,
    an_opportunity,
    by,
    keep,
)
from tests.teams import join

EVERYBODY = (a_rep(), a_rep(OTHER_REP), a_manager(), an_operator(), a_collaborator(), a_viewer())


def told(storage: Storage, *, last: int) -> dict[int, list[Changed]]:
    """What each is told of the last events, by the id of the person."""
    with storage.reading() as connection:
        found = read_journal(connection, START).events[-last:]
        changes = read_changes(connection, found)
    heard = {actor.user_id: [change.told_to(actor) for change in changes] for actor in EVERYBODY}
    return {user_id: [each for each in all_of_it if each] for user_id, all_of_it in heard.items()}


@pytest.mark.rule("PS-196")
def test_a_change_is_told_to_exactly_those_who_may_read_the_record(storage: Storage) -> None:
    kinds = list(product((REP, OTHER_REP, MANAGER), (False, True), (None, REP, COLLABORATOR)))
    with storage.writing() as work:
        made = [an_opportunity(id=OpportunityId(n), owner_id=kind[0]) for n, kind in enumerate(kinds, 1)]
        keep(work.connection, a_process(), *made)
        for n, (_, is_deleted, member) in enumerate(kinds, 1):
            if member:
                join(work.connection, n, member)
            if is_deleted:
                gone = update(opportunities).where(opportunities.c.id == n).values(deleted_at=NOON)
                work.connection.execute(gone)
    heard = told(storage, last=len(kinds))
    for actor in EVERYBODY:
        with storage.reading() as connection:
            wanted = select(opportunities.c.id).where(visible_to(actor)).order_by(opportunities.c.id)
            readable = connection.execute(wanted, asked_by(actor)).scalars().all()

        assert [each.opportunity_id for each in heard[actor.user_id]] == readable


def test_whoever_loses_sight_of_it_is_told_only_that_it_left(storage: Storage) -> None:
    with storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
        wanted = WantedAssignment(opportunity_id=OpportunityId(1), owner_id=OTHER_REP)
        assign_opportunity(work, wanted, by=by(an_operator()), at=NOON)
    heard = told(storage, last=1)

    assert heard[REP] == [Changed(heard[REP][0].id, "opportunity.left", OpportunityId(1))]
    assert heard[MANAGER] == heard[REP]
    assert [each.kind for each in heard[OTHER_REP]] == ["opportunity.assigned"]
    assert heard[COLLABORATOR] == []


@pytest.mark.parametrize(
    ("kind", "facts", "is_deleted", "loser"),
    [
        ("opportunity.team_member_removed", {"user_id": COLLABORATOR}, False, COLLABORATOR),
        ("opportunity.deleted", None, True, REP),
    ],
)
def test_leaving_the_team_and_deletion_take_it_out_of_sight(
    storage: Storage, kind: str, facts: dict[str, int] | None, is_deleted: bool, loser: int
) -> None:
    with storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity(deleted_at=NOON if is_deleted else None))
        row = {"id": 2, "kind": kind, "opportunity_id": 1, "subject_id": 1, "version": 2, "at": NOON, "facts": facts}
        work.connection.execute(insert(events), {**row, "channel": "record", "actor_id": MANAGER})
    heard = told(storage, last=1)

    assert [each.kind for each in heard[loser]] == ["opportunity.left"]
    assert heard[OTHER_REP] == []


@pytest.mark.rule("SG-10", "SG-11", "SG-12")
def test_whose_targets_have_changed_is_told_to_those_who_may_see_them(storage: Storage) -> None:
    wanted = WantedTarget(metric=Metric.WON_COUNT, number=1)
    with storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
        for person in (REP, OTHER_REP):
            set_target(work, wanted, person, by=by(an_actor(ADMIN, Role.ADMIN)), at=NOON)
    with storage.reading() as connection:
        owners = owners_of_targets(read_journal(connection, START).events)

    def told_to(actor: Actor) -> list[TargetsChanged]:
        return targets_seen(owners, actor)

    assert told_to(an_actor(ADMIN, Role.ADMIN)) == [TargetsChanged((REP, OTHER_REP))]
    assert told_to(a_rep()) == told_to(a_manager()) == [TargetsChanged((REP,))]
    assert told_to(an_operator()) == told_to(a_viewer()) == []


@pytest.mark.rule("SG-51")
def test_what_counts_anew_is_told_when_it_was_counted(storage: Storage) -> None:
    with storage.writing() as work:
        keep(work.connection, a_process(), an_opportunity())
        wanted = WantedTarget(metric=Metric.ADVANCED_COUNT, number=9, stage_id=DEMO.id)
        set_target(work, wanted, REP, by=by(a_rep()), at=NOON)
    Worker(storage).run_once(NOON)
    with storage.writing() as work:
        before = last_position(work.connection)
        move_opportunity(work, a_move("Demo"), by=by(a_manager()), at=NOON)

    def told_since() -> list[list[TargetsChanged]]:
        with storage.reading() as connection:
            owners = owners_of_targets(read_journal(connection, before).events)
        return [targets_seen(owners, actor) for actor in (a_rep(), a_rep(OTHER_REP))]

    assert told_since() == [[], []]
    Worker(storage).run_once(NOON)
    assert told_since() == [[TargetsChanged((REP,))], []]
