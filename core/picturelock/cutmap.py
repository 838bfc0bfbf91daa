"""From source time to record time through a cut: the map that carries words, captions, markers and notes.

file time of a source          record time of the cut
|---[====s0..s1====]---|  -->  |------[==r0..r1==]------|      r = r0 + (s - s0) / speed
                                                               reverse: r = r0 + (s1 - s) / speed
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from picturelock.cut import Cut, Knot, Shot
from picturelock.speech import Word
from picturelock.times import Flicks, FrameRate, Span, nearest


@dataclass(frozen=True, slots=True)
class Piece:
    """One straight stretch of the map: file time of a source on one side, record time on the other."""

    source: str
    """`Source.key`."""
    source_span: Span
    """In the file's own time."""
    record_span: Span
    speed: Fraction
    """Source time over record time, above zero."""
    reverse: bool = False
    shot: str = ""
    """`Shot.id`, or "" for a map between two cuts."""

    def to_record(self, time: Flicks) -> Flicks:
        """Record time of a source time, to the nearest flick; not clipped to the piece."""
        passed = self.source_span.end - time if self.reverse else time - self.source_span.start
        return self.record_span.start + nearest(passed / self.speed)

    def to_source(self, time: Flicks) -> Flicks:
        """Source time of a record time, to the nearest flick; not clipped to the piece."""
        passed = nearest((time - self.record_span.start) * self.speed)
        return self.source_span.end - passed if self.reverse else self.source_span.start + passed

    def map_span(self, span: Span) -> Span | None:
        """Record span of the part of `span` that the piece shows; None where it shows none of it.

        A moment (start = end) within the piece stays one; at the piece's end it is outside, as in any half-open span.
        """
        shared = span.intersect(self.source_span)
        if shared is None and span.duration == 0 and self.source_span.contains(span.start):
            shared = span
        if shared is None:
            return None
        a, b = self.to_record(shared.start), self.to_record(shared.end)
        start, end = self.record_span.start, self.record_span.end
        # Clamped, not intersected: what is shorter than a flick after a retime is a moment, and not lost.
        return Span(min(max(min(a, b), start), end), min(max(a, b), end))


@dataclass(frozen=True, slots=True)
class MappedWord:
    """A word on record time, and the piece that shows it."""

    word: Word
    """Its span is in record time, clipped to the piece."""
    piece: Piece


