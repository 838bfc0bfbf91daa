"""SubRip (.srt). The only door to pysrt, which is GPL: an installation with it is as a whole under GPLv3 terms.

pysrt alone drops blocks that it cannot read without a word, reads "1d" as 1 and "-00:00:01,000" as 1 s. So the text is
cut into blocks here and every deviation is noted; pysrt reads the times that deviate, and writes.

Kept in extras: "srt.an" (the digit of a leading {\\an8}) and "srt.coordinates" (X1:… after the times).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pysrt import SubRipItem, SubRipTime

from picturelock.cues import Captions, Cue, Line, Run
from picturelock.errors import InputError
from picturelock.formats.base import (
    READ_WRITE,
    Findings,
    Notes,
    extra,
    in_order,
    lost,
    plain_texts,
    quote,
    split_lines,
    visible_lines,
)
from picturelock.formats.clock import fields, milliseconds
from picturelock.formats.inline import MOST, RunBuilder, Tag, base, bounded, render
from picturelock.formats.placing import keypad, of_keypad
from picturelock.formats.tags import count_tags, names_of
from picturelock.times import Span, divide_nearest, from_ms, to_ms

_TIME = r"-?\d{1,4}:\d{1,2}:\d{1,2}(?:[,.:]\d{1,9})?"
_FIELDS = re.compile(r"(-?)(\d+:\d+:\d+)(?:.(\d+))?", re.ASCII)
_TIMING = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(?:\s(.*))?", re.ASCII)
_STRICT_TIME = r"(\d\d):([0-5]\d):([0-5]\d),(\d{3})"
_STRICT = re.compile(rf"\s*{_STRICT_TIME}\s*-->\s*{_STRICT_TIME}(?:\s|\Z)", re.ASCII)
_INDEX = re.compile(r"\s*\d{1,9}\s*", re.ASCII)
_TOKEN = re.compile(r"<(/?)([ibus])\s*>|<(/?)font(\s[^<>]*)?>|(\{\\[^{}]*\})", re.IGNORECASE)
_COLOR = re.compile(r"""\s*color\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))\s*""", re.IGNORECASE)
_ANCHOR = re.compile(r"\{\\an([1-9])\}")
_HELD = ("i", "b", "u", "s", "color", "font", "srt.raw")
"""Tags that can be written."""
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
    timecode = False

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:
        """See `Format.read`. Faulty times keep their cue: one that ends before it starts is kept with no duration."""
        notes = Notes(file)
        cues: list[Cue] = []
        expected = 1
        for block in _blocks(split_lines(text), notes):
            cues.append(_cue(block, notes))
            notes.bound(len(cues))
            expected = _check_index(block, expected, notes)
        if not cues:
            if text.strip():
                raise InputError("holds no caption; expected times such as 00:00:01,000 --> 00:00:03,000.", file=file)
            notes.add("no-cues", "warning", None)
        return Captions(in_order(cues, notes)), notes.findings

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`. Numbers are kept if every cue has one, else the cues are counted from 1."""
        losses: Counter[str] = Counter()
        keep_ids = all(_INDEX.fullmatch(cue.id) for cue in captions.cues)
        if not keep_ids:
            losses["caption-names"] += sum(1 for cue in captions.cues if cue.id and not _INDEX.fullmatch(cue.id))
        losses["header"] += sum(1 for name, _ in captions.extras if name != "srt.trailing")
        losses["regions"] += len(captions.regions)
        blocks = [
            _item(cue.id if keep_ids else str(number), cue, losses) for number, cue in enumerate(captions.cues, start=1)
        ]
        return "\n".join((*blocks, "")), lost(self.name, +losses)


SRT = Srt()


def _blocks(lines: list[str], notes: Notes) -> Iterator[_Block]:
    """Cut at the lines that hold times; what belongs to no cue is noted as unreadable."""
    block: _Block | None = None
    at = 0  # the first line that belongs to the block, or to none
    for number, line in enumerate(lines):
        timing = _TIMING.fullmatch(line) if "-->" in line else None
        if timing is None:
            continue
        body = lines[at:number]
        index = body.pop().strip() if body and _is_index(body, block is None) else None
        if block is not None:
            yield _finish(block, body, index is not None, at + 1, notes)
        elif any(map(str.strip, body)):
            notes.add("bad-block", "error", 1, quote=quote(body))
        block, at = _Block(number + 1, index, timing), number + 1
    if block is not None:
        yield _finish(block, lines[at:], None, at + 1, notes)


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
    if all(map(str.strip, body)):
        block.body = body
        return block
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
    written = block.timing[1], block.timing[2]
    strict = _STRICT.match(block.timing[0])
    if strict:
        hours, minutes, seconds, rest, *out = strict.groups()
        start, end = milliseconds(hours, minutes, seconds, rest), milliseconds(*out)
    else:
        notes.add("bad-time", "warning", block.line, name, found=" --> ".join(written), expected="00:00:01,000")
        start, end = _ms(written[0]), _ms(written[1])
        if min(start, end) < 0:
            notes.add("negative-time", "error", block.line, name, found=" --> ".join(written))
    if end < start:
        notes.add("reversed-times", "error", block.line, name, start=written[0], end=written[1])
        end = start
    span, body, coordinates = Span(from_ms(start), from_ms(end)), block.body, block.timing[3]
    anchor = _ANCHOR.match(body[0]) if body else None
    if not anchor and not coordinates:
        return Cue(span, _runs(body), name)
    extras: list[tuple[str, str]] = []
    placement = align = None
    if anchor:
        extras.append(("srt.an", anchor[1]))
        body = [body[0][anchor.end() :], *body[1:]]
        placement, align = of_keypad(anchor[1])
    if coordinates and coordinates.strip():
        extras.append(("srt.coordinates", coordinates.strip()))
    return Cue(span, _runs(body), name, align=align, placement=placement, extras=tuple(extras))


