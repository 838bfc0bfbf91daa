"""Does the master show the cut? Single frames of it beside the frames of the sources that the cut puts there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.media.scan.stills import Still
from picturelock.production import Dossier
from picturelock.qc.common import HOUSE, Where, facts_of, file_of, listed, measured, unseen
from picturelock.qc.likeness import (
    SAME_SHAPE,
    Box,
    Vector,
    alike,
    best_reframed,
    framed,
    lit_box,
    says_something,
    vector,
)
from picturelock.qc.spots import Spot, choose, look
from picturelock.qc.unshown import picture_in_black, sound_of_nowhere
from picturelock.times import FrameRate, Span

OTHER = 0.65
"""Likeness below which two frames are not one picture, however graded: unlike pictures, reframed at will, rarely come so far."""
SURE = 0.75
"""Likeness from which they are, and are not sought reframed."""
_STRETCHED = 0.05
_SLIPPED = 0.4
"""A neighbour is the right frame where what it lacks in likeness is less than this share of what the expected one lacks."""
_NEARLY = 0.995
_AS_LIKE = 0.02
_FEW = Fraction(1, 2)
"""Of the time in which the cut shows something."""
_INSET = 0.94
"""Of the raster's width and height: less on both sides is a small picture in a black frame."""


@dataclass(slots=True)
class _Seen:
    """One spot, compared."""

    spot: Spot
    likeness: float
    stretched: bool
    slip: int
    master: Vector


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Errors where both frames looked at in a shot agree that it is another picture, has slipped, or is out of shape; where the
    cut is black and the master is not; and where not one shot could be compared.

    How many of the shots were compared is said where not all were: it is a spot check, and no proof.
    """
    master = dossier.master
    idle = unseen(dossier, "picture")
    if idle or master is None:
        yield idle or Idle("no-master")
        return
    if not any(shot.enabled for shot in dossier.cut.shots):
        yield Idle("empty-cut")  # of which the gate says that there is nothing to judge
        return
    if master.rate is None:
        facts = facts_of(dossier, check="qc.timeline", reason="its picture has no frame rate")
        yield Finding("qc.unmeasured", "error", Place(file=file_of(dossier)), facts, HOUSE)
        return
    if master.rate != dossier.cut.rate or master.vfr:
        yield Idle("uncountable")  # `qc.master` says so
        return
    where = Where(dossier, master.rate)
    yield from _nowhere(where)
    yield from _compared(where, master.rate)


def _nowhere(where: Where) -> Iterator[Finding]:
    """What the master shows and lets hear that the cut has not at all."""
    scan, problem = measured(where.dossier, "qc.timeline")
    yield from problem
    if scan is not None:
        if scan.picture is not None:
            yield from picture_in_black(scan.picture, where)
        yield from sound_of_nowhere(scan, where)


def _compared(where: Where, rate: FrameRate) -> Iterator[Finding]:
    dossier = where.dossier
    place = Place(file=file_of(dossier))
    choice = choose(dossier, where)
    unread = list(look(dossier, choice.spots, rate))
    for error in unread:
        facts = facts_of(dossier, source=error.file.name, reason=error.reason)
        yield Finding("qc.timeline-unread", "error", replace(place, source=error.file.name), facts, HOUSE)
    lit = _lit([spot.master for spot in choice.spots if spot.master is not None])
    seen = [one for spot in choice.spots if (one := _compare(spot, lit)) is not None]
    yield from listed(_judged(seen, where))
    yield from _inset(dossier, lit, seen)
    both = [spot for spot in choice.spots if spot.master is not None and 0 in spot.sources]
    shots = len({spot.shot.id for spot in both})
    facts = facts_of(dossier, frames=len(both), shots=shots, possible=choice.possible, of=choice.shown)
    if choice.shown and not shots and not unread:
        yield Finding("qc.timeline-nothing", "error", place, facts, HOUSE)
    elif shots < choice.shown:
        few = 2 * choice.possible < choice.shown or choice.share < _FEW
        yield Finding("qc.timeline-compared", "warning" if few else "info", place, facts, HOUSE)


def _lit(stills: Sequence[Still]) -> Box:
    """The part of the master's raster that is lit in any frame looked at: its edges are black in all of them."""
    boxes = [box for still in stills if (box := lit_box(still.luma)) is not None]
    whole = boxes[0] if boxes else Box()
    for box in boxes:
        whole = whole.union(box)
    return whole


