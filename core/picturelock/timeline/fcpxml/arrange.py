"""The shots of one lane in a row, with the holes between them and the transitions over their edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from picturelock.cut import Effect, Shot
from picturelock.timeline.base import Losses
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
                parts += self._over(last, None)
                parts.append(Part("gap", hole))
                parts += self._over(None, part)
            else:
                parts += self._over(last, part)
            parts.append(part)
            last = part
        return [*parts, *self._over(last, None)]

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

    def _over(self, before: Part | None, after: Part | None) -> Iterator[Part]:
        """The transition between two shots, or between one and nothing."""
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
        if side.shot.kind == "video":
            start, end = self._rate.snap(start), self._rate.snap(end)
        if end <= max(0, start):
            self._losses.add("transitions", side.shot.id, side.shot.record_span)
            return
        name, uid = chosen.name, str(_noted(side.shot).get(f"transition {chosen.name}", ""))
        if name != DISSOLVE and not uid:
            name = DISSOLVE
            self._losses.add(f"transition-kinds: {chosen.name}", side.shot.id, side.shot.record_span)
        yield Part("transition", Span(max(0, start), end), side.shot, name, uid)


def _effect(part: Part | None, kind: str) -> Effect | None:
    if part is None or part.shot is None:
        return None
    return next((effect for effect in part.shot.effects if effect.kind == kind), None)


def _noted(shot: Shot) -> Mapping[str, Any]:
    """What reading FCPXML noted about a shot."""
    noted = shot.extras.get("fcpxml")
    return noted if isinstance(noted, Mapping) else {}
