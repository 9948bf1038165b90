"""Databases to measure on: each size is made once, and every round begins with a copy."""

import shutil
from itertools import count as counting
from pathlib import Path

from benchmarks.company import Company, found


class Places:
    """All below one directory, which goes when the measuring ends."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._made: dict[str, Company] = {}
        self._numbers = counting(1)

    @property
    def company(self) -> Company:
        return self._made[self._template(10_000, asks=True)]

    @property
    def log(self) -> Path:
        return self.directory / "log"

    def sqlite_path(self, count: int, *, asks: bool = True) -> str:
        """A fresh copy of a company with so many opportunities; `asks`: its second stage has actions."""
        template = self._template(count, asks=asks)
        path = self.directory / f"{next(self._numbers)}.db"
        shutil.copyfile(self.directory / template, path)
        return str(path)

    def sqlite_url(self, count: int, *, asks: bool = True) -> str:
        return f"sqlite:///{self.sqlite_path(count, asks=asks)}"

    def _template(self, count: int, *, asks: bool) -> str:
        name = f"template-{count}{'-asks' if asks else ''}.db"
        if name not in self._made:
            self._made[name] = found(f"sqlite:///{self.directory / name}", count, asks=asks)
        return name
