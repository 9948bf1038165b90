"""Creating, publishing, archiving and deleting processes, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from stageline.commands.processes.creating import create_process, shipped
from stageline.commands.processes.publishing import (
    archive_process,
    delete_process,
    make_default,
    publish_process,
    restore_process,
)
from stageline.domain.errors import NotFound, Refusal
from stageline.domain.ids import ProcessId
from stageline.domain.opportunities.opening import NoProcess, ProcessNotOffered
from stageline.domain.processes.problem import Incomplete
from stageline.domain.processes.process import Process, ProcessState, StageNotInProcess
from stageline.domain.processes.publishing import IsDefault, NotPublished, ProcessChangedMeanwhile, ProcessInUse
from stageline.domain.rights import RightMissing
from stageline.queries.processes import read_preselected, read_processes
from stageline.storage.processes import NameTaken
from stageline.storage.tables import users
from stageline.storage.unit_of_work import Storage
from tests.builders import NOON, OPERATIONS, REP, a_manager, a_rep, an_operator, an_opportunity, by
from tests.definitions import all_rows, have_opportunities, have_people, move, opened, standard_sales, the_process

OPS = by(an_operator())


def created(storage: Storage, name: str = "Renewals", **said: object) -> Process:
    have_people(storage)
    with storage.writing() as work:
        return create_process(work, name, by=OPS, at=NOON, **said)  # type: ignore[arg-type]


def second(storage: Storage, name: str = "Renewals") -> Process:
    """Another published process beside the default one."""
    process = created(storage, name, template="standard_sales")
    with storage.writing() as work:
        publish_process(work, process.id, version=None, by=OPS, at=NOON)
    return the_process(storage, process.id)


@pytest.mark.rule("PS-4")
def test_a_new_process_is_a_draft_with_one_won_and_one_lost_stage(storage: Storage) -> None:
    process = created(storage)

    assert (process.state, process.is_default, process.revision) == (ProcessState.DRAFT, False, 0)
    assert [(s.type, s.probability, s.category, s.is_default_won) for s in process.stages] == [
        ("won", 100, "closed", True),
        ("lost", 0, "omitted", False),
    ]
    [event] = all_rows(storage)["events"]
    assert (event.kind, event.subject_id, event.actor_id) == ("process.created", process.id, OPERATIONS)


@pytest.mark.rule("PS-4")
@pytest.mark.rule("PS-2")
def test_there_may_be_many_processes_but_no_two_with_one_name(storage: Storage) -> None:
    created(storage, "Renewals")
    created(storage, "New business")
    before = all_rows(storage)

    with pytest.raises(NameTaken), storage.writing() as work:
        create_process(work, " RENEWALS ", by=OPS, at=NOON)

    assert all_rows(storage) == before
    assert [p.name for p in before["processes"]] == ["Renewals", "New business"]


@pytest.mark.rule("PS-4")
@pytest.mark.rule("AC-15")
def test_whoever_may_not_set_up_processes_changes_none(storage: Storage) -> None:
    process = standard_sales(storage)
    before = all_rows(storage)
    rep = by(a_manager())

    with storage.writing() as work:
        for refused in (
            lambda: create_process(work, "Mine", by=rep, at=NOON),
            lambda: publish_process(work, process.id, version=None, by=rep, at=NOON),
            lambda: make_default(work, process.id, by=rep, at=NOON),
            lambda: archive_process(work, process.id, by=rep, at=NOON),
            lambda: restore_process(work, process.id, by=rep, at=NOON),
            lambda: delete_process(work, process.id, version=None, by=rep, at=NOON),
        ):
            with pytest.raises(RightMissing):
                refused()

    assert all_rows(storage) == before


@pytest.mark.rule("PS-3")
@pytest.mark.rule("AC-1")
def test_without_a_published_process_nobody_creates_an_opportunity(storage: Storage) -> None:
    process = created(storage)
    before = all_rows(storage)

    with pytest.raises(NoProcess) as refused:
        opened(storage)
    with pytest.raises(ProcessNotOffered):
        opened(storage, process.id)

    assert [missing.name for missing in refused.value.missing] == ["published process"]
    assert all_rows(storage) == before
    assert opened(storage, standard_sales(storage).id)


@pytest.mark.rule("PS-6")
def test_an_incomplete_draft_is_not_published_and_all_its_problems_are_told(storage: Storage) -> None:
    process = created(storage)
    before = all_rows(storage)

    with pytest.raises(Incomplete) as refused, storage.writing() as work:
        publish_process(work, process.id, version=None, by=OPS, at=NOON)
    with storage.writing(preview=True) as work:
        checked = publish_process(work, process.id, version=None, by=OPS, at=NOON)

    assert all_rows(storage) == before
    assert list(refused.value.missing) == checked.problems
    assert [(p.level, p.kind) for p in checked.problems] == [("error", "no_open_stage")]


@pytest.mark.rule("PS-5")
@pytest.mark.rule("PS-242")
def test_publishing_offers_a_process_and_keeps_its_first_revision(storage: Storage) -> None:
    process = created(storage, template="standard_sales")

    with storage.writing() as work:
        saved = publish_process(work, process.id, version=process.version, by=OPS, at=NOON)
    with storage.writing() as work:
        again = publish_process(work, process.id, version=None, by=OPS, at=NOON)

    assert (saved.process.state, saved.process.revision, again.changes) == (ProcessState.PUBLISHED, 1, ())
    [kept] = all_rows(storage)["process_revisions"]
    assert (kept.revision, kept.author_id, kept.at) == (1, OPERATIONS, NOON)
    assert [s["name"] for s in kept.definition["stages"]] == [s.name for s in process.stages]
    assert opened(storage, process.id)


@pytest.mark.rule("PS-7")
def test_the_first_published_process_is_the_default_and_the_next_is_not(storage: Storage) -> None:
    first = standard_sales(storage)
    other = second(storage)

    assert (first.is_default, other.is_default) == (True, False)


@pytest.mark.rule("PS-7")
@pytest.mark.rule("AC-4")
def test_making_another_process_the_default_unmakes_the_first(storage: Storage) -> None:
    first, other = standard_sales(storage), second(storage)

    with storage.writing() as work:
        make_default(work, other.id, by=OPS, at=NOON)

    assert [p.is_default for p in (the_process(storage, first.id), the_process(storage, other.id))] == [False, True]
    assert [e.kind for e in all_rows(storage)["events"]][-1] == "process.made_default"


@pytest.mark.rule("PS-7")
def test_a_draft_is_no_default(storage: Storage) -> None:
    draft = created(storage)

    with pytest.raises(NotPublished), storage.writing() as work:
        make_default(work, draft.id, by=OPS, at=NOON)


def preselected(storage: Storage) -> ProcessId | None:
    with storage.reading() as connection:
        return read_preselected(connection, REP)


@pytest.mark.rule("PS-8")
@pytest.mark.rule("AC-2")
@pytest.mark.rule("AC-3")
def test_ones_own_default_wins_while_it_stays_published(storage: Storage) -> None:
    first, other = standard_sales(storage), second(storage)
    assert preselected(storage) == first.id

    with storage.engines.writing.begin() as connection:
        connection.execute(users.update().where(users.c.id == REP).values(default_process_id=other.id))
    own = preselected(storage)
    followed = opened(storage)
    with storage.writing() as work:
        archive_process(work, other.id, by=OPS, at=NOON)

    assert (own, preselected(storage)) == (other.id, first.id)
    with storage.reading() as connection:
        page = read_processes(connection, state=ProcessState.PUBLISHED, cursor=None, limit=9, asker=a_rep())
    assert [(p.id, p.is_preselected) for p in page.items] == [(first.id, True)]
    assert opened(storage) != followed


@pytest.mark.rule("PS-5")
@pytest.mark.rule("AC-3")
def test_an_archived_process_is_not_offered_and_what_follows_it_goes_on(storage: Storage) -> None:
    standard_sales(storage)
    other = second(storage)
    opportunity_id = opened(storage, other.id)
    with storage.writing() as work:
        archive_process(work, other.id, by=OPS, at=NOON)

    with pytest.raises(ProcessNotOffered):
        opened(storage, other.id)
    move(storage, opportunity_id, other.open_stages[1])
    with storage.writing() as work:
        restore_process(work, other.id, by=OPS, at=NOON)
    assert opened(storage, other.id)


@pytest.mark.rule("PS-1")
def test_an_opportunity_stands_only_in_stages_of_its_process(storage: Storage) -> None:
    standard_sales(storage)
    other = second(storage)
    opportunity_id = opened(storage)
    before = all_rows(storage)

    with pytest.raises(StageNotInProcess):
        move(storage, opportunity_id, other.open_stages[0])

    assert all_rows(storage) == before


@pytest.mark.rule("PS-14")
@pytest.mark.rule("AC-9")
@pytest.mark.parametrize(("stage", "counts"), [("Closed Won", (0, 1)), ("Propose", (1, 0))])
def test_a_process_that_opportunities_follow_is_not_deleted(
    storage: Storage, stage: str, counts: tuple[int, int]
) -> None:
    standard_sales(storage)
    other = second(storage)
    have_opportunities(storage, an_opportunity(stage, process=other))
    before = all_rows(storage)

    with pytest.raises(ProcessInUse) as refused, storage.writing() as work:
        delete_process(work, other.id, version=None, by=OPS, at=NOON)

    facts = refused.value.facts
    assert (facts["open"], facts["closed"], facts["may_archive"]) == (*counts, True)
    assert all_rows(storage) == before


@pytest.mark.rule("PS-14")
def test_a_process_that_nobody_ever_followed_goes_with_all_it_has(storage: Storage) -> None:
    first, other = standard_sales(storage), second(storage)
    with storage.engines.writing.begin() as connection:
        connection.execute(users.update().where(users.c.id == REP).values(default_process_id=other.id))

    with storage.writing() as work:
        delete_process(work, other.id, version=other.version, by=OPS, at=NOON)

    rows = all_rows(storage)
    assert [p.id for p in rows["processes"]] == [first.id]
    assert {s.process_id for s in rows["stages"]} == {first.id}
    assert {r.process_id for r in rows["process_revisions"]} == {first.id}
    assert rows["events"][-1].kind == "process.deleted"
    assert preselected(storage) == first.id


@pytest.mark.rule("PS-15")
def test_the_default_process_is_neither_archived_nor_deleted_until_another_is(storage: Storage) -> None:
    first, other = standard_sales(storage), second(storage)

    with pytest.raises(IsDefault), storage.writing() as work:
        archive_process(work, first.id, by=OPS, at=NOON)
    with pytest.raises(IsDefault), storage.writing() as work:
        delete_process(work, first.id, version=None, by=OPS, at=NOON)

    with storage.writing() as work:
        make_default(work, other.id, by=OPS, at=NOON)
        archive_process(work, first.id, by=OPS, at=NOON)
    assert the_process(storage, first.id).state is ProcessState.ARCHIVED


def test_an_act_on_an_older_version_or_on_nothing_is_refused(storage: Storage) -> None:
    process = created(storage)

    with pytest.raises(ProcessChangedMeanwhile), storage.writing() as work:
        delete_process(work, process.id, version=7, by=OPS, at=NOON)
    with pytest.raises(NotFound), storage.writing() as work:
        delete_process(work, ProcessId(404), version=None, by=OPS, at=NOON)


@pytest.mark.rule("PS-25")
def test_the_shipped_process_has_the_stages_that_a_sale_goes_through(storage: Storage) -> None:
    process = standard_sales(storage)

    assert [(s.name, s.probability, s.category, s.stuck_days) for s in process.stages] == [
        ("Identify", 10, "pipeline", 14),
        ("Qualify", 25, "pipeline", 21),
        ("Propose", 50, "best_case", 21),
        ("Negotiate", 75, "commit", 30),
        ("Deliver/Finalize", 90, "commit", 10),
        ("Closed Won", 100, "closed", None),
        ("Closed Lost", 0, "omitted", None),
        ("Disqualified", 0, "omitted", None),
    ]
    assert (process.state, process.is_default, process.options.gate_mode) == (ProcessState.PUBLISHED, True, "soft")
    assert all(s.definition for s in process.stages)
    assert all(s.objectives and any(c.is_buyer_verified for c in s.criteria) for s in process.open_stages)
    with storage.writing(preview=True) as work:
        draft = create_process(work, "Copy", template="standard_sales", by=OPS, at=NOON)
    assert draft.state is ProcessState.DRAFT


@pytest.mark.rule("PS-25")
def test_nothing_is_wrong_with_the_shipped_process(storage: Storage) -> None:
    process = standard_sales(storage)

    with storage.writing(preview=True) as work:
        checked = publish_process(work, process.id, version=None, by=OPS, at=NOON)

    assert checked.problems == []
    assert shipped("standard_sales").name == process.name


def together(*acts: Any) -> list[Any]:
    """What each of several people gets who do something at the same moment."""
    barrier = Barrier(len(acts))

    def attempted(act: Any) -> Any:
        barrier.wait()
        try:
            return act()
        except Refusal as refusal:
            return type(refusal)

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(attempted, acts))


@pytest.mark.rule("PS-4")
def test_of_two_who_create_a_process_with_one_name_only_one_does(storage: Storage) -> None:
    have_people(storage)

    outcomes = together(lambda: created(storage, "Renewals"), lambda: created(storage, "RENEWALS"))

    assert outcomes.count(NameTaken) == 1
    assert len(all_rows(storage)["processes"]) == 1


@pytest.mark.rule("PS-7")
def test_of_two_defaults_chosen_at_the_same_time_one_remains(storage: Storage) -> None:
    standard_sales(storage)
    others = [second(storage, name).id for name in ("Renewals", "Partners")]

    def choose(process_id: ProcessId) -> None:
        with storage.writing() as work:
            make_default(work, process_id, by=OPS, at=NOON)

    together(*(partial(choose, process_id) for process_id in others))

    [default] = [p.id for p in all_rows(storage)["processes"] if p.is_default]
    assert default in others
