"""Carried cues in the order of the new cut: numbered, with silence that came along given up where another caption comes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from picturelock.cues import Cue
from picturelock.times import Flicks, FrameRate, Span

if TYPE_CHECKING:
    from picturelock.conform.events import Event


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue in the new cut, and how much of its start and end is silence that came along."""

    cue: Cue
    lead: Flicks = 0
    spare: Flicks = 0
    wanting: Flicks = 0
    """Old time of which it has the text, but not the sound."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """Cues of the new cut in order, and the events with them."""

    cues: tuple[Cue, ...]
    events: tuple[Event, ...]
    overlapping: tuple[tuple[Cue, Cue, int], ...]
    """Cues, old and new, that start before another one has ended and did not in the old cut, with by how many frames."""
    crammed: tuple[tuple[Cue, Cue, Flicks], ...] = ()
    """Copies with more text than is heard: the old cue, the new one, and the old time that is wanting."""


def in_turn(told: Sequence[tuple[Event, Sequence[Placed]]], rate: FrameRate) -> Ordered:
    """Cues in order of their start, with the numbers of the new file; a name that is no number stays."""
    every = [(one, index) for index, (_, placed) in enumerate(told) for one in placed]
    every.sort(key=lambda one: (one[0].cue.span.start, one[0].cue.span.end))
    by_event: dict[int, list[Cue]] = defaultdict(list)
    names: Counter[str] = Counter()
    cues: list[Cue] = []
    overlapping: list[tuple[Cue, Cue, int]] = []
    crammed: list[tuple[Cue, Cue, Flicks]] = []
    latest: tuple[Flicks, int] = (0, -1)  # the end of what stands longest, and of which event it is
    for number, (one, index) in enumerate(every, start=1):
        following = every[number][0].cue.span.start if number < len(every) else one.cue.span.end
        span = _fitted(one, cues[-1].span.end if cues else 0, following, rate)
        cue = replace(one.cue, id=name_of(one.cue, number, names), span=span)
        if latest[0] > span.start and not _overlapped(told, latest[1], index):
            overlapping.append((told[index][0].cue or cue, cue, rate.nearest(latest[0] - span.start)))
        latest = max(latest, (span.end, index))
        cues.append(cue)
        by_event[index].append(cue)
        before = told[index][0].cue
        if before is not None and rate.nearest(one.wanting) > 0:
            crammed.append((before, cue, one.wanting))
    events = tuple(replace(event, cues=tuple(by_event[index])) for index, (event, _) in enumerate(told))
    return Ordered(tuple(cues), events, tuple(overlapping), tuple(crammed))


def name_of(cue: Cue, number: int, names: Counter[str]) -> str:
    """Its number in the new file, or the name it has, made different from those before."""
    if not cue.id or cue.id.isdecimal():
        return str(number)
    names[cue.id] += 1
    return cue.id if names[cue.id] == 1 else f"{cue.id}-{names[cue.id]}"


def _fitted(one: Placed, before: Flicks, following: Flicks, rate: FrameRate) -> Span:
    """Its span, without silence that lies under the caption before or after it; never less than a frame."""
    start, end = one.cue.span.start, one.cue.span.end
    start = max(start, min(before, start + one.lead, following))
    end = max(min(end, following), end - one.spare)
    start = rate.snap(start)
    return Span(start, max(rate.snap(end), start + rate.frame))


def _overlapped(told: Sequence[tuple[Event, Sequence[Placed]]], one: int, other: int) -> bool:
    """True where two captions were on screen together in the old cut as well."""
    a, b = told[one][0].cue, told[other][0].cue
    return one != other and a is not None and b is not None and a.span.overlaps(b.span)
