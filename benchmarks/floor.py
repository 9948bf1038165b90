"""The floors: the same rows by hand with `sqlite3`, in process and behind one bare handler on the same server."""

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from threading import Lock
from typing import Any

from litestar import Litestar, get, post
from litestar.params import FromPath, JSONBody

SLICE = 500
SAVE = """UPDATE opportunities SET stage_id=?, furthest_stage_id=?, probability=?, is_probability_overridden=?,
    category=?, is_category_overridden=?, expected_close_on=?, actual_close_on=?, close_reason=?, competitor=?,
    close_note=?, visit=?, stage_entered_at=?, last_meaningful_change_at=?, version=? WHERE id=? AND version=?"""
EVENT = f"INSERT INTO events VALUES ({','.join('?' * 12)})"
HISTORY = f"INSERT INTO stage_history VALUES ({','.join('?' * 42)})"
ACTION = f"INSERT INTO actions VALUES ({','.join('?' * 21)})"
ACTIVITY = f"INSERT INTO activities VALUES ({','.join('?' * 33)})"
MADE_BEFORE = "SELECT id, opportunity_id FROM actions WHERE opportunity_id IN "
CHECKS = "SELECT opportunity_id, criterion_id FROM criterion_checks WHERE opportunity_id IN "
# What `benchmarks.company` asks for in its second stage.
ASKED = (
    ("meeting", "calendar_activity", "Demo meeting", True), ("call", "calendar_activity", "Call afterwards", False),
    ("report", "checklist", "Read their annual report", False), ("decides", "checklist", "Agree who decides", True),
)  # fmt: skip
PLAN = {
    "category": "timed", "type": "meeting", "subject": "", "location": "", "starts_minute": 540,
    "duration_minutes": 60, "reminder_minutes": None, "deal_roles": [], "is_tracked": True,
}  # fmt: skip
(ID, STAGE, FURTHEST, OWNER, AMOUNT, CURRENCY, PROBABILITY, CATEGORY, EXPECTED, VISIT, ENTERED, MEANT, VERSION) = (
    0, 3, 4, 5, 8, 9, 10, 12, 15, 26, 27, 28, 31,
)  # fmt: skip


def connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def now() -> int:
    return time.time_ns() // 1_000


def move(
    connection: sqlite3.Connection, ids: Sequence[int], to: int, at: int, *, tells: bool = True, asks: bool = False
) -> None:
    """Moves by hand, 500 at a time; `tells` is whether there are events and proofs to read, or the bare rows alone.

    `asks`: the stage has the actions of `benchmarks.company`, one of which is booked at once.
    """
    connection.execute("BEGIN IMMEDIATE")
    last = connection.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0] if tells else None
    for start in range(0, len(ids), SLICE):
        part = ids[start : start + SLICE]
        marks = f"({','.join('?' * len(part))})"
        rows = connection.execute(f"SELECT * FROM opportunities WHERE id IN {marks}", part).fetchall()
        if last is not None:
            connection.execute(CHECKS + marks, part).fetchall()
        connection.executemany(SAVE, [_saved(r, to, at) for r in rows])
        numbers: list[Any] = [None] * len(rows) if last is None else list(range(last + 1, last + 1 + len(rows)))
        if last is not None:
            connection.executemany(EVENT, [_event(n, r, at) for n, r in zip(numbers, rows, strict=True)])
            last += len(rows)
        connection.executemany(HISTORY, [_past(n, r, to, at) for n, r in zip(numbers, rows, strict=True)])
        if last is not None and asks:
            connection.execute(MADE_BEFORE + marks, part).fetchall()
            last = _ask(connection, rows, numbers, last, to=to, at=at)
    connection.execute("COMMIT")


def _saved(r: tuple[Any, ...], to: int, at: int) -> tuple[Any, ...]:
    return (to, to, 30, False, "pipeline", False, r[EXPECTED], None, None, None, None, r[VISIT] + 1, at, at,
            r[VERSION] + 1, r[ID], r[VERSION])  # fmt: skip


