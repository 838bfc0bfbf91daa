"""What became of captions that somebody made for a new cut, against where the map from the old cut would place the old ones.

The map is the one that carries captions (`events.conform`). A caption that stands where it places it has not changed, however
far that is. Captions are paired by their text, the nearest to that place first; what is left by its place and its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.conform.carry import Carrier
from picturelock.conform.changes.caption_groups import Match, regrouped
from picturelock.conform.changes.caption_texts import differing, joined, shared_percent, words_of
from picturelock.conform.changes.model import CaptionChange, CaptionKind
from picturelock.conform.changes.nearest import Pairs
from picturelock.conform.changes.rates import Pace
from picturelock.conform.events import Event, conform
from picturelock.cues import Captions, Cue
from picturelock.cut import Cut
from picturelock.times import FLICKS_PER_MS, FLICKS_PER_SECOND, Flicks, FrameRate

_SAME = Pace(Fraction(1))
_REACH: Flicks = 10 * FLICKS_PER_SECOND
"""A caption whose text comes several times is looked for so far from its place."""
_WORDS = 3
"""A text of as many words is known wherever it went."""
_NEAR = 4
"""So many captions on either side of a place may be the one whose text was changed."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """A place where the map lays an old caption."""

    event: int
    cue: Cue
    """As the map leaves it; the old one itself where the new cut has nothing of it."""
    place: Flicks | None
    """Record time in the new cut; None = nothing is left of it."""


def caption_changes(
    old: Captions,
    new: Captions,
    before: Cut,
    after: Cut,
    carrier: Carrier,
    styled: bool = True,
    pace: Pace = _SAME,
) -> tuple[CaptionChange, ...]:
    """A change for each caption of either file, in order of new record time; both are on the record time of their cuts.

    carrier: from one cut to the other. styled: both formats hold styles and places alike, so that these are compared as well.
    pace: of the new captions, where `after` is the new cut at the old one's pace (`rates.paced`). Cost: n log n.
    """
    events = conform(old, before, after, (), carrier).events
    named = [cue if cue.id else replace(cue, id=str(number)) for number, cue in enumerate(new.cues, start=1)]
    theirs = [replace(cue, span=pace.slowed(cue.span)) for cue in named]
    beyond = after.duration - before.duration
    expected = [one for number, event in enumerate(events) for one in _expected(number, event, beyond)]
    matches = _matched(expected, theirs, [event.cue for event in events if event.cue], after.rate)
    teller = _Teller(before.rate, after.rate, styled)
    found: dict[int, list[Match]] = {}
    for match in sorted(matches, key=lambda match: theirs[match.new].span.start):
        found.setdefault(expected[match.old].event, []).append(match)
    told = [replace(change, at=at) for at, change in _in_place(events, found, expected, theirs, teller, beyond)]
    taken = {match.new for match in matches}
    told += [
        CaptionChange(("caption-new",), None, cue, at=cue.span.start)
        for number, cue in enumerate(theirs)
        if number not in taken
    ]
    own = {id(cue): one for cue, one in zip(theirs, named, strict=True)}
    return tuple(_in_own_time(change, own, pace) for change in sorted(told, key=lambda change: change.at))


def _in_own_time(change: CaptionChange, own: Mapping[int, Cue], pace: Pace) -> CaptionChange:
    """The change with the new caption and all times as the new cut counts them."""
    new = own[id(change.new)] if change.new else None
    head, tail, at = (pace.back(time) for time in (change.head, change.tail, change.at))
    shift = new.span.start - change.old.span.start if new and change.old else 0
    return replace(change, new=new, head=head, tail=tail, at=at, shift=shift)


def _expected(number: int, event: Event, beyond: Flicks) -> Iterator[_Expected]:
    """beyond: by how much later the new cut ends; captions after the end of the old one keep their distance from it."""
    assert event.cue is not None  # `conform` adds none
    if event.outside:
        later = replace(event.cue, span=event.cue.span.shift(beyond))
        yield _Expected(number, later, later.span.start)
    elif not event.cues:
        yield _Expected(number, event.cue, None)
    for cue in event.cues:
        yield _Expected(number, cue, cue.span.start)


def _matched(expected: Sequence[_Expected], theirs: Sequence[Cue], old: Sequence[Cue], rate: FrameRate) -> list[Match]:
    """The captions of the new file that the expected ones became.

    old: the cue of each event. A file that nobody carried over has them still where they were.
    """
    starts = [one.cue.span.start for one in expected]
    places = [one.place for one in expected]
    pairs = Pairs(starts, places, [cue.span.start for cue in theirs])
    ours, others = [joined(one.cue) or None for one in expected], [joined(cue) or None for cue in theirs]
    pairs.by(ours, others, rate.frame)
    several = regrouped(
        pairs, ours, places, others, [cue.span.start for cue in theirs], [one.event for one in expected]
    )
    pairs.by(ours, others, rate.frame, [old[one.event].span.start for one in expected])
    pairs.by(ours, others, _REACH)
    pairs.by([joined(old[one.event]) or None for one in expected], others, _REACH)
    pairs.by([_long(text) for text in ours], [_long(text) for text in others])
    known = [{text for text, count in Counter(texts).items() if count == 1} for texts in (ours, others)]
    once = known[0] & known[1]
    pairs.by([text if text in once else None for text in ours], [text if text in once else None for text in others])
    for number, other in _alike(expected, theirs, pairs):
        pairs.pair(number, other)
    grouped = {match.old for match in several}
    return several + [Match(old, new) for old, new in pairs.partner.items() if old not in grouped]


def _long(text: str | None) -> str | None:
    return text if text and text.count(" ") + 1 >= _WORDS else None


def _alike(expected: Sequence[_Expected], theirs: Sequence[Cue], pairs: Pairs) -> list[tuple[int, int]]:
    """Captions of other text that are near and share words, then those that are on screen at one time; likeliest first."""
    left = sorted((cue.span.start, other) for other, cue in enumerate(theirs) if other not in pairs.taken)
    bags = {other: words_of(theirs[other]) for _, other in left}
    found = []
    at = 0
    for number in sorted(range(len(expected)), key=lambda number: expected[number].place or 0):
        place = expected[number].place
        if place is None or number in pairs.partner:
            continue
        own = words_of(expected[number].cue)
        while at < len(left) and left[at][0] < place:
            at += 1
        for start, other in left[max(0, at - _NEAR) : at + _NEAR]:
            mine, one = expected[number].cue, theirs[other]
            shared = mine.span.intersect(one.span)
            together = 2 * (shared.duration if shared else 0) >= min(mine.span.duration, one.span.duration)
            words = shared_percent(own, bags[other])
            if together or (words >= 50 and abs(start - place) <= _REACH):
                found.append((-words, not together, abs(start - place), number, other))
    return [(number, other) for *_, number, other in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says of two captions that are one what changed."""

    old: FrameRate
    new: FrameRate
    styled: bool

    def told(self, event: Event, one: _Expected, cue: Cue, match: Match, places: tuple[int, int]) -> CaptionChange:
        """places: in how many the map lays it, and how many of those have it."""
        assert event.cue is not None
        before, after = event.cue, cue.span
        parts, found = places
        kinds: list[CaptionKind] = [match.how] if match.how else []
        differs = "" if match.how else differing(one.cue, cue, self.styled) and differing(before, cue, self.styled)
        if differs:
            kinds.append("caption-changed")
        head = tail = 0
        if one.place is not None:
            head = self._off(before.span.start, one.cue.span.start, after.start) if match.first else 0
            tail = self._off(before.span.end, one.cue.span.end, after.end) if match.last else 0
        if head or tail or one.place is None or found < parts:
            kinds.append("caption-retimed")
        if not kinds:
            ends = [self.new.nearest(a) == self.new.nearest(b) for a, b in zip(_ends(before), _ends(cue), strict=True)]
            kinds.append("caption-unchanged" if all(ends) else "caption-moved")
        astray = one.place is None
        return CaptionChange(
            tuple(kinds), before, cue, head, tail, 0, differs, astray, parts, found, event.copies, match.group
        )

    def _off(self, old: Flicks, expected: Flicks, actual: Flicks) -> Flicks:
        """How much later a time is than expected; 0 within what is lost where files count in milliseconds or whole frames.

        The expected time is on a frame: one that the old file has between two frames may be told so, or on either.
        """
        apart = actual - expected
        between = old - self.old.snap(old)
        near = self.new.frame // 2 + FLICKS_PER_MS
        return apart if abs(apart) > near and abs(apart - between) >= self.new.frame - FLICKS_PER_MS else 0


def _in_place(
    events: Sequence[Event],
    found: Mapping[int, Sequence[Match]],
    expected: Sequence[_Expected],
    theirs: Sequence[Cue],
    teller: _Teller,
    beyond: Flicks,
) -> Iterator[tuple[Flicks, CaptionChange]]:
    """What became of each old caption, with the record time of the new cut at which that is told."""
    last: Flicks = 0
    for number, event in enumerate(events):
        matches = found.get(number, ())
        if event.cues:
            last = event.cues[0].span.start
        elif event.outside and event.cue:
            last = max(event.cue.span.start + beyond, 0)
        if not matches:
            gone: CaptionKind = "caption-removed" if event.cues or event.outside else "caption-cut"
            yield last, CaptionChange((gone,), event.cue, None, copies=event.copies)
        parts = max(event.parts, 1)
        places = parts, min(len({match.old for match in matches}), parts)
        for match in matches:
            cue = theirs[match.new]
            yield cue.span.start, teller.told(event, expected[match.old], cue, match, places)


def _ends(cue: Cue) -> tuple[Flicks, Flicks]:
    return cue.span.start, cue.span.end
