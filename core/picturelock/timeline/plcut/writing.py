"""A cut as plain JSON values, with nothing rounded: times in flicks, speeds as fractions, and no field that says the usual."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from picturelock.cut import Cdl, Cut, Effect, Marker, Shot, Source, Track
from picturelock.times import Span

SCHEMA = "picturelock/cut-1"
Node = dict[str, Any]


def cut_json(cut: Cut) -> Node:
    """A cut, its nests and all."""
    return _told(
        schema=SCHEMA,
        name=cut.name,
        rate=str(cut.rate),
        start=cut.start,
        drop=cut.drop,
        duration=cut.duration,
        comments=list(cut.comments),
        extras=plain(cut.extras),
        tracks=[_track(track) for track in cut.tracks],
        shots=[shot_json(shot) for shot in cut.shots],
        markers=[marker_json(marker) for marker in cut.markers],
    )


def shot_json(shot: Shot) -> Node:
    """One shot."""
    return _told(
        id=shot.id,
        track=shot.track,
        kind=shot.kind,
        name=shot.name,
        source=_source(shot.source),
        source_span=_span(shot.source_span),
        record_span=_span(shot.record_span),
        speed=str(shot.speed) if shot.speed != 1 else None,
        reverse=shot.reverse,
        disabled=not shot.enabled,
        effects=[_effect(effect) for effect in shot.effects],
        ramp=[[knot.record, knot.source] for knot in shot.ramp],
        nest=cut_json(shot.nest) if shot.nest is not None else None,
        comments=list(shot.comments),
        cdl=_cdl(shot.cdl) if shot.cdl is not None else None,
        extras=plain(shot.extras),
    )


def marker_json(marker: Marker) -> Node:
    """One marker."""
    return _told(
        span=_span(marker.span),
        name=marker.name,
        note=marker.note,
        color=marker.color,
        shot=marker.shot,
        id=marker.id,
    )


def _source(source: Source) -> Node:
    node = _told(
        name=source.name,
        reel=source.reel,
        path=str(source.path) if source.path is not None else None,
        url=source.url,
        start=[source.start] if source.start is not None else None,
        available=_span(source.available) if source.available is not None else None,
        rate=str(source.rate) if source.rate is not None else None,
        fingerprint=source.fingerprint,
        generated=source.generated,
        extras=plain(source.extras),
    )
    return node if source.drop is None else node | {"drop": source.drop}


def _track(track: Track) -> Node:
    return _told(id=track.id, kind=track.kind, name=track.name, disabled=not track.enabled, locked=track.locked)


def _effect(effect: Effect) -> Node:
    return _told(kind=effect.kind, name=effect.name, handle=effect.handle, inside=effect.inside)


def _cdl(cdl: Cdl) -> Node:
    return {
        "slope": list(cdl.slope),
        "offset": list(cdl.offset),
        "power": list(cdl.power),
        "saturation": cdl.saturation,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _told(**fields: Any) -> Node:
    """Fields that say something; an empty span does."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", False, [], {}, 0)}


def plain(value: Any) -> Any:
    """Other programs' notes as JSON knows them."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
