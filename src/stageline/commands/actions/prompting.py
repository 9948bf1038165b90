"""Says that an opportunity whose automatic move was held can go on now (PS-126)."""

from collections.abc import Sequence

from stageline.domain.actions.advancing import is_all_done
from stageline.domain.actions.agenda import Agenda
from stageline.domain.actions.changes import AdvanceSuggested
from stageline.domain.conditions import Moment
from stageline.domain.errors import Refusal, attempt
from stageline.domain.events import By, Channel
from stageline.domain.files.file import FileAdded, FileRestored
from stageline.domain.ids import EventId
from stageline.domain.opportunities.changes import (
    ContactLinked,
    CriterionConfirmed,
    OpportunityEdited,
)
from stageline.domain.opportunities.moving import WantedMove, decide_move
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.people.user import SYSTEM, SYSTEM_USER_ID
from stageline.storage.journal import KeptEvent
from stageline.storage.opportunities.held_advances import held_advances
from stageline.storage.unit_of_work import Work

# What can fill a gap of a gate; whatever else follows goes through completing and moving.
FILLS = frozenset(
    event.kind for event in (OpportunityEdited, CriterionConfirmed, ContactLinked, FileAdded, FileRestored)
)
BY_ITSELF = By(SYSTEM, Channel.AUTO_ADVANCE)


def may_fill_a_gap(event: KeptEvent) -> bool:
    return event.kind in FILLS and event.opportunity_id is not None


def prompt_ready(work: Work, events: Sequence[KeptEvent]) -> None:
    """The consumer of the journal that prompts and moves nothing: it may be long after the last action was done."""
    changed = {event.opportunity_id: event for event in events if event.opportunity_id is not None}
    held = held_advances(work.connection, changed)
    if not held:
        return
    found = work.opportunities.read(held, SYSTEM_USER_ID)
    agendas = work.read_agendas(held, with_activities=False)
    numbers = work.new_ids(len(found))
    prompts = [
        _prompt(work, opportunity, agendas[number], because=changed[number], id=event_id)
        for (number, opportunity), event_id in zip(found.items(), numbers, strict=True)
    ]
    work.keep([prompt for prompt in prompts if prompt is not None])


def _prompt(
    work: Work, opportunity: Opportunity, agenda: Agenda, *, because: KeptEvent, id: EventId
) -> AdvanceSuggested | None:
    following = opportunity.process.next_open(opportunity.stage)
    if opportunity.deleted_at is not None or following is None or not is_all_done(opportunity, agenda):
        return None
    moment = work.moment(because.at)
    if not _may_pass(work, opportunity, WantedMove(opportunity_id=opportunity.id, stage_id=following.id), id, moment):
        return None
    return AdvanceSuggested(
        id=id,
        at=because.at,
        by=BY_ITSELF,
        cause_id=because.id,
        opportunity=opportunity,
        stage_id=following.id,
        stage_name=following.name,
    )


def _may_pass(work: Work, opportunity: Opportunity, wanted: WantedMove, id: EventId, moment: Moment) -> bool:
    decided = attempt(
        decide_move, opportunity, wanted, ids=[id], by=BY_ITSELF, moment=moment, organisation=work.organisation
    )
    return not isinstance(decided, Refusal)
