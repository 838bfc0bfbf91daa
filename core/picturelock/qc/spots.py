"""Where master and sources are compared: which frames of which shots, and what they look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from picturelock.cut import Shot
from picturelock.cutmap import frames_shown
from picturelock.errors import InputError
from picturelock.media.scan.stills import Still, read_stills
from picturelock.production import Dossier
from picturelock.qc.common import Where
from picturelock.qc.visible import is_black, visible
from picturelock.times import Flicks, FrameRate, Span

MOST_SHOTS = 40
"""Shots looked at, spread evenly over the film, always with its first and its last."""
NEAR = 3
"""Frames of the source before and after the right one that are compared as well: a shot may have slipped."""


@dataclass(slots=True)
class Spot:
    """One frame of the programme, and what it should show."""

    shot: Shot
    record_frame: int
    master_frame: int
    source_frame: int
    master: Still | None = None
    sources: dict[int, Still] = field(default_factory=dict)
    """By how many frames they lie after the right one; 0 = it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared, out of what."""

    spots: tuple[Spot, ...]
    """Two of each chosen shot."""
    shown: int
    """Shots that are seen somewhere in the cut; black is none."""
    possible: int
    """Those of them that could have been chosen."""
    share: Fraction
    """Of the time in which any of them is seen, the part in which those are, 0 to 1."""


def choose(dossier: Dossier, where: Where) -> Choice:
    """The spots of a cut. A freeze is compared with its one frame, a constant speed with the frame that it shows.

    Left out: what is generated, nested, of changing speed, disabled, covered, in a transition, offline or of a variable rate.
    """
    parts = [(span, shot) for span, shot in visible(dossier.cut) if shot is not None and not is_black(shot)]
    on_screen: dict[str, list[Span]] = {}
    for span, shot in parts:
        on_screen.setdefault(shot.id, []).append(span)
    fit = [shot for shot in dossier.cut.shots if shot.id in on_screen and _plain(shot, dossier)]
    known = {shot.id for shot in fit}
    compared, whole = (
        sum(span.duration for span, shot in parts if every or shot.id in known) for every in (False, True)
    )
    picked = _spread([shot for shot in fit if list(_seen(shot, dossier, on_screen[shot.id]))], MOST_SHOTS)
    spots = []
    for shot in picked:
        frames = list(_seen(shot, dossier, on_screen[shot.id]))
        shown = frames_shown(shot, dossier.cut.rate)
        first = dossier.cut.rate.nearest(shot.record_span.start)
        for at in dict.fromkeys((frames[len(frames) // 3], frames[2 * len(frames) // 3])):
            if 0 <= at - first < len(shown):
                spots.append(Spot(shot, at, where.first + at, shown[at - first]))
    return Choice(tuple(spots), len(on_screen), len(fit), Fraction(compared, whole) if whole else Fraction(1))


def look(dossier: Dossier, spots: Sequence[Spot], rate: FrameRate) -> Iterator[InputError]:
    """Read the frames of all spots. What cannot be read is given; its spots stay empty."""
    master = dossier.production.delivery.master
    if master is not None:
        found = {}
        try:
            found = {still.frame: still for still in read_stills(master, [s.master_frame for s in spots], rate)}
        except InputError as error:
            yield error
        for spot in spots:
            spot.master = found.get(spot.master_frame)
    by_source: dict[str, list[Spot]] = {}
    for spot in spots:
        by_source.setdefault(spot.shot.source.key, []).append(spot)
    for number, (key, group) in enumerate(by_source.items()):
        dossier.progress("compare", number, len(by_source), group[0].shot.source.name)
        media = dossier.media[key]
        if media.rate is None:
            continue
        wanted = [s.source_frame + off for s in group for off in range(-NEAR, NEAR + 1) if s.source_frame + off >= 0]
        stills = {}
        try:
            stills = {still.frame: still for still in read_stills(media.path, wanted, media.rate)}
        except InputError as error:
            yield error
        for spot in group:
            around = {off: stills.get(spot.source_frame + off) for off in range(-NEAR, NEAR + 1)}
            spot.sources = {off: still for off, still in around.items() if still is not None}
    dossier.progress("compare", len(by_source), len(by_source))


def _plain(shot: Shot, dossier: Dossier) -> bool:
    media = dossier.media.get(shot.source.key)
    return (
        shot.kind == "video"
        and shot.enabled
        and shot.nest is None
        and not shot.source.generated
        and not shot.ramp
        and media is not None
        and bool(media.video)
        and not media.vfr
        and (media.video[0].frames or 2) > 1
    )


def _seen(shot: Shot, dossier: Dossier, on_screen: Sequence[Span]) -> Iterator[int]:
    """Record frames, a few spread over the shot, at which nothing lies over it and no transition runs."""
    rate = dossier.cut.rate
    start, end = shot.record_span.start, shot.record_span.end
    for effect in shot.effects:
        lasts: Flicks = max(effect.handle, effect.inside) + effect.inside
        if effect.kind == "transition-in":
            start += lasts
        elif effect.kind == "transition-out":
            end -= lasts
    first, after = rate.ceil(start), rate.floor(end)
    step = max(1, (after - first) // 24)
    for frame in range(first, after, step):
        if any(span.contains(rate.time_of(frame)) for span in on_screen):
            yield frame


def _spread(shots: list[Shot], most: int) -> list[Shot]:
    if len(shots) <= most:
        return shots
    return [shots[number * (len(shots) - 1) // (most - 1)] for number in range(most)]
