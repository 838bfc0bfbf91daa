"""Where a finding is, in the words of an edit: the track, and the shot by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from picturelock.cut import Cut, Shot
from picturelock.findings import Place
from picturelock.times import Span

Where = tuple[tuple[str, str], ...]
"""Word in `report.toml` [places] and what it is: ("track", "V1")."""


def where(place: Place, cut: Cut, words: Mapping[str, Any]) -> Where:
    """Everything that is known of a place. An id of a shot is for programs: it is left to the JSON document."""
    shot = next((shot for shot in cut.shots if shot.id == place.shot), None) if place.shot else None
    name = (shot.name or shot.source.name) if shot else ""
    track = place.track or (shot.track if shot else "")
    listed = [
        ("track", track_name(track, words)),
        ("shot", name),
        ("cue", place.cue),
        ("media", place.source if place.source != name else ""),
        ("file", place.file),
        ("line", str(place.line) if place.line is not None else ""),
    ]
    known = tuple((word, text) for word, text in listed if text)
    return known or (tuple(_around(place.record, cut)) if place.record else ())


def track_name(track: str, words: Mapping[str, Any]) -> str:
    """ "V1/3.V1" is on track V1, inside a nest."""
    outer, nest, _ = track.partition("/")
    return f"{outer} ({words['nested']})" if nest else outer


def _around(span: Span, cut: Cut) -> Iterator[tuple[str, str]]:
    """The picture tracks and the shots on either side of a stretch on which there is nothing to name."""
    pictures = [shot for shot in cut.shots if shot.kind == "video" and shot.enabled]
    before = [shot for shot in pictures if shot.record_span.end <= span.start]
    after = [shot for shot in pictures if shot.record_span.start >= span.end]
    last = max(before, key=lambda shot: shot.record_span.end, default=None)
    following = min(after, key=lambda shot: shot.record_span.start, default=None)
    beside = [shot for shot in (last, following) if shot]
    tracks = dict.fromkeys(shot.track.partition("/")[0] for shot in beside)
    if tracks:
        yield "track", ", ".join(tracks)
    if last:
        yield "after", _name(last)
    if following:
        yield "before", _name(following)


def _name(shot: Shot) -> str:
    return shot.name or shot.source.name or shot.id
