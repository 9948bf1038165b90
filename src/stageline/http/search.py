"""Finding opportunities by words."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from stageline.http.access import Acting
from stageline.queries.search import SearchResult, search

Query = Annotated[str, QueryParameter(max_length=200)]


@get("/search", sync_to_thread=True)
def get_search(q: Query, acting: Acting) -> SearchResult:
    """The first 20 in which every word of `q` begins a word of name, account, contact or external id."""
    with acting.reading() as connection:
        return search(connection, q, asker=acting.asker)
