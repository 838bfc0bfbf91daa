"""One map from an old cut to a new one: which stretch of the old record time is which stretch of the new.

old record  |----[== a ==]------[== b ==]----|
                   \\  shared      \\  shared        two shots are bridged over the source they both show;
source            ~~~~~~~~         ~~~~~~~~        within a bridge, times are in proportion
                     \\              \\
new record  |----------[== a ==]------[== b' ==]-|

Where one stretch of a source is used several times, `settle` says which use became which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.conform.uses import near_pairs, plain_pairs
from picturelock.cut import Shot
from picturelock.cutmap import Piece
from picturelock.times import Flicks, Span, nearest

ROUNDING: Flicks = 16
"""Flicks by which two times that were one may differ after retimes."""
_FREEZE = "\N{INFORMATION SEPARATOR TWO}freeze "


@dataclass(frozen=True, slots=True)
class Bridge:
    """One stretch that both cuts show. Both spans are record time; they differ in length where the speed was changed."""

    old: Span
    new: Span
    source: str
    """As `stretch_key` gives it."""
    old_shot: str
    """`Shot.id`."""
    new_shot: str
    reverse: bool = False
    """It runs the other way round in the new cut."""
    copy: bool = False
    """The old stretch has a bridge of its own: this is one more use of it."""

    def to_new(self, time: Flicks) -> Flicks:
        """New record time of an old one, to the nearest flick; exact where the speed is the same. Not clipped."""
        if self.old.duration == self.new.duration:
            passed = time - self.old.start
        else:
            passed = nearest(Fraction((time - self.old.start) * self.new.duration, self.old.duration))
        return self.new.end - passed if self.reverse else self.new.start + passed

    def within(self, old: Span) -> Bridge | None:
        """The part of the bridge that starts in an old span; None where they share no time."""
        shared = old.intersect(self.old)
        if shared is None or shared.duration == 0:
            return None
        if shared == self.old:
            return self
        a, b = self.to_new(shared.start), self.to_new(shared.end)
        return replace(self, old=shared, new=Span(min(a, b), max(a, b)))

    def within_new(self, new: Span) -> Bridge | None:
        """As `within`, for a span of the new record time."""
        turned = self.turned().within(new)
        return turned.turned() if turned else None

    def turned(self) -> Bridge:
        """The same from the new cut to the old one."""
        return replace(self, old=self.new, new=self.old, old_shot=self.new_shot, new_shot=self.old_shot)

    @property
    def shift(self) -> Flicks:
        """How much later it starts."""
        return self.new.start - self.old.start

    @property
    def end_shift(self) -> Flicks:
        """How much later it ends."""
        return self.new.end - self.old.end

    @property
    def line(self) -> tuple[object, ...]:
        """What two bridges share that map any time alike: shots of the channels of one recording."""
        if self.old.duration != self.new.duration:
            return self.old, self.new, self.reverse
        return (self.reverse, self.old.start + self.new.end if self.reverse else self.shift)


def stretch_key(shot: Shot) -> str:
    """What two shots must have in common to be bridged: the source; of a freeze, also the moment that is frozen."""
    return f"{shot.source.key}{_FREEZE}{shot.file_span.start}" if shot.speed == 0 else shot.source.key


def pieces(shots: Iterable[Shot]) -> dict[str, list[Piece]]:
    """The shots as stretches of their sources, by `stretch_key`, in order of source time.

    Shots that show the same at the same time (the channels of one recording) are one piece. A freeze is a stretch as long
    as it stands, of a source that is that moment.
    """
    found: dict[str, dict[tuple[object, ...], Piece]] = defaultdict(dict)
    for shot in shots:
        if shot.record_span.duration == 0:
            continue
        key, shown, speed = stretch_key(shot), shot.file_span, shot.speed
        if speed == 0:
            shown, speed = Span(0, shot.record_span.duration), Fraction(1)
        piece = Piece(key, shown, shot.record_span, speed, shot.reverse, shot.id)
        record, pace = shot.record_span, (speed.numerator, speed.denominator)  # plain numbers are looked up far quicker
        found[key].setdefault((shown.start, shown.end, record.start, record.end, pace, shot.reverse), piece)
    return {
        key: sorted(one.values(), key=lambda piece: (piece.source_span.start, piece.record_span.start))
        for key, one in found.items()
    }


def bridged(
    ours: Sequence[Piece], theirs: Sequence[Piece], expected: Callable[[Flicks], Flicks] | None = None
) -> list[Bridge] | None:
    """A bridge for every two pieces that show the same moments. Both are in order of source time.

    Where many pieces show one moment, that is None unless `expected` says where in the new cut an old time is looked for:
    then each piece has bridges to the nearest ones there.
    """
    pairs = plain_pairs(ours, theirs) if expected is None else near_pairs(ours, theirs, expected)
    if pairs is None:
        return None
    return [bridge for piece, other in pairs if (bridge := _bridge(piece, other)) is not None]


def _bridge(ours: Piece, theirs: Piece) -> Bridge | None:
    shared = ours.source_span.intersect(theirs.source_span)
    if shared is None:
        return None
    a, b = _on_record(ours, shared), _on_record(theirs, shared)
    if min(a.duration, b.duration) <= ROUNDING:
        return None  # what two neighbours share after their ends were rounded
    return Bridge(a, b, ours.source, ours.shot, theirs.shot, ours.reverse != theirs.reverse)


def _on_record(piece: Piece, shared: Span) -> Span:
    """Record span of a part of a piece's source."""
    if piece.speed != 1 or piece.reverse:
        found = piece.map_span(shared)
        return found if found is not None else Span(piece.record_span.start, piece.record_span.start)
    span = shared.shift(piece.record_span.start - piece.source_span.start)
    return Span(span.start, min(span.end, piece.record_span.end)) if span.end > piece.record_span.end else span
