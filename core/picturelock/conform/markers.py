"""Markers and notes of one version of a cut, carried to the next: each follows the frame that it was set on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.conform.bridges import ROUNDING
from picturelock.conform.carry import Carrier
from picturelock.conform.seen import visible
from picturelock.cut import Cut, Marker
from picturelock.times import Flicks, Span

State = Literal["kept", "moved", "trimmed", "dropped", "there"]
STATES: tuple[State, ...] = ("kept", "moved", "trimmed", "dropped", "there")
"""kept: at the same record time. moved: with its frame. trimmed: part of its stretch is gone. dropped: its frame is not in
the new cut. there: the new cut has that very marker already, so it is not added again."""


@dataclass(frozen=True, slots=True)
class CarriedMarker:
    """What became of one marker."""

    state: State
    old: Marker
    new: Marker | None
    """None = dropped."""
    copies: int = 0
    """How many more times the new cut shows that frame; the marker is set once."""


def carry_markers(markers: Iterable[Marker], new: Cut, carrier: Carrier) -> tuple[CarriedMarker, ...]:
    """Every marker of the old cut on the new one, in order of old record time. `carrier` is from the old cut to `new`.

    A marker follows the frame of picture that it stands on, and the sound where there is no picture. A marker over several
    shots keeps its start where its start went, and as much of its length as follows there in one piece.
    """
    present = {(marker.span, marker.name, marker.note, marker.color) for marker in new.markers}
    pictures = _Pictures(new)
    found = []
    for marker in sorted(markers, key=lambda marker: marker.span):
        landed = land(marker.span, carrier)
        if landed is None:
            found.append(CarriedMarker("dropped", marker, None))
            continue
        moved = replace(marker, span=landed.span, shot=pictures.at(landed.within) if marker.shot else "")
        there = (moved.span, moved.name, moved.note, moved.color) in present
        state = "there" if there else _state(marker.span, landed)
        found.append(CarriedMarker(state, marker, moved, landed.copies))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a marker goes."""

    span: Span
    within: Flicks
    """A moment of the shot that shows its frame."""
    whole: bool
    """All of its stretch is in the new cut."""
    copies: int


def land(span: Span, carrier: Carrier) -> Landed | None:
    """Where the frame of a point, or a stretch, stands in the new cut; None = nowhere.

    At the same speed a time keeps its distance from the frame's start. Through a change of speed or direction, or at another
    frame rate, it goes to the first frame of the new cut that shows the old one; where none does, to the one under which that
    passes.
    """
    old, new = carrier.rates
    frame = Span(old.time_of(old.floor(span.start)), old.time_of(old.floor(span.start) + 1))
    done = carrier.carry(span if span.duration else frame, pictured=True)
    if not done.runs:
        return None
    run = min(done.runs, key=lambda run: run.old.start)
    if not span.duration:
        run = next((one for one in done.runs if one.old.contains(span.start)), run)
    straight = not run.reverse and not run.retimed and old == new
    if straight and not span.duration:
        at = run.new.start + max(span.start - run.old.start, 0)
        return Landed(Span(at, at), run.new.start, True, len(done.copies))
    if straight:
        return Landed(run.new, run.new.start, run.old.duration >= span.duration - ROUNDING, len(done.copies))
    first = new.ceil(run.new.start - ROUNDING)
    if new.time_of(first) >= run.new.end:
        first = new.floor(run.new.start)
    last = max(new.ceil(run.new.end - ROUNDING), first + 1) if span.duration else first
    whole = not span.duration or run.old.duration >= span.duration - ROUNDING
    return Landed(Span(new.time_of(first), new.time_of(last)), run.new.start, whole, len(done.copies))


def _state(old: Span, landed: Landed) -> State:
    new = landed.span
    if not landed.whole:
        return "trimmed"
    return "kept" if new.start == old.start else "moved"


class _Pictures:
    """What is on screen at a moment: a marker on a clip hangs on the one that is seen."""

    def __init__(self, cut: Cut) -> None:
        self._shots = visible(cut)
        self._starts = [shot.record_span.start for shot in self._shots]

    def at(self, time: Flicks) -> str:
        at = bisect_right(self._starts, time) - 1
        shown = at >= 0 and self._shots[at].record_span.contains(time)
        return self._shots[at].id if shown else ""
