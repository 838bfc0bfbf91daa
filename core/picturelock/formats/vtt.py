"""WebVTT (.vtt), https://www.w3.org/TR/webvtt1/. The only door to webvtt-py.

webvtt-py alone drops a block that it cannot read without a word and keeps no line numbers. So the text is cut into
blocks here, as the standard says, and webvtt-py reads and writes each block.

Kept in extras. Of a cue: "vtt.settings" (all but align and region), "note" (a NOTE before it). Of the file: "vtt.header",
"vtt.metadata", "vtt.style", "vtt.region" (one without a name of its own), "vtt.note" (before the first cue), "vtt.end-note".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError

from picturelock.cues import Captions, Cue
from picturelock.errors import InputError
from picturelock.formats.base import (
    READ_WRITE,
    Findings,
    Notes,
    extra,
    extras,
    in_order,
    lost,
    quote,
    split_lines,
    visible_lines,
)
from picturelock.formats.placing import settings_of_an
from picturelock.formats.vtt_text import read_text, write_text
from picturelock.times import Span, from_ms, to_ms

_SIGNATURE = re.compile(r"WEBVTT(?:[ \t](.*))?")
_NOTE = re.compile(r"NOTE(?:[ \t]|\Z)")
_STRICT_TIMES = re.compile(
    r"[ \t\f]*(?:\d{2,}:)?\d\d:\d\d\.\d{3}[ \t\f]+-->[ \t\f]+(?:\d{2,}:)?\d\d:\d\d\.\d{3}(?:\s.*)?", re.ASCII
)
_TIMES = re.compile(r"\s*[\d:.]+\s*-->\s*\d", re.ASCII)
_SPACES = re.compile(r"[ \t\n\f]+")

_ORDER = ("vtt.header", "vtt.metadata", "vtt.note", "vtt.region", "vtt.style", "vtt.end-note")
"""The order in which what surrounds the cues is written, and kept."""

Block = tuple[int, list[str]]
"""Line number of its first line, from 1, and its lines."""


class WebVtt:
    """The WebVTT format."""

    name = "WebVTT"
    suffixes: tuple[str, ...] = (".vtt",)
    directions = READ_WRITE

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. A cue that ends before it starts is kept with no duration."""
        lines = split_lines(text)
        header = _SIGNATURE.fullmatch(lines[0]) if lines else None
        if header is None:
            raise InputError(
                "is not WebVTT; expected the word WEBVTT alone at the start of the first line.",
                file=file,
                place="line 1",
            )
        reader = _Reader(Notes(file))
        if header[1]:
            reader.extras.append(("vtt.header", header[1]))
        blocks = _blocks(lines)
        reader.extras += [("vtt.metadata", line) for line in next(blocks)[1][1:] if line.strip()]
        for number, block in blocks:
            reader.block(number, block)
        return reader.captions()

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`."""
        losses: Counter[str] = Counter()
        header = (extra(captions, "vtt.header") or "").strip()
        out = webvtt.WebVTT(
            header_text=header,
            metadata=[line for line in extras(captions, "vtt.metadata") if line.strip() and "-->" not in line],
            header_comments=[_safe(note) for note in extras(captions, "vtt.note")],
            footer_comments=[_safe(note) for note in extras(captions, "vtt.end-note")],
            styles=[webvtt.Style(split_lines(_safe(body))) for body in extras(captions, "vtt.style")],
            regions=[_region(body) for body in (*captions.regions.values(), *extras(captions, "vtt.region"))],
            captions=[_caption(cue, losses) for cue in captions.cues],
        )
        return out.content.rstrip("\n") + "\n", lost(self.name, +losses)


WEBVTT = WebVtt()


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Blocks end at an empty line, and before a line of times that cannot belong to them."""
    block: list[str] = []
    first, header = 1, True
    for number, line in enumerate(lines, start=1):
        starts = bool(block) and "-->" in line and (header or len(block) > 1 or "-->" in block[0])
        if block and (starts or not line):
            yield first, block
            block, header = [], False
        if line:
            first = first if block else number
            block.append(line)
    if block:
        yield first, block


class _Reader:
    """Takes blocks in file order; gives captions and findings."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.extras: list[tuple[str, str]] = []
        self._regions: dict[str, str] = {}
        self._cues: list[Cue] = []
        self._comments: list[str] = []
        self._last_line = 0

    def block(self, line: int, lines: list[str]) -> None:
        # A cue may be named NOTE; times on the first or second line make it a cue.
        times = next((index for index, text in enumerate(lines[:2]) if "-->" in text), None)
        if times is None and _NOTE.match(lines[0]):
            self._comments.append("\n".join([lines[0][4:].strip(), *lines[1:]]).strip("\n"))
        elif times is None and lines[0].rstrip() == "STYLE":
            self._settings("vtt.style", line, lines)
        elif times is None and lines[0].rstrip() == "REGION":
            self._settings("vtt.region", line, lines)
        elif times is None or not self._cue(line, lines, times):
            self.notes.add("bad-block", "error", line, quote=quote(lines))

    def captions(self) -> tuple[Captions, Findings]:
        self.extras += [("vtt.end-note", text) for text in self._comments]
        if not self._cues:
            self.notes.add("no-cues", "warning", None)
        self.extras.sort(key=lambda item: _ORDER.index(item[0]))
        cues = in_order(self._cues, self.notes)
        return Captions(cues, regions=self._regions, extras=tuple(self.extras)), self.notes.findings

    def _settings(self, kind: str, line: int, lines: list[str]) -> None:
        """A STYLE or REGION block: kept as it stands; one after the first cue is kept too, though players ignore it."""
        body = "\n".join(lines[1:])
        if self._cues:
            self.notes.add("misplaced-block", "warning", line, block=lines[0].strip())
        self.extras += [("vtt.note", text) for text in self._comments]
        self._comments = []
        name = None
        if kind == "vtt.region":
            region = _region(body)
            name, body = region.id, "\n".join(region)
        if name and name not in self._regions:
            self._regions[name] = body
        else:
            self.extras.append((kind, body))

    def _cue(self, line: int, lines: list[str], times: int) -> bool:
        """Add a cue; False where webvtt-py cannot make one of the block."""
        read = _read_block(lines) if _TIMES.match(lines[times]) else None
        if read is None:
            return False
        name = read.identifier or ""
        if not _STRICT_TIMES.fullmatch(lines[times]):
            self.notes.add(
                "bad-time", "warning", line + times, name, found=lines[times].strip(), expected="00:00:01.000"
            )
        start, end = read.start_time.in_milliseconds(), read.end_time.in_milliseconds()
        if end < start:
            self.notes.add("reversed-times", "error", line + times, name, start=read.start, end=read.end)
            end = start
        parsed = read_text("\n".join(read.lines))
        if parsed.unknown:
            self.notes.add("unknown-tag", "warning", line + times + 1, name, quote=quote(parsed.unknown))
        settings = [
            part
            for part in read.settings
            if part not in (f"align:{read.settings.align}", f"region:{read.settings.region}")
        ]
        kept = [("note", text) for text in self._comments] if self._cues else []
        self.extras += [("vtt.note", text) for text in self._comments if not kept]
        self._comments = []
        if settings:
            kept.append(("vtt.settings", " ".join(settings)))
        span = Span(from_ms(start), from_ms(end))
        self._cues.append(
            Cue(
                span,
                parsed.lines,
                name,
                read.settings.region,
                read.settings.align,
                speaker=parsed.speaker,
                extras=tuple(kept),
            )
        )
        return True


def _read_block(lines: list[str]) -> webvtt.Caption | None:
    """One cue block through webvtt-py, or None if it finds no cue in it."""
    try:
        found = webvtt.WebVTT.from_string("WEBVTT\n\n" + "\n".join(lines)).captions
    except (MalformedCaptionError, ValueError):
        return None
    return found[0] if len(found) == 1 else None


def _region(body: str) -> webvtt.Region:
    return webvtt.Region.from_string(" ".join(split_lines(body)).replace("-->", "->"))


def _safe(block: str) -> str:
    """A note or a style sheet that nothing in it can end or turn into a cue; it may come from another format."""
    return "\n".join(line.replace("-->", "->") for line in split_lines(block) if line)


def _caption(cue: Cue, losses: Counter[str]) -> webvtt.Caption:
    settings = extra(cue, "vtt.settings") or ""
    align = cue.align
    anchor = extra(cue, "srt.an")
    if anchor and not settings and align is None:
        settings, align = settings_of_an(anchor)
    losses["positions"] += extra(cue, "srt.coordinates") is not None
    words = [settings, f"align:{align}" if align else "", f"region:{cue.region}" if cue.region else ""]
    name = _SPACES.sub(" ", cue.id).replace("-->", "->").strip() or None
    start, end = max(0, to_ms(cue.span.start)), max(0, to_ms(cue.span.end))
    losses["times before 0"] += cue.span.start < 0
    caption = webvtt.Caption(
        _timestamp(start),
        _timestamp(end),
        write_text(cue, visible_lines(cue, losses), losses),
        name,
        " ".join(filter(None, words)),
    )
    caption.comments = [_safe(note) for note in extras(cue, "note")]
    return caption


def _timestamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
