"""What counts toward a sales target, when, for whom, and what almost did."""

from datetime import date
from typing import Any

import pytest

from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.targets.credit import Withdrawn
from stageline.domain.targets.periods import PeriodType
from stageline.domain.targets.target import Metric, Pause, SalesTarget
from tests.targets import (
    ADA,
    DAVE,
    EVE,
    STAGE,
    STANDARD,
    Story,
    a_cycle,
    a_target,
    at,
    into_propose,
)

MARCH, APRIL = "2025-03-01", "2025-04-01"
WON_VALUE = a_target(Metric.WON_VALUE)
ADVANCED_VALUE = into_propose(Metric.ADVANCED_VALUE)


def in_qualify(**said: Any) -> Story:
    return Story(**said).starts("Qualify", "2025-02-03")


def advanced(when: str = "2025-03-05", **said: Any) -> Story:
    return in_qualify(**said).moves("Propose", when)


def won(when: str = "2025-03-05") -> Story:
    return in_qualify().moves("Closed Won", when)


@pytest.mark.rule("SG-2", "SG-4", "SG-20", "AT-109")
def test_a_move_into_the_stage_is_an_advance() -> None:
    assert advanced().progress(into_propose()) == {MARCH: 1}
    assert advanced().progress(ADVANCED_VALUE) == {MARCH: 50_000}
    assert won().progress(a_target()) == {MARCH: 1}
    assert won().progress(WON_VALUE) == {MARCH: 50_000}


@pytest.mark.rule("SG-5")
def test_a_value_counts_in_the_currency_of_the_target_alone() -> None:
    dollars = in_qualify(currency="USD").moves("Propose", "2025-03-05").counts(ADVANCED_VALUE)

    assert advanced(amount=1_000).progress(ADVANCED_VALUE) == {MARCH: 1_000}
    [left_out] = dollars.credits
    assert (left_out.counted, left_out.withdrawn) == (0, Withdrawn.OTHER_CURRENCY)
    assert (left_out.amount_minor, left_out.currency) == (50_000, "USD")


@pytest.mark.rule("SG-5", "AT-101")
def test_a_count_does_not_ask_for_the_currency() -> None:
    assert advanced(currency="USD").progress(into_propose()) == {MARCH: 1}


@pytest.mark.rule("SG-21", "AT-110")
def test_back_into_the_stage_is_no_advance() -> None:
    story = Story().starts("Negotiate", "2025-02-03").moves("Propose", "2025-03-05")

    assert story.progress(into_propose()) == {}
    assert story.why_not(into_propose()) == ["backward"]


@pytest.mark.rule("SG-22", "AT-111")
def test_to_be_created_in_the_stage_is_no_advance() -> None:
    story = Story().starts("Propose", "2025-03-05")

    assert story.progress(into_propose()) == {}
    assert story.why_not(into_propose()) == ["created_in_stage"]


@pytest.mark.rule("SG-23", "SG-30", "AT-113")
def test_a_stage_that_was_leapt_gets_no_credit_but_the_win_does() -> None:
    story = in_qualify().moves("Closed Won", "2025-03-05", passed_over=frozenset({STAGE["Propose"]}))

    assert story.progress(into_propose()) == {}
    assert story.why_not(into_propose()) == ["skipped_stage"]
    assert story.progress(a_target()) == {MARCH: 1}


@pytest.mark.rule("SG-24", "AT-114")
def test_back_and_forth_in_a_period_counts_once() -> None:
    story = advanced().moves("Qualify", "2025-03-10").moves("Propose", "2025-03-20")

    assert story.progress(into_propose()) == {MARCH: 1}
    assert story.why_not(into_propose()) == ["already_counted"]


@pytest.mark.rule("SG-24", "SG-50", "AT-115")
def test_an_advance_in_a_later_period_counts_there() -> None:
    story = advanced().moves("Qualify", "2025-03-10").moves("Propose", "2025-04-20")

    assert story.progress(into_propose()) == {MARCH: 1, APRIL: 1}


