"""The sample organisation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from stageline.bootstrap import open_storage
from stageline.cli.demo import prepare
from stageline.settings import Settings
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
    with sample.reading() as connection:
        times = list(connection.scalars(select(events.c.at).order_by(events.c.id)))
        kinds = set(connection.scalars(select(stage_history.c.move_kind)))
    sample.close()

    assert times == sorted(times)
    assert NOW - times[0] > timedelta(days=200)
    assert NOW - timedelta(days=2) < times[-1] <= NOW
    assert {"create", "advance", "back", "close"} <= kinds


def test_what_is_there_is_not_made_again(prepared: Settings) -> None:
    file = Path(prepared.database.removeprefix("sqlite:///"))
    before = file.stat().st_mtime_ns

    prepare(prepared, NOW)

    assert file.stat().st_mtime_ns == before
    assert list(file.parent.glob("*.unfinished*")) == []
