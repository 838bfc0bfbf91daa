"""Media files as elements of xmeml, each described where it is first shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from picturelock.cut import Cut, Source, source_timecode
from picturelock.timeline.fcp7.builder import Builder
from picturelock.timeline.fcp7.files import ASSUMED
from picturelock.timeline.references import clean, found_reference, local_form, media_name
from picturelock.timeline.search import STILL_SUFFIXES
from picturelock.times import Flicks, FrameRate, Timecode

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(slots=True)
class Use:
    """What the cut shows of one source."""

    video: bool = False
    audio: bool = False
    end: Flicks = 0
    """The last source time that is shown."""
    channels: int = 1


class Files:
    """Hands out ids, and writes each file once."""

    def __init__(self, cut: Cut, size: tuple[str, str]) -> None:
        self._size = size
        self._ids: dict[Source, int] = {}
        self._uses: dict[Source, Use] = {}
        self._written: set[Source] = set()
        seen: set[int] = set()
        waiting = [cut]
        while waiting:
            found = waiting.pop()
            if id(found) in seen:
                continue
            seen.add(id(found))
            for shot in found.shots:
                if shot.nest is not None:
                    waiting.append(shot.nest)
                    continue
                use = self._uses.setdefault(shot.source, Use())
                use.video |= shot.kind == "video"
                use.audio |= shot.kind == "audio"
                use.end = max(use.end, shot.source_span.end)
                noted = shot.extras.get("fcp7")
                if isinstance(noted, dict) and isinstance(noted.get("channels"), int):
                    use.channels = max(use.channels, min(noted["channels"], 64))

    def number(self, source: Source) -> int:
        """The number of a file and of its master clip."""
        return self._ids.setdefault(source, len(self._ids) + 1)

    def length(self, source: Source) -> Flicks:
        """From the media's first frame to its last that is known, or shown."""
        shown = self._uses[source].end - zero(source)
        return max(shown, source.available.duration if source.available is not None else 0)

    def write(self, out: Builder, source: Source, rate: FrameRate, drop: bool) -> None:
        """The `file` of a clip. rate, drop: of the cut, for a source that does not know its own."""
        name = {"id": f"file-{self.number(source)}"}
        if source in self._written:
            out.empty("file", name)
            return
        self._written.add(source)
        use, own = self._uses[source], source.rate or rate
        assumed = [word for word, known in _known(source) if not known]
        if assumed or source.generated or _looks_still(source):
            name[ASSUMED] = " ".join(assumed)
        length = source.available.duration if source.available is not None else self.length(source)
        with out.element("file", name):
            out.leaf("name", clean(source.name))
            url = found_reference(source)
            if url and not source.generated:
                out.leaf("pathurl", path_url(url))
            elif source.generated:
                out.leaf("mediaSource", "Slug")
            out.rate(own)
            out.leaf("duration", own.ceil(length) if source.available is None else own.nearest(length))
            with out.element("timecode"):
                timecode(out, zero(source), own, source_timecode(source, 0, rate, drop).drop)
                if source.reel:
                    with out.element("reel"):
                        out.leaf("name", clean(source.reel))
            self._write_media(out, use, own)

    def _write_media(self, out: Builder, use: Use, rate: FrameRate) -> None:
        with out.element("media"):
            if use.video:
                with out.element("video"), out.element("samplecharacteristics"):
                    out.rate(rate)
                    out.leaf("width", self._size[0])
                    out.leaf("height", self._size[1])
            if use.audio:
                with out.element("audio"):
                    with out.element("samplecharacteristics"):
                        out.leaf("depth", 16)
                        out.leaf("samplerate", 48000)
                    out.leaf("channelcount", use.channels)


def _looks_still(source: Source) -> bool:
    """True for a file, or a sequence of files, that a reader would take for one picture of no length."""
    return PurePosixPath(media_name(source.url) or source.name).suffix.lower() in STILL_SUFFIXES


def _known(source: Source) -> tuple[tuple[str, bool], ...]:
    return (
        ("start", source.start is not None),
        ("length", source.available is not None),
        ("rate", source.rate is not None),
    )


def zero(source: Source) -> Flicks:
    """The source time of the media's first frame; 0 where nothing says it."""
    if source.start is not None:
        return source.start
    return source.available.start if source.available is not None else 0


def timecode(out: Builder, time: Flicks, rate: FrameRate, drop: bool) -> None:
    """What a `timecode` holds."""
    found = Timecode.at(time, rate, drop and bool(rate.drop_labels))
    out.rate(rate)
    out.leaf("string", str(found))
    out.leaf("frame", found.frames)
    out.leaf("displayformat", "DF" if found.drop else "NDF")


def path_url(url: str) -> str:
    """A reference as Final Cut Pro and Premiere want it: file://localhost/, every other sign escaped."""
    path = local_form(url)
    if not path:  # a web address
        return "".join(sign if sign.isprintable() else quote(sign, errors="replace") for sign in url)
    if _DRIVE.match(path):
        return "file://localhost/" + quote(path.replace("\\", "/"), errors="replace")
    if path.startswith(("//", "\\\\")):
        return "file://" + quote(path.replace("\\", "/")[2:], errors="replace")
    if path.startswith("/"):
        return "file://localhost" + quote(path, errors="replace")
    return "".join(sign if sign.isprintable() else "_" for sign in path)
