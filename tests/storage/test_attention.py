"""SQL finds the opportunities that need attention or are ready, exactly as the rules do, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from stageline.domain.activities.activity import Activity, ActivityStatus
from stageline.domain.calendar import DayBasis, Moment, calendar_of
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.attention import WatchKind, watches_of
from stageline.domain.opportunities.opportunity import Opportunity
from stageline.domain.opportunities.planning import exit_progress
from stageline.domain.processes.criterion import Related, RequiredFiles
from stageline.storage.attention import attention, ready
from stageline.storage.tables import (
    contacts,
    criterion_checks,
    files,
    opportunities,
    opportunity_contacts,
)
from stageline.storage.unit_of_work import Storage
from tests.agendas import an_activity, keep_activities, timed
from tests.builders import (
    AMSTERDAM,
    CHAMPION,
    DAY,
    HAS_AMOUNT,
    HAS_CLOSE_DATE,
    LONG_AGO,
    NOON,
    REP,
    STAGES,
    a_criterion,
    a_process,
    an_opportunity,
    keep,
)
from tests.builders import _opportunity_row as row_of

TODAY = NOON.date()
LATE_AMOUNT = replace(HAS_AMOUNT, in_force_from=NOON - 6 * DAY)
ENDED = replace(CHAMPION, in_force_to=NOON - 4 * DAY)
TWO_CONTACTS = a_criterion("two contacts", 5, related=Related(what="contact", at_least=2))
A_CHAMPION = a_criterion("a champion", 6, related=Related(what="contact_role", contact_role="champion"))
ANY_ROLE = a_criterion("a role", 7, related=Related(what="contact_role"))
A_QUOTE = a_criterion("quote", 9, file=RequiredFiles(label="Quote"))
TWO_FILES = a_criterion("two files", 10, file=RequiredFiles(at_least=2))
LEAVING = {
    "Qualify": [LATE_AMOUNT, ENDED],
    "Demo": [HAS_CLOSE_DATE, a_criterion("manual", 8), TWO_CONTACTS],
    "Propose": [A_CHAMPION, ANY_ROLE],
}
PROCESSES = {
    basis: a_process(
        leaving=LEAVING,
        stages={"Qualify": {"stuck_days": 3}, "Demo": {"stuck_days": 0}, "Propose": {"is_active": False}},
        options={"day_basis": basis, "idle_days": 4, "stuck_default_days": 6},
    )
    for basis in DayBasis
}
CALENDARS = st.builds(
    calendar_of,
    st.sampled_from(["UTC", "Europe/Amsterdam", "America/Sao_Paulo", "Pacific/Apia"]),
    st.sets(st.integers(1, 7), min_size=1),
    st.sets(st.integers(0, 12).map(lambda days: TODAY - timedelta(days=days)), max_size=4),
)
INSTANTS = st.builds(
    lambda hours, us: NOON - timedelta(hours=hours, microseconds=us), st.integers(-30, 300), st.integers(-1, 1)
)
DATES = st.none() | st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
DEALS = st.fixed_dictionaries(
    {
        "stage": st.sampled_from([stage.name for stage in STAGES]),
        "stage_entered_at": INSTANTS,
        "last_meaningful_change_at": INSTANTS,
        "expected_close_on": DATES,
        "next_step": st.sampled_from([None, "Call"]),
        "next_step_on": DATES,
        "push_count": st.integers(0, 3),
        "visit": st.integers(1, 3),
        "amount_minor": st.sampled_from([None, 0, 5]),
        "contact_id": st.sampled_from([None, 1]),
        "confirmed": st.frozensets(st.sampled_from([CHAMPION.id, 8])),
        "contact_roles": st.lists(st.sampled_from(["champion", "legal"]), max_size=2).map(tuple),
    }
)
PLANS = st.builds(
    lambda when, state: {**when, **state},
    st.integers(-14, 14).map(lambda hours: timed(NOON + timedelta(hours=hours)))
    | st.integers(-1, 1).map(lambda days: {"on_day": TODAY + timedelta(days=days)}),
    st.sampled_from(
        [{}, {}, {"status": ActivityStatus.DONE}, {"status": ActivityStatus.CANCELLED}, {"deleted_at": NOON}]
    ),
)


@pytest.fixture
def kept(storage: Storage) -> Storage:
    with storage.engines.writing.begin() as connection:
        keep(connection, PROCESSES[DayBasis.CALENDAR])
        rows: list[dict[str, Any]] = [
            {"id": n, "name": f"Contact {n}", "details": {}, "created_at": LONG_AGO, "version": 1} for n in (1, 2, 3)
        ]
        connection.execute(insert(contacts), rows)
    return storage


@pytest.mark.rule("PS-224")
@pytest.mark.rule("PS-232")
@pytest.mark.rule("PS-166")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    said=st.lists(DEALS, min_size=1, max_size=8),
    planned=st.lists(st.tuples(st.integers(1, 8), PLANS), max_size=5),
    calendar=CALENDARS,
    basis=st.sampled_from(DayBasis),
    hour=st.integers(0, 23),
)
def test_sql_finds_what_the_rules_find(
    kept: Storage,
    *,
    said: list[dict[str, Any]],
    planned: list[tuple[int, dict[str, Any]]],
    calendar: Any,
    basis: DayBasis,
    hour: int,
) -> None:
    process, at = PROCESSES[basis], NOON.replace(hour=hour)
    moment = Moment.of(at, calendar.zone)
    deals = [an_opportunity(process=process, **{**deal, "id": OpportunityId(n)}) for n, deal in enumerate(said, 1)]

    plans = [
        an_activity(id=n, opportunity_id=OpportunityId(deal), action_id=None, **plan)
        for n, (deal, plan) in enumerate(planned, 1)
        if deal <= len(deals)
    ]
    with_activity = {plan.opportunity_id for plan in plans if is_ahead(plan, moment)}

    def watches(deal: Opportunity) -> set[WatchKind]:
        its = watches_of(deal, moment, calendar, has_activity_ahead=deal.id in with_activity)
        return {watch.kind for watch in its}

    with kept.engines.writing.connect() as connection:
        connection.execute(insert(opportunities), [row_of(deal) for deal in deals])
        keep_activities(connection, plans)
        for deal in deals:
            for criterion_id in deal.confirmed:
                check = {"opportunity_id": deal.id, "criterion_id": criterion_id, "checked_by": REP, "checked_at": NOON}
                connection.execute(insert(criterion_checks), [check])
            for contact_id, role in enumerate(deal.contact_roles, 2):
                link = {"opportunity_id": deal.id, "contact_id": contact_id, "contact_role": role}
                connection.execute(insert(opportunity_contacts), [link])

        def found(asked: Any) -> set[int]:
            return set(connection.scalars(select(opportunities.c.id).where(asked)))

        for kind in WatchKind:
            wanted = {d.id for d in deals if kind in watches(d)}
            assert found(attention([kind], [process], moment, calendar)) == wanted, kind
        all_of_them = {d.id for d in deals if watches(d)}
        assert found(attention(list(WatchKind), [process], moment, calendar)) == all_of_them
        assert found(ready([process], dict(opportunities.c), moment)) == {d.id for d in deals if is_ready(d, moment)}
        connection.rollback()


@pytest.mark.rule("PS-153")
@pytest.mark.rule("PS-166")
def test_files_make_a_deal_ready_by_label_or_by_number_and_a_removed_one_does_not(storage: Storage) -> None:
    process = a_process(leaving={"Qualify": [A_QUOTE], "Demo": [TWO_FILES]})
    kept: list[dict[str, int]] = [{}, {"": 1}, {"quote": 1}, {"contract": 2}, {"contract": 1, "quote": 1}]
    deals = [
        an_opportunity(stage, process=process, id=OpportunityId(n), files=labels)
        for n, (stage, labels) in enumerate([(stage, labels) for stage in ("Qualify", "Demo") for labels in kept], 1)
    ]
    with storage.engines.writing.begin() as connection:
        keep(connection, process, *deals)
        for deal in deals:
            there = [a_file(deal, label) for label, count in deal.files.items() for _ in range(count)]
            removed = {**a_file(deal, "quote"), "deleted_at": NOON, "deleted_by": REP}
            for row in (*there, removed):
                connection.execute(insert(files), [row])
        moment = Moment.of(NOON, AMSTERDAM)

        said = ready([process], dict(opportunities.c), moment)

        found = set(connection.scalars(select(opportunities.c.id).where(said)))
        assert found == {d.id for d in deals if is_ready(d, moment)} == {3, 5, 9, 10}


def a_file(deal: Opportunity, label: str) -> dict[str, Any]:
    return {
        "opportunity_id": deal.id,
        "uploaded_by": REP,
        "name": "quote.pdf",
        "label": label.title() or None,
        "label_folded": label or None,
        "media_type": "application/pdf",
        "size": 1,
        "sha256": "",
        "created_at": NOON,
    }


def is_ahead(activity: Activity, moment: Moment) -> bool:
    if activity.ends_at is not None:
        return activity.is_active and activity.ends_at > moment.at
    return activity.is_active and activity.on_day is not None and activity.on_day >= moment.today


def is_ready(deal: Opportunity, moment: Moment) -> bool:
    met, total = exit_progress(deal, moment)
    return not deal.stage.is_closed and 0 < total == met


def test_a_statement_asks_for_no_time(kept: Storage) -> None:
    calendar = calendar_of("Europe/Amsterdam", [1, 2, 3, 4, 5], [])
    asked = attention(list(WatchKind), [PROCESSES[DayBasis.CALENDAR]], Moment.of(NOON, calendar.zone), calendar)

    said = str(select(opportunities.c.id).where(asked).compile(kept.engines.writing)).casefold()

    assert "now(" not in said
    assert "current_" not in said
