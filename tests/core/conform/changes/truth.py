"""What became of each event, told from the items and never from the shots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from rendering import Event

Row = tuple[Event | None, Event | None, frozenset[str]]

HALF = Fraction(1, 2)
"""A frame: what starts less than that later, after a retime, is where it was."""


def rows_of(old: Sequence[Event], new: Sequence[Event]) -> Iterator[Row]:
    """Each event of either cut, with all that is true of it."""
    ours = {event.name: event for event in old}
    parts: dict[tuple[str, tuple[int, ...]], list[Event]] = defaultdict(list)
    for event in new:
        if event.name in ours and event.item.names:
            parts[event.name].append(event)
        else:
            yield None, event, frozenset({"new"})
    for name, event in ours.items():
        if name not in parts:
            yield event, None, frozenset({"removed"})
        elif len(parts[name]) == 1:
            yield event, parts[name][0], frozenset(_whole(event, parts[name][0])) or frozenset({"unchanged"})
        else:
            for part, kinds in _parts(event, parts[name]):
                yield event, part, frozenset(kinds)


def is_replaced(old: Event, new: Event) -> bool:
    return new.item.replaced and old.what != "title"


def is_frozen(old: Event, new: Event) -> bool:
    return (old.speed == 0) != (new.speed == 0)


def _whole(a: Event, b: Event) -> Iterator[str]:
    yield from _around(a, b)
    if (a.head, a.tail) != (b.head, b.tail):
        yield "transition"
    head, tail = Fraction(0), Fraction(0)
    if is_replaced(a, b):
        yield "replaced"
        alike = (a.source, a.frames, a.speed, a.reverse, a.ramp) == (b.source, b.frames, b.speed, b.reverse, b.ramp)
        if alike:
            yield "slipped"
    else:
        if a.reverse != b.reverse and a.speed and b.speed:
            yield "reversed"
        if a.speed != b.speed or a.ramp != b.ramp:
            yield "retimed"
        if a.speed and b.speed:
            head, tail = ends(a, b)
            if head and head == -tail and a.speed == b.speed and a.ramp == b.ramp and a.reverse == b.reverse:
                yield "slipped"
                head = tail = Fraction(0)
        if head:
            yield "head"
        if tail:
            yield "tail"
    moved = b.start - a.start
    if b.item.moved:
        yield "moved"
    elif moved and abs(_further_on(a, b, head)) > HALF:
        yield "shifted"


def _further_on(a: Event, b: Event, head: Fraction) -> Fraction:
    """Record frames by which the first frame that both show is later; of a shot that was turned round, its end."""
    later = Fraction(b.start - a.start)
    if a.reverse != b.reverse:
        return later + b.frames - a.frames
    return later + (head * b.speed / a.speed if head < 0 < a.speed else head)


def _around(a: Event, b: Event) -> Iterator[str]:
    if a.what != "title" and not is_replaced(a, b) and a.item.version != b.item.version:
        yield "version"
    if a.track != b.track:
        yield "retracked"
    if a.item.enabled != b.item.enabled:
        yield "switched"


def ends(a: Event, b: Event) -> tuple[Fraction, Fraction]:
    """Record frames at the new speed that `b` shows more at head and tail."""
    earlier, later = (a.first - b.first) / b.speed, (b.last - a.last) / b.speed
    head, tail = (later, earlier) if b.reverse else (earlier, later)
    if a.speed != b.speed or a.ramp or b.ramp:
        # A source time is right to half a frame of the slower; where a retimed shot ends, to half a frame of record.
        exact = HALF * min(1, a.speed, b.speed) / b.speed
        rough = HALF * max(1, a.speed, b.speed) / b.speed
        tail = tail if abs(tail) > rough else Fraction(0)
        head = head if abs(head) > (exact if a.reverse == b.reverse else rough) else Fraction(0)
    return head, tail


def _parts(a: Event, parts: list[Event]) -> Iterator[tuple[Event, set[str]]]:
    """In playing order: trimmed at an inner edge is what lies between two parts."""
    parts.sort(key=lambda part: part.first, reverse=a.reverse)
    following = dict(pairwise(range(len(parts))))
    for number, part in enumerate(parts):
        kinds = {"split", *_around(a, part)}
        head, tail = ends(a, part)
        if part.speed != a.speed or part.ramp != a.ramp:
            kinds.add("retimed")
        if number == 0 and head:
            kinds.add("head")
        if number in following:
            other = parts[following[number]]
            tail = part.first - other.last if a.reverse else other.first - part.last
        if tail:
            kinds.add("tail")
        if (number == 0 and a.head != part.head) or (number + 1 == len(parts) and a.tail != part.tail):
            kinds.add("transition")
        if part.item.moved:
            kinds.add("moved")
        elif abs(_content(a, part)) > HALF:
            kinds.add("shifted")
        yield part, kinds


def _content(a: Event, b: Event) -> Fraction:
    """Record frames by which the first frame that both show is later."""
    if a.reverse:
        first = min(a.last, b.last)
        return (b.start + (b.last - first) / b.speed) - (a.start + (a.last - first) / a.speed)
    first = max(a.first, b.first)
    return (b.start + (first - b.first) / b.speed) - (a.start + (first - a.first) / a.speed)
