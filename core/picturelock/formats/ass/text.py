"""The text of an ASS or SSA event: override blocks in braces, \\N line breaks.

https://github.com/libass/libass/wiki/ASSv5-Override-Tags
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from picturelock.cues import Line, Run
from picturelock.formats.colors import hex_of
from picturelock.formats.inline import MOST, with_text
from picturelock.formats.tags import count_tags

_TOKEN = re.compile(r"\{([^{}]*)\}|\\([Nnh{}])|\\\u2060")
_BREAK = re.compile(r"\\[Nn]")
_TAG = re.compile(r"\\(t\s*\([^()]*\([^()]*\)[^()]*\)|t\s*\([^()]*\)|[^\\]*)")
_FLAG = re.compile(r"([ibu])(\d{0,4})", re.ASCII)
_COLOR = re.compile(r"1?c(?:&?H?([0-9A-Fa-f]{1,8})&?)?", re.ASCII)
_ANCHOR = re.compile(r"an([1-9])", re.ASCII)
_OLD_ANCHOR = re.compile(r"a(\d{1,2})", re.ASCII)
_POSITION = re.compile(r"pos\(\s*(-?\d{1,6}(?:\.\d{1,6})?)\s*,\s*(-?\d{1,6}(?:\.\d{1,6})?)\s*\)", re.ASCII)
_DRAWING = re.compile(r"\\p[1-9]", re.ASCII)
_OLD_ANCHORS = {"1": "1", "2": "2", "3": "3", "5": "7", "6": "8", "7": "9", "9": "4", "10": "5", "11": "6"}
_NAMES = {"i": "italic", "b": "bold", "u": "underline"}
JOINER = "\u2060"
"""Stands after a backslash that is text, so that it begins no code."""


@dataclass(slots=True)
class EventText:
    """What an event's text says."""

    lines: tuple[Line, ...] = ()
    anchor: str | None = None
    """The keypad digit of {\\an}, or of the older {\\a}."""
    position: tuple[str, str] | None = None
    """x and y of {\\pos}."""


@dataclass(slots=True)
class _Reader:
    style: Run
    """The look of the event's style; its text is not used."""
    now: Run
    out: EventText
    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    parts: list[str] = field(default_factory=list)
    drawing: bool = False

    def text(self, text: str) -> None:
        if text and self.drawing:
            self.mark(text)
        elif text:
            self.parts.append(text)

    def mark(self, raw: str) -> None:
        self.flush()
        self.lines[-1].append(with_text(self.now, "", ("ass.raw", raw)))

    def flush(self) -> None:
        if self.parts:
            self.lines[-1].append(with_text(self.now, "".join(self.parts)))
            self.parts.clear()

    def override(self, block: str) -> None:
        """A block in braces: what captions have no field for is kept as a mark."""
        unknown, at = [], 0
        for tag in islice(_TAG.finditer(block), MOST):
            at = tag.end()
            if not self._known(tag[1].strip()):
                unknown.append(tag[0])
        unknown += [block[at:]] if block[at:] else []
        if _DRAWING.search(block):
            self.drawing = True
        elif "\\p0" in block:
            self.drawing = False
        if unknown or not block.startswith("\\"):
            self.mark("{" + ("".join(unknown) if block.startswith("\\") else block) + "}")

    def _known(self, tag: str) -> bool:
        if flag := _FLAG.fullmatch(tag):
            self._restyle(self._flagged(flag[1], flag[2]))
        elif color := _COLOR.fullmatch(tag):
            self._restyle(replace(self.now, color=_rgb(color[1]) if color[1] else self.style.color))
        elif anchor := _ANCHOR.fullmatch(tag):
            self.out.anchor = self.out.anchor or anchor[1]
        elif (anchor := _OLD_ANCHOR.fullmatch(tag)) and anchor[1] in _OLD_ANCHORS:
            self.out.anchor = self.out.anchor or _OLD_ANCHORS[anchor[1]]
        elif position := _POSITION.fullmatch(tag):
            self.out.position = self.out.position or (position[1], position[2])
        elif tag == "r":
            self._restyle(self.style)
        else:
            return False
        return True

    def _flagged(self, letter: str, value: str) -> Run:
        """The look with italics, bold or underline switched; without a value they are as in the style."""
        on = int(value or 0) not in (0, 400)
        if letter == "i":
            return replace(self.now, italic=on if value else self.style.italic)
        if letter == "b":
            return replace(self.now, bold=on if value else self.style.bold)
        return replace(self.now, underline=on if value else self.style.underline)

    def _restyle(self, now: Run) -> None:
        if now != self.now:
            self.flush()
            self.now = now


