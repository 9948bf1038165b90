"""Changing what holds for the whole organisation."""

from datetime import date
from typing import Any

import msgspec
import pytest

from stageline.domain.organisation import SHIPPED_REASONS, SHIPPED_SOURCES, InvalidSettings, Reason, Reasons, Source
from stageline.domain.organising import (
    LISTS,
    SettingsChanged,
    WantedSettings,
    require_version,
    resettled,
    settings_changes,
)
from stageline.domain.processes.comparing import Change
from tests.builders import NORTHWIND

NOTHING_USED: dict[str, frozenset[str]] = dict.fromkeys(LISTS, frozenset())


def wanted(**said: Any) -> WantedSettings:
    return msgspec.convert(said, WantedSettings)


def test_what_is_not_said_stays() -> None:
    after = resettled(NORTHWIND, wanted(zone="America/New_York", holidays=["2026-12-25", "2026-01-01"]), NOTHING_USED)

    assert (after.zone, after.holidays) == ("America/New_York", (date(2026, 1, 1), date(2026, 12, 25)))
    assert (after.name, after.currency, after.reasons) == ("Northwind", "EUR", SHIPPED_REASONS)
    assert settings_changes(NORTHWIND, after) == (
        Change("zone", "Europe/Amsterdam", "America/New_York"),
        Change("holidays", (), ("2026-01-01", "2026-12-25")),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "  "),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("zone", ""),
        ("currency", "EUX"),
        ("currency", "XAU"),
        ("working_days", []),
        ("working_days", [0]),
        ("working_days", [8]),
        ("languages", []),
        ("languages", ["en", "en"]),
        ("languages", ["English"]),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidSettings) as refused:
        resettled(NORTHWIND, wanted(**{name: value}), NOTHING_USED)

    assert [missing.name for missing in refused.value.missing] == [name]


@pytest.mark.parametrize("said", [{"week_start": 0}, {"week_start": 8}, {"week_start": "1"}, {"zona": "UTC"}])
def test_what_is_no_setting_is_not_understood(said: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        wanted(**said)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidSettings) as refused:
        resettled(NORTHWIND, wanted(zone="x", currency="y", working_days=[9]), NOTHING_USED)

    assert [missing.name for missing in refused.value.missing] == ["zone", "currency", "working_days"]


@pytest.mark.rule("PS-168")
@pytest.mark.rule("PS-213")
def test_an_entry_in_use_is_retired_and_one_that_nothing_uses_goes() -> None:
    used = {**NOTHING_USED, "reasons.lost": frozenset({"price"}), "sources": frozenset({"event"})}
    reasons = msgspec.structs.replace(SHIPPED_REASONS, lost=(Reason(code="no_decision", label="No decision"),))
    sources = (Source(code="web", label="Website"),)

    after = resettled(
        NORTHWIND, wanted(reasons=msgspec.to_builtins(reasons), sources=msgspec.to_builtins(sources)), used
    )

    assert [(r.code, r.is_active) for r in after.reasons.lost] == [("no_decision", True), ("price", False)]
    assert [(s.code, s.is_active) for s in after.sources] == [("web", True), ("event", False)]
    assert after.reasons.won == SHIPPED_REASONS.won


@pytest.mark.rule("PS-168")
@pytest.mark.parametrize(
    ("lost", "wrong"),
    [
        ([{"code": "a", "label": "A"}, {"code": "a", "label": "B"}], ["reasons.lost[1].code"]),
        ([{"code": "A b", "label": "A"}], ["reasons.lost[0].code"]),
        ([{"code": "a", "label": " "}], ["reasons.lost[0].label"]),
        ([{"code": "a", "label": "A", "is_active": False}], ["reasons.lost"]),
        ([], ["reasons.lost"]),
        ([{"code": "a", "label": "A"}], []),
    ],
)
def test_a_list_has_codes_of_their_own_and_one_entry_in_use(lost: list[Any], wrong: list[str]) -> None:
    said = {**msgspec.to_builtins(SHIPPED_REASONS), "lost": lost}
    try:
        resettled(NORTHWIND, wanted(reasons=said), NOTHING_USED)
        found = []
    except InvalidSettings as refused:
        found = [missing.name for missing in refused.missing]

    assert found == wrong


def test_the_shipped_lists_can_be_kept() -> None:
    said = {"reasons": msgspec.to_builtins(SHIPPED_REASONS), "sources": msgspec.to_builtins(SHIPPED_SOURCES)}

    assert resettled(NORTHWIND, wanted(**said), NOTHING_USED) == NORTHWIND
    assert "no_decision" in {reason.code for reason in SHIPPED_REASONS.lost}
    assert Reasons().won == ()


def test_a_change_based_on_older_settings_is_refused_with_those_there_now() -> None:
    require_version(NORTHWIND, 1)
    with pytest.raises(SettingsChanged) as refused:
        require_version(NORTHWIND, 2)
    assert refused.value.facts["current"] == NORTHWIND
