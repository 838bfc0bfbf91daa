"""Which of the words that are heard each caption writes, and how far the whole file lies from the speech.

Both texts are compared without case, accents and punctuation. Each caption is looked for behind the one before it, else among
the words near its time; where they are said again and again, the nearest in time are meant. From those found, a straight line
(the median of slopes, then of offsets) says by how much the file is late and how that grows. Where fewer than half are found
the file may be far off: the opening three words of captions are then looked for in all that is heard. Everything is linear in
the captions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from picturelock.spoken import RecordWord, parts
from picturelock.subtitling.subject import Subject
from picturelock.times import Flicks, Span, divide_nearest, from_ms, from_seconds

REACH: Flicks = from_seconds(5)
"""How far from a caption its words are looked for, once the file is fitted."""
FEWEST_ANCHORS = 5
BILLION = 1_000_000_000
MOST_SCATTER: Flicks = from_ms(750)
"""Median distance of captions from the line beyond which no line says anything."""
MOST_TILT = BILLION // 4
"""Speeds that differ by more are no speeds of film or television."""
MOST_NEAR = 400
"""Words near a caption among which it is looked for: more than anybody says in that time."""
_SURE: Flicks = from_seconds(1)
"""How near a caption is to its words, that nobody asks whether they are said again nearer to it."""
_NOT_SPOKEN = re.compile(r"\[[^\]\n]*\]|\([^)\n]*\)")
_GAP = 4
"""Words that may be missing or more between two that a caption shares with the speech."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a file lies to the speech: a time of the file = the speech's x (1 + ppb / 10^9) + offset."""

    offset: Flicks = 0
    ppb: int = 0
    """Parts per billion by which the file runs slower than the speech."""
    scatter: Flicks = 0
    """Median distance of captions from the line."""
    anchors: int = 0
    span: Span = field(default_factory=lambda: Span(0, 0))
    """Of the speech that the anchors lie in."""

    def to_speech(self, time: Flicks) -> Flicks:
        """Where in the speech a time of the file belongs."""
        return divide_nearest((time - self.offset) * BILLION, BILLION + self.ppb)

    def late(self, speech: Flicks) -> Flicks:
        """By how much the file is late where the speech has a time."""
        return self.offset + divide_nearest(speech * self.ppb, BILLION)


class Said(NamedTuple):
    """What is heard of one caption."""

    first: int
    """Its first word, as a place among the words heard."""
    last: int
    errors: int
    """Words put in, left out or changed between the caption and the speech."""
    written: int
    """Words of the caption, as they are compared."""
    shared: int
    opens: bool
    """Its first word is heard: when it should come is known."""
    closes: bool


