"""Decides from what happened whom to tell what: nobody hears of their own acts, and each batch is told once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from stageline.domain.activities.reminding import ActivityReminded
from stageline.domain.batches.batch import BatchFinished, BatchState
from stageline.domain.ids import UserId
from stageline.domain.letters.message import (
    InvitationBounced,
    InvitationFailed,
    InvitationUncertain,
    MessageBounced,
    MessageFailed,
    MessageUncertain,
)
from stageline.domain.notifications.happening import Happening, Move, People, Said
from stageline.domain.notifications.notice import ALSO_TO_THE_ACTOR, CANNOT_BE_MUTED, Kind, Notice, together
from stageline.domain.notifications.telling_of_work import TOLD_OF_WORK
from stageline.domain.opportunities.changes import (
    MoveUndone,
    OpportunityAssigned,
    OpportunityCreated,
    OpportunityDeleted,
    OpportunityMoved,
    OpportunityReopened,
    OutcomeCorrected,
    TeamMemberAdded,
)
from stageline.domain.people.user import SYSTEM_USER_ID
from stageline.domain.targets.milestones import TargetAtRisk, TargetPeriodClosed, TargetReached

Muted = Collection[tuple[UserId, Kind]]


def tell(happened: Iterable[Happening], people: People, muted: Muted = ()) -> list[Notice]:
    """The notices of these events, at most one for each batch, person and kind (PS-245, PS-246)."""
    notices: dict[tuple[object, ...], Notice] = {}
    for happening in happened:
        for notice in _notices(happening, people):
            if (notice.user_id, notice.kind) in muted and notice.kind not in CANNOT_BE_MUTED:
                continue
            key = (notice.user_id, notice.kind, notice.batch_id or -notice.event_id)
            notices[key] = together(notices[key], notice) if key in notices else notice
    return list(notices.values())


def _notices(happening: Happening, people: People) -> Iterator[Notice]:
    actor = people.get(happening.actor_id)
    who = {"actor_name": actor.name} if actor else {}
    for user_id, kind, params in TOLD[happening.kind](happening, people):
        if reader := _who_reads(user_id, people):
            # A manager who stands in for somebody may have done it themselves.
            if reader == happening.actor_id and kind not in ALSO_TO_THE_ACTOR:
                continue
            yield Notice(
                user_id=reader,
                kind=kind,
                event_id=happening.id,
                at=happening.at,
                opportunity_id=happening.opportunity_id,
                batch_id=happening.batch_id,
                params=who | {name: value for name, value in params.items() if value not in (None, (), [])},
            )


def _who_reads(user_id: UserId, people: People) -> UserId | None:
    """Whoever cannot sign in any more has their news go to their manager, and on up (PS-206)."""
    passed: set[UserId] = set()
    person = people.get(user_id)
    while person is not None and not person.is_active:
        passed.add(person.id)
        above = person.manager_id
        person = people.get(above) if above is not None and above not in passed else None
    return person.id if person is not None and person.id != SYSTEM_USER_ID else None


def _of_move(happening: Happening, people: People) -> Iterator[Said]:
    """The owner of moves they did not make, with the reason (PS-199); their manager of every override (PS-161)."""
    move = happening.move
    if move is None:
        return
    params = _params_of(move)
    if move.owner_id != happening.actor_id:
        yield move.owner_id, Kind.MOVED_BY_OTHER, params
    owner = people.get(move.owner_id)
    if move.is_overridden and owner is not None and owner.manager_id is not None:
        yield owner.manager_id, Kind.OVERRIDDEN, {**params, "gaps": list(move.gaps), "owner_name": owner.name}


def _params_of(move: Move) -> dict[str, Any]:
    return {
        "move_kind": move.kind.value,
        "from_stage_name": move.from_stage_name,
        "to_stage_name": move.to_stage_name,
        "reason": move.reason,
        "is_overridden": move.is_overridden or None,
    }


def _of_creation(happening: Happening, people: People) -> Iterator[Said]:
    """Whoever is given an opportunity at its beginning is told as if it had been assigned to them."""
    move = happening.move
    if move is not None and move.owner_id != happening.actor_id:
        yield move.owner_id, Kind.ASSIGNED, {"to_stage_name": move.to_stage_name}
    yield from _overrides_of(happening, people)


def _overrides_of(happening: Happening, people: People) -> Iterator[Said]:
    return (said for said in _of_move(happening, people) if said[1] is Kind.OVERRIDDEN)


def _of_assignment(happening: Happening, people: People) -> Iterator[Said]:
    before, after = happening.owner_before, happening.owner_after
    if after is not None and after != happening.actor_id:
        yield after, Kind.ASSIGNED, {"from_owner_name": _name(before, people)}
    if before is not None and before != happening.actor_id:
        # Its name is said here, for they may not see it any more.
        yield before, Kind.TAKEN_AWAY, {"to_owner_name": _name(after, people), "opportunity_name": happening.name}


def _name(user_id: UserId | None, people: People) -> str | None:
    person = people.get(user_id) if user_id is not None else None
    return person.name if person else None


def _of_joining(happening: Happening, _people: People) -> Iterator[Said]:
    facts = happening.facts
    if facts["user_id"] != happening.actor_id:
        yield facts["user_id"], Kind.ADDED_TO_TEAM, {"team_role": facts["team_role"], "access": facts["access"]}


def _of_deletion(happening: Happening, _people: People) -> Iterator[Said]:
    if happening.owner_id is not None and happening.owner_id != happening.actor_id:
        yield happening.owner_id, Kind.DELETED_BY_OTHER, {"opportunity_name": happening.name}


def _of_batch(happening: Happening, _people: People) -> Iterator[Said]:
    """The one who started it, who was not waiting for the answer."""
    facts = happening.facts
    kind = Kind.BATCH_FAILED if facts["state"] == BatchState.FAILED else Kind.BATCH_FINISHED
    yield happening.actor_id, kind, {"batch_kind": facts["kind"], "total": facts["total"], "counts": facts["counts"]}


MESSAGES: Mapping[str, Kind] = {
    MessageBounced.kind: Kind.LETTER_BOUNCED,
    MessageFailed.kind: Kind.LETTER_FAILED,
    MessageUncertain.kind: Kind.LETTER_UNCERTAIN,
    InvitationBounced.kind: Kind.INVITATION_BOUNCED,
    InvitationFailed.kind: Kind.INVITATION_FAILED,
    InvitationUncertain.kind: Kind.INVITATION_UNCERTAIN,
}


def _of_message(happening: Happening, _people: People) -> Iterator[Said]:
    """Whoever sends it, answers for its action and owns the opportunity: nobody waits for the mail server's answer."""
    facts = happening.facts
    for user_id in dict.fromkeys((facts["user_id"], facts.get("responsible_id"), happening.owner_id)):
        if user_id is not None:
            about = {"opportunity_name": happening.name, "trouble": facts.get("trouble")}
            yield UserId(user_id), MESSAGES[happening.kind], about


