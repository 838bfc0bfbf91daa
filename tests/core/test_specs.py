"""Specs are data: each limit has a unit, a source and the date it was read, or says that nobody could confirm it."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
from picturelock import specs
from picturelock.errors import UnknownName

GOOD: dict[str, Any] = {"limit": "-23 LUFS", "source": "somebody", "read": dt.date(2026, 9, 26)}
TOLERANCE: dict[str, Any] = {"limit": "0.5 LU", "source": "somebody", "status": "unconfirmed"}


def test_names_are_the_files() -> None:
    entries = [entry.name for entry in files("picturelock").joinpath("specs").iterdir()]
    found = {name.removesuffix(".toml") for name in entries if name.endswith(".toml")}
    assert found == set(specs.names())


@pytest.mark.parametrize("name", specs.names())
def test_every_spec_loads_with_sources(name: str) -> None:
    spec = specs.load(name)
    assert spec.title
    assert list(spec.limits())
    assert all(limit.source and limit.unit in specs.UNITS[limit.name] for limit in spec.limits())
    assert all("read 20" in limit.source for limit in spec.limits() if limit.confirmed)
    assert all(one.source and one.values for one in spec.asked.values())


def test_the_limits_of_r128() -> None:
    amounts = {limit.name: (limit.amount, limit.unit) for limit in specs.load("ebu-r128").limits()}
    assert amounts == {
        "loudness": (Fraction(-23), "LUFS"),
        "loudness_tolerance": (Fraction(1, 5), "LU"),
        "true_peak": (Fraction(-1), "dBTP"),
    }


def test_unknown_name() -> None:
    with pytest.raises(UnknownName, match="ebu-r128"):
        specs.load("ebu-r127")
    with pytest.raises(UnknownName):
        specs.load("../profiles/netflix")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"source": ""}, "no source"),
        ({"source": None}, "source"),
        ({"read": None}, "needs either read"),
        ({"status": "unconfirmed"}, "needs either read"),
        ({"read": "2026-09-26"}, "needs either read"),
        ({"limit": "-23"}, "not a limit"),
        ({"limit": "loud LUFS"}, "not a limit"),
        ({"limit": "-23 dBTP"}, "expected LUFS"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_limit_that_cannot_be_trusted_is_refused(change: dict[str, Any], complaint: str) -> None:
    entry = {key: value for key, value in (GOOD | change).items() if value is not None}
    with pytest.raises(ValueError, match=complaint):
        specs.from_toml("x", {"title": "X", "limits": {"loudness": entry, "loudness_tolerance": TOLERANCE}})


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="not a limit"):
        specs.from_toml("x", {"title": "X", "limits": {"brightness": GOOD}})
    with pytest.raises(ValueError, match="not a key"):
        specs.from_toml("x", {"title": "X", "limit": {}})
    with pytest.raises(ValueError, match="loudness_tolerance"):
        specs.from_toml("x", {"title": "X", "limits": {"loudness": GOOD}})
    with pytest.raises(ValueError, match="required, advisory"):
        maybe = {"requirement": "maybe", "source": "s", "status": "unconfirmed"}
        specs.from_toml("x", {"title": "X", "accessibility": {"sdh": maybe}})
