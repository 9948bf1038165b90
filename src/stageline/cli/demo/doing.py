"""What the people of the sample do in a stage: book, send, invite, put off, plan, complete, note."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from stageline.cli.demo.acts import Act
from stageline.cli.demo.cast import begin_of
from stageline.cli.demo.inviting import invite_to_one
from stageline.cli.demo.teller import HOUR, TALK, Teller
from stageline.commands.actions.changing import add_action
from stageline.commands.actions.completing import WantedCompletions, complete_actions
from stageline.commands.actions.performing import WantedPerformances, perform_actions
from stageline.commands.activities.booking import change_activity
from stageline.commands.notes import add_note
from stageline.domain.actions.action import Action
from stageline.domain.actions.changing import WantedAction
from stageline.domain.actions.completing import Said
from stageline.domain.activities.activity import Activity
from stageline.domain.activities.booking import ActivitySaid
from stageline.domain.ids import ActionId
from stageline.domain.processes.action import ActionType, ActivityPlan, ActivityType
from stageline.storage.unit_of_work import Work


def book(teller: Teller, work: Work, act: Act) -> None:
    action, _ = _found(teller, work, act)
    begins = begin_of(act.said, teller.today)
    said = ActivitySaid(starts_at=begins, ends_at=begins + HOUR, responsible_id=action.responsible_id)
    _perform(teller, work, act, action.id, activity=said)


def send(teller: Teller, work: Work, act: Act) -> None:
    action, _ = _found(teller, work, act)
    _perform(teller, work, act, action.id, delivery=act.said["by"])


def invite(teller: Teller, work: Work, act: Act) -> None:
    action, _ = _found(teller, work, act)
    deal = teller.deals[act.deal]
    invite_to_one(work, deal.id, action.id, teller.gatherings, by=teller.by(work, deal.owner_id), at=act.at)


def put_off(teller: Teller, work: Work, act: Act) -> None:
    """By the buyer, to another day."""
    begins = begin_of(act.said, teller.today)
    _complete(teller, work, act, Said(outcome="postponed", starts_at=begins))


def complete(teller: Teller, work: Work, act: Act) -> None:
    _, linked = _found(teller, work, act)
    _complete(teller, work, act, Said(outcome="qualified") if linked and linked.asks_for_outcome else None)


def several(teller: Teller, work: Work, act: Act) -> None:
    """At once, so that nobody is asked what came of the one that was a talk."""
    _complete(teller, work, act, None)


def talk(teller: Teller, work: Work, act: Act) -> None:
    """Is put where it has just ended by now; what came of it nobody has said yet."""
    _, linked = _found(teller, work, act)
    assert linked is not None  # noqa: S101 - the process books it
    begins = teller.just_before
    said = ActivitySaid(starts_at=begins, ends_at=begins + TALK, location=act.said["at"])
    by = teller.by(work, teller.deals[act.deal].owner_id)
    change_activity(work, linked.id, said, version=linked.version, by=by, at=act.at)


def plan(teller: Teller, work: Work, act: Act) -> None:
    """An action of this deal alone: a talk that has its time at once, or something to tick off."""
    deal = teller.deals[act.deal]
    by = teller.by(work, deal.owner_id)
    is_talk, random = act.said["is_talk"], teller.random_for(act.deal)
    type_ = ActivityType.CALL if act.said["name"].startswith("Call") else ActivityType.MEETING
    wanted = WantedAction(
        name=act.said["name"],
        due_on=act.said["on"],
        type=ActionType.CALENDAR_ACTIVITY if is_talk else ActionType.CHECKLIST,
        plan=ActivityPlan(type=type_, is_tracked=True) if is_talk else None,
    )
    action = add_action(work, deal.id, wanted, by=by, at=act.at)
    if is_talk:
        length = timedelta(minutes=random.choice((30, 45, 60, 60)))
        begins = teller.find_slot(deal.owner_id, act.said["on"], length, random)
        place, guests = teller.around(deal, type_, random)
        said = ActivitySaid(
            starts_at=begins, ends_at=begins + length, location=place, participants=guests,
            responsible_id=deal.owner_id,
        )  # fmt: skip
        _perform(teller, work, act, action.id, activity=said)


def note(teller: Teller, work: Work, act: Act) -> None:
    deal = teller.deals[act.deal]
    add_note(work, deal.id, act.said["text"], by=teller.by(work, deal.owner_id), at=act.at)


DOING: Mapping[str, Callable[[Teller, Work, Act], None]] = {
    "book": book, "send": send, "invite": invite, "put_off": put_off, "complete": complete, "several": several,
    "talk": talk, "plan": plan, "note": note,
}  # fmt: skip


def _found(teller: Teller, work: Work, act: Act) -> tuple[Action, Activity | None]:
    agenda = work.read_agendas([teller.deals[act.deal].id])[teller.deals[act.deal].id]
    action = next(each for each in reversed(agenda.actions) if each.definition == act.said["code"])
    return action, agenda.linked_to(action.id)


def _perform(teller: Teller, work: Work, act: Act, action_id: ActionId, **said: Any) -> None:
    deal = teller.deals[act.deal]
    wanted = WantedPerformances(opportunity_id=deal.id, action_ids=[action_id], **said)
    perform_actions(work, wanted, by=teller.by(work, deal.owner_id), at=act.at)


def _complete(teller: Teller, work: Work, act: Act, said: Said | None) -> None:
    deal, codes = teller.deals[act.deal], act.said["code"]
    agenda = work.read_agendas([deal.id])[deal.id]
    wanted = {codes} if isinstance(codes, str) else set(codes)
    ids = [each.id for each in agenda.actions if each.definition in wanted]
    completions = WantedCompletions(opportunity_id=deal.id, action_ids=ids, said=said)
    complete_actions(work, completions, by=teller.by(work, deal.owner_id), at=act.at)
