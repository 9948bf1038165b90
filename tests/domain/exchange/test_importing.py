"""What an import makes of an opportunity: facts as they were, and no rule stands in their way."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from stageline.domain.events import By, Channel
from stageline.domain.exchange.importing import Import, KeptVisit, PastDiffers, Placed, decide_change, decide_import
from stageline.domain.exchange.mapping import StageSaid, folded
from stageline.domain.exchange.placing import Visit
from stageline.domain.ids import EventId, OpportunityId, UserId
from stageline.domain.opportunities.changes import OpportunityEvent, StageChange
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.people.user import SYSTEM
from stageline.domain.processes.stage import Category
from tests.builders import HAS_AMOUNT, NOON, OTHER_REP, REP, a_process

PROCESS = a_process(leaving={"Qualify": [HAS_AMOUNT]})
RUN = Import(
    process=PROCESS,
    by=By(SYSTEM, Channel.IMPORT),
    at=NOON,
    counts_for_targets=False,
    stages={folded(stage.name): stage for stage in PROCESS.stages},
)
VALUES: dict[str, Any] = {"name": "Solar roof", "owner_id": REP, "currency": "EUR", "custom": {}}


def on(day: int) -> datetime:
    return datetime(2017, 3, day, tzinfo=UTC)


def visits(*path: str | tuple[str, int], **said: Any) -> list[Visit]:
    """Stages entered on the days of a month, one after another; the last one with what else is said."""
    days = [step if isinstance(step, tuple) else (step, day) for day, step in enumerate(path, 1)]
    made = [
        Visit(stage=StageSaid(value=name, type=RUN.stages[folded(name)].type.value), at=on(day), on=on(day).date())
        for name, day in days
    ]
    return [*made[:-1], Visit(**{f: getattr(made[-1], f) for f in Visit.__struct_fields__} | said)]


def placed(path: Sequence[Visit], *owners: UserId, **said: Any) -> Placed:
    present = said.pop("present", {})
    return Placed(
        values={**VALUES, **said},
        present=present,
        visits=path,
        owners=owners or [REP] * len(path),
        created_at=None,
    )


def imported(path: Sequence[Visit], *owners: UserId, **said: Any) -> list[OpportunityEvent]:
    return decide_import(RUN, OpportunityId(1), placed(path, *owners, **said), numbers())


def numbers() -> Any:
    return map(EventId, count(1))


def kinds(events: Sequence[OpportunityEvent]) -> list[str]:
    return [event.move_kind.value for event in events if isinstance(event, StageChange)]


def moves(events: Sequence[OpportunityEvent]) -> list[StageChange]:
    return [event for event in events if isinstance(event, StageChange)]


def end(events: Sequence[OpportunityEvent]) -> Opportunity:
    return events[-1].after


@pytest.mark.rule("PS-169")
def test_no_gate_stands_and_no_reason_is_asked() -> None:
    events = imported(visits("Qualify", "Propose", "Qualify", "Won"))

    assert kinds(events) == ["create", "skip", "back", "close"]
    assert [move.gaps for move in moves(events)] == [()] * 4
    assert end(events).close_reason is None


@pytest.mark.rule("PS-172")
def test_from_one_closed_stage_to_another_is_a_correction() -> None:
    events = imported(visits("Qualify", "Won", "Lost"))

    assert kinds(events) == ["create", "close", "correct"]
    assert [event.kind for event in events][-1] == "opportunity.corrected"
    assert (end(events).stage.name, end(events).actual_close_on) == ("Lost", date(2017, 3, 2))


def test_what_was_reopened_is_open_and_has_no_closing() -> None:
    events = imported(visits("Qualify", "Lost", "Demo"))

    assert kinds(events) == ["create", "close", "reopen"]
    assert [event.kind for event in events][-1] == "opportunity.reopened"
    assert (end(events).status, end(events).actual_close_on, end(events).probability) == ("open", None, 30)


@pytest.mark.rule("PS-176")
def test_each_row_says_who_owned_it_and_what_it_was_worth_then() -> None:
    first, last = visits("Qualify", "Demo")
    path = [Visit(stage=first.stage, at=first.at, on=first.on, amount_minor=500), last]

    events = imported(path, OTHER_REP, REP, amount_minor=900)

    assert [(m.after.owner_id, m.after.amount_minor) for m in moves(events)] == [(OTHER_REP, 500), (REP, 500)]
    assert [change.field for change in events[-1].fields] == ["amount_minor"]
    assert (end(events).amount_minor, end(events).version) == (900, 3)


def test_the_history_is_marked_as_imported() -> None:
    (only,) = moves(imported(visits("Demo", is_estimated=True)))

    assert (only.by.channel, only.is_estimated) == (Channel.IMPORT, True)
    assert (only.counts_for_targets, only.starts_campaigns) == (False, False)


def test_how_it_closed_stands_only_where_it_stands_now() -> None:
    closing = {"close_reason": "price", "competitor": "Them", "close_note": None}

    events = imported(visits("Qualify", "Lost", "Demo", "Lost"), present=closing)

    assert [event.after.close_reason for event in events] == [None, None, None, "price"]


def test_what_is_known_only_as_closed_begins_closed() -> None:
    (event,) = imported(visits("Won"))

    assert (event.after.probability, event.after.category) == (100, Category.CLOSED)
    assert (event.after.furthest_stage.name, event.after.actual_close_on) == ("Qualify", date(2017, 3, 1))


def test_the_furthest_stage_is_the_furthest_open_one() -> None:
    assert end(imported(visits("Qualify", "Propose", "Demo", "Lost"))).furthest_stage.name == "Propose"


def test_the_same_row_again_changes_nothing() -> None:
    record = end(imported(visits("Qualify", "Demo")))
    kept = [KeptVisit(RUN.stages["qualify"].id, on(1), is_estimated=False)]
    kept.append(KeptVisit(RUN.stages["demo"].id, on(2), is_estimated=False))

    assert decide_change(RUN, record, kept, placed(visits("Qualify", "Demo")), numbers()) == []


def test_a_changed_row_adds_what_is_new() -> None:
    record = end(imported(visits("Qualify")))
    kept = [KeptVisit(RUN.stages["qualify"].id, on(1), is_estimated=False)]

    events = decide_change(RUN, record, kept, placed(visits("Qualify", "Won"), name="Roof"), numbers())

    assert [event.kind for event in events] == ["opportunity.moved", "opportunity.edited"]
    assert [event.version for event in events] == [2, 3]
    assert end(events).name == "Roof"


def test_what_was_estimated_does_not_hold_up_what_is_known_later() -> None:
    record = end(imported(visits("Qualify", is_estimated=True)))
    kept = [KeptVisit(RUN.stages["qualify"].id, on(1), is_estimated=True)]

    assert decide_change(RUN, record, kept, placed(visits("Qualify")), numbers()) == []
    assert kinds(decide_change(RUN, record, kept, placed(visits("Demo")), numbers())) == ["advance"]


def test_another_past_is_refused() -> None:
    record = end(imported(visits("Qualify", "Demo")))
    kept = [KeptVisit(RUN.stages["propose"].id, on(1), is_estimated=False)]

    with pytest.raises(PastDiffers):
        decide_change(RUN, record, kept, placed(visits("Qualify", "Demo")), numbers())


def test_custom_fields_that_the_file_does_not_know_stay() -> None:
    record = end(imported(visits("Qualify"), custom={"colour": "red"}))
    kept = [KeptVisit(RUN.stages["qualify"].id, on(1), is_estimated=False)]

    (edited,) = decide_change(RUN, record, kept, placed(visits("Qualify"), custom={"seats": 5}), numbers())

    assert edited.after.custom == {"colour": "red", "seats": 5}
