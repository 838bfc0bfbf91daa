"""Shots of an AAF composition that become a nest of their own, and how large nests may grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from picturelock.cut import Cut, Shot, ShotKind, Source, Track
from picturelock.timeline.aaf.compound import BadFile
from picturelock.timeline.aaf.mobs import video_rate
from picturelock.timeline.aaf.segments import Frame
from picturelock.timeline.flatten import in_order
from picturelock.times import Flicks, FrameRate, Span

MAX_SHOTS = 2_000_000
"""Of a cut with all its nests opened."""
LETTERS: Mapping[ShotKind, str] = {"video": "V", "audio": "A"}


class Nests:
    """The nests of one file."""

    def __init__(self) -> None:
        self.rate: FrameRate | None = None
        """Of the sequence that is read, for a nest whose own counts no pictures."""
        self._sizes: dict[int, int] = {}

    def around(self, shots: Sequence[Shot], frame: Frame, length: Flicks, name: str) -> Shot:
        """Shots as a nest of their own."""
        letter = LETTERS[frame.kind]
        held = [shot if shot.id else replace(shot, id=f"{letter}1:1", track=f"{letter}1") for shot in shots]
        names = sorted({shot.track for shot in held}, key=lambda one: (len(one), one))
        rate = video_rate(frame.rate) or self.rate or FrameRate(24)
        tracks = tuple(Track(one, frame.kind) for one in names)
        cut = self.sized(Cut(name, rate, in_order(held), duration=length, tracks=tracks))
        whole = Span(0, length)
        return Shot("", "", frame.kind, name, Source(name), whole, whole, nest=cut)

    def sized(self, cut: Cut) -> Cut:
        """The cut, unless opening it would never end: sequences that each hold the next one twice grow without bound."""
        size = 1 + sum(self._sizes.get(id(shot.nest), 1) if shot.nest is not None else 1 for shot in cut.shots)
        if size > MAX_SHOTS:
            raise BadFile(f"holds sequences in sequences that make more than {MAX_SHOTS:,} clips")
        self._sizes[id(cut)] = size
        return cut


def mob_of(shot: Shot) -> object:
    """What tells the media of two shots apart."""
    kept = shot.source.extras.get("AAF")
    return kept.get("MobID") if isinstance(kept, dict) and kept.get("MobID") else id(shot)


def on_layer(shot: Shot, layer: int) -> Shot:
    """The shot on a layer whose empty ones below are left out."""
    name = f"{shot.track[0]}{layer}"
    return replace(shot, track=name, id=f"{name}:{shot.id.partition(':')[2]}")
