"""What a file says of itself that `probe` does not keep: profile, bits, scanning, every timecode label."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import av.error

from picturelock.media.container import open_container, pictures

_FIELDS = {1: "progressive", 2: "interlaced-top", 3: "interlaced-bottom", 4: "interlaced-top", 5: "interlaced-bottom"}
"""By FFmpeg's AVFieldOrder: which field is shown first."""
_PCM = re.compile(r"pcm_[suf](\d{1,2})")
_WHOLE = {"s16": 16, "s16p": 16, "s32": 24, "s32p": 24}  # FLAC and ALAC: 24 bits travel in 32
_MAX_TAG = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """Of the first picture stream and of all audio streams. "" and 0 = the file does not say."""

    profile: str = ""
    """As FFmpeg names it: "HQ", "High"."""
    bits: int = 0
    """Of a sample of luma."""
    chroma: str = ""
    """"4:2:2"."""
    scan: str = ""
    """"progressive", "interlaced-top", "interlaced-bottom"; "interlaced" where the order of the fields is not said."""
    audio_bits: tuple[int, ...] = ()
    """Of each audio stream; 0 = coded with loss, or not said."""
    rotation: int = 0
    """By how many degrees a player turns the picture, -180 to 180."""
    timecodes: tuple[str, ...] = ()
    """Every start label that the file carries, each once."""


def read_facts(path: Path) -> Facts:
    """Opens the file and decodes at most its first frame. Raises InputError."""
    with open_container(path) as container:
        labels = _timecodes(container)
        audio = tuple(_audio_bits(stream) for stream in container.streams.audio)
        moving = pictures(container)
        if not moving or moving[0].codec_context is None:
            return Facts(audio_bits=audio, timecodes=labels)
        stream: Any = moving[0]
        codec = stream.codec_context
        told = Facts(
            profile=str(codec.profile or ""),
            bits=_bits(codec),
            chroma=_chroma(str(codec.pix_fmt or "")),
            scan=_FIELDS.get(int(getattr(codec, "field_order", 0) or 0), ""),
            audio_bits=audio,
            timecodes=labels,
        )
        first = _first_frame(container, stream)
        if first is None:
            return told
        seen = "interlaced" if first.interlaced_frame else "progressive"
        return replace(told, scan=told.scan or seen, rotation=int(first.rotation))


def _bits(codec: Any) -> int:
    try:
        return int(codec.format.components[0].bits)
    except (AttributeError, IndexError, ValueError):
        return 0


def _chroma(pixel_format: str) -> str:
    """From FFmpeg's name of the pixel format; RGB counts as 4:4:4."""
    found = re.search(r"yuv[aj]?(\d)(\d)(\d)p", pixel_format)
    if found:
        return ":".join(found.groups()) + (":4" if "yuva444" in pixel_format else "")
    if pixel_format.startswith(("nv12", "nv21", "p010", "p016")):
        return "4:2:0"
    if pixel_format.startswith(("nv16", "p210", "p216", "uyvy", "yuyv", "v210")):
        return "4:2:2"
    if pixel_format.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "nv24", "p410", "p416")):
        return "4:4:4"
    return "4:0:0" if pixel_format.startswith("gray") else ""


def _first_frame(container: Any, stream: Any) -> Any:
    """None where it cannot be decoded."""
    with suppress(av.error.FFmpegError):
        return next(iter(container.decode(stream)), None)
    return None


def _audio_bits(stream: Any) -> int:
    codec = stream.codec_context
    if codec is None:
        return 0
    found = _PCM.match(codec.name)
    if found:
        return int(found[1])
    return _WHOLE.get(str(codec.format.name), 0) if codec.name in ("flac", "alac") and codec.format else 0


def _timecodes(container: Any) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for tags in (*(stream.metadata for stream in container.streams), container.metadata):
        text = str(tags.get("timecode") or tags.get("TIMECODE") or "")[:_MAX_TAG].strip()
        if text:
            found[text] = None
    return tuple(found)
