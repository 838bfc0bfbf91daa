"""Carrying stretches of record time from one cut to another: captions, markers, notes.

A stretch follows what is said in it, through the sources; where nothing is heard it follows the picture, and so it does
where its sound is gone and sound that the old cut never had is heard in its place (a mix, a new recording).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.conform.bridges import Bridge
from picturelock.conform.layer import Layer, ranks
from picturelock.conform.seen import visible
from picturelock.cut import Cut, Shot
from picturelock.cutmap import audible, subtract, union
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

SLIVER: Flicks = FLICKS_PER_SECOND // 2
"""A part shorter than this, and than a third of the whole, is the run-in or run-out of a caption and not a part of it."""
_ROUNDING: Flicks = 16
"""Flicks by which two ends that were one may differ after retimes."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch that went across in one piece."""

    old: Span
    new: Span
    heard: bool
    """It followed the sound; else the picture."""
    shots: tuple[str, ...] = ()
    """Ids of the shots of the new cut that it is in."""
    reverse: bool = False
    retimed: bool = False
    spare: Flicks = 0
    """How much of its end is silence that came along, and may be given up."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one stretch."""

    old: Span
    runs: tuple[Run, ...]
    """In order of old time; none = the new cut has nothing of it."""
    slivers: Flicks = 0
    """Old time that went elsewhere in parts too short to be anything."""
    copies: tuple[Run, ...] = ()
    """Where the new cut has it once more."""


class Carrier:
    """The map from one cut to another, for any number of stretches."""

    def __init__(self, old: Cut, new: Cut, speaking: Collection[str] = ()) -> None:
        """speaking: ids of the old cut's shots in which words are known to be heard."""
        before, after = audible(old), audible(new)
        self._sound = Layer(before, after, ranks(before, old, speaking))
        self._picture = Layer(visible(old), visible(new))
        known, kept = {shot.source.key for shot in before}, {shot.source.key for shot in after}
        self._gone = union(shot.record_span for shot in before if shot.source.key not in kept)
        """Where the old cut lets hear a source that the new one has nothing of."""
        self._foreign = union(shot.record_span for shot in after if shot.source.key not in known)
        """Where the new cut lets hear a source that the old one had nothing of."""
        self.new_sound = _beyond(after, self._sound.bridges)
        """Record spans of the new cut in which a source is heard of which the old cut had not that part."""

    def carry(self, span: Span) -> Carried:
        """What became of a stretch of the old cut. A moment is carried as the frame or so that it stands in."""
        if span.duration == 0:
            return self._moment(span.start)
        heard, silent = self._sound.follow(span)
        pictured = [*self._replaced(span)]
        if (not heard and not pictured) or _long(silent, span):
            pictured += [part for gap in silent for part in self._picture.follow(gap)[0]]
            silent = ()
        parts = [*((bridge, True) for bridge in heard), *((bridge, False) for bridge in pictured)]
        again = _runs([(bridge, sound) for bridge, sound in parts if bridge.copy], silent)
        first = _runs([(bridge, sound) for bridge, sound in parts if not bridge.copy], silent)
        kept = [_with_silence(run, silent, span) for run in first]
        whole = [run for run in kept if not _is_sliver(run, span)] or kept[:1]
        slivers = sum(run.old.duration for run in kept) - sum(run.old.duration for run in whole)
        return Carried(span, tuple(whole), slivers, tuple(run for run in again if not _is_sliver(run, span)))

    def _replaced(self, span: Span) -> Iterator[Bridge]:
        """Bridges of the picture, where other sound than the old cut ever had is heard in the place of its own."""
        for gone in _within(self._gone, span):
            for bridge in self._picture.follow(gone)[0]:
                for sound in _within(self._foreign, bridge.new):
                    part = bridge.within_new(sound)
                    if part is not None:
                        yield part

    def _moment(self, time: Flicks) -> Carried:
        around = self.carry(Span(time, time + FLICKS_PER_SECOND // 1000))
        at = tuple(
            Run(Span(time, time), Span(point, point), run.heard, run.shots, run.reverse, run.retimed)
            for run in around.runs
            for point in ((run.new.end if run.reverse else run.new.start),)
        )
        return Carried(Span(time, time), at[:1])


def _beyond(shots: Iterable[Shot], found: Sequence[Bridge]) -> tuple[Span, ...]:
    """What of the shots no bridge of their own source leads to."""
    by_source: dict[str, list[Span]] = {}
    for bridge in found:
        by_source.setdefault(bridge.source, []).append(bridge.new)
    reached = {source: union(spans) for source, spans in by_source.items()}
    return union(part for shot in shots for part in subtract(shot.record_span, reached.get(shot.source.key, ())))


def _within(spans: Sequence[Span], span: Span) -> Iterator[Span]:
    """What of some spans, in order and apart from each other, lies in one."""
    at = max(0, bisect_left(spans, Span(span.start, span.start)) - 1)
    while at < len(spans) and spans[at].start < span.end:
        shared = spans[at].intersect(span)
        if shared is not None:
            yield shared
        at += 1


def _long(silent: Sequence[Span], span: Span) -> bool:
    return 2 * sum(part.duration for part in silent) > span.duration


def _runs(parts: Iterable[tuple[Bridge, bool]], silent: Sequence[Span]) -> list[Run]:
    """Bridges that follow on from each other in both cuts, as one; in order of old time."""
    found: list[Run] = []
    for bridge, heard in sorted(parts, key=lambda part: (part[0].old.start, part[0].new.start)):
        one = Run(bridge.old, bridge.new, heard, (bridge.new_shot,), bridge.reverse, _is_retimed(bridge))
        at = next((at for at in range(len(found) - 1, -1, -1) if _goes_on(found[at], one, silent)), None)
        if at is None:
            found.append(one)
        else:
            found[at] = _joined(found[at], one)
    return found


def _joined(a: Run, b: Run) -> Run:
    shots = tuple(dict.fromkeys((*a.shots, *b.shots)))
    new = Span(min(a.new.start, b.new.start), max(a.new.end, b.new.end))
    return Run(Span(a.old.start, b.old.end), new, a.heard or b.heard, shots, b.reverse, a.retimed or b.retimed)


def _is_retimed(bridge: Bridge) -> bool:
    return abs(bridge.old.duration - bridge.new.duration) > _ROUNDING


def _goes_on(a: Run, b: Run, silent: Sequence[Span]) -> bool:
    """True where two runs are as far apart in the new cut as in the old one, with silence or a mere repair between them."""
    apart = b.old.start - a.old.end
    if a.reverse != b.reverse or b.old.end <= a.old.end:
        return False
    passed = a.new.start - b.new.end if a.reverse else b.new.start - a.new.end
    quiet = apart < SLIVER or any(gap.start <= a.old.end and b.old.start <= gap.end for gap in silent)
    return quiet and abs(passed - apart) <= _ROUNDING


def _with_silence(run: Run, silent: Sequence[Span], whole: Span) -> Run:
    """A run with the silence that follows it in the old cut, and with that before it where the stretch opens with it."""
    if run.reverse:
        return run
    before = next((gap.duration for gap in silent if gap.end == run.old.start and gap.start == whole.start), 0)
    after = next((gap.duration for gap in silent if gap.start == run.old.end), 0)
    old = Span(run.old.start - before, run.old.end + after)
    new = Span(max(0, run.new.start - before), run.new.end + after)
    return replace(run, old=old, new=new, spare=after) if before or after else run


def _is_sliver(run: Run, whole: Span) -> bool:
    return run.old.duration < SLIVER and 3 * run.old.duration < whole.duration
