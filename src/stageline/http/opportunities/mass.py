"""Changes to many opportunities with one wish."""

from collections import Counter
from collections.abc import Sequence

import msgspec
from litestar import Response, post
from litestar.params import JSONBody

from stageline.commands.opportunities.mass import (
    MassAnswer,
    MassAssignment,
    MassEdit,
    MassMove,
    mass_assign,
    mass_edit,
    mass_move,
    reverse_batch,
)
from stageline.domain.batches.batch import AT_ONCE, BatchItem, ItemAnswer, Result, ResultGroup, group_of, grouped
from stageline.domain.events import Channel
from stageline.domain.ids import BatchId, OpportunityId, StageId, UserId
from stageline.http.access import Acting, SignedRequest
from stageline.http.inputs import PathId, Preview
from stageline.http.opportunities import refusals
from stageline.http.opportunities.inputs import AssignmentsIn, EditsIn, MovesIn, SelectedIn
from stageline.queries.batches import BatchItemShown, read_names
from stageline.storage.unit_of_work import Work

# A hundred thousand opportunities with their versions; other requests have no need to be so long.
LARGEST_SELECTION = 8_000_000
SHOWN_OF_EACH = 100


class BatchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """`batch_id` is None for a preview. While `state` is running, read the batch to see how far it is.

    `groups` count alike those with the same result and the same refusal (PS-192). A preview of more than 1,000 shows
    the first 100 `items` of each group.
    """

    batch_id: BatchId | None
    state: str
    counts: dict[str, int]
    groups: list[ResultGroup]
    items: list[BatchItemShown]


@post(
    "/moves",
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=LARGEST_SELECTION,
    responses=refusals.MOVING_MANY,
)
def post_moves(data: JSONBody[MovesIn], acting: Acting, preview: Preview = False) -> Response[BatchAnswer]:
    """Moves many to one stage: at once up to 1,000, beyond that in the background."""
    with acting.writing(preview=preview) as work:
        done = mass_move(work, _mass_move(data), _items(data.opportunities), by=acting.by(Channel.MASS), at=acting.at)
        return acting.answer(_shown(work, done, acting, preview=preview), status=_status(done))


@post(
    "/closings",
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=LARGEST_SELECTION,
    responses=refusals.MOVING_MANY,
)
def post_closings(data: JSONBody[MovesIn], acting: Acting, preview: Preview = False) -> Response[BatchAnswer]:
    """Closes many as won, lost or disqualified, with one reason for all."""
    with acting.writing(preview=preview) as work:
        wanted, items = _mass_move(data), _items(data.opportunities)
        done = mass_move(work, wanted, items, by=acting.by(Channel.MASS), at=acting.at, closes=True)
        return acting.answer(_shown(work, done, acting, preview=preview), status=_status(done))


@post(
    "/assignments",
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=LARGEST_SELECTION,
    responses=refusals.ASSIGNING_MANY,
)
def post_assignments(data: JSONBody[AssignmentsIn], acting: Acting, preview: Preview = False) -> Response[BatchAnswer]:
    """Gives many to one owner."""
    wanted = MassAssignment(
        owner_id=UserId(data.owner_id), keep_as_reader=data.keep_as_reader, hands_over=data.hands_over
    )
    with acting.writing(preview=preview) as work:
        done = mass_assign(work, wanted, _items(data.opportunities), by=acting.by(Channel.MASS), at=acting.at)
        return acting.answer(_shown(work, done, acting, preview=preview), status=_status(done))


@post(
    "/edits",
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=LARGEST_SELECTION,
    responses=refusals.EDITING_MANY,
)
def post_edits(data: JSONBody[EditsIn], acting: Acting, preview: Preview = False) -> Response[BatchAnswer]:
    """Sets the same fields of many."""
    wanted = MassEdit(fields=data.fields, reason=data.reason or None)
    with acting.writing(preview=preview) as work:
        done = mass_edit(work, wanted, _items(data.opportunities), by=acting.by(Channel.MASS), at=acting.at)
        return acting.answer(_shown(work, done, acting, preview=preview), status=_status(done))


@post("/batches/{batch_id:int}/reversal", sync_to_thread=True, status_code=200, responses=refusals.UNDOING_MANY)
def post_batch_reversal(batch_id: PathId, acting: Acting, preview: Preview = False) -> Response[BatchAnswer]:
    """Takes a batch back, for the records that nobody has changed since."""
    with acting.writing(preview=preview) as work:
        done = reverse_batch(work, BatchId(batch_id), by=acting.by(Channel.MASS), at=acting.at)
        return acting.answer(_shown(work, done, acting, preview=preview), status=_status(done))


def _mass_move(data: MovesIn) -> MassMove:
    return MassMove(
        stage_id=StageId(data.stage_id),
        reason=data.reason or None,
        note=data.note or None,
        acknowledge_gaps=data.acknowledge_gaps,
        cancels_activities=data.cancels_activities,
        closing=data.closing(),
    )


def _items(selected: list[SelectedIn]) -> list[BatchItem]:
    return [BatchItem(OpportunityId(s.id), s.version) for s in selected]


def _status(done: MassAnswer) -> int:
    return 202 if done.state == "running" else 200


def _shown(work: Work, done: MassAnswer, acting: SignedRequest, *, preview: bool) -> BatchAnswer:
    items = _first_of_each(done.items) if len(done.items) > AT_ONCE else done.items
    names = read_names(work.connection, [number for number, _ in items], asker=acting.asker) if items else {}
    return BatchAnswer(
        batch_id=None if preview else done.batch_id,
        state=done.state,
        counts=dict(done.counts),
        groups=grouped(answer for _, answer in done.items),
        items=[
            BatchItemShown(
                opportunity_id=OpportunityId(number),
                name=names.get(number),
                result=item.result,
                version=item.version,
                problem=item.problem,
            )
            for number, item in items
        ],
    )


def _first_of_each(items: Sequence[tuple[int, ItemAnswer]]) -> list[tuple[int, ItemAnswer]]:
    shown: list[tuple[int, ItemAnswer]] = []
    seen: Counter[tuple[Result, str | None]] = Counter()
    for number, answer in items:
        group = group_of(answer)
        seen[group] += 1
        if seen[group] <= SHOWN_OF_EACH:
            shown.append((number, answer))
    return shown
