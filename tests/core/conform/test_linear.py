"""Four times the clips take four times the time, whatever lies over them: what takes their square takes sixteen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from picturelock.conform.events import conform
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
SHORT, LONG, MOST = 500, 2000, 10
Film = Callable[[int, int], Cut]
"""From a number of clips, and frames that were put before them."""


def shot(track: str, number: int, name: str, start: int, frames: int, first: int = 0) -> Shot:
    kind = "video" if track.startswith("V") else "audio"
    shown = Span(RATE.time_of(first), RATE.time_of(first + frames))
    record = Span(RATE.time_of(start), RATE.time_of(start + frames))
    return Shot(f"{track}:{number}", track, kind, name, Source(name, path=Path("/" + name), start=0), shown, record)  # type: ignore[arg-type]


def film(*shots: Shot) -> Cut:
    ordered = sorted(shots, key=lambda one: one.record_span.start)
    return Cut("cut", RATE, tuple(ordered), duration=max(one.record_span.end for one in ordered))


def under_one_bed(count: int, late: int) -> Cut:
    clips = (shot("A1", n, f"s{n}", late + 25 * n, 25) for n in range(count))
    return film(*clips, shot("A4", 0, "music", 0, 25 * count + late), shot("V1", 0, "film", 0, 25 * count + late))


def one_line_again_and_again(count: int, late: int) -> Cut:
    return film(*(shot("A1", n, "loop", late + 25 * n, 25) for n in range(count)))


def one_file_with_handles(count: int, late: int) -> Cut:
    return film(*(shot("A1", n, "film", late + 25 * n, 25, 20 * n) for n in range(count)))


def on_fifty_tracks(count: int, late: int) -> Cut:
    return film(*(shot(f"A{n % 50 + 1}", n, f"s{n}", late + 25 * (n // 50), 25) for n in range(count)))


def seconds(make: Film, count: int, whole: bool) -> float:
    old, new = make(count, 0), make(count, 50)
    step = count // 50 if make is on_fifty_tracks else count
    spans = (
        [Span(0, old.duration)]
        if whole
        else [Span(RATE.time_of(25 * n), RATE.time_of(25 * n + 20)) for n in range(step)]
    )
    captions = Captions(tuple(Cue(span, plain("He came in.\nShe left.")) for span in spans))
    best = 1e9
    for _ in range(2):
        began = process_time()
        done = conform(captions, old, new)
        best = min(best, process_time() - began)
    assert done.events
    return best


@pytest.mark.parametrize("whole", [False, True], ids=["a caption each", "one caption"])
@pytest.mark.parametrize("make", [under_one_bed, one_line_again_and_again, one_file_with_handles, on_fifty_tracks])
def test_time_grows_with_the_clips(make: Film, whole: bool) -> None:
    assert seconds(make, LONG, whole) < MOST * seconds(make, SHORT, whole)
