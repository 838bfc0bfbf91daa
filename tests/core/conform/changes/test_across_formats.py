"""One old and one new cut, each by way of another format: the same changes, to the frame, as between the cuts themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from edits import Programme
from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.model import Change, ChangeList
from picturelock.cut import Cut, Effect, Shot, Source
from picturelock.registry import TIMELINES, load
from picturelock.timeline.read import read_cut
from picturelock.times import Flicks, FrameRate, Span
from rendering import cut_of, laid_out

SUFFIX = {"otio": "otio", "fcpxml": "fcpxml", "fcp7": "xml", "plcut": "plcut", "edl": "edl"}
ROUNDS = (("otio", "fcpxml"), ("fcpxml", "fcp7"), ("fcp7", "otio"), ("plcut", "otio"))
PAL = FrameRate(25)
Told = Counter[tuple[object, ...]]


def cuts_of(seed: int) -> tuple[Cut, Cut]:
    made = Programme(seed, 1 + seed % 6)
    hour = made.rate.time_of(3600 * made.rate.nominal)
    sides = ((made.old, frozenset[int]()), (made.new, made.nested))
    old, new = (cut_of(laid_out(items, nested), made.rate)[0] for items, nested in sides)
    return replace(old, start=hour), replace(new, start=hour)


def has_room(cut: Cut) -> bool:
    """True where no shot lies over another one of its track: no timeline format can hold that."""
    tracks: dict[str, list[Shot]] = {}
    for shot in cut.shots:
        tracks.setdefault(shot.track, []).append(shot)
    return all(
        one.record_span.end <= other.record_span.start for some in tracks.values() for one, other in pairwise(some)
    )


def for_edl(cut: Cut) -> Cut:
    """What of a cut an edit list holds: one picture track of shots that are on, at one speed each. None is reversed."""
    shots = [shot for shot in cut.shots if shot.track == "V1" and shot.nest is None]
    shots = [replace(shot, enabled=True, ramp=(), reverse=False) for shot in shots]
    for at, (one, other) in enumerate(pairwise(shots)):
        apart = one.record_span.end != other.record_span.start
        if apart or one.speed == 0 or other.speed == 0:
            shots[at] = replace(shots[at], effects=_without(shots[at], "transition-out"))
            shots[at + 1] = replace(shots[at + 1], effects=_without(shots[at + 1], "transition-in"))
    return replace(cut, shots=tuple(shots))


def _without(shot: Shot, kind: str) -> tuple[Effect, ...]:
    return tuple(effect for effect in shot.effects if effect.kind != kind)


def by_way_of(name: str, cut: Cut, folder: Path) -> Cut:
    path = folder / f"{len(list(folder.iterdir()))}.{SUFFIX[name]}"
    load(TIMELINES[name]).write(cut, path)
    return read_cut(path, cut.rate)[0]


def told(found: ChangeList) -> Told:
    rate = found.new.rate

    def frames(time: Flicks) -> int:
        return rate.nearest(time)

    def row(change: Change) -> tuple[object, ...]:
        figures = (change.head, change.tail, change.slip, change.shift)
        sources = [shot and (shot.source.name.lower(), shot.track) for shot in (change.old, change.new)]
        return change.kinds, *sources, *map(frames, figures)

    return Counter(map(row, found.changes))


@pytest.mark.parametrize("seed", range(12))
def test_formats_that_hold_all_of_it(seed: int, tmp_path: Path) -> None:
    old, new = cuts_of(seed)
    if not (has_room(old) and has_room(new)):
        old, new = for_edl(old), for_edl(new)
    expected = told(compare(old, new))
    for one, other in ROUNDS:
        found = compare(by_way_of(one, old, tmp_path), by_way_of(other, new, tmp_path))
        assert told(found) == expected, (one, other)
        assert list(compare(new, found.new).counts) == ["unchanged"], other


@pytest.mark.parametrize("seed", range(12, 36))
def test_an_edit_list_that_cuts_where_a_dissolve_starts(seed: int, tmp_path: Path) -> None:
    """Trims, parts and speeds of shots in dissolves are told as where the cut lies in the middle.

    Where a dissolve changed, a list does not say whether the few frames within it were trimmed too.
    """
    old, new = map(for_edl, cuts_of(seed))
    expected = told(compare(old, new))
    for one, other in (("otio", "edl"), ("edl", "otio")):
        found = compare(by_way_of(one, old, tmp_path), by_way_of(other, new, tmp_path))
        differing = {kinds for kinds, *_ in (told(found) - expected) | (expected - told(found))}
        assert all("transition" in str(kinds) for kinds in differing), (one, other, differing)
        assert sum((told(found) - expected).values()) <= 1, (one, other)


def test_a_dissolve_that_came_in_an_edit_list_trims_nothing(tmp_path: Path) -> None:
    """Ten frames of A beyond the cut and ten of B before it: the list cuts ten frames earlier, and nobody trimmed anything."""
    old, new = (dissolved(half) for half in (0, 10))
    for one, other, way in ((old, by_way_of("edl", new, tmp_path), 1), (by_way_of("edl", new, tmp_path), old, -1)):
        found = compare(one, other)
        assert [change.kinds for change in found.changes] == [("transition",), ("transition",), ("unchanged",)]
        assert not any(change.head or change.tail or change.shift for change in found.changes)
        pulled = [PAL.nearest(span.duration) for change in found.changes for span in change.pull]
        assert pulled == ([10, 10] if way > 0 else []), "what the dissolve shows must be pulled"


def test_a_shot_trimmed_beside_a_dissolve_that_came(tmp_path: Path) -> None:
    new = dissolved(10, trimmed=15)
    found = compare(dissolved(0), by_way_of("edl", new, tmp_path))
    assert [change.kinds for change in found.changes] == [
        ("tail", "transition"),
        ("transition", "shifted"),
        ("shifted",),
    ]
    assert [PAL.nearest(change.tail) for change in found.changes] == [-15, 0, 0]
    assert [PAL.nearest(change.shift) for change in found.changes] == [0, -15, -15]


def dissolved(half: int, trimmed: int = 0) -> Cut:
    """Three shots of a hundred frames, the first one shorter, with a centred dissolve between the first two."""
    shots, at = [], 0
    for number, count in enumerate((100 - trimmed, 100, 100), 1):
        source = Source(f"r{number}", reel=f"r{number}")
        shown = Span(PAL.time_of(90000), PAL.time_of(90000 + count))
        record = Span(PAL.time_of(at), PAL.time_of(at + count))
        shots.append(Shot(f"V1:{number}", "V1", "video", f"r{number}", source, shown, record))
        at += count
    if half:
        handle = PAL.time_of(half)
        shots[0] = replace(shots[0], effects=(Effect("transition-out", "dissolve", handle),))
        shots[1] = replace(shots[1], effects=(Effect("transition-in", "dissolve", handle),))
    return Cut("cut", PAL, tuple(shots), duration=PAL.time_of(at))
