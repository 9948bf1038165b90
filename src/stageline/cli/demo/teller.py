"""Tells what happens to the deals of the sample, each thing by the product's own command."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from stageline.cli.demo import names
from stageline.cli.demo.acts import Act
from stageline.cli.demo.cast import appointments
from stageline.cli.demo.people import REPS, acting
from stageline.cli.demo.slots import Slots
from stageline.cli.demo.working_hours import CLOSES, OPENS, day_of, just_before, on_clock
from stageline.commands.actions.completing import WantedCompletions, complete_actions
from stageline.commands.contacts import add_account, add_contact
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.opening import SaidOpening, open_opportunity
from stageline.commands.opportunities.surrounding import add_to_team, confirm_criterion, link_contact
from stageline.domain.actions.completing import Said
from stageline.domain.events import By, Channel
from stageline.domain.ids import ContactId, GatheringId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.confirming import Confirmation, LinkedContact
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.moving import WantedMove
from stageline.domain.opportunities.team import WantedMember
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.action import ActivityType
from stageline.domain.processes.criterion import CriterionKind
from stageline.domain.processes.process import Process
from stageline.domain.rights import Access
from stageline.storage.unit_of_work import Work

SEED = 20_260
CHANNELS = (Channel.BOARD, Channel.BOARD, Channel.RECORD, Channel.PATH)
# Of what a stage asks for: by the time it is left, and somewhere on the way.
MOSTLY_DONE, HALF_DONE = 0.85, 0.5
OUTCOMES = ("talked", "talked", "qualified", "another_talk")
# So many of the deals are shown to the viewer, and so many talks have a colleague with them.
OBSERVED, IN_COMPANY = 0.12, 0.25
TALK, HOUR = timedelta(minutes=45), timedelta(hours=1)
PLACES = ("Room Delft", "Room Utrecht", "Video call")


class Deal(msgspec.Struct, frozen=True, kw_only=True):
    id: OpportunityId
    owner_id: UserId
    contacts: list[ContactId]
    account: str


class Teller:
    """What the story has brought forth so far."""

    def __init__(self, process: Process, people: dict[str, UserId], begins: datetime, now: datetime) -> None:
        self.process = process
        self.people = people
        self.random = Random(SEED + 1)  # noqa: S311 - a story, not a secret
        self.diligence = Random(SEED + 2)  # noqa: S311 - a story, not a secret
        self.begins = begins
        self.now = now
        self.today = day_of(now)
        self.businesses: list[tuple[int, str, list[ContactId]]] = []
        self.deals: dict[int, Deal] = {}
        self.gatherings: list[GatheringId] = []
        self.slots = Slots()
        self.just_before = just_before(now)
        for at in (self.just_before, *appointments(self.today)):
            self.slots.take([people[REPS[0].name]], day_of(at), at, at + HOUR)
        self._acting: dict[UserId, By] = {}

    def found_businesses(self, work: Work) -> None:
        by, used = By(SYSTEM, Channel.SYSTEM), set()
        for name in names.BUSINESSES:
            account_id = add_account(work, {"name": name}, by=by, at=self.begins)
            contacts = []
            for title in self.random.sample(names.JOB_TITLES, 2):
                person = f"{self.random.choice(names.FIRST_NAMES)} {self.random.choice(names.LAST_NAMES)}"
                while person in used:
                    person = f"{self.random.choice(names.FIRST_NAMES)} {self.random.choice(names.LAST_NAMES)}"
                used.add(person)
                host = "".join(letter for letter in name.casefold() if letter.isalpha())
                email = f"{person.split()[0].casefold()}@{host}.example"
                said = {"name": person, "email": email, "job_title": title, "account_id": account_id}
                contacts.append(add_contact(work, said, by=by, at=self.begins))
            self.businesses.append((account_id, name, contacts))

    def by(self, work: Work, person: UserId, channel: Channel = Channel.RECORD) -> By:
        """Nobody's rights change while the story is told: they are read once."""
        if person not in self._acting:
            self._acting[person] = acting(work, person, channel)
        return msgspec.structs.replace(self._acting[person], channel=channel)

    def random_for(self, number: int) -> Random:
        return Random(SEED + number)  # noqa: S311 - a story, not a secret

    def find_slot(
        self, person: UserId, day: date, length: timedelta, random: Random,
        window: tuple[datetime, datetime] | None = None,
    ) -> datetime:  # fmt: skip
        """A free time of that day, or any where there is none."""
        hours = window or (on_clock(day, OPENS), on_clock(day, CLOSES))
        return self.slots.find(person, day, length, random, window=hours) or on_clock(day, OPENS)

    def around(self, deal: Deal, kind: ActivityType, random: Random) -> tuple[str | None, tuple[UserId, ...]]:
        """Where a talk takes place, and who else of the house comes to it."""
        place = random.choice((*PLACES, f"At {deal.account}", f"At {deal.account}"))
        helper = self.people["Rosa Silva"]
        guests = (helper,) if random.random() < IN_COMPANY and helper != deal.owner_id else ()
        return (place if kind is ActivityType.MEETING else None), guests

    def open(self, work: Work, act: Act) -> None:
        owner = self.people[REPS[act.said["owner"]].name]
        account_id, account, contacts = self.businesses[act.said["business"]]
        fields = {name: value for name, value in act.said["fields"].items() if value is not None}
        said = SaidOpening(
            fields={**fields, "account_id": account_id, "contact_id": contacts[0]}, acknowledge_gaps=True
        )
        opened = open_opportunity(work, said, by=self.by(work, owner, Channel.CREATE), at=act.at)
        self.deals[act.deal] = Deal(id=opened.after.id, owner_id=owner, contacts=contacts, account=account)
        if self.random.random() < OBSERVED:
            place = WantedMember(user_id=self.people["Viktor Hahn"], team_role="observer", access=Access.READ)
            add_to_team(work, opened.after.id, place, by=self._somehow(work, owner), at=act.at)

    def meet(self, work: Work, act: Act) -> None:
        """Does what the criterion asks: confirms it, or links the person it asks for."""
        deal, criterion = self.deals[act.deal], act.said["criterion"]
        by = self._somehow(work, deal.owner_id)
        if criterion.kind is CriterionKind.MANUAL:
            said = Confirmation(criterion_id=criterion.id, note=act.said["note"])
            confirm_criterion(work, deal.id, said, by=by, at=act.at)
        elif criterion.kind is CriterionKind.RELATED:
            role = criterion.related.contact_role or self.random.choice(names.CONTACT_ROLES)
            link_contact(
                work, deal.id, LinkedContact(contact_id=deal.contacts[-1], contact_role=role), by=by, at=act.at
            )
        elif criterion.kind is CriterionKind.APPROVAL:
            helper = self.people["Rosa Silva"]
            if helper != deal.owner_id:
                place = WantedMember(user_id=helper, team_role=criterion.approver, access=Access.EDIT)
                add_to_team(work, deal.id, place, by=by, at=act.at)

    def edit(self, work: Work, act: Act) -> None:
        deal = self.deals[act.deal]
        self._work_off(work, act, HALF_DONE)
        wanted = WantedEdit(opportunity_id=deal.id, fields=act.said["fields"], reason="Agreed with the buyer")
        edit_opportunity(work, wanted, by=self._somehow(work, deal.owner_id), at=act.at)

    def move(self, work: Work, act: Act) -> None:
        deal = self.deals[act.deal]
        self._work_off(work, act, MOSTLY_DONE)
        wanted = WantedMove(
            opportunity_id=deal.id,
            stage_id=StageId(act.said["stage"].id),
            reason=act.said.get("reason"),
            acknowledge_gaps=True,
            cancel_activities=(),
        )
        move_opportunity(work, wanted, by=self._somehow(work, deal.owner_id), at=act.at)

    def close(self, work: Work, act: Act) -> None:
        deal = self.deals[act.deal]
        self._work_off(work, act, MOSTLY_DONE)
        closing = Closing(close_reason=act.said["close_reason"], competitor=act.said["competitor"])
        wanted = WantedMove(
            opportunity_id=deal.id,
            stage_id=StageId(act.said["stage"].id),
            acknowledge_gaps=True,
            cancel_activities=(),
            closing=closing,
            fields=self._amount_if_missing(work, deal.id),
        )
        move_opportunity(work, wanted, by=self._somehow(work, deal.owner_id), at=act.at)

    def _somehow(self, work: Work, owner: UserId) -> By:
        return self.by(work, owner, self.random.choice(CHANNELS))

    def _work_off(self, work: Work, act: Act, share: float) -> None:
        """So much of what the stage asks for is done by then, talks that are ahead aside."""
        deal = self.deals[act.deal]
        stage_id = work.opportunities.read([deal.id], SYSTEM.user_id)[deal.id].stage.id
        agenda, by = work.read_agendas([deal.id])[deal.id], self.by(work, deal.owner_id)
        to_do = [action for action in agenda.of_stage(stage_id) if action.definition and not action.is_complete]
        for action in [each for each in to_do if self.diligence.random() < share]:
            linked = agenda.linked_to(action.id)
            if linked is not None and linked.is_active and linked.starts_at and linked.starts_at > act.at:
                continue
            is_asked = linked is not None and linked.asks_for_outcome
            said = Said(outcome=self.diligence.choice(OUTCOMES)) if is_asked else None
            wanted = WantedCompletions(opportunity_id=deal.id, action_ids=[action.id], said=said)
            complete_actions(work, wanted, by=by, at=act.at)

    def _amount_if_missing(self, work: Work, number: OpportunityId) -> dict[str, Any]:
        found = work.opportunities.read([number], SYSTEM.user_id)[number]
        return {} if found.amount_minor else {"amount_minor": self.random.randint(40, 900) * 10_000}
