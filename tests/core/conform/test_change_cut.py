"""The change EDL as a cut, and markers carried: each frame of the new cut against the old one, frame by frame."""

from __future__ import annotations

import random

from picturelock.conform.carry import Carrier
from picturelock.conform.change_cut import REEL, change_cut
from picturelock.conform.markers import carry_markers
from picturelock.cut import Cut, Marker, Shot, Source
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
START = RATE.time_of(86400)


def cut(parts: list[tuple[str, int, int]]) -> Cut:
    """A cut of (source, first frame, frames)."""
    shots, at = [], 0
    for number, (name, first, length) in enumerate(parts, start=1):
        record = Span(RATE.time_of(at), RATE.time_of(at + length))
        shown = Span(RATE.time_of(first), RATE.time_of(first + length))
        shots.append(Shot(f"V1:{number}", "V1", "video", name, Source(name, name, start=0), shown, record))
        at += length
    return Cut("v12", RATE, tuple(shots), START, duration=RATE.time_of(at))


def shown(parts: list[tuple[str, int, int]]) -> list[tuple[str, int]]:
    """What each frame shows."""
    return [(name, first + frame) for name, first, length in parts for frame in range(length)]


def test_every_frame_of_the_change_list_is_the_old_programmes() -> None:
    """Random cuts of sources of which no frame is used twice: where a frame was, is known."""
    for seed in range(40):
        rng = random.Random(seed)
        before = [(f"s{number}", 100, rng.randint(3, 60)) for number in range(20)]
        after = [
            (name, first + (head := rng.randint(0, length - 2)), rng.randint(1, length - head))
            for name, first, length in before
            if rng.random() < 0.8
        ]
        rng.shuffle(after)
        after.insert(rng.randint(0, len(after)), ("new", 0, 17))
        old, new = cut(before), cut(after)
        was = {frame: number for number, frame in enumerate(shown(before))}
        made = change_cut(old, new, Carrier(old, new))
        told: dict[int, int] = {}
        for shot in made.shots:
            assert shot.source.reel == REEL
            first = RATE.nearest(shot.source_span.start - START)
            for frame in range(RATE.nearest(shot.record_span.duration)):
                told[RATE.nearest(shot.record_span.start) + frame] = first + frame
        for number, frame in enumerate(shown(after)):
            assert told.get(number) == was.get(frame), (seed, number, frame)


def test_what_stays_together_is_one_event() -> None:
    old = cut([("a", 0, 50), ("b", 0, 50), ("c", 0, 50)])
    new = cut([("x", 0, 10), ("a", 0, 50), ("b", 0, 50)])
    (one,) = change_cut(old, new, Carrier(old, new)).shots
    assert one.record_span == Span(RATE.time_of(10), RATE.time_of(110))
    assert one.source_span == Span(START, START + RATE.time_of(100))


def test_markers_follow_their_frames() -> None:
    old = cut([("a", 0, 50), ("b", 0, 50), ("c", 0, 50)])
    new = cut([("c", 0, 50), ("a", 10, 40)])

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
    old = cut([("a", 0, 50)])
    new = Cut(old.name, old.rate, old.shots, old.start, markers=(same,), duration=old.duration)
    assert [one.state for one in carry_markers([same], new, Carrier(old, new))] == ["there"]