class _Parts(dict[str, list[str]]):
    """What is compared of a word, worked out once for each way of writing it."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, text: str) -> list[str]:
        found = self[text] = parts(text, self._language)
        return found


class Match:
    """The captions of a subject beside the words that are heard."""

    def __init__(self, subject: Subject, words: Sequence[RecordWord]) -> None:
        self._events, self.words = subject.events, words
        self._rate, self._zone = subject.rate, subject.limits.cut_zone
        self._cuts = frozenset(map(subject.rate.nearest, subject.cuts if self._zone else ()))
        known = _Parts(subject.language)
        texts = [word.text for word in words]
        self._heard = [part for text in texts for part in known[text]]
        self._word_of = [number for number, text in enumerate(texts) for _ in known[text]]
        starts = [word.span.start for word in words]
        self._times = [starts[number] for number in self._word_of]
        self._written: list[str] = []
        """What is compared of all captions, one after the other; `_bounds` says where each begins."""
        self._bounds = [0]
        for event in self._events:
            self._written += [part for text in _spoken(event.text).split() for part in known[text]]
            self._bounds.append(len(self._written))

    def start(self, said: Said) -> Flicks:
        """When the first word of a caption is heard."""
        return min(word.span.start for word in self.words[said.first : said.last + 1])

    def end(self, said: Said) -> Flicks:
        """When the last is over."""
        return max(word.span.end for word in self.words[said.first : said.last + 1])

    def line(self, found: Sequence[Said | None]) -> Line | None:
        """How the whole file lies to the speech; None where too little of it is found, or it lies on no one line.

        found: as `each` gives it for a file in step.
        """
        pairs = zip(self._events, found, strict=True)
        starts = [
            (self.words[said.first].span.start, event.cue.span.start) for event, said in pairs if said and said.opens
        ]
        points = [(heard, shown - heard) for heard, shown in starts]
        if 2 * len(points) < sum(a < b for a, b in pairwise(self._bounds)):
            points = self._anchors()
        points = [(heard, late) for heard, late in points if not self._on_cut(heard, late)]
        if len(points) < FEWEST_ANCHORS:
            return None
        points.sort()
        half = len(points) // 2
        ends = zip(points, points[half:], strict=False)
        slopes = [(late_b - late_a) * BILLION // (b - a) for (a, late_a), (b, late_b) in ends if b > a]
        level = _fitted(points, 0)
        tilted = _fitted(points, median_low(slopes)) if slopes else level
        best = tilted if 2 * tilted.scatter < level.scatter else level
        return best if best.scatter <= MOST_SCATTER and abs(best.ppb) <= MOST_TILT else None

    def _on_cut(self, heard: Flicks, late: Flicks) -> bool:
        """True for a caption that comes with a new picture, and so near to its words as it is drawn to it."""
        return abs(late) < self._zone and self._rate.nearest(heard + late) in self._cuts

    def _anchors(self) -> list[tuple[Flicks, Flicks]]:
        """Start of the speech and lateness of the caption, for each caption that opens with three words said once only."""
        stream = self._written
        opening: dict[tuple[str, ...], int] = {}
        for number, (at, after) in enumerate(pairwise(self._bounds)):
            gram = tuple(stream[at : at + 3])
            if at < after and len(gram) == 3:
                opening[gram] = -1 if gram in opening else number
        said: dict[tuple[str, ...], int] = {}
        heard = self._heard
        for place, gram in enumerate(zip(heard, heard[1:], heard[2:], strict=False)):
            if gram in opening:
                said[gram] = -1 if gram in said else place
        found = [(opening[gram], place) for gram, place in said.items() if place >= 0 and opening[gram] >= 0]
        times, events = self._times, self._events
        return [(times[place], events[number].cue.span.start - times[place]) for number, place in found]

    def each(self, line: Line) -> list[Said | None]:
        """What is heard of every caption; None where it is not found. line: how the file lies to the speech."""
        found: list[Said | None] = []
        at = 0
        straight = line.offset == 0 and line.ppb == 0
        taken: frozenset[int] = frozenset()
        heard, times, last = self._heard, self._times, len(self._heard)
        for event, bounds in zip(self._events, pairwise(self._bounds), strict=True):
            tokens = self._written[slice(*bounds)]
            if not tokens:
                found.append(None)
                continue
            span, count = event.cue.span, len(tokens)
            start = span.start if straight else line.to_speech(span.start)
            after = at + count
            if (
                after <= last
                and heard[at] == tokens[0]
                and heard[at:after] == tokens
                and abs(times[at] - start) <= _SURE
            ):
                found.append(self._whole(at, count))
                taken, at = frozenset(range(at, after)), after
                continue
            end = span.end if straight else line.to_speech(span.end)
            said, own = self._look(tokens, Span(start, max(start, end)), at, taken)
            found.append(said)
            taken, at = (frozenset(own), own[-1] + 1) if own else (taken, at)
        return found

    def _whole(self, first: int, count: int) -> Said:
        """A caption of which every word is heard, from a place on."""
        return Said(self._word_of[first], self._word_of[first + count - 1], 0, count, count, True, True)

    def _look(
        self, tokens: list[str], shown: Span, at: int, taken: frozenset[int]
    ) -> tuple[Said | None, Sequence[int]]:
        """A caption among the words near it, and the places of those that it shares; none where it is not found.

        shown: in the time of the speech. at: behind the caption before. taken: the places of that one's words.
        """
        from rapidfuzz.distance import LCSseq, Levenshtein

        low = bisect_left(self._times, shown.start - REACH)
        high = min(bisect_right(self._times, shown.end + REACH), low + MOST_NEAR)
        heard = ["" if place in taken else self._heard[place] for place in range(low, high)]
        whole = self._nearest(tokens, heard, low, shown.start, at)
        if whole is not None:
            return self._whole(whole, len(tokens)), range(whole, whole + len(tokens))
        pairs = [
            (code.src_start + step, code.dest_start + step)
            for code in LCSseq.opcodes(tokens, heard)
            if code.tag == "equal"
            for step in range(code.src_end - code.src_start)
        ]
        run = [(own, low + place) for own, place in _drawn_together(_longest_run(pairs), tokens, heard)]
        if not run:
            return None, ()
        (own, first), (own_last, last) = run[0], run[-1]
        count = len(tokens)
        opens = own == 0 and (count == 1 or (1, first + 1) in run[1:2])
        closes = own_last == count - 1 and (count == 1 or (count - 2, last - 1) in run[-2:-1])
        first, after = max(low, first - own), min(high, last + count - own_last)
        errors = Levenshtein.distance(tokens, self._heard[first:after])
        words = self._word_of[first], self._word_of[after - 1]
        return Said(*words, errors, count, len(run), opens, closes), [place for _, place in run]

    def _nearest(self, tokens: list[str], heard: list[str], low: int, start: Flicks, at: int) -> int | None:
        """Where a caption is heard word by word, nearest to its time, if anywhere; at the same distance, behind the one before.

        heard: from the place `low` on.
        """
        count = len(tokens)
        places = [
            low + place
            for place, text in enumerate(heard[: len(heard) - count + 1] if count <= len(heard) else ())
            if text == tokens[0] and heard[place : place + count] == tokens
        ]
        return min(places, key=lambda place: (abs(self._times[place] - start), place < at), default=None)


def _spoken(text: str) -> str:
    """A caption without its sound labels."""
    return _NOT_SPOKEN.sub(" ", text) if "[" in text or "(" in text else text


def _fitted(points: Sequence[tuple[Flicks, Flicks]], ppb: int) -> Line:
    """The line of a given slope through the points."""
    flat = [late - divide_nearest(time * ppb, BILLION) for time, late in points]
    offset = median_low(flat)
    scatter = median_low([abs(late - offset) for late in flat])
    return Line(offset, ppb, scatter, len(points), Span(points[0][0], points[-1][0]))


def _drawn_together(run: list[tuple[int, int]], tokens: list[str], heard: list[str]) -> list[tuple[int, int]]:
    """The pairs of a run where words that are said twice are those beside the rest of the caption."""
    own = list(run)
    for at in range(len(own) - 2, -1, -1):
        place = own[at + 1][1] - (own[at + 1][0] - own[at][0])
        if heard[place] == tokens[own[at][0]]:
            own[at] = own[at][0], place
    for at in range(1, len(own)):
        loose = at + 1 == len(own) or own[at + 1][1] - own[at][1] != own[at + 1][0] - own[at][0]
        place = own[at - 1][1] + own[at][0] - own[at - 1][0]
        if loose and place < len(heard) and heard[place] == tokens[own[at][0]]:
            own[at] = own[at][0], place
    return own


def _longest_run(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs in a row between which little is missing on either side."""
    best, first = (0, 0), 0
    for at, pair in enumerate(pairs):
        if at and (pair[1] - pairs[at - 1][1] > _GAP or pair[0] - pairs[at - 1][0] > _GAP):
            first = at
        if at + 1 - first > best[1] - best[0]:
            best = first, at + 1
    return pairs[slice(*best)]
