"""`stageline openapi`: the description of the API, from which the page's client is generated."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from litestar.serialization import encode_json

from stageline.bootstrap import open_storage
from stageline.http.app import create_app

NEVER_OPENED = "sqlite:///unused.db"

app = typer.Typer()


@app.command()
def openapi(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; to the screen without.")] = None,
) -> None:
    """Write the OpenAPI description of this version; no database is needed."""
    text = description()
    if file:
        file.write_text(text)
    else:
        print(text, end="")


def description() -> str:
    """The same text for the same routes, whatever order they were found in."""
    storage = open_storage(NEVER_OPENED)
    schema = create_app(storage).openapi_schema.to_schema()
    return (
        msgspec.json.format(
            msgspec.json.encode(msgspec.json.decode(encode_json(schema)), order="sorted"), indent=2
        ).decode()
        + "\n"
    )
