"""Setting the numbers of many people in many periods by one file; each cell is answered for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from stageline.commands.targets.reading_grid import read_grid_file
from stageline.commands.targets.setting import set_targets
from stageline.domain.conditions import Moment
from stageline.domain.errors import Refusal, attempt
from stageline.domain.events import By
from stageline.domain.ids import EventId, UserId
from stageline.domain.people.user import UserNotFound
from stageline.domain.targets.changes import TargetNumberChanged
from stageline.domain.targets.grid import (
    Cell,
    CellAnswer,
    CellResult,
    GridAnswer,
    GridRow,
    PersonTwice,
    PersonUnclear,
    WantedCell,
    first_open,
    number_said,
    with_cells,
)
from stageline.domain.targets.setting import ForUser, There, WantedTarget, decide_setting, wrong_definition
from stageline.domain.targets.target import InvalidTarget, PeriodIsClosed, SalesTarget, TargetExists, changeable
from stageline.storage.targets.surrounding import people_reached, there_for
from stageline.storage.unit_of_work import Work

Wanted = dict[UserId, list[WantedCell]]


def set_grid(work: Work, definition: WantedTarget, text: str, *, by: By, at: datetime) -> GridAnswer:
    """People by periods for one definition: sets what is not there, changes the numbers of what is (SG-13, SG-52).

    Each number holds in its period alone, but the first of a new target, which goes on; what is left empty stays as it
    is. A file that cannot be taken apart, or a definition that makes no target, is refused as a whole; a cell is
    refused by itself. As many statements for 1,000 people as for one.
    """
    moment = work.moment(at)
    rows = read_grid_file(text, moment.today)
    reached = people_reached(work, by.actor)
    there = there_for(work, definition, {user_id for user_id, _ in reached})
    if wrong := [*wrong_definition(definition, there)]:
        raise InvalidTarget(wrong)
    answers, wanted = _understood(rows, definition, reached)
    setting = _Setting(work, definition, there, moment, by)
    answers += setting.each(wanted)
    by_cell = {(answer.cell.row, answer.cell.column): answer for answer in answers}
    return GridAnswer([by_cell[cell.row, cell.column] for row in rows for cell in row.cells], setting.batch_id)


class _Setting:
    """What becomes of the cells that were understood, person by person."""

    def __init__(self, work: Work, definition: WantedTarget, there: There, moment: Moment, by: By) -> None:
        self._work, self._definition, self._there, self._moment, self._by = work, definition, there, moment, by
        self._answers: list[CellAnswer] = []
        self.batch_id: EventId | None = None

    def each(self, wanted: Wanted) -> list[CellAnswer]:
        drafts = self._drafts(wanted)
        present = self._present(drafts)
        new = self._set({user_id: draft for user_id, draft in drafts.items() if user_id not in present}, wanted)
        changed: list[SalesTarget] = []
        for user_id, target in (present | new).items():
            allowed = target if user_id in new else attempt(changeable, target, None, self._by.actor)
            if isinstance(allowed, Refusal):
                self._refuse(user_id, wanted[user_id], allowed)
                continue
            after, said = with_cells(allowed, wanted[user_id], self._moment.at)
            self._say(user_id, wanted[user_id], said, target=allowed, is_new=user_id in new)
            changed += [after] if after != allowed else []
        self._keep(changed)
        return self._answers

    def _present(self, drafts: Mapping[UserId, SalesTarget]) -> dict[UserId, SalesTarget]:
        """What is there like them, locked unless it is a rehearsal (SG-8)."""
        alike = self._work.targets.alike(drafts.values(), self._moment.at) if drafts else {}
        return {target.user_id: target for target in self._work.targets.take(alike.values()).values()} if alike else {}

    def _drafts(self, wanted: Wanted) -> dict[UserId, SalesTarget]:
        """What each would be set, as far as that can be; by their likeness those that are there are found."""
        drafts = {}
        for user_id, cells in wanted.items():
            whose = ForUser(user_id, cells[0].number)
            draft = attempt(
                decide_setting, self._definition, whose, self._there, actor=self._by.actor, moment=self._moment,
                batch_id=None,
            )  # fmt: skip
            if isinstance(draft, Refusal):
                self._refuse(user_id, cells, draft)
            else:
                drafts[user_id] = draft
        return drafts

    def _set(self, drafts: Mapping[UserId, SalesTarget], wanted: Wanted) -> dict[UserId, SalesTarget]:
        """With the earliest cell whose period is not over."""
        whose = []
        for user_id, draft in drafts.items():
            first = first_open(draft, wanted[user_id], self._moment.at)
            if first is None:
                self._refuse(user_id, wanted[user_id], PeriodIsClosed())
            else:
                whose.append(ForUser(user_id, first.number, first.cell.day))
        at, found = self._moment.at, {}
        for answer in set_targets(self._work, self._definition, whose, by=self._by, at=at) if whose else ():
            if answer.target is None:
                self._refuse(answer.user_id, wanted[answer.user_id], answer.refusal or TargetExists())
            else:
                found[answer.user_id] = answer.target
                self.batch_id = None if self._work.is_rehearsal else answer.target.batch_id
        return found

    def _say(
        self,
        user_id: UserId,
        cells: Sequence[WantedCell],
        said: Sequence[bool | Refusal],
        *,
        target: SalesTarget | None = None,
        is_new: bool = False,
    ) -> None:
        for each, one in zip(cells, said, strict=True):
            refusal = one if isinstance(one, Refusal) else None
            result = CellResult.CREATED if is_new else CellResult.CHANGED if one else CellResult.UNCHANGED
            self._answers.append(
                CellAnswer(
                    cell=each.cell,
                    result=CellResult.REFUSED if refusal else result,
                    user_id=user_id,
                    number=each.number,
                    period=target.cycle.on(each.cell.day) if target and not refusal else None,
                    refusal=refusal,
                )
            )

    def _refuse(self, user_id: UserId, cells: Sequence[WantedCell], refusal: Refusal) -> None:
        self._say(user_id, cells, [refusal] * len(cells))

    def _keep(self, changed: Sequence[SalesTarget]) -> None:
        ids = self._work.new_ids(len(changed))
        self._work.keep([
            TargetNumberChanged(id=event_id, at=self._moment.at, by=self._by, target=target)
            for event_id, target in zip(ids, changed, strict=True)
        ])  # fmt: skip
        if not self._work.is_rehearsal:
            self._work.targets.save(changed)


def _understood(
    rows: Sequence[GridRow], definition: WantedTarget, reached: Sequence[tuple[UserId, str]]
) -> tuple[list[CellAnswer], Wanted]:
    """The cells whose person and number are clear, by person; the others with what is wrong."""
    answers: list[CellAnswer] = []
    wanted: Wanted = {}
    who = _Directory(reached)
    for row in rows:
        person = attempt(who.meant, row)
        if not isinstance(person, Refusal) and person in wanted:
            person = PersonTwice()
        if isinstance(person, Refusal):
            answers += [_refused(cell, person) for cell in row.cells]
            continue
        cells = wanted[person] = []
        for cell in row.cells:
            number = attempt(number_said, cell.text, definition.currency)
            if isinstance(number, Refusal):
                answers.append(_refused(cell, number, person))
            else:
                cells.append(WantedCell(cell, number))
    return answers, {person: cells for person, cells in wanted.items() if cells}


class _Directory:
    """Those whom the asker may set targets for; whoever else there is, is not there (SG-11)."""

    def __init__(self, reached: Sequence[tuple[UserId, str]]) -> None:
        self._ids = {user_id for user_id, _ in reached}
        self._named: defaultdict[str, list[UserId]] = defaultdict(list)
        for user_id, name in reached:
            self._named[name.casefold()].append(user_id)

    def meant(self, row: GridRow) -> UserId:
        if row.user_id is not None:
            found = [row.user_id] if row.user_id in self._ids else []
        else:
            # The mark is put before a name that a spreadsheet would take for a formula.
            name = row.person.casefold()
            found = self._named.get(name) or self._named.get(name.removeprefix("'")) or []
        if not found:
            raise UserNotFound
        if len(found) > 1:
            raise PersonUnclear
        return found[0]


def _refused(cell: Cell, refusal: Refusal, user_id: UserId | None = None) -> CellAnswer:
    return CellAnswer(cell=cell, result=CellResult.REFUSED, user_id=user_id, refusal=refusal)
