"""Markers carried: each stands on the frame that it was set on, through speed and direction, frame by frame."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from picturelock.conform.carry import Carrier
from picturelock.conform.changes.compare import compare
from picturelock.conform.markers import carry_markers
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.cutmap import frames_shown
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def shot(number: int, at: int, length: int, speed: Fraction = Fraction(1), reverse: bool = False) -> Shot:
    source = Source(f"s{number}", f"s{number}", start=0)
    return Shot(
        f"V1:{number}", "V1", "video", f"s{number}", source, span(1000, 1100), span(at, at + length), speed, reverse
    )


def cut(length: int = 100, speed: Fraction = Fraction(1), reverse: bool = False) -> Cut:
    shots = (shot(1, 0, length, speed, reverse), shot(2, length, 100))
    return Cut("cut", RATE, shots, duration=RATE.time_of(length + 100))


CASES = [(100, Fraction(1), True), (50, Fraction(2), False), (200, Fraction(1, 2), False), (50, Fraction(2), True)]


@pytest.mark.parametrize(("length", "speed", "reverse"), CASES)
def test_a_marker_stays_on_its_frame(length: int, speed: Fraction, reverse: bool) -> None:
    old, new = cut(), cut(length, speed, reverse)
    markers = [Marker(span(frame, frame), str(frame), shot="V1:1") for frame in range(100)]
    shown = frames_shown(new.shots[0], RATE)
    for one in carry_markers(markers, new, Carrier(old, new)):
        frame = 1000 + int(one.old.name)
        assert one.new is not None and one.new.shot == "V1:1"
        at = RATE.nearest(one.new.span.start)
        assert one.new.span == span(at, at)
        if frame in shown:
            assert at == shown.index(frame), "the first frame that shows it"
        else:
            assert abs(shown[at] - frame) == 1, "no frame shows it: the one under which it passes"


@pytest.mark.parametrize(("length", "speed", "reverse"), CASES)
def test_a_marker_that_went_with_its_frame_did_not_move(length: int, speed: Fraction, reverse: bool) -> None:
    old, new = cut(), cut(length, speed, reverse)
    markers = tuple(Marker(span(frame, frame), str(frame)) for frame in (0, 1, 50, 98, 99, 150))
    old = replace(old, markers=markers)
    carried = carry_markers(markers, new, Carrier(old, new))
    new = replace(new, markers=tuple(one.new for one in carried if one.new))
    assert {one.kinds for one in compare(old, new).markers} == {("unchanged",)}


def test_a_stretch_is_turned_round_whole() -> None:
    (one,) = carry_markers([Marker(span(10, 20), "x")], cut(reverse=True), Carrier(cut(), cut(reverse=True)))
    assert one.state == "moved" and one.new is not None and one.new.span == span(80, 90)


def test_a_moment_within_a_frame_keeps_its_place_in_it() -> None:
    half = RATE.frame // 2
    old = cut()
    new = replace(old, shots=(shot(2, 0, 100), shot(1, 100, 100)))
    marker = Marker(Span(RATE.time_of(10) + half, RATE.time_of(10) + half), "x")
    (one,) = carry_markers([marker], new, Carrier(old, new))
    assert one.new is not None and one.new.span.start == RATE.time_of(110) + half


def cut_of(parts: list[tuple[str, int, int]]) -> Cut:
    """A cut of (source, first frame, frames)."""
    shots, at = [], 0
    for number, (name, first, length) in enumerate(parts, start=1):
        record = Span(RATE.time_of(at), RATE.time_of(at + length))
        shown = Span(RATE.time_of(first), RATE.time_of(first + length))
        shots.append(Shot(f"V1:{number}", "V1", "video", name, Source(name, name, start=0), shown, record))
        at += length
    return Cut("v12", RATE, tuple(shots), duration=RATE.time_of(at))


def test_markers_follow_their_frames() -> None:
    old = cut_of([("a", 0, 50), ("b", 0, 50), ("c", 0, 50)])
    new = cut_of([("c", 0, 50), ("a", 10, 40)])

    def marker(first: int, last: int, name: str) -> Marker:
        return Marker(Span(RATE.time_of(first), RATE.time_of(last)), name)

    markers = [marker(20, 20, "in a"), marker(60, 60, "in b"), marker(100, 110, "c"), marker(0, 20, "head of a")]
    found = {one.old.name: one for one in carry_markers(markers, new, Carrier(old, new))}
    assert {name: one.state for name, one in found.items()} == {
        "in a": "moved", "in b": "dropped", "c": "moved", "head of a": "trimmed",
    }  # fmt: skip
    placed = {name: one.new.span for name, one in found.items() if one.new}
    assert placed["in a"] == Span(RATE.time_of(60), RATE.time_of(60))
    assert placed["c"] == Span(0, RATE.time_of(10))
    assert placed["head of a"] == Span(RATE.time_of(50), RATE.time_of(60))
    assert [one.old.name for one in carry_markers(markers, new, Carrier(old, new))] == [
        "head of a",
        "in a",
        "in b",
        "c",
    ]


def test_a_marker_that_is_there_already_is_not_set_twice() -> None:
    same = Marker(Span(0, 0), "note", "x", "BLUE")
    old = cut_of([("a", 0, 50)])
    new = Cut(old.name, old.rate, old.shots, old.start, markers=(same,), duration=old.duration)
    assert [one.state for one in carry_markers([same], new, Carrier(old, new))] == ["there"]
