"""What people do with actions and activities, said briefly."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import insert, select

from stageline.commands.actions.advancing import WantedStage
from stageline.commands.actions.completing import Completions, WantedCompletions, complete_actions
from stageline.commands.actions.performing import Performances, WantedPerformances, perform_actions
from stageline.commands.activities.ending import Done, complete_activity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.domain.actions.completing import Said
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.activities.outcome import SHIPPED_OUTCOMES
from stageline.domain.events import By, Channel
from stageline.domain.ids import ActionId, ActivityId, OpportunityId, StageId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.moving import Decided
from stageline.domain.processes.process import Process
from stageline.storage.tables import contacts, events, metadata, opportunities, outcomes, stage_history
from stageline.storage.unit_of_work import Storage
from tests.agendas import all_actions
from tests.builders import LONG_AGO, MINUTE, NOON, a_move, an_opportunity, by, keep

FIRST = OpportunityId(1)
MOMENTS: Iterator[datetime] = iter(NOON + 60 * MINUTE + n * timedelta(seconds=1) for n in range(1, 36_000))
"""One after the other for all tests of a process, and all of the same day."""


def given(storage: Storage, process: Process, *, stage: str = "Qualify", **said: Any) -> None:
    """Opportunity 1 of Rita for Ann Lee; it has entered its stage, so that its actions are there."""
    records = [
        an_opportunity("Propose" if stage == "Qualify" else "Qualify", process=process, **{"contact_id": 1, **said})
    ]
    with storage.writing() as work:
        listed = [
            {**msgspec.to_builtins(each), "position": n, "id": n} for n, each in enumerate(SHIPPED_OUTCOMES, 1)
        ]  # fmt: skip
        work.connection.execute(outcomes.delete())
        work.connection.execute(insert(outcomes), listed)
        work.connection.execute(insert(contacts), [{"id": 1, "name": "Ann Lee", "created_at": LONG_AGO, "version": 1}])
        keep(work.connection, process, *records)
    move(storage, stage)


def say_ann(storage: Storage, **said: Any) -> None:
    """Something about the contact."""
    with storage.writing() as work:
        work.connection.execute(contacts.update().where(contacts.c.id == 1).values(**said))


def move(storage: Storage, to: str, **said: Any) -> Decided:
    with storage.writing() as work:
        wanted = a_move(to, reason="So", acknowledge_gaps=True, closing=Closing(close_reason="price"), **said)
        return move_opportunity(work, wanted, by=by(channel=Channel.API), at=next(MOMENTS))


def number_of(storage: Storage, name: str) -> ActionId:
    return next(ActionId(action.id) for action in all_actions(storage) if action.name == name)


def complete(
    storage: Storage, *names: str, said: Said | None = None, to: int | None = None, who: By | None = None, **stage: Any
) -> Completions:
    wanted = WantedCompletions(
        opportunity_id=FIRST,
        action_ids=[number_of(storage, name) for name in names],
        said=said,
        stage=WantedStage(stage_id=StageId(to) if to else None, **stage),
    )
    with storage.writing() as work:
        return complete_actions(work, wanted, by=who or by(channel=Channel.RECORD), at=next(MOMENTS))


def perform(
    storage: Storage,
    *names: str,
    activity: ActivitySaid | None = None,
    replaces: bool = False,
    who: By | None = None,
    **said: Any,
) -> Performances:
    wanted = WantedPerformances(
        opportunity_id=FIRST,
        action_ids=[number_of(storage, name) for name in names],
        activity=activity,
        replaces=replaces,
        **said,
    )
    with storage.writing() as work:
        return perform_actions(work, wanted, by=who or by(channel=Channel.RECORD), at=next(MOMENTS))


def finish(
    storage: Storage, activity_id: int, said: Said | None = None, to: int | None = None, who: By | None = None
) -> Done:
    stage = WantedStage(stage_id=StageId(to) if to else None)
    with storage.writing() as work:
        number = ActivityId(activity_id)
        return complete_activity(work, number, said, stage, by=who or by(channel=Channel.RECORD), at=next(MOMENTS))


def all_rows(storage: Storage) -> dict[str, Sequence[Any]]:
    with storage.reading() as connection:
        return {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}


def kinds(storage: Storage) -> list[str]:
    """Of what happened after it had entered its stage."""
    with storage.reading() as connection:
        told = connection.execute(select(events.c.kind, events.c.at).order_by(events.c.id)).all()
    entered = next(row.at for row in told if row.kind == "opportunity.moved")
    return [row.kind for row in told if row.at > entered]


def stage_of(storage: Storage) -> str:
    with storage.reading() as connection:
        stage = connection.execute(select(opportunities.c.stage_id)).scalar_one()
    return {1: "Qualify", 2: "Demo", 3: "Propose", 4: "Won", 5: "Lost"}[stage]


def last_move(storage: Storage) -> Any:
    with storage.reading() as connection:
        return connection.execute(select(stage_history).order_by(stage_history.c.version.desc())).first()
