"""Reading time against its definition, in exact fractions."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.catalogue import EntryError
from picturelock.limits import Limits, read_limits
from picturelock.times import FLICKS_PER_SECOND, FrameRate, from_ms

RATE = FrameRate(25)
CHARTE = profiles.load("charte-sme").at(RATE, "sdh")


def table(text: str) -> dict[str, Any]:
    return {"reading_table": {"limit": text, "source": "a guide", "read": dt.date(2026, 11, 22)}}


def by_hand(characters: int) -> Fraction:
    """Seconds that the charter's table asks for: 20 % more text, straight lines, 15 characters per second after it."""
    counted = Fraction(characters) / Fraction(6, 5)
    for (low, after), (high, until) in [
        ((0, 0), (12, 1)),
        ((12, 1), (20, 2)),
        ((20, 2), (36, 3)),
        ((36, 3), (60, 4)),
    ]:
        if counted <= high:
            return after + (counted - low) * (until - after) / (high - low)
    return 4 + (counted - 60) / 15


@given(characters=st.integers(0, 2000))
def test_the_table_of_the_charter(characters: int) -> None:
    assert CHARTE.reading_time(characters, 9) == math.ceil(by_hand(characters) * FLICKS_PER_SECOND)


def test_its_steps_with_their_tolerance() -> None:
    for characters, seconds in ((24, 2), (72, 4), (90, 5)):
        assert CHARTE.reading_time(characters, 1) == seconds * FLICKS_PER_SECOND
    assert CHARTE.reading_time(14, 1) < FLICKS_PER_SECOND < CHARTE.reading_time(15, 1)


def test_which_limit_asks_for_the_time() -> None:
    assert [CHARTE.reading_limit(count, 3) for count in (0, 1, 72, 73)] == [
        "", "reading_table", "reading_table", "reading_beyond",
    ]  # fmt: skip
    assert not CHARTE.by_name["reading_beyond"].confirmed and CHARTE.by_name["reading_table"].confirmed
    prime = profiles.load("prime-video").at(RATE)
    assert (prime.reading_limit(40, 2), prime.reading_limit(20, 9)) == ("max_cps", "max_wpm")
    assert profiles.load("bbc-online").at(RATE).reading_limit(40, 0) == ""


@given(
    characters=st.integers(0, 400),
    words=st.integers(0, 80),
    cps=st.one_of(st.none(), st.fractions(1, 40, max_denominator=12)),
    wpm=st.one_of(st.none(), st.integers(60, 400)),
    each=st.one_of(st.none(), st.integers(1, 2000)),
)
def test_whichever_asks_for_most(
    characters: int, words: int, cps: Fraction | None, wpm: int | None, each: int | None
) -> None:
    limits = Limits(
        {}, None, None, cps, None, None, 0, 0, 0, 0,
        max_wpm=Fraction(wpm) if wpm else None, min_per_word=from_ms(each) if each else None,
    )  # fmt: skip
    asked = [Fraction(0)]
    asked += [characters / cps] if cps else []
    asked += [Fraction(60 * words, wpm)] if wpm else []
    asked += [Fraction(words * each, 1000)] if each else []
    assert limits.reading_time(characters, words) == math.ceil(max(asked) * FLICKS_PER_SECOND)


@pytest.mark.parametrize(
    "text",
    [
        "", "12 characters/s", "12/1", "12/0 characters/s", "0/1 characters/s", "12/1 12/2 characters/s",
        "20/2 12/3 characters/s", "12/2 20/2 characters/s", "1001/1 characters/s", "1.5/1 characters/s",
        " ".join(f"{n}/{n}" for n in range(1, 30)) + " characters/s", "12/1 " * 5000 + "characters/s",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(EntryError, match="reading_table"):
        read_limits(table(text))


def test_a_table_goes_on_at_the_speed_it_comes_to() -> None:
    profile = profiles.from_toml("t", {"title": "T", "limits": table("10/1 30/2 characters/s")})
    limits = profile.at(RATE)
    assert [limits.reading_time(count, 0) * 30 // FLICKS_PER_SECOND for count in (0, 5, 10, 20, 30, 45)] == [
        0, 15, 30, 45, 60, 90,
    ]  # fmt: skip
    assert limits.reading_limit(45, 0) == "reading_table"
