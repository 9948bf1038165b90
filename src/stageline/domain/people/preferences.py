"""How a person likes Stageline to look and to speak; what is not chosen follows the browser or the organisation."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal
from zoneinfo import available_timezones

import msgspec

from stageline.domain.errors import InvalidInput, Missing

Language = Literal["en", "de"]


class InvalidProfile(InvalidInput):
    """What is listed about your profile is wrong."""

    code = "invalid_input"


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Density(StrEnum):
    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """`has_shortcuts` turns keys of a single letter on, `folds_navigation` leaves the navigation as a rail.

    `reminders_by_mail`: what the page reminds of is sent by mail as well.
    """

    theme: Theme = Theme.SYSTEM
    density: Density = Density.COMFORTABLE
    has_shortcuts: bool = True
    folds_navigation: bool = False
    reduces_motion: bool = False
    reminders_by_mail: bool = False


class Chosen(Preferences, frozen=True, kw_only=True):
    """All that is kept of it. Without a language the browser's is spoken, without a zone the organisation's counts."""

    language: Language | None = None
    zone: str | None = None

    @classmethod
    def kept(cls, row: Mapping[str, Any]) -> "Chosen":
        return msgspec.convert(dict(row), cls)

    def changed(self, said: Mapping[str, Any]) -> "Chosen":
        """With what was said anew; refuses a zone that nobody lives in."""
        if said.get("zone") is not None and said["zone"] not in available_timezones():
            raise InvalidProfile([Missing(name="zone", remedy="Name a time zone as in Europe/Amsterdam.")])
        return msgspec.structs.replace(self, **said)

    @property
    def preferences(self) -> Preferences:
        return Preferences(**{name: getattr(self, name) for name in Preferences.__struct_fields__})
