"""The lanes of a cut as storylines: the primary one without holes, and what hangs on it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from picturelock.cut import Cut, Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.fcpxml.arrange import Arranger, Part
from picturelock.timeline.fcpxml.assets import Assets
from picturelock.timeline.fcpxml.clock import write_time
from picturelock.timeline.fcpxml.elements import Piece, Shots, gap, transition
from picturelock.timeline.references import clean
from picturelock.times import Flicks, Span


class Storylines:
    """The storylines of one sequence, of a cut on plain tracks; each shot is made into a piece once."""

    def __init__(self, cut: Cut, assets: Assets, losses: Losses, nest: Callable[[Cut], str]) -> None:
        self._cut = cut
        self._assets = assets
        self._nest = nest
        self._shots = Shots(assets, cut.rate, cut.drop, losses)
        self._arranger = Arranger(cut.rate, losses)
        self._off = {track.id for track in cut.tracks if not track.enabled}
        self._roles = {track.id: clean(track.name) for track in cut.tracks if track.name}
        telling = {shot.track for shot in cut.shots if shot.nest is None}
        for track in self._roles.keys() - telling:
            losses.add("track-names", track)
        self.pieces: dict[str, Piece] = {}
        """By `Shot.id`."""
        self.primary: list[Piece] = []
        """The primary storyline, one piece after the other, without its transitions."""
        self._transitions: dict[int, list[Element]] = {}
        """By the index of the piece before which they stand."""
        lanes = _lanes(cut)
        self._lay(lanes.pop(0, ()))
        self._starts = [piece.record.start for piece in self.primary]
        for number in sorted(lanes):
            self._connect(number, lanes[number])

    @property
    def duration(self) -> Flicks:
        """Of everything."""
        return max([self._cut.duration, *(shot.record_span.end for shot in self._cut.shots)])

    def at(self, time: Flicks) -> Piece | None:
        """What the primary storyline has at a record time; its last piece for what comes later."""
        index = bisect_right(self._starts, time) - 1
        return self.primary[index] if index >= 0 else None

    def spine(self) -> Iterator[Element]:
        """The elements of the primary storyline."""
        for index, piece in enumerate(self.primary):
            yield from self._transitions.get(index, ())
            yield piece.element()
        yield from self._transitions.get(len(self.primary), ())

    def _lay(self, shots: Sequence[Shot]) -> None:
        zero, at = self._cut.start, 0
        for part in self._arranger.row(shots):
            if part.kind == "transition":
                made = transition(part, zero + part.record.start, self._assets)
                self._transitions.setdefault(len(self.primary), []).append(made)
                continue
            at = part.record.end
            self.primary.append(self._piece(part, zero + part.record.start))
        end = self._end(at)
        if end > at:
            self.primary.append(gap(Span(at, end), zero + at))

    def _end(self, at: Flicks) -> Flicks:
        """Where the primary storyline ends: on a whole frame, and late enough for all to hang on it."""
        rate = self._cut.rate
        last = max([shot.record_span.start + 1 for shot in self._cut.shots], default=0)
        end = rate.time_of(rate.floor(self.duration))
        return max(at, end if end >= last else rate.time_of(rate.ceil(last)))

    def _piece(self, part: Part, offset: Flicks) -> Piece:
        shot = part.shot
        if shot is None:
            return gap(part.record, offset)
        if shot.track in self._off:
            shot = replace(shot, enabled=False)
        media, origin = (self._nest(shot.nest), shot.nest.start) if shot.nest is not None else ("", 0)
        made = self._shots.piece(shot, part.record, offset, self._roles.get(shot.track, ""), media, origin)
        self.pieces[shot.id] = made
        return made

    def _connect(self, lane: int, shots: Sequence[Shot]) -> None:
        """Hang the shots of a lane on the primary storyline; those with transitions as storylines of their own."""
        group: list[Part] = []
        for part in [*self._arranger.row(shots), None]:
            if part is not None and part.kind != "gap":
                group.append(part)
            elif any(one.kind == "transition" for one in group):
                self._hang(lane, group)
                group = []
            else:
                for one in group:
                    self._hang(lane, [one])
                group = []

    def _hang(self, lane: int, group: Sequence[Part]) -> None:
        start = min(part.record.start for part in group)
        owner = self.at(start)
        if owner is None:
            return
        anchor = owner.local_time(start)
        if len(group) == 1:
            piece = self._piece(group[0], anchor)
            piece.attributes["lane"] = str(lane)
            owner.connected.append(piece)
            return
        spine = Piece("spine", {"lane": str(lane), "offset": write_time(anchor)}, Span(start, start))
        shots = [part for part in group if part.kind == "shot"]
        end = max(part.record.end for part in group)
        for hole in (Span(start, shots[0].record.start), Span(shots[-1].record.end, end)):
            if hole.duration:
                where = 0 if hole.start == start else len(group)
                group = [*group[:where], Part("gap", hole), *group[where:]]
        for part in group:
            offset = part.record.start - start
            if part.kind == "transition":
                spine.connected.append(transition(part, offset, self._assets))
            else:
                spine.connected.append(self._piece(part, offset))
        owner.connected.append(spine)


def _lanes(cut: Cut) -> dict[int, list[Shot]]:
    """The shots by lane: V1 is the primary storyline, V2 lane 1 ..., A1 lane -1 ..."""
    lanes: dict[int, list[Shot]] = defaultdict(list)
    for shot in cut.shots:
        number = int(shot.track[1:])
        lanes[number - 1 if shot.kind == "video" else -number].append(shot)
    return lanes
