"""What every act on opportunities shares: read the batch, decide each, keep what happened."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from stageline.commands.opportunities.following import with_what_follows
from stageline.domain.conditions import Moment
from stageline.domain.errors import InvalidInput, Refusal, attempt
from stageline.domain.events import By, Event
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.changes import OpportunityEvent
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.opportunity import Opportunity, OpportunityChanged
from stageline.storage.unit_of_work import Work

T = TypeVar("T")

SLICE = 500  # bounds what a batch keeps in memory at a time, and what the driver has to bind


class NamedTwice(InvalidInput):
    """An opportunity can be changed only once in one request. Name it once."""

    code = "named_twice"


class Wanted(Protocol):
    @property
    def opportunity_id(self) -> OpportunityId: ...


W = TypeVar("W", bound=Wanted)
Answer = Decided | Refusal
Then = Callable[[Sequence[Answer], Moment], list[Answer]]
Decide = Callable[[Opportunity | None, W, EventId, Moment], OpportunityEvent | Opportunity]


def decide_each(
    work: Work, wanted: Sequence[W], decide: Decide[W], *, by: By, at: datetime, then: Then | None = None
) -> list[Answer]:
    """Answers in the order asked; a rule that gives back the record has found nothing to change.

    `then` says what else follows from a slice of them, besides what follows from a change of stage.
    """
    require_once_each(wanted)
    return [answer for part in slices(wanted) for answer in _decide_slice(work, part, decide, by, at=at, then=then)]


def _decide_slice(
    work: Work, wanted: Sequence[W], decide: Decide[W], by: By, *, at: datetime, then: Then | None
) -> list[Answer]:
    found = work.opportunities.read([w.opportunity_id for w in wanted], by.actor.user_id)
    moment = work.moment(at)
    answers: list[Answer] = []
    for w, event_id in zip(wanted, work.new_ids(len(wanted)), strict=True):
        decided = attempt(decide, found.get(w.opportunity_id), w, event_id, moment)
        match decided:
            case Refusal():
                answers.append(decided)
            case Opportunity():
                answers.append(Decided(decided))
            case _:
                answers.append(Decided(decided.after, decided))
    said = {w.opportunity_id: getattr(w, "cancel_activities", None) for w in wanted}
    answers = with_what_follows(work, answers, said, moment)
    if then is not None:
        answers = then(answers, moment)
    work.keep(what_happened(answers))
    return answers


def only(work: Work, answers: Sequence[Answer]) -> Decided:
    """The answer of a batch of one; raises what it was refused for.

    A conflict also says who was first, and field by field what others made of it since (PS-99).
    """
    [answer] = answers
    if isinstance(answer, OpportunityChanged):
        raise OpportunityChanged(**{**answer.facts, "current": _now(work, answer)})
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _now(work: Work, conflict: OpportunityChanged) -> dict[str, Any]:
    current = conflict.facts["current"]
    last = work.opportunities.last_change(current["id"])
    changes = work.opportunities.changes_since(current["id"], conflict.facts["since"])
    return {
        **current,
        "changed_by": last and {"id": last.actor_id, "name": last.actor_name},
        "changed_at": last and last.at,
        "changes": [
            {"field": row.field, "value": row.after, "by": {"id": row.actor_id, "name": row.actor_name}, "at": row.at}
            for row in changes
        ],
    }


def what_happened(answers: Sequence[Answer]) -> list[Event]:
    """In order: what was confirmed or linked along with a change comes before it, what follows after them all."""
    happened: list[Event] = []
    following: list[Event] = []
    for answer in answers:
        if isinstance(answer, Decided):
            happened += answer.beside
            if answer.change is not None:
                happened.append(answer.change)
            following += answer.following
    return happened + following


def require_once_each(wanted: Sequence[Wanted]) -> None:
    if len({w.opportunity_id for w in wanted}) != len(wanted):
        raise NamedTwice


def slices(wanted: Sequence[T]) -> Iterator[Sequence[T]]:
    return (wanted[start : start + SLICE] for start in range(0, len(wanted), SLICE))
