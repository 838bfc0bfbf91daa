"""Which shots an edit decision list can hold, and on which channels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from picturelock.cut import Cut, Shot
from picturelock.timeline.base import Losses

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
    return kept


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
