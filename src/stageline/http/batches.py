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
from stageline.queries.batches import (
    BatchItems,
    BatchItemShown,
    BatchPage,
    BatchShown,
    all_batch_items,
    read_batch,
    read_batch_items,
    read_batches,
)
from stageline.queries.exporting import MARK, as_csv

Wanted = Annotated[Result | None, QueryParameter()]
COLUMNS = ("id", "name", "result", "code", "problem", "missing")


@get("/batches", sync_to_thread=True)
def get_batches(acting: Acting, cursor: Cursor = None, limit: Limit = 20) -> BatchPage:
    """One's own, newest first."""
    with acting.reading() as connection:
        return read_batches(connection, asker=acting.asker, at=acting.at, cursor=cursor, limit=limit)


@get("/batches/{batch_id:int}", sync_to_thread=True)
def get_batch(batch_id: PathId, acting: Acting) -> BatchShown:
    """How far it has come, and with which results."""
    with acting.reading() as connection:
        return read_batch(connection, BatchId(batch_id), asker=acting.asker, at=acting.at)


@get("/batches/{batch_id:int}/items", sync_to_thread=True)
def get_batch_items(
    batch_id: PathId, acting: Acting, result: Wanted = None, cursor: Cursor = None, limit: Limit = 50
) -> BatchItems:
    """What became of each opportunity, in the order in which they were named."""
    with acting.reading() as connection:
        return read_batch_items(
            connection, BatchId(batch_id), asker=acting.asker, result=result, cursor=cursor, limit=limit
        )


@get("/batches/{batch_id:int}/items/export", sync_to_thread=True, media_type="text/csv")
def get_batch_items_export(batch_id: PathId, acting: Acting, result: Wanted = None) -> Response[bytes]:
    """The same as a file of comma-separated values."""
    with acting.reading() as connection:
        items = all_batch_items(connection, BatchId(batch_id), asker=acting.asker, result=result)
        file = MARK + as_csv([COLUMNS, *map(_line, items)])
    headers = {"content-disposition": f'attachment; filename="batch-{batch_id}.csv"'}
    return Response(file.encode(), media_type="text/csv", headers=headers)


@put("/batches/{batch_id:int}/cancellation", sync_to_thread=True, status_code=200, responses=problems(BatchOver))
def put_cancellation(batch_id: PathId, acting: Acting) -> Response[BatchShown]:
    """Stops it after the slice that is under way. What is done stays, and can be undone."""
    with acting.writing() as work:
        cancel_batch(work, BatchId(batch_id), by=acting.by(), at=acting.at)
        shown = read_batch(work.connection, BatchId(batch_id), asker=acting.asker, at=acting.at)
        return acting.answer(shown)


def _line(item: BatchItemShown) -> tuple[object, ...]:
    problem = item.problem or {}
    missing = "; ".join(each["name"] for each in problem.get("missing", ()))
    return item.opportunity_id, item.name, item.result.value, problem.get("code"), problem.get("detail"), missing
