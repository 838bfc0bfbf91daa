"""Markers and notes of one version of a cut, carried to the next: each follows the frame that it was set on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.conform.carry import Carrier
from picturelock.conform.runs import Run
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

    A marker follows the picture that it stands on, and the sound where there is no picture. A marker over several shots keeps
    its start where its start went, and as much of its length as follows there in one piece.
    """
    present = {(marker.span, marker.name, marker.note, marker.color) for marker in new.markers}
    pictures = _Pictures(new)
    found = []
    for marker in sorted(markers, key=lambda marker: marker.span):
        done = carrier.carry(marker.span, pictured=True)
        if not done.runs:
            found.append(CarriedMarker("dropped", marker, None))
            continue
        span = _landed(marker.span, done.runs)
        moved = replace(marker, span=span, shot=pictures.at(span.start) if marker.shot else "")
        there = (moved.span, moved.name, moved.note, moved.color) in present
        found.append(CarriedMarker("there" if there else _state(marker.span, span), marker, moved, len(done.copies)))
    return tuple(found)


def _landed(old: Span, runs: Sequence[Run]) -> Span:
    """The span of the run that holds the start, or of the first where that is gone."""
    first = min(runs, key=lambda run: run.old.start)
    return first.new if old.duration else Span(first.new.start, first.new.start)


def _state(old: Span, new: Span) -> State:
    if new.duration < old.duration:
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
