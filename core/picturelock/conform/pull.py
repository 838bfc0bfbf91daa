"""Which stretches of which sources must be pulled for a cut, or are no longer needed: the conform's shopping list.

source   |-----[h][==== a ====][h]--------|     two shots of one source whose stretches touch, handles
         |-------------[h][== b ==][h]----|     included, are one pull:   [h][======= a+b ======][h]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from picturelock.conform.used import in_frames, on_screen, with_handles, within
from picturelock.cut import Cut, Shot, ShotKind, Source
from picturelock.cutmap import subtract, union
from picturelock.times import Flicks, FrameRate, Span


@dataclass(frozen=True, slots=True)
class Pull:
    """One stretch of one source, in whole frames of the source."""

    source: Source
    span: Span
    """Source time, transitions and handles included, within the media that exist where that is known."""
    shots: tuple[str, ...]
    """`Shot.id`s that show some of it, in order of source time."""
    short_head: Flicks = 0
    """Source time of the head handle that the media do not have."""
    short_tail: Flicks = 0
    """As `short_head`, of the tail."""
    kind: ShotKind = "video"
    """Picture and sound of one source are pulled apart."""
    clips: tuple[str, ...] = ()
    """What those shots are called, each name once."""


def pulls(shots: Iterable[Shot], handles: Flicks, rate: FrameRate) -> tuple[Pull, ...]:
    """The stretches that shots need, by source and then by source time; overlapping and touching ones are merged.

    handles: record time beyond what is on screen at either end of each shot; of a shot that runs faster than its source, as
    much more of it. rate: of the cut, for sources that do not say their own. Sources that the editing system makes itself need
    no pull. A freeze needs its frame.
    """
    return merged(pull_of(shot, handles, rate) for shot in shots if not shot.source.generated)


def pull_of(shot: Shot, handles: Flicks, rate: FrameRate) -> Pull:
    """What one shot needs."""
    frame = (shot.source.rate or rate).frame
    wanted = with_handles(shot, in_frames(on_screen(shot, frame), frame), handles, frame)
    there = within(wanted, shot.source)
    head, tail = max(0, there.start - wanted.start), max(0, wanted.end - there.end)
    return Pull(shot.source, there, (shot.id,), head, tail, shot.kind, (shot.name,) if shot.name else ())


def merged(found: Iterable[Pull]) -> tuple[Pull, ...]:
    """Pulls by source, picture first, and then by source time; those that overlap or touch as one."""
    ordered = sorted(found, key=lambda pull: (pull.source.key, pull.kind != "video", pull.span, pull.shots))
    told: list[Pull] = []
    for _, own in groupby(ordered, key=lambda pull: (pull.source.key, pull.kind)):
        told += _touching(own)
    return tuple(told)


def discards(old: Iterable[Shot], new: Iterable[Shot], handles: Flicks, rate: FrameRate) -> tuple[Pull, ...]:
    """What was pulled for the old shots, handles included, and the new ones no longer need, theirs included.

    Both must name one source alike (`match.same_sources`). What the sound of the new cut needs of a source stays, and the
    picture of it too.
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
    """The pulls as a cut, one after the other, pictures on V1 and sound on A1, so that any timeline format can hold the list.

    rate: of the cut, and of sources that do not say their own. Every frame of a source lasts a frame of the cut: a format
    that says a rate for each row (ALE) has all of them right, any other wants a cut for each rate (`pull_cuts`).
    """
    shots: list[Shot] = []
    at = 0
    counts = {"V1": 0, "A1": 0}
    for pull in found:
        own = pull.source.rate or rate
        record = Span(at, at + rate.time_of(own.nearest(pull.span.duration)))
        track = "V1" if pull.kind == "video" else "A1"
        counts[track] += 1
        title = " + ".join(pull.clips) or pull.source.name or pull.source.reel
        shot = Shot(f"{track}:{counts[track]}", track, pull.kind, title, pull.source, pull.span, record)
        told = [f"SHOTS: {', '.join(pull.shots)}"]
        if pull.short_head or pull.short_tail:
            told.append(f"SHORT HANDLES: HEAD -{own.nearest(pull.short_head)} TAIL -{own.nearest(pull.short_tail)}")
        speed = shot.speed if own == rate else Fraction(pull.span.duration, record.duration)
        shots.append(replace(shot, comments=tuple(told), speed=speed))
        at = record.end
    return Cut(name, rate, tuple(shots), duration=at)


def pull_cuts(found: Sequence[Pull], name: str, rate: FrameRate, drop: bool = False) -> tuple[Cut, ...]:
    """The pulls as a cut for each rate of their sources, the rate with most of them first; times and lengths are the sources'.

    rate, drop: of the cut, for sources that do not say their own. Where there is more than one rate, a cut is named by its
    own: "pull 25 fps".
    """
    by_rate: dict[FrameRate, list[Pull]] = {}
    for pull in found:
        by_rate.setdefault(pull.source.rate or rate, []).append(pull)
    ordered = sorted(by_rate, key=lambda own: (-len(by_rate[own]), own.frame))
    several = len(ordered) > 1
    return tuple(
        replace(
            pull_cut(by_rate[own], f"{name} {own.label} fps" if several else name, own),
            drop=drop and bool(own.drop_labels),
        )
        for own in ordered
    )


def _touching(own: Iterable[Pull]) -> list[Pull]:
    """Pulls of one source and kind, in order of source time."""
    found: list[Pull] = []
    for pull in own:
        last = found[-1] if found else None
        if last is None or pull.span.start > last.span.end:
            found.append(pull)
            continue
        longer = pull.span.end > last.span.end
        found[-1] = replace(
            last,
            span=Span(last.span.start, max(last.span.end, pull.span.end)),
            shots=tuple(dict.fromkeys((*last.shots, *pull.shots))),
            clips=tuple(dict.fromkeys((*last.clips, *pull.clips))),
            short_head=max(last.short_head, pull.short_head) if pull.span.start == last.span.start else last.short_head,
            short_tail=pull.short_tail if longer else max(last.short_tail, pull.short_tail),
        )
    return found
