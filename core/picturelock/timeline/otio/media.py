"""Media references of OpenTimelineIO as `Source`s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import opentimelineio as otio

from picturelock.cut import Source
from picturelock.timeline.otio.time import flicks, span, video_rate
from picturelock.timeline.references import clean, media_name
from picturelock.times import FrameRate, Span

_REELS = (("cmx_3600", "reel"), ("Resolve_OTIO", "Reel Name"), ("reel",))
"""Where editing systems and adapters leave the reel in the metadata of a clip or its media."""


def source_of(clip: otio.schema.Clip) -> Source:
    """The media that a clip shows: the active one of its references. Raises BadTime for an impossible range."""
    media = clip.media_reference
    available, rate = _available(media)
    url, name = _named(media)
    generated = isinstance(media, otio.schema.GeneratorReference)
    return Source(
        name=name or clean(clip.name or ""),
        reel=_reel(clip.metadata) or (_reel(media.metadata) if media is not None else ""),
        url=url,
        start=available.start if available else None,
        available=available,
        rate=rate,
        generated=generated,
    )


def _available(media: Any) -> tuple[Span | None, FrameRate | None]:
    if media is None or media.available_range is None:
        return None, None
    found = media.available_range
    if found.duration.value == 0:  # written by systems that do not know the length
        return Span(flicks(found.start_time), flicks(found.start_time)), video_rate(found.start_time.rate)
    return span(found), video_rate(found.duration.rate)


def _named(media: Any) -> tuple[str, str]:
    """The reference as it was written, and the name in it."""
    if isinstance(media, otio.schema.ExternalReference):
        url = media.target_url or ""
        return url, media_name(url) or clean(media.name or "")
    if isinstance(media, otio.schema.ImageSequenceReference):
        name = f"{media.name_prefix}%0{media.frame_zero_padding}d{media.name_suffix}"
        base = media.target_url_base
        return f"{base}{'' if not base or base.endswith(('/', chr(92))) else '/'}{name}", media_name(name)
    if isinstance(media, otio.schema.GeneratorReference):
        return "", clean(media.name or media.generator_kind or "")
    return "", clean(media.name or "") if media is not None else ""


def _reel(metadata: Mapping[str, Any]) -> str:
    if not len(metadata):  # asking OpenTimelineIO for a key that is not there is slow
        return ""
    for path in _REELS:
        value: Any = metadata
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, str) and value:
            return clean(value)
    return ""
