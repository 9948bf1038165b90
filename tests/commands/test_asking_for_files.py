"""A criterion that asks for files looks at those that are there, at the moment of the move."""

from io import BytesIO

import pytest

from stageline.commands.files import Received, add_file, remove_file
from stageline.commands.opportunities.moving import move_opportunity
from stageline.domain.ids import FileId, OpportunityId
from stageline.domain.opportunities.gap import Gap
from stageline.domain.opportunities.gates import SoftGaps
from stageline.domain.opportunities.moving import Decided
from stageline.domain.opportunities.planning import exit_progress
from stageline.domain.processes.criterion import Criterion, RequiredFiles
from stageline.queries.guidance import read_options
from stageline.storage.unit_of_work import Storage
from tests.builders import HAS_FILE, NOON, a_criterion, a_moment, a_move, a_process, an_opportunity, by, keep

TWO = a_criterion("two files", 2, file=RequiredFiles(at_least=2))
ONE = OpportunityId(1)


def given(storage: Storage, *criteria: Criterion) -> None:
    process = a_process(leaving={"Qualify": criteria})
    with storage.writing() as work:
        keep(work.connection, process, an_opportunity(process=process))


def attach(storage: Storage, label: str | None = None) -> FileId:
    file = Received(name="quote.pdf", label=label, content=BytesIO(b"%PDF-"), size=5, sha256="0")
    with storage.writing() as work:
        return add_file(work, ONE, file, by=by(), at=NOON)


def move(storage: Storage) -> Decided:
    with storage.writing() as work:
        return move_opportunity(work, a_move(), by=by(), at=NOON)


@pytest.mark.rule("PS-153")
@pytest.mark.rule("PS-155")
def test_a_move_asks_for_the_file_until_it_is_there(storage: Storage) -> None:
    given(storage, HAS_FILE)

    with pytest.raises(SoftGaps) as refused:
        move(storage)
    attach(storage, " qUOTE ")
    moved = move(storage)

    [gap] = refused.value.missing
    assert isinstance(gap, Gap)
    assert (gap.kind, gap.file_label, gap.files_lacking) == ("file", "Quote", 1)
    assert moved.after.stage.name == "Demo"


@pytest.mark.rule("PS-153")
def test_another_label_and_a_removed_file_do_not_count(storage: Storage) -> None:
    given(storage, HAS_FILE)
    attach(storage, "Contract")
    attach(storage)
    quote = attach(storage, "Quote")
    with storage.writing() as work:
        remove_file(work, quote, by=by(), at=NOON)

    with pytest.raises(SoftGaps):
        move(storage)


@pytest.mark.rule("PS-153")
def test_so_many_files_as_are_asked_for_whatever_their_label(storage: Storage) -> None:
    given(storage, TWO, HAS_FILE)
    attach(storage, "Quote")

    with storage.writing(preview=True) as work:
        record = work.opportunities.read([ONE], by().actor.user_id)[ONE]
        progress = exit_progress(record, a_moment())
        plan = read_options(work, ONE, by=by(), moment=a_moment()).options[0]
    attach(storage)

    assert (progress, [(gap.name, gap.files_lacking) for gap in plan.missing]) == ((1, 2), [("two files", 1)])
    assert move(storage).after.stage.name == "Demo"