@pytest.mark.rule("SG-20", "AT-117")
def test_from_another_process_into_the_stage_is_an_advance() -> None:
    story = Story().starts("Due", "2025-02-03").moves("Propose", "2025-03-05", kind=MoveKind.BACK)

    assert story.progress(into_propose()) == {MARCH: 1}


@pytest.mark.rule("SG-25")
@pytest.mark.parametrize("to", ["Qualify", "Closed Lost"])
def test_what_went_back_or_was_lost_since_keeps_its_credit_and_says_so(to: str) -> None:
    story = advanced().moves(to, "2025-03-10")
    [credit] = story.counts(into_propose()).credits

    assert credit.counted == 1
    assert story.counts(into_propose()).moved_back == {credit.event_id}
    assert advanced().moves("Negotiate", "2025-03-10").counts(into_propose()).moved_back == frozenset()


@pytest.mark.rule("SG-26")
def test_a_target_for_a_won_stage_goes_by_the_rules_of_wins() -> None:
    target = a_target(Metric.ADVANCED_VALUE, "Closed Won")

    assert won().progress(target) == {MARCH: 50_000}
    assert won().moves("Qualify", "2025-03-09").progress(target) == {MARCH: 0}
    assert Story().starts("Due", "2025-02-03").moves("Renewed", "2025-03-05").progress(target) == {}


@pytest.mark.rule("SG-27", "SG-40", "AT-119")
def test_the_owner_gets_it_whoever_moved_it() -> None:
    story = in_qualify().moves("Propose", "2025-03-05", by=ADA)

    assert story.progress(into_propose()) == {MARCH: 1}
    assert story.progress(into_propose(user_id=ADA)) == {}
    assert story.why_not(into_propose(user_id=ADA)) == ["other_owner"]
    assert story.why_not(into_propose(user_id=EVE)) == []


@pytest.mark.rule("SG-40", "SG-41", "AT-121")
def test_who_owned_it_then_keeps_it_and_who_owns_it_now_earns_from_then_on() -> None:
    story = in_qualify().goes_to(EVE).moves("Propose", "2025-03-11")
    later = advanced().goes_to(EVE).moves("Qualify", "2025-03-15").moves("Propose", "2025-03-20")

    assert (story.progress(into_propose()), story.progress(into_propose(user_id=EVE))) == ({}, {MARCH: 1})
    assert (later.progress(into_propose()), later.progress(into_propose(user_id=EVE))) == ({MARCH: 1}, {MARCH: 1})


@pytest.mark.rule("SG-42", "AT-123")
def test_the_amount_follows_until_the_period_closes() -> None:
    assert advanced().amounts_to(80_000, "2025-03-20").progress(ADVANCED_VALUE) == {MARCH: 80_000}
    assert advanced().amounts_to(80_000, "2025-04-02").progress(ADVANCED_VALUE) == {MARCH: 50_000}
    assert advanced().amounts_to(80_000, "2025-04-01 00:00").progress(ADVANCED_VALUE) == {MARCH: 50_000}


@pytest.mark.rule("SG-42", "AT-125")
def test_the_currency_decides_until_the_period_closes() -> None:
    dollars = advanced(currency="USD").amounts_to(30_000, "2025-03-20", "GBP")
    away = advanced().amounts_to(30_000, "2025-03-20", "USD")

    assert dollars.progress(ADVANCED_VALUE) == {MARCH: 30_000}
    assert away.progress(ADVANCED_VALUE) == {MARCH: 0}


@pytest.mark.rule("SG-42", "SG-31", "AT-126")
@pytest.mark.parametrize("target", [ADVANCED_VALUE, WON_VALUE], ids=["advanced", "won"])
def test_what_is_deleted_in_the_period_is_withdrawn_and_later_is_not(target: SalesTarget) -> None:
    def story() -> Story:
        return advanced().moves("Closed Won", "2025-03-06")

    assert story().is_deleted("2025-03-20").progress(target) == {MARCH: 0}
    assert story().is_deleted("2025-04-20").progress(target) == {MARCH: 50_000}


