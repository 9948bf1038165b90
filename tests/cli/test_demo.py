"""The sample organisation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from stageline.bootstrap import open_storage
from stageline.cli.demo import prepare
from stageline.cli.demo.people import REPS
from stageline.commands.targets.counting import rebuild_credits
from stageline.domain.events import By, Channel
from stageline.domain.ids import UserId
from stageline.domain.opportunities.attention import WatchKind
from stageline.domain.people.user import SYSTEM
from stageline.domain.targets.changes import CHANGES
from stageline.domain.targets.milestones import TARGET_NEWS
from stageline.domain.targets.periods import PeriodType
from stageline.queries.filtering import Filter
from stageline.queries.opportunities import read_selection
from stageline.queries.targets.progress import periods_until_now, read_targets
from stageline.settings import Settings
from stageline.storage.people.authentication import read_actor
from stageline.storage.tables import events, opportunities, stage_history, stages, users
from stageline.storage.unit_of_work import Storage

NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")
    prepare(settings, NOW)
    return settings


@pytest.fixture
def sample(prepared: Settings) -> Storage:
    return open_storage(prepared.database)


@pytest.mark.rule("PS-25")
def test_the_sample_has_people_of_every_role_and_deals_in_every_stage(sample: Storage) -> None:
    with sample.reading() as connection:
        roles = {role for row in connection.execute(select(users.c.roles)) for role in row.roles}
        counted = select(stages.c.name, func.count(opportunities.c.id)).outerjoin(
            opportunities, opportunities.c.stage_id == stages.c.id
        )
        deals = {name: count for name, count in connection.execute(counted.group_by(stages.c.name))}  # noqa: C416
    sample.close()

    assert roles == {"rep", "manager", "operations", "admin", "collaborator", "viewer"}
    assert len(deals) == 8
    assert all(deals.values())


def test_its_history_goes_back_for_months_and_ends_now(sample: Storage) -> None:
    """What the worker makes of it afterwards bears the time of what it came from."""
    told = select(events.c.at).where(events.c.kind.not_in(TARGET_NEWS - CHANGES)).order_by(events.c.id)
    with sample.reading() as connection:
        times = list(connection.scalars(told))
        kinds = set(connection.scalars(select(stage_history.c.move_kind)))
    sample.close()

    assert times == sorted(times)
    assert NOW - times[0] > timedelta(days=200)
    assert NOW - timedelta(days=2) < times[-1] <= NOW
    assert {"create", "advance", "back", "close"} <= kinds


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Crane telemetry", Filter(attention=(WatchKind.STAGE_AGE,))),
        ("Depot lighting", Filter(attention=(WatchKind.NEVER_STARTED,))),
        ("Depot lighting", Filter(attention=(WatchKind.NO_NEXT_STEP,))),
        ("School kitchens", Filter(attention=(WatchKind.CLOSE_DATE_PAST,))),
        ("Vineyard sensors", Filter(ready=True)),
    ],
)
def test_its_first_rep_has_a_deal_of_every_kind_to_look_at(sample: Storage, name: str, wanted: Filter) -> None:
    with sample.writing(preview=True) as work:
        mara = work.connection.scalar(select(users.c.id).where(users.c.name == "Mara Lindqvist"))
        by = By(read_actor(work.connection, UserId(mara or 0)), Channel.BOARD)
        found = read_selection(work, wanted, by=by, moment=work.moment(NOW)).items
        names = {deal.name for deal in work.opportunities.read([row.id for row in found], by.actor.user_id).values()}
    sample.close()

    assert name in names
    assert len(names) < 10


@pytest.mark.rule("PS-228")
def test_enough_was_won_to_say_what_is_usual(sample: Storage) -> None:
    with sample.reading() as connection:
        won = select(func.count(opportunities.c.id)).join(stages, stages.c.id == opportunities.c.stage_id)
        count = connection.scalar(won.where(stages.c.type == "won"))
    sample.close()

    assert (count or 0) >= 20


@pytest.mark.rule("SG-12", "SG-50", "SG-60")
def test_people_have_goals_with_periods_behind_them_some_reached_and_some_not(sample: Storage) -> None:
    with sample.writing(preview=True) as work:
        shown = read_targets(work, asker=SYSTEM, at=NOW).items
        targets = work.targets.read([target.id for target in shown])
        past = periods_until_now(work, list(targets.values()), NOW)
    with sample.writing() as work:
        counted = rebuild_credits(work)
    sample.close()

    assert {target.user.name for target in shown} == {person.name for person in REPS}
    assert {target.period_type for target in shown} == {PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR}
    assert [target.user.name for target in shown if target.set_by == target.user] == ["Daniel Park"]
    assert {target.set_by.name for target in shown} == {"Helen Okafor", "Marco Bianchi", "Daniel Park"}
    assert any(target.period.percent >= 100 for target in shown)
    assert any(target.period.percent < 60 for target in shown)
    monthly = [past[target.id] for target in shown if target.period_type is PeriodType.MONTH]
    assert all(len(periods) > 8 for periods in monthly)
    closed = [period.percent >= 100 for periods in monthly for period in periods[1:]]
    assert {True, False} == set(closed)
    assert counted is not None
    assert counted.differences == 0


def test_what_is_there_is_not_made_again(prepared: Settings) -> None:
    file = Path(prepared.database.removeprefix("sqlite:///"))
    before = file.stat().st_mtime_ns

    prepare(prepared, NOW)

    assert file.stat().st_mtime_ns == before
    assert list(file.parent.glob("*.unfinished*")) == []
