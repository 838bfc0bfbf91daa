"""Which shots an edit decision list can hold, and on which channels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from picturelock.cut import Cut, Shot
from picturelock.timeline.base import Losses
from picturelock.timeline.edges import Edge, edge
from picturelock.times import Flicks, Span, nearest

_CHANNELS = {
    ("V",): "V", ("A1",): "A", ("A2",): "A2", ("A1", "A2"): "AA", ("V", "A1"): "B", ("V", "A2"): "A2/V",
    ("V", "A1", "A2"): "AA/V",
}  # fmt: skip
"""What a list calls these tracks together; any other is written by itself ("A3")."""


def pictures(cut: Cut, losses: Losses) -> list[Shot]:
    """The shots of the lowest picture track and of all sound tracks that are on; the rest is counted as lost."""
    tracks = sorted({shot.track for shot in cut.shots if shot.kind == "video"}, key=lambda name: (len(name), name))
    kept = []
    for shot in cut.shots:
        if not shot.enabled:
            losses.add("disabled", shot.id, shot.record_span)
        elif shot.kind == "video" and shot.track != tracks[0]:
            losses.add("tracks", shot.id, shot.record_span)
        elif shot.record_span.duration:
            kept.append(shot)
    off = [shot for shot in cut.shots if not shot.enabled]
    starts = {(shot.track, shot.record_span.start): shot for shot in off}
    ends = {(shot.track, shot.record_span.end): shot for shot in off}
    return [
        _fading(shot, ends.get((shot.track, shot.record_span.start)), starts.get((shot.track, shot.record_span.end)))
        for shot in kept
    ]


def _fading(shot: Shot, before: Shot | None, after: Shot | None) -> Shot:
    """The shot with a fade from or to nothing where its transition was to a clip that is off: just as long on screen."""
    sides: tuple[tuple[Edge, Shot | None, Edge], ...] = (
        ("transition-in", before, "transition-out"),
        ("transition-out", after, "transition-in"),
    )
    for kind, other, its in sides:
        own = edge(shot, kind)
        if own is None or other is None or shot.ramp:
            continue
        partner = edge(other, its)
        fade = replace(own, handle=0, inside=own.handle + (partner.handle if partner else 0))
        effects = tuple(fade if effect is own else effect for effect in shot.effects)
        shot = replace(_longer(shot, own.handle, at_head=kind == "transition-in"), effects=effects)
    return shot


def _longer(shot: Shot, by: Flicks, *, at_head: bool) -> Shot:
    """The shot with as much more of its source at one end."""
    more = nearest(by * shot.speed)
    record, shown = shot.record_span, shot.source_span
    record = Span(record.start - by, record.end) if at_head else Span(record.start, record.end + by)
    first = at_head != shot.reverse
    shown = Span(shown.start - more, shown.end) if first else Span(shown.start, shown.end + more)
    return replace(shot, record_span=record, source_span=shown)


def merged(shots: Iterable[Shot]) -> Iterator[tuple[Shot, str]]:
    """Each shot with its channel; picture and sound that are one in source and record are one event."""
    together: dict[object, list[Shot]] = defaultdict(list)
    for shot in shots:
        same = (
            shot.name, shot.source, shot.source_span, shot.record_span, shot.speed, shot.reverse, shot.effects,
            shot.comments, shot.cdl,
        )  # fmt: skip
        together[same].append(shot)
    for group in together.values():
        group.sort(key=lambda shot: (shot.kind != "video", len(shot.track), shot.track))
        names = tuple("V" if shot.kind == "video" else shot.track for shot in group)
        if names in _CHANNELS:
            yield group[0], _CHANNELS[names]
            continue
        for shot, name in zip(group, names, strict=True):
            yield shot, _CHANNELS.get((name,), name)
