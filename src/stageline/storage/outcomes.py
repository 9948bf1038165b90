"""The list of outcomes in and out of the database, and what relies on it."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from stageline.domain.activities.outcome import Outcome
from stageline.domain.processes.process import ProcessState
from stageline.storage.tables import activities, outcomes, processes, stages

READ = select(outcomes).order_by(outcomes.c.position, outcomes.c.id)
CHANGE = update(outcomes).where(outcomes.c.code == bindparam("of_code"))


def read_outcomes(connection: Connection) -> tuple[Outcome, ...]:
    """In order, those that are no longer offered too."""
    names = Outcome.__struct_fields__
    rows = [{name: getattr(row, name) for name in names} for row in connection.execute(READ)]
    return msgspec.convert(rows, tuple[Outcome, ...])


def write_outcomes(connection: Connection, listed: Sequence[Outcome]) -> None:
    """The list as it is from now on; each entry stays the row that it is."""
    there = set(connection.scalars(select(outcomes.c.code)))
    connection.execute(delete(outcomes).where(outcomes.c.code.in_(there - {outcome.code for outcome in listed})))
    rows = [{**msgspec.to_builtins(outcome), "position": n} for n, outcome in enumerate(listed, 1)]
    if new := [row for row in rows if row["code"] not in there]:
        connection.execute(insert(outcomes), new)
    if kept := [{**row, "of_code": row["code"]} for row in rows if row["code"] in there]:
        connection.execute(CHANGE, kept)


def recorded_outcomes(connection: Connection) -> frozenset[str]:
    """The codes of those that were ever recorded."""
    named = select(activities.c.outcome).where(activities.c.outcome.is_not(None)).distinct()
    return frozenset(connection.scalars(named))


def leading_outcomes(connection: Connection) -> dict[str, list[str]]:
    """The processes in which each outcome leads to a stage, by name; what is archived asks for nothing new."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    named = (
        select(processes.c.name, stages.c.outcomes)
        .join(stages, stages.c.process_id == processes.c.id)
        .where(processes.c.state != ProcessState.ARCHIVED.value, stages.c.is_active)
    )
    for name, links in connection.execute(named):
        for link in links:
            found[link.get("outcome", "")].add(name)
    return {code: sorted(names) for code, names in found.items()}
