"""Media references of OpenTimelineIO as `Source`s."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import opentimelineio as otio

from picturelock.cut import Source
from picturelock.timeline.otio.notes import Note, Notes, ours, reel_of
from picturelock.timeline.otio.time import MAX_SECONDS, flicks, span, video_rate
from picturelock.timeline.references import clean, local_form, media_name
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span


def source_of(clip: otio.schema.Clip, note: Note, notes: Notes) -> Source:
    """The media that a clip shows: the active one of its references; `note`: the clip's. Raises BadTime for a bad range."""
    media = clip.media_reference
    available, rate = _available(media)
    url, name = _named(media)
    about = notes.of(media) if media is not None else {}
    found = Source(
        name=name or clean(clip.name or ""),
        reel=reel_of(note) or reel_of(about),
        url=url,
        start=available.start if available else None,
        available=available,
        rate=rate,
        generated=isinstance(media, otio.schema.GeneratorReference),
        extras=notes.extras(about, _sequence(media)) if about or _sequence(media) else {},
    )
    return _noted(found, about) if about else found


def _noted(source: Source, about: Note) -> Source:
    """The source with what OpenTimelineIO's fields could not say of it, and we noted beside them."""
    if not source.url and isinstance(url := about.get("original_target_url"), str):
        source = replace(source, url=url)  # as OpenTimelineIO's own bundles note media that they left out
    noted = ours(about)
    if not noted:
        return source
    if isinstance(url := noted.get("url"), str) and local_form(url) == source.url:
        source = replace(source, url=url)
    if isinstance(name := noted.get("name"), str) and clean(name):
        source = replace(source, name=clean(name))
    if "rate" in noted:
        source = replace(source, rate=rate_of(noted["rate"]))
    if "start" in noted and (noted["start"] is None or is_time(noted["start"])):
        source = replace(source, start=noted["start"])
    if isinstance(drop := noted.get("drop"), bool):
        source = replace(source, drop=drop)
    if noted.get("available") == "unknown":
        source = replace(source, available=None)
    return source


def rate_of(found: Any) -> FrameRate | None:
    """A rate as we note it, or None."""
    try:
        return FrameRate.parse(found) if isinstance(found, str) and found else None
    except ValueError:
        return None


def is_time(found: Any) -> bool:
    """True for flicks of some sense."""
    return type(found) is int and abs(found) <= MAX_SECONDS * FLICKS_PER_SECOND


def _sequence(media: Any) -> dict[str, Any]:
    """How an image sequence counts its files, which no field holds."""
    if not isinstance(media, otio.schema.ImageSequenceReference):
        return {}
    return {"start_frame": media.start_frame, "frame_step": media.frame_step, "rate": media.rate}


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
