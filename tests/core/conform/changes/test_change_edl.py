"""The change EDL: each frame of the new programme against what the old one shows, mixed frames and sound included."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from picturelock.conform.changes.change_edl import REEL, change_cut
from picturelock.conform.changes.compare import compare
from picturelock.cut import Cut, Effect, Shot, Source
from picturelock.timeline.read import read_cut
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
START = RATE.time_of(86400)
Clip = tuple[str, int, int]
"""Source, first frame, frames."""


def span(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def cut(parts: Sequence[Clip], dissolves: dict[int, tuple[int, int]] | None = None, track: str = "V1") -> Cut:
    """dissolves: by the number of the incoming clip, frames of it before and after the edit."""
    shots, at = [], 0
    kind = "video" if track.startswith("V") else "audio"
    for number, (name, first, length) in enumerate(parts):
        effects = []
        if number in (dissolves or {}):
            effects.append(Effect("transition-in", "dissolve", RATE.time_of(dissolves[number][0])))
        if number + 1 in (dissolves or {}):
            effects.append(Effect("transition-out", "dissolve", RATE.time_of(dissolves[number + 1][1])))
        source = Source(name, name, start=0)
        shown, record = span(first, first + length), span(at, at + length)
        shots.append(Shot(f"{track}:{number + 1}", track, kind, name, source, shown, record, effects=tuple(effects)))
        at += length
    return Cut("v12", RATE, tuple(shots), START, duration=RATE.time_of(at))


def rendered(parts: Sequence[Clip], dissolves: dict[int, tuple[int, int]]) -> list[object]:
    """What is on screen at each frame: one frame of a source, or two with how far the dissolve has come."""
    starts = [sum(length for *_, length in parts[:number]) for number in range(len(parts))]
    shown: list[object] = [(name, first + frame) for name, first, length in parts for frame in range(length)]
    for number, (before, after) in dissolves.items():
        edit = starts[number]
        (a, a_first, a_length), (b, b_first, _) = parts[number - 1], parts[number]
        for step in range(-before, after):
            out, into = (a, a_first + a_length + step), (b, b_first + step)
            shown[edit + step] = (out, into, step + before, before + after)
    return shown


def told(made: Cut) -> dict[int, int]:
    """Frame of the old programme by frame of the new one."""
    found = {}
    for shot in made.shots:
        assert shot.source.generated or shot.source.reel == REEL
        first = RATE.nearest(shot.source_span.start - START)
        for frame in range(RATE.nearest(shot.record_span.duration)) if not shot.source.generated else ():
            found[RATE.nearest(shot.record_span.start) + frame] = first + frame
    return found


def test_a_frame_is_the_old_programmes_where_it_looks_as_it_did() -> None:
    """Random cuts of sources of which no frame is used twice, dissolves added, removed and changed."""
    for seed in range(60):
        rng = random.Random(seed)
        before = [(f"s{number}", 100, rng.randint(30, 60)) for number in range(14)]
        mixed = {number: (rng.randint(0, 6), rng.randint(1, 6)) for number in range(1, 14) if rng.random() < 0.5}
        kept = [number for number in range(14) if rng.random() < 0.85]
        after = [before[number] for number in kept]
        again = {
            place: mixed.get(number, (3, 3)) if rng.random() < 0.7 else (rng.randint(0, 6), 6)
            for place, number in enumerate(kept)
            if place and rng.random() < 0.7
        }
        old, new = cut(before, mixed), cut(after, again)
        was = {look: frame for frame, look in enumerate(rendered(before, mixed))}
        found = told(change_cut(compare(old, new)))
        for frame, look in enumerate(rendered(after, again)):
            assert found.get(frame) == was.get(look), (seed, frame, look)


def test_every_hole_says_what_is_there() -> None:
    old = cut([("a", 0, 50), ("b", 0, 50), ("c", 0, 50), ("d", 0, 50)])
    black = Shot("V1:9", "V1", "video", "BL", Source("BL", generated=True), span(0, 10), span(216, 226))
    new = cut([("a", 0, 58), ("x", 0, 8), ("b", 0, 50), ("y", 0, 50), ("d", 0, 50)])
    new = replace(new, shots=(*new.shots, black), duration=RATE.time_of(230))
    made = change_cut(compare(old, new))
    holes = [(RATE.nearest(one.record_span.start), one.comments) for one in made.shots if one.source.generated]
    assert holes == [
        (50, ("NEW FRAMES: a, 8 F",)),
        (58, ("NEW: x, 8 F",)),
        (116, ("REPLACED: c > y, 50 F",)),
        (216, ("BLACK, 10 F",)),
        (226, ("GAP, 4 F",)),
    ]


def test_another_version_is_not_the_old_programmes() -> None:
    old, new = cut([("a_v011", 0, 50), ("b", 0, 50)]), cut([("a_v012", 0, 50), ("b", 0, 50)])
    made = change_cut(compare(old, new))
    assert [one.comments for one in made.shots if one.source.generated] == [("NEW VERSION: a_v011 > a_v012, 50 F",)]
    assert told(made) == {frame: frame for frame in range(50, 100)}


def together(*cuts: Cut) -> Cut:
    shots = tuple(shot for one in cuts for shot in one.shots)
    return replace(cuts[0], shots=shots, duration=max(one.duration for one in cuts))


def test_sound_is_told_track_by_track_and_comes_back_from_the_list(tmp_path: Path) -> None:
    """An L-cut: the picture is cut at 80, the sound at 90; A2 stayed as it was, A3 took over what A1 had."""
    tracks = ("A1", "A2")
    old = together(*(cut([("r1", 0, 100), ("r2", 500, 100)], track=one) for one in ("V1", *tracks)))
    new = together(
        cut([("r1", 0, 80), ("r2", 500, 100)]),
        cut([("r1", 0, 90), ("r2", 510, 90)], track="A1"),
        cut([("r1", 0, 100), ("r2", 500, 100)], track="A2"),
        cut([("r1", 20, 30)], track="A3"),
    )
    new = replace(new, shots=tuple(one for one in new.shots if one.track != "A3" or one.id == "A3:1"))
    made = change_cut(compare(old, new))
    assert {shot.track for shot in made.shots} == {"V1", "A1", "A3"}, "nothing changed on A2"
    write_timeline(made, tmp_path / "change.edl")
    back, _ = read_cut(tmp_path / "change.edl", RATE)
    events = {
        track: [
            (RATE.nearest(one.record_span.start), RATE.nearest(one.source_span.start - START))
            for one in back.shots
            if one.track == track and not one.source.generated
        ]
        for track in ("V1", "A1", "A3")
    }
    assert events == {"V1": [(0, 0), (80, 100)], "A1": [(0, 0), (90, 110)], "A3": [(0, 20)]}
    assert [one.comments for one in made.shots if one.track == "A3"] == [("FROM A1",)]
    every = change_cut(compare(old, new), {"A2"})
    assert [(one.track, one.source_span) for one in every.shots] == [("A2", span(86400, 86600))]


def test_silence_between_two_sounds_is_no_edit() -> None:
    old = cut([("a", 0, 20), ("b", 0, 20), ("c", 0, 20)], track="A1")
    sparse = replace(old, shots=(old.shots[0], old.shots[2]))
    picture = cut([("p", 0, 60)])
    made = change_cut(compare(together(picture, sparse), together(picture, sparse)), {"A1"})
    assert [one.record_span for one in made.shots] == [span(0, 60)]


def test_film_frames_at_another_rate_are_those_frames() -> None:
    """24 frames a second played as 25: the old programme is counted in the frames that it has."""
    pal = FrameRate(25)
    old = cut([("a", 0, 48), ("b", 0, 48)])
    shots = tuple(
        replace(
            shot,
            source=replace(shot.source, start=0),
            source_span=Span(
                *(pal.time_of(RATE.nearest(time)) for time in (shot.source_span.start, shot.source_span.end))
            ),
            record_span=Span(
                *(pal.time_of(RATE.nearest(time)) for time in (shot.record_span.start, shot.record_span.end))
            ),
        )
        for shot in old.shots
    )
    new = Cut("v13", pal, shots, pal.time_of(90000), duration=pal.time_of(96))
    (one,) = change_cut(compare(old, new)).shots
    assert one.speed == Fraction(1) and one.source.rate == pal
    assert (pal.nearest(one.source_span.start), pal.nearest(one.record_span.duration)) == (86400, 96)
