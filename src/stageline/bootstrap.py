"""Wires the parts together, in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from stageline.commands.letters.templates import have_templates
from stageline.commands.organisation import found_organisation
from stageline.settings import Settings
from stageline.storage.engine import open_engines
from stageline.storage.schema import LATEST, bring_up_to_date, require_current
from stageline.storage.search import add_missing_words
from stageline.storage.unit_of_work import Storage

NAME_AT_FIRST, ZONE_AT_FIRST, CURRENCY_AT_FIRST = "Our organisation", "UTC", "EUR"
"""What an organisation is called until its first admin sets it up."""


def open_storage(url: str) -> Storage:
    """Opens the database as it is, whatever its schema; a SQLite file is made when it is not there."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
    else:
        # So that whoever looks at the server's sessions, `stageline restore` among them, knows them for ours.
        parsed = parsed.update_query_dict({"application_name": parsed.query.get("application_name", "stageline")})
    return Storage(open_engines(parsed.render_as_string(hide_password=False)))


def migrate(storage: Storage, at: datetime) -> str | None:
    """Brings the schema up to date and founds the organisation; gives the schema's version before, None for none."""
    before = bring_up_to_date(storage.engines)
    with storage.writing() as work:
        found_organisation(work, name=NAME_AT_FIRST, zone=ZONE_AT_FIRST, currency=CURRENCY_AT_FIRST, at=at)
        have_templates(work, at)
    if before not in {None, LATEST}:
        complete_search(storage)
    return before


def complete_search(storage: Storage) -> int:
    """Adds the words of records that search does not know; gives how many records those are."""
    with storage.writing() as work:
        return add_missing_words(work.connection)


@contextmanager
def opened(settings: Settings, at: datetime) -> Iterator[Storage]:
    """The database, up to date. SQLite is brought there; PostgreSQL is refused when behind: others use it too."""
    storage = open_storage(settings.database)
    try:
        if storage.engines.is_sqlite:
            migrate(storage, at)
        else:
            with storage.reading() as connection:
                require_current(connection)
        yield storage
    finally:
        storage.close()
