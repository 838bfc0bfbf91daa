"""The signs of the PDF report that Bitstream Vera lacks (✓ ✕ ▲ ● ○ ✎ → □), drawn here as a small TrueType font to embed."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from struct import pack

NAME = "PicturelockSigns"
_EM, _ASCENT, _DESCENT, _ADVANCE = 1000, 800, -200, 800
_ON_CURVE = 1

Point = tuple[int, int]
Contour = Sequence[Point]
"""Clockwise; what is cut out of another, the other way round."""


def _disc(radius: int, *, hole: bool = False) -> Contour:
    turn = 2 * pi / 24 * (1 if hole else -1)
    return [(round(400 + radius * cos(turn * at)), round(340 + radius * sin(turn * at))) for at in range(24)]


def _box(edge: int, *, hole: bool = False) -> Contour:
    low, high, bottom, top = 110 + edge, 690 - edge, 20 + edge, 600 - edge
    around = [(low, bottom), (low, top), (high, top), (high, bottom)]
    return around[::-1] if hole else around


GLYPHS: dict[str, Sequence[Contour]] = {
    "✓": [[(60, 330), (150, 400), (300, 210), (640, 700), (740, 640), (320, 20)]],
    "✕": [
        [
            *((90, 570), (170, 650), (400, 420), (630, 650), (710, 570), (480, 340)),
            *((710, 110), (630, 30), (400, 260), (170, 30), (90, 110), (320, 340)),
        ]
    ],
    "▲": [[(60, 20), (400, 660), (740, 20)]],
    "●": [_disc(270)],
    "○": [_disc(290), _disc(215, hole=True)],
    "✎": [[(60, 20), (120, 220), (560, 660), (700, 520), (260, 80)], [(190, 120), (560, 490), (530, 520), (160, 150)]],
    "→": [[(60, 300), (60, 380), (520, 380), (520, 540), (760, 340), (520, 140), (520, 300)]],
    "□": [_box(0), _box(70, hole=True)],
}  # fmt: skip


def font() -> bytes:
    """The font file. The same bytes each time."""
    from reportlab.pdfbase.ttfonts import TTFontMaker

    outlines = [b"", *(_outline(contours) for contours in GLYPHS.values())]
    offsets = [sum(map(len, outlines[:at])) for at in range(len(outlines) + 1)]
    count, points = len(outlines), max(sum(map(len, contours)) for contours in GLYPHS.values())
    maker = TTFontMaker()
    box = pack(">hhhh", 0, _DESCENT, _ADVANCE, _ASCENT)
    maker.add(
        "head", pack(">IIIIHHqq", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0) + box + pack(">HHhhh", 0, 6, 2, 1, 0)
    )
    maker.add(
        "hhea",
        pack(">IhhhHhhh", 0x10000, _ASCENT, _DESCENT, 0, _ADVANCE, 0, 0, _ADVANCE) + pack(">8hH", *_CARET, count),
    )
    maker.add("maxp", pack(">I14H", 0x10000, count, points, 2, 0, 0, 1, *[0] * 8))
    maker.add("hmtx", pack(">Hh", _ADVANCE, 0) * count)
    maker.add("cmap", _points_to_glyphs())
    maker.add("loca", pack(f">{len(offsets)}I", *offsets))
    maker.add("glyf", b"".join(outlines))
    maker.add("name", _name())
    maker.add("post", pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0))
    return bytes(maker.makeStream())


_CARET = (1, 0, 0, 0, 0, 0, 0, 0)
"""An upright caret, five reserved fields, the form of the metrics."""


def _outline(contours: Sequence[Contour]) -> bytes:
    flat = [point for contour in contours for point in contour]
    ends = [sum(map(len, contours[: at + 1])) - 1 for at in range(len(contours))]
    across, down = zip(*flat, strict=True)
    data = pack(">hhhhh", len(contours), min(across), min(down), max(across), max(down))
    data += pack(f">{len(ends)}HH", *ends, 0) + bytes([_ON_CURVE]) * len(flat)
    for values in (across, down):
        data += pack(f">{len(flat)}h", *(value - before for value, before in zip(values, (0, *values), strict=False)))
    return data + b"\0" * (-len(data) % 4)


def _points_to_glyphs() -> bytes:
    """A table of format 4: each sign is a segment of its own."""
    codes = sorted((ord(sign), at) for at, sign in enumerate(GLYPHS, start=1))
    ends = [*(code for code, _ in codes), 0xFFFF]
    deltas = [*((glyph - code) % 0x10000 for code, glyph in codes), 1]
    count = len(ends)
    power = 1 << (count.bit_length() - 1)
    body = pack(">HHHH", 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    body += pack(f">{count}HH", *ends, 0) + pack(f">{count}H", *ends) + pack(f">{count}H", *deltas)
    body += pack(f">{count}H", *([0] * count))
    return pack(">HHHHI", 0, 1, 3, 1, 12) + pack(">HHH", 4, len(body) + 6, 0) + body


def _name() -> bytes:
    texts = {1: NAME, 2: "Regular", 4: NAME, 6: NAME}
    told, at = b"", 0
    records = b""
    for number, text in texts.items():
        data = text.encode("utf-16-be")
        records += pack(">HHHHHH", 3, 1, 0x409, number, len(data), at)
        told, at = told + data, at + len(data)
    return pack(">HHH", 0, len(texts), 6 + len(records)) + records + told
