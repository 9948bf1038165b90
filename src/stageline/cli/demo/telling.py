"""Tells the story of the sample: each act is the product's own command, at its own time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any

from stageline.cli.demo import names
from stageline.cli.demo.acts import Act
from stageline.cli.demo.keeping_up import keep_up
from stageline.cli.demo.people import REPS, acting, add_people
from stageline.cli.demo.plot import MONTHS, story
from stageline.commands.actions.completing import WantedCompletions, complete_actions
from stageline.commands.contacts import add_account, add_contact
from stageline.commands.deal_roles import map_role
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.opportunities.surrounding import add_to_team, confirm_criterion, link_contact
from stageline.commands.processes.creating import install_standard_sales
from stageline.domain.actions.completing import Said
from stageline.domain.actions.deal_role import SHIPPED_DEAL_ROLES
from stageline.domain.actions.mapping_roles import WantedMap
from stageline.domain.events import By, Channel
from stageline.domain.ids import ContactId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.confirming import Confirmation, LinkedContact
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.moving import WantedMove
from stageline.domain.opportunities.team import WantedMember
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.criterion import CriterionKind
from stageline.domain.processes.process import Process
from stageline.domain.rights import Access
from stageline.storage.unit_of_work import Storage, Work

SEED = 20_260
CHANNELS = (Channel.BOARD, Channel.BOARD, Channel.RECORD, Channel.PATH)
Progress = Callable[[int, int], None]
# Of what a stage asks for: by the time it is left, and somewhere on the way.
MOSTLY_DONE, HALF_DONE = 0.85, 0.5
OUTCOMES = ("talked", "talked", "qualified", "another_talk")
# So many of the deals are shown to the viewer.
OBSERVED = 0.12


class Teller:
    """What the story has brought forth so far."""

    def __init__(self, process: Process, people: dict[str, UserId], at: datetime) -> None:
        self.process = process
        self.people = people
        self.random = Random(SEED + 1)  # noqa: S311 - a story, not a secret
        self.diligence = Random(SEED + 2)  # noqa: S311 - a story, not a secret
        self.at = at
        self.businesses: list[tuple[int, list[ContactId]]] = []
        self.deals: dict[int, tuple[OpportunityId, UserId, list[ContactId]]] = {}

    def found_businesses(self, work: Work) -> None:
        by, used = By(SYSTEM, Channel.SYSTEM), set()
        for name in names.BUSINESSES:
            account_id = add_account(work, {"name": name}, by=by, at=self.at)
            contacts = []
            for title in self.random.sample(names.JOB_TITLES, 2):
                person = f"{self.random.choice(names.FIRST_NAMES)} {self.random.choice(names.LAST_NAMES)}"
                while person in used:
                    person = f"{self.random.choice(names.FIRST_NAMES)} {self.random.choice(names.LAST_NAMES)}"
                used.add(person)
                host = "".join(letter for letter in name.casefold() if letter.isalpha())
                email = f"{person.split()[0].casefold()}@{host}.example"
                said = {"name": person, "email": email, "job_title": title, "account_id": account_id}
                contacts.append(add_contact(work, said, by=by, at=self.at))
            self.businesses.append((account_id, contacts))

    def tell(self, work: Work, act: Act) -> None:
        told = {"open": self._open, "meet": self._meet, "edit": self._edit, "move": self._move, "close": self._close}
        told[act.kind](work, act)

    def keep_up(self, work: Work, since: datetime, at: datetime) -> None:
        def by(owner: UserId) -> By:
            return acting(work, owner, Channel.RECORD)

        keep_up(work, since, at, outcomes=OUTCOMES, by=by, seed=SEED)

    def _by(self, work: Work, deal: int) -> By:
        _, owner, _ = self.deals[deal]
        return acting(work, owner, self.random.choice(CHANNELS))

    def _open(self, work: Work, act: Act) -> None:
        owner = self.people[REPS[act.said["owner"]].name]
        account_id, contacts = self.businesses[act.said["business"]]
        fields = {name: value for name, value in act.said["fields"].items() if value is not None}
        said = SaidOpening(
            fields={**fields, "account_id": account_id, "contact_id": contacts[0]}, acknowledge_gaps=True
        )
        opened = open_opportunity(work, said, by=acting(work, owner, Channel.CREATE), at=act.at)
        self.deals[act.deal] = (opened.after.id, owner, contacts)
        if self.random.random() < OBSERVED:
            place = WantedMember(user_id=self.people["Viktor Hahn"], team_role="observer", access=Access.READ)
            add_to_team(work, opened.after.id, place, by=self._by(work, act.deal), at=act.at)

    def _meet(self, work: Work, act: Act) -> None:
        """Does what the criterion asks: confirms it, or links the person it asks for."""
        number, owner, contacts = self.deals[act.deal]
        criterion, by = act.said["criterion"], self._by(work, act.deal)
        if criterion.kind is CriterionKind.MANUAL:
            said = Confirmation(criterion_id=criterion.id, note=act.said["note"])
            confirm_criterion(work, number, said, by=by, at=act.at)
        elif criterion.kind is CriterionKind.RELATED:
            role = criterion.related.contact_role or self.random.choice(names.CONTACT_ROLES)
            link_contact(work, number, LinkedContact(contact_id=contacts[-1], contact_role=role), by=by, at=act.at)
        elif criterion.kind is CriterionKind.APPROVAL:
            helper = self.people["Rosa Silva"]
            if helper != owner:
                place = WantedMember(user_id=helper, team_role=criterion.approver, access=Access.EDIT)
                add_to_team(work, number, place, by=by, at=act.at)

    def _edit(self, work: Work, act: Act) -> None:
        number, _, _ = self.deals[act.deal]
        self._work_off(work, act, HALF_DONE)
        wanted = WantedEdit(opportunity_id=number, fields=act.said["fields"], reason="Agreed with the buyer")
        edit_opportunity(work, wanted, by=self._by(work, act.deal), at=act.at)

    def _move(self, work: Work, act: Act) -> None:
        number, _, _ = self.deals[act.deal]
        self._work_off(work, act, MOSTLY_DONE)
        wanted = WantedMove(
            opportunity_id=number,
            stage_id=StageId(act.said["stage"].id),
            reason=act.said.get("reason"),
            acknowledge_gaps=True,
            cancel_activities=(),
        )
        move_opportunity(work, wanted, by=self._by(work, act.deal), at=act.at)

    def _close(self, work: Work, act: Act) -> None:
        number, _, _ = self.deals[act.deal]
        self._work_off(work, act, MOSTLY_DONE)
        closing = Closing(close_reason=act.said["close_reason"], competitor=act.said["competitor"])
        wanted = WantedMove(
            opportunity_id=number,
            stage_id=StageId(act.said["stage"].id),
            acknowledge_gaps=True,
            cancel_activities=(),
            closing=closing,
            fields=self._amount_if_missing(work, number),
        )
        move_opportunity(work, wanted, by=self._by(work, act.deal), at=act.at)

    def _work_off(self, work: Work, act: Act, share: float) -> None:
        """So much of what the stage asks for is done by then; of a talk it is said what came of it."""
        number, owner, _ = self.deals[act.deal]
        stage_id = work.opportunities.read([number], SYSTEM.user_id)[number].stage.id
        agenda, by = work.read_agendas([number])[number], acting(work, owner, Channel.RECORD)
        to_do = [action for action in agenda.of_stage(stage_id) if not action.is_complete]
        for action in [each for each in to_do if self.diligence.random() < share]:
            linked = agenda.linked_to(action.id)
            is_asked = linked is not None and linked.asks_for_outcome
            said = Said(outcome=self.diligence.choice(OUTCOMES)) if is_asked else None
            wanted = WantedCompletions(opportunity_id=number, action_ids=[action.id], said=said)
            complete_actions(work, wanted, by=by, at=act.at)

    def _amount_if_missing(self, work: Work, number: OpportunityId) -> dict[str, Any]:
        found = work.opportunities.read([number], SYSTEM.user_id)[number]
        return {} if found.amount_minor else {"amount_minor": self.random.randint(40, 900) * 10_000}


def tell_story(storage: Storage, *, now: datetime, progress: Progress) -> None:
    """Fills an empty, founded database; the story ends now. A day of it is one transaction."""
    begins = now - MONTHS - timedelta(days=1)
    with storage.writing() as work:
        people = add_people(work, begins)
        process_id = install_standard_sales(work, by=By(SYSTEM, Channel.SYSTEM), at=begins)
        [process] = work.processes.read([process_id])
        for role in SHIPPED_DEAL_ROLES:
            helper = WantedMap(deal_role=role.name, user_id=people["Rosa Silva"])
            map_role(work, helper, by=By(SYSTEM, Channel.SYSTEM), at=begins)
        teller = Teller(process, people, begins)
        teller.found_businesses(work)
    acts = story(process, owners=len(REPS), businesses=len(names.BUSINESSES), now=now, seed=SEED)
    done, before = 0, begins
    for day in _days(acts):
        with storage.writing() as work:
            teller.keep_up(work, before, day[0].at)
            before = day[0].at
            for act in day:
                teller.tell(work, act)
        done += len(day)
        progress(done, len(acts))
    with storage.writing() as work:
        teller.keep_up(work, before, now)


def _days(acts: Sequence[Act]) -> Iterator[list[Act]]:
    return (list(day) for _, day in groupby(acts, key=lambda act: act.at.date()))