def _event(n: int, r: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return (n, "opportunity.moved", r[ID], r[ID], r[VERSION] + 1, at, "board", r[OWNER], None, None, None, None)


def _past(n: int | None, r: tuple[Any, ...], to: int, at: int) -> tuple[Any, ...]:
    return (
        n, r[ID], r[VERSION] + 1, r[STAGE], "Qualify", to, "Demo", "advance", "board", r[OWNER], None, None, None, at,
        86_400, None, None, None, False, False, True, True, 1, r[VISIT] + 1, r[OWNER], r[AMOUNT], r[CURRENCY], 30,
        "pipeline", r[EXPECTED], None, None, r[PROBABILITY], False, r[CATEGORY], False, r[FURTHEST], r[EXPECTED],
        r[ENTERED], r[MEANT], r[VISIT], None,
    )  # fmt: skip


def _ask(
    connection: sqlite3.Connection,
    rows: Sequence[tuple[Any, ...]],
    numbers: Sequence[int],
    last: int,
    *,
    to: int,
    at: int,
) -> int:
    """The actions of the stage, the activity of the first of them, and the events of both; gives the last event."""
    first_action = connection.execute("SELECT coalesce(max(id), 0) FROM actions").fetchone()[0] + 1
    first_activity = connection.execute("SELECT coalesce(max(id), 0) FROM activities").fetchone()[0] + 1
    told: list[tuple[Any, ...]] = []
    its_actions: list[tuple[Any, ...]] = []
    its_activities: list[tuple[Any, ...]] = []
    for place, (r, cause) in enumerate(zip(rows, numbers, strict=True)):
        number, activity = first_action + place * len(ASKED), first_activity + place
        made = [
            {"id": number + i, "name": name, "type": kind, "stage_id": to, "responsible_id": r[OWNER]}
            for i, (_, kind, name, _) in enumerate(ASKED)
        ]
        booked = {"id": activity, "action_id": number, "subject": ASKED[0][2], "type": "meeting", "people": [r[OWNER]]}
        facts = {"activities": [booked]}
        told.append(_following(last + 1, "actions.begun", r[ID], r, at=at, cause=cause, facts={"actions": made}))
        told.append(_following(last + 2, "activity.booked", activity, r, at=at, cause=cause, facts=facts))
        last += 2
        its_actions += [
            (number + i, r[ID], to, code, i, kind, name, "", required, None, r[OWNER], False, "2099-01-01",
             json.dumps(PLAN if kind == "calendar_activity" else {}), False, None, None, None, None, at, None)
            for i, (code, kind, name, required) in enumerate(ASKED)
        ]  # fmt: skip
        its_activities.append(
            (activity, r[ID], None, number, r[OWNER], "timed", "meeting", ASKED[0][2], None, None, at, at, None, "UTC",
             None, False, "active", False, None, None, False, None, None, None, cause, None, at, r[OWNER], None, 1,
             False, at, None)
        )  # fmt: skip
    connection.executemany(EVENT, told)
    connection.executemany(ACTION, its_actions)
    connection.executemany(ACTIVITY, its_activities)
    return last


def _following(
    number: int, kind: str, subject: int, r: tuple[Any, ...], *, at: int, cause: int, facts: object
) -> tuple[Any, ...]:
    return (number, kind, r[ID], subject, r[VERSION] + 1, at, "board", r[OWNER], cause, None, json.dumps(facts), None)


def moving() -> Litestar:
    """One bare handler: SELECT, UPDATE, INSERT, COMMIT; no sign-in, no rights, no rules, no event."""
    connection, alone = connect(os.environ["FLOOR"]), Lock()
    connection.execute("PRAGMA foreign_keys = OFF")  # it writes no events that its history could refer to

    @post("/api/v1/opportunities/{opportunity_id:int}/moves", sync_to_thread=True, status_code=200)
    def bare(opportunity_id: FromPath[int], data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
        with alone:
            move(connection, [opportunity_id], data["stage_id"], now(), tells=False)
        return {"version": data["version"] + 1}

    return Litestar([bare, _ready])


def nothing() -> Litestar:
    """An application that can do no more than answer."""
    return Litestar([_ready])


@get("/readyz", sync_to_thread=False)
def _ready() -> str:
    return "ready"