def read_text(text: str, style: Run) -> EventText:
    """Lines of runs, each with the look that the event's style and the overrides before it give."""
    if "{" not in text:
        texts = _BREAK.split(text, MOST)
        if not any("\\" in part for part in texts):
            return EventText(tuple([(with_text(style, part),) for part in texts]))
    look = with_text(style, "")
    reader = _Reader(look, look, EventText())
    at = 0
    for number, token in enumerate(_TOKEN.finditer(text)):
        if number >= MOST:
            break
        reader.text(text[at : token.start()])
        at = token.end()
        if token[1] is not None:
            reader.override(token[1])
        elif token[2] in ("N", "n"):
            reader.flush()
            reader.lines.append([])
        else:
            reader.text({"h": "\u00a0", "{": "{", "}": "}"}.get(token[2] or "", "\\"))
    rest = text[at:]
    reader.mark(rest) if "{" in rest else reader.text(rest)
    reader.flush()
    reader.out.lines = tuple(tuple(line) or (look,) for line in reader.lines)
    return reader.out


def write_text(lines: Sequence[Line], style: Run, losses: Counter[str]) -> str:
    """The text of an event whose style looks so; only what differs from it is overridden."""
    out: list[str] = []
    now = usual = _look(style, style.color)
    count_tags(lines, losses, ("ass.raw",))
    for number, line in enumerate(lines):
        if number:
            out.append("\\N")
        for run in line:
            wanted = _look(run, usual.color if run.color is None else _hex(run.color, losses))
            if run.background is not None:
                losses["backgrounds"] += 1
            tags = [name for name, _ in run.tags if name != "ass.raw"]
            if wanted != now and (run.text or not tags):
                out.append("{" + _changes(now, wanted) + "}")
                now = wanted
            raw = next((value for name, value in run.tags if name == "ass.raw"), None) if run.tags else None
            out.append(escaped(run.text) if raw is None else raw)
    return "".join(out)


class _Look(NamedTuple):
    """What overrides change."""

    italic: bool
    bold: bool
    underline: bool
    color: str | None


def _look(run: Run, color: str | None) -> _Look:
    return _Look(run.italic, run.bold, run.underline, color)


def _changes(now: _Look, wanted: _Look) -> str:
    codes = [
        f"\\{letter}{int(getattr(wanted, name))}"
        for letter, name in _NAMES.items()
        if getattr(wanted, name) != getattr(now, name)
    ]
    if wanted.color != now.color:
        red, green, blue = (
            (wanted.color or "#ffffff")[1:3],
            (wanted.color or "#ffffff")[3:5],
            (wanted.color or "#ffffff")[5:7],
        )
        codes.append(f"\\c&H{blue}{green}{red}&".upper().replace("\\C", "\\c"))
    return "".join(codes)


def _hex(color: str, losses: Counter[str]) -> str | None:
    """The colour as #rrggbb, None for white and for what is no colour."""
    found = hex_of(color)
    losses["colors"] += found is None
    losses["alpha"] += found is not None and len(found) > 7
    return None if found is None or found[:7] == "#ffffff" else found[:7]


def _rgb(digits: str) -> str | None:
    """A colour written blue, green, red; None for white, which is what captions are."""
    value = int(digits, 16)
    color = f"#{value & 0xFF:02x}{value >> 8 & 0xFF:02x}{value >> 16 & 0xFF:02x}"
    return None if color == "#ffffff" else color


def escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", f"\\{JOINER}")
    return text.replace("{", "\\{").replace("}", "\\}") if "{" in text or "}" in text else text