@pytest.mark.rule("SG-42", "AT-127")
def test_what_is_restored_in_the_period_counts_again() -> None:
    deleted = advanced().is_deleted("2025-03-20")

    assert deleted.is_restored("2025-03-25").progress(ADVANCED_VALUE) == {MARCH: 50_000}
    assert advanced().is_deleted("2025-03-20").is_restored("2025-04-02").progress(ADVANCED_VALUE) == {MARCH: 0}


@pytest.mark.rule("SG-31", "AT-128")
@pytest.mark.parametrize("to", ["Qualify", "Closed Lost"])
def test_a_win_that_is_none_any_more_is_withdrawn_while_its_period_is_open(to: str) -> None:
    assert won().moves(to, "2025-03-09").progress(WON_VALUE) == {MARCH: 0}
    assert won().moves(to, "2025-04-01 00:00").progress(WON_VALUE) == {MARCH: 50_000}


@pytest.mark.rule("SG-32", "AT-129")
def test_what_was_withdrawn_counts_when_it_is_won_again() -> None:
    def reopened() -> Story:
        return won().moves("Qualify", "2025-03-09")

    in_march, in_april = reopened().moves("Closed Won", "2025-03-28"), reopened().moves("Closed Won", "2025-04-03")

    assert in_march.progress(WON_VALUE) == {MARCH: 50_000}
    assert in_march.counts(WON_VALUE).credits[0].at == at("2025-03-28")
    assert in_april.progress(WON_VALUE) == {MARCH: 0, APRIL: 50_000}


@pytest.mark.rule("SG-31", "SG-32", "AT-130")
def test_what_stands_in_a_closed_period_is_not_won_twice_for_the_same_person() -> None:
    story = won().moves("Qualify", "2025-04-04").moves("Closed Won", "2025-04-20")
    by_eve = won().moves("Qualify", "2025-04-04").goes_to(EVE).moves("Closed Won", "2025-04-20")

    assert story.progress(WON_VALUE) == {MARCH: 50_000}
    assert story.why_not(WON_VALUE) == ["already_counted"]
    assert by_eve.progress(a_target(Metric.WON_VALUE, user_id=EVE)) == {APRIL: 50_000}


@pytest.mark.rule("SG-31")
def test_a_withdrawn_credit_does_not_come_back_by_the_win_of_another() -> None:
    story = won().moves("Qualify", "2025-03-09").goes_to(EVE).moves("Closed Won", "2025-03-20")

    assert story.progress(WON_VALUE) == {MARCH: 0}
    assert story.progress(a_target(Metric.WON_VALUE, user_id=EVE)) == {MARCH: 50_000}


@pytest.mark.rule("SG-42", "SG-43", "AT-131")
def test_an_amount_corrected_after_the_win_counts() -> None:
    story = in_qualify().moves("Closed Won", "2025-03-05 10:00").amounts_to(90_000, "2025-03-05 10:05")

    assert story.progress(a_target()) == {MARCH: 1}
    assert story.progress(WON_VALUE) == {MARCH: 90_000}


@pytest.mark.rule("SG-43")
def test_no_amount_is_worth_nothing_and_counts_as_one() -> None:
    assert advanced(amount=None).progress(ADVANCED_VALUE) == {MARCH: 0}
    assert advanced(amount=None).progress(into_propose()) == {MARCH: 1}
    assert advanced(amount=None).counts(ADVANCED_VALUE).credits[0].withdrawn is None


@pytest.mark.rule("SG-27", "SG-33", "AT-133")
def test_what_was_imported_counts_where_the_import_said_so() -> None:
    def imported(*, counts: bool) -> Story:
        return Story().starts("Closed Won", "2025-03-05", counts_for_targets=counts)

    assert imported(counts=False).progress(a_target()) == {}
    assert imported(counts=False).why_not(a_target()) == ["imported"]
    assert imported(counts=True).progress(a_target()) == {MARCH: 1}
    assert in_qualify().moves("Propose", "2025-03-05", counts_for_targets=False).progress(into_propose()) == {}


