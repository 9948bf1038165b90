"""A whole import: what is needed first, then slice by slice, each a transaction of its own.

Killed in between, it goes on when it is run again: what was taken over is known by its key.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from stageline.commands.exchange.files import Line, Sheet, together
from stageline.commands.exchange.importing import Left, Run, Taken, import_slice
from stageline.commands.exchange.people import import_accounts, import_people
from stageline.commands.exchange.preparing import prepare_custom_fields, prepare_process, stages_in_effect
from stageline.commands.exchange.spool import Spool
from stageline.domain.errors import Missing
from stageline.domain.events import By
from stageline.domain.exchange.mapping import ImportMapping, InvalidMapping
from stageline.domain.exchange.reading import NO_KEY, Reader
from stageline.domain.ids import BatchId
from stageline.storage.unit_of_work import Storage, Work

SLICE = 500
COUNTED = ("new", "updated", "unchanged", "repeated", "conflicts", "rejected", "people", "accounts")
T = TypeVar("T")
Lines = Sequence[tuple[Sheet, Line]]
Take = Callable[[Work, Run, Lines], Taken]


@dataclass(slots=True)
class Outcome:
    """What an import did, or in a rehearsal would do."""

    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(COUNTED, 0)))
    batch_id: BatchId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedImport:
    """`on_left` is told each row that is not taken over, `on_progress` how many rows are done."""

    mapping: ImportMapping
    sheets: Sequence[Sheet]
    counts_for_targets: bool = False
    is_rehearsal: bool = False
    on_left: Callable[[Left], None]
    on_progress: Callable[[int], None] = lambda _: None


def import_opportunities(storage: Storage, wanted: WantedImport, *, by: By, at: datetime) -> Outcome:
    """Refused as a whole: what is not said, and whoever may not. A row is refused alone, and told (Appendix B)."""
    if not any(sheet.kind == "opportunities" for sheet in wanted.sheets):
        raise InvalidMapping([Missing(name="files", remedy="Give a file of the kind opportunities.")])
    with closing(Spool()) as spool:
        return _Importing(storage, wanted, spool, by, at).run()


class _Importing:
    def __init__(self, storage: Storage, wanted: WantedImport, spool: Spool, by: By, at: datetime) -> None:
        self._storage = storage
        self._wanted = wanted
        self._spool = spool
        self._at = at
        self._outcome = Outcome()
        self._run = self._prepared(by)

    def run(self) -> Outcome:
        self._take_people_and_accounts()
        self._spool.add_history(self._history())
        done = 0
        for lines in in_slices(together(self._wanted.sheets, "opportunities")):
            done += len(lines)
            self._keep(import_slice, lines, done)
            self._wanted.on_progress(len(lines))
        self._reject_orphans()
        self._finish(done)
        return self._outcome

    def _prepared(self, by: By) -> Run:
        mapping = self._wanted.mapping
        with self._writing() as work:
            process = prepare_process(work, mapping, by=by, at=self._at)
            prepare_custom_fields(work, mapping)
        stages = stages_in_effect(mapping, process)
        return Run(
            mapping=mapping,
            process=process,
            reader=Reader(mapping, stages),
            spool=self._spool,
            by=by,
            at=self._at,
            counts_for_targets=self._wanted.counts_for_targets,
        )

    def _writing(self) -> AbstractContextManager[Work]:
        return self._storage.writing(preview=self._wanted.is_rehearsal)

    def _take_people_and_accounts(self) -> None:
        """First, so that the rows of other files find whom and what they name."""
        people = [both for both in together(self._wanted.sheets, "people") if self._is_readable(*both)]
        if people:
            self._keep(import_people, people)
        accounts = (both for both in together(self._wanted.sheets, "accounts") if self._is_readable(*both))
        for lines in in_slices(accounts):
            self._keep(import_accounts, lines)

    def _keep(self, take: Take, lines: Lines, done: int = 0) -> None:
        with self._writing() as work:
            taken = take(work, self._run, lines)
            self._outcome.counts.update(taken.counts)
            self._run.came_to(work, done, self._outcome.counts)
        for left in taken.left:
            self._wanted.on_left(left)

    def _is_readable(self, sheet: Sheet, line: Line) -> bool:
        if line.problem:
            self._reject(Left(sheet, line, line.problem))
        elif "name" not in line.cells:
            self._reject(Left(sheet, line, "name: there is none"))
        else:
            return True
        return False

    def _history(self) -> Iterator[tuple[str, Sheet, Line]]:
        for sheet, line in together(self._wanted.sheets, "stage_history"):
            problem = line.problem or (None if "external_id" in line.cells else NO_KEY)
            if problem:
                self._reject(Left(sheet, line, problem))
            else:
                yield line.cells["external_id"], sheet, line

    def _reject(self, left: Left) -> None:
        self._outcome.counts["rejected"] += 1
        self._wanted.on_left(left)

    def _reject_orphans(self) -> None:
        sheets = {sheet.path.name: sheet for sheet in self._wanted.sheets}
        for past in self._spool.orphans():
            line = Line(past.line, past.raw, past.cells)
            self._reject(Left(sheets[past.file], line, "external_id: no file has an opportunity with this key"))

    def _finish(self, done: int) -> None:
        self._outcome.batch_id = self._run.by.batch_id
        if self._outcome.batch_id is not None:
            with self._storage.writing() as work:
                self._run.came_to(work, done, self._outcome.counts)
                work.imports.finish(self._outcome.batch_id, self._at)


def in_slices(rows: Iterable[T]) -> Iterator[list[T]]:
    upcoming = iter(rows)
    while rows_of_slice := list(islice(upcoming, SLICE)):
        yield rows_of_slice
