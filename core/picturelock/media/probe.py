"""What a media file is: its streams, exact rate, start timecode and duration. Nothing is decoded beyond its first frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.media import rates
from picturelock.media.container import check_file, missing_bytes, open_container, pictures
from picturelock.media.fingerprint import fingerprint
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Timecode, from_samples, nearest

# Names by the code points of ITU-T H.273, spelt as FFmpeg spells them; 2 (unspecified) and unknown points give "".
_PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film",
    9: "bt2020", 10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
_TRANSFER = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear", 11: "iec61966-2-4",
    13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084", 17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
_SPACE = {
    0: "rgb", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
    10: "bt2020c", 14: "ictcp",
}  # fmt: skip
_RANGE = {1: "tv", 2: "pc"}
_MAX_TAG = 200  # characters kept of a tag: a hostile file may hold megabytes


@dataclass(frozen=True, slots=True)
class VideoStream:
    """One moving picture. Colour tags are as the file says, "" where it does not say."""

    index: int
    """Among the file's moving pictures."""
    codec: str
    width: int
    height: int
    rate: FrameRate | None
    """Exact; of a variable frame rate the nominal one. None where no frame rate fits."""
    frames: int | None
    """As the container counts them, or from the duration of a constant rate; None where unknown."""
    vfr: bool
    """Frames of unequal duration were seen; see `rates.timing` for what is looked at."""
    pixel_format: str = ""
    sample_aspect: Fraction = Fraction(1)
    color_primaries: str = ""
    color_transfer: str = ""
    color_space: str = ""
    color_range: str = ""
    """"tv" (limited), "pc" (full) or ""."""


@dataclass(frozen=True, slots=True)
class AudioStream:
    """One audio stream."""

    index: int
    """Among the file's audio streams."""
    codec: str
    sample_rate: int
    channels: int
    layout: str
    """"stereo", "5.1(side)"; "8 channels" where the file does not say what they are."""
    language: str = ""
    """As tagged, usually ISO 639-2: "fra"; "" where untagged or "und"."""


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """A media file, as far as can be known without decoding it."""

    path: Path
    container: str
    """FFmpeg's name of the format: "mov", "mxf", "wav"."""
    duration: Flicks
    """Of the first picture stream where there is one, else of the longest audio stream."""
    video: tuple[VideoStream, ...]
    audio: tuple[AudioStream, ...]
    start_timecode: Timecode | None
    """Of the first frame. Counted at the picture's rate, in which the label is read."""
    fingerprint: str
    size: int
    """Bytes."""
    time_reference: Flicks | None = None
    """Time since midnight of the first sample, from the bext chunk of a Broadcast Wave file."""
    reel: str = ""
    """As the file's timecode track or its tags name it."""

    @property
    def rate(self) -> FrameRate | None:
        """Of the first picture stream."""
        return self.video[0].rate if self.video else None

    @property
    def start(self) -> Flicks:
        """The time of the first frame or sample since 00:00:00:00; 0 where the file does not say."""
        return self.start_timecode.time if self.start_timecode else self.time_reference or 0

    @property
    def has_audio(self) -> bool:
        return bool(self.audio)

    @property
    def vfr(self) -> bool:
        return any(stream.vfr for stream in self.video)


def probe(path: Path) -> MediaInfo:
    """What a media file is. Raises InputError if it is none that we can read, or if it is cut short.

    Only the file itself is opened: what it names inside (playlists, references) is not.
    """
    size = check_file(path)
    layouts: list[str] = []
    with open_container(path, layouts) as container:
        _refuse_cut_short(container, path, size)
        moving = pictures(container)
        timings = rates.timings(container, moving)
        video = tuple(_video(stream, index, timings[index]) for index, stream in enumerate(moving))
        audio = tuple(_audio(stream, index, layouts) for index, stream in enumerate(container.streams.audio))
        if not video and not audio:
            raise InputError("holds neither picture nor sound.", file=path)
        rate = video[0].rate if video else None
        return MediaInfo(
            path=path,
            container=str(container.format.name).split(",")[0],
            duration=_duration(container, moving, video),
            video=video,
            audio=audio,
            start_timecode=_timecode(container, rate),
            fingerprint=fingerprint(path),
            size=size,
            time_reference=_time_reference(container, audio),
            reel=_reel(container),
        )


