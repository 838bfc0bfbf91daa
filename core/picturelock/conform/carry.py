"""Carrying stretches of record time from one cut to another: captions, markers, notes.

A stretch follows what is said in it, through the sources; where nothing is heard it follows the picture, and so it does
where its sound is gone and sound that the old cut never had is heard in its place (a mix, a new recording). Where the old
cut has nothing at all it keeps its distance from what comes before it or after it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.conform.bridges import Bridge, stretch_key
from picturelock.conform.heard import ranks
from picturelock.conform.layer import Layer
from picturelock.conform.runs import Followed, Run, is_sliver, joined, with_silence
from picturelock.conform.seen import visible
from picturelock.conform.spans import Stretches
from picturelock.cut import Cut, Shot
from picturelock.cutmap import audible
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

_MOMENT: Flicks = FLICKS_PER_SECOND // 1000


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one stretch."""

    old: Span
    runs: tuple[Run, ...]
    """In order of old time; none = the new cut has nothing of it."""
    elsewhere: tuple[Run, ...] = ()
    """What went elsewhere in parts too short to be anything."""
    copies: tuple[Run, ...] = ()
    """Where the new cut has it once more."""
    outside: bool = False
    """It lies beyond the end of the old cut."""


class Carrier:
    """The map from one cut to another, for any number of stretches."""

    def __init__(self, old: Cut, new: Cut, speaking: Collection[str] = ()) -> None:
        """speaking: ids of the old cut's shots in which words are known to be heard."""
        before, after = _sounding(old), _sounding(new)
        self._before = before
        self.rates = old.rate, new.rate
        seen_before, seen_after = visible(old), visible(new)
        self._picture = Layer(seen_before, seen_after)
        self._sound = Layer(before, after, ranks(before, old, speaking), self._picture.telling)
        known, kept = ({shot.source.key for shot in shots} for shots in (before, after))
        reached = [bridge.turned() for bridge in self._sound.bridges]
        self._replaced_here = _replaceable(before, _beyond(before, reached), kept, seen_before)
        """Where the old cut lets hear what the new one has not, though its picture may go on with other sound."""
        self._foreign = Stretches(shot.record_span for shot in after if shot.source.key not in known)
        """Where the new cut lets hear a source that the old one had nothing of."""
        self._empty = _Between(old, new, [*self._sound.bridges, *self._picture.bridges], [*after, *seen_after])
        self._end = old.duration
        self.new_parts = tuple(_parts_beyond(after, self._sound.bridges))
        """What is heard in the new cut of which the old one had not that part: ids of its shots, with record spans."""
        self.new_sound = Stretches(span for _, span in self.new_parts).all()
        """The same, as stretches of the new cut."""
        self.related = bool(self._sound.bridges or self._picture.bridges) or not (before or seen_before)
        """False where the old cut shows and lets hear something, and the new one has nothing of it."""

    def sources(self, shots: Collection[str]) -> frozenset[str]:
        """What shots of the old cut let hear, by their ids, as `Run.source` names it."""
        return frozenset(stretch_key(shot) for shot in self._before if shot.id in shots)

    def picture(self) -> Sequence[Bridge]:
        """Every stretch of picture that both cuts show, in no order; one shown again is a copy."""
        return self._picture.bridges

    def carry(self, span: Span, pictured: bool = False) -> Carried:
        """What became of a stretch of the old cut. A moment is carried as the frame or so that it stands in.

        pictured: it translates what is seen, and follows the picture wherever the old cut has one.
        """
        if self._end and span.start >= self._end:
            return Carried(span, (), outside=True)
        if span.duration == 0:
            return self._moment(span.start, pictured)
        if pictured:
            found, nothing = self._picture.follow(span)
            if nothing != (span,):
                return self._gathered(span, [(bridge, "picture") for bridge in found], nothing)
        heard, silent = self._sound.follow(span)
        parts: list[tuple[Bridge, Followed]] = [(bridge, "sound") for bridge in heard]
        taken = Stretches(bridge.old for bridge in heard)
        replaced = [bridge for free in taken.free(span) for bridge in self._replaced(free)]
        parts += [(bridge, "replaced") for bridge in replaced]
        if replaced:
            taken = Stretches(bridge.old for bridge in replaced)
            silent = tuple(free for gap in silent for free in taken.free(gap))
        if 2 * sum(part.duration for part in silent) > span.duration:
            pictures = [self._picture.follow(gap) for gap in silent]
            parts += [(bridge, "picture") for found, _ in pictures for bridge in found]
            silent = tuple(part for _, nothing in pictures for part in nothing)
        if silent == (span,):
            stayed = self._empty.carry(span)
            return Carried(span, (stayed,) if stayed else ())
        return self._gathered(span, parts, silent)

    def _gathered(self, span: Span, parts: Sequence[tuple[Bridge, Followed]], silent: Sequence[Span]) -> Carried:
        first = joined([part for part in parts if not part[0].copy], silent)
        again = [run for run in joined([part for part in parts if part[0].copy], silent) if not is_sliver(run, span)]
        if not first and again:
            # Other old uses have the first claim on all that the new cut has of it: one of those is its own, too.
            first = [max(again, key=lambda run: run.old.duration)]
            again = [run for run in again if run is not first[0]]
        kept = with_silence(first, silent, span)
        whole = [run for run in kept if not is_sliver(run, span)]
        if not whole and kept:
            whole = [max(kept, key=lambda run: run.old.duration)]
        going = {id(run) for run in whole}
        elsewhere = tuple(run for run in kept if id(run) not in going)
        return Carried(span, tuple(whole), elsewhere, tuple(with_silence(again, silent, span)))

    def _replaced(self, span: Span) -> Iterator[Bridge]:
        """Bridges of the picture, where other sound than the old cut ever had is heard in the place of its own."""
        for gone in self._replaced_here.within(span):
            for bridge in self._picture.follow(gone)[0]:
                for sound in self._foreign.within(bridge.new):
                    part = bridge.within_new(sound)
                    if part is not None:
                        yield part

    def _moment(self, time: Flicks, pictured: bool) -> Carried:
        around = self.carry(Span(time, time + _MOMENT), pictured)
        at = tuple(
            replace(run, old=Span(time, time), new=Span(point, point), spare=0, lead=0)
            for run in around.runs
            for point in ((run.new.end if run.reverse else run.new.start),)
        )
        return Carried(Span(time, time), at[:1], outside=around.outside)


