"""What can come of an activity: a list that the organisation's operations keep."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from stageline.domain.errors import InvalidInput, Missing, RuleBroken
from stageline.domain.processes.action import ActivityType, Code, Name
from stageline.domain.processes.tidying import new_code

MOST_OUTCOMES = 100
TALKS = (ActivityType.MEETING, ActivityType.CALL)


class InvalidOutcomes(InvalidInput):
    """These outcomes cannot be kept as they are; what is listed is wrong."""

    code = "invalid_input"


class OutcomeInUse(RuleBroken):
    """This outcome leads to a stage of a process. Take it out of the process first."""

    code = "in_use"


class Effect(StrEnum):
    """What recording it makes of the activity (PS-76)."""

    COMPLETES = "completes"  # it is done
    RESCHEDULES = "reschedules"  # it gets a new date and stays to be done
    FOLLOW_UP = "follow_up"  # it is done, and another one is offered


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Its `code` is for good and is made from the label when empty; without `activity_types` it is for all."""

    code: Code = ""
    label: Name
    activity_types: tuple[ActivityType, ...] = ()
    is_contact_made: bool = True
    effect: Effect = Effect.COMPLETES
    is_active: bool = True

    def is_for(self, type: ActivityType) -> bool:
        """Nobody is asked what came of a personal activity (PS-78)."""
        return type is not ActivityType.PERSONAL and (not self.activity_types or type in self.activity_types)


def offered_for(outcomes: Sequence[Outcome], type: ActivityType) -> list[Outcome]:
    """Those to choose from for an activity of that type, in the order of the list."""
    return [outcome for outcome in outcomes if outcome.is_active and outcome.is_for(type)]


def relisted(
    was: Sequence[Outcome], wanted: Sequence[Outcome], *, recorded: Collection[str], leading: Mapping[str, list[str]]
) -> tuple[Outcome, ...]:
    """The list as it is wanted, with codes; one refusal names everything that is wrong.

    One that is left out goes, unless it was ever `recorded`: then it stays and is no longer offered. None can be given
    up that leads to a stage; `leading` names the processes by the code.
    """
    named = [_tidied(outcome) for outcome in wanted]
    if wrong := [*_wrong(named)]:
        raise InvalidOutcomes(wrong)
    taken = {outcome.code for outcome in (*was, *named) if outcome.code}
    now = [
        o if o.code else msgspec.structs.replace(o, code=new_code(o.label, taken, otherwise="outcome")) for o in named
    ]
    offered = {outcome.code for outcome in now if outcome.is_active}
    for outcome in was:
        if outcome.is_active and outcome.code not in offered and outcome.code in leading:
            raise OutcomeInUse(outcome=outcome.label, processes=leading[outcome.code])
    there = {outcome.code for outcome in now}
    retired = [o for o in was if o.code not in there and (o.code in recorded or o.code in leading)]
    return (*now, *(msgspec.structs.replace(outcome, is_active=False) for outcome in retired))


def _tidied(outcome: Outcome) -> Outcome:
    types = tuple(dict.fromkeys(outcome.activity_types))
    return msgspec.structs.replace(outcome, label=" ".join(outcome.label.split()), activity_types=types)


def _wrong(outcomes: Sequence[Outcome]) -> Iterator[Missing]:
    if len(outcomes) > MOST_OUTCOMES:
        yield Missing(name="items", remedy=f"Keep at most {MOST_OUTCOMES} outcomes.")
    seen: set[str] = set()
    for number, outcome in enumerate(outcomes):
        path = f"items[{number}]"
        if not outcome.label:
            yield Missing(name=f"{path}.label", remedy="Give a label.")
        if outcome.code and outcome.code in seen:
            remedy = f"Give each outcome a code of its own; {outcome.code} stands twice."
            yield Missing(name=f"{path}.code", remedy=remedy)
        if ActivityType.PERSONAL in outcome.activity_types:
            remedy = "Leave personal out: nobody is asked what came of a personal activity."
            yield Missing(name=f"{path}.activity_types", remedy=remedy)
        seen.add(outcome.code)


SHIPPED_OUTCOMES = (
    Outcome(code="talked", label="Talked", activity_types=TALKS),
    Outcome(code="qualified", label="Talked, worth pursuing", activity_types=TALKS),
    Outcome(code="wants_proposal", label="Wants a proposal", activity_types=TALKS),
    Outcome(code="wants_to_go_ahead", label="Wants to go ahead", activity_types=TALKS),
    Outcome(code="another_talk", label="Another talk is needed", activity_types=TALKS, effect=Effect.FOLLOW_UP),
    Outcome(code="not_interested", label="Not interested", activity_types=TALKS),
    Outcome(
        code="postponed", label="Put off by the buyer", activity_types=TALKS, effect=Effect.RESCHEDULES,
    ),
    Outcome(
        code="no_show", label="Nobody came", activity_types=(ActivityType.MEETING,), is_contact_made=False,
        effect=Effect.RESCHEDULES,
    ),
    Outcome(
        code="no_answer", label="No answer", activity_types=(ActivityType.CALL,), is_contact_made=False,
        effect=Effect.RESCHEDULES,
    ),
    Outcome(
        code="message_left", label="Left a message", activity_types=(ActivityType.CALL,), is_contact_made=False,
        effect=Effect.FOLLOW_UP,
    ),
    Outcome(code="done", label="Done", activity_types=(ActivityType.TO_DO,), is_contact_made=False),
    Outcome(
        code="not_needed", label="No longer needed", activity_types=(ActivityType.TO_DO,), is_contact_made=False,
    ),
)  # fmt: skip
