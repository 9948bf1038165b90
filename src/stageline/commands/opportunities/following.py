"""What follows for actions and activities from changes of stage: decided for the batch, with its answers."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from stageline.domain.actions.agenda import NOTHING, Agenda
from stageline.domain.actions.entering import Entering, definitions_to_copy
from stageline.domain.actions.following import what_follows
from stageline.domain.actions.leaving import Answer
from stageline.domain.conditions import Moment
from stageline.domain.errors import Refusal, attempt
from stageline.domain.events import Event
from stageline.domain.ids import EventId, OpportunityId
from stageline.domain.opportunities.changes import MoveUndone, StageChange
from stageline.domain.opportunities.moving import Decided
from stageline.domain.processes.action import ActionDefinition, CancelActivities
from stageline.storage.unit_of_work import Work

Answers = Sequence[Decided | Refusal]
Said = Mapping[OpportunityId, Answer]
"""Which activities are to be cancelled with each move; None when nobody was asked."""

AT_MOST = 3
"""So many kinds of events can follow from one change of stage."""


def with_what_follows(work: Work, answers: Answers, said: Said, moment: Moment) -> list[Decided | Refusal]:
    """Each answer with what follows from it, or what that was refused for.

    A process whose stages ask for nothing costs no statement, and any other as many for 500 as for one.
    """
    changes = [c for c in (_stage_change(answer) for answer in answers) if c is not None and _concerns_actions(c)]
    if not changes:
        return list(answers)
    agendas = _agendas(work, changes)
    context = _entering(work, changes, agendas, moment)
    numbers = iter(work.new_ids(AT_MOST * len(changes)))
    concerned = {change.after.id for change in changes}
    return [
        attempt(_with_following, answer, agendas.get(answer.after.id, NOTHING), said, context, numbers)
        if isinstance(answer, Decided) and answer.after.id in concerned
        else answer
        for answer in answers
    ]


def _with_following(
    answer: Decided, agenda: Agenda, said: Said, context: Entering, numbers: Iterator[EventId]
) -> Decided:
    change = answer.change
    assert isinstance(change, StageChange)  # noqa: S101 - only those are asked about
    following = what_follows(change, agenda, said.get(answer.after.id), context, lambda: next(numbers))
    return msgspec.structs.replace(answer, following=following)


def _stage_change(answer: Decided | Refusal) -> StageChange | None:
    change: Event | None = answer.change if isinstance(answer, Decided) else None
    return change if isinstance(change, StageChange) else None


def _asks(change: StageChange) -> bool:
    return any(definition.is_active for definition in change.after.stage.actions)


def _leaves_something(change: StageChange) -> bool:
    if change.before is None:
        return False
    if isinstance(change, MoveUndone) and change.before.stage.actions:
        return True
    return change.before.process.options.cancel_activities is not CancelActivities.NEVER


def _concerns_actions(change: StageChange) -> bool:
    return _leaves_something(change) or (_asks(change) and not isinstance(change, MoveUndone))


def _agendas(work: Work, changes: Sequence[StageChange]) -> dict[OpportunityId, Agenda]:
    known = [change for change in changes if change.before is not None]
    if not known:
        return {}
    return work.read_agendas(
        [change.after.id for change in known],
        with_activities=any(_leaves_something(change) for change in known),
        with_entered=any(_asks(change) for change in known),
    )


def _entering(
    work: Work, changes: Sequence[StageChange], agendas: Mapping[OpportunityId, Agenda], moment: Moment
) -> Entering:
    copies: list[ActionDefinition] = []
    for change in changes:
        if not isinstance(change, MoveUndone):
            copies += definitions_to_copy(change.after.stage, agendas.get(change.after.id, NOTHING))
    books = sum(definition.is_auto_created for definition in copies)
    return Entering(
        calendar=work.calendar,
        roles=work.agendas.roles_for(copies, [change.after.id for change in changes]),
        moment=moment,
        action_ids=iter(work.new_action_ids(len(copies)) if copies else ()),
        activity_ids=iter(work.new_activity_ids(books) if books else ()),
    )
