"""Changing sales targets: their number, and whether they go on."""

from litestar import Response, delete, patch, post, put
from litestar.params import JSONBody

from stageline.commands.targets.changing import (
    change_number,
    change_numbers,
    delete_target,
    end_target,
    pause_target,
    replace_numbers,
    resume_target,
)
from stageline.domain.ids import TargetId
from stageline.domain.targets.changing import NewNumber
from stageline.domain.targets.target import (
    InvalidTarget,
    PeriodIsClosed,
    SalesTarget,
    TargetChangedMeanwhile,
    TargetEndsBefore,
    TargetIsOver,
    TargetSetByAnother,
)
from stageline.http.access import Acting, SignedRequest
from stageline.http.errors import problems
from stageline.http.inputs import PathId, Preview, QueryVersion
from stageline.http.targets.answers import NumbersChanged, numbers_changed
from stageline.http.targets.inputs import AllNumbersIn, EndIn, NumbersIn, TargetPatch
from stageline.queries.targets.progress import ShownTarget, show_target
from stageline.storage.unit_of_work import Work

_ENDING = (TargetSetByAnother, TargetChangedMeanwhile)
_CHANGING = (*_ENDING, TargetIsOver)
_NUMBERING = (*_CHANGING, InvalidTarget, PeriodIsClosed, TargetEndsBefore)


@patch("/targets/{target_id:int}", sync_to_thread=True, responses=problems(*_NUMBERING))
def patch_target(
    target_id: PathId, data: JSONBody[TargetPatch], acting: Acting, preview: Preview = False
) -> Response[ShownTarget]:
    """Change the number: from the present period on, from a later one on, or for one alone. Past ones keep theirs."""
    with acting.writing(preview=preview) as work:
        number, by = TargetId(target_id), acting.by()
        target = change_number(work, number, _wanted(data), version=data.version, by=by, at=acting.at)
        return _answer(work, target, acting)


@post("/targets/numbers", sync_to_thread=True, status_code=200)
def post_target_numbers(
    data: JSONBody[NumbersIn], acting: Acting, preview: Preview = False
) -> Response[NumbersChanged]:  # fmt: skip
    """Give several the same number, such as those that were set together; each is answered for."""
    which = data.which()
    with acting.writing(preview=preview) as work:
        answers = change_numbers(work, which, _wanted(data), by=acting.by(), at=acting.at)
        return acting.answer(numbers_changed(work, which, answers))


@put("/targets/{target_id:int}/numbers", sync_to_thread=True, responses=problems(*_NUMBERING))
def put_target_numbers(
    target_id: PathId, data: JSONBody[AllNumbersIn], acting: Acting, preview: Preview = False
) -> Response[ShownTarget]:
    """Give all of its numbers at once, such as those it had before a change. Past periods must keep theirs."""
    with acting.writing(preview=preview) as work:
        number, by = TargetId(target_id), acting.by()
        target = replace_numbers(work, number, data.all(), version=data.version, by=by, at=acting.at)
        return _answer(work, target, acting)


@put("/targets/{target_id:int}/pause", sync_to_thread=True, responses=problems(*_CHANGING))
def put_target_pause(
    target_id: PathId, acting: Acting, version: QueryVersion = None, preview: Preview = False
) -> Response[ShownTarget]:
    """From now on nothing counts toward it, until it is resumed."""
    with acting.writing(preview=preview) as work:
        target = pause_target(work, TargetId(target_id), version=version, by=acting.by(), at=acting.at)
        return _answer(work, target, acting)


@delete("/targets/{target_id:int}/pause", sync_to_thread=True, status_code=200, responses=problems(*_CHANGING))
def delete_target_pause(
    target_id: PathId, acting: Acting, version: QueryVersion = None, preview: Preview = False
) -> Response[ShownTarget]:
    """Resume it: from now on it counts again, and what happened in the pause does not."""
    with acting.writing(preview=preview) as work:
        target = resume_target(work, TargetId(target_id), version=version, by=acting.by(), at=acting.at)
        return _answer(work, target, acting)


@put("/targets/{target_id:int}/end", sync_to_thread=True, responses=problems(*_ENDING))
def put_target_end(
    target_id: PathId, data: JSONBody[EndIn], acting: Acting, preview: Preview = False
) -> Response[ShownTarget]:
    """End it with the present period, or at once. What counted until then stays."""
    number, with_period = TargetId(target_id), not data.at_once
    with acting.writing(preview=preview) as work:
        by = acting.by()
        target = end_target(work, number, version=data.version, with_period=with_period, by=by, at=acting.at)
        return _answer(work, target, acting)


@delete("/targets/{target_id:int}", sync_to_thread=True, status_code=204, responses=problems(*_ENDING))
def delete_one_target(
    target_id: PathId, acting: Acting, version: QueryVersion = None, preview: Preview = False
) -> Response[None]:
    """It is listed no more and nothing counts toward it; what counted until now can be looked up by its number."""
    with acting.writing(preview=preview) as work:
        delete_target(work, TargetId(target_id), version=version, by=acting.by(), at=acting.at)
        return acting.answer(None, status=204)


def _wanted(said: NewNumber) -> NewNumber:
    return NewNumber(number=said.number, on=said.on, is_once=said.is_once)


def _answer(work: Work, target: SalesTarget, acting: SignedRequest) -> Response[ShownTarget]:
    return acting.answer(show_target(work, target, asker=acting.asker, at=acting.at))