def _of_invitation(happening: Happening, _people: People) -> Iterator[Said]:
    yield happening.facts["user_id"], MESSAGES[happening.kind], {"trouble": happening.facts.get("trouble")}


def _of_reminder(happening: Happening, _people: People) -> Iterator[Said]:
    for activity in happening.facts["activities"]:
        about = {"activity_id": activity["id"], "subject": activity["subject"], "begins": activity["begins"]}
        yield from ((UserId(user_id), Kind.REMINDER, about) for user_id in activity["people"])


MILESTONES: Mapping[str, Kind] = {
    TargetReached.kind: Kind.TARGET_REACHED,
    TargetAtRisk.kind: Kind.TARGET_AT_RISK,
    TargetPeriodClosed.kind: Kind.TARGET_RESULT,
}


def _of_target(happening: Happening, _people: People) -> Iterator[Said]:
    """Whose target it is, whoever set it. The amounts are in minor units of the currency, or deals without one."""
    facts = dict(happening.facts)
    yield UserId(facts.pop("user_id")), MILESTONES[happening.kind], facts


TOLD: Mapping[str, Callable[[Happening, People], Iterator[Said]]] = {
    OpportunityCreated.kind: _of_creation,
    OpportunityMoved.kind: _of_move,
    OpportunityReopened.kind: _of_move,
    OutcomeCorrected.kind: _of_move,
    MoveUndone.kind: _of_move,
    OpportunityAssigned.kind: _of_assignment,
    TeamMemberAdded.kind: _of_joining,
    OpportunityDeleted.kind: _of_deletion,
    BatchFinished.kind: _of_batch,
    **dict.fromkeys((MessageBounced.kind, MessageFailed.kind, MessageUncertain.kind), _of_message),
    **dict.fromkeys((InvitationBounced.kind, InvitationFailed.kind, InvitationUncertain.kind), _of_invitation),
    ActivityReminded.kind: _of_reminder,
    **dict.fromkeys(MILESTONES, _of_target),
    **TOLD_OF_WORK,
}
"""Which kinds of events are told, and how; edits of fields are not."""
