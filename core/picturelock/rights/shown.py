"""When each source is on screen and when it is heard, to the flick: what clearances have to cover.

A shot hides what lies under it only where that is certain: it is switched on, carries no effect, lies in no nest (which may
be transparent as a whole), its picture is known to have no transparency and the shape of the others, and it comes from a list
that can hold no blending, or nothing that we do not read. Of anything else the picture below may show, and counts as shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from picturelock.conform.spans import Stretches
from picturelock.cut import Cut, Shot
from picturelock.cutmap import audible, union
from picturelock.media.probe import MediaInfo
from picturelock.rights.data import load
from picturelock.times import Flicks, Span

_ALPHA = re.compile(r"(yuva|gbrap|rgba|bgra|argb|abgr|ayuv|vuya|ya\d|pal8)", re.ASCII)
_SHAPE = Fraction(1, 50)
"""By how much the shapes of two pictures may differ, in proportion, and cover each other."""

Spans = tuple[Span, ...]


def seen_spans(cut: Cut, media: Mapping[str, MediaInfo]) -> dict[str, Spans]:
    """The record time for which each source is, or may be, on screen, by `Source.key`; dissolves count with both sides."""
    by_level: dict[tuple[int, ...], list[Shot]] = defaultdict(list)
    for shot in cut.shots:
        if shot.kind == "video" and shot.enabled and shot.record_span.duration:
            by_level[_level(shot)].append(shot)
    usual = _usual_shape(media)
    found: dict[str, list[Span]] = defaultdict(list)
    above = Stretches()
    told = cut.path is None or cut.path.suffix.lower() in load("kinds")["opaque"]["lists"]
    for level in sorted(by_level, reverse=True):
        for shot in by_level[level]:
            if not shot.source.generated:
                found[shot.source.key] += above.free(_with_handles(shot, cut))
        for shot in by_level[level]:
            if told and "/" not in shot.track and _is_opaque(shot, media, usual):
                above.add(_without_transitions(shot))
    return {key: union(spans) for key, spans in found.items()}


def heard_spans(cut: Cut, media: Mapping[str, MediaInfo]) -> dict[str, Spans]:
    """The record time for which each source is heard; a picture's own sound where no audio covers it and the file has sound."""
    found: dict[str, list[Span]] = defaultdict(list)
    for shot in audible(cut):
        if shot.source.generated or not shot.record_span.duration:
            continue
        info = media.get(shot.source.key)
        if shot.kind == "video" and info is not None and not info.has_audio:
            continue
        found[shot.source.key].append(_with_handles(shot, cut) if shot.kind == "audio" else shot.record_span)
    return {key: union(spans) for key, spans in found.items()}


def total(spans: Sequence[Span]) -> Flicks:
    """How long some stretches last, that `union` gave."""
    return sum(span.duration for span in spans)


def _with_handles(shot: Shot, cut: Cut) -> Span:
    """A shot with the record time of its dissolves beyond its own edges."""
    before = sum(effect.handle for effect in shot.effects if effect.kind == "transition-in")
    after = sum(effect.handle for effect in shot.effects if effect.kind == "transition-out")
    span = shot.record_span
    return Span(max(0, span.start - before), min(max(cut.duration, span.end), span.end + after))


def _without_transitions(shot: Shot) -> Span:
    """The part of a shot in which it covers the picture wholly."""
    edges = {"transition-in": 0, "transition-out": 0}
    for effect in shot.effects:
        if effect.kind in edges:
            edges[effect.kind] += max(effect.handle, effect.inside)
    span = shot.record_span
    start = min(span.start + edges["transition-in"], span.end)
    return Span(start, max(start, span.end - edges["transition-out"]))


def _is_opaque(shot: Shot, media: Mapping[str, MediaInfo], usual: Fraction | None) -> bool:
    if shot.source.generated or any(effect.kind == "other" for effect in shot.effects):
        return False
    info = media.get(shot.source.key)
    if info is None:
        ending = (shot.source.name or shot.source.url).rpartition(".")[2].lower()
        return "." not in shot.source.name or ending in load("kinds")["opaque"]["endings"]
    if not info.video or any(_ALPHA.match(stream.pixel_format) for stream in info.video):
        return False
    shape = _shape(info)
    return shape is not None and usual is not None and abs(shape - usual) <= usual * _SHAPE


def _usual_shape(media: Mapping[str, MediaInfo]) -> Fraction | None:
    shapes = Counter(shape for info in media.values() if (shape := _shape(info)) is not None)
    return shapes.most_common(1)[0][0] if shapes else None


def _shape(info: MediaInfo) -> Fraction | None:
    if not info.video or not info.video[0].height:
        return None
    stream = info.video[0]
    return Fraction(stream.width, stream.height) * (stream.sample_aspect or 1)


def _level(shot: Shot) -> tuple[int, ...]:
    """Height of a track: "V2" is above "V1", and inside a nest "V1/2.V3" above "V1/2.V1"."""
    return tuple(int(number[:9]) for number in re.findall(r"\d+", shot.track))
