"""Opportunities on paper: what each command should make of them, by rules told a second time in the fewest words.

Of the history only the moves that stand count: stage, visit, entry and furthest stage are all read from them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from stageline.domain.processes.criterion import Strength
from stageline.domain.processes.process import Process
from tests.builders import CHAMPION, HAS_AMOUNT, MANAGER, OPERATIONS, OTHER_REP, REP, VIEWER, a_process

QUALIFY, DEMO, PROPOSE, WON, LOST, DISQUALIFIED = 1, 2, 3, 4, 5, 6
OPEN = (QUALIFY, DEMO, PROPOSE)
PROBABILITY = {QUALIFY: 10, DEMO: 30, PROPOSE: 50, WON: 100, LOST: 0, DISQUALIFIED: 0}
REACH: Mapping[int, Collection[int]] = {
    REP: {REP}, OTHER_REP: {OTHER_REP}, MANAGER: {MANAGER, REP}, VIEWER: {VIEWER},
    OPERATIONS: {REP, OTHER_REP, MANAGER, OPERATIONS},
}  # fmt: skip
SELLERS: Collection[int] = {REP, OTHER_REP, MANAGER, OPERATIONS}
SENIOR: Collection[int] = {MANAGER, OPERATIONS}
UNDO, RESTORE = timedelta(minutes=5), timedelta(days=30)

CHANGED, UNCHANGED = "changed", "unchanged"


def the_process() -> Process:
    """An amount is expected to leave Qualify, and a champion required to leave Demo."""
    champion = replace(CHAMPION, strength=Strength.HARD)
    return a_process(leaving={"Qualify": [HAS_AMOUNT], "Demo": [champion]})


@dataclass(frozen=True)
class Row:
    """A line of the history; `undoes` is the version of the move that it takes back."""

    kind: str
    left: int | None
    entered: int
    version: int
    actor: int
    at: datetime
    probability_before: int | None = None
    undoes: int | None = None


@dataclass
class Deal:
    """`journal` holds the kind and the version of everything that happened to it."""

    id: int
    owner: int
    amount: int | None
    probability: int
    history: list[Row]
    journal: list[tuple[str, int]]
    version: int = 1
    is_confirmed: bool = False
    deleted_at: datetime | None = None
    readers: set[int] = field(default_factory=set)

    @property
    def standing(self) -> list[Row]:
        undone = {row.undoes for row in self.history}
        return [row for row in self.history if row.undoes is None and row.version not in undone]

    @property
    def stage(self) -> int:
        return self.standing[-1].entered

    @property
    def entered_at(self) -> datetime:
        return self.standing[-1].at

    @property
    def visit(self) -> int:
        return len(self.standing)

    @property
    def furthest(self) -> int:
        return max(row.entered for row in self.standing if row.entered in OPEN)

    @property
    def last_open(self) -> int:
        return [row.entered for row in self.standing if row.entered in OPEN][-1]

    @property
    def is_closed(self) -> bool:
        return self.stage not in OPEN

    def is_seen_by(self, actor: int) -> bool:
        is_there = self.deleted_at is None or actor == OPERATIONS
        return is_there and (self.owner in REACH[actor] or actor in self.readers)

    def refusal(self, actor: int, version: int | None = None) -> str | None:
        """Of whatever changes it."""
        if not self.is_seen_by(actor) or self.deleted_at is not None:
            return "not_found"
        if actor not in SELLERS or self.owner not in REACH[actor]:
            return "not_allowed"
        return self.conflict(version)

    def conflict(self, version: int | None) -> str | None:
        return None if version in (None, self.version) else "conflict"

    def change(self, kind: str) -> str:
        self.version += 1
        self.journal.append((kind, self.version))
        return CHANGED

    def beside(self, kind: str) -> str:
        self.journal.append((kind, self.version))
        return CHANGED

    def enter(self, stage: int, kind: str, event: str, wish: "Wish", probability: int | None = None) -> str:
        left, before = self.stage, self.probability
        self.change(event)
        self.history.append(Row(kind, left, stage, self.version, wish.actor, wish.at, before))
        self.probability = PROBABILITY[stage] if probability is None or stage not in OPEN else probability
        return CHANGED


@dataclass(frozen=True)
class Wish:
    """What a person asks for, whatever the act: each reads what it knows."""

    actor: int
    at: datetime
    version: int | None = None
    stage: int | None = None
    reason: str | None = None
    close_reason: str | None = None
    acknowledges: bool = False
    overrides: bool = False
    confirms: bool = False
    amount: int | None = None
    probability: int | None = None
    owner: int | None = None
    keeps_reader: bool = False
    is_mass: bool = False

    @property
    def says_fields(self) -> bool:
        return self.amount is not None or self.probability is not None


def begin(id: int, wish: Wish) -> Deal | str:
    if wish.actor not in SELLERS:
        return "not_allowed"
    if wish.stage is not None and wish.stage not in OPEN:
        return "target_invalid"
    owner, stage = wish.owner or wish.actor, wish.stage or QUALIFY
    if owner not in SELLERS:
        return "cannot_own"
    row = Row("create", None, stage, 1, wish.actor, wish.at)
    return Deal(id, owner, wish.amount, PROBABILITY[stage], [row], [("opportunity.created", 1)])


def duplicate(deal: Deal, id: int, wish: Wish) -> Deal | str:
    if not deal.is_seen_by(wish.actor):
        return "not_found"
    owner = deal.owner if deal.owner in REACH[wish.actor] else wish.actor
    return begin(id, Wish(actor=wish.actor, at=wish.at, owner=owner, amount=deal.amount))


def move(deal: Deal, wish: Wish) -> str:  # noqa: PLR0911 - one for each refusal
    refusal = deal.refusal(wish.actor)
    if refusal:
        return refusal
    is_there = deal.stage == wish.stage
    if is_there and not (wish.says_fields or wish.confirms):
        return UNCHANGED
    if deal.conflict(wish.version):
        return "conflict"
    if deal.is_closed:
        return "reopen_required"
    assert wish.stage is not None
    refusal = None if is_there else _held(deal, wish, wish.stage)
    if refusal:
        return refusal
    if wish.confirms:
        deal.is_confirmed = True
        deal.beside("criterion.confirmed")
    if is_there:
        return CHANGED if _fill(deal, wish) == CHANGED or wish.confirms else UNCHANGED
    if wish.amount is not None:
        deal.amount = wish.amount
    kind = _kind(deal.stage, wish.stage)
    return deal.enter(wish.stage, kind, "opportunity.moved", wish, wish.probability)


def _kind(left: int, entered: int) -> str:
    if entered not in OPEN:
        return "close"
    if entered < left:
        return "back"
    return "advance" if entered == left + 1 else "skip"


def _held(deal: Deal, wish: Wish, stage: int) -> str | None:
    """What holds it back; the worst gives the name."""
    amount = deal.amount if wish.amount is None else wish.amount
    is_confirmed = deal.is_confirmed or wish.confirms
    passed = range(deal.stage, stage) if stage not in (LOST, DISQUALIFIED) else range(0)
    may_override = wish.overrides and wish.actor in SENIOR and not wish.is_mass
    if stage == DISQUALIFIED and wish.close_reason is not None:
        return "unknown_reason"
    is_held = DEMO in passed and not is_confirmed
    is_words_missing = (is_held and may_override and not wish.reason) or (stage < deal.stage and not wish.reason)
    if (is_held and not may_override) or _is_barred(deal, stage, amount):
        return "gaps_hard"
    if is_words_missing or (stage in (WON, LOST) and wish.close_reason is None):
        return "reason_required"
    return "gaps_soft" if QUALIFY in passed and not amount and not wish.acknowledges else None


def _is_barred(deal: Deal, stage: int, amount: int | None) -> bool:
    """Closed in a way that nothing can talk away."""
    is_bare_win = stage == WON and not amount
    return is_bare_win or (stage == LOST and deal.furthest < DEMO) or (stage == DISQUALIFIED and deal.furthest >= DEMO)


def edit(deal: Deal, wish: Wish) -> str:
    refusal = deal.refusal(wish.actor, wish.version)
    if refusal:
        return refusal
    if deal.is_closed and (wish.probability is not None or wish.actor not in SENIOR):
        return "read_only"
    if deal.is_closed and not wish.reason:
        return "reason_required"
    return _fill(deal, wish)


def _fill(deal: Deal, wish: Wish) -> str:
    amount = deal.amount if wish.amount is None else wish.amount
    probability = deal.probability if wish.probability is None else wish.probability
    if (amount, probability) == (deal.amount, deal.probability):
        return UNCHANGED
    deal.amount, deal.probability = amount, probability
    return deal.change("opportunity.edited")


def confirm(deal: Deal, wish: Wish) -> str:
    refusal = deal.refusal(wish.actor)
    if refusal:
        return refusal
    if deal.is_closed:
        return "read_only"
    deal.is_confirmed = True
    return deal.beside("criterion.confirmed")


def withdraw(deal: Deal, wish: Wish) -> str:
    refusal = deal.refusal(wish.actor)
    if refusal:
        return refusal
    if deal.is_closed:
        return "read_only"
    if not deal.is_confirmed:
        return UNCHANGED
    deal.is_confirmed = False
    return deal.beside("criterion.withdrawn")


def assign(deal: Deal, wish: Wish) -> str:  # noqa: PLR0911 - one for each refusal
    if not deal.is_seen_by(wish.actor):
        return "not_found"
    gives_own = wish.actor in SELLERS and deal.owner == wish.actor and not wish.is_mass
    may_give = deal.owner in REACH[wish.actor] if wish.actor in SENIOR else gives_own
    if deal.deleted_at is not None or not may_give:
        return "not_allowed"
    if deal.conflict(wish.version):
        return "conflict"
    if deal.owner == wish.owner:
        return UNCHANGED
    if wish.owner not in SELLERS:
        return "cannot_own"
    if wish.actor in SENIOR and wish.owner not in REACH[wish.actor]:
        return "not_allowed"
    assert wish.owner is not None
    if wish.keeps_reader:
        deal.readers.add(deal.owner)
    deal.owner = wish.owner
    return deal.change("opportunity.assigned")


def reopen(deal: Deal, wish: Wish) -> str:
    refusal = deal.refusal(wish.actor, wish.version)
    if refusal:
        return refusal
    if not deal.is_closed:
        return "not_closed"
    if wish.actor not in SENIOR:
        return "not_allowed"
    stage = wish.stage or deal.last_open
    if stage not in OPEN:
        return "target_invalid"
    if not wish.reason:
        return "reason_required"
    return deal.enter(stage, "reopen", "opportunity.reopened", wish)


def correct(deal: Deal, wish: Wish) -> str:  # noqa: PLR0911 - one for each refusal
    refusal = deal.refusal(wish.actor, wish.version)
    if refusal:
        return refusal
    if not deal.is_closed:
        return "not_closed"
    if wish.actor not in SENIOR:
        return "not_allowed"
    stage = wish.stage or deal.stage
    if stage in OPEN or stage == deal.stage:
        return "target_invalid"
    if stage == DISQUALIFIED and wish.close_reason is not None:
        return "unknown_reason"
    if _is_barred(deal, stage, deal.amount):
        return "gaps_hard"
    if not wish.reason or (stage in (WON, LOST) and wish.close_reason is None):
        return "reason_required"
    return deal.enter(stage, "correct", "opportunity.corrected", wish)


def undo(deal: Deal, version: int, wish: Wish, *, is_in_time: bool = False) -> str:
    if not deal.is_seen_by(wish.actor) or deal.deleted_at is not None:
        return "not_found"
    row = next(row for row in deal.history if row.version == version)
    if row.kind in ("create", "undo"):
        return "undo_impossible"
    if row.actor != wish.actor:
        return "not_allowed"
    if row is not deal.history[-1]:
        return "undo_not_last"
    if wish.at > row.at + UNDO and not is_in_time:
        return "undo_too_late"
    assert row.left is not None
    assert row.probability_before is not None
    deal.change("opportunity.move_undone")
    deal.history.append(
        Row("undo", row.entered, row.left, deal.version, wish.actor, wish.at, deal.probability, undoes=version)
    )
    deal.probability = row.probability_before
    return CHANGED


def delete(deal: Deal, wish: Wish) -> str:
    refusal = deal.refusal(wish.actor, wish.version)
    if refusal:
        return refusal
    if wish.actor not in SENIOR and not (deal.owner == wish.actor and deal.visit == 1):
        return "not_allowed"
    deal.deleted_at = wish.at
    return deal.change("opportunity.deleted")


def restore(deal: Deal, wish: Wish) -> str:
    if not deal.is_seen_by(wish.actor):
        return "not_found"
    if wish.actor != OPERATIONS:
        return "not_allowed"
    if deal.deleted_at is None:
        return "not_deleted"
    if wish.at - deal.deleted_at > RESTORE:
        return "restore_too_late"
    deal.deleted_at = None
    return deal.change("opportunity.restored")


@dataclass(frozen=True)
class Mass:
    """A batch that was done: for each deal that it changed, the version it made and what was there before."""

    id: int
    kind: str
    actor: int
    at: datetime
    changed: dict[int, tuple[int, Deal]]


def reverse(mass: Mass, deals: Sequence[Deal], wish: Wish) -> list[str] | str:
    """The answers for each that it changed, in the order of their numbers."""
    if wish.actor not in (mass.actor, OPERATIONS):
        return "not_found"
    if not mass.changed or wish.at > mass.at + UNDO:
        return "undo_too_late"
    return [_reverse_one(deal, *mass.changed[deal.id], mass.kind, wish) for deal in deals if deal.id in mass.changed]


def _reverse_one(deal: Deal, version: int, before: Deal, kind: str, wish: Wish) -> str:
    if not deal.is_seen_by(wish.actor):
        return "not_found"
    if deal.version != version:
        return "conflict"
    if kind == "moves":
        return undo(deal, version, wish, is_in_time=True)
    if kind == "assignments":
        deal.owner = before.owner
        return deal.change("opportunity.assigned")
    deal.amount, deal.probability = before.amount, before.probability
    return deal.change("opportunity.edited")