@pytest.mark.rule("SG-3", "AT-135")
def test_a_target_may_be_limited_to_processes() -> None:
    only = a_target(process_ids=(STANDARD,))
    renewed = Story().starts("Due", "2025-02-03").moves("Renewed", "2025-03-05")

    assert (renewed.progress(only), won().progress(only)) == ({}, {MARCH: 1})
    assert renewed.progress(a_target()) == {MARCH: 1}


@pytest.mark.rule("SG-53", "AT-139")
def test_forward_is_what_was_forward_when_it_was_made() -> None:
    """The order of the stages changed in between; each row of the history says which way it went."""
    story = advanced().moves("Qualify", "2025-04-05", kind=MoveKind.ADVANCE)

    assert story.progress(into_propose()) == {MARCH: 1}
    assert story.progress(a_target(Metric.ADVANCED_COUNT, "Qualify")) == {APRIL: 1}


@pytest.mark.rule("SG-28")
def test_an_undone_move_never_counted() -> None:
    undone = in_qualify().moves("Propose", "2025-03-05", is_undone=True)
    story = undone.moves("Qualify", "2025-03-05 12:01", kind=MoveKind.UNDO)
    win = in_qualify().moves("Closed Won", "2025-03-05", is_undone=True)

    assert (story.progress(into_propose()), story.why_not(into_propose())) == ({}, ["undone"])
    assert (win.progress(a_target()), win.why_not(a_target())) == ({}, ["undone"])


@pytest.mark.rule("SG-28")
def test_an_undone_reopening_takes_nothing_away() -> None:
    story = won().moves("Qualify", "2025-03-09", kind=MoveKind.REOPEN, is_undone=True)
    story.moves("Closed Won", "2025-03-09 12:01", kind=MoveKind.UNDO)

    assert story.progress(a_target()) == {MARCH: 1}


@pytest.mark.rule("SG-51", "AT-107")
def test_the_whole_period_counts_and_nothing_before_it() -> None:
    year = into_propose(cycle=a_cycle(PeriodType.YEAR))

    assert advanced("2025-03-03").progress(year) == {MARCH: 1}
    assert advanced("2025-02-27").progress(year) == {}


@pytest.mark.rule("SG-50")
def test_a_target_may_start_in_a_past_period() -> None:
    assert advanced("2025-02-27").progress(into_propose(starts_on=date(2025, 2, 1))) == {"2025-02-01": 1}


@pytest.mark.rule("SG-50", "SG-53")
def test_what_happens_after_its_end_or_in_a_pause_does_not_count() -> None:
    ended, deleted = into_propose(ended_at=at("2025-03-05")), into_propose(deleted_at=at("2025-03-05"))
    pause = Pause(from_at=at("2025-03-05"), until_at=at("2025-03-08"))
    paused = into_propose(pauses=(pause,))

    assert [advanced().progress(target) for target in (ended, deleted, paused)] == [{}, {}, {}]
    assert advanced().why_not(paused) == ["paused"]
    assert advanced("2025-03-04").progress(ended) == {MARCH: 1}
    assert advanced("2025-03-08").progress(paused) == {MARCH: 1}


@pytest.mark.rule("SG-44")
def test_a_credit_keeps_how_things_stood_and_how_they_ended() -> None:
    [credit] = advanced(currency="USD").amounts_to(30_000, "2025-03-20", "GBP").counts(ADVANCED_VALUE).credits

    assert (credit.owner_id, credit.amount_at_event_minor, credit.currency_at_event) == (DAVE, 50_000, "USD")
    assert (credit.amount_minor, credit.currency, credit.counted) == (30_000, "GBP", 30_000)
