"""What a sales target counts, said by the names of stages and processes as people type them."""

from sqlalchemy import Connection, select

from stageline.domain.errors import InvalidInput, Missing
from stageline.domain.ids import ProcessId, StageId
from stageline.storage.tables import processes, stages


class NameUnclear(InvalidInput):
    """Name a stage that is in use, and its process where several processes have one of this name."""

    code = "invalid_input"


def find_named(
    connection: Connection, stage: str | None, process: str | None
) -> tuple[StageId | None, tuple[ProcessId, ...]]:
    """The stage; without one the process in which alone wins count, if any. Refused where a name is not clear."""
    wanted = select(processes.c.id, processes.c.name)
    its = {row.id for row in connection.execute(wanted) if process is None or _same(row.name, process)}
    if process is not None and len(its) != 1:
        raise NameUnclear([Missing(name="process", remedy=f"{len(its)} processes are called {process}.")])
    if stage is None:
        return None, tuple(its) if process is not None else ()
    known = select(stages.c.id, stages.c.name, stages.c.process_id).where(stages.c.is_active)
    found = [row.id for row in connection.execute(known) if row.process_id in its and _same(row.name, stage)]
    if len(found) != 1:
        raise NameUnclear([Missing(name="stage", remedy=f"{len(found)} stages are called {stage}.")])
    return found[0], ()


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.strip().casefold()
