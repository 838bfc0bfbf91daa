"""The old programme re-edited into the new one: what a change EDL says, for sound, a colour pass or a captioned master.

Its source is the old cut itself, as one long reel. What the old programme has nothing of is black with a comment that says
what stands there: `NEW: B064_C009, 47 F`. Picture and each track of sound are told for themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from picturelock.conform.bridges import Bridge
from picturelock.conform.changes.holes import Hole, Holes
from picturelock.conform.changes.lanes import lane
from picturelock.conform.changes.model import ChangeList
from picturelock.conform.changes.rates import Pace, paced
from picturelock.conform.changes.reuse import mixes, reused
from picturelock.conform.match import matched
from picturelock.conform.seen import visible
from picturelock.conform.settle import bridges
from picturelock.conform.spans import Index, Stretches
from picturelock.cut import Cut, Shot, ShotKind, Source
from picturelock.times import Span

REEL = "OLDCUT"


def change_cut(found: ChangeList, tracks: Collection[str] | None = None) -> Cut:
    """A cut of the old programme, with its timecode as source time and the new cut's as record time.

    The picture, as it is seen through all its tracks, is on V1; a track of sound is on its own. tracks: those of the new cut
    that are wanted; None = the picture, and every track of sound of which anything changed. A track whose frames are the old
    programme's without a change is one event.
    """
    lanes = _Lanes(found)
    wanted = _changed(found) if tracks is None else set(tracks)
    shots: list[Shot] = []
    if any(track.startswith("V") for track in wanted) or tracks is None:
        shots += lanes.picture()
    for track in sorted((name for name in wanted if name.startswith("A")), key=lambda name: (len(name), name)):
        shots += lanes.sound(track)
    shots.sort(key=lambda shot: (shot.record_span.start, shot.kind != "video", len(shot.track), shot.track))
    old, new = found.old, found.new
    said = (f"{REEL} IS {old.path.name if old.path else old.name}",)
    return replace(
        new, name=f"{new.name} from {old.name}", shots=tuple(shots), markers=(), tracks=(), path=None, comments=said,
        extras={},
    )  # fmt: skip


def _changed(found: ChangeList) -> set[str]:
    """The tracks of the new cut on which anything changed, also what only shifted."""
    held = {shot.track for shot in found.new.shots}
    sides = (shot for one in found.changes if one.kind != "unchanged" for shot in (one.old, one.new))
    return {shot.track for shot in sides if shot is not None} & held


class _Lane:
    """The enabled sound of one track, in both cuts."""

    def __init__(self, before: Sequence[Shot], after: Sequence[Shot]) -> None:
        self.before, self.after = before, after
        self._indexes = tuple(Index([(shot.record_span, shot) for shot in some]) for some in (before, after))

    def is_silent(self, old: Span, new: Span) -> bool:
        """True where neither cut has anything."""
        return not any(
            True for index, span in zip(self._indexes, (old, new), strict=True) for _ in index.overlapping(span)
        )


class _Lanes:
    """Picture and sound of two cuts, with sources and times told alike."""

    def __init__(self, found: ChangeList) -> None:
        slowed, self._pace = paced(found.old, found.new)
        told = matched(found.old, slowed)
        self._old, self._new = told.old, told.new
        self._found = found
        self._near = told.old.rate.frame // 2
        self._source = _source(found.old, self._pace, found.new)
        self._holes = Holes(found)
        self._seen = visible(told.old), visible(told.new)
        self._pictures, self._telling = bridges(*self._seen)

    def picture(self) -> Iterator[Shot]:
        """V1: every moment of the new cut, from the old programme or black."""
        before, after = (
            mixes([shot for shot in cut.shots if shot.kind == "video" and shot.enabled], seen)
            for cut, seen in zip((self._old, self._new), self._seen, strict=True)
        )
        redone = self._holes.redone
        same = [bridge for bridge in self._pictures if bridge.new_shot not in redone]
        stretches = [(bridge, "") for bridge in reused(same, before, after, self._near)]
        mixed = [(self._back(mix.span), mix.name) for mix in after]
        yield from self._laid("V1", "video", stretches, self._holes.of_picture(mixed))

    def sound(self, track: str) -> Iterator[Shot]:
        """A track of sound: what the same track of the old programme has, then what others have; the rest of it is new."""
        ours, theirs = self._heard(self._old), self._heard(self._new)
        own = _Lane(_on(ours, track), _on(theirs, track))
        fades = mixes(own.after, own.after)
        same = bridges(own.before, own.after, self._telling)[0]
        found = reused(same, mixes(own.before, own.before), fades, self._near, own.is_silent)
        stretches = [(bridge, "") for bridge in found]
        covered = Stretches(bridge.new for bridge in found)
        for other in dict.fromkeys(shot.track for shot in ours if lane(shot) != track):
            left = tuple(shot for shot in own.after if covered.free(shot.record_span))
            if not left:
                break
            before = tuple(shot for shot in ours if shot.track == other)
            same = bridges(before, left, self._telling)[0]
            for bridge in reused(same, mixes(before, before), fades, self._near):
                for free in covered.free(bridge.new):
                    part = bridge.within_new(free)
                    stretches += [(part, f"FROM {other}")] if part else []
                    covered.add(free)
        mixed = [(self._back(mix.span), mix.name) for mix in fades]
        yield from self._laid(track, "audio", stretches, self._holes.of_track(track, mixed))

    def _laid(
        self, track: str, kind: ShotKind, stretches: Iterable[tuple[Bridge, str]], wanted: Iterable[Hole]
    ) -> Iterator[Shot]:
        """Shots of the old programme, and black wherever of what is wanted it has nothing."""
        number = 0
        taken = Stretches()
        for bridge, said in sorted(stretches, key=lambda one: one[0].new.start):
            old, new = self._back(bridge.old), self._back(bridge.new)
            number += 1
            taken.add(new)
            yield _event(f"{track}:{number}", track, kind, self._source, old, new, bridge.reverse, said)
        for span, name, comment in wanted:
            for free in taken.free(span):
                frames = self._found.new.rate.nearest(free.duration)
                if frames:
                    number += 1
                    taken.add(free)
                    yield _black(f"{track}:{number}", track, kind, free, name, f"{comment}, {frames} F")

    def _back(self, span: Span) -> Span:
        return Span(self._pace.back(span.start), self._pace.back(span.end))

    @staticmethod
    def _heard(cut: Cut) -> tuple[Shot, ...]:
        return tuple(shot for shot in cut.shots if shot.kind == "audio" and shot.enabled and not shot.source.generated)


def _on(shots: Iterable[Shot], track: str) -> tuple[Shot, ...]:
    return tuple(shot for shot in shots if lane(shot) == track or shot.track == track)


def _source(old: Cut, pace: Pace, new: Cut) -> Source:
    """The old programme; where the new one plays its frames at another rate, counted in those frames."""
    start, length = pace.back(old.start), pace.back(old.duration)
    rate = old.rate if pace.factor == 1 else new.rate
    return Source(old.name, REEL, start=start, available=Span(start, start + length), rate=rate)


def _event(
    name: str, track: str, kind: ShotKind, source: Source, old: Span, new: Span, reverse: bool, said: str
) -> Shot:  # fmt: skip
    shown, speed = old.shift(source.start or 0), Fraction(old.duration, new.duration)
    shot = Shot(name, track, kind, source.name, source, shown, new, speed, reverse)
    return replace(shot, comments=(said,)) if said else shot


def _black(name: str, track: str, kind: ShotKind, record: Span, called: str, said: str) -> Shot:
    source = Source("BL", generated=True)
    return Shot(name, track, kind, called, source, Span(0, record.duration), record, comments=(said,))
