"""WebVTT (.vtt), https://www.w3.org/TR/webvtt1/. The only door to webvtt-py.

webvtt-py alone drops a block that it cannot read without a word and keeps no line numbers. So the text is cut into
blocks and cues are read here, as the standard says; webvtt-py reads and writes what stands around them: header, regions,
style sheets and notes. It is the second reader of cues in the tests.

Kept in extras. Of a cue: "vtt.settings" (all but align and region), "note" (a NOTE before it). Of the file: "vtt.header",
"vtt.metadata", "vtt.style", "vtt.region" (one without a name of its own), "vtt.note" (before the first cue), "vtt.end-note".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import webvtt

from picturelock.cues import Captions, Cue, Placement
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
)
from picturelock.formats.clock import fields, milliseconds
from picturelock.formats.inline import bounded
from picturelock.formats.vtt.placing import ALIGNS, placement_of, placement_of_region, settings_of, split_settings
from picturelock.formats.vtt.text import read_text, write_text
from picturelock.times import Span, from_ms, to_ms

_SIGNATURE = re.compile(r"WEBVTT(?:[ \t](.*))?")
_NOTE = re.compile(r"NOTE(?:[ \t]|\Z)")
_STRICT = r"(?:(\d{2,9}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_STRICT_TIMES = re.compile(rf"[ \t\f]*{_STRICT}[ \t\f]+-->[ \t\f]+{_STRICT}(?:[ \t\f](.*))?", re.ASCII)
_LOOSE = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})\.(\d{1,3})"
_LOOSE_TIMES = re.compile(rf"\s*{_LOOSE}\s*-->\s*{_LOOSE}(.*)", re.ASCII)
_SPACES = re.compile(r"[ \t\n\f]+")

_ORDER = ("vtt.header", "vtt.metadata", "vtt.note", "vtt.region", "vtt.style", "vtt.end-note")
"""The order in which what surrounds the cues is written, and kept."""
_MOST_AROUND = 100_000

Block = tuple[int, list[str]]
"""Line number of its first line, from 1, and its lines."""


class WebVtt:
    """The WebVTT format."""

    name = "WebVTT"
    suffixes: tuple[str, ...] = (".vtt",)
    directions = READ_WRITE
    timecode = False

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
        reader = _Reader(file)
        if header[1]:
            reader.extras.append(("vtt.header", header[1]))
        blocks = _blocks(lines)
        metadata = [line for line in next(blocks)[1][1:] if line.strip()]
        reader.count_around(len(metadata))
        reader.extras += [("vtt.metadata", line) for line in metadata]
        for number, block in blocks:
            reader.block(number, block)
            reader.notes.bound(len(reader.cues))
        return reader.captions()

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`."""
        losses: Counter[str] = Counter()
        regions = {name: body for name, body in captions.regions.items() if placement_of_region(body) is not None}
        losses["regions"] += len(captions.regions) - len(regions)
        losses["header"] += sum(1 for name, _ in captions.extras if not name.startswith("vtt."))
        header = (extra(captions, "vtt.header") or "").strip()
        top = webvtt.WebVTT(
            header_text=header,
            metadata=[line for line in extras(captions, "vtt.metadata") if line.strip() and "-->" not in line],
            header_comments=[_safe(note) for note in extras(captions, "vtt.note")],
            styles=[webvtt.Style(split_lines(_safe(body))) for body in extras(captions, "vtt.style")],
            regions=[_region(body) for body in (*regions.values(), *extras(captions, "vtt.region"))],
        )
        places = {name: placement_of_region(body) for name, body in regions.items()} if captions.regions else None
        blocks = [
            top.content.rstrip("\n"),
            *(_block_of(cue, places, losses) for cue in captions.cues),
            *(_note(note) for note in extras(captions, "vtt.end-note")),
        ]
        return "\n\n".join(blocks) + "\n", lost(self.name, +losses)


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

    def __init__(self, file: Path) -> None:
        self.notes, self._file = Notes(file), file
        self.extras: list[tuple[str, str]] = []
        self._regions: dict[str, str] = {}
        self.cues: list[Cue] = []
        self._comments: list[str] = []
        self._around = 0

    def count_around(self, more: int = 1) -> None:
        """Count what stands around the captions. Raises InputError where that is without measure."""
        self._around += more
        if self._around > _MOST_AROUND:
            raise InputError(
                f"holds more than {_MOST_AROUND} notes, regions, style sheets and lines of metadata; expected captions.",
                file=self._file,
            )

    def block(self, line: int, lines: list[str]) -> None:
        # A cue may be named NOTE; times on the first or second line make it a cue.
        times = 0 if "-->" in lines[0] else 1 if len(lines) > 1 and "-->" in lines[1] else None
        if times is None and _NOTE.match(lines[0]):
            self.count_around()
            self._comments.append("\n".join([lines[0][4:].strip(), *lines[1:]]).strip("\n"))
        elif times is None and lines[0].rstrip() == "STYLE":
            self._settings("vtt.style", line, lines)
        elif times is None and lines[0].rstrip() == "REGION":
            self._settings("vtt.region", line, lines)
        elif times is None or not self._cue(line, lines, times):
            self.notes.add("bad-block", "error", line, quote=quote(lines))

    def captions(self) -> tuple[Captions, Findings]:
        self.extras += [("vtt.end-note", text) for text in self._comments]
        if not self.cues:
            self.notes.add("no-cues", "warning", None)
        self.extras.sort(key=lambda item: _ORDER.index(item[0]))
        cues = in_order([self._placed(cue) for cue in self.cues], self.notes)
        return Captions(cues, regions=self._regions, extras=tuple(self.extras)), self.notes.findings

    def _placed(self, cue: Cue) -> Cue:
        """A cue that says no place of its own stands where its region does."""
        if cue.region is None or cue.placement is not None or cue.region not in self._regions:
            return cue
        return replace(cue, placement=placement_of_region(self._regions[cue.region]))

    def _settings(self, kind: str, line: int, lines: list[str]) -> None:
        """A STYLE or REGION block: kept as it stands; one after the first cue is kept too, though players ignore it."""
        self.count_around()
        body = "\n".join(lines[1:])
        if self.cues:
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
        """Add a cue; False where there is none in the block."""
        found = _read_strict(lines, times)
        if found is None:
            found = _read_loose(lines, times)
            if found is None:
                return False
            self.notes.add(
                "bad-time", "warning", line + times, found.name, found=lines[times].strip(), expected="00:00:01.000"
            )
        name, start, end = found.name, found.start, found.end
        if end < start:
            shown = _timestamp(start), _timestamp(end)
            self.notes.add("reversed-times", "error", line + times, name, start=shown[0], end=shown[1])
            end = start
        parsed = read_text("\n".join(bounded(found.lines)))
        if parsed.unknown:
            self.notes.add("unknown-tag", "warning", line + times + 1, name, quote=quote(parsed.unknown))
        align, region, settings = split_settings(found.settings) if found.settings else (None, None, "")
        self.cues.append(
            Cue(
                Span(from_ms(start), from_ms(end)),
                parsed.lines,
                name,
                region,
                align,
                placement_of(settings, align) if settings else None,
                parsed.speaker,
                extras=self._extras(settings),
            )
        )
        return True

    def _extras(self, settings: str) -> tuple[tuple[str, str], ...]:
        """The notes before a cue and its settings; notes before the first cue belong to the file."""
        if not self._comments and not settings:
            return ()
        kept = [("note", text) for text in self._comments] if self.cues else []
        self.extras += [("vtt.note", text) for text in self._comments if not kept]
        self._comments = []
        return (*kept, ("vtt.settings", settings)) if settings else tuple(kept)


