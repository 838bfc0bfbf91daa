"""What of a cut is on screen."""

from __future__ import annotations

from picturelock.cut import Cut, Shot, Source, Track
from picturelock.qc.common import shot_at
from picturelock.qc.visible import is_black, visible
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)


def shot(name: str, track: str, start: int, end: int, *, enabled: bool = True, generated: bool = False) -> Shot:
    span = Span(RATE.time_of(start), RATE.time_of(end))
    return Shot(f"{track}:{name}", track, "video", name, Source(name, generated=generated), span, span, enabled=enabled)


def cut(*shots: Shot, frames: int = 100) -> Cut:
    tracks = (Track("V1", "video"), Track("V2", "video"))
    return Cut("v", RATE, shots, duration=RATE.time_of(frames), tracks=tracks)


def told(made: Cut) -> list[tuple[int, int, str]]:
    return [
        (RATE.nearest(span.start), RATE.nearest(span.end), one.name if one is not None else "-")
        for span, one in visible(made)
    ]


def test_the_highest_that_is_enabled_is_seen_and_else_nothing() -> None:
    made = cut(
        shot("a", "V1", 0, 40),
        shot("over", "V2", 10, 20),
        shot("off", "V2", 22, 30, enabled=False),
        shot("b", "V1", 60, 100),
        shot("BL", "V2", 90, 100, generated=True),
    )
    parts = [(0, 10, "a"), (10, 20, "over"), (20, 40, "a"), (40, 60, "-"), (60, 90, "b"), (90, 100, "BL")]
    assert told(made) == parts
    for span, one in visible(made):
        assert shot_at(made, span.start) is one
    assert [is_black(one) for _, one in visible(made)] == [False, False, False, True, False, True]


def test_a_cut_without_a_picture_is_all_black() -> None:
    assert told(cut()) == [(0, 100, "-")] and told(cut(frames=0)) == []
    assert not is_black(shot("Solid", "V1", 0, 1, generated=True)) and not is_black(shot("BL", "V1", 0, 1))