def stream_duration(stream: Any) -> Flicks | None:
    """The duration that the container gives a stream, exact to its time base, or None.

    Matroska gives none but by a tag: FFmpeg fills in that of the whole file there, or guesses by the bit rate.
    """
    matroska = "matroska" in stream.container.format.name
    if not matroska and stream.duration and stream.duration > 0 and stream.time_base:
        return nearest(stream.duration * Fraction(stream.time_base) * FLICKS_PER_SECOND)
    end = _clock(str(stream.metadata.get("DURATION", "")))  # Matroska, where it is the time of the stream's end
    if end is None:
        return None
    start = nearest((stream.start_time or 0) * Fraction(stream.time_base or 0) * FLICKS_PER_SECOND)
    return end - start if end > start else None


def _video(stream: Any, index: int, timing: rates.Timing) -> VideoStream:
    codec = stream.codec_context
    frames = stream.frames or None
    duration = stream_duration(stream)
    if frames is None and timing.rate and not timing.vfr and duration:
        frames = timing.rate.nearest(duration)
    return VideoStream(
        index=index,
        codec=codec.name if codec else "unknown",
        width=codec.width if codec else 0,
        height=codec.height if codec else 0,
        rate=timing.rate,
        frames=frames,
        vfr=timing.vfr,
        pixel_format=str((codec and codec.pix_fmt) or ""),
        sample_aspect=Fraction(stream.sample_aspect_ratio or 1) or Fraction(1),
        color_primaries=_PRIMARIES.get(int(codec.color_primaries), "") if codec else "",
        color_transfer=_TRANSFER.get(int(codec.color_trc), "") if codec else "",
        color_space=_SPACE.get(int(codec.colorspace), "") if codec else "",
        color_range=_RANGE.get(int(codec.color_range), "") if codec else "",
    )


def _audio(stream: Any, index: int, layouts: list[str]) -> AudioStream:
    codec = stream.codec_context
    language = str(stream.language or "")[:_MAX_TAG]
    return AudioStream(
        index=index,
        codec=codec.name if codec else "unknown",
        sample_rate=codec.sample_rate if codec else 0,
        channels=codec.channels if codec else 0,
        layout=layouts[index] if index < len(layouts) else "",
        language="" if language == "und" else language,
    )


def _duration(container: Any, moving: list[Any], video: tuple[VideoStream, ...]) -> Flicks:
    if moving:
        known = stream_duration(moving[0])
        rate, frames = video[0].rate, video[0].frames
        if rate and not video[0].vfr:
            if known is None and container.duration:
                known = nearest(Fraction(container.duration, 1_000_000) * FLICKS_PER_SECOND)
            return rate.snap(known) if known else rate.time_of(frames or 0)
    else:
        known = max((stream_duration(stream) or 0 for stream in container.streams.audio), default=0)
    return known or nearest(Fraction(container.duration or 0, 1_000_000) * FLICKS_PER_SECOND)


def _timecode(container: Any, rate: FrameRate | None) -> Timecode | None:
    """The first timecode tag among picture, timecode track, other streams and file, read at the picture's rate.

    A `;` says drop-frame, except at rates where there is none. A label that does not exist is no timecode.
    """
    if rate is None:
        return None
    streams = [*pictures(container), *container.streams.data, *container.streams.audio]
    tags: list[Mapping[str, str]] = [*(stream.metadata for stream in streams), container.metadata]
    for tag in tags:
        text = str(tag.get("timecode") or tag.get("TIMECODE") or "")[:_MAX_TAG]
        try:
            return Timecode.parse(text, rate, None if rate.drop_labels else False)
        except ValueError:
            continue
    return None


def _time_reference(container: Any, audio: tuple[AudioStream, ...]) -> Flicks | None:
    text = str(container.metadata.get("time_reference", ""))[:_MAX_TAG]
    if not audio or not audio[0].sample_rate or not (text.isascii() and text.isdigit()):
        return None
    return from_samples(int(text), audio[0].sample_rate)


def _reel(container: Any) -> str:
    """The reel that the timecode track, another stream or the file names; "" for none that can be shown."""
    for tag in (*(stream.metadata for stream in container.streams), container.metadata):
        text = str(tag.get("reel_name") or tag.get("REEL_NAME") or "")[:_MAX_TAG].strip()
        if text and text.isprintable():
            return text
    return ""


def _clock(text: str) -> Flicks | None:
    """Matroska's "00:01:02.345000000", or None."""
    parts = text[:_MAX_TAG].split(":")
    try:
        hours, minutes, seconds = int(parts[0]), int(parts[1]), Fraction(parts[2])
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return nearest((hours * 3600 + minutes * 60 + seconds) * FLICKS_PER_SECOND) or None


def _refuse_cut_short(container: Any, path: Path, size: int) -> None:
    missing = missing_bytes(container, path)
    if missing:
        raise InputError(
            f"is cut short: it holds {size} bytes and its own index says at least {size + missing}.",
            file=path,
            hint="The copy or the recording broke off: copy the file again.",
        )
