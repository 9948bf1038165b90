"""Batches: changes to many at once, in the background when they are very many."""

from typing import Annotated

from litestar import Response, get, put
from litestar.params import QueryParameter

from stageline.commands.batches import cancel_batch
from stageline.domain.batches.batch import BatchOver, Result
from stageline.domain.ids import BatchId
from stageline.http.access import Acting
from stageline.http.errors import problems
from stageline.http.inputs import Cursor, Limit, PathId
from stageline.queries.batches import BatchItems, BatchShown, read_batch, read_batch_items

Wanted = Annotated[Result | None, QueryParameter()]


@get("/batches/{batch_id:int}", sync_to_thread=True)
def get_batch(batch_id: PathId, acting: Acting) -> BatchShown:
    """How far it has come, and with which results."""
    with acting.reading() as connection:
        return read_batch(connection, BatchId(batch_id), asker=acting.asker, at=acting.at)


@get("/batches/{batch_id:int}/items", sync_to_thread=True)
def get_batch_items(
    batch_id: PathId, acting: Acting, result: Wanted = None, cursor: Cursor = None, limit: Limit = 50
) -> BatchItems:
    """What became of each opportunity. Batches answered at once keep their counts only."""
    with acting.reading() as connection:
        return read_batch_items(
            connection, BatchId(batch_id), asker=acting.asker, result=result, cursor=cursor, limit=limit
        )


@put("/batches/{batch_id:int}/cancellation", sync_to_thread=True, status_code=200, responses=problems(BatchOver))
def put_cancellation(batch_id: PathId, acting: Acting) -> Response[BatchShown]:
    """Stops it after the slice that is under way. What is done stays, and can be undone."""
    with acting.writing() as work:
        cancel_batch(work, BatchId(batch_id), by=acting.by(), at=acting.at)
        shown = read_batch(work.connection, BatchId(batch_id), asker=acting.asker, at=acting.at)
        return acting.answer(shown)
