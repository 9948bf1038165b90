"""Takes a slice of an import over: one transaction, however many statements a slice of any size needs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

import msgspec

from stageline.commands.exchange.files import Line, Sheet
from stageline.commands.exchange.naming import directory_of, take_up_sources
from stageline.commands.exchange.spool import Past, Spool
from stageline.domain.events import By
from stageline.domain.exchange.importing import Import, PastDiffers, Placed, decide_change, decide_import
from stageline.domain.exchange.mapping import HistoryFile, ImportMapping, StageSaid, folded
from stageline.domain.exchange.placing import visits_of
from stageline.domain.exchange.reading import NO_KEY, Reader, SaidVisit, Unreadable
from stageline.domain.exchange.values import Directory, Row, placed
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.changes import OpportunityEvent
from stageline.domain.processes.process import Process
from stageline.storage.imports import OPPORTUNITY, Known
from stageline.storage.unit_of_work import Work


@dataclass(slots=True, kw_only=True)
class Run:
    """What holds for all slices of an import. Without a process it is a rehearsal of one that would be made.

    `by` gets its batch when there is something to write.
    """

    mapping: ImportMapping
    process: Process | None
    reader: Reader
    spool: Spool
    by: By
    at: datetime
    counts_for_targets: bool = False

    def begin(self, work: Work) -> None:
        if self.by.batch_id is None and not work.is_rehearsal:
            wanted = {"system": self.mapping.system, "process_id": self.process.id if self.process else None}
            batch_id = work.imports.begin(self.by.actor.user_id, wanted, self.at)
            self.by = msgspec.structs.replace(self.by, batch_id=batch_id)

    def came_to(self, work: Work, done: int, counts: Mapping[str, int]) -> None:
        """Remembers how far it is, in the transaction of what it did."""
        if self.by.batch_id is not None:
            work.imports.came_to(self.by.batch_id, done, counts)

    @property
    def history_dates(self) -> tuple[str, ...]:
        file = next((file for file in self.mapping.files if isinstance(file, HistoryFile)), None)
        return self.mapping.dates_of(file) if file else ()

    @property
    def starts_in(self) -> StageSaid | None:
        name = self.mapping.starts_in
        return self.reader.stage(name) if name else None


@dataclass(frozen=True, slots=True)
class Left:
    """A row that was not taken over, and why. With a conflict the record stays as people have it."""

    sheet: Sheet
    line: Line
    reason: str
    is_conflict: bool = False


@dataclass(slots=True)
class Taken:
    """What became of a slice."""

    counts: Counter[str] = field(default_factory=Counter)
    left: list[Left] = field(default_factory=list)


@dataclass(slots=True)
class _Wanted:
    """One row on its way: what was read of it, and what it is to us already."""

    sheet: Sheet
    line: Line
    key: str
    history: list[Past]
    row_hash: str
    known: Known | None = None
    row: Row | None = None


def import_slice(work: Work, run: Run, lines: Sequence[tuple[Sheet, Line]]) -> Taken:
    """New rows become opportunities with their whole history, changed ones add to theirs, the rest is told."""
    taken = Taken()
    wanted = [w for sheet, line in lines if (w := _begun(sheet, line, taken))]
    _add_history(run, wanted)
    wanted = [w for w in wanted if not _is_repeated(run, w, taken)]
    known = work.imports.known(OPPORTUNITY, run.mapping.system, [w.key for w in wanted])
    for w in wanted:
        w.known = known.get(w.key)
    taken.counts["unchanged"] += sum(w.known is not None and w.known.row_hash == w.row_hash for w in wanted)
    wanted = [w for w in wanted if w.known is None or w.known.row_hash != w.row_hash]
    wanted = [w for w in wanted if _reads(work, run, w, taken)]
    if wanted:
        _take(work, run, wanted, taken)
    return taken


def _begun(sheet: Sheet, line: Line, taken: Taken) -> _Wanted | None:
    problem = line.problem or (None if "external_id" in line.cells else NO_KEY)
    if problem:
        _reject(taken, sheet, line, problem)
        return None
    return _Wanted(sheet, line, line.cells["external_id"], [], "")


def _reject(taken: Taken, sheet: Sheet, line: Line, reason: str) -> None:
    taken.counts["rejected"] += 1
    taken.left.append(Left(sheet, line, reason))


def _add_history(run: Run, wanted: Sequence[_Wanted]) -> None:
    history = run.spool.history_of([w.key for w in wanted])
    for w in wanted:
        w.history = history.get(w.key, [])
        said = [sorted(w.line.cells.items()), [sorted(past.cells.items()) for past in w.history]]
        w.row_hash = blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def _is_repeated(run: Run, w: _Wanted, taken: Taken) -> bool:
    """The same row twice is one row; another row under the same key cannot be placed."""
    first = run.spool.see(w.key, w.line.number, w.row_hash)
    if first is None:
        return False
    if first[1] == w.row_hash:
        taken.counts["repeated"] += 1
    else:
        _reject(taken, w.sheet, w.line, f"external_id: {w.key!r} stands in row {first[0]} with other content")
    return True


def _reads(work: Work, run: Run, w: _Wanted, taken: Taken) -> bool:
    try:
        said = run.reader.opportunity(w.line.cells, run.mapping.dates_of(w.sheet.file))
        history = [_visit(run, past, said.currency) for past in w.history]
        visits = visits_of(said, history, starts_in=run.starts_in, zone=work.calendar.zone, now=run.at)
    except Unreadable as why:
        _reject(taken, w.sheet, w.line, str(why))
        return False
    w.row = Row(said=said, visits=visits)
    return True


def _visit(run: Run, past: Past, currency: str) -> SaidVisit:
    try:
        return run.reader.visit(past.cells, run.history_dates, currency, past.line)
    except Unreadable as why:
        raise Unreadable(f"stage history, row {past.line}: {why}") from None


def _take(work: Work, run: Run, wanted: Sequence[_Wanted], taken: Taken) -> None:
    if run.process is None:
        taken.counts["new"] += len(wanted)
        return
    run.begin(work)
    rows = [w.row for w in wanted if w.row]
    take_up_sources(work, rows)
    deciding = _Deciding(work, run, run.process, wanted, directory_of(work, run, rows))
    for w in wanted:
        deciding.decide(w, taken)
    work.keep(deciding.events)
    if not work.is_rehearsal:
        work.imports.remember(OPPORTUNITY, run.mapping.system, deciding.remembered, run.by.batch_id)


class _Deciding:
    """Decides row by row, with everything that the slice needs read at once."""

    def __init__(self, work: Work, run: Run, process: Process, wanted: Sequence[_Wanted], directory: Directory) -> None:
        known = [OpportunityId(w.known.record_id) for w in wanted if w.known]
        self._run = run
        self._directory = directory
        self._organisation = work.organisation
        self._rules = Import(
            process=process,
            by=run.by,
            at=run.at,
            counts_for_targets=run.counts_for_targets,
            stages={folded(stage.name): stage for stage in process.stages},
        )
        self._ids = iter(work.new_ids(sum(len(w.row.visits) + 1 for w in wanted if w.row)))
        self._new_ids = iter(work.new_opportunity_ids(len(wanted) - len(known)))
        self._found = work.opportunities.read(known, run.by.actor.user_id) if known else {}
        self._visits = work.imports.visits(known)
        self._touched = work.imports.touched_by_people(known)
        self.events: list[OpportunityEvent] = []
        self.remembered: list[tuple[str, int, str]] = []

    def decide(self, w: _Wanted, taken: Taken) -> None:
        assert w.row is not None  # noqa: S101 - only rows that could be read come here
        columns = self._run.mapping.opportunity_file.columns
        its = placed(w.row, self._directory, columns, self._organisation)
        if w.known is None:
            record_id = next(self._new_ids)
            self._decided(w, record_id, decide_import(self._rules, record_id, its, self._ids))
            taken.counts["new"] += 1
            return
        record_id = OpportunityId(w.known.record_id)
        changed = self._changed(record_id, its)
        if isinstance(changed, str):
            taken.counts["conflicts"] += 1
            taken.left.append(Left(w.sheet, w.line, changed, is_conflict=True))
        else:
            self._decided(w, record_id, changed)
            taken.counts["updated" if changed else "unchanged"] += 1

    def _decided(self, w: _Wanted, record_id: OpportunityId, events: Sequence[OpportunityEvent]) -> None:
        self.events += events
        self.remembered.append((w.key, record_id, w.row_hash))

    def _changed(self, record_id: OpportunityId, its: Placed) -> list[OpportunityEvent] | str:
        """What the row adds to its record, or why it cannot."""
        if record_id in self._touched:
            return "somebody has changed the record since it was imported"
        if record_id not in self._found:
            return "the record is gone"
        try:
            return decide_change(self._rules, self._found[record_id], self._visits[record_id], its, self._ids)
        except PastDiffers:
            return "the file tells another past than the one imported before"
