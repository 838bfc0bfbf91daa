"""New times for all captions of a file from the pieces that it lies in.

Captions whose words are not heard go with their piece. Between two pieces where something was taken out of the programme,
those that find no time of their own are missing: their speech is gone. They are kept, shortened if need be, in what room
there is between their neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from picturelock.cues import Cue
from picturelock.subtitling.align.heard import Hearing
from picturelock.subtitling.align.lines import Line, Piece
from picturelock.times import Flicks, Span

State = Literal["heard", "followed", "missing"]
CLEAR = 40
"""Per cent of a caption's words that must be heard for it to count as found."""
_NONE = 20  # per cent below which a caption is not heard at all
_RUN, _RUN_WORDS = 3, 10  # captions in a row, and their words, none of them heard, that were replaced by other speech


@dataclass(frozen=True, slots=True)
class Moved:
    """A caption with its new time."""

    cue: Cue
    span: Span
    """May begin before 0 or overlap: see `settle`."""
    state: State


def is_clear(hearing: Hearing, number: int) -> bool:
    """True where enough of a caption is heard to go by."""
    event = hearing.events[number]
    return event is not None and event.percent >= CLEAR and (event.words > 1 or event.count == 1)


def move(hearing: Hearing, pieces: Sequence[Piece], end: Flicks | None, frame: Flicks) -> list[Moved]:
    """Every caption with its new time, in the order of the file. end: of the programme, where it is known."""
    lines = _lines(hearing, pieces)
    spans = [_mapped(cue, line) for cue, line in zip(hearing.cues, lines, strict=True)]
    states: list[State] = ["heard" if is_clear(hearing, number) else "followed" for number in range(len(lines))]
    for number in _gone(hearing, pieces, spans, end):
        states[number] = "missing"
    _make_room(hearing.cues, spans, states, frame)
    return [Moved(*each) for each in zip(hearing.cues, spans, states, strict=True)]


def settle(moved: Sequence[Moved], frame: Flicks) -> list[Span]:
    """The new spans within the programme, no overlap among them that the file did not have."""
    spans = [Span(max(0, one.span.start), max(0, one.span.start) + _length(one.span, frame)) for one in moved]
    for number in range(len(spans) - 1):
        here, following = spans[number], spans[number + 1]
        apart = moved[number].cue.span.end <= moved[number + 1].cue.span.start
        if apart and here.end > following.start:
            spans[number] = Span(here.start, max(following.start, here.start + min(frame, here.duration)))
    return spans


def _length(span: Span, frame: Flicks) -> Flicks:
    """What is left of a span after 0; a frame where it had any length."""
    return max(span.end - max(0, span.start), min(frame, span.duration))


def _mapped(cue: Cue, line: Line) -> Span:
    return Span(line.to_new(cue.span.start), line.to_new(cue.span.end))


def _lines(hearing: Hearing, pieces: Sequence[Piece]) -> list[Line]:
    """The line of each caption. Between two pieces the change lies in the longest pause, or where both have room."""
    cues = hearing.cues
    found: list[Line] = []
    for piece, following in pairwise(pieces):
        split = _split(cues, range(piece.last + 1, following.first), piece.line, following)
        found += [piece.line] * (split - len(found))
    return found + [pieces[-1].line] * (len(cues) - len(found))


def _split(cues: Sequence[Cue], between: range, line: Line, following: Piece) -> int:
    """The first caption of those between two pieces that goes with the later one."""
    start = cues[following.first].span.start
    after = following.line.to_new(start)
    if after >= line.to_new(start):  # put in: the longest pause
        gaps: list[tuple[Flicks, int]] = [
            (cues[at].span.start - cues[at - 1].span.end, -at) for at in (*between, following.first)
        ]
        _, place = max(gaps)
        return -place
    fits = [at for at in between if line.to_new(cues[at].span.end) <= after]
    return fits[-1] + 1 if fits else between.start


def _gone(hearing: Hearing, pieces: Sequence[Piece], spans: Sequence[Span], end: Flicks | None) -> set[int]:
    """Captions whose speech is not in the programme."""
    silent = [number for number in range(len(spans)) if not _any_heard(hearing, number)]
    outside_it = {
        number for number in silent if spans[number].end <= 0 or (end is not None and spans[number].start >= end)
    }
    gone = _with_neighbours(outside_it, {number for number in silent if hearing.counts[number]}, len(spans))
    for piece, following in pairwise(pieces):
        limits = spans[piece.last].start, spans[following.first].start
        step = following.line.to_new(hearing.cues[following.first].span.start)
        if step >= piece.line.to_new(hearing.cues[following.first].span.start):
            continue
        for number in range(piece.last + 1, following.first):
            outside = spans[number].start < limits[0] or spans[number].end > limits[1]
            if not _any_heard(hearing, number) and (outside or hearing.counts[number] > 1):
                gone.add(number)
    return gone | _replaced(hearing, spans)


def _with_neighbours(gone: set[int], silent: set[int], count: int) -> set[int]:
    """Also the captions that are not heard beside those that the programme has no time for: the cut lies behind them."""
    found = set(gone)
    for order in (range(1, count), range(count - 2, -1, -1)):
        for number in order:
            if number in silent and number - order.step in found:
                found.add(number)
    return found


def _any_heard(hearing: Hearing, number: int) -> bool:
    event = hearing.events[number]
    return event is not None and event.percent >= _NONE


def _replaced(hearing: Hearing, spans: Sequence[Span]) -> set[int]:
    """Captions in a row of which nothing is heard, while other words are."""
    starts = [word.span.start for word in hearing.words]
    found: set[int] = set()
    run: list[int] = []
    for number in range(len(spans) + 1):
        if number < len(spans) and not _any_heard(hearing, number):
            run.append(number)
            continue
        worded = [at for at in run if hearing.counts[at]]
        said = sum(hearing.counts[at] for at in run)
        if len(worded) >= _RUN and said >= _RUN_WORDS and 2 * _between(starts, spans, run) >= said:
            found.update(run)
        run = []
    return found


def _between(starts: Sequence[Flicks], spans: Sequence[Span], run: Sequence[int]) -> int:
    """How many words are heard while captions stand."""
    low, high = min(spans[at].start for at in run), max(spans[at].end for at in run)
    return bisect_left(starts, high) - bisect_left(starts, low)


def _make_room(cues: Sequence[Cue], spans: list[Span], states: Sequence[State], frame: Flicks) -> None:
    """Bring missing captions between their neighbours, each run of them in proportion."""
    number = 0
    while number < len(spans):
        if states[number] != "missing":
            number += 1
            continue
        after = number
        while after < len(spans) and states[after] == "missing":
            after += 1
        low = max(0, spans[number - 1].end) if number else 0
        high = spans[after].start if after < len(spans) else None
        if high is not None:
            _press(cues, spans, range(number, after), low, max(low, high), frame)
        number = after


def _press(cues: Sequence[Cue], spans: list[Span], run: range, low: Flicks, high: Flicks, frame: Flicks) -> None:
    if spans[run.start].start >= low and max(spans[at].end for at in run) <= high:
        return
    first, last = cues[run.start].span.start, max(cues[at].span.end for at in run)
    length, room = max(1, last - first), max(high - low, 0)
    for at in run:
        start, end = cues[at].span.start - first, cues[at].span.end - first
        if length > room:
            start, end = start * room // length, end * room // length
        spans[at] = Span(low + start, max(low + end, low + start + frame))
