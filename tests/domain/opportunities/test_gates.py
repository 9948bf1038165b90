"""What a move is asked for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from stageline.domain.events import Channel
from stageline.domain.ids import ContactId
from stageline.domain.opportunities.changes import MoveKind
from stageline.domain.opportunities.closing import Closing, UnknownReason
from stageline.domain.opportunities.confirming import Confirmation, LinkedContact
from stageline.domain.opportunities.editing import OnlyWhenClosing
from stageline.domain.opportunities.gates import HardGaps, ReasonRequired, SoftGaps, gaps_behind
from stageline.domain.opportunities.moving import BackIsRestricted, decide_move
from stageline.domain.processes.criterion import Place, Related, Strength
from stageline.domain.processes.process import BackPolicy, SkipPolicy
from tests.builders import (
    CHAMPION,
    DAY,
    HAS_AMOUNT,
    HAS_CLOSE_DATE,
    HAS_ROLE,
    NOON,
    a_criterion,
    a_manager,
    a_moment,
    a_move,
    a_process,
    a_rep,
    an_opportunity,
    by,
    decided,
)

HARD = {"gate_mode": Strength.HARD}
LOST_TO_PRICE = Closing(close_reason="price")
WON_FOR_FIT = Closing(close_reason="fit")


def missing(refused: Any) -> list[str]:
    return [m.name for m in refused.value.missing]


def each(refused: Any, name: str) -> list[Any]:
    return [getattr(m, name) for m in refused.value.missing]


@pytest.mark.rule("PS-95")
@pytest.mark.rule("PS-158")
def test_an_advance_asks_for_the_exit_criteria_of_the_stage_it_leaves_and_the_entry_of_the_next() -> None:
    to_enter = a_criterion("next step", place=Place.ENTRY, when={"field": "next_step", "is": "is_filled"})
    process = a_process(leaving={"Qualify": [HAS_AMOUNT], "Demo": [HAS_CLOSE_DATE, to_enter]})
    empty = an_opportunity(process=process, amount_minor=None, expected_close_on=None)

    with pytest.raises(SoftGaps) as refused:
        decide_move(empty, a_move("Demo"), **decided())

    assert missing(refused) == ["amount", "next step"]
    assert each(refused, "place") == ["exit", "entry"]


@pytest.mark.rule("PS-96")
@pytest.mark.rule("AC-61")
def test_a_skip_also_asks_for_the_exit_criteria_of_the_stages_it_passes_over() -> None:
    process = a_process(leaving={"Qualify": [HAS_AMOUNT], "Demo": [HAS_CLOSE_DATE]})
    empty = an_opportunity(process=process, amount_minor=None, expected_close_on=None)

    with pytest.raises(SoftGaps) as refused:
        decide_move(empty, a_move("Propose"), **decided())
    change = decide_move(empty, a_move("Propose", acknowledge_gaps=True), **decided()).change

    assert missing(refused) == ["amount", "close date"]
    assert each(refused, "stage_name") == ["Qualify", "Demo"]
    assert change is not None
    assert (change.move_kind, change.after.furthest_stage.name) == (MoveKind.SKIP, "Propose")  # type: ignore[attr-defined]


@pytest.mark.rule("PS-96")
@pytest.mark.parametrize(
    ("policy", "refusal"), [(SkipPolicy.ALLOW, None), (SkipPolicy.SOFT, SoftGaps), (SkipPolicy.HARD, HardGaps)]
)
def test_the_process_says_whether_skipping_is_itself_a_gap(policy: SkipPolicy, refusal: Any) -> None:
    deal = an_opportunity(process=a_process(options={"skip_policy": policy}))

    if refusal is None:
        assert decide_move(deal, a_move("Propose"), **decided()).change is not None
    else:
        with pytest.raises(refusal) as refused:
            decide_move(deal, a_move("Propose"), **decided())
        assert missing(refused) == ["Demo"]


@pytest.mark.rule("PS-96")
@pytest.mark.rule("AC-62")
def test_a_skippable_stage_asks_for_nothing_when_it_is_passed_over() -> None:
    stages = {"Demo": {"is_skippable": True, "criteria": (CHAMPION,)}}
    process = a_process(stages=stages, options={"skip_policy": SkipPolicy.HARD})

    answer = decide_move(an_opportunity(process=process), a_move("Propose"), **decided())

    assert answer.change is not None
    assert answer.change.gaps == ()  # type: ignore[attr-defined]


@pytest.mark.rule("PS-97")
@pytest.mark.rule("AC-63")
def test_a_move_back_asks_for_a_reason_and_for_no_criteria() -> None:
    process = a_process(leaving={"Propose": [HAS_AMOUNT]})
    deal = an_opportunity("Propose", process=process, amount_minor=None)

    with pytest.raises(ReasonRequired):
        decide_move(deal, a_move("Demo"), **decided())
    change = decide_move(deal, a_move("Demo", reason="New buyer"), **decided()).change

    assert change is not None
    assert (change.move_kind, change.gaps) == (MoveKind.BACK, ())  # type: ignore[attr-defined]


@pytest.mark.rule("PS-97")
def test_the_process_says_who_may_move_back_and_whether_a_reason_is_needed() -> None:
    free = an_opportunity("Propose", process=a_process(options={"back_policy": BackPolicy.ALLOW}))
    restricted = an_opportunity("Propose", process=a_process(options={"back_policy": BackPolicy.RESTRICTED}))

    assert decide_move(free, a_move("Demo"), **decided()).change is not None
    assert decide_move(restricted, a_move("Demo"), **decided(by=by(a_manager()))).change is not None
    with pytest.raises(BackIsRestricted):
        decide_move(restricted, a_move("Demo"), **decided(by=by(a_rep())))


@pytest.mark.rule("PS-154")
@pytest.mark.parametrize(
    ("gate_mode", "own", "refusal"),
    [
        (Strength.SOFT, None, SoftGaps),
        (Strength.HARD, None, HardGaps),
        (Strength.HARD, Strength.SOFT, SoftGaps),
        (Strength.SOFT, Strength.HARD, HardGaps),
        (Strength.HARD, Strength.INFO, None),
    ],
)
def test_a_criterion_without_a_strength_of_its_own_takes_the_gate_mode(
    gate_mode: Strength, own: Strength | None, refusal: Any
) -> None:
    criterion = replace(HAS_AMOUNT, strength=own)
    process = a_process(leaving={"Qualify": [criterion]}, options={"gate_mode": gate_mode})
    empty = an_opportunity(process=process, amount_minor=None)

    if refusal is None:
        assert decide_move(empty, a_move("Demo"), **decided()).change is not None
    else:
        with pytest.raises(refusal):
            decide_move(empty, a_move("Demo"), **decided())


@pytest.mark.rule("PS-160")
@pytest.mark.rule("AC-58")
def test_one_refusal_names_everything_with_how_to_meet_it() -> None:
    process = a_process(leaving={"Qualify": [replace(HAS_AMOUNT, strength=Strength.HARD), HAS_ROLE, CHAMPION]})
    empty = an_opportunity(process=process, amount_minor=None)

    with pytest.raises(HardGaps) as refused:
        decide_move(empty, a_move("Demo", acknowledge_gaps=False), **decided())

    assert missing(refused) == ["amount", "a role is known", "champion acts for us"]
    assert each(refused, "kind") == ["field", "related", "manual"]
    assert each(refused, "field") == ["amount_minor", None, None]
    assert all(m.remedy for m in refused.value.missing)
    assert refused.value.facts["may_override"] is False


@pytest.mark.rule("PS-161")
@pytest.mark.rule("AC-59")
def test_who_has_the_right_passes_a_hard_gate_with_a_reason() -> None:
    process = a_process(leaving={"Qualify": [HAS_AMOUNT]}, options=HARD)
    empty = an_opportunity(process=process, amount_minor=None)

    with pytest.raises(HardGaps):
        decide_move(empty, a_move("Demo", override=True, reason="Trust me"), **decided(by=by(a_rep())))
    with pytest.raises(ReasonRequired):
        decide_move(empty, a_move("Demo", override=True), **decided(by=by(a_manager())))
    change = decide_move(empty, a_move("Demo", override=True, reason="Board"), **decided(by=by(a_manager()))).change

    assert change is not None
    assert (change.is_overridden, change.reason) == (True, "Board")  # type: ignore[attr-defined]
    assert [g.name for g in change.gaps] == ["amount"]  # type: ignore[attr-defined]


@pytest.mark.rule("PS-161")
def test_what_keeps_the_data_consistent_cannot_be_overridden() -> None:
    manager = by(a_manager())

    with pytest.raises(HardGaps) as refused:
        decide_move(
            an_opportunity("Demo", amount_minor=None),
            a_move("Won", override=True, reason="so", acknowledge_gaps=True, closing=WON_FOR_FIT),
            **decided(by=manager),
        )

    assert missing(refused) == ["amount"]
    assert refused.value.facts["may_override"] is False


@pytest.mark.rule("PS-189")
def test_nobody_overrides_in_a_mass_change() -> None:
    process = a_process(leaving={"Qualify": [HAS_AMOUNT]}, options=HARD)
    empty = an_opportunity(process=process, amount_minor=None)

    wanted = a_move("Demo", override=True, reason="so")

    with pytest.raises(HardGaps):
        decide_move(empty, wanted, **decided(by=by(a_manager(), Channel.MASS)))


@pytest.mark.rule("PS-98")
def test_losing_asks_for_no_exit_criteria_and_winning_does() -> None:
    process = a_process(leaving={"Demo": [CHAMPION], "Propose": [HAS_ROLE]})
    deal = an_opportunity("Demo", process=process)

    lost = decide_move(deal, a_move("Lost", closing=LOST_TO_PRICE), **decided())
    with pytest.raises(SoftGaps) as refused:
        decide_move(deal, a_move("Won", closing=WON_FOR_FIT), **decided())

    assert lost.change is not None
    assert missing(refused) == ["champion acts for us", "a role is known"]


@pytest.mark.rule("PS-26")
@pytest.mark.rule("PS-27")
@pytest.mark.rule("AC-94")
def test_what_never_reached_qualification_is_disqualified_and_not_lost() -> None:
    fresh = an_opportunity("Qualify")

    with pytest.raises(HardGaps) as refused:
        decide_move(fresh, a_move("Lost", closing=LOST_TO_PRICE), **decided())
    closed = decide_move(fresh, a_move("Disqualified", closing=Closing(close_reason="no_need")), **decided())

    assert each(refused, "kind") == ["furthest_stage"]
    assert each(refused, "stage_name") == ["Disqualified"]
    assert each(refused, "is_overridable") == [False]
    assert "Close it as Disqualified" in refused.value.missing[0].remedy
    assert closed.after.status == "disqualified"


@pytest.mark.rule("PS-26")
@pytest.mark.rule("AC-95")
def test_having_reached_it_once_is_enough_and_then_it_is_lost_and_not_disqualified() -> None:
    moved_back = an_opportunity("Qualify", furthest="Demo")

    lost = decide_move(moved_back, a_move("Lost", closing=LOST_TO_PRICE), **decided())
    with pytest.raises(HardGaps):
        decide_move(moved_back, a_move("Disqualified"), **decided())

    assert (lost.after.status, lost.after.probability, lost.after.category) == ("lost", 0, "omitted")


@pytest.mark.rule("PS-168")
@pytest.mark.rule("PS-169")
@pytest.mark.rule("AC-96")
def test_winning_and_losing_ask_for_a_reason_of_their_list() -> None:
    deal = an_opportunity("Propose")

    for target, wrong in (("Won", "timing"), ("Lost", "fit")):
        with pytest.raises(ReasonRequired) as refused:
            decide_move(deal, a_move(target), **decided())
        assert missing(refused) == ["close reason"]
        with pytest.raises(UnknownReason):
            decide_move(deal, a_move(target, closing=Closing(close_reason=wrong)), **decided())


@pytest.mark.rule("PS-168")
def test_a_reason_that_names_a_competitor_asks_who() -> None:
    deal = an_opportunity("Propose")

    with pytest.raises(ReasonRequired) as refused:
        decide_move(deal, a_move("Lost", closing=Closing(close_reason="competitor")), **decided())
    lost = decide_move(
        deal, a_move("Lost", closing=Closing(close_reason="competitor", competitor="Harrow")), **decided()
    )

    assert missing(refused) == ["competitor"]
    assert (lost.after.close_reason, lost.after.competitor) == ("competitor", "Harrow")


@pytest.mark.rule("PS-170")
@pytest.mark.rule("AC-97")
@pytest.mark.parametrize("amount", [None, 0])
def test_winning_needs_an_amount_above_zero(amount: int | None) -> None:
    deal = an_opportunity("Propose", amount_minor=amount)

    with pytest.raises(HardGaps) as refused:
        decide_move(deal, a_move("Won", closing=WON_FOR_FIT), **decided())
    won = decide_move(deal, a_move("Won", closing=WON_FOR_FIT, fields={"amount_minor": 1}), **decided())

    assert missing(refused) == ["amount"]
    assert won.after.status == "won"


@pytest.mark.rule("PS-28")
def test_winning_early_is_a_skip_whose_gaps_are_on_record() -> None:
    process = a_process(leaving={"Demo": [CHAMPION], "Propose": [HAS_ROLE]})
    wanted = a_move("Won", closing=WON_FOR_FIT, acknowledge_gaps=True)

    change = decide_move(an_opportunity("Demo", process=process), wanted, **decided()).change

    assert change is not None
    assert [g.stage_name for g in change.gaps] == ["Demo", "Propose"]  # type: ignore[attr-defined]


@pytest.mark.rule("PS-158")
def test_what_holds_at_and_beyond_a_stage_is_asked_on_entering_any_later_one() -> None:
    budget = a_criterion("budget", place=Place.AT_AND_BEYOND, when={"field": "amount_minor", "is": "is_filled"})
    process = a_process(leaving={"Demo": [budget]})

    for target in ("Demo", "Propose"):
        with pytest.raises(SoftGaps) as refused:
            decide_move(an_opportunity(process=process, amount_minor=None), a_move(target), **decided())
        assert missing(refused) == ["budget"]


@pytest.mark.rule("PS-153")
@pytest.mark.parametrize(
    ("related", "roles", "has_contact", "is_met"),
    [
        (Related(what="contact_role"), ("champion",), False, True),
        (Related(what="contact_role"), (), True, False),
        (Related(what="contact_role", contact_role="legal"), ("champion",), True, False),
        (Related(what="contact_role", contact_role="legal", at_least=2), ("legal", "legal"), False, True),
        (Related(what="contact", at_least=2), ("champion",), True, True),
        (Related(what="contact"), (), False, False),
    ],
)
def test_related_contacts_are_counted(related: Related, roles: Any, has_contact: bool, is_met: bool) -> None:
    criterion = a_criterion("people", related=related)
    deal = an_opportunity(contact_roles=roles, contact_id=1 if has_contact else None)

    assert criterion.is_met(deal, a_moment()) is is_met


@pytest.mark.rule("PS-155")
@pytest.mark.rule("AC-134")
def test_nothing_is_kept_as_met() -> None:
    process = a_process(leaving={"Qualify": [HAS_AMOUNT]})
    filled, cleared = an_opportunity(process=process), an_opportunity(process=process, amount_minor=None)

    assert decide_move(filled, a_move("Demo"), **decided()).change is not None
    with pytest.raises(SoftGaps):
        decide_move(cleared, a_move("Demo"), **decided())


@pytest.mark.rule("PS-162")
@pytest.mark.rule("PS-156")
def test_what_is_confirmed_or_linked_with_the_move_counts_for_its_gate() -> None:
    process = a_process(leaving={"Qualify": [CHAMPION, HAS_ROLE]}, options=HARD)
    wanted = a_move(
        "Demo",
        confirm=(Confirmation(criterion_id=CHAMPION.id, note="Ann said so"),),
        contact_roles=(LinkedContact(contact_id=ContactId(1), contact_role="champion"),),
    )

    answer = decide_move(an_opportunity(process=process), wanted, **decided())

    assert answer.change is not None
    assert [e.kind for e in answer.beside] == ["criterion.confirmed", "opportunity.contact_linked"]
    assert [e.id for e in (*answer.beside, answer.change)] == [1, 2, 3]


@pytest.mark.rule("PS-164")
@pytest.mark.rule("PS-242")
@pytest.mark.rule("AC-133")
def test_a_criterion_counts_for_who_entered_while_it_was_in_force_and_for_stages_ahead_as_of_now() -> None:
    entered = NOON - DAY
    ended = replace(HAS_AMOUNT, in_force_to=NOON - timedelta(hours=1))
    begun = replace(HAS_CLOSE_DATE, in_force_from=NOON - timedelta(hours=1))
    process = a_process(leaving={"Qualify": [ended, begun], "Demo": [ended, begun]})
    deal = an_opportunity(process=process, amount_minor=None, expected_close_on=None, stage_entered_at=entered)

    with pytest.raises(SoftGaps) as refused:
        decide_move(deal, a_move("Propose"), **decided())

    assert list(zip(each(refused, "stage_name"), missing(refused), strict=True)) == [
        ("Qualify", "amount"),
        ("Demo", "close date"),
    ]


@pytest.mark.rule("PS-164")
@pytest.mark.rule("AC-133")
def test_what_earlier_stages_ask_for_today_is_told_and_holds_nothing_up() -> None:
    late = replace(CHAMPION, strength=Strength.HARD, in_force_from=NOON - timedelta(hours=1))
    process = a_process(leaving={"Qualify": [late]})
    deal = an_opportunity("Demo", process=process)

    moved = decide_move(deal, a_move("Propose"), **decided())

    assert moved.change is not None
    assert [g.name for g in gaps_behind(deal, a_moment(), a_rep())] == ["champion acts for us"]


@pytest.mark.rule("PS-152")
def test_a_close_date_pushed_into_another_quarter_along_with_a_move_needs_a_reason_too() -> None:
    pushed = {"fields": {"expected_close_on": date(2027, 2, 1)}}

    with pytest.raises(ReasonRequired):
        decide_move(an_opportunity(), a_move("Demo", **pushed), **decided())
    moved = decide_move(an_opportunity(), a_move("Demo", reason="Budget round", **pushed), **decided())

    assert moved.after.push_count == 1


def test_closing_details_come_with_a_closing_only() -> None:
    with pytest.raises(OnlyWhenClosing):
        decide_move(an_opportunity(), a_move("Demo", fields={"close_reason": "fit"}), **decided())
