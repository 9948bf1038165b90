"""The rows that an import did not take: listed for the answer, and written to CSV files to be put right."""

import csv
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from stageline.commands.exchange.files import Sheet
from stageline.commands.exchange.importing import Left

MOST_LISTED = 1000


class LeftRow(msgspec.Struct, frozen=True):
    """`row` as a spreadsheet numbers it, the headings being 1."""

    file: str
    row: int
    key: str | None
    reason: str


class Rejects:
    """`is_cut` when there are more than are listed; the files hold them all."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._files = ExitStack()
        self._writers: dict[Path, Any] = {}
        self._targets: set[str] = set()
        self.rejected: list[LeftRow] = []
        self.conflicts: list[LeftRow] = []
        self.is_cut = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def add(self, left: Left) -> None:
        listed = self.conflicts if left.is_conflict else self.rejected
        if len(listed) < MOST_LISTED:
            key = left.line.cells.get("external_id")
            listed.append(LeftRow(left.sheet.path.name, left.line.number, key, left.reason))
        else:
            self.is_cut = True
        if self._path is not None:
            self._writer(self._path, left.sheet).writerow([left.reason, *left.line.raw])

    def _writer(self, path: Path, sheet: Sheet) -> Any:
        """One file for each that was read: they differ in their columns. The reason stands first."""
        if sheet.path not in self._writers:
            is_main = sheet.kind == "opportunities" and path.name not in self._targets
            target = path if is_main else path.with_stem(f"{path.stem}-{sheet.path.stem}")
            file = self._files.enter_context(target.open("w", encoding="utf-8", newline=""))
            self._writers[sheet.path] = csv.writer(file)
            self._writers[sheet.path].writerow(["reason", *sheet.headings])
            self._targets.add(target.name)
        return self._writers[sheet.path]
