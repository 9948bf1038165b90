"""`stageline report`: what was won, what is open, how long it took, how far goals are; over everything there is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json, print_table
from stageline.domain.people.user import SYSTEM
from stageline.domain.targets.pace import PaceState
from stageline.queries.reports.pipeline import read_pipeline
from stageline.queries.reports.targets import PaceRow, TargetRow, read_target_report
from stageline.queries.reports.time_in_stage import read_time_in_stage
from stageline.queries.reports.won import Period, read_won
from stageline.storage.unit_of_work import Work

app = typer.Typer(no_args_is_help=True, help="What was won, what is open, how long it took, how far sales goals are.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON: amounts as text, in the currency's own unit.")]
DAY = ["%Y-%m-%d"]


@app.command()
def won(
    by: Annotated[
        str,
        typer.Option(help="owner, month, quarter, manager, team, account, source, stage, or custom. and a key."),
    ] = "owner",
    closed_from: Annotated[datetime | None, typer.Option("--from", formats=DAY, help="First day of closing.")] = None,
    closed_to: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="Last day of closing.")] = None,
    *,
    json: Json = False,
) -> None:
    """What was won, for each currency."""
    period = Period(closed_from.date() if closed_from else None, closed_to.date() if closed_to else None)
    with looking() as work:
        found = read_won(work, by, period=period, asker=SYSTEM)
    _print(found, json=json, rows=_by_currency)


@app.command()
def pipeline(*, json: Json = False) -> None:
    """What is open now, for each currency stage by stage."""
    with looking() as work:
        found = read_pipeline(work, asker=SYSTEM)
    _print(found, json=json, rows=_by_currency)


@app.command("time-in-stage")
def time_in_stage(*, json: Json = False) -> None:
    """Days that opportunities stayed in the open stages that they have left."""
    with looking() as work:
        found = read_time_in_stage(work, asker=SYSTEM)
    _print(found, json=json, rows=msgspec.to_builtins)


@app.command()
def targets(
    *,
    past: Annotated[bool, typer.Option("--past", help="All periods until now instead of the present one.")] = False,
    json: Json = False,
) -> None:
    """How far everybody's sales goals are, by person and period."""
    with looking() as work:
        found = read_target_report(work, asker=SYSTEM, at=datetime.now(UTC), with_past=past)
    _print(found, json=json, rows=_by_person)


@contextmanager
def looking() -> Iterator[Work]:
    """What reads, without a lock."""
    with database() as (storage, _), storage.writing(preview=True) as work:
        yield work


def _print(found: Sequence[Any], *, json: bool, rows: Callable[[Sequence[Any]], list[dict[str, object]]]) -> None:
    if json:
        print_json(found)
    else:
        print_table(rows(found))


def _by_currency(found: Sequence[Any]) -> list[dict[str, object]]:
    return [{"currency": one.currency, **msgspec.to_builtins(row)} for one in found for row in one.rows]


def _by_person(found: Sequence[TargetRow]) -> list[dict[str, object]]:
    """Narrow enough for a terminal; all of it is in the JSON."""
    return [
        {
            "person": row.person,
            "goal": " ".join(filter(None, (row.metric.value, row.stage, "(deleted)" if row.deleted_at else None))),
            "period": f"{row.period.value} {row.starts_on}",
            "reached": " ".join(filter(None, (f"{row.reached} of {row.number}", row.currency))),
            "percent": row.percent,
            "pace": _pace(row.pace),
            "left_out": _left_out(row),
        }
        for row in found
    ]


def _left_out(row: TargetRow) -> str:
    return ", ".join(f"{each.count}: {each.amount} {each.currency}" for each in row.left_out)


def _pace(pace: PaceRow | None) -> str:
    if pace is None:
        return ""
    by = str(pace.difference).removeprefix("-")
    told = {
        PaceState.AHEAD: f"ahead by {by}",
        PaceState.BEHIND: f"behind by {by}",
        PaceState.AT_RISK: f"at risk, {by} behind",
    }
    return told.get(pace.state, pace.state.value.replace("_", " "))
