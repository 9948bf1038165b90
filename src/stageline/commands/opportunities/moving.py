"""Moving opportunities, one or very many."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from stageline.domain.errors import InvalidInput, Refusal, attempt
from stageline.domain.events import By, Event
from stageline.domain.opportunities.moving import Decided, WantedMove, decide_move
from stageline.storage.unit_of_work import Work

T = TypeVar("T")

SLICE = 500  # bounds what a batch keeps in memory at a time, and what the driver has to bind


class MovedTwice(InvalidInput):
    """An opportunity can be changed only once in one request. Name it once."""

    code = "named_twice"


def move_opportunity(work: Work, wanted: WantedMove, *, by: By, at: datetime) -> Decided:
    """One is a batch of one, and raises what it was refused for."""
    [answer] = move_opportunities(work, [wanted], by=by, at=at)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def move_opportunities(work: Work, wanted: Sequence[WantedMove], *, by: By, at: datetime) -> list[Decided | Refusal]:
    """Moves each opportunity or says why not; the answers come in the order asked (PS-88, PS-94, PS-188)."""
    if len({w.opportunity_id for w in wanted}) != len(wanted):
        raise MovedTwice
    return [answer for part in slices(wanted) for answer in _move_slice(work, part, by, at)]


def _move_slice(work: Work, wanted: Sequence[WantedMove], by: By, at: datetime) -> list[Decided | Refusal]:
    found = work.opportunities.read([w.opportunity_id for w in wanted], by.actor.user_id)
    moment, organisation = work.moment(at), work.organisation
    ids = iter(work.new_ids(sum(w.ids_needed for w in wanted)))
    answers = [
        attempt(
            decide_move,
            found.get(w.opportunity_id),
            w,
            ids=[next(ids) for _ in range(w.ids_needed)],
            by=by,
            moment=moment,
            organisation=organisation,
        )
        for w in wanted
    ]
    work.keep(what_happened(answers))
    return answers


def what_happened(answers: Sequence[Decided | Refusal]) -> list[Event]:
    """In order: what was confirmed or linked along with a change comes before it."""
    happened: list[Event] = []
    for answer in answers:
        if isinstance(answer, Decided):
            happened += answer.beside
            if answer.change is not None:
                happened.append(answer.change)
    return happened


def slices(wanted: Sequence[T]) -> Iterator[Sequence[T]]:
    return (wanted[start : start + SLICE] for start in range(0, len(wanted), SLICE))
