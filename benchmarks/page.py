"""What was measured, as people read it: a table in the terminal, and docs/reference/performance.md."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.measuring import outcome

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "performance.md"

MOVES = """## Moving opportunities

Written by `bin/bench moves --write`. Every figure is a ratio to a floor that was measured in the same run, ours and
the floor one right after the other; the median of the rounds counts. The absolute numbers say only what this machine
did at that time.
"""
WEB = """## The page

Written by `bin/bench web --write`, from a traced run of the system's Chromium against the real server: the sample for
loading, signing in and dragging, and one column of 5,000 cards for scrolling. These are aims for what a person feels,
on an idle core, not ratios; a busy machine misses them.
"""
TARGETS = """## Sales targets

Written by `bin/bench targets --write`. Five hundred people have two targets each: a number of deals into one stage, a
value into the next. Each opportunity has ten rows of history. The floor of figure 6 is one indexed query over the same
moves; what the worker counts is held against the moves of figure 2, measured in the same run.
"""
# Of each figure: what is measured, and what it is held against.
MEANT = {
    "1": (
        "one move through its command: record, rights, gate, history, events, the stage's four actions, one activity",
        "the same rows by hand with `sqlite3`, `synchronous=FULL`",
    ),
    "2": (
        "`stageline serve` as it ships: session, token against forgery, log, worker; between stages without actions",
        "one bare handler on the same server: SELECT, UPDATE, INSERT, COMMIT; no sign-in, rights, rules or event",
    ),
    "3": (
        "one command in one transaction, 500 at a time, with history, events, actions and activities",
        "the same rows by `executemany`, 500 at a time",
    ),
    "7": ("statements of move, assign, edit and close for 500", "the same for 1"),
    "8": (
        "`stageline serve` on a database that is there; the memory half a second after its first answer",
        "Litestar with one route on uvicorn",
    ),
    "9": (
        "`stageline serve --workers 2` on PostgreSQL as it is installed",
        "one bare handler on the same server with the statements of 2, without foreign keys; beside it `pgbench -c 8`",
    ),
    "6": (
        "the goals of all with their figures in the present period, as the page asks for them",
        "one indexed query that adds up the same moves from the history",
    ),
    "keeping up": ("the consumer of the journal by itself, a page of 500 events after the other", "figure 2"),
    "10": ("1,000 in one `POST /moves`", "the same rows by `executemany` in process"),
}


def table(report: Mapping[str, Any]) -> str:
    rows = [("#", "figure", "ours", "floor", "unit", "ratio", "wanted", "")]
    for number, figure in report["figures"].items():
        said = (figure["title"], _number(figure["value"]), _number(figure["floor"]), figure["unit"])
        rows.append((number, *said, _number(figure["ratio"]), figure["wanted"], outcome(figure)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def write(report: Mapping[str, Any]) -> None:
    _replace("moves", as_section(report))


def write_web(report: Mapping[str, Any]) -> None:
    lines = [
        WEB,
        _measured(report),
        "",
        "| Figure | Measured | Unit | Wanted | Holds | |",
        "|---|---|---|---|---|---|",
        *[
            f"| {figure['title']} | {_number(figure['value'])} | {figure['unit']} | {figure['wanted']} "
            f"| {'yes' if figure['holds'] else 'no'} | {figure['note']} |"
            for figure in report["figures"]
        ],
    ]
    _replace("web", "\n".join(lines) + "\n")


def targets_table(report: Mapping[str, Any]) -> str:
    return f"{table(report)}\n\n{chr(10).join(_grown(report))}"


def write_targets(report: Mapping[str, Any]) -> None:
    lines = [
        TARGETS,
        _measured(report),
        "",
        "| # | Figure | Ours | Floor | Unit | Ratio | Wanted | Holds |",
        "|---|---|---|---|---|---|---|---|",
        *[_line(number, figure) for number, figure in report["figures"].items()],
        "",
        "| # | Ours | Floor |",
        "|---|---|---|",
        *[f"| {number} | {' | '.join(MEANT[number])} |" for number in report["figures"]],
        "",
        "### As the history grows",
        "",
        *_grown(report),
    ]
    _replace("targets", "\n".join(lines) + "\n")


def _grown(report: Mapping[str, Any]) -> list[str]:
    names = ("Rows of history", "Of these in the period", "Progress of all, ms", "Floor, ms", "Ratio",
             "One person's, ms", "Counted, moves/s")  # fmt: skip
    rows = [" | ".join(_number(value) for value in row.values()) for row in report["growth"]]
    return [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}", *[f"| {row} |" for row in rows]]


def _replace(part: str, text: str) -> None:
    """Each part stands between its own marks and is written by its own run."""
    begin, end = f"<!-- {part} -->\n", f"<!-- {part}: end -->\n"
    page = PAGE.read_text() if PAGE.exists() else "# Performance\n"
    before, found, rest = page.partition(begin)
    after = rest.partition(end)[2] if found else ""
    PAGE.write_text(f"{before if found else before + chr(10)}{begin}\n{text}\n{end}{after}")


def _measured(report: Mapping[str, Any]) -> str:
    machine = report["machine"]
    where = f"{machine['cores']} cores (load {machine['load']}), Python {machine['python']}, {machine['system']}"
    how = ", with `--quick`" if report["quick"] else ""
    return f"Measured on {report['measured_at'][:10]} on {where}{how}."


def as_section(report: Mapping[str, Any]) -> str:
    figures = report["figures"]
    lines = [
        MOVES,
        _measured(report),
        "",
        "| # | Figure | Ours | Floor | Unit | Ratio | Wanted | Holds |",
        "|---|---|---|---|---|---|---|---|",
        *[_line(number, figure) for number, figure in figures.items()],
        "",
        "### What each is held against",
        "",
        "| # | Ours | Floor |",
        "|---|---|---|",
        *[f"| {number} | {' | '.join(MEANT[number])} |" for number in figures],
    ]
    return "\n".join(lines) + "\n"


def _line(number: str, figure: Mapping[str, Any]) -> str:
    numbers = [_number(figure[name]) for name in ("value", "floor")]
    verdict = outcome(figure, "yes", "no")
    cells = [figure["title"], *numbers, figure["unit"], _number(figure["ratio"]), figure["wanted"], verdict]
    return f"| {number} | {' | '.join(cells)} |"


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"
