"""Which stretches of the new programme are stretches of the old one, frame for frame.

Both show the same frames there, unmixed or mixed alike: what lies under a dissolve that came, went or changed is neither the
old programme's nor the source's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.conform.bridges import Bridge
from picturelock.conform.changes.edges import edges_of
from picturelock.conform.spans import Index, Stretches
from picturelock.cut import Shot
from picturelock.times import Flicks, Span, nearest

Side = tuple[str, Flicks, Fraction, bool]
"""What a shot shows under a transition: `Source.key`, file time at its start, speed and direction."""


@dataclass(frozen=True, slots=True)
class Mix:
    """A transition on screen, or heard."""

    span: Span
    """Record time, all of it."""
    name: str
    out: Side | None
    """What it goes from; None = nothing."""
    into: Side | None
    seen: tuple[Span, ...]
    """What of it no higher track hides."""


def mixes(shots: Sequence[Shot], seen: Iterable[Shot]) -> tuple[Mix, ...]:
    """The transitions of some shots, each once. seen: the parts of those shots that nothing hides."""
    parts: dict[str, list[Span]] = {}
    for one in seen:
        parts.setdefault(one.id, []).append(one.record_span)
    free: dict[tuple[Span, str], list[Span]] = {}
    sides: dict[tuple[Span, str, bool], Side] = {}
    for number, own in edges_of(shots).items():
        shot = shots[number]
        for edge, at_head in ((own.head, True), (own.tail, False)):
            if edge is None or not edge.length:
                continue
            record = shot.record_span
            start = record.start - edge.handle if at_head else record.end + edge.handle - edge.length
            span = Span(start, start + edge.length)
            sides[span, edge.name, at_head] = _side(shot, start)
            some = free.setdefault((span, edge.name), [])
            for part in parts.get(shot.id, ()):
                # Beyond its own edge a shot is seen with the other one.
                wide = Span(part.start - edge.handle * at_head, part.end + edge.handle * (not at_head))
                shared = wide.intersect(span)
                some += [shared] if shared else []
    return tuple(
        Mix(span, name, sides.get((span, name, False)), sides.get((span, name, True)), Stretches(some).all())
        for (span, name), some in sorted(free.items())
        if some
    )


def _side(shot: Shot, time: Flicks) -> Side:
    passed = nearest((time - shot.record_span.start) * shot.speed)
    shown = shot.file_span
    return shot.source.key, shown.end - passed if shot.reverse else shown.start + passed, shot.speed, shot.reverse


def reused(
    bridges: Iterable[Bridge], before: Sequence[Mix], after: Sequence[Mix], near: Flicks,
    silent: Callable[[Span, Span], bool] | None = None,
) -> list[Bridge]:  # fmt: skip
    """Bridges in order of new time, each moment of the new cut once, those that go on from each other as one.

    before, after: the transitions of both cuts. near: record time by which two may differ and are one. silent: True for an
    old and a new stretch in which nothing is heard, so that what lies before and after them is one.
    """
    straight = _straight(bridges)
    kept = _Kept(before, after, near)
    theirs, ours = (Index([(mix.span, mix) for mix in some]) for some in (after, before))
    free = [part for bridge in straight for part in _unmixed(bridge, ours, theirs, kept, near)]
    return _joined(free, silent)


def _straight(bridges: Iterable[Bridge]) -> list[Bridge]:
    """Bridges in order of new time, each moment once."""
    found: list[Bridge] = []
    end = 0
    for bridge in sorted(bridges, key=lambda bridge: (bridge.new.start, bridge.copy, -bridge.new.end)):
        part = bridge.within_new(Span(end, bridge.new.end)) if bridge.new.end > end else None
        if part is not None:
            end = part.new.end
            found.append(part)
    return found


class _Kept:
    """Transitions that both cuts have, over the same frames."""

    def __init__(self, before: Sequence[Mix], after: Sequence[Mix], near: Flicks) -> None:
        self.new: set[Mix] = set()
        self.pairs: dict[Mix, list[Flicks]] = {}
        """How much later the old ones are."""
        known: dict[object, list[Mix]] = {}
        for mix in before:
            known.setdefault(_called(mix), []).append(mix)
        for mix in after:
            for other in known.get(_called(mix), ()):
                if _alike(mix, other, near):
                    self.new.add(mix)
                    self.pairs.setdefault(other, []).append(mix.span.start - other.span.start)


def _called(mix: Mix) -> object:
    return mix.name, mix.out and (mix.out[0], *mix.out[2:]), mix.into and (mix.into[0], *mix.into[2:])


def _alike(one: Mix, other: Mix, near: Flicks) -> bool:
    """Of two with the same sources, speeds and name: True where they mix the same frames for as long."""
    sides = ((one.out, other.out), (one.into, other.into))
    same = all(a is None or b is None or abs(a[1] - b[1]) <= near for a, b in sides)
    return same and abs(one.span.duration - other.span.duration) <= near


def _unmixed(bridge: Bridge, before: Index[Mix], after: Index[Mix], kept: _Kept, near: Flicks) -> Iterator[Bridge]:
    """The parts of a bridge under no transition that the other cut has not."""
    mixed = Stretches(part for mix in after.overlapping(bridge.new) if mix not in kept.new for part in mix.seen)
    for mix in before.overlapping(bridge.old):
        if any(abs(shift - bridge.shift) <= near for shift in kept.pairs.get(mix, ())):
            continue
        for part in mix.seen:
            held = bridge.within(part)
            mixed.add(held.new if held else Span(0, 0))
    for span in mixed.free(bridge.new):
        free = bridge.within_new(span)
        if free is not None:
            yield free


def _joined(parts: Sequence[Bridge], silent: Callable[[Span, Span], bool] | None) -> list[Bridge]:
    joined: list[Bridge] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is not None and _goes_on(last, part, silent):
            old = Span(min(last.old.start, part.old.start), max(last.old.end, part.old.end))
            joined[-1] = replace(last, old=old, new=Span(last.new.start, part.new.end))
        else:
            joined.append(part)
    return joined


def _goes_on(a: Bridge, b: Bridge, silent: Callable[[Span, Span], bool] | None) -> bool:
    if a.reverse != b.reverse or a.old.duration * b.new.duration != b.old.duration * a.new.duration:
        return False
    if a.new.end == b.new.start:
        return a.old.start == b.old.end if a.reverse else a.old.end == b.old.start
    apart = b.new.start - a.new.end
    straight = not a.reverse and a.old.duration == a.new.duration and b.old.start - a.old.end == apart
    return straight and silent is not None and silent(Span(a.old.end, b.old.start), Span(a.new.end, b.new.start))