class _Found(NamedTuple):
    """One cue as its block says it; times in milliseconds."""

    name: str
    start: int
    end: int
    settings: str
    lines: list[str]


def _read_strict(lines: list[str], times: int) -> _Found | None:
    """A cue that is written as the standard says."""
    match = _STRICT_TIMES.fullmatch(lines[times])
    if match is None:
        return None
    hours, minutes, seconds, rest, *out, settings = match.groups()
    start, end = milliseconds(hours, minutes, seconds, rest), milliseconds(*out)
    return _Found(lines[0] if times else "", start, end, settings or "", lines[times + 1 :])


def _read_loose(lines: list[str], times: int) -> _Found | None:
    """A cue whose times have too few digits or no space between them, as others write them."""
    match = _LOOSE_TIMES.fullmatch(lines[times])
    if match is None:
        return None
    *fields, settings = match.groups()
    hours, minutes, seconds, rest, *out = (
        field.ljust(3, "0") if field and index % 4 == 3 else field for index, field in enumerate(fields)
    )
    start, end = milliseconds(hours, minutes, seconds, rest), milliseconds(*out)
    # A digit after the end time belongs to a time that is too long, not to the settings.
    sound = settings if settings and not settings[0].isdecimal() else ""
    return _Found(lines[0] if times else "", start, end, sound, lines[times + 1 :])


