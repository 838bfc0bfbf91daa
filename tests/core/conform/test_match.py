"""Sources of two timelines that name them differently."""

from __future__ import annotations

from pathlib import Path

from picturelock.conform.events import conform
from picturelock.conform.match import same_sources
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span

RATE = FrameRate(25)
HOUR = RATE.time_of(25 * 3600)


def cut_with(source: Source, first: int, count: int = 100) -> Cut:
    shown = Span(RATE.time_of(first), RATE.time_of(first + count))
    shot = Shot("A1:1", "A1", "audio", "clip", source, shown, Span(0, RATE.time_of(count)))
    return Cut("cut", RATE, (shot,), duration=RATE.time_of(count))


def carried(old: Cut, new: Cut) -> list[tuple[str, int]]:
    cue = Cue(Span(RATE.time_of(10), RATE.time_of(60)), plain("Yes."), "1")
    done = conform(Captions((cue,)), *same_sources(old, new))
    return [(event.state, RATE.nearest(event.shift)) for event in done.events]


def test_an_edl_and_an_otio_of_one_cut() -> None:
    """The EDL knows reel and timecode; the OTIO knows the path and that the file starts at 01:00:00:00."""
    otio = Source("A001C001.mov", reel="A001C001", path=Path("/m/A001C001.mov"), start=HOUR)
    edl = Source("A001C001", reel="A001C001")
    old, new = cut_with(otio, 25 * 3600 + 50), cut_with(edl, 25 * 3600 + 45)
    assert carried(old, new) == [("moved", 5)]
    assert carried(new, old) == [("moved", -5)]


def test_one_file_under_two_paths() -> None:
    old = cut_with(Source("T12.wav", path=Path("/old/T12.wav"), start=0), 0)
    new = cut_with(Source("T12.wav", url="file:///D:/rushes/T12.WAV", start=0), 20)
    assert carried(old, new) == [("trimmed", -10)]


def test_same_contents_beat_another_name() -> None:
    old = cut_with(Source("a.mov", fingerprint="f1", start=0), 0)
    new = cut_with(Source("renamed.mov", fingerprint="f1", start=0), 0)
    assert carried(old, new) == [("kept", 0)]


def test_a_name_that_two_sources_share_decides_nothing() -> None:
    one, other = (Source("T.wav", path=Path(f"/{day}/T.wav"), start=0) for day in ("mon", "tue"))
    span = Span(0, RATE.time_of(100))
    shots = (
        Shot("A1:1", "A1", "audio", "c", one, span, span),
        Shot("A1:2", "A1", "audio", "c", other, span, span.shift(RATE.time_of(100))),
    )
    old = Cut("old", RATE, shots, duration=RATE.time_of(200))
    new = cut_with(Source("T.wav", url="T.wav", start=0), 0)
    assert carried(old, new) == [("dropped", 0)]


def test_the_reel_that_says_nothing_matches_nothing() -> None:
    old, new = cut_with(Source("a.mov", reel="AX"), 0), cut_with(Source("b.mov", reel="AX"), 0)
    assert carried(old, new) == [("dropped", 0)]


def paced(rate: FrameRate, frames: int, first: int, count: int, timeline: FrameRate) -> Cut:
    """A cut of one file, of which that rate and that many frames are known; the clip is in frames of the file."""
    source = Source("a.mov", path=Path("/a.mov"), start=0, available=Span(0, rate.time_of(frames)), rate=rate)
    shown = Span(rate.time_of(first), rate.time_of(first + count))
    record = Span(0, timeline.snap(shown.duration))
    shot = Shot("A1:1", "A1", "audio", "clip", source, shown, record)
    return Cut("cut", timeline, (shot,), duration=record.end)


def test_a_film_that_runs_faster_keeps_its_frames() -> None:
    """24 frames a second shown as 25: frame 48 is frame 48, and no longer at two seconds."""
    film, pal = FrameRate(24), FrameRate(25)
    old, new = paced(film, 2400, 0, 240, film), paced(pal, 2400, 0, 240, pal)
    cue = Cue(Span(film.time_of(48), film.time_of(96)), plain("Yes."), "1")
    (event,) = conform(Captions((cue,)), *same_sources(old, new)).events
    assert (pal.nearest(event.cues[0].span.start), pal.nearest(event.cues[0].span.end)) == (48, 96)
    assert event.state == "retimed"


def test_one_file_on_timelines_of_other_rates_keeps_its_seconds() -> None:
    """Played in real time: two seconds in are two seconds in, at 24, 25 and 23.976."""
    film, cue = FrameRate(24), Cue(Span(2 * FLICKS_PER_SECOND, 4 * FLICKS_PER_SECOND), plain("Yes."), "1")
    old = paced(film, 2400, 0, 240, film)
    for rate in (FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001)):
        (event,) = conform(Captions((cue,)), *same_sources(old, paced(film, 2400, 0, 240, rate))).events
        assert event.state == "kept" and abs(event.shift) <= rate.frame // 2
