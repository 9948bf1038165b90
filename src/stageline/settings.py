"""What an installation decides for itself: STAGELINE_… variables, or the same words in a TOML file.

A variable wins over the file that `STAGELINE_CONFIG` names, and the file over what is said here.
The table in docs/guide/operations.md is written from this module.
"""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta

from stageline.domain.errors import InvalidInput, Missing

PREFIX = "STAGELINE_"
CONFIG = f"{PREFIX}CONFIG"
SOMEWHERE_OF_OURS = "~/.local/share/stageline"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    data: Annotated[
        str,
        Meta(min_length=1, description="Folder of what is kept in files: the SQLite database, when no other is named."),
    ] = SOMEWHERE_OF_OURS
    database_url: Annotated[
        str,
        Meta(
            pattern=r"^(sqlite:///|postgres(ql)?(\+psycopg)?://|$)",
            description="The database: `sqlite:////path/to/file.db` or `postgresql://user:password@host/name`. "
            "Empty means `stageline.db` in the data folder.",
        ),
    ] = ""
    host: Annotated[
        str, Meta(min_length=1, description="Address to listen on; `0.0.0.0` or `::` for every network of the machine.")
    ] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535, description="Port to listen on; 0 takes any free one.")] = 8000
    workers: Annotated[
        int, Meta(ge=1, le=64, description="Web processes of one `stageline serve`; more than 1 needs PostgreSQL.")
    ] = 1
    secure_cookies: Annotated[
        bool,
        Meta(description="Whether browsers send the session only over HTTPS. Switch it on as soon as there is HTTPS."),
    ] = False
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(
            description="Addresses or networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed."
        ),
    ] = ()
    metrics_token: Annotated[
        str, Meta(description="What `/metrics` wants as `Authorization: Bearer …`. Empty: everybody may read it.")
    ] = ""
    smtp_host: Annotated[
        str, Meta(description="The mail server that letters are handed to. Empty: they stay in the outbox.")
    ] = ""
    smtp_port: Annotated[int, Meta(ge=1, le=65535, description="Its port.")] = 587
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(description="How the connection is encrypted; `none` is for a server on the same machine."),
    ] = "starttls"
    smtp_user: Annotated[str, Meta(description="Who signs in to the mail server; empty: nobody does.")] = ""
    smtp_password: Annotated[str, Meta(description="The password of that user.")] = ""
    smtp_from: Annotated[
        str,
        Meta(
            pattern=r"^([^@\s<>]+@[^@\s<>]+)?$",
            description="The address that letters come from; answers go to whoever sends them. Empty: their own.",
        ),
    ] = ""
    inbound_secret: Annotated[
        str,
        Meta(
            pattern=r"^(whsec_[A-Za-z0-9+/]{32,}={0,2})?$",
            description="What calls to `/api/v1/inbound/…` are signed with: `whsec_` and base64, the form of Standard "
            "Webhooks. Empty: they are refused.",
        ),
    ] = ""
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="The least that is logged, on stderr, one JSON object per line; requests are `info`."),
    ] = "info"

    @property
    def database(self) -> str:
        """The URL to open, whichever way it was said."""
        if self.database_url:
            return self.database_url.replace("postgres://", "postgresql://", 1)
        return f"sqlite:///{Path(self.data).expanduser().absolute() / 'stageline.db'}"


class SettingsNotUnderstood(InvalidInput):
    """The settings cannot be understood; what is listed is wrong."""

    code = "invalid_input"


def read_settings(environment: Mapping[str, str] = os.environ, **said: object) -> Settings:
    """`said` comes from the command line and wins; None there means that nothing was said.

    Everything that is wrong is refused at once, each by the name of its variable or its place in the file.
    """
    wrong: list[Missing] = []
    values = from_file(environment.get(CONFIG, ""), wrong) | from_variables(environment, wrong)
    for name, value in said.items():
        if value is not None:
            values[name] = converted(name, value, f"--{name.replace('_', '-')}", wrong)
    if wrong:
        raise SettingsNotUnderstood(wrong)
    return Settings(**values)


def from_variables(environment: Mapping[str, str], wrong: list[Missing]) -> dict[str, Any]:
    """An empty variable says nothing; a list's parts are separated by commas."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        text = environment.get(variable(name), "").strip()
        if text:
            value = [part.strip() for part in text.split(",")] if is_list(name) else text
            found[name] = converted(name, value, variable(name), wrong)
    return found


def from_file(path: str, wrong: list[Missing]) -> dict[str, Any]:
    if not path:
        return {}
    try:
        found = tomllib.loads(Path(path).expanduser().read_text())
    except (OSError, ValueError) as problem:
        wrong.append(Missing(name=CONFIG, remedy=f"{path} cannot be read: {problem}."))
        return {}
    strange = [name for name in found if name not in FIELDS]
    wrong += [Missing(name=f"{path}: {name}", remedy="There is no such setting.") for name in strange]
    known = {name: value for name, value in found.items() if name in FIELDS}
    return {name: converted(name, value, f"{path}: {name}", wrong) for name, value in known.items()}


def converted(name: str, value: object, place: str, wrong: list[Missing]) -> Any:
    try:
        return msgspec.convert(value, FIELDS[name], strict=False)
    except msgspec.ValidationError as problem:
        wrong.append(Missing(name=place, remedy=f"{value!r} does not fit: {problem}."))
        return None


def unknown_variables(environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """Variables that look like settings and are none: most likely misspelt."""
    known = {CONFIG, *map(variable, FIELDS)}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


def variable(name: str) -> str:
    return PREFIX + name.upper()


def is_list(name: str) -> bool:
    return isinstance(DEFAULTS[name], tuple)


FIELDS = get_type_hints(Settings, include_extras=True)
DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Settings)}
