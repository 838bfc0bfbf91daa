"""SubRip (.srt). The only door to pysrt, which is GPL: an installation with it is as a whole under GPLv3 terms.

pysrt alone drops blocks that it cannot read without a word, reads "1d" as 1 and "-00:00:01,000" as 1 s. So the text is
cut into blocks here, every deviation is noted, and pysrt reads and writes the well-formed block.

Kept in extras: "srt.an" (the digit of a leading {\\an8}) and "srt.coordinates" (X1:… after the times).
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pysrt import SubRipFile, SubRipItem, SubRipTime

from picturelock.cues import Captions, Cue, Line
from picturelock.errors import InputError
from picturelock.formats.base import (
    READ_WRITE,
    Findings,
    Notes,
    extra,
    in_order,
    lost,
    quote,
    split_lines,
    visible_lines,
)
from picturelock.formats.inline import MARKS, RunBuilder, Tag, base, render
from picturelock.formats.placing import an_of_settings
from picturelock.times import Span, from_ms, to_ms

_TIME = r"-?\d{1,4}:\d{1,2}:\d{1,2}[,.:]\d{1,3}"
_FIELDS = re.compile(r"(-?)(\d+:\d+:\d+).(\d+)", re.ASCII)
_TIMING = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(?:\s(.*))?", re.ASCII)
_STRICT_TIME = re.compile(r"\d{2}:[0-5]\d:[0-5]\d,\d{3}", re.ASCII)
_INDEX = re.compile(r"\s*\d{1,9}\s*", re.ASCII)
_TOKEN = re.compile(r"<(/?)([ibus])\s*>|<(/?)font(\s[^<>]*)?>|(\{\\[^{}]*\})", re.IGNORECASE)
_COLOR = re.compile(r"""\s*color\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))\s*""", re.IGNORECASE)
_ANCHOR = re.compile(r"\{\\an([1-9])\}")
_MAX_MS = 100 * 3_600_000  # the format has two digits for hours


@dataclass(slots=True)
class _Block:
    """The lines of one cue as they stand in the file, not yet understood."""

    line: int
    """Line number of the times, from 1."""
    index: str | None
    timing: re.Match[str]
    body: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Srt:
    """The SubRip format."""

    name: str = "SRT"
    suffixes: tuple[str, ...] = (".srt",)
    directions = READ_WRITE

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. Faulty times keep their cue: one that ends before it starts is kept with no duration."""
        notes = Notes(file)
        lines = split_lines(text)
        blocks = list(_blocks(lines, notes))
        if not blocks:
            if text.strip():
                raise InputError("holds no caption; expected times such as 00:00:01,000 --> 00:00:03,000.", file=file)
            notes.add("no-cues", "warning", None)
        cues: list[Cue] = []
        expected = 1
        for block in blocks:
            cue = _cue(block, notes)
            expected = _check_index(block, expected, notes)
            cues.append(cue)
        return Captions(in_order(cues, notes)), notes.findings

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`. Numbers are kept if every cue has one, else the cues are counted from 1."""
        losses: Counter[str] = Counter()
        keep_ids = all(_INDEX.fullmatch(cue.id) for cue in captions.cues)
        items = []
        for number, cue in enumerate(captions.cues, start=1):
            if cue.id and not keep_ids:
                losses["caption names"] += not _INDEX.fullmatch(cue.id)
            items.append(_item(cue.id if keep_ids else str(number), cue, losses))
        losses["header, styles and notes"] += sum(1 for name, _ in captions.extras if name != "srt.trailing")
        losses["regions"] += len(captions.regions)
        buffer = io.StringIO()
        SubRipFile(items, eol="\n").write_into(buffer)
        return buffer.getvalue(), lost(self.name, +losses)


SRT = Srt()


def _blocks(lines: list[str], notes: Notes) -> Iterator[_Block]:
    """Cut at the lines that hold times; what belongs to no cue is noted as unreadable."""
    block: _Block | None = None
    body: list[str] = []
    body_line = 1
    for number, line in enumerate(lines, start=1):
        timing = _TIMING.fullmatch(line) if "-->" in line else None
        if timing is None:
            body.append(line)
            continue
        index = body.pop().strip() if body and _is_index(body, block is None) else None
        if block is not None:
            yield _finish(block, body, index is not None, body_line, notes)
        elif any(map(str.strip, body)):
            notes.add("bad-block", "error", 1, quote=quote(body))
        block, body, body_line = _Block(number, index, timing), [], number + 1
    if block is not None:
        yield _finish(block, body, None, body_line, notes)


def _is_index(body: list[str], first: bool) -> bool:
    """True where the line above the times is the cue's number, or a name that stands by itself."""
    alone = len(body) == 1 if first else len(body) > 1 and not body[-2].strip()
    return bool(_INDEX.fullmatch(body[-1])) or (alone and bool(body[-1].strip()))


def _finish(block: _Block, body: list[str], next_has_index: bool | None, line: int, notes: Notes) -> _Block:
    """Give a block its text: blank lines at its end go, a block inside it that has lost its times is noted."""
    if next_has_index is not None and not (body and not body[-1].strip()):
        notes.add("missing-blank-line", "warning", line + len(body), block.index or "")
    while body and not body[-1].strip():
        body.pop()
    kept: list[str] = []
    start = 0
    for end in [*(i for i, text in enumerate(body) if not text.strip()), len(body)]:
        part = body[start:end]
        if start and part and (_INDEX.fullmatch(part[0]) or "-->" in "".join(part[:2])):
            notes.add("bad-block", "error", line + start, quote=quote(part))
        elif start and part:
            notes.add("blank-line", "warning", line + start - 1, block.index or "")
            kept += ["", *part]
        else:
            kept += part
        start = end + 1
    block.body = kept
    return block


def _check_index(block: _Block, expected: int, notes: Notes) -> int:
    """Note a number that is missing, is none or breaks the count; returns the number to expect next."""
    number = int(block.index) if block.index and _INDEX.fullmatch(block.index) else None
    if number != expected:
        notes.add("index", "warning", block.line, block.index or "", found=block.index or "", expected=expected)
    return (expected if number is None else number) + 1


def _cue(block: _Block, notes: Notes) -> Cue:
    name = block.index or ""
    written = (block.timing[1], block.timing[2])
    if not all(_STRICT_TIME.fullmatch(time) for time in written):
        notes.add("bad-time", "warning", block.line, name, found=" --> ".join(written), expected="00:00:01,000")
    start, end = (_ms(time) for time in written)
    if min(start, end) < 0:
        notes.add("negative-time", "error", block.line, name, found=" --> ".join(written))
    if end < start:
        notes.add("reversed-times", "error", block.line, name, start=written[0], end=written[1])
        end = start
    extras: list[tuple[str, str]] = []
    body = block.body
    anchor = _ANCHOR.match(body[0]) if body else None
    if anchor:
        extras.append(("srt.an", anchor[1]))
        body = [body[0][anchor.end() :], *body[1:]]
    coordinates = (block.timing[3] or "").strip()
    if coordinates:
        extras.append(("srt.coordinates", coordinates))
    return Cue(Span(from_ms(start), from_ms(end)), _runs(body), id=name, extras=tuple(extras))


def _ms(time: str) -> int:
    # pysrt knows no time below zero, and takes "5" after the comma for 5 ms where everyone means half a second.
    sign, whole, fraction = _FIELDS.fullmatch(time).groups()  # type: ignore[union-attr]
    milliseconds = int(SubRipTime.from_string(f"{whole},{fraction.ljust(3, '0')}").ordinal)
    return -milliseconds if sign else milliseconds


def _runs(body: list[str]) -> tuple[Line, ...]:
    builder = RunBuilder()
    for number, line in enumerate(body):
        if number:
            builder.line_break()
        at = 0
        for token in _TOKEN.finditer(line):
            builder.text(line[at : token.start()])
            _tag(token, builder)
            at = token.end()
        builder.text(line[at:])
    return builder.lines()


def _tag(token: re.Match[str], builder: RunBuilder) -> None:
    closing, name, font_closing, attributes, override = token.groups()
    if override:
        builder.mark("srt.raw", override)
        return
    if name:
        known = builder.close(name.lower()) if closing else builder.open(name.lower())
    elif font_closing:
        known = builder.close("color", "font")
    else:
        color = _COLOR.fullmatch(attributes or "")
        tag = ("color", color[1] or color[2] or color[3] or "") if color else ("font", (attributes or "").strip())
        known = builder.open(*tag)
    if not known:
        builder.mark("srt.raw", token[0])


def _item(index: str, cue: Cue, losses: Counter[str]) -> SubRipItem:
    """A cue as pysrt writes it; what SRT cannot hold is counted."""
    settings = extra(cue, "vtt.settings")
    anchor = extra(cue, "srt.an") or an_of_settings(settings, cue.align)
    losses["positions"] += bool((settings or cue.align or cue.region) and not anchor)
    losses["notes"] += sum(1 for name, _ in cue.extras if name == "note")
    losses["speaker names"] += bool(
        cue.speaker and not any(t[0] == "v" for line in cue.lines for r in line for t in r.tags)
    )
    lines = render(
        visible_lines(cue, losses), lambda tag: _write_tag(tag, losses), lambda text: _write_text(text, losses)
    )
    if anchor:
        lines[:1] = [f"{{\\an{anchor}}}{lines[0] if lines else ''}"]
    start, end = (min(max(to_ms(time), 0), _MAX_MS - 1) for time in (cue.span.start, cue.span.end))
    losses["times outside 0 to 100 hours"] += (start, end) != (to_ms(cue.span.start), to_ms(cue.span.end))
    return SubRipItem(index, start, end, "\n".join(lines), extra(cue, "srt.coordinates") or "")


def _write_text(text: str, losses: Counter[str]) -> str:
    losses["text that looks like a tag"] += bool(_TOKEN.search(text))
    if "-->" in text:
        losses["arrows (-->) in the text"] += 1
        text = text.replace("-->", "→")
    return text


def _write_tag(tag: Tag, losses: Counter[str]) -> tuple[str, str]:
    name, value = tag
    if name in ("i", "b", "u", "s"):
        return f"<{name}>", f"</{name}>"
    if name == "color":
        mark = "'" if '"' in value else '"'
        return f"<font color={mark}{value}{mark}>", "</font>"
    if name == "font":
        return f"<font {value}>" if value else "<font>", "</font>"
    if name == "srt.raw":
        return value, ""
    if base(name) not in ("i", "b", "u"):
        losses["times inside the text" if name == "at" else "tags" if name in MARKS else f"<{base(name)}> tags"] += 1
        return "", ""
    return f"<{base(name)}>", f"</{base(name)}>"
