"""A company with a past: five hundred people with two sales targets each, and months of moves that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from benchmarks.company import BY_SYSTEM, Company, copied, found, tidy
from stageline.bootstrap import open_storage
from stageline.commands.people.users import add_user
from stageline.commands.targets.counting import CONSUMER
from stageline.commands.targets.setting import set_targets
from stageline.domain.ids import TargetId, UserId
from stageline.domain.targets.periods import Cycle, PeriodType
from stageline.domain.targets.setting import ForUser, WantedTarget
from stageline.domain.targets.target import Metric
from stageline.storage.journal import last_position
from stageline.storage.tables import events, stage_history
from stageline.storage.tables.types import EPOCH, MICROSECOND
from stageline.storage.unit_of_work import Work

PEOPLE = 500
VISITS = 10
"""Rows in the history of each opportunity: its creation, then there and back again, a month between two of them."""
IN_PERIOD = 100_000
"""So many of the last moves are of the present month, at the most."""
MONTH = 31 * 24 * 3_600_000_000
"""In microseconds, as moments are kept."""


@dataclass(frozen=True)
class Past:
    """`since` is when the present month began, in microseconds; the last `in_period` moves of the `count` are of it.

    The `targets` are the first of those into the second stage and of those into the third, in the order of the people.
    """

    company: Company
    people: Sequence[UserId]
    targets: tuple[TargetId, TargetId]
    at: datetime
    since: int
    count: int
    in_period: int


def bring_past(url: str, rows: int) -> Past:
    """So many rows of history, with what they count toward the targets; all that has happened is consumed."""
    count = rows // VISITS
    company = found(url, count)
    storage, at = open_storage(url), datetime.now(UTC)
    month = Cycle(period_type=PeriodType.MONTH, zone=ZoneInfo("UTC")).at(at)
    try:
        with storage.writing() as work:
            people, targets = _settle(work, company, at)
        past = Past(
            company, people, targets, at, (month.starts_at - EPOCH) // MICROSECOND, count, min(count, IN_PERIOD)
        )
        with storage.writing() as work:
            _remember(work.connection, past)
            work.consumers.begin([CONSUMER])
            work.consumers.move(CONSUMER, last_position(work.connection))
        tidy(storage)
    finally:
        storage.close()
    return past


def _settle(work: Work, company: Company, at: datetime) -> tuple[Sequence[UserId], tuple[TargetId, TargetId]]:
    """People, each to bring a number of deals into the second stage and a value into the third."""
    said = [{"name": f"Person {n}", "email": f"person{n}@northwind.example", "roles": ["rep"]} for n in range(PEOPLE)]
    people = [add_user(work, one, password_hash="", by=BY_SYSTEM, at=at).id for one in said]
    begins = date(at.year - 3, 1, 1)
    _, second, third = company.stages[:3]
    firsts = []
    for wanted in (
        WantedTarget(metric=Metric.ADVANCED_COUNT, stage_id=second, starts_on=begins, number=9),
        WantedTarget(metric=Metric.ADVANCED_VALUE, stage_id=third, starts_on=begins, number=90_000_000, currency="EUR"),
    ):
        answers = set_targets(work, wanted, [ForUser(person) for person in people], by=BY_SYSTEM, at=at)
        ids = [answer.target.id for answer in answers if answer.target is not None]
        assert ids == list(range(ids[0], ids[0] + PEOPLE)), "they are counted on to follow each other"
        firsts.append(ids[0])
    assert people == list(range(people[0], people[0] + PEOPLE))
    return people, (firsts[0], firsts[1])


def _remember(connection: Connection, past: Past) -> None:
    """Into the second stage and back, time and again; the odd ones end there, the even ones a stage further."""
    first, second, third = past.company.stages[:3]
    creation = connection.execute(text("SELECT min(event_id) FROM stage_history")).scalar_one()
    for visit in range(2, VISITS + 1):
        base = connection.execute(text("SELECT max(id) FROM events")).scalar_one()
        goes_on, last = visit % 2 == 0, f"CASE number % 2 WHEN 1 THEN {second} ELSE {third} END"
        to = (last if visit == VISITS else str(second)) if goes_on else str(first)
        same = {"opportunity_id": "number", "version": str(visit), "at": _at(past, visit)}
        moved = {**same, "id": f"{base} + number", "subject_id": "number", "kind": "'opportunity.moved'"}
        stepped = {
            **same, "event_id": f"{base} + number", "visit": str(visit), "owner_id": _owner(past), "to_stage_id": to,
            "from_stage_id": str(first if goes_on else second), "move_kind": "'advance'" if goes_on else "'back'",
        }  # fmt: skip
        copies = {"copies": past.count}
        connection.execute(text(copied(events, f"id = {creation}", moved)), copies)
        connection.execute(text(copied(stage_history, f"event_id = {creation}", stepped)), copies)
    stands = (
        f"stage_id = (SELECT to_stage_id FROM stage_history h WHERE h.opportunity_id = o.id AND h.version = {VISITS})"
    )
    owned = _owner(past).replace("number", "o.id")
    record = f"UPDATE opportunities AS o SET owner_id = {owned}, version = {VISITS}, visit = {VISITS}, {stands}"
    connection.execute(text(record))
    connection.execute(text(_credits(past, second)))


def _owner(past: Past) -> str:
    return f"{past.people[0]} + number / 2 % {PEOPLE}"


def _at(past: Past, visit: int) -> str:
    """The last visits are spread over the present month until now, of the others over the half-month before it."""
    now = (past.at - EPOCH) // MICROSECOND
    back = (VISITS - visit) * MONTH
    present = f"{past.since} + ({now} - {past.since}) / {past.in_period} * number"
    earlier = f"{past.since} - {MONTH // 4} - number % 10 * {MONTH // 40}"
    return f"CASE WHEN number <= {past.in_period} THEN {present} ELSE {earlier} END - {back}"


def _credits(past: Past, second: int) -> str:
    """What the product derives from that history: `--quick` lets it derive some anew and finds no difference."""
    of_count, of_value = (first - past.people[0] for first in past.targets)
    return f"""INSERT INTO target_credits (target_id, period_starts_on, opportunity_id, event_id, at, owner_id,
            amount_at_event_minor, currency_at_event, amount_minor, currency, counted, withdrawn)
        SELECT owner_id + CASE to_stage_id WHEN {second} THEN {of_count} ELSE {of_value} END,
            strftime('%Y-%m-01', at / 1000000, 'unixepoch'), opportunity_id, event_id, at, owner_id,
            amount_minor, currency, amount_minor, currency,
            CASE to_stage_id WHEN {second} THEN 1 ELSE amount_minor END, NULL
        FROM stage_history WHERE move_kind = 'advance' ORDER BY 1, 2, 3"""
