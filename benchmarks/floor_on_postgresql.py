"""What benchmarks.floor does, on PostgreSQL: said by pgbench, and by one bare handler on the same server."""

import os
from threading import local
from typing import Any

import psycopg
from litestar import Litestar, get, post
from litestar.params import FromPath, JSONBody
from psycopg.rows import dict_row

# No event, and so no foreign key from the history to one. What stands in braces is filled in by whoever says it.
READ = "SELECT * FROM opportunities WHERE id = {card} FOR UPDATE"
SAVE = """UPDATE opportunities SET stage_id={stage}, furthest_stage_id={stage}, probability=30,
    is_probability_overridden=false, category='pipeline', is_category_overridden=false, expected_close_on='2099-12-24',
    actual_close_on=NULL, close_reason=NULL, competitor=NULL, close_note=NULL, visit={visit} + 1,
    stage_entered_at=now(), last_meaningful_change_at=now(), version={version} + 1
    WHERE id={card} AND version={version}"""
HISTORY = """INSERT INTO stage_history VALUES (nextval('event_ids'), {card}, {version} + 1, {stage_id}, 'Qualify',
    {stage}, 'Demo', 'advance', 'board', {owner_id}, NULL, NULL, NULL, now(), 86400, NULL, NULL, NULL, false, false,
    true, true, 1, {visit} + 1, {owner_id}, 9000000, 'EUR', 30, 'pipeline', '2099-12-24', NULL, NULL, {probability},
    false, 'pipeline', false, {furthest_stage_id}, '2099-12-24', now(), now(), {visit}, NULL)"""
READ_NAMES = ("stage_id", "furthest_stage_id", "owner_id", "probability", "visit", "version")
NO_KEYS = "session_replication_role=replica"


def script(cards: int, stage: int) -> str:
    """For pgbench."""
    names = {name: f":{name}" for name in ("card", *READ_NAMES)} | {"stage": str(stage)}
    read, save, history = (statement.format_map(names) for statement in (READ, SAVE, HISTORY))
    return f"\\set card random(1, {cards})\nBEGIN;\n{read} \\gset\n{_line(save)};\n{_line(history)};\nCOMMIT;\n"


def _line(statement: str) -> str:
    return " ".join(statement.split())


def moving() -> Litestar:
    """One bare handler: BEGIN, SELECT, UPDATE, INSERT, COMMIT, prepared, over a connection of each thread."""
    own = local()
    names = {name: f"%({name})s" for name in ("card", "stage", *READ_NAMES)}
    read, save, history = (statement.format_map(names) for statement in (READ, SAVE, HISTORY))

    def connected() -> psycopg.Connection[dict[str, Any]]:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(
                os.environ["FLOOR"], autocommit=True, prepare_threshold=0, row_factory=dict_row, options=f"-c {NO_KEYS}"
            )
        found: psycopg.Connection[dict[str, Any]] = own.connection
        return found

    @post("/api/v1/opportunities/{opportunity_id:int}/moves", sync_to_thread=True, status_code=200)
    def bare(opportunity_id: FromPath[int], data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
        connection = connected()
        with connection.transaction():
            row = connection.execute(read, {"card": opportunity_id}).fetchone()
            assert row is not None
            said = {"card": opportunity_id, "stage": data["stage_id"], **{name: row[name] for name in READ_NAMES}}
            connection.execute(save, said)
            connection.execute(history, said)
        return {"version": data["version"] + 1}

    return Litestar([bare, ready])


@get("/readyz", sync_to_thread=False)
def ready() -> str:
    return "ready"
