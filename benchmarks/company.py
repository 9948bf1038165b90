"""A company to measure on: people, a process whose gates look at fields and at proof, and many opportunities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, text

from stageline.bootstrap import migrate, open_storage
from stageline.commands.contacts import add_account
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.opportunities.surrounding import confirm_criterion
from stageline.commands.organisation import found_organisation
from stageline.commands.people.passwords import hash_password
from stageline.commands.people.users import add_user
from stageline.commands.processes.creating import create_process
from stageline.commands.processes.defining import define_process
from stageline.commands.processes.publishing import publish_process
from stageline.domain.events import By, Channel
from stageline.domain.ids import OpportunityId, StageId
from stageline.domain.opportunities.confirming import Confirmation
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.definition import Definition
from stageline.domain.processes.process import Process
from stageline.domain.rights import Actor
from stageline.storage.people.authentication import read_actor
from stageline.storage.schema import bring_up_to_date
from stageline.storage.tables import criterion_checks, events, opportunities, stage_history
from stageline.storage.unit_of_work import Storage, Work

EMAIL, PASSWORD = "rita@northwind.example", "moves all day long"
OTHERS_EMAIL = "rolf@northwind.example"
BY_SYSTEM = By(SYSTEM, Channel.SYSTEM)

_EXIT = [
    {"name": "Amount", "remedy": "Enter an amount.", "kind": "field",
     "condition": {"field": "amount_minor", "is": "greater_than", "value": 0}},
    {"name": "Close date", "remedy": "Enter a date.", "kind": "field",
     "condition": {"field": "expected_close_on", "is": "is_filled"}},
    {"name": "Champion", "remedy": "Find somebody who acts for us.", "kind": "manual", "is_buyer_verified": True},
]  # fmt: skip
_ASKED = [
    {"name": "Demo meeting", "code": "meeting", "type": "calendar_activity", "is_auto_created": True, "due_days": 2,
     "is_required": True, "activity": {"type": "meeting", "is_tracked": True}},
    {"name": "Call afterwards", "code": "call", "type": "calendar_activity", "due_days": 5},
    {"name": "Read their annual report", "code": "report", "type": "checklist", "due_days": 1},
    {"name": "Agree who decides", "code": "decides", "type": "checklist", "is_required": True},
]  # fmt: skip


def _process(*, asks: bool) -> Definition:
    """`asks`: its second stage has actions, one of which is booked at once."""
    demo = {"name": "Demo", "code": "demo", "probability": 30, "category": "pipeline", "criteria": _EXIT}
    stages = [
        {"name": "Qualify", "code": "qualify", "probability": 10, "category": "pipeline", "criteria": _EXIT},
        {**demo, "actions": _ASKED} if asks else demo,
        {"name": "Propose", "code": "propose", "probability": 50, "category": "best_case", "criteria": _EXIT},
        {"name": "Won", "code": "won", "type": "won", "is_default_won": True},
        {"name": "Lost", "code": "lost", "type": "lost"},
    ]
    return msgspec.convert({"name": "Measured sales", "stages": stages}, Definition)


@dataclass(frozen=True)
class Company:
    """`seller` owns all opportunities, which begin in the first of the `stages`; `won` is a closed one."""

    seller: Actor
    other: Actor
    stages: Sequence[StageId]
    won: StageId


def found(url: str, count: int, *, asks: bool = False) -> Company:
    """Everything by the product's own commands, but for the opportunities after the first, which are copies of it."""
    at = datetime.now(UTC) - timedelta(days=1)
    storage = open_storage(url)
    try:
        if storage.engines.is_sqlite:
            migrate(storage, at)
        else:
            bring_up_to_date(storage.engines)
            with storage.writing() as work:
                found_organisation(work, name="Northwind", zone="Europe/Amsterdam", currency="EUR", at=at)
        with storage.writing() as work:
            company, first = _settled(work, _process(asks=asks), at)
            _multiply(work.connection, first.id, count)
        tidy(storage)
    finally:
        storage.close()
    return company


def _settled(work: Work, definition: Definition, at: datetime) -> tuple[Company, Opportunity]:
    process = _published(work, definition, at)
    seller, other = _hired(work, "Rita Rep", EMAIL, at), _hired(work, "Rolf Rep", OTHERS_EMAIL, at)
    opened = _opened(work, process, By(seller, Channel.RECORD), at)
    open_stages = [stage.id for stage in process.open_stages]
    won = next(stage.id for stage in process.stages if stage.is_default_won)
    return Company(seller, other, open_stages, won), opened


def _hired(work: Work, name: str, email: str, at: datetime) -> Actor:
    said = {"email": email, "name": name, "roles": ["rep"]}
    user = add_user(work, said, password_hash=hash_password(PASSWORD), by=BY_SYSTEM, at=at)
    return read_actor(work.connection, user.id)


def _published(work: Work, definition: Definition, at: datetime) -> Process:
    draft = create_process(work, definition.name, by=BY_SYSTEM, at=at)
    define_process(work, draft.id, definition, version=None, by=BY_SYSTEM, at=at)
    publish_process(work, draft.id, version=None, by=BY_SYSTEM, at=at)
    return work.processes.read([draft.id])[0]


def _opened(work: Work, process: Process, by: By, at: datetime) -> Opportunity:
    """With an amount, a date, and every criterion that a person confirms confirmed, so that all gates are open."""
    account_id = add_account(work, {"name": "Tailwind Logistics"}, by=by, at=at)
    fields = {
        "name": "Solar roof", "account_id": account_id, "amount_minor": 9_000_000, "expected_close_on": "2099-12-24",
        "next_step": "Call about the offer",
    }  # fmt: skip
    opened = open_opportunity(work, SaidOpening(fields=fields, process_id=process.id), by=by, at=at).after
    for criterion in (c for stage in process.stages for c in stage.criteria if c.kind.is_confirmed):
        confirm_criterion(work, opened.id, Confirmation(criterion_id=criterion.id), by=by, at=at)
    return opened


def _multiply(connection: Connection, first: OpportunityId, count: int) -> None:
    its_number = {"opportunity_id": "opportunity_id + number"}
    last = connection.execute(text("SELECT max(id) FROM events")).scalar_one()
    creation = connection.execute(text("SELECT max(event_id) FROM stage_history")).scalar_one()
    event_id = f"{last} + number"
    for table, is_first, changed in (
        (opportunities, f"id = {first}", {"id": "id + number"}),
        (events, f"id = {creation}", {**its_number, "id": event_id, "subject_id": "subject_id + number"}),
        (stage_history, f"event_id = {creation}", {**its_number, "event_id": event_id}),
        (criterion_checks, f"opportunity_id = {first}", its_number),
    ):
        connection.execute(text(copied(table, is_first, changed)), {"copies": count - 1})
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT setval('event_ids', {last + count})"))
        connection.execute(text(f"SELECT setval('opportunity_ids', {first + count})"))


def copied(table: Table, is_first: str, changed: dict[str, str]) -> str:
    """A statement that copies one row `:copies` times; `changed` says how, in terms of the `number` of the copy."""
    names = [column.name for column in table.c]
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    return f"""INSERT INTO {table.name} ({listed})
        WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :copies)
        SELECT {values} FROM {table.name}, numbers WHERE {is_first}"""


def tidy(storage: Storage) -> None:
    """As a database is that has been used for a while: statistics known, nothing left in the log."""
    with storage.engines.writing.connect() as connection:
        driver: Any = connection.connection.driver_connection
        connection.rollback()
        if storage.engines.is_sqlite:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            driver.autocommit = True
            driver.execute("VACUUM ANALYZE")
            driver.autocommit = False
