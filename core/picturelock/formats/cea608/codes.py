"""CEA-608 ("line 21"): its characters, its codes and the bytes they are sent as.

A word is two bytes of seven bits, each with an odd parity bit; one word is sent per frame. A first byte of 10h to 1Fh makes
it a code, and every code is sent twice: the repeat in the next frame is ignored (ANSI/CTA-608-E, annex D.2; 47 CFR 79.101).
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from picturelock.times import FrameRate, Timecode, divide_ceil

RATE = FrameRate(30000, 1001)
ROWS, COLUMNS = 15, 32
COLORS = ("#ffffff", "#00ff00", "#0000ff", "#00ffff", "#ff0000", "#ffff00", "#ff00ff")
"""In the order of the codes."""

PARITY = bytes(value if value.bit_count() % 2 else value | 0x80 for value in range(128))
"""Each seven-bit value with its odd parity bit."""

BASIC = {code: chr(code) for code in range(0x20, 0x7F)} | dict(
    zip((0x2A, 0x5C, 0x5E, 0x5F, 0x60, 0x7B, 0x7C, 0x7D, 0x7E, 0x7F), "áéíóúç÷Ññ█", strict=True)
)
SPECIAL = "®°½¿™¢£♪à\N{NO-BREAK SPACE}èâêîôû"
"""Codes 11h 30h to 3Fh; the tenth is the transparent space."""
EXTENDED = (
    "ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»",
    "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤¦ÅåØø┌┐└┘",
)
"""Codes 12h and 13h, 20h to 3Fh. Each erases the character before it, which older receivers show in its place."""
_BASES = dict(zip("‘¡*—©℠•“”«»{}\\^_|~ß¥¤¦Øø┌┐└┘", '\'!+-cs.""""()/\'-/-sY$/Oo++++', strict=True))

_PAC_ROWS: tuple[int, ...] = (
    *(0x1140, 0x1160, 0x1240, 0x1260, 0x1540, 0x1560, 0x1640, 0x1660),
    *(0x1740, 0x1760, 0x1040, 0x1340, 0x1360, 0x1440, 0x1460),
)
_ROW_OF = {code: row for row, code in enumerate(_PAC_ROWS, start=1)}

SIGN, EXTENDED_SIGN, MID_ROW, PAC, TAB, MISC, BACKGROUND, BLACK, XDS, UNKNOWN = range(10)
RCL, BS, DER, RU2, RU4, RDC, TR, RTD, EDM, CR, ENM, EOC = (
    *(0x20, 0x21, 0x24, 0x25, 0x27, 0x29),
    *(0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F),
)


class Style(NamedTuple):
    """How characters look."""

    color: int = 0
    """Index into `COLORS`."""
    italic: bool = False
    underline: bool = False
    background: str | None = None


PLAIN = Style()


class Code(NamedTuple):
    """What a word means that is no text."""

    kind: int
    channel: int = 0
    """0 or 1: the first or second channel of its field."""
    text: str = ""
    style: Style = PLAIN
    row: int = 0
    """Of a PAC."""
    column: int = 0
    """Of a PAC its indent; of a tab offset how far; of a miscellaneous code which."""
    field: int = 0
    """Of a miscellaneous code: 0 or 1."""
    keeps_color: bool = False
    """Of a mid-row code: italics, in the colour that the text has."""


def understand(first: int, second: int) -> Code:
    """The meaning of two bytes without parity, the first from 01h to 1Fh."""
    if first < 0x10:
        return Code(XDS)
    channel, kind = first >> 3 & 1, first & 0x17
    if second >= 0x40:
        return _preamble(kind, second, channel)
    if kind == 0x11 and second >= 0x30:
        return Code(SIGN, channel, SPECIAL[second - 0x30])
    if kind in (0x12, 0x13) and second >= 0x20:
        return Code(EXTENDED_SIGN, channel, EXTENDED[kind - 0x12][second - 0x20])
    if kind in (0x14, 0x15) and 0x20 <= second <= 0x2F:
        return Code(MISC, channel, column=second, field=kind - 0x14)
    if kind == 0x17 and 0x21 <= second <= 0x23:
        return Code(TAB, channel, column=second - 0x20)
    return _attribute(kind, second, channel)


def _preamble(kind: int, second: int, channel: int) -> Code:
    row = _ROW_OF.get(kind << 8 | second & 0x60)
    if row is None:
        return Code(UNKNOWN, channel)
    look, underline = second >> 1 & 0x0F, bool(second & 1)
    if look >= 8:
        return Code(PAC, channel, style=Style(0, False, underline), row=row, column=4 * (look - 8))
    return Code(PAC, channel, style=Style(look % 7, look == 7, underline), row=row)


def _attribute(kind: int, second: int, channel: int) -> Code:
    look, underline = second >> 1 & 0x07, bool(second & 1)
    if kind == 0x11 and 0x20 <= second <= 0x2F:
        return Code(MID_ROW, channel, style=Style(look % 7, look == 7, underline), keeps_color=look == 7)
    if kind == 0x10 and 0x20 <= second <= 0x2F:
        return Code(BACKGROUND, channel, style=Style(background=(*COLORS, "#000000")[look]))
    if kind == 0x17 and second == 0x2D:
        return Code(BACKGROUND, channel)
    return Code(BLACK if kind == 0x17 and second in (0x2E, 0x2F) else UNKNOWN, channel)


def base_letter(sign: str) -> str:
    """What is sent before an extended character, for receivers that have none."""
    return _BASES.get(sign) or unicodedata.normalize("NFD", sign)[0]


def past_midnight(frame: int, latest: int, rate: FrameRate, drop: bool) -> int:
    """A frame as its timecode counts it, on the day it belongs to: a leap back by more than half a day is a midnight."""
    if frame >= latest:
        return frame
    half = Timecode.parse("12:00:00:00", rate, drop).frames
    if frame >= latest - half:
        return frame
    return frame + 2 * half * divide_ceil(latest - half - frame, 2 * half)


def code(first: int, second: int) -> bytes:
    """A code as it is sent: twice, with parity."""
    return bytes((PARITY[first], PARITY[second])) * 2


def miscellaneous(which: int) -> bytes:
    """RCL, EOC and their like on channel CC1, sent twice."""
    return code(0x14, which)


def preamble(row: int, column: int, style: Style = PLAIN) -> bytes:
    """To a row and column; the style is white, or the column is at most 3."""
    if style.color or style.italic:
        indent, look = 0, 14 if style.italic else 2 * style.color
    else:
        indent, look = column // 4, 16 + column // 4 * 2
    first, second = divmod(_PAC_ROWS[row - 1], 256)
    tab = column - 4 * indent
    return code(first, second + look + style.underline) + (code(0x17, 0x20 + tab) if tab else b"")


def mid_row(style: Style) -> bytes:
    """To a style in the row; it takes a cell. Italics keep the colour that the text has, and a colour ends italics."""
    return code(0x11, 0x20 + (14 if style.italic else 2 * style.color) + style.underline)
