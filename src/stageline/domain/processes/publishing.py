"""Offering a process for new opportunities, and taking it away again."""

from dataclasses import replace

import msgspec

from stageline.domain.errors import Conflict, RuleBroken
from stageline.domain.processes.process import Process, ProcessState


class ProcessChangedMeanwhile(Conflict):
    """Somebody changed this process in the meantime."""

    code = "conflict"


class NotPublished(RuleBroken):
    """This process is not published. Publish it first."""

    code = "not_published"


class Archived(RuleBroken):
    """This process is archived. Take it out of the archive first."""

    code = "archived"


class IsDefault(RuleBroken):
    """This is the default process. Make another published process the default first."""

    code = "is_default"


class ProcessInUse(RuleBroken):
    """Opportunities follow this process or once did. Archive it instead."""

    code = "in_use"


class Used(msgspec.Struct, frozen=True):
    """How many opportunities have ever followed a process, deleted ones too."""

    open: int
    closed: int


def require_version(process: Process, version: int | None) -> None:
    """None is a change based on no version."""
    if version is not None and version != process.version:
        current = {name: getattr(process, name) for name in ("id", "name", "state", "revision", "version")}
        raise ProcessChangedMeanwhile(current=current)


def published(process: Process) -> Process:
    if process.state is ProcessState.ARCHIVED:
        raise Archived
    return replace(process, state=ProcessState.PUBLISHED, revision=process.revision + 1, version=process.version + 1)


def archived(process: Process) -> Process:
    """Its opportunities stay as they are and can be moved (PS-5). The default stays until another is (PS-15)."""
    if process.state is ProcessState.DRAFT:
        raise NotPublished
    if process.is_default:
        raise IsDefault
    return replace(process, state=ProcessState.ARCHIVED, version=process.version + 1)


def restored(process: Process) -> Process:
    if process.state is ProcessState.DRAFT:
        raise NotPublished
    return replace(process, state=ProcessState.PUBLISHED, version=process.version + 1)


def as_default(process: Process) -> Process:
    """Only what is offered can be preselected (PS-7)."""
    if process.state is ProcessState.ARCHIVED:
        raise Archived
    if process.state is ProcessState.DRAFT:
        raise NotPublished
    return replace(process, is_default=True, version=process.version + 1)


def no_longer_default(process: Process) -> Process:
    return replace(process, is_default=False, version=process.version + 1)


def refuse_deletion(process: Process, used: Used) -> None:
    """Deleting never takes an opportunity with it (PS-14, PS-15)."""
    if process.is_default:
        raise IsDefault
    if used.open or used.closed:
        raise ProcessInUse(open=used.open, closed=used.closed, may_archive=process.state is ProcessState.PUBLISHED)