def _region(body: str) -> webvtt.Region:
    return webvtt.Region.from_string(" ".join(split_lines(body)).replace("-->", "->"))


def _safe(block: str) -> str:
    """A note or a style sheet that nothing in it can end or turn into a cue; it may come from another format."""
    return "\n".join(line.replace("-->", "->") for line in split_lines(block) if line)


def _note(text: str) -> str:
    """A NOTE block as webvtt-py writes it."""
    lines = split_lines(_safe(text)) or [""]
    return "\n".join(["NOTE", *lines]) if len(lines) > 1 else f"NOTE {lines[0]}"


def _block_of(cue: Cue, regions: Mapping[str, Placement | None] | None, losses: Counter[str]) -> str:
    """A cue with the notes before it."""
    start, end = to_ms(cue.span.start), to_ms(cue.span.end)
    if start < 0:
        losses["times"] += 1
        start, end = max(0, start), max(0, end)
    times = f"{_timestamp(start)} --> {_timestamp(end)}"
    if cue.extras or cue.align or cue.placement or cue.region or cue.style:
        times = " ".join([times, *_settings(cue, regions, losses)])
    text = write_text(cue, losses)
    block = f"{times}\n{text}" if text else times
    if cue.id:
        name = cue.id if cue.id.isalnum() else _SPACES.sub(" ", cue.id).replace("-->", "->").strip()
        block = f"{name}\n{block}" if name else block
    notes = [_note(note) for note in extras(cue, "note")] if cue.extras else []
    return "\n\n".join([*notes, block]) if notes else block


def _settings(cue: Cue, regions: Mapping[str, Placement | None] | None, losses: Counter[str]) -> list[str]:
    """What follows a cue's times. Its own settings and region count only while they still say where it stands."""
    losses["styles"] += cue.style is not None
    losses["positions"] += extra(cue, "srt.coordinates") is not None
    kept = extra(cue, "vtt.settings") or ""
    named = cue.region is not None and (regions is None or cue.region in regions)
    said = placement_of(kept, cue.align)
    region = named and (said or (regions or {}).get(cue.region or "")) == cue.placement
    settings = kept if region or said == cue.placement else settings_of(cue.placement, cue.align)
    align = {"middle": "center"}.get(cue.align or "", cue.align)
    losses["positions"] += align is not None and align not in ALIGNS
    words = [settings, f"align:{align}" if align in ALIGNS else "", f"region:{cue.region}" if region else ""]
    return list(filter(None, words))


def _timestamp(milliseconds: int) -> str:
    hours, minutes, seconds, rest = fields(milliseconds)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
