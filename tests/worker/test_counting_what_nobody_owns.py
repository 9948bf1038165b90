"""A deal that names no owner counts for nobody, and administrators find it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from stageline.commands.exchange.naming import UNOWNED
from stageline.commands.targets.setting import set_targets
from stageline.domain.rights import Role
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric
from stageline.queries.filtering import Filter
from stageline.queries.opportunities import read_selection
from stageline.storage.tables import opportunities, target_credits, users
from stageline.storage.unit_of_work import Storage
from stageline.worker.loop import Worker
from tests.builders import ADMIN, MANAGER, NAMES, NOON, OTHER_REP, REP, a_moment, a_rep, an_actor, by, keep_people
from tests.builders_people import number_after
from tests.exchange import Imports, csv
from tests.mappings import a_mapping

DEALS = csv("Id,Stage,Owner,Close", f"1,Won,{NAMES[REP]},2026-11-01", "2,Won,,2026-11-01")
WINS = WantedTarget(metric=Metric.WON_COUNT, number=2)


@pytest.mark.rule("AT-122", "SG-40")
def test_a_win_that_names_no_owner_counts_for_nobody_and_an_administrator_finds_it(
    storage: Storage, tmp_path: Path
) -> None:
    admin = by(an_actor(ADMIN, Role.ADMIN))
    with storage.writing() as work:
        keep_people(work.connection)
        number_after(work.connection, users)
        set_targets(work, WINS, [ForUser(user_id) for user_id in (REP, OTHER_REP, MANAGER, ADMIN)], by=admin, at=NOON)
    columns = {"owner": "Owner", "close_on": "Close"}
    Imports(storage, tmp_path)(a_mapping(columns=columns), {"deals.csv": DEALS}, counts_for_targets=True)
    Worker(storage).run_once(NOON)

    with storage.reading() as connection:
        deals = dict(connection.execute(select(opportunities.c.owner_id, opportunities.c.id)).all())
        counted = connection.execute(select(target_credits.c.owner_id, target_credits.c.opportunity_id)).all()
        nobody, state = connection.execute(select(users.c.id, users.c.state).where(users.c.name == UNOWNED)).one()
    assert counted == [(REP, deals[REP])]
    assert state == "unclaimed"
    with storage.writing(preview=True) as work:
        unowned = Filter(owner_id=(nobody,))
        for_admin = read_selection(work, unowned, by=admin, moment=a_moment())
        for_rep = read_selection(work, unowned, by=by(a_rep()), moment=a_moment())
    assert [each.id for each in for_admin.items] == [deals[nobody]]
    assert for_rep.items == []
