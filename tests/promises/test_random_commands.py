"""Whatever people ask for, in whatever order: the database is as it is on paper, and history is never rewritten."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from stageline.commands.opportunities.assigning import assign_opportunity
from stageline.commands.opportunities.deleting import WantedDeletion, delete_opportunity, restore_opportunity
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.commands.opportunities.mass import (
    RESULTS,
    MassAnswer,
    MassAssignment,
    MassEdit,
    MassMove,
    mass_assign,
    mass_edit,
    mass_move,
    reverse_batch,
)
from stageline.commands.opportunities.moving import move_opportunity
from stageline.commands.opportunities.opening import SaidOpening, duplicate_opportunity, open_opportunity
from stageline.commands.opportunities.reopening import correct_outcome, reopen_opportunity
from stageline.commands.opportunities.surrounding import confirm_criterion, withdraw_confirmation
from stageline.commands.opportunities.undoing import undo_move
from stageline.domain.batches.batch import BatchItem, Result
from stageline.domain.events import By, Channel
from stageline.domain.ids import BatchId, EventId, OpportunityId, StageId, UserId
from stageline.domain.opportunities.assigning import WantedAssignment
from stageline.domain.opportunities.closing import Closing
from stageline.domain.opportunities.confirming import Confirmation
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.opportunities.moving import WantedMove
from stageline.domain.opportunities.reopening import WantedCorrection, WantedReopening
from stageline.storage.unit_of_work import Storage, Work
from tests.builders import (
    ACCOUNT,
    CHAMPION,
    DAY,
    MANAGER,
    MINUTE,
    NOON,
    OPERATIONS,
    OTHER_REP,
    REP,
    VIEWER,
    a_manager,
    a_rep,
    a_viewer,
    an_operator,
    keep,
)
from tests.promises import paper
from tests.promises.paper import CHANGED, UNCHANGED, Deal, Mass, Wish
from tests.promises.walking import Act, Walk, numbers, some, walk, wishes

ACTORS = {
    REP: a_rep(),
    OTHER_REP: a_rep(OTHER_REP),
    MANAGER: a_manager(),
    OPERATIONS: an_operator(),
    VIEWER: a_viewer(),
}


class RandomCommands(Walk):
    @initialize()
    def begin_some(self) -> None:
        for owner, amount in ((REP, 90_000), (REP, None), (OTHER_REP, 5_000)):
            self.open(Wish(actor=OPERATIONS, at=NOON, owner=owner, amount=amount))
            self.the_database_is_as_it_is_on_paper()

    @rule(wish=wishes)
    def open(self, wish: Wish) -> None:
        wish = self.with_moment(wish)
        deal = paper.begin(0, wish)
        said = SaidOpening(
            fields={"account_id": ACCOUNT, "amount_minor": wish.amount},
            stage_id=StageId(wish.stage) if wish.stage else None,
            owner_id=UserId(wish.owner) if wish.owner else None,
        )
        self._begun(deal, lambda work: open_opportunity(work, said, by=by(wish), at=wish.at))

    @rule(number=numbers, wish=wishes)
    def duplicate(self, number: int, wish: Wish) -> None:
        original, wish = self.deal(number), self.with_moment(wish)
        deal = paper.duplicate(original, 0, wish)
        self._begun(deal, lambda work: duplicate_opportunity(work, its_id(original), by=by(wish), at=wish.at))

    def _begun(self, deal: Deal | str, act: Act) -> None:
        answer = self.ask(deal if isinstance(deal, str) else CHANGED, act)
        if isinstance(deal, Deal):
            deal.id = answer.after.id
            self.deals.append(deal)

    @rule(number=numbers, wish=wishes)
    def move(self, number: int, wish: Wish) -> None:
        deal = self.deal(number)
        wish = self.with_moment(wish, deal)
        wanted = WantedMove(
            opportunity_id=its_id(deal),
            stage_id=StageId(wish.stage or 1),
            version=wish.version,
            reason=wish.reason,
            acknowledge_gaps=wish.acknowledges,
            override=wish.overrides,
            fields=fields_of(wish),
            confirm=(Confirmation(criterion_id=CHAMPION.id),) if wish.confirms else (),
            closing=Closing(close_reason=wish.close_reason),
        )
        self.ask(paper.move(deal, wish), lambda work: move_opportunity(work, wanted, by=by(wish), at=wish.at))

    @rule(number=numbers, stage=some([*paper.PROBABILITY]), actor=some([OPERATIONS, MANAGER]))
    def move_whatever_is_missing(self, number: int, stage: int, actor: int) -> None:
        reason = None if stage == paper.DISQUALIFIED else "price"
        self.move(
            number,
            Wish(actor=actor, at=NOON, stage=stage, reason="So it is.", close_reason=reason, acknowledges=True,
                 overrides=True),
        )  # fmt: skip

    @rule(number=numbers, wish=wishes)
    def edit(self, number: int, wish: Wish) -> None:
        deal = self.deal(number)
        wish = self.with_moment(wish, deal)
        wanted = WantedEdit(
            opportunity_id=its_id(deal), fields=fields_of(wish), version=wish.version, reason=wish.reason
        )
        self.ask(paper.edit(deal, wish), lambda work: edit_opportunity(work, wanted, by=by(wish), at=wish.at))

    @rule(number=numbers, wish=wishes)
    def confirm(self, number: int, wish: Wish) -> None:
        deal, wish = self.deal(number), self.with_moment(wish)
        wanted = Confirmation(criterion_id=CHAMPION.id, note="She said so.")
        self.ask(
            paper.confirm(deal, wish),
            lambda work: confirm_criterion(work, its_id(deal), wanted, by=by(wish), at=wish.at),
        )

    @rule(number=numbers, wish=wishes)
    def withdraw(self, number: int, wish: Wish) -> None:
        deal, wish = self.deal(number), self.with_moment(wish)
        self.ask(
            paper.withdraw(deal, wish),
            lambda work: withdraw_confirmation(work, its_id(deal), CHAMPION.id, by=by(wish), at=wish.at),
        )

    @rule(number=numbers, wish=wishes)
    def assign(self, number: int, wish: Wish) -> None:
        deal = self.deal(number)
        wish = self.with_moment(wish, deal)
        wanted = WantedAssignment(
            opportunity_id=its_id(deal),
            owner_id=UserId(wish.owner or 0),
            version=wish.version,
            keep_as_reader=wish.keeps_reader,
        )
        self.ask(paper.assign(deal, wish), lambda work: assign_opportunity(work, wanted, by=by(wish), at=wish.at))

    @precondition(lambda self: any(deal.is_closed for deal in self.deals))
    @rule(number=numbers, wish=wishes, stage=some([None, None, *paper.PROBABILITY]))
    def reopen(self, number: int, wish: Wish, stage: int | None) -> None:
        deal = self._closed(number)
        wish = replace(self.with_moment(wish, deal), stage=stage)
        wanted = WantedReopening(
            opportunity_id=its_id(deal),
            version=wish.version,
            reason=wish.reason,
            stage_id=StageId(stage) if stage else None,
        )
        self.ask(paper.reopen(deal, wish), lambda work: reopen_opportunity(work, wanted, by=by(wish), at=wish.at))

    @precondition(lambda self: any(deal.is_closed for deal in self.deals))
    @rule(number=numbers, wish=wishes)
    def correct(self, number: int, wish: Wish) -> None:
        deal = self._closed(number)
        wish = self.with_moment(wish, deal)
        wanted = WantedCorrection(
            opportunity_id=its_id(deal),
            stage_id=StageId(wish.stage or 1),
            version=wish.version,
            reason=wish.reason,
            closing=Closing(close_reason=wish.close_reason),
        )
        self.ask(paper.correct(deal, wish), lambda work: correct_outcome(work, wanted, by=by(wish), at=wish.at))

    def _closed(self, number: int) -> Deal:
        """Mostly one that is; sometimes whichever."""
        if number == 0:
            return self.deal(number)
        closed = [deal for deal in self.deals if deal.is_closed]
        return closed[number % len(closed)]

    @rule(number=numbers, wish=wishes, back=some([1, 1, 2]), is_own=some([True, True, False]))
    def undo(self, number: int, wish: Wish, back: int, is_own: bool) -> None:
        moved = [deal for deal in self.deals if len(deal.history) > 1] or self.deals
        deal = moved[number % len(moved)]
        row = deal.history[-back:][0]
        wish = self.with_moment(replace(wish, actor=row.actor) if is_own else wish)
        history = self.seen["stage_history"]
        [kept] = [past for past in history if (past.opportunity_id, past.version) == (deal.id, row.version)]
        self.ask(
            paper.undo(deal, row.version, wish),
            lambda work: undo_move(work, its_id(deal), EventId(kept.event_id), by=by(wish), at=wish.at),
        )

    @rule(number=numbers, wish=wishes)
    def delete(self, number: int, wish: Wish) -> None:
        deal = self.deal(number)
        wish = self.with_moment(wish, deal)
        wanted = WantedDeletion(opportunity_id=its_id(deal), version=wish.version)
        self.ask(paper.delete(deal, wish), lambda work: delete_opportunity(work, wanted, by=by(wish), at=wish.at))

    @precondition(lambda self: any(deal.deleted_at for deal in self.deals))
    @rule(number=numbers, actor=some([OPERATIONS, OPERATIONS, MANAGER]))
    def restore(self, number: int, actor: int) -> None:
        deleted = [deal for deal in self.deals if deal.deleted_at]
        deal, wish = (deleted if number else self.deals)[number % len(deleted)], Wish(actor=actor, at=self.now)
        self.ask(
            paper.restore(deal, wish), lambda work: restore_opportunity(work, its_id(deal), by=by(wish), at=wish.at)
        )

    @rule(chosen=st.sets(numbers, min_size=1, max_size=5), wish=wishes, closes=st.booleans())
    def move_many(self, chosen: set[int], wish: Wish, closes: bool) -> None:
        refusal = None if wish.actor in paper.SELLERS else "not_allowed"
        if refusal is None and closes and wish.stage in paper.OPEN:
            refusal = "target_invalid"
        if refusal is None and wish.stage in (paper.WON, paper.LOST) and not wish.close_reason:
            refusal = "reason_required"
        wanted = MassMove(
            stage_id=StageId(wish.stage or 1),
            reason=wish.reason,
            acknowledge_gaps=wish.acknowledges,
            closing=Closing(close_reason=wish.close_reason),
        )
        plain = replace(wish, overrides=False, confirms=False, amount=None, probability=None)
        self._change_many(
            "moves", chosen, plain, refusal, paper.move,
            lambda work, items: mass_move(work, wanted, items, by=by(wish), at=self.now, closes=closes),
        )  # fmt: skip

    @rule(chosen=st.sets(numbers, min_size=1, max_size=5), wish=wishes)
    def assign_many(self, chosen: set[int], wish: Wish) -> None:
        wanted = MassAssignment(owner_id=UserId(wish.owner or 0), keep_as_reader=wish.keeps_reader)
        self._change_many(
            "assignments", chosen, wish, None if wish.actor in paper.SENIOR else "not_allowed", paper.assign,
            lambda work, items: mass_assign(work, wanted, items, by=by(wish), at=self.now),
        )  # fmt: skip

    @rule(chosen=st.sets(numbers, min_size=1, max_size=5), wish=wishes)
    def edit_many(self, chosen: set[int], wish: Wish) -> None:
        wanted = MassEdit(fields=fields_of(wish), reason=wish.reason)
        self._change_many(
            "edits", chosen, wish, None if wish.actor in paper.SELLERS else "not_allowed", paper.edit,
            lambda work, items: mass_edit(work, wanted, items, by=by(wish), at=self.now),
        )  # fmt: skip

    def _change_many(  # noqa: PLR0917 - what makes one batch another
        self,
        kind: str,
        chosen: set[int],
        wish: Wish,
        refusal: str | None,
        on_paper: Callable[[Deal, Wish], str],
        act: Callable[[Work, Sequence[BatchItem]], MassAnswer],
    ) -> None:
        deals = list({deal.id: deal for deal in map(self.deal, sorted(chosen))}.values())
        asked = [replace(self.with_moment(wish, deal), is_mass=True) for deal in deals]
        items = [BatchItem(its_id(deal), one.version) for deal, one in zip(deals, asked, strict=True)]
        if refusal:
            self.ask(refusal, lambda work: act(work, items))
            return
        before = {deal.id: replace(deal) for deal in deals}
        expected = [on_paper(deal, one) for deal, one in zip(deals, asked, strict=True)]
        answer = self.ask([as_result(one) for one in expected], lambda work: act(work, items))
        changed = {d.id: (d.version, before[d.id]) for d, one in zip(deals, expected, strict=True) if one == CHANGED}
        self.batches.append(Mass(answer.batch_id, kind, wish.actor, self.now, changed))

    @precondition(lambda self: self.batches)
    @rule(back=some([1, 1, 1, 2, 3]), wish=wishes, is_own=some([True, True, False]))
    def reverse(self, back: int, wish: Wish, is_own: bool) -> None:
        batch = self.batches[-back:][0]
        wish = self.with_moment(replace(wish, actor=batch.actor) if is_own else wish)
        expected = paper.reverse(batch, self.deals, wish)
        self.ask(
            expected if isinstance(expected, str) else [as_result(one) for one in expected],
            lambda work: reverse_batch(work, BatchId(batch.id), by=by(wish), at=wish.at),
        )

    @rule(wait=some([timedelta(seconds=1), MINUTE, 4 * MINUTE, 5 * MINUTE, DAY, 31 * DAY]))
    def time_passes(self, wait: timedelta) -> None:
        self.now += wait


def as_result(outcome: str) -> str:
    return outcome if outcome in (CHANGED, UNCHANGED) else RESULTS.get(outcome, Result.BLOCKED).value


def fields_of(wish: Wish) -> dict[str, int]:
    said = {"amount_minor": wish.amount, "probability": wish.probability}
    return {name: value for name, value in said.items() if value is not None}


def its_id(deal: Deal) -> OpportunityId:
    return OpportunityId(deal.id)


def by(wish: Wish) -> By:
    return By(ACTORS[UserId(wish.actor)], Channel.BOARD)


@pytest.mark.slow
@pytest.mark.rule("PS-176")
@pytest.mark.rule("PS-179")
@pytest.mark.rule("PS-94")
def test_after_any_commands_the_database_is_as_it_is_on_paper(storage: Storage) -> None:
    walk(storage, RandomCommands)


def test_what_is_deleted_is_confirmed_by_nobody(storage: Storage) -> None:
    with storage.writing() as work:
        keep(work.connection, paper.the_process())
    walked, wish = RandomCommands(storage), Wish(actor=OPERATIONS, at=NOON)
    walked.begin_some()

    for act in (walked.confirm, walked.delete, walked.confirm, walked.withdraw):
        act(0, wish)
        walked.the_database_is_as_it_is_on_paper()

    assert walked.deals[0].deleted_at == NOON
