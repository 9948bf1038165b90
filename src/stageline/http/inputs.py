"""What a request may say: bounds that keep an oversized or malformed input a refusal and never a failure."""

from typing import Annotated, Any

import msgspec
from litestar.params import FromQuery, PathParameter, QueryParameter

# JSON numbers are exact up to here, in every client.
LARGEST = 2**53

Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]
Version = Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Text = Annotated[str, msgspec.Meta(max_length=10_000)]
Password = Annotated[str, msgspec.Meta(max_length=1_000, examples=["correct horse battery staple"])]
Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254, examples=["rita@northwind.example"])]

# Bounds of parameters stand in the parameter: the framework drops those of the type inside.
PathId = Annotated[int, PathParameter(ge=1, le=LARGEST)]
QueryId = Annotated[int | None, QueryParameter(ge=1, le=LARGEST)]
QueryVersion = Annotated[int | None, QueryParameter(ge=1, le=LARGEST)]
Preview = FromQuery[bool]
"""`?preview=true` answers what would happen, and changes nothing. Give it the default `False`."""

Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Cursor = Annotated[str | None, QueryParameter(max_length=200)]
Search = Annotated[str | None, QueryParameter(max_length=200)]


def said_in(body: msgspec.Struct) -> dict[str, Any]:
    """The fields of a body that were said; those left out are not there, those said to be null are None."""
    return {name: value for name, value in msgspec.structs.asdict(body).items() if value is not msgspec.UNSET}
