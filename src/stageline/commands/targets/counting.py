"""Keeping up what counts toward sales targets, from the histories alone and always by the same function."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, select

from stageline.commands.targets.ending import BY_ITSELF, ENDS, end_for_the_gone
from stageline.commands.targets.watching import targets_running, tell_milestones
from stageline.domain.events import Channel
from stageline.domain.ids import OpportunityId, TargetId, UserId
from stageline.domain.opportunities.changes import (
    MoveUndone,
    OpportunityCreated,
    OpportunityDeleted,
    OpportunityEdited,
    OpportunityMoved,
    OpportunityReopened,
    OpportunityRestored,
    OutcomeCorrected,
)
from stageline.domain.targets.changes import CHANGES_COUNTING, RatesLoaded
from stageline.domain.targets.counting import count
from stageline.domain.targets.credit import Credit
from stageline.domain.targets.milestones import TargetReached, TargetsCounted, TimePassed
from stageline.domain.targets.target import SalesTarget
from stageline.storage.journal import KeptEvent
from stageline.storage.tables import opportunities
from stageline.storage.targets.courses import candidates, owners_in, read_courses
from stageline.storage.targets.credits import counted_toward
from stageline.storage.targets.deriving import SLICE, slices
from stageline.storage.targets.rates import converting, turned_into
from stageline.storage.targets.repository import has_any
from stageline.storage.unit_of_work import Work

# Who owns it now is nothing to a credit that is there already (SG-41): an assignment is not among them.
COUNTED = frozenset(
    event.kind
    for event in (
        OpportunityCreated, OpportunityMoved, OpportunityReopened, OutcomeCorrected, MoveUndone, OpportunityEdited,
        OpportunityDeleted, OpportunityRestored,
    )
)  # fmt: skip
WANTED = COUNTED | ENDS | CHANGES_COUNTING | {TimePassed.kind, RatesLoaded.kind}
CONSUMER = "targets"
AFTER = (
    select(opportunities.c.id).where(opportunities.c.id > bindparam("after")).order_by(opportunities.c.id).limit(SLICE)
)


def may_count(event: KeptEvent) -> bool:
    return event.kind in WANTED


def has_targets(connection: Connection) -> bool:
    """Whoever sets the first is heard of by its own event, with which all that was before is counted."""
    return has_any(connection)


def count_for_targets(work: Work, events: Sequence[KeptEvent]) -> None:
    """The consumer of the journal that keeps the credits up; as many statements for 500 events as for one.

    It derives anew whatever an event touched, so that one that comes twice changes nothing. A target that was set or
    changed is counted here too, although the command did: what happened at the same moment it may not have seen.
    """
    if endings := [event for event in events if event.kind in ENDS]:
        end_for_the_gone(work, endings)
    differing = derive(work, {e.opportunity_id for e in events if e.opportunity_id is not None and e.kind in COUNTED})
    changed = {TargetId(event.subject_id) for event in events if event.kind in CHANGES_COUNTING}
    if any(event.kind == RatesLoaded.kind for event in events):
        changed |= converting(work.connection)
    if changed:
        differing += count_targets(work, list(work.targets.read(changed).values()))
    _tell(work, events, {credit.target_id for credit in differing})


def _tell(work: Work, events: Sequence[KeptEvent], counted: set[TargetId]) -> None:
    """Whose figures changed, which of them are reached with it, and what time alone has brought about.

    What is imported bears the moments of its file, which say nothing of when it came: time will tell what it reached.
    """
    if counted:
        at, last = max(event.at for event in events), events[-1].id
        targets = list(work.targets.read(counted).values())
        people = tuple(sorted({target.user_id for target in targets}))
        work.keep([TargetsCounted(id=work.new_ids(1)[0], at=at, by=BY_ITSELF, cause_id=last, user_ids=people)])
        if came := [event.at for event in events if event.channel != Channel.IMPORT]:
            tell_milestones(work, targets, max(came), last, only=TargetReached)
    if passing := [event for event in events if event.kind == TimePassed.kind]:
        now = passing[-1]
        tell_milestones(work, targets_running(work, now.at), now.at, now.id)


def count_targets(work: Work, targets: Sequence[SalesTarget]) -> list[Credit]:
    """All that counts toward these, in the periods since they began (SG-50, SG-51); what differs from before.

    As many statements for each slice of opportunities, however many targets they are.
    """
    if not targets:
        return []
    ids = candidates(work.connection, targets) | counted_toward(work.connection, {target.id for target in targets})
    return [credit for some in slices(ids) for credit in derive(work, some, targets)]


def derive(work: Work, ids: Collection[OpportunityId], toward: Sequence[SalesTarget] | None = None) -> list[Credit]:
    """What these opportunities add to all targets there ever were, or to some, in place of what was written of that.

    Says which credits are others than before.
    """
    if not ids:
        return []
    courses = read_courses(work.connection, ids, into=None if toward is None else turned_into(toward))
    of_user: defaultdict[UserId, list[SalesTarget]] = defaultdict(list)
    for target in work.targets.of_users(owners_in(courses)) if toward is None else toward:
        of_user[target.user_id].append(target)
    derived = [
        credit
        for course in courses
        for owner_id in owners_in([course])
        for target in of_user.get(owner_id, ())
        if target.looks_at in course.entered
        for credit in count(course, target).credits
    ]
    kept = work.credits.of(ids, None if toward is None else {target.id for target in toward})
    return work.credits.replace(kept, derived)


class Recount(msgspec.Struct, frozen=True):
    """How many opportunities were looked at, and how many credits differed from what was kept."""

    opportunities: int
    differences: int


def rebuild_credits(work: Work) -> Recount | None:
    """All credits, from the histories as they stand; they come out as keeping up would have made them.

    The worker waits meanwhile, since nobody else may write them. None, and nothing done, while it is counting itself.
    """
    work.consumers.begin([CONSUMER])
    if work.consumers.take(CONSUMER) is None:
        return None
    last, looked_at, differences = OpportunityId(0), 0, 0
    while ids := _ids_after(work.connection, last):
        differences += len(derive(work, ids))
        looked_at += len(ids)
        last = ids[-1]
    return Recount(looked_at, differences)


def _ids_after(connection: Connection, last: OpportunityId) -> list[OpportunityId]:
    return list(connection.scalars(AFTER, {"after": last}))
