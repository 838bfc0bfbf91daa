from __future__ import annotations

import datetime as dt
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from picturelock import profiles
from picturelock.errors import UnknownName
from picturelock.profiles import Quantity
from picturelock.times import FLICKS_PER_SECOND, FrameRate


def entry(**changes: Any) -> dict[str, Any]:
    limit = {"limit": "42 characters", "source": "a guide", "read": dt.date(2026, 11, 22), **changes}
    return {
        "title": "T",
        "limits": {"max_characters": {name: value for name, value in limit.items() if value is not None}},
    }


def test_the_table_is_the_folder() -> None:
    folder = Path(str(files("picturelock"))) / "profiles"
    assert sorted(profiles.names()) == sorted(file.stem for file in folder.glob("*.toml"))


@pytest.mark.parametrize("name", profiles.names())
def test_every_limit_has_a_source_and_was_read_or_says_that_it_was_not(name: str) -> None:
    found = list(profiles.load(name).limits())
    assert found
    for limit in found:
        assert limit.source.strip()
        assert ("read 2" in limit.source) == limit.confirmed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"source": None}, "has no source"),
        ({"source": "  "}, "has no source"),
        ({"read": None}, "needs either read"),
        ({"status": "unconfirmed"}, "needs either read"),
        ({"status": "sure", "read": None}, "needs either read"),
        ({"read": "2026-11-22"}, "needs either read"),
        ({"limit": "42"}, "is not a limit"),
        ({"limit": "42 s"}, "expected characters"),
        ({"limit": "1/0 characters"}, "is not a limit"),
        ({"limt": "42"}, "has limt"),
    ],
)
def test_a_limit_that_does_not_say_whose_it_is_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        profiles.from_toml("test", entry(**changes))


def test_unknown_keys_and_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="colour is not a key"):
        profiles.from_toml("test", {"title": "T", "colour": 1})
    with pytest.raises(ValueError, match="max_words is not a limit"):
        profiles.from_toml("test", {"title": "T", "limits": {"max_words": {"limit": "1 s"}}})
    with pytest.raises(ValueError, match="spacing"):
        profiles.from_toml("test", {"title": "T", "spacing": "fr-CH"})


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("42 characters", 42, "characters"),
        ("5/6 s", Fraction(5, 6), "s"),
        ("2 f", 2, "f"),
        ("0.5s", Fraction(1, 2), "s"),
        ("200 ms", 200, "ms"),
    ],
)
def test_quantities(text: str, amount: Fraction, unit: str) -> None:
    assert Quantity.parse(text) == Quantity(Fraction(amount), unit)


@pytest.mark.parametrize("text", ["", "s", "-1 s", "1e9 s", "٤ s", "1//2 s", "1 s s", "9" * 5000 + " s"])
def test_what_is_no_quantity(text: str) -> None:
    with pytest.raises(ValueError, match="is not a limit"):
        Quantity.parse(text)


def test_limits_at_a_rate() -> None:
    limits = profiles.load("netflix-fr").at(FrameRate(24))
    assert (limits.max_characters, limits.max_lines, limits.max_cps) == (42, 2, 17)
    assert limits.min_duration == FrameRate(24).time_of(20)
    assert limits.max_duration == 7 * FLICKS_PER_SECOND
    assert limits.min_gap == FrameRate(24).time_of(2)
    assert profiles.load("netflix-fr").at(FrameRate(60)).min_gap == FrameRate(60).time_of(2)


def test_sdh_has_its_own_reading_speed_and_inherits_the_rest() -> None:
    sdh = profiles.load("netflix-fr").at(FrameRate(25), "sdh")
    assert (sdh.max_cps, sdh.max_characters) == (20, 42)
    assert sdh.by_name["max_cps"].name == "sdh.max_cps"


def test_an_unknown_profile_lists_the_others() -> None:
    with pytest.raises(UnknownName, match="netflix-en"):
        profiles.load("../../etc/passwd")
