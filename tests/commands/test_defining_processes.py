"""Changing processes that opportunities follow, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from stageline.commands.processes.creating import create_process
from stageline.domain.errors import Refusal
from stageline.domain.ids import OpportunityId, ProcessId
from stageline.domain.opportunities.gates import SoftGaps
from stageline.domain.processes.defining import StageInUse
from stageline.domain.processes.definition import Definition, WrittenLink, definition_of
from stageline.domain.processes.problem import Incomplete, InvalidDefinition
from stageline.domain.processes.process import Process, StageUnavailable
from stageline.domain.processes.publishing import ProcessChangedMeanwhile
from stageline.domain.processes.stage import Category, StageType
from stageline.domain.rights import RightMissing
from stageline.queries.processes import read_revision, read_revisions
from stageline.storage.processes import NameTaken
from stageline.storage.tables import criterion_checks, opportunities
from stageline.storage.unit_of_work import Storage
from tests.builders import DAY, NOON, OPERATIONS, OTHER_REP, REP, a_manager, an_operator, an_opportunity, by
from tests.definitions import (
    HAS_AMOUNT,
    a_stage,
    a_written_criterion,
    all_rows,
    changed,
    current,
    have_opportunities,
    have_people,
    in_order,
    move,
    opened,
    save,
    standard_sales,
    the_process,
    without,
)


def stage(process: Process, name: str) -> Any:
    return next(s for s in process.stages if s.name == name)


def in_stage(storage: Storage, process: Process, name: str, *numbers: int, **said: Any) -> None:
    ids = [OpportunityId(n) for n in numbers or (1,)]
    have_opportunities(storage, *(an_opportunity(name, process=process, id=n, **said) for n in ids))


def row(storage: Storage, number: int = 1) -> Any:
    with storage.reading() as connection:
        return connection.execute(select(opportunities).where(opportunities.c.id == number)).one()


def test_what_is_saved_is_what_is_read(storage: Storage) -> None:
    process = standard_sales(storage)
    definition = definition_of(process)
    options = msgspec.structs.replace(
        definition.options, default_owner_id=OTHER_REP, gate_mode="hard", undo_minutes=0, stuck_default_days=30
    )
    wanted = msgspec.structs.replace(definition, name="Big deals", description="For the big ones.", options=options)
    wanted = changed(
        wanted,
        "Propose",
        objectives=("One.", "Two."),
        links=(WrittenLink(label="Playbook", url="https://example.org"),),
        usual_role="sales engineer",
        is_skippable=True,
        stuck_days=None,
    )

    saved = save(storage, process, wanted)

    assert current(storage, process) == wanted
    assert (saved.process.version, saved.process.revision) == (process.version + 1, process.revision + 1)


@pytest.mark.rule("PS-242")
def test_every_published_edit_is_kept_with_its_author_its_time_and_what_changed(storage: Storage) -> None:
    process = standard_sales(storage)

    save(storage, process, changed(definition_of(process), "Qualify", stuck_days=30), at=NOON + DAY)

    with storage.reading() as connection:
        page = read_revisions(connection, process.id, cursor=None, limit=1, asker=an_operator())
        first = read_revision(connection, process.id, 1, asker=an_operator())
    [last] = page.items
    assert (last.revision, last.at, last.author.id) == (2, NOON + DAY, OPERATIONS)
    assert msgspec.to_builtins(last.changes) == [{"what": "Qualify: stuck days", "before": 21, "after": 30}]
    assert page.next_cursor is not None
    assert first.definition == definition_of(process)
    assert all_rows(storage)["events"][-1].kind == "process.changed"


@pytest.mark.rule("PS-242")
def test_saving_what_is_there_makes_no_revision(storage: Storage) -> None:
    process = standard_sales(storage)
    before = all_rows(storage)

    saved = save(storage, process, definition_of(process))

    assert saved.changes == ()
    assert all_rows(storage) == before


@pytest.mark.rule("PS-4")
@pytest.mark.rule("AC-15")
def test_only_operations_save_a_definition(storage: Storage) -> None:
    process = standard_sales(storage)
    before = all_rows(storage)

    with pytest.raises(RightMissing):
        save(storage, process, changed(definition_of(process), "Qualify", stuck_days=30), by=by(a_manager()))

    assert all_rows(storage) == before


def test_a_definition_based_on_an_older_version_is_refused(storage: Storage) -> None:
    process = standard_sales(storage)
    wanted = changed(definition_of(process), "Qualify", stuck_days=30)
    save(storage, process, wanted, version=process.version)

    with pytest.raises(ProcessChangedMeanwhile) as refused:
        save(storage, process, definition_of(process), version=process.version)

    assert refused.value.facts["current"]["version"] == process.version + 1


@pytest.mark.rule("PS-6")
def test_a_published_process_stays_complete(storage: Storage) -> None:
    process = standard_sales(storage)
    broken = changed(definition_of(process), "Closed Won", is_default_won=False)
    before = all_rows(storage)

    with pytest.raises(Incomplete) as refused:
        save(storage, process, broken)
    previewed = save(storage, process, broken, preview=True)

    assert [p.kind for p in previewed.problems] == ["no_default_won_stage"] == [m.kind for m in refused.value.missing]
    assert all_rows(storage) == before


def test_what_cannot_be_kept_is_refused_also_in_a_draft(storage: Storage) -> None:
    process = standard_sales(storage)
    definition = definition_of(process)
    nobody = msgspec.structs.replace(
        definition, options=msgspec.structs.replace(definition.options, default_owner_id=5)
    )
    foreign = changed(definition, "Qualify", id=999)

    for wanted, name in ((nobody, "options.default_owner_id"), (foreign, "stages[1].id")):
        with pytest.raises(InvalidDefinition) as refused:
            save(storage, process, wanted)
        assert [missing.name for missing in refused.value.missing] == [name]


@pytest.mark.rule("PS-4")
def test_a_process_cannot_take_the_name_of_another(storage: Storage) -> None:
    process = standard_sales(storage)
    with storage.writing() as work:
        create_process(work, "Renewals", by=by(an_operator()), at=NOON)

    with pytest.raises(NameTaken):
        save(storage, process, msgspec.structs.replace(definition_of(process), name="renewals"))
    save(storage, process, msgspec.structs.replace(definition_of(process), name="STANDARD SALES"))


@pytest.mark.rule("PS-19")
def test_a_reorder_is_one_act_and_moves_no_opportunity(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Propose")

    saved = save(storage, process, in_order(definition_of(process), "Propose", "Identify"))

    assert [s.name for s in saved.process.stages][:3] == ["Propose", "Identify", "Qualify"]
    assert row(storage).stage_id == stage(process, "Propose").id
    assert len(saved.changes) == 1
    assert len(all_rows(storage)["process_revisions"]) == 2


@pytest.mark.rule("PS-19")
def test_the_furthest_stage_is_told_by_the_present_order(storage: Storage) -> None:
    process = standard_sales(storage)
    opportunity_id = opened(storage)
    for name in ("Propose", "Qualify"):
        move(storage, opportunity_id, stage(process, name), reason="They asked for it.")
    assert row(storage, opportunity_id).furthest_stage_id == stage(process, "Propose").id

    save(storage, process, in_order(definition_of(process), "Propose", "Identify", "Qualify"))

    assert row(storage, opportunity_id).furthest_stage_id == stage(process, "Qualify").id
    assert row(storage, opportunity_id).stage_id == stage(process, "Qualify").id


@pytest.mark.rule("PS-21")
@pytest.mark.rule("AC-11")
def test_history_keeps_the_name_that_a_stage_had(storage: Storage) -> None:
    process = standard_sales(storage)
    opportunity_id = opened(storage)
    move(storage, opportunity_id, stage(process, "Qualify"))

    save(storage, process, changed(definition_of(process), "Qualify", name="Discover"))
    move(storage, opportunity_id, stage(process, "Propose"))

    past = all_rows(storage)["stage_history"]
    assert [(h.from_stage_name, h.to_stage_name) for h in past] == [
        (None, "Identify"),
        ("Identify", "Qualify"),
        ("Discover", "Propose"),
    ]
    assert past[1].to_stage_id == past[2].from_stage_id == stage(process, "Qualify").id


@pytest.mark.rule("PS-22")
@pytest.mark.rule("PS-149")
@pytest.mark.rule("AC-12")
def test_another_default_probability_is_for_those_who_enter_later(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Qualify", probability=25)
    later = opened(storage)

    save(storage, process, changed(definition_of(process), "Qualify", probability=35))

    assert (row(storage).probability, row(storage).version) == (25, 1)
    assert move(storage, later, stage(process, "Qualify")).probability == 35


@pytest.mark.rule("PS-22")
@pytest.mark.rule("PS-178")
def test_another_category_is_taken_at_once_by_all_who_have_none_of_their_own(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Qualify", 1)
    in_stage(storage, process, "Qualify", 2, is_category_overridden=True)
    in_stage(storage, process, "Propose", 3)

    saved = save(storage, process, changed(definition_of(process), "Qualify", category=Category.COMMIT))

    assert [(r.category, r.version) for r in all_rows(storage)["opportunities"]] == [
        ("commit", 2),
        ("pipeline", 1),
        ("best_case", 1),
    ]
    changed_process, followed = all_rows(storage)["events"][-2:]
    assert (changed_process.kind, followed.kind) == ("process.changed", "opportunity.category_followed")
    assert (followed.opportunity_id, followed.version, followed.cause_id) == (1, 2, changed_process.id)
    [past] = all_rows(storage)["field_history"]
    assert (past.opportunity_id, past.field, past.before, past.after) == (1, "category", "pipeline", "commit")
    assert (past.version, past.actor_id, past.event_id) == (2, OPERATIONS, followed.id)
    assert saved.affected == 2


@pytest.mark.rule("PS-22")
def test_an_open_stage_with_opportunities_in_it_cannot_be_closed(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Propose")
    closing = changed(definition_of(process), "Propose", type=StageType.LOST, probability=None, category=None)

    with pytest.raises(StageInUse):
        save(storage, process, closing)
    move(storage, OpportunityId(1), stage(process, "Negotiate"))
    save(storage, process, closing)

    assert stage(the_process(storage, process.id), "Propose").is_closed


@pytest.mark.rule("PS-23")
@pytest.mark.rule("AC-10")
@pytest.mark.rule("PS-179")
def test_a_stage_is_retired_when_its_opportunities_have_moved_out(storage: Storage) -> None:
    process = standard_sales(storage)
    numbers = [opened(storage) for _ in range(3)]
    for number in numbers:
        move(storage, number, stage(process, "Propose"))
    retired = changed(definition_of(process), "Propose", is_active=False)
    before = all_rows(storage)

    with pytest.raises(StageInUse) as refused:
        save(storage, process, retired)
    assert [named.id for named in refused.value.facts["opportunities"]] == numbers
    assert all_rows(storage) == before

    for number in numbers:
        move(storage, number, stage(process, "Qualify"), reason="Not yet.")
    save(storage, process, retired)
    assert "Propose" in [h.to_stage_name for h in all_rows(storage)["stage_history"]]
    with pytest.raises(StageUnavailable):
        move(storage, numbers[0], stage(process, "Propose"))


@pytest.mark.rule("PS-23")
@pytest.mark.parametrize("remembered", ["history", "furthest", "confirmed"])
def test_a_stage_left_out_stays_when_anything_of_the_past_refers_to_it(storage: Storage, remembered: str) -> None:
    process = standard_sales(storage)
    propose = stage(process, "Propose")
    if remembered == "history":
        number = opened(storage)
        for name in ("Propose", "Negotiate"):
            move(storage, number, stage(process, name))
    else:
        in_stage(storage, process, "Qualify", furthest="Propose" if remembered == "furthest" else "Qualify")
    if remembered == "confirmed":
        check = {"opportunity_id": 1, "criterion_id": propose.criteria[0].id, "checked_by": REP, "checked_at": NOON}
        with storage.engines.writing.begin() as connection:
            connection.execute(criterion_checks.insert(), check)

    saved = save(storage, process, without(definition_of(process), "Propose"))

    assert [(s.name, s.is_active) for s in saved.process.stages][:4] == [
        ("Identify", True),
        ("Qualify", True),
        ("Propose", False),
        ("Negotiate", True),
    ]
    assert saved.process.stages[2].id == propose.id


@pytest.mark.rule("PS-23")
def test_a_stage_never_used_goes_and_no_opportunity_with_it(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Qualify")

    save(storage, process, without(definition_of(process), "Propose"))

    assert stage_names(storage, process)[:3] == ["Identify", "Qualify", "Negotiate"]
    assert len(all_rows(storage)["opportunities"]) == 1


@pytest.mark.rule("PS-23")
def test_a_deleted_opportunity_holds_its_stage(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Propose")
    with storage.engines.writing.begin() as connection:
        connection.execute(update(opportunities).values(deleted_at=NOON))

    with pytest.raises(StageInUse):
        save(storage, process, without(definition_of(process), "Propose"))


def stage_names(storage: Storage, process: Process) -> list[str]:
    return [s.name for s in current(storage, process).stages]


@pytest.mark.rule("PS-24")
def test_a_new_stage_moves_nobody_and_those_past_it_have_skipped_it(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Propose")
    definition = definition_of(process)
    trial = a_stage("Trial", probability=40, category=Category.PIPELINE)

    save(
        storage,
        process,
        msgspec.structs.replace(definition, stages=(*definition.stages[:2], trial, *definition.stages[2:])),
    )

    assert stage_names(storage, process)[:4] == ["Identify", "Qualify", "Trial", "Propose"]
    assert (row(storage).stage_id, row(storage).version) == (stage(process, "Propose").id, 1)
    lost = stage(the_process(storage, process.id), "Closed Lost")
    assert lost.min_furthest_stage_id == stage(process, "Qualify").id


@pytest.mark.rule("PS-242")
@pytest.mark.rule("PS-164")
@pytest.mark.parametrize("follow_now", [False, True])
def test_a_new_criterion_counts_for_those_in_the_stage_only_when_they_are_to_follow(
    storage: Storage, *, follow_now: bool
) -> None:
    process = standard_sales(storage)
    bare = bared(definition_of(process))
    process = the_process(storage, save(storage, process, bare, at=NOON - 9 * DAY).process.id)
    in_stage(storage, process, "Identify", stage_entered_at=NOON - DAY, amount_minor=None)
    asking = changed(definition_of(process), "Identify", criteria=(a_written_criterion(condition=HAS_AMOUNT),))

    save(storage, process, asking, follow_now=follow_now)

    if follow_now:
        with pytest.raises(SoftGaps):
            move(storage, OpportunityId(1), stage(process, "Qualify"), acknowledge_gaps=False, at=NOON + DAY)
    else:
        move(storage, OpportunityId(1), stage(process, "Qualify"), acknowledge_gaps=False, at=NOON + DAY)
    late = opened(storage)
    with pytest.raises(SoftGaps):
        move(storage, late, stage(process, "Qualify"), acknowledge_gaps=False, at=NOON + DAY)


def bared(definition: Definition) -> Definition:
    for name in [s.name for s in definition.stages]:
        definition = changed(definition, name, criteria=())
    return definition


@pytest.mark.rule("PS-242")
def test_a_draft_is_free_to_change(storage: Storage) -> None:
    have_people(storage)
    with storage.writing() as work:
        draft = create_process(work, "Draft", template="standard_sales", by=by(an_operator()), at=NOON)
    criteria = len(all_rows(storage)["criteria"])
    incomplete = without(without(definition_of(draft), "Closed Lost"), "Propose")

    saved = save(storage, draft, incomplete)

    assert (saved.process.revision, len(all_rows(storage)["process_revisions"])) == (0, 0)
    assert [p.kind for p in saved.problems] == ["no_lost_stage"]
    assert len(all_rows(storage)["criteria"]) == criteria - len(stage(draft, "Propose").criteria)
    assert all(c.in_force_from is None is c.in_force_to for c in all_rows(storage)["criteria"])


@pytest.mark.rule("PS-18")
def test_guidance_is_cleaned_when_it_is_saved(storage: Storage) -> None:
    process = standard_sales(storage)
    wanted = changed(
        definition_of(process),
        "Propose",
        definition="Win.<script>alert(1)</script>",
        objectives=("<b>One</b>", "<img src=x>"),
        criteria=(a_written_criterion(remedy="[Ask](javascript:alert(1))"),),
    )

    save(storage, process, wanted)

    kept = stage(the_process(storage, process.id), "Propose")
    assert (kept.definition, kept.objectives, kept.criteria[0].remedy) == ("Win.", ("One",), "[Ask](#)")


@pytest.mark.rule("PS-93")
def test_a_preview_tells_what_would_change_and_leaves_no_trace(storage: Storage) -> None:
    process = standard_sales(storage)
    in_stage(storage, process, "Qualify", 1, 2)
    in_stage(storage, process, "Propose", 3)
    wanted = changed(definition_of(process), "Qualify", category=Category.COMMIT)
    before = all_rows(storage)

    previewed = save(storage, process, wanted, preview=True)
    untouched = all_rows(storage)
    saved = save(storage, process, wanted)

    assert untouched == before
    assert previewed == saved
    assert previewed.affected == 2


@pytest.mark.rule("PS-23")
def test_of_a_move_into_a_stage_and_its_removal_at_the_same_time_only_one_happens(storage: Storage) -> None:
    process = standard_sales(storage)
    propose = stage(process, "Propose")
    number = opened(storage)
    move(storage, number, stage(process, "Qualify"))
    together = Barrier(2)

    def remove() -> Any:
        together.wait()
        return save(storage, process, changed(definition_of(process), "Propose", is_active=False))

    def enter() -> Any:
        together.wait()
        return move(storage, number, propose)

    def outcome(act: Any) -> Any:
        try:
            return act()
        except Refusal as refusal:
            return type(refusal)

    with ThreadPoolExecutor(2) as people:
        removed, entered = people.map(outcome, [remove, enter])

    assert (removed is StageInUse) != (entered is StageUnavailable)
    is_there = row(storage, number).stage_id == propose.id
    assert is_there == (entered is not StageUnavailable)
    assert stage(the_process(storage, ProcessId(process.id)), "Propose").is_active == is_there
