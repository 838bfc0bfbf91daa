"""Random programmes of edits on clips that each know who they are, so that the truth is known and not found.

Every clip carries the number of the use of its source that it descends from. Where a caption's frames went follows from the
clips alone, in fractions of a frame; what is carried must agree to the frame, whatever source those clips are from.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.conform.events import conform
from picturelock.conform.runs import SLIVER
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.times import FrameRate, Span, nearest

RATES = [FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001), FrameRate(50)]
IN_PLACE = ("insert", "delete", "head", "tail", "split")
EDITS = (*IN_PLACE, "roll", "slip", "slide", "retime", "reverse", "move", "swap")
SPEEDS = [Fraction(*pair) for pair in ((1, 2), (2, 1), (4, 5), (5, 4), (3, 2))]
Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Clip:
    use: int
    """Which use of its source it is, or is a part of; below zero for one that the old cut never had."""
    name: str
    low: Fraction
    high: Fraction
    """Frames [low, high) of the source."""
    count: int
    """Frames in the cut."""
    reverse: bool = False

    @property
    def speed(self) -> Fraction:
        return (self.high - self.low) / self.count


def clip(use: int, name: str, first: int, count: int) -> Clip:
    return Clip(use, name, Fraction(first), Fraction(first + count), count)


def starts(clips: Sequence[Clip]) -> list[tuple[Clip, int]]:
    found, at = [], 0
    for one in clips:
        found.append((one, at))
        at += one.count
    return found


def cut_of(clips: Sequence[Clip], rate: FrameRate, layout: Sequence[str] = ("A1",)) -> Cut:
    """Each clip on each track of the layout; "M" is music under all that was never cut, "x|y" takes turns."""
    shots, end = [], 0
    for number, (one, at) in enumerate(starts(clips), start=1):
        source = Source(one.name, path=Path("/" + one.name), start=0)
        shown = Span(nearest(one.low * rate.frame), nearest(one.high * rate.frame))
        record = Span(rate.time_of(at), rate.time_of(at + one.count))
        end = record.end
        for track in layout:
            turns = track.split("|")
            name = turns[one.use % len(turns)]
            kind = "video" if name.startswith("V") else "audio"
            if name != "M":
                identity = f"{name}:{number}"
                shot = Shot(identity, name, kind, one.name, source, shown, record, one.speed, one.reverse)  # type: ignore[arg-type]
                shots.append(shot)
    if "M" in layout:
        music = Source("music", path=Path("/music"), start=0)
        shots.append(Shot("A8:1", "A8", "audio", "music", music, Span(0, end), Span(0, end)))
    shots.sort(key=lambda shot: (shot.record_span.start, shot.kind != "video"))
    return Cut("cut", rate, tuple(shots), duration=end)


def edited(clips: Sequence[Clip], chance: random.Random, kinds: Sequence[str]) -> list[Clip]:
    made = list(clips)
    for number in range(chance.randint(0, 10)):
        at = chance.randrange(len(made))
        edit(made, at, chance.choice(kinds), chance, number)
    return made


def edit(clips: list[Clip], at: int, kind: str, chance: random.Random, number: int) -> None:
    """One edit, left out where the clips do not allow it."""
    one, by = clips[at], chance.randint(1, 30)
    following = clips[at + 1] if at + 1 < len(clips) else None
    forward = one.count > by and not one.reverse
    if kind == "insert":
        clips.insert(at, clip(-1 - number, f"new{number}", 0, by))
    elif kind == "delete" and len(clips) > 2:
        del clips[at]
    elif kind == "move":
        clips.insert(chance.randrange(len(clips)), clips.pop(at))
    elif kind == "swap":
        other = chance.randrange(len(clips))
        clips[at], clips[other] = clips[other], clips[at]
    elif kind == "slip":
        clips[at] = replace(one, low=one.low + by, high=one.high + by)
    elif kind == "retime":
        clips[at] = replace(one, count=max(1, int(one.count * chance.choice(SPEEDS))))
    elif kind == "reverse":
        clips[at] = replace(one, reverse=not one.reverse)
    elif kind in ("head", "tail", "split") and forward:
        head = replace(one, high=one.low + by * one.speed, count=by)
        tail = replace(one, low=one.low + by * one.speed, count=one.count - by)
        clips[at : at + 1] = {"head": [tail], "tail": [head], "split": [head, tail]}[kind]
    elif kind in ("roll", "slide") and following and following.count > by and not (one.reverse or following.reverse):
        longer = at if kind == "roll" else at - 1  # a slide takes from the clip after it and gives to the one before
        if longer >= 0 and not clips[longer].reverse:
            before, after = clips[longer], clips[at + 1]
            clips[longer] = replace(before, high=before.high + by * before.speed, count=before.count + by)
            clips[at + 1] = replace(after, low=after.low + by * after.speed, count=after.count - by)


def overlaps_itself(clips: Sequence[Clip]) -> bool:
    """True where a split clip was extended over its other half: the one moment then has two places."""
    return any(
        a.use == b.use and a.low < b.high and b.low < a.high
        for number, a in enumerate(clips)
        for b in clips[number + 1 :]
    )


def went(start: int, end: int, old: Sequence[Clip], new: Sequence[Clip]) -> list[tuple[Pair, Pair, bool]]:
    """Old and new frames of every stretch of [start, end) that lives on, and whether it is reversed."""
    found = []
    for one, at in starts(old):
        first, last = max(start, at), min(end, at + one.count)
        if first >= last:
            continue
        shown = one.low + (first - at) * one.speed, one.low + (last - at) * one.speed
        for other, to in starts(new):
            low, high = max(shown[0], other.low), min(shown[1], other.high)
            if other.use != one.use or low >= high:
                continue
            before = at + (low - one.low) / one.speed, at + (high - one.low) / one.speed
            passed = (other.high - high, other.high - low) if other.reverse else (low - other.low, high - other.low)
            found.append((before, (to + passed[0] / other.speed, to + passed[1] / other.speed), other.reverse))
    return sorted(found)


def truth(start: int, end: int, old: Sequence[Clip], new: Sequence[Clip], rate: FrameRate) -> list[tuple[int, int]]:
    """Where a caption must be: stretches that follow on are one, and run-ins and run-outs none."""
    short = Fraction(SLIVER, rate.frame)
    runs: list[tuple[Pair, Pair, bool]] = []
    for before, after, reverse in went(start, end, old, new):
        for number in range(len(runs) - 1, -1, -1):
            (first, last), (low, high), other = runs[number]
            passed = low - after[1] if reverse else after[0] - high
            if reverse == other and before[0] - last < short and before[0] - last == passed and before[1] > last:
                runs[number] = ((first, before[1]), (min(low, after[0]), max(high, after[1])), reverse)
                break
        else:
            runs.append((before, after, reverse))
    lengths = [last - first for (first, last), _, _ in runs]
    long = [run for run, length in zip(runs, lengths, strict=True) if length >= short or 3 * length >= end - start]
    if runs and not long:
        long = [runs[lengths.index(max(lengths))]]
    last = sum(one.count for one in new) - 1  # a frame that begins half-way through it would come after the cut's end
    starts = [(min(nearest(low), last), nearest(high)) for _, (low, high), _ in long]
    return sorted((first, max(end, first + 1)) for first, end in starts)


def captioned(length: int, chance: random.Random) -> list[tuple[int, int]]:
    found, at = [], 0
    while at < length - 2:
        end = min(length, at + chance.randint(1, 90))
        found.append((at, end))
        at = end + chance.randint(0, 30)
    return found


def carried(events: Sequence[tuple[int, int]], old: Cut, new: Cut, rate: FrameRate) -> list[list[tuple[int, int]]]:
    text = plain("He came in here just now\nand left again at once.")
    cues = tuple(Cue(Span(rate.time_of(start), rate.time_of(end)), text) for start, end in events)
    done = conform(Captions(cues), old, new)
    return [[(rate.nearest(cue.span.start), rate.nearest(cue.span.end)) for cue in event.cues] for event in done.events]


@pytest.mark.parametrize("layout", [("A1",), ("V1", "A1|A3", "A2|A4", "M"), ("A1", "A2", "M")], ids=" ".join)
@settings(deadline=None, max_examples=120)
@given(seed=st.integers(0, 1 << 30))
def test_every_edit_of_sources_used_once(layout: tuple[str, ...], seed: int) -> None:
    """All from one take, or each from a file of its own; on one track, or checkerboarded in stereo over music."""
    chance = random.Random(seed)
    rate, one_take = chance.choice(RATES), chance.random() < 0.5
    old = [
        clip(n, "take" if one_take else f"s{n}", 1000 * n + 300, chance.randint(5, 120))
        for n in range(chance.randint(1, 12))
    ]
    new = edited(old, chance, EDITS)
    if overlaps_itself(new):
        return
    events = captioned(sum(one.count for one in old), chance)
    found = carried(events, cut_of(old, rate, layout), cut_of(new, rate, layout), rate)
    assert found == [truth(start, end, old, new, rate) for start, end in events]


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 1 << 30))
def test_uses_of_one_source_are_told_apart_by_what_is_around_them(seed: int) -> None:
    """A passage is used again and again, whole or in part, each time between clips that are used once and that stay."""
    chance = random.Random(seed)
    rate = chance.choice(RATES)
    old: list[Clip] = []
    for number in range(chance.randint(2, 8)):
        old.append(clip(2 * number, f"u{number}", 300, chance.randint(30, 120)))
        old.append(clip(2 * number + 1, "again", 300 + chance.choice((0, 0, 13)), 60))
    old.append(clip(99, "last", 300, 50))
    new = list(old)
    for number in range(chance.randint(0, 6)):
        uses = [at for at, one in enumerate(new) if one.name == "again"]
        at = chance.choice(uses) if uses and chance.random() < 0.7 else chance.randrange(len(new) + 1)
        if at < len(new) and new[at].name == "again":
            edit(new, at, chance.choice(IN_PLACE), chance, number)
        else:
            new.insert(at, clip(-1 - number, f"new{number}", 0, 20))
    events = captioned(sum(one.count for one in old), chance)
    found = carried(events, cut_of(old, rate), cut_of(new, rate), rate)
    assert found == [truth(start, end, old, new, rate) for start, end in events]
