"""Items laid out in record time, and as a cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.cut import Cut, Effect, Knot, Shot, Source
from picturelock.cutmap import ramped
from picturelock.times import FrameRate, Span

if TYPE_CHECKING:
    from edits import Item

Edge = tuple[str, int] | None
"""Name of a transition and its frames."""


@dataclass(frozen=True)
class Event:
    """One shot of a cut, in frames. `what` is "picture", "sound" or "title"."""

    item: Item
    what: str
    track: str
    source: str
    first: Fraction
    start: int
    frames: int
    speed: Fraction
    head: Edge = None
    tail: Edge = None
    nested: bool = False

    @property
    def last(self) -> Fraction:
        return self.first + self.frames * self.speed

    @property
    def ramp(self) -> bool:
        return self.what == "picture" and self.item.ramp

    @property
    def reverse(self) -> bool:
        return self.what != "title" and self.item.reverse

    @property
    def name(self) -> tuple[str, tuple[int, ...]]:
        """What it comes from."""
        return self.what, self.item.names


def laid_out(items: Sequence[Item], nested: frozenset[int]) -> list[Event]:
    """Every event of a cut, in order of items."""
    found: list[Event] = []
    at = 0
    for number, item in enumerate(items):
        inside = bool(item.names) and set(item.names) <= nested
        if not item.gap:
            found += _events(item, at, inside, _edges(items, number))
        at += item.frames
    return found


def _edges(items: Sequence[Item], at: int) -> tuple[Edge, Edge]:
    item = items[at]
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    before = before if before and before.track == item.track else None
    after = after if after and after.track == item.track else None
    joined = before and before.into and before.into == item.names and item.out_of == before.names
    joins = after and item.into and item.into == after.names and after.out_of == item.names
    return (
        ("dissolve", 2 * before.dissolve) if before and joined else None,
        ("dissolve", 2 * item.dissolve) if joins else None,
    )


def _events(item: Item, at: int, nested: bool, edges: tuple[Edge, Edge]) -> list[Event]:
    media = f"{item.source}_v{item.version:03}" if item.source.startswith("sh") else item.source
    found = [Event(item, "picture", item.track, media, item.first, at, item.frames, item.speed, *edges, nested)]
    if item.sounds and item.speed and not item.ramp:
        head, tail = (0, 0) if nested else (min(item.lap, at), item.lap)
        first = item.first - (tail if item.reverse else head) * item.speed
        track = f"A{1 + (item.names or (0,))[0] % 2}"
        frames = item.frames + head + tail
        found.append(Event(item, "sound", track, media, first, at - head, frames, item.speed, nested=nested))
    if item.title:
        frames = min(20, item.frames - 2)
        found.append(Event(item, "title", "V2", item.title, Fraction(100), at + 2, frames, Fraction(1), nested=nested))
    return found


def cut_of(events: Sequence[Event], rate: FrameRate, style: str = "path") -> tuple[Cut, dict[str, Event]]:
    """A cut, nested where the events are, and the event of each shot of it as it is opened."""
    inside = [event for event in events if event.nested]
    outside = [event for event in events if not event.nested]
    span = None
    if inside:
        first, end = min(event.start for event in inside), max(event.start + event.frames for event in inside)
        span = Span(rate.time_of(first), rate.time_of(end))
    shots: list[Shot] = []
    known: dict[str, Event] = {}
    clips: Counter[str] = Counter()
    placed = False
    for event in sorted(outside, key=lambda event: event.start):
        if span and not placed and rate.time_of(event.start) >= span.start and event.track == "V1":
            placed = _nest(shots, known, clips, inside, span, rate, style)
        clips[event.track] += 1
        name = f"{event.track}:{clips[event.track]}"
        shots.append(_shot(event, name, rate, style, 0))
        known[name] = event
    if span and not placed:
        _nest(shots, known, clips, inside, span, rate, style)
    shots.sort(key=lambda shot: (shot.record_span.start, shot.kind != "video", shot.track))
    end = max((shot.record_span.end for shot in shots), default=0)
    return Cut("cut", rate, tuple(shots), duration=end), known


def _nest(
    shots: list[Shot], known: dict[str, Event], clips: Counter[str], inside: Sequence[Event], span: Span,
    rate: FrameRate, style: str,
) -> bool:  # fmt: skip
    clips["V1"] += 1
    inner, named = cut_of([replace(event, nested=False) for event in inside], rate, style)
    moved = tuple(replace(shot, record_span=shot.record_span.shift(-span.start)) for shot in inner.shots)
    inner = replace(inner, shots=moved, duration=span.duration)
    name = f"V1:{clips['V1']}"
    nest = Shot(name, "V1", "video", "nest", Source("nest", start=0), Span(0, span.duration), span, nest=inner)
    shots.append(nest)
    known |= {f"{name.replace(':', '/')}.{one}": event for one, event in named.items()}
    return True


def _shot(event: Event, name: str, rate: FrameRate, style: str, zero: int) -> Shot:
    def time(frames: Fraction) -> int:
        return int(frames * rate.frame)

    source = {
        "path": Source(f"{event.source}.mov", path=Path(f"/media/{event.source}.mov"), start=0),
        "reel": Source(f"{event.source}.MOV", reel=event.source),
    }[style]
    record = Span(rate.time_of(event.start - zero), rate.time_of(event.start + event.frames - zero))
    effects = []
    for kind, edge in (("transition-in", event.head), ("transition-out", event.tail)):
        if edge is not None:
            effects.append(Effect(kind, edge[0], rate.time_of(edge[1] // 2)))  # type: ignore[arg-type]
    shot = Shot(
        name, event.track, "audio" if event.what == "sound" else "video", event.source, source,
        Span(time(event.first), time(event.last)), record, event.speed, event.reverse, event.item.enabled, tuple(effects),
    )  # fmt: skip
    if not event.ramp:
        return shot
    middle = shot.source_span.start + shot.source_span.duration // 4
    knots = (
        Knot(0, shot.source_span.start),
        Knot(record.duration // 2, middle),
        Knot(record.duration, shot.source_span.end),
    )
    return ramped(shot, knots)