def _sounding(cut: Cut) -> tuple[Shot, ...]:
    """What is heard, without what the editing system made itself: black and titles have no sound to follow."""
    return tuple(shot for shot in audible(cut) if shot.kind == "audio" or not shot.source.generated)


def _beyond(shots: Sequence[Shot], found: Sequence[Bridge]) -> tuple[Span, ...]:
    """As `_parts_beyond`, as stretches."""
    return Stretches(span for _, span in _parts_beyond(shots, found)).all()


def _parts_beyond(shots: Sequence[Shot], found: Sequence[Bridge]) -> Iterator[tuple[str, Span]]:
    """What of the shots of the new cut no bridge of their own source leads to, with `Shot.id`."""
    reached: dict[str, list[Span]] = {}
    for bridge in found:
        reached.setdefault(bridge.source, []).append(bridge.new)
    by_source = {source: Stretches(spans) for source, spans in reached.items()}
    nothing = Stretches()
    for shot in shots:
        for part in by_source.get(stretch_key(shot), nothing).free(shot.record_span):
            yield shot.id, part


def _replaceable(
    shots: Sequence[Shot], gone: Sequence[Span], kept: Collection[str], pictures: Sequence[Shot]
) -> Stretches:
    """Where old sound may have been replaced: its source is all gone, or its picture (of the same source) is over it.

    A line that is gone while its source and another picture stay was more likely cut out.
    """
    away = Stretches(gone)
    in_step: dict[str, list[Span]] = {}
    for picture in pictures:
        in_step.setdefault(picture.source.key, []).append(picture.record_span)
    sync = {source: Stretches(spans) for source, spans in in_step.items()}
    found: list[Span] = []
    for shot in shots:
        key = shot.source.key
        whole = (shot.record_span,)
        under = whole if key not in kept else sync[key].within(shot.record_span) if key in sync else ()
        found += (part for span in under for part in away.within(span))
    return Stretches(found)


class _Between:
    """Stretches in which the old cut has neither sound nor picture: black, or a gap."""

    def __init__(self, old: Cut, new: Cut, found: Sequence[Bridge], there: Sequence[Shot]) -> None:
        start = Bridge(Span(0, 0), Span(0, 0), "", "", "")
        end = replace(start, old=Span(old.duration, old.duration), new=Span(new.duration, new.duration))
        straight = [bridge for bridge in found if not bridge.copy and not bridge.reverse]
        self._before = sorted([start, *straight], key=lambda bridge: bridge.old.end)
        self._ends = [bridge.old.end for bridge in self._before]
        self._after = sorted([*straight, end], key=lambda bridge: bridge.old.start)
        self._starts = [bridge.old.start for bridge in self._after]
        self._there = Stretches(shot.record_span for shot in there)
        self._end = new.duration

    def carry(self, span: Span) -> Run | None:
        """At the same distance from what comes before it, else from what comes after, where the new cut is empty too."""
        last = bisect_right(self._ends, span.start) - 1
        following = bisect_left(self._starts, span.end)
        shifts = [self._before[last].end_shift] if last >= 0 else []
        shifts += [self._after[following].shift] if following < len(self._after) else []
        for shift in shifts:
            new = span.shift(shift)
            if new.start >= 0 and new.end <= self._end and not self._there.within(new):
                return Run(span, new, "place")
        return None
