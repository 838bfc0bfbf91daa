"""Where master and sources are compared: which frames of which shots, and what they look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from picturelock.cut import Shot
from picturelock.cutmap import frames_shown
from picturelock.errors import InputError
from picturelock.media.scan.stills import Still, read_stills
from picturelock.production import Dossier
from picturelock.qc.common import Where, shot_at
from picturelock.times import Flicks, FrameRate

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


def choose(dossier: Dossier, where: Where) -> tuple[list[Spot], int]:
    """Two spots of each chosen shot, and how many shots could have been chosen.

    Left out: what is generated, nested, retimed, disabled, covered, in a transition, offline or of a variable rate.
    """
    fit = [shot for shot in dossier.cut.shots if _plain(shot, dossier)]
    picked = _spread([shot for shot in fit if list(_seen(shot, dossier))], MOST_SHOTS)
    spots = []
    for shot in picked:
        frames = list(_seen(shot, dossier))
        shown = frames_shown(shot, dossier.cut.rate)
        first = dossier.cut.rate.nearest(shot.record_span.start)
        for at in dict.fromkeys((frames[len(frames) // 3], frames[2 * len(frames) // 3])):
            if 0 <= at - first < len(shown):
                spots.append(Spot(shot, at, where.first + at, shown[at - first]))
    return spots, len(fit)


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
        and shot.speed == 1
        and not shot.reverse
        and not shot.ramp
        and media is not None
        and bool(media.video)
        and not media.vfr
        and (media.video[0].frames or 2) > 1
    )


def _seen(shot: Shot, dossier: Dossier) -> Iterator[int]:
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
        if shot_at(dossier.cut, rate.time_of(frame)) is shot:
            yield frame


def _spread(shots: list[Shot], most: int) -> list[Shot]:
    if len(shots) <= most:
        return shots
    return [shots[number * (len(shots) - 1) // (most - 1)] for number in range(most)]
