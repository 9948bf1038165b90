"""Databases to measure on: each size is made once, and every round begins with a copy."""

import shutil
from itertools import count as counting
from pathlib import Path

from benchmarks.company import Company, found


class Places:
    """All below one directory, which goes when the measuring ends."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._made: dict[int, Company] = {}
        self._numbers = counting(1)

    @property
    def company(self) -> Company:
        return self._made[self._template(10_000)]

    @property
    def log(self) -> Path:
        return self.directory / "log"

    def sqlite_path(self, count: int) -> str:
        """A fresh copy of a company with so many opportunities."""
        size = self._template(count)
        path = self.directory / f"{next(self._numbers)}.db"
        shutil.copyfile(self.directory / f"template-{size}.db", path)
        return str(path)

    def sqlite_url(self, count: int) -> str:
        return f"sqlite:///{self.sqlite_path(count)}"

    def _template(self, count: int) -> int:
        if count not in self._made:
            self._made[count] = found(f"sqlite:///{self.directory / f'template-{count}.db'}", count)
        return count
