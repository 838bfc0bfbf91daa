"""Typefaces of the PDF report, embedded: Bitstream Vera, our own signs, and one of the machine's for other scripts."""

from __future__ import annotations

import html
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from picturelock.report.signs_font import GLYPHS, NAME, font

REGULAR, BOLD, ITALIC = "Vera", "Vera-Bold", "Vera-Italic"
OTHER, SIGNS = "Other", NAME
_VERA = {REGULAR: "Vera.ttf", BOLD: "VeraBd.ttf", ITALIC: "VeraIt.ttf"}
_WIDE = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/segoeui.ttf",
    "C:/Windows/Fonts/arial.ttf",
)
"""Where systems keep a typeface of many scripts."""
_PLAIN = {"\u202f": "\u00a0", "☐": "□", "₂": "2"}
"""What stands for a sign that no typeface at hand has."""


@cache
def prepare() -> tuple[frozenset[int], frozenset[int]]:
    """Register the typefaces; returns the code points that Vera has, and those that the other one has."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for name, file in _VERA.items():
        pdfmetrics.registerFont(TTFont(name, file))
    pdfmetrics.registerFont(TTFont(SIGNS, BytesIO(font())))
    for bold, italic, name in ((0, 0, REGULAR), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(REGULAR, bold, italic, name)
    for bold, italic in ((0, 0), (1, 0), (0, 1), (1, 1)):
        addMapping(SIGNS, bold, italic, SIGNS)
    for path in _WIDE:
        if not Path(path).is_file():
            continue
        try:
            pdfmetrics.registerFont(TTFont(OTHER, path))
        except (TTFError, OSError, ValueError):  # one of the system's that cannot be embedded
            continue
        return _points(REGULAR), _points(OTHER)
    return _points(REGULAR), frozenset()


def _points(name: str) -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    face: Any = pdfmetrics.getFont(name)
    return frozenset(face.face.charToGlyph)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with its typeface, "" for Vera: what no typeface at hand has, as the nearest that one has."""
    for face, part in groupby(map(_placed, text), key=lambda placed: placed[0]):
        yield face, "".join(sign for _, sign in part)


def _placed(sign: str) -> tuple[str, str]:
    vera, other = prepare()
    sign = " " if sign in "\n\r\t" else sign
    known = ord(sign) in vera or sign in GLYPHS or ord(sign) in other
    sign = sign if known else _PLAIN.get(sign, "\N{REPLACEMENT CHARACTER}" if 0xFFFD in vera else "?")
    return "" if ord(sign) in vera else SIGNS if sign in GLYPHS else OTHER, sign


def marked(text: str) -> str:
    """Text as reportlab's markup, escaped."""
    parts = ((face, html.escape(part)) for face, part in runs(text))
    return "".join(f'<font name="{face}">{part}</font>' if face else part for face, part in parts)


def plain(text: str) -> str:
    """Text for a drawing, in Vera alone."""
    vera, _ = prepare()
    return "".join(sign if ord(sign) in vera else _PLAIN.get(sign, "?") for sign in text)
