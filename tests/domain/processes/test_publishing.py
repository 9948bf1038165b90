"""Offering a process, and taking it away again."""

import pytest

from stageline.domain.processes.process import ProcessState
from stageline.domain.processes.publishing import (
    Archived,
    IsDefault,
    NotPublished,
    ProcessChangedMeanwhile,
    ProcessInUse,
    Used,
    archived,
    as_default,
    published,
    refuse_deletion,
    require_version,
    restored,
)
from tests.builders import a_process

DRAFT = a_process(state=ProcessState.DRAFT, is_default=False, revision=0)
OFFERED = a_process(is_default=False)
ARCHIVE = a_process(state=ProcessState.ARCHIVED, is_default=False)
DEFAULT = a_process()


@pytest.mark.rule("PS-5")
def test_a_process_is_draft_then_published_then_archived_and_back() -> None:
    first = published(DRAFT)

    assert (first.state, first.revision, first.version) == (ProcessState.PUBLISHED, 1, 2)
    assert archived(first).state is ProcessState.ARCHIVED
    assert restored(archived(first)).state is ProcessState.PUBLISHED


@pytest.mark.rule("PS-5")
def test_only_drafts_are_published_and_only_what_was_published_is_archived() -> None:
    with pytest.raises(Archived):
        published(ARCHIVE)
    with pytest.raises(NotPublished):
        archived(DRAFT)
    with pytest.raises(NotPublished):
        restored(DRAFT)


@pytest.mark.rule("PS-7")
def test_only_what_is_offered_can_be_the_default() -> None:
    assert as_default(OFFERED).is_default
    with pytest.raises(NotPublished):
        as_default(DRAFT)
    with pytest.raises(Archived):
        as_default(ARCHIVE)


@pytest.mark.rule("PS-15")
def test_the_default_is_neither_archived_nor_deleted() -> None:
    with pytest.raises(IsDefault):
        archived(DEFAULT)
    with pytest.raises(IsDefault):
        refuse_deletion(DEFAULT, Used(0, 0))
    refuse_deletion(OFFERED, Used(0, 0))


@pytest.mark.rule("PS-14")
@pytest.mark.parametrize("used", [Used(1, 0), Used(0, 1)])
def test_what_opportunities_have_followed_is_not_deleted(used: Used) -> None:
    with pytest.raises(ProcessInUse) as refused:
        refuse_deletion(OFFERED, used)
    assert refused.value.facts == {"open": used.open, "closed": used.closed, "may_archive": True}


def test_a_change_based_on_an_older_version_is_refused_with_what_is_there_now() -> None:
    require_version(OFFERED, None)
    require_version(OFFERED, 1)
    with pytest.raises(ProcessChangedMeanwhile) as refused:
        require_version(OFFERED, 7)
    assert refused.value.facts["current"]["version"] == 1