def _compare(spot: Spot, lit: Box) -> _Seen | None:
    """None where one of the two cannot be read, or shows nothing."""
    right = spot.sources.get(0)
    if spot.master is None or right is None:
        return None
    if not says_something(spot.master.luma) and not says_something(right.luma):
        return None
    master = vector(spot.master.luma, lit)
    box = lit_box(right.luma) or Box()
    shape, wanted = right.aspect * box.width / box.height, spot.master.aspect * lit.width / lit.height
    cut = framed(box, shape, wanted)
    whole, middle = alike(master, vector(right.luma, box)), alike(master, vector(right.luma, cut))
    stretched = bool(abs(shape / wanted - 1) > SAME_SHAPE and whole > SURE and whole > middle + _STRETCHED)
    part = box if stretched else cut
    likeness = max(whole, middle)
    if not _is_as_shot(spot):  # a retime may be made of the frames around
        likeness = max(likeness, *(alike(master, vector(still.luma, cut)) for still in spot.sources.values()))
    if likeness < SURE:
        likeness = max(likeness, best_reframed(master, right.luma, cut))
    judged = _is_as_shot(spot) and max(whole, middle) >= SURE
    slip = _slip(spot, master, part, max(whole, middle)) if judged else 0
    return _Seen(spot, likeness, stretched, slip, master)


def _is_as_shot(spot: Spot) -> bool:
    """True where the master shows the source's frames one by one."""
    return spot.shot.speed == 1 and not spot.shot.reverse


def _slip(spot: Spot, master: Vector, part: Box, expected: float) -> int:
    """How many frames later or earlier the picture is that the master shows; 0 where it is the right one, or nobody can tell."""
    if expected >= _NEARLY:
        return 0
    others = {off: alike(master, vector(still.luma, part)) for off, still in spot.sources.items()}
    best = max(others, key=lambda off: (others[off], -abs(off)))
    return best if best and 1 - others[best] < _SLIPPED * (1 - expected) else 0


def _judged(seen: Sequence[_Seen], where: Where) -> Iterator[Finding]:
    by_shot: dict[str, list[_Seen]] = {}
    for one in seen:
        by_shot.setdefault(one.spot.shot.id, []).append(one)
    for group in by_shot.values():
        first = group[0]
        if all(one.likeness < OTHER for one in group):
            shows = _shown(first, seen)
            rule = "qc.picture-swapped" if shows else "qc.picture-differs"
            yield _finding(rule, first, where, len(seen), shows=shows)
        elif all(one.stretched for one in group):
            yield _finding("qc.picture-stretched", first, where, len(seen))
        elif first.slip and all(one.slip == first.slip for one in group):
            yield _finding("qc.picture-slipped", first, where, len(seen), slip_frames=first.slip)


def _finding(rule: str, one: _Seen, where: Where, compared: int, **more: Fact) -> Finding:
    shot, dossier = one.spot.shot, where.dossier
    record = Span(*(dossier.cut.rate.time_of(one.spot.record_frame + n) for n in (0, 1)))
    place = Place(file_of(dossier), record=record, track=shot.track, shot=shot.id, source=shot.source.name)
    facts = facts_of(
        dossier,
        clip=shot.name or shot.source.name,
        start=where.label(one.spot.master_frame),
        source_frame=one.spot.source_frame,
        likeness=round(one.likeness, 2),
        frames=compared,
        **more,
    )
    return Finding(rule, "error", place, facts, HOUSE)


def _shown(one: _Seen, seen: Sequence[_Seen]) -> str:
    """The clip whose picture stands there instead, as far as another one looked at is it; else "".

    Of several that are as like, the one that is nearest in the cut: takes of one set-up look the same.
    """
    alikes: list[tuple[float, _Seen]] = []
    for other in seen:
        still = other.spot.sources.get(0)
        if other.spot.shot.source.key == one.spot.shot.source.key or still is None:
            continue
        close = alike(one.master, vector(still.luma, lit_box(still.luma) or Box()))
        if close > SURE:
            alikes.append((close, other))
    best = max((close for close, _ in alikes), default=SURE)
    near = [other.spot for close, other in alikes if close >= best - _AS_LIKE]
    nearest = min(near, key=lambda spot: abs(spot.record_frame - one.spot.record_frame), default=None)
    return nearest.shot.name or nearest.shot.source.name if nearest is not None else ""


def _inset(dossier: Dossier, lit: Box, seen: Sequence[_Seen]) -> Iterator[Finding]:
    """Black on all four sides, which no source has: a picture that was scaled down once too often."""
    if not seen or lit.width > _INSET or lit.height > _INSET:
        return
    sources = [lit_box(one.spot.sources[0].luma) for one in seen]
    if any(box is not None and box.width <= _INSET and box.height <= _INSET for box in sources):
        return
    facts = facts_of(
        dossier,
        width_percent=round(100 * lit.width),
        height_percent=round(100 * lit.height),
        frames=len(seen),
    )
    yield Finding("qc.picture-inset", "error", Place(file=file_of(dossier)), facts, HOUSE)
