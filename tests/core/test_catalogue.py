"""Quantities are exact, entries say whose they are, and a file that a person wrote is read without a traceback."""

from __future__ import annotations

import datetime as dt
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picturelock.catalogue import MAX_BYTES, EntryError, Quantity, read_limit, read_toml
from picturelock.errors import InputError
from picturelock.times import FLICKS_PER_SECOND, FrameRate, from_ms

UNITS = {"max_characters": ("characters",), "loudness": ("LUFS",)}
GOOD: dict[str, Any] = {"limit": "42 characters", "source": "a guide", "read": dt.date(2026, 11, 22)}


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("42 characters", 42, "characters"),
        ("5/6 s", Fraction(5, 6), "s"),
        ("2 f", 2, "f"),
        ("0.5s", Fraction(1, 2), "s"),
        ("7.007 s", Fraction(7007, 1000), "s"),
        ("200 ms", 200, "ms"),
        ("68 %", 68, "%"),
    ],
)
def test_quantities(text: str, amount: Fraction, unit: str) -> None:
    assert Quantity.parse(text) == Quantity(Fraction(amount), unit)


@pytest.mark.parametrize("text", ["", "s", "-1 s", "1e9 s", "٤ s", "1//2 s", "1/0 s", "1 s s", "9" * 5000 + " s"])
def test_what_is_no_quantity(text: str) -> None:
    with pytest.raises(ValueError, match="is not a limit"):
        Quantity.parse(text)


def test_only_what_may_be_signed_is() -> None:
    assert Quantity.parse("-23 LUFS", signed=True) == Quantity(Fraction(-23), "LUFS")
    with pytest.raises(ValueError, match="-23 LUFS"):
        Quantity.parse("loud LUFS", signed=True)


@pytest.mark.parametrize("rate", [FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001)])
def test_durations_are_exact_at_every_rate(rate: FrameRate) -> None:
    assert Quantity.parse("2 f").flicks(rate) == 2 * rate.frame
    assert Quantity.parse("5/6 s").flicks(rate) == 5 * FLICKS_PER_SECOND // 6
    assert Quantity.parse("83 ms").flicks(rate) == from_ms(83)
    with pytest.raises(ValueError, match="not a unit of time"):
        Quantity.parse("2 lines").flicks(rate)


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    try:
        assert Quantity.parse(text, signed=True).unit
    except ValueError as error:
        assert "is not a limit" in str(error)


def test_an_entry_says_whose_it_is() -> None:
    limit = read_limit("max_characters", GOOD, UNITS, "sdh.")
    assert (limit.name, limit.amount, limit.unit) == ("sdh.max_characters", 42, "characters")
    assert limit.source == "a guide, read 2026-11-22" and limit.confirmed
    open_ = read_limit("loudness", {"limit": "-23 LUFS", "source": "x", "status": "unconfirmed"}, UNITS, signed=True)
    assert open_.source == "x" and not open_.confirmed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"source": None}, "has no source"),
        ({"source": "  "}, "has no source"),
        ({"source": 3}, "has no source"),
        ({"read": None}, "needs either read"),
        ({"status": "unconfirmed"}, "needs either read"),
        ({"status": "sure", "read": None}, "needs either read"),
        ({"status": "unconfirmed", "read": "yesterday"}, "needs either read"),
        ({"read": "2026-11-22"}, "needs either read"),
        ({"read": dt.datetime(2026, 11, 22)}, "needs either read"),
        ({"limit": "42"}, "is not a limit"),
        ({"limit": 42}, "no limit in quotes"),
        ({"limit": None}, "no limit in quotes"),
        ({"limit": "42 s"}, "expected characters"),
        ({"limt": "42"}, "has limt"),
    ],
)
def test_an_entry_that_does_not_is_refused(changes: dict[str, Any], message: str) -> None:
    entry = {name: value for name, value in (GOOD | changes).items() if value is not None}
    with pytest.raises(EntryError, match=message) as caught:
        read_limit("max_characters", entry, UNITS)
    assert caught.value.key == "max_characters"


@pytest.mark.parametrize("entry", ["42 characters", 42, [GOOD], None])
def test_what_is_no_entry_is_refused(entry: Any) -> None:
    with pytest.raises(EntryError, match=r"expected \{ limit"):
        read_limit("max_characters", entry, UNITS)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"title =", "not valid TOML"),
        (b"a = " + b"[" * 20_000, "not valid TOML"),
        (b"a = " + b"9" * 5000, "not valid TOML"),
        (b"a = 2026-02-30", "not valid TOML"),
        (b"#" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "é.toml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_toml(file)
    assert str(file) in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="not proven: this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="ordinary file"):
        read_toml(pipe)


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(InputError):
            read_toml(path)
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbftitle = 'T'")
    assert read_toml(tmp_path / "bom.toml") == {"title": "T"}
