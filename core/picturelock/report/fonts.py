"""Typefaces of the PDF report, embedded: Bitstream Vera for what it holds, another of the machine's for other scripts."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from typing import Any

REGULAR, BOLD, ITALIC = "Vera", "Vera-Bold", "Vera-Italic"
OTHER = "Other"
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
_PLAIN = {
    "✕": "×",
    "✓": "√",
    "▲": "!",
    "●": "•",
    "→": "›",
    "≤": "<=",
    "≥": ">=",
    "−": "-",
    "\u202f": "\u00a0",
    "☐": "□",
}
"""What stands for a sign that no typeface at hand has."""


@cache
def prepare() -> tuple[frozenset[int], frozenset[int]]:
    """Register the typefaces; returns the code points that Vera has, and those that the other one has."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for name, file in _VERA.items():
        pdfmetrics.registerFont(TTFont(name, file))
    for bold, italic, name in ((0, 0, REGULAR), (1, 0, BOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(REGULAR, bold, italic, name)
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

    font: Any = pdfmetrics.getFont(name)
    return frozenset(font.face.charToGlyph)


def marked(text: str) -> str:
    """Text as reportlab's markup, escaped: signs that Vera lacks in the other typeface, or as the nearest that it has."""
    vera, other = prepare()
    parts: list[str] = []
    away: list[str] = []
    for sign in text:
        sign = " " if sign in "\n\r\t" else sign
        if ord(sign) not in vera and ord(sign) not in other:
            sign = _PLAIN.get(sign, "\N{REPLACEMENT CHARACTER}" if 0xFFFD in vera else "?")
        if ord(sign[0]) in vera:
            _flush(away, parts)
            parts.append(html.escape(sign))
        else:
            away.append(sign)
    _flush(away, parts)
    return "".join(parts)


def plain(text: str) -> str:
    """Text for a drawing, in Vera alone."""
    vera, _ = prepare()
    return "".join(sign if ord(sign) in vera else _PLAIN.get(sign, "?") for sign in text)


def _flush(away: list[str], parts: list[str]) -> None:
    if away:
        parts.append(f'<font name="{OTHER}">{html.escape("".join(away))}</font>')
        away.clear()
