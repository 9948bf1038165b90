"""What people change about themselves: what they are called, and how Stageline looks and speaks to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stageline.commands.people.users import save, take_turn
from stageline.domain.events import By
from stageline.domain.people.changes import UserChanged
from stageline.domain.people.user import cleaned_person
from stageline.storage.unit_of_work import Work


def change_profile(work: Work, chosen: Mapping[str, Any], *, name: str | None = None, by: By, at: datetime) -> None:
    """Of everybody's own, whatever else they may do. A name is part of history; what is chosen is nobody's business."""
    user_id = by.actor.user_id
    if chosen:
        after = work.people.chosen(user_id).changed(chosen)
        work.people.choose(user_id, after)
    if name is not None:
        take_turn(work)
        before, cleaned = work.people.get(user_id), cleaned_person({"name": name})
        if cleaned["name"] != before.name:
            save(work, before, UserChanged, cleaned, by=by, at=at)
