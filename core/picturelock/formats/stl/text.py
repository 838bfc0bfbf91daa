"""The text field of an EBU STL block: codes for colour, italics, boxes and rows (EBU Tech 3264-E, 1991, section 4).

Teletext codes (00 to 1F) take a cell of the row and show as a space; the codes of open subtitles (80 to 85) take none.
Each teletext row starts white on black.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from picturelock.cues import Line, Run
from picturelock.formats.colors import hex_of, nearest
from picturelock.formats.replacements import Replacements
from picturelock.formats.stl.charset import LATIN, UNKNOWN, decode, encode, encode_text, likeness

COLORS = ("black", "red", "lime", "yellow", "blue", "magenta", "cyan", "white")
"""By control code, 00 to 07."""
COLUMNS = 40
NEWLINE, FILLER = 0x8A, 0x8F
END_BOX, START_BOX, DOUBLE_HEIGHT, BLACK_BACKGROUND, NEW_BACKGROUND = 0x0A, 0x0B, 0x0D, 0x1C, 0x1D
ITALIC, UNDERLINE, BOX = 0x80, 0x82, 0x84
"""Each switches on; the code after it switches off."""

_NEWLINE, _DOUBLE = bytes([NEWLINE]), bytes([DOUBLE_HEIGHT])
_BOX_STARTS, _BOX_ENDS = bytes([START_BOX, START_BOX]), bytes([END_BOX, END_BOX])
_NO_CELL = bytes(range(0xC1, 0xD0))
"""Accents before their letters, in the Latin set."""
_PARTS = re.compile(rb"(?P<text>[\x20-\x7e\xa0-\xff]+)|[\x00-\xff]")
_CODED = re.compile(rb"[^\x20-\x7e\xa0-\xff]")
_SILENT = (END_BOX, START_BOX, 0x09, 0x0C, DOUBLE_HEIGHT, BOX, BOX + 1)
"""Codes that change nothing which captions keep: boxes, steady, heights."""
_EDGES = bytes((*_SILENT, 0x20))
"""What may stand around the text of a row and says nothing."""


@dataclass(frozen=True, slots=True)
class TextField:
    """What a text field says."""

    lines: tuple[Line, ...]
    double_height: bool
    unknown: int
    """Codes that mean nothing, or mosaics, flashing and the like, which captions have no field for."""


class _Reader:
    """Builds rows; the look is kept apart from runs, which are made only where text ends."""

    def __init__(self, teletext: bool, charset: str) -> None:
        self._teletext, self._charset = teletext, charset
        self.lines: list[Line] = []
        self.unknown = 0
        self._line: list[Run] = []
        self._text = ""
        self._gap = False
        """A code that shows as a space stands before the next character."""
        self._color = "white"
        self._background: str | None = None
        self._italic = self._underline = False

    def text(self, data: bytes) -> None:
        text = decode(data, self._charset)
        if self._gap and not text.startswith(" "):
            self._space()
        self._gap = False
        self._text += text

    def control(self, code: int) -> None:
        self._gap = self._gap or code < 0x20
        if code in _SILENT:
            return
        self._flush()
        if code <= 0x07:
            self._color = COLORS[code]
        elif code == BLACK_BACKGROUND:
            self._background = None
        elif code == NEW_BACKGROUND:
            self._background = None if self._color == "black" else self._color
        elif code in (ITALIC, ITALIC + 1):
            self._italic = code == ITALIC
        elif code in (UNDERLINE, UNDERLINE + 1):
            self._underline = code == UNDERLINE
        else:
            self.unknown += 1

    def newline(self) -> None:
        self._flush()
        self.lines.append(_trimmed(self._line))
        self._line, self._gap = [], False
        if self._teletext:
            self._color, self._background, self._italic, self._underline = "white", None, False, False

    def _flush(self) -> None:
        if not self._text:
            return
        color = None if self._color == "white" else self._color
        run = Run(self._text, self._italic, False, self._underline, color, self._background)
        self._text = ""
        last = self._line[-1] if self._line else None
        if last is not None and (last.italic, last.underline, last.color, last.background) == (
            run.italic, run.underline, run.color, run.background,
        ):  # fmt: skip
            run = replace(run, text=self._line.pop().text + run.text)
        self._line.append(run)

    def _space(self) -> None:
        """The space that a code shows as; it belongs to the text before it."""
        if self._text:
            self._text += "" if self._text.endswith(" ") else " "
        elif self._line and not self._line[-1].text.endswith(" "):
            self._line[-1] = replace(self._line[-1], text=self._line[-1].text + " ")


def read_text(data: bytes, charset: str, teletext: bool) -> TextField:
    """Lines of runs; rows that a double height leaves empty, and spaces around a row, are not text."""
    double = DOUBLE_HEIGHT in data
    data = data.split(bytes([FILLER]), 1)[0]
    plain = [row.strip(_EDGES) for row in data.split(_NEWLINE)]
    if not any(map(_CODED.search, plain)):
        texts = [decode(row, charset) for row in plain]
        return _field([(Run(text),) if text else () for text in texts], double, 0)
    reader = _Reader(teletext, charset)
    for part in _PARTS.finditer(data):
        if part.lastgroup == "text":
            reader.text(part[0])
        elif part[0][0] == NEWLINE:
            reader.newline()
        else:
            reader.control(part[0][0])
    reader.newline()
    return _field(reader.lines, double, reader.unknown)


def _field(lines: list[Line], double: bool, unknown: int) -> TextField:
    while lines and not lines[-1]:
        lines.pop()
    # The first rows may be left empty to stand lower; those between double heights carry nothing.
    kept = [line for line in lines if line] if double or not any(lines) else lines
    return TextField(tuple([line or (Run(""),) for line in kept]), double, unknown)


def _trimmed(line: list[Run]) -> Line:
    """The runs without the spaces at the ends of the row, and without runs that hold nothing then."""
    runs = list(line)
    while runs and not runs[-1].text.rstrip(" "):
        runs.pop()
    while runs and not runs[0].text.lstrip(" "):
        del runs[0]
    if runs and runs[0].text[0] == " ":
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
    if runs and runs[-1].text[-1] == " ":
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return tuple(runs)


@dataclass(slots=True)
class Writer:
    """Writes text fields in one character set; counts what they cannot hold."""

    teletext: bool
    charset: str
    losses: Counter[str]
    replaced: Replacements
    cue: str = ""
    """The caption that is written, by its name in findings."""

    def text(self, lines: Sequence[Line], double_height: bool) -> bytes:
        """The bytes of a caption's lines, without fillers."""
        return self._joined([self._row([run for run in line if run.text]) for line in lines], double_height)

    def plain_rows(self, texts: Sequence[str], double_height: bool) -> bytes:
        """As `text`, of lines without style."""
        lead = _BOX_STARTS if self.teletext else b""
        return self._joined([lead + self._encoded(text) for text in texts], double_height)

    def plain(self, text: str) -> bytes:
        """The bytes of a comment: no colours, no boxes."""
        return _NEWLINE.join(self._encoded(line) for line in text.split("\n"))

    def _joined(self, rows: list[bytes], double_height: bool) -> bytes:
        """The rows of a caption; each row of teletext has its height before it and leaves its box."""
        if not self.teletext:
            return _NEWLINE.join(rows)
        lead = _DOUBLE if double_height else b""
        rows = [lead + row + _BOX_ENDS for row in rows]
        for row in rows:
            cells = row.translate(None, _NO_CELL) if self.charset == LATIN else row
            if len(cells) > COLUMNS:
                self.losses["row-length"] += 1
        return (_NEWLINE * (1 + double_height)).join(rows)

    def _row(self, runs: list[Run]) -> bytes:
        if not self.teletext:
            return self._open_row(runs)
        self._count_styles(runs)
        out = bytearray()
        self._colored(runs, out, lambda _: b"", _BOX_STARTS)
        return bytes(out)

    def _count_styles(self, runs: list[Run]) -> None:
        """What a row of teletext has no codes for."""
        self.losses["bold"] += any(run.bold for run in runs)
        self.losses["italics"] += any(run.italic for run in runs)
        self.losses["underline"] += any(run.underline for run in runs)

    def _open_row(self, runs: list[Run]) -> bytes:
        self.losses["bold"] += any(run.bold for run in runs)
        state = {"italic": False, "underline": False}

        def switch(run: Run) -> bytes:
            codes = bytearray()
            for name, code in (("italic", ITALIC), ("underline", UNDERLINE)):
                if getattr(run, name) != state[name]:
                    state[name] = getattr(run, name)
                    codes.append(code if state[name] else code + 1)
            return bytes(codes)

        out = bytearray()
        color = self._colored(runs, out, switch, b"")
        out += switch(Run(""))
        if color != ("white", "black"):
            out += self._codes(color, ("white", "black"))
        return bytes(out)

    def _colored(self, runs: list[Run], out: bytearray, switch: Callable[[Run], bytes], lead: bytes) -> tuple[str, str]:
        """Put the runs out; a colour that changes within a word cannot be written, since its code shows as a space."""
        state = ("white", "black")
        for number, run in enumerate(runs):
            wanted = (self._nearest(run.color, "white"), self._nearest(run.background, "black"))
            text = self._encoded(run.text)
            if wanted != state:
                codes = self._codes(state, wanted)
                spaced = not number or out.endswith(b" ") or text.startswith(b" ")
                if spaced and number and out.endswith(b" "):
                    del out[-1]
                elif spaced and number:
                    text = text[1:]
                if spaced:
                    out += codes
                    state = wanted
                else:
                    self.losses["colors"] += 1
            out += (lead if not number else b"") + switch(run) + text
        return state

    @staticmethod
    def _codes(state: tuple[str, str], wanted: tuple[str, str]) -> bytes:
        codes = bytearray()
        color = state[0]
        if wanted[1] != state[1]:
            if wanted[1] == "black":
                codes.append(BLACK_BACKGROUND)
            else:
                codes += bytes([COLORS.index(wanted[1]), NEW_BACKGROUND])
                color = wanted[1]
        if wanted[0] != color:
            codes.append(COLORS.index(wanted[0]))
        return bytes(codes)

    def _nearest(self, color: str | None, default: str) -> str:
        if color is None:
            return default
        found = nearest(color, COLORS)
        if found is None:
            self.losses["colors"] += 1
        elif hex_of(found) != hex_of(color):
            self.losses["inexact-colors"] += 1
        return found or default

    def _encoded(self, text: str) -> bytes:
        whole = encode_text(text, self.charset)
        if whole is not None:
            return whole
        out = bytearray()
        for sign in text:
            code = encode(sign, self.charset)
            if code is None:
                like = likeness(sign, self.charset)
                if like == UNKNOWN:
                    self.replaced.add_unequal(sign, like, self.cue)
                else:
                    self.replaced.add(sign, like)
                code = b"".join(encode(part, self.charset) or b"" for part in like)
            out += code
        return bytes(out)
