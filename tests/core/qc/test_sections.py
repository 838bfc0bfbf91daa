"""What a stretch of a master shows, told from curves alone; and what is made of it."""

from __future__ import annotations

from picturelock.media.scan.model import Curve, Frames, PictureScan
from picturelock.qc.common import stretches
from picturelock.qc.sections import Section, held_runs, leading_black, sections, trailing_black
from picturelock.times import FrameRate

RATE = FrameRate(25)
Part = tuple[str, int]


def film(*parts: Part) -> PictureScan:
    """A picture of parts: black, bars, still, clock (changes each second), action."""
    high, change, bars, at = [], [], [], 0
    for kind, count in parts:
        high += [64 if kind == "black" else 800] * count
        steps = {"action": [160] * count, "clock": [200 if n % 25 == 0 else 0 for n in range(count)]}.get(
            kind, [0] * count
        )
        change += [5000, *steps[1:]]
        bars += [Frames(at, at + count)] if kind == "bars" else []
        at += count
    blank = Curve.of([64] * at)
    return PictureScan(RATE, at, blank, Curve.of(high), Curve.of([0] * at), Curve.of(change), bars=tuple(bars))


def kinds(picture: PictureScan) -> list[Part]:
    found: list[Section] = sections(picture, Frames(0, picture.frames))
    return [(one.kind, one.frames.count) for one in found]


def test_a_leader_is_read_in_its_parts() -> None:
    parts = [("bars", 50), ("black", 25), ("still", 125), ("clock", 100), ("black", 50), ("action", 200)]
    assert kinds(film(*parts)) == parts


def test_a_still_that_is_too_short_is_action() -> None:
    assert kinds(film(("black", 25), ("still", 8), ("black", 10))) == [("black", 25), ("action", 8), ("black", 10)]


def test_a_slate_after_a_slate_stays_two() -> None:
    assert kinds(film(("still", 50), ("still", 75))) == [("still", 50), ("still", 75)]


def test_black_at_the_ends() -> None:
    picture = film(("black", 3), ("action", 20), ("black", 7))
    assert (leading_black(picture), trailing_black(picture)) == (3, 7)
    assert leading_black(film(("black", 5))) == trailing_black(film(("black", 5))) == 5
    assert leading_black(film(("action", 5))) == 0


def test_black_and_bars_are_no_freeze_and_a_freeze_at_the_end_ends_with_the_file() -> None:
    picture = film(("black", 50), ("bars", 50), ("action", 20), ("still", 30))
    assert held_runs(picture) == [Frames(120, 150)]


def test_stretches_bridge_what_is_near() -> None:
    marks = [bool(int(sign)) for sign in "0110010001"]
    assert stretches(marks) == [Frames(1, 3), Frames(5, 6), Frames(9, 10)]
    assert stretches(marks, 2) == [Frames(1, 6), Frames(9, 10)]
    assert stretches([]) == [] and stretches([True]) == [Frames(0, 1)]
