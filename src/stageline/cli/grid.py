"""`stageline targets grid`: the numbers of sales goals as a file of people and periods, out and in."""

from pathlib import Path
from typing import Annotated

import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json, print_table
from stageline.cli.refusing import DONE_WITH_REJECTS
from stageline.commands.exchange.preparing import importing_as
from stageline.commands.targets.grid import set_grid
from stageline.domain.errors import Missing
from stageline.domain.targets.grid import CellAnswer, CellResult, GridAnswer, InvalidGrid
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.setting import WantedTarget
from stageline.domain.targets.target import Metric
from stageline.queries.targets.grid import read_grid
from stageline.queries.targets.naming import find_named
from stageline.storage.unit_of_work import Work

app = typer.Typer(no_args_is_help=True, help="The numbers of goals as a file of people and periods.")


AMetric = Annotated[Metric, typer.Option(help="What is counted.")]
AStage = Annotated[str | None, typer.Option(help="Into which stage deals advance, by its name.")]
AProcess = Annotated[str | None, typer.Option(help="The process of that stage; or in which alone wins count.")]
ACurrency = Annotated[str | None, typer.Option(help="Of values, such as EUR.")]
APeriod = Annotated[PeriodType, typer.Option(help="How long a period is.")]
Somebody = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="In whose name it is done.")]


@app.command("export")
def hand_out(  # noqa: PLR0913 - the options of a command
    file: Annotated[Path, typer.Argument(dir_okay=False, writable=True, help="The CSV file to write.")],
    metric: AMetric,
    *,
    stage: AStage = None,
    process: AProcess = None,
    currency: ACurrency = None,
    period: APeriod = PeriodType.MONTH,
    year: Annotated[int | None, typer.Option(min=1, max=9_998, help="Left out, the present one.")] = None,
    as_: Somebody = None,
) -> None:
    """Write the numbers of a year: a row for each person, a column for each period."""
    with database() as (storage, at):
        asker = importing_as(storage, as_).actor
        with storage.writing(preview=True) as work:
            definition = _definition(work, metric, stage=stage, process=process, currency=currency, period=period)
            wanted = year or work.moment(at).today.year
            file.write_bytes(read_grid(work, definition, wanted, asker=asker, at=at).encode())
    print(f"Wrote the goals of {wanted} to {file}.")


@app.command("import")
def take(  # noqa: PLR0913 - the options of a command
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The CSV file.")],
    metric: AMetric,
    *,
    stage: AStage = None,
    process: AProcess = None,
    currency: ACurrency = None,
    period: APeriod = PeriodType.MONTH,
    as_: Somebody = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what became of each cell as JSON.")] = False,
) -> None:
    """Set the numbers that such a file says, each for its period alone. Ends with 3 when cells were refused."""
    text = _text(file)
    with database() as (storage, at):
        by = importing_as(storage, as_)
        with storage.writing(preview=dry_run) as work:
            definition = _definition(work, metric, stage=stage, process=process, currency=currency, period=period)
            answer = set_grid(work, definition, text, by=by, at=at)
    refused = [cell for cell in answer.cells if cell.result is CellResult.REFUSED]
    if json:
        print_json([_row(cell) for cell in answer.cells])
    else:
        print(_told(answer))
        if refused:
            print_table([_row(cell) for cell in refused])
    if refused:
        raise typer.Exit(DONE_WITH_REJECTS)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidGrid([Missing(name=file.name, remedy="Save it as CSV in UTF-8.")]) from None


def _definition(
    work: Work, metric: Metric, *, stage: str | None, process: str | None, currency: str | None, period: PeriodType
) -> WantedTarget:
    stage_id, process_ids = find_named(work.connection, stage, process)
    return WantedTarget(
        metric=metric,
        number=1,
        period_type=period,
        stage_id=stage_id,
        process_ids=process_ids,
        currency=currency,
    )


def _told(answer: GridAnswer) -> str:
    counts = [f"{sum(cell.result is each for cell in answer.cells)} {each.value}" for each in CellResult]
    return f"Of {len(answer.cells)} numbers: {', '.join(counts)}."


def _row(answer: CellAnswer) -> dict[str, object]:
    its = answer.refusal
    why = " ".join([str(its), *(each.remedy for each in its.missing)]) if its else None
    return {
        "row": answer.cell.row,
        "column": answer.cell.column,
        "said": answer.cell.text,
        "result": answer.result.value,
        "number": answer.number,
        "why": why,
    }