def _ms(time: str) -> int:
    # pysrt knows no time below zero, and takes "5" after the comma for 5 ms where everyone means half a second.
    sign, whole, fraction = _FIELDS.fullmatch(time).groups()  # type: ignore[union-attr]
    seconds = int(SubRipTime.from_string(f"{whole},000").ordinal)
    milliseconds = seconds + divide_nearest(int((fraction or "").ljust(9, "0")), 1_000_000)
    return -milliseconds if sign else milliseconds


def _runs(body: list[str]) -> tuple[Line, ...]:
    body = bounded(body)
    text = "".join(body)
    if body and "<" not in text and "{" not in text:
        return tuple([(Run(line),) for line in body])
    builder, left = RunBuilder(), 2 * MOST  # tags that open and that close; the rest is text
    for number, line in enumerate(body):
        if number:
            builder.line_break()
        at = 0
        for token in islice(_TOKEN.finditer(line), left):
            left -= 1
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


def _item(index: str, cue: Cue, losses: Counter[str]) -> str:
    """A cue as pysrt writes it; what SRT cannot hold is counted."""
    texts = plain_texts(cue)
    if texts is not None:
        text = _write_text("\n".join(texts), losses)
    else:
        lines = visible_lines(cue, losses)
        count_tags(lines, losses, _HELD)
        losses["speakers"] += len(names_of(cue)) - bool(cue.speaker)  # that one is counted with the cue's other fields
        texts = render(lines, lambda tag: _write_tag(tag, losses), lambda part: _write_text(part, losses))
        # A line may have held nothing but another format's mark; left empty, it would end the cue.
        text = "\n".join(line for line in texts if line.strip())
    coordinates = ""
    if cue.extras or cue.align or cue.placement or cue.region or cue.speaker or cue.style:
        text = _anchored(cue, text, losses)
        coordinates = f" {extra(cue, 'srt.coordinates') or ''}".rstrip()
        _count_losses(cue, losses)
    start, end = to_ms(cue.span.start), to_ms(cue.span.end)
    if start < 0 or end >= _MAX_MS:
        losses["times"] += 1
        start, end = (min(max(time, 0), _MAX_MS - 1) for time in (start, end))
    # Its items would compute each field of a time anew; its patterns are what it writes.
    shown = SubRipTime.TIME_PATTERN % fields(start), SubRipTime.TIME_PATTERN % fields(end)
    return str(SubRipItem.ITEM_PATTERN % (int(index), *shown, coordinates, text))


def _anchored(cue: Cue, text: str, losses: Counter[str]) -> str:
    """The text with {\\an} before it, where the caption does not stand in the usual place."""
    kept = extra(cue, "srt.an")
    if kept and of_keypad(kept) == (cue.placement, cue.align):
        return f"{{\\an{kept}}}{text}"
    if cue.placement is None and (cue.align is None or cue.region):
        losses["positions"] += cue.region is not None
        return text
    digit, exact = keypad(cue.placement, cue.align, len(cue.lines))
    losses["positions"] += not exact
    return text if digit == "2" else f"{{\\an{digit}}}{text}"


def _count_losses(cue: Cue, losses: Counter[str]) -> None:
    losses["notes"] += sum(1 for name, _ in cue.extras if name == "note")
    losses["vertical-text"] += "vertical:" in (extra(cue, "vtt.settings") or "")
    losses["styles"] += cue.style is not None
    losses["speakers"] += bool(cue.speaker)


def _write_text(text: str, losses: Counter[str]) -> str:
    if ("<" in text or "{" in text) and _TOKEN.search(text):
        losses["tag-like-text"] += 1
    if "-->" in text:
        losses["angles"] += 1
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
    if base(name) in ("i", "b", "u"):
        return f"<{base(name)}>", f"</{base(name)}>"
    losses["backgrounds"] += name == "background"
    return "", ""
