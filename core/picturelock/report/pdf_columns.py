"""Columns of a table in a PDF: as wide as what stands in them, and no word, timecode or date broken where there is any room.

Widths are in points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from picturelock.report.fonts import BOLD, REGULAR, marked, runs
from picturelock.report.pdf_style import sized

SIZES = (7.2, 6.6, 6.0, 5.4)
"""Of letters, largest first: the first one counts in which no word has to be broken."""
PADDING = 3.5
"""On either side of a cell."""
_LONG = 16
"""Letters of a word that may be broken after a sign, as long names of files are."""
_AFTER = re.compile(r"(?<=[_/\\,;+&=])|(?<=-)(?!$)|(?<=\w)(?=\.\w)")
_MOST = 0.4
"""Share of the page that one column may ask for."""
_SLACK = 0.6


@dataclass(frozen=True, slots=True)
class Grid:
    """How a table is laid out."""

    widths: tuple[float, ...]
    """Of the columns, padding included: together all of the width."""
    size: float
    """Of the letters."""
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    """The cells in lines that fit; the first row is the head."""


def lay_out(rows: Sequence[Sequence[str]], width: float) -> Grid:
    """rows: the head first, which is in bold."""
    columns = list(zip(*rows, strict=True))
    for size in SIZES:
        least = [_least(column, size, width) for column in columns]
        if sum(least) <= width:
            break
    else:  # more columns than there is room for
        least = [one * width / sum(least) for one in least]
    widths = _shared(
        least, [max(one, _widest(column, size)) for one, column in zip(least, columns, strict=True)], width
    )
    lines = tuple(
        tuple(_lines(cell, _font(number), size, room - 2 * PADDING) for cell, room in zip(row, widths, strict=True))
        for number, row in enumerate(rows)
    )
    return Grid(tuple(widths), size, lines)


def paragraphs(grid: Grid) -> list[list[Any]]:
    """The cells, to be put into a table."""
    from reportlab.platypus import Paragraph

    looks = (sized("head", grid.size), sized("cell", grid.size))
    return [
        [Paragraph("<br/>".join(map(marked, cell)), looks[min(number, 1)]) for cell in row]
        for number, row in enumerate(grid.rows)
    ]


def _least(column: Sequence[str], size: float, width: float) -> float:
    """Room for the widest piece that is not broken."""
    pieces = {(piece, _font(number)) for number, cell in enumerate(column) for piece in _pieces(cell)}
    widest = max((_measured(piece.strip(), font) for piece, font in pieces), default=0.0)
    return min(widest * size + 2 * PADDING + _SLACK, width * _MOST)


def _widest(column: Sequence[str], size: float) -> float:
    return max(_measured(cell, _font(number)) for number, cell in enumerate(column)) * size + 2 * PADDING + _SLACK


def _shared(least: Sequence[float], wanted: Sequence[float], width: float) -> list[float]:
    """What is left over goes to the columns that would be wider, by how much; what then remains, to all alike."""
    spare, more = width - sum(least), sum(wanted) - sum(least)
    part = min(1.0, spare / more) if more > 0 else 0.0
    widths = [low + part * (high - low) for low, high in zip(least, wanted, strict=True)]
    return [one * width / sum(widths) for one in widths]


def _pieces(text: str) -> list[str]:
    """A text where it may be broken: at blanks, and long words after signs; nothing is lost."""
    found: list[str] = []
    for word in re.findall(r"[^ \n]*[ \n]?", text):
        found += [part for part in _AFTER.split(word) if part] if len(word) > _LONG else [word] if word else []
    return found


def _lines(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and _measured((line + piece).rstrip(), font) * size > room + _SLACK:
            lines.append(line.rstrip())
            line = ""
        if _measured(piece.rstrip(), font) * size > room + _SLACK:  # nowhere to break it
            *broken, piece = _cut(piece, font, room / size)
            lines += broken
        line += piece
        if piece.endswith("\n"):
            lines.append(line.rstrip())
            line = ""
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _cut(word: str, font: str, room: float) -> list[str]:
    """A word in parts that fit, of a letter at least. room: in letters of one point."""
    parts, taken = [""], 0.0
    for sign in word:
        width = _measured(sign, font)
        if parts[-1] and taken + width > room:
            parts.append("")
            taken = 0.0
        parts[-1] += sign
        taken += width
    return parts


def _font(row: int) -> str:
    return BOLD if row == 0 else REGULAR


@lru_cache(20_000)
def _measured(text: str, font: str) -> float:
    """Of letters of one point."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum((float(stringWidth(part, face or font, 1)) for face, part in runs(text)), 0.0)
