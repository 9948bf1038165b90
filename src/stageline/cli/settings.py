"""`stageline settings`: what holds for the organisation, shown and changed by whoever runs the server."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
import typer

from stageline.cli.opening import database
from stageline.cli.printing import print_json
from stageline.commands.organisation import change_settings
from stageline.domain.errors import Missing
from stageline.domain.events import By, Channel
from stageline.domain.organisation import InvalidSettings, Organisation
from stageline.domain.organising import WantedSettings
from stageline.domain.people.user import SYSTEM
from stageline.queries.organisation import read_organisation

app = typer.Typer(no_args_is_help=True, help="What holds for the whole organisation.")

BY_WHOEVER_RUNS_THE_SERVER = By(SYSTEM, Channel.SYSTEM)
LISTS = ("working_days", "holidays", "languages")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def show(*, json: Json = False) -> None:
    """Show all settings."""
    with database() as (storage, _), storage.reading() as connection:
        organisation = read_organisation(connection)
    _print(organisation, json=json)


@app.command("set")
def set_(
    settings: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME=VALUE...",
            help="As in zone=Europe/Amsterdam or working_days=1,2,3,4; reasons and sources are JSON.",
        ),
    ],
    *,
    json: Json = False,
) -> None:
    """Change settings, all of them or none."""
    wanted = _wanted(settings)
    with database() as (storage, at), storage.writing() as work:
        organisation = change_settings(work, wanted, version=None, by=BY_WHOEVER_RUNS_THE_SERVER, at=at)
    _print(organisation, json=json)


def _wanted(settings: Sequence[str]) -> WantedSettings:
    said: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or name not in WantedSettings.__struct_fields__:
            known = ", ".join(WantedSettings.__struct_fields__)
            raise InvalidSettings([Missing(name=name, remedy=f"Write NAME=VALUE with one of {known}.")])
        said[name] = _value(name, value)
    try:
        return msgspec.convert(said, WantedSettings, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidSettings([Missing(name=", ".join(said), remedy=f"{error}.")]) from None


def _value(name: str, value: str) -> Any:
    if value.startswith(("[", "{")):
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError as error:
            raise InvalidSettings([Missing(name=name, remedy=f"{error}.")]) from None
    return [part.strip() for part in value.split(",") if part.strip()] if name in LISTS else value


def _print(organisation: Organisation, *, json: bool) -> None:
    if json:
        print_json(organisation)
        return
    for name, value in msgspec.to_builtins(organisation).items():
        print(f"{name}: {_shown(value)}")


def _shown(value: Any) -> str:
    """Lists in one line; of reasons and sources the labels that are offered."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(
            _shown(part) if not isinstance(part, dict) else part["label"] for part in value if _is_used(part)
        )
    return str(value)


def _is_used(entry: Any) -> bool:
    return not isinstance(entry, dict) or entry["is_active"]
