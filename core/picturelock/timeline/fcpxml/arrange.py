"""The shots of one lane in a row, with the holes between them and the transitions over their edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from picturelock.cut import Effect, Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.edges import Edge, are_apart, edge
from picturelock.timeline.fcpxml.effects import DISSOLVE
from picturelock.times import FrameRate, Span


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in the row: a shot, nothing, or a transition (which takes no time of its own)."""

    kind: Literal["shot", "gap", "transition"]
    record: Span
    shot: Shot | None = None
    name: str = ""
    """Of a transition."""
    uid: str = ""
    """By which Final Cut Pro knows it; "" = a plain dissolve."""


class Arranger:
    """Puts shots in a row."""

    def __init__(self, rate: FrameRate, losses: Losses) -> None:
        self._rate = rate
        self._losses = losses

    def row(self, shots: Sequence[Shot]) -> list[Part]:
        """The parts of a lane from the first frame of the cut, in order."""
        parts: list[Part] = []
        last: Part | None = None
        for part in self._whole(shots):
            at = last.record.end if last else 0
            hole = Span(at, part.record.start) if part.record.start > at else None
            if hole is not None:
                parts += self._over(last, None, hole)
                parts.append(Part("gap", hole))
                parts += self._over(None, part, hole)
            elif (
                last is not None and last.shot is not None and part.shot is not None and are_apart(last.shot, part.shot)
            ):
                self._lost(last.shot)  # there is no place for black between two clips that touch
            else:
                parts += self._over(last, part, Span(0, 0))
            parts.append(part)
            last = part
        return [*parts, *self._over(last, None, None)]

    def _whole(self, shots: Sequence[Shot]) -> Iterator[Part]:
        """Pictures start and end on whole frames; sound may be cut anywhere."""
        at = 0
        for shot in shots:
            record = shot.record_span
            if shot.kind == "video":
                record = Span(self._rate.snap(record.start), self._rate.snap(record.end))
            start = max(at, record.start)
            record = Span(start, max(start, record.end))
            if record != shot.record_span:
                self._losses.add("fraction", shot.id, shot.record_span)
            if record.duration:
                at = record.end
                yield Part("shot", record, shot)

    def _over(self, before: Part | None, after: Part | None, hole: Span | None) -> Iterator[Part]:
        """The transition between two shots, or between one and nothing; `hole` is that, None after the last shot."""
        out = _effect(before, "transition-out")
        into = _effect(after, "transition-in")
        chosen, side = (out, before) if out is not None else (into, after)
        if chosen is None or side is None or side.shot is None:
            return
        edge = after.record.start if after is not None else side.record.end
        start, end = edge - (into.handle if into else 0), edge + (out.handle if out else 0)
        if before is None:
            end = max(end, edge + chosen.inside)
        if after is None:
            start = min(start, edge - chosen.inside)
        if hole is not None and (before is None or after is None):
            inside = max(start, hole.start) if before is None else start, min(end, hole.end) if after is None else end
            if inside != (start, end):
                self._losses.add("transition-handles", side.shot.id, side.shot.record_span)
            start, end = inside
        if side.shot.kind == "video":
            whole = self._rate.snap(start), self._rate.snap(end)
            if whole != (start, end):
                self._losses.add("fraction", side.shot.id, side.shot.record_span)
            start, end = whole
        if end <= start:
            self._lost(side.shot)
            return
        name, uid = chosen.name, str(_noted(side.shot).get(f"transition {chosen.name}", ""))
        if name != DISSOLVE and not uid:
            name = DISSOLVE
            self._losses.add(f"transition-kinds: {chosen.name}", side.shot.id, side.shot.record_span)
        yield Part("transition", Span(start, end), side.shot, name, uid)

    def _lost(self, shot: Shot) -> None:
        self._losses.add("transitions", shot.id, shot.record_span)


def _effect(part: Part | None, side: Edge) -> Effect | None:
    return edge(part.shot, side) if part is not None else None


def _noted(shot: Shot) -> Mapping[str, Any]:
    """What reading FCPXML noted about a shot."""
    noted = shot.extras.get("fcpxml")
    return noted if isinstance(noted, Mapping) else {}
