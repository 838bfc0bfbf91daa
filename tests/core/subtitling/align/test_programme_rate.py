"""The speed of a short file is named, and mended, by the rate at which the programme runs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from picturelock import wording
from picturelock.findings import Finding, Place
from picturelock.subtitling.align.lines import Line, Piece, Point, at_rate, rates_of
from picturelock.times import FrameRate, from_ms, nearest

FILM, CINEMA, PAL = FrameRate(24000, 1001), FrameRate(24), FrameRate(25)
BY_FILM, BY_CINEMA = Fraction(25 * 1001, 24000), Fraction(25, 24)


def points(ratio: Fraction, seconds: int) -> list[Point]:
    """A caption every two seconds, whose words are up to 80 ms from where they should be."""
    times = [from_ms(2000 * at) for at in range(seconds // 2)]
    return [Point(at, time, nearest(time * ratio) + from_ms(at * 37 % 160 - 80), 1) for at, time in enumerate(times)]


@pytest.mark.parametrize(
    ("rate", "seconds", "true", "expected"),
    [
        (FILM, 60, BY_FILM, BY_FILM), (CINEMA, 60, BY_FILM, BY_CINEMA), (FILM, 3000, BY_CINEMA, BY_CINEMA),
        (FILM, 3000, BY_FILM, BY_FILM), (PAL, 60, BY_CINEMA, BY_CINEMA),
    ],
)  # fmt: skip
def test_two_speeds_that_a_short_file_cannot_tell_apart(
    rate: FrameRate, seconds: int, true: Fraction, expected: Fraction
) -> None:
    found = points(true, seconds)
    wrong = BY_CINEMA if rate == FILM else BY_FILM
    piece = Piece(0, len(found) - 1, Line(wrong if seconds < 100 else true, 0), len(found))
    if rate == PAL:
        piece = Piece(0, len(found) - 1, Line(BY_CINEMA, 0), len(found))
    line = at_rate(piece, found, rate).line
    assert line.ratio == expected and rates_of(line.ratio, rate) is not None


@pytest.mark.parametrize(
    ("late", "english", "french"),
    [(0, "0.16 s early at", "0,16\u00a0s d’avance au"), (1, "0.16 s late at", "0,16\u00a0s de retard au")],
)  # fmt: skip
def test_early_and_late_are_said_in_words(late: int, english: str, french: str) -> None:
    facts = {
        "percent": 4.27,
        "first": 0.16,
        "first_late": late,
        "last": 1.0,
        "last_late": late,
        "made": "25",
        "runs": "23.976",
    }
    finding = Finding("captions.align-speed", "info", Place(), facts)
    assert english in wording.message(finding, "en") and "programme at 23.976" in wording.message(finding, "en")
    assert french in wording.message(finding, "fr") and "programme à 23,976" in wording.message(finding, "fr")


def test_an_amount_is_said_twice_only_in_two_units() -> None:
    frames = Finding("captions.align-early", "info", Place(), {"amount": "37 f", "seconds": "1.48 s"})
    seconds = Finding("captions.align-early", "info", Place(), {"amount": "27.85 s", "seconds": ""})
    assert "37\u00a0frames early (1.48\u00a0s); it" in wording.message(frames, "en")
    assert wording.message(seconds, "en").count("27.85") == 1