class CutMap:
    """Pieces, found by source. Several pieces may show one stretch of a source: it is then mapped several times."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        by_source: dict[str, list[Piece]] = defaultdict(list)
        for piece in pieces:
            by_source[piece.source].append(piece)
        self._by_source: Mapping[str, Sequence[Piece]] = {
            source: tuple(sorted(found, key=lambda p: (p.source_span.start, p.record_span.start)))
            for source, found in by_source.items()
        }

    @classmethod
    def of_shots(cls, shots: Iterable[Shot]) -> CutMap:
        """The map of some shots; a freeze shows no stretch of time, so nothing maps through it."""
        return cls(piece for shot in shots for piece in stretches(shot))

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of all sources that the map shows."""
        return tuple(self._by_source)

    def pieces(self, source: str) -> Sequence[Piece]:
        """The pieces of one source, by source start."""
        return self._by_source.get(source, ())

    def map_span(self, source: str, span: Span) -> tuple[Span, ...]:
        """Every record span at which some part of a source span is shown, by record start."""
        found = (piece.map_span(span) for piece in self.pieces(source))
        return tuple(sorted(mapped for mapped in found if mapped is not None))

    def map_words(self, source: str, words: Sequence[Word]) -> Iterator[MappedWord]:
        """Each word at each place where the cut lets it be heard, in no particular order.

        A word belongs to a piece that holds its middle: an edit through a word gives it to the side with more of it.
        `words` are in order of time. Cost: the pieces x log(words), plus what is found.
        """
        middles = [(word.span.start + word.span.end) // 2 for word in words]
        for piece in self.pieces(source):
            first = bisect_left(middles, piece.source_span.start)
            for index in range(first, bisect_left(middles, piece.source_span.end, lo=first)):
                word = words[index]
                span = piece.map_span(word.span)
                if span is not None:
                    yield MappedWord(replace(word, span=span), piece)


def stretches(shot: Shot) -> Iterator[Piece]:
    """The straight stretches of what a shot shows, in order of record time: one, or one for each two knots of a ramp.

    What is frozen, or lasts no time, is no stretch.
    """
    key = shot.source.key
    if not shot.ramp:
        if shot.speed > 0 and shot.record_span.duration > 0:
            yield Piece(key, shot.file_span, shot.record_span, shot.speed, shot.reverse, shot.id)
        return
    zero, first = shot.source.start or 0, shot.record_span.start
    for a, b in pairwise(shot.ramp):
        if a.source == b.source or a.record >= b.record:
            continue
        shown = Span(min(a.source, b.source) - zero, max(a.source, b.source) - zero)
        record = Span(first + a.record, first + b.record)
        yield Piece(key, shown, record, Fraction(shown.duration, record.duration), b.source < a.source, shot.id)


def frames_shown(shot: Shot, rate: FrameRate, before: int = 0, after: int = 0) -> tuple[int, ...]:
    """Which frame of the source's file is on screen at each frame of record time, at its start; 0 = the file's first.

    rate: the cut's. before, after: as many frames beyond the shot's edges as well, for its handles; they may lie outside the
    file. A source of unknown rate has the cut's.
    """
    frame, zero = (shot.source.rate or rate).frame, shot.source.start or 0
    slack = 10  # flicks: a start that rounding moved by one or two is still on its frame
    shown = []
    for number in range(-before, rate.nearest(shot.record_span.duration) + after):
        source, backwards = _on_screen(shot, number * rate.frame)
        position = source - zero
        shown.append((position - slack - 1) // frame if backwards else (position + slack) // frame)
    return tuple(shown)


def _on_screen(shot: Shot, passed: Flicks) -> tuple[Flicks, bool]:
    """Source time at a record time from the shot's start, which may lie outside it, and whether it runs backwards there."""
    if not shot.ramp:
        distance = nearest(passed * shot.speed)
        return (shot.source_span.end - distance, True) if shot.reverse else (shot.source_span.start + distance, False)
    after = min(max(bisect_right(shot.ramp, passed, key=lambda knot: knot.record), 1), len(shot.ramp) - 1)
    return _ramp_source(shot.ramp, passed), shot.ramp[after].source < shot.ramp[after - 1].source


def ramped(shot: Shot, knots: Sequence[Knot]) -> Shot:
    """The shot with a ramp, and the span, speed and direction that follow from it. `knots` are as `Shot` says."""
    sources = [knot.source for knot in knots]
    passed = sources[-1] - sources[0]
    speed = Fraction(abs(passed), knots[-1].record - knots[0].record)
    span = Span(min(sources), max(sources))
    return replace(shot, ramp=tuple(knots), source_span=span, speed=speed, reverse=passed < 0)


def _trim_ramp(shot: Shot, record: Span) -> Shot:
    start, end = record.start - shot.record_span.start, record.end - shot.record_span.start
    inside = [knot for knot in shot.ramp if start < knot.record < end]
    knots = [Knot(0, _ramp_source(shot.ramp, start)), *(replace(knot, record=knot.record - start) for knot in inside)]
    part = replace(shot, record_span=record)
    if end == start:
        return replace(
            part, ramp=(), speed=Fraction(0), reverse=False, source_span=Span(knots[0].source, knots[0].source)
        )
    return ramped(part, [*knots, Knot(end - start, _ramp_source(shot.ramp, end))])


def _ramp_source(ramp: Sequence[Knot], time: Flicks) -> Flicks:
    """Source time at a record time of a ramp, to the nearest flick."""
    after = min(max(bisect_left(ramp, time, key=lambda knot: knot.record), 1), len(ramp) - 1)
    a, b = ramp[after - 1], ramp[after]
    return a.source + nearest(Fraction((time - a.record) * (b.source - a.source), b.record - a.record))


def trim(shot: Shot, record: Span) -> Shot:
    """The part of a shot within a record span (which must lie inside the shot), with the source span that it shows."""
    if shot.ramp:
        return _trim_ramp(shot, record)
    if shot.speed == 0:
        return replace(shot, record_span=record)
    piece = Piece("", shot.source_span, shot.record_span, shot.speed, shot.reverse)
    a, b = piece.to_source(record.start), piece.to_source(record.end)
    return replace(shot, record_span=record, source_span=Span(min(a, b), max(a, b)))


def audible(cut: Cut) -> tuple[Shot, ...]:
    """The shots that are heard: enabled audio, and a video shot's own sound only where no audio track covers it.

    A video shot that audio covers in part comes back as its uncovered parts (J and L cuts, double-system sound).
    """
    audio = [shot for shot in cut.shots if shot.kind == "audio" and shot.enabled]
    covered = union(shot.record_span for shot in audio)
    heard = list(audio)
    for shot in cut.shots:
        if shot.kind == "video" and shot.enabled:
            heard.extend(trim(shot, part) for part in subtract(shot.record_span, covered))
    return tuple(sorted(heard, key=lambda shot: (shot.record_span.start, shot.id)))


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches that any of the spans covers, in order, apart from each other; empty spans cover nothing."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.duration == 0:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def subtract(span: Span, covered: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of a span outside `covered`, which is as `union` gives it. Cost: log(covered) plus what overlaps."""
    left: list[Span] = []
    start = span.start
    first = max(0, bisect_left(covered, Span(start, start)) - 1)
    for index in range(first, len(covered)):
        other = covered[index]
        if other.start >= span.end:
            break
        if other.start > start:
            left.append(Span(start, other.start))
        start = max(start, other.end)
    if start < span.end:
        left.append(Span(start, span.end))
    return tuple(left)
