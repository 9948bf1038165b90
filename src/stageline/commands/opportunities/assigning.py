"""Giving opportunities to another owner."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from stageline.commands.opportunities.deciding import Answer, decide_each, only
from stageline.domain.actions.handing_over import Went, decide_handover, only_what_went
from stageline.domain.actions.reassigning import ActionsReassigned
from stageline.domain.actions.roles import RoleMaps
from stageline.domain.conditions import Moment
from stageline.domain.events import By
from stageline.domain.ids import BatchId, OpportunityId
from stageline.domain.opportunities.assigning import WantedAssignment, decide_assignment
from stageline.domain.opportunities.changes import OpportunityAssigned
from stageline.domain.opportunities.moving import Decided
from stageline.storage.actions.roles import read_role_maps
from stageline.storage.actions.went_along import read_went_along
from stageline.storage.people.owners import read_owners
from stageline.storage.unit_of_work import Work


def assign_opportunity(work: Work, wanted: WantedAssignment, *, by: By, at: datetime) -> Decided:
    return only(work, assign_opportunities(work, [wanted], by=by, at=at))


def assign_opportunities(work: Work, wanted: Sequence[WantedAssignment], *, by: By, at: datetime) -> list[Answer]:
    """PS-185, PS-195."""
    owners = read_owners(work.connection, {w.owner_id for w in wanted})
    keeping = {w.opportunity_id for w in wanted if not w.hands_over}
    return decide_each(
        work,
        wanted,
        lambda found, w, id, moment: decide_assignment(found, w, owners.get(w.owner_id), id=id, by=by, moment=moment),
        by=by,
        at=at,
        then=lambda answers, moment: _with_what_goes_along(work, answers, keeping, moment),
    )


def with_what_goes_back(work: Work, answers: Sequence[Answer], batch_id: BatchId, moment: Moment) -> list[Answer]:
    """What had gone along with a batch that is taken back, as far as it is still to be done (PS-194)."""
    given = _given(answers, keeping=set())
    if not given:
        return list(answers)
    went = read_went_along(work.connection, batch_id, [change.after.id for change in given])
    return _handing_over(work, answers, given, moment, went)


def _with_what_goes_along(
    work: Work, answers: Sequence[Answer], keeping: set[OpportunityId], moment: Moment
) -> list[Answer]:
    """What the old owner still had to do on each (PS-195, PS-212): as many statements for 500 as for one."""
    given = _given(answers, keeping)
    return _handing_over(work, answers, given, moment) if given else list(answers)


def _given(answers: Sequence[Answer], keeping: set[OpportunityId]) -> list[OpportunityAssigned]:
    return [
        answer.change
        for answer in answers
        if isinstance(answer, Decided)
        and isinstance(answer.change, OpportunityAssigned)
        and answer.after.id not in keeping
    ]


def _handing_over(
    work: Work,
    answers: Sequence[Answer],
    given: Sequence[OpportunityAssigned],
    moment: Moment,
    went: Mapping[OpportunityId, Went] | None = None,
) -> list[Answer]:
    """Of the things in `went` alone, if that is said."""
    ids = [change.after.id for change in given]
    agendas = work.read_agendas(ids)
    if went is not None:
        agendas = {number: only_what_went(agenda, went.get(number)) for number, agenda in agendas.items()}
    roles = {a.deal_role for agenda in agendas.values() for a in agenda.actions if a.deal_role}
    maps = read_role_maps(work.connection, roles, ids) if roles else RoleMaps()
    numbers = iter(work.new_ids(len(given)))
    handed = {
        change.after.id: decide_handover(change, agendas[change.after.id], maps, id=next(numbers), moment=moment)
        for change in given
    }
    return [_going_along(answer, handed) for answer in answers]


def _going_along(answer: Answer, handed: Mapping[OpportunityId, ActionsReassigned | None]) -> Answer:
    along = handed.get(answer.after.id) if isinstance(answer, Decided) else None
    if along is None or not isinstance(answer, Decided):
        return answer
    return msgspec.structs.replace(answer, following=(along,))
