"""The lists of the gatherings that several actions at once invite to."""

from collections.abc import Iterable, Sequence

import msgspec

from stageline.domain.actions.action import Action
from stageline.domain.actions.performing import gathering_code
from stageline.domain.activities.changes import AgendaEvent
from stageline.domain.gatherings.changes import ContactInvited
from stageline.domain.gatherings.inviting import GuestList
from stageline.domain.ids import GatheringId
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.processes.action import ActionType
from stageline.storage.unit_of_work import Work


class Lists:
    """Read and locked at once. An action names its gathering; where it does not, the one that was said is meant."""

    def __init__(
        self, work: Work, actions: Sequence[Action], opportunity: Opportunity, said: GatheringId | None
    ) -> None:
        self._said = said
        its = [action for action in actions if action.type is ActionType.GATHERING]
        codes = {gathering_code(action) for action in its} - {""}
        ids = {said} if said is not None and its else set()
        self._found = {
            guests.gathering.id: guests for guests in work.gatherings.lists_for(codes, ids, opportunity.contact_id)
        }

    def names_one(self, action: Action) -> bool:
        return bool(gathering_code(action)) or self._said is not None

    def of(self, action: Action) -> GuestList | None:
        code = gathering_code(action)
        if not code:
            return self._found.get(self._said) if self._said is not None else None
        return next((guests for guests in self._found.values() if guests.gathering.code == code), None)

    def remember(self, happened: Iterable[AgendaEvent]) -> None:
        """The next action finds the contact on the list."""
        for event in happened:
            if isinstance(event, ContactInvited):
                before = self._found[event.gathering.id]
                self._found[event.gathering.id] = msgspec.structs.replace(
                    before, taken=before.taken + 1, is_on_it=True
                )  # fmt: skip
