"""Which stretches of which sources must be pulled for a cut, or are no longer needed: the conform's shopping list.

source   |-----[h][==== a ====][h]--------|     two shots of one source whose stretches touch, handles
         |-------------[h][== b ==][h]----|     included, are one pull:   [h][======= a+b ======][h]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from picturelock.cut import Cut, Shot, Source
from picturelock.cutmap import subtract, union
from picturelock.times import Flicks, FrameRate, Span, nearest


@dataclass(frozen=True, slots=True)
class Pull:
    """One stretch of one source, in whole frames of the source."""

    source: Source
    span: Span
    """Source time, handles included, within the media that exist where that is known."""
    shots: tuple[str, ...]
    """`Shot.id`s that show some of it, in order of record time."""
    short_head: Flicks = 0
    """Source time of the head handle that the media do not have."""
    short_tail: Flicks = 0
    """As `short_head`, of the tail."""


def pulls(shots: Iterable[Shot], handles: Flicks, rate: FrameRate) -> tuple[Pull, ...]:
    """The stretches that shots need, by source and then by source time; overlapping and touching ones are merged.

    handles: record time at either end of each shot; of a shot that runs faster than its source, as much more of it. rate: of
    the cut, for sources that do not say their own. Sources that the editing system makes itself need no pull. A freeze needs
    its frame.
    """
    found: list[Pull] = []
    real = sorted((shot for shot in shots if not shot.source.generated), key=lambda shot: shot.source.key)
    for _, own in groupby(real, key=lambda shot: shot.source.key):
        found += _merged([_of(shot, handles, rate) for shot in own])
    return tuple(found)


def discards(old: Iterable[Shot], new: Iterable[Shot], handles: Flicks, rate: FrameRate) -> tuple[Pull, ...]:
    """What was pulled for the old shots, handles included, and the new ones no longer need, theirs included.

    Both must name one source alike (`match.same_sources`).
    """
    needed: dict[str, list[Span]] = {}
    for pull in pulls(new, handles, rate):
        needed.setdefault(pull.source.key, []).append(pull.span)
    left: list[Pull] = []
    for pull in pulls(old, handles, rate):
        kept = union(needed.get(pull.source.key, ()))
        left += [replace(pull, span=part, short_head=0, short_tail=0) for part in subtract(pull.span, kept)]
    return tuple(left)


def pull_cut(found: Sequence[Pull], name: str, rate: FrameRate) -> Cut:
    """The pulls as a cut, one after the other on V1, so that any timeline format can hold the list.

    Record time counts the pulled frames at `rate`: a source of another rate lasts as many frames as it has.
    """
    shots: list[Shot] = []
    at = 0
    for number, pull in enumerate(found, start=1):
        own = pull.source.rate or rate
        length = rate.time_of(own.nearest(pull.span.duration))
        record = Span(at, at + length)
        speed = Fraction(pull.span.duration, length)
        title = pull.source.name or pull.source.reel
        shot = Shot(f"V1:{number}", "V1", "video", title, pull.source, pull.span, record, speed=speed)
        told = [f"SHOTS: {', '.join(pull.shots)}"]
        if pull.short_head or pull.short_tail:
            told.append(f"SHORT HANDLES: HEAD -{own.nearest(pull.short_head)} TAIL -{own.nearest(pull.short_tail)}")
        shots.append(replace(shot, comments=tuple(told)))
        at = record.end
    return Cut(name, rate, tuple(shots), duration=at)


def _of(shot: Shot, handles: Flicks, rate: FrameRate) -> Pull:
    own = shot.source.rate or rate
    margin = own.ceil(nearest(handles * max(shot.speed, Fraction(1))))
    first, last = own.floor(shot.source_span.start), own.ceil(shot.source_span.end)
    last = max(last, first + 1)
    wanted = Span(own.time_of(first - margin), own.time_of(last + margin))
    within = _within(wanted, shot.source)
    return Pull(shot.source, within, (shot.id,), within.start - wanted.start, wanted.end - within.end)


def _within(wanted: Span, source: Source) -> Span:
    """What of a stretch the media have, as far as the timeline says; media that disagree with their use count for nothing."""
    available = source.available
    if available is None or available.duration == 0:
        return Span(max(0, wanted.start), max(0, wanted.end))
    return wanted.intersect(available) or wanted


def _merged(own: list[Pull]) -> list[Pull]:
    merged: list[Pull] = []
    for pull in sorted(own, key=lambda pull: (pull.span, pull.shots)):
        last = merged[-1] if merged else None
        if last is None or pull.span.start > last.span.end:
            merged.append(pull)
            continue
        longer = pull.span.end > last.span.end
        merged[-1] = replace(
            last,
            span=Span(last.span.start, max(last.span.end, pull.span.end)),
            shots=tuple(dict.fromkeys((*last.shots, *pull.shots))),
            short_head=max(last.short_head, pull.short_head) if pull.span.start == last.span.start else last.short_head,
            short_tail=pull.short_tail if longer else max(last.short_tail, pull.short_tail),
        )
    return merged
