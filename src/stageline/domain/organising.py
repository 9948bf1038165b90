"""Changing what holds for the whole organisation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, TypeVar
from zoneinfo import available_timezones

import msgspec
from msgspec import UNSET, Meta, UnsetType

from stageline.domain.errors import Conflict, Missing
from stageline.domain.events import Event
from stageline.domain.money import is_currency
from stageline.domain.organisation import InvalidSettings, Organisation, Reason, Reasons, Source
from stageline.domain.processes.comparing import Change

CLOSED_TYPES = ("won", "lost", "disqualified")
LISTS = (*(f"reasons.{closed}" for closed in CLOSED_TYPES), "sources")
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
MOST_ENTRIES, LONGEST_LABEL = 200, 120

Entry = TypeVar("Entry", Reason, Source)
UsedCodes = Mapping[str, frozenset[str]]
"""The codes in use by opportunities or their history, by the name of the list."""


class SettingsChanged(Conflict):
    """Somebody changed the organisation's settings in the meantime."""

    code = "conflict"


class WantedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings to change; what is not said stays. Weekdays are 1 (Monday) to 7; a list is given as a whole."""

    name: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    zone: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET
    currency: Annotated[str, Meta(max_length=3)] | UnsetType = UNSET
    week_start: Annotated[int, Meta(ge=1, le=7)] | UnsetType = UNSET
    working_days: Annotated[tuple[int, ...], Meta(max_length=7)] | UnsetType = UNSET
    holidays: Annotated[tuple[date, ...], Meta(max_length=2_000)] | UnsetType = UNSET
    languages: Annotated[tuple[str, ...], Meta(max_length=50)] | UnsetType = UNSET
    reasons: Reasons | UnsetType = UNSET
    sources: tuple[Source, ...] | UnsetType = UNSET

    def said(self) -> dict[str, Any]:
        names = WantedSettings.__struct_fields__
        return {name: value for name in names if (value := getattr(self, name)) is not UNSET}


class OrganisationChanged(Event, frozen=True, kw_only=True, gc=False):
    kind: ClassVar[str] = "organisation.changed"

    made_version: int
    changes: tuple[Change, ...]

    @property
    def subject_id(self) -> int:
        return 1

    @property
    def version(self) -> int:
        return self.made_version

    def facts(self) -> Mapping[str, Any]:
        return {"changes": self.changes}


def require_version(organisation: Organisation, version: int | None) -> None:
    """None is a change based on no version."""
    if version is not None and version != organisation.version:
        raise SettingsChanged(current=organisation)


def resettled(organisation: Organisation, wanted: WantedSettings, used: UsedCodes) -> Organisation:
    """The settings as they are wanted, of the same version; one refusal names everything that is wrong.

    An entry that is left out of its list goes when nothing uses it. Otherwise it stays and is no longer offered, so
    that no opportunity ever says something that nobody can read any more (PS-168).
    """
    said = wanted.said()
    if "name" in said:
        said["name"] = said["name"].strip()
    if "holidays" in said:
        said["holidays"] = tuple(sorted(set(said["holidays"])))
    if "working_days" in said:
        said["working_days"] = tuple(sorted(set(said["working_days"])))
    if wrong := [*_wrong(said)]:
        raise InvalidSettings(wrong)
    if "reasons" in said:
        was, now = organisation.reasons, said["reasons"]
        said["reasons"] = Reasons(
            **{c: (*now.of(c), *_retired(was.of(c), now.of(c), used[f"reasons.{c}"])) for c in CLOSED_TYPES}
        )
    if "sources" in said:
        said["sources"] += _retired(organisation.sources, said["sources"], used["sources"])
    return msgspec.structs.replace(organisation, **said)


def settings_changes(before: Organisation, after: Organisation) -> tuple[Change, ...]:
    names = (name for name in Organisation.__struct_fields__ if name != "version")
    both = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return tuple(Change(name, *msgspec.to_builtins((old, new))) for name, old, new in both if old != new)


def list_change(name: str, before: Sequence[msgspec.Struct], after: Sequence[msgspec.Struct]) -> Change:
    """One of the lists that stand beside the settings was changed."""
    return Change(name, *msgspec.to_builtins((before, after)))


def _wrong(said: Mapping[str, Any]) -> Iterator[Missing]:
    if not said.get("name", "said"):
        yield Missing(name="name", remedy="Give the organisation a name.")
    if "zone" in said and said["zone"] not in available_timezones():
        yield Missing(name="zone", remedy="Name a time zone as in Europe/Amsterdam.")
    if "currency" in said and not is_currency(said["currency"]):
        yield Missing(name="currency", remedy="Give a currency by its ISO 4217 code, such as EUR.")
    days = said.get("working_days", (1,))
    if not days or not set(days) <= set(range(1, 8)):
        yield Missing(name="working_days", remedy="Give at least one weekday, from 1 (Monday) to 7 (Sunday).")
    languages = said.get("languages", ("en",))
    if not languages or len(set(languages)) < len(languages) or not all(LANGUAGE.fullmatch(each) for each in languages):
        yield Missing(name="languages", remedy="Give each language once, as in en or pt-BR.")
    for name, entries in _lists(said).items():
        yield from _wrong_entries(name, entries)


def _lists(said: Mapping[str, Any]) -> dict[str, Sequence[Reason | Source]]:
    lists: dict[str, Sequence[Reason | Source]] = {}
    if "reasons" in said:
        lists |= {f"reasons.{closed}": said["reasons"].of(closed) for closed in CLOSED_TYPES}
    if "sources" in said:
        lists["sources"] = said["sources"]
    return lists


def _wrong_entries(name: str, entries: Sequence[Reason | Source]) -> Iterator[Missing]:
    if len(entries) > MOST_ENTRIES:
        yield Missing(name=name, remedy=f"Keep at most {MOST_ENTRIES} entries.")
    # Winning and losing need a reason, so there must be one to give.
    if name in ("reasons.won", "reasons.lost") and not any(entry.is_active for entry in entries):
        yield Missing(name=name, remedy="Keep at least one entry in use.")
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        path = f"{name}[{number}]"
        if not CODE.fullmatch(entry.code):
            yield Missing(name=f"{path}.code", remedy="Write a code in small letters, digits, - and _.")
        elif entry.code in seen:
            yield Missing(name=f"{path}.code", remedy=f"Give each entry a code of its own; {entry.code} stands twice.")
        if not 0 < len(entry.label.strip()) <= LONGEST_LABEL:
            yield Missing(name=f"{path}.label", remedy=f"Give a label of at most {LONGEST_LABEL} characters.")
        seen.add(entry.code)


def _retired(was: Sequence[Entry], now: Sequence[Entry], used: frozenset[str]) -> tuple[Entry, ...]:
    """The entries left out that are in use, as no longer offered."""
    there = {entry.code for entry in now}
    left_out = [entry for entry in was if entry.code in used and entry.code not in there]
    return tuple(msgspec.structs.replace(entry, is_active=False) for entry in left_out)
