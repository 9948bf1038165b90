"""Files to import, and an import of them as the command does it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from stageline.commands.exchange.files import open_sheet
from stageline.commands.exchange.importing import Left
from stageline.commands.exchange.running import Outcome, WantedImport, import_opportunities
from stageline.domain.events import By, Channel
from stageline.domain.exchange.mapping import complete, parse_mapping
from stageline.domain.people.user import SYSTEM
from stageline.domain.rights import Actor
from stageline.storage.tables import opportunities, stage_history, stages
from stageline.storage.unit_of_work import Storage
from tests.builders import NOON


class Imports:
    """Imports small files into a storage; `left` are the rows that were not taken, as file, row and reason."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        self.storage = storage
        self.folder = folder
        self.left: list[tuple[str, int, str]] = []

    def __call__(
        self,
        mapping: Mapping[str, Any],
        files: Mapping[str, str],
        *,
        actor: Actor = SYSTEM,
        at: datetime = NOON,
        **said: Any,
    ) -> Outcome:
        whole = complete(parse_mapping(json.loads(json.dumps(mapping))))
        paths = [self._file(name, text) for name, text in files.items()]
        wanted = WantedImport(
            mapping=whole, sheets=[open_sheet(path, whole) for path in paths], on_left=self._leave, **said
        )
        self.left = []
        return import_opportunities(self.storage, wanted, by=By(actor, Channel.IMPORT), at=at)

    def _file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    def _leave(self, left: Left) -> None:
        self.left.append((left.sheet.path.name, left.line.number, left.reason))

    def records(self, *columns: str) -> list[tuple[Any, ...]]:
        """Of each opportunity its name, its stage, and what else is asked for."""
        asked = select(
            opportunities.c.name, stages.c.name.label("stage"), *(opportunities.c[column] for column in columns)
        )
        with self.storage.reading() as connection:
            joined = asked.join(stages, stages.c.id == opportunities.c.stage_id).order_by(opportunities.c.id)
            return [tuple(row) for row in connection.execute(joined)]

    def history(self) -> list[tuple[str, str]]:
        """Stages entered and the kind of move, in order."""
        asked = select(stage_history.c.to_stage_name, stage_history.c.move_kind)
        with self.storage.reading() as connection:
            ordered = asked.order_by(stage_history.c.opportunity_id, stage_history.c.version)
            return [tuple(row) for row in connection.execute(ordered)]


def taken(outcome: Outcome) -> dict[str, int]:
    """The counts that are not zero."""
    return {what: count for what, count in outcome.counts.items() if count}


def csv(*rows: str | Sequence[str]) -> str:
    return "".join(f"{row}\n" for row in rows)
