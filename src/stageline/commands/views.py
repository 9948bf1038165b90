"""Keeping views of a screen: one's own, and those shared with everybody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from stageline.domain.errors import Missing
from stageline.domain.ids import ProcessId, ViewId
from stageline.domain.processes.process import ProcessState
from stageline.domain.rights import Actor, Right
from stageline.domain.views.definition import InvalidView, Screen, ViewDefinition, refuse_unusable
from stageline.domain.views.view import MOST_VIEWS, TooManyViews, View, ViewChanged, changeable, cleaned_name
from stageline.storage.unit_of_work import Work

NO_VIEW_YET = ViewId(0)


class SaidView(msgspec.Struct, frozen=True, kw_only=True):
    screen: Screen
    name: str
    is_shared: bool
    process_id: ProcessId | None
    definition: ViewDefinition


def add_view(work: Work, said: SaidView, *, asker: Actor, at: datetime) -> View:
    """Anybody may keep views, and share them."""
    view = View(
        id=NO_VIEW_YET,
        owner_id=asker.user_id,
        screen=said.screen,
        name=cleaned_name(said.name),
        is_shared=said.is_shared,
        process_id=said.process_id,
        definition=said.definition,
        created_at=at,
        changed_at=at,
        version=1,
    )
    _refuse_unusable(work, view, asker)
    if work.views.count(asker.user_id, view.screen) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    return msgspec.structs.replace(view, id=work.views.add(view))


def change_view(
    work: Work, view_id: ViewId, said: Mapping[str, Any], *, version: int, asker: Actor, at: datetime
) -> View:
    before = changeable(work.views.find(view_id), asker)
    if before.version != version:
        raise ViewChanged(version=before.version)
    cleaned = {**said, "name": cleaned_name(said["name"])} if "name" in said else said
    view = msgspec.structs.replace(before, **cleaned)
    if view == before:
        return before
    view = msgspec.structs.replace(view, version=before.version + 1, changed_at=at)
    _refuse_unusable(work, view, asker)
    work.views.save(view)
    return view


def remove_view(work: Work, view_id: ViewId, *, asker: Actor) -> None:
    work.views.remove(changeable(work.views.find(view_id), asker).id)


def _refuse_unusable(work: Work, view: View, asker: Actor) -> None:
    if view.process_id is not None:
        found = work.processes.read([view.process_id])
        if not found or (found[0].state is ProcessState.DRAFT and not asker.has(Right.SET_UP_PROCESSES)):
            raise InvalidView([Missing(name="process_id", remedy="Name a process that there is.")])
    refuse_unusable(view.definition, view.screen, work.catalogue.custom_fields)
    work.views.refuse_taken(view)
