"""Where a caption stands, between formats: the nine places of a numeric keypad ({\\an8}), and shares of the picture."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from picturelock.cues import Edge, Placement

TOP, MIDDLE, BOTTOM = Placement(edge="top"), Placement(edge="middle"), Placement(edge="bottom")

LINE = Fraction(4, 75)
"""Height of a line of text, where a format counts lines: a fifteenth of the 80 % that are safe, as in CEA-608."""

_ROWS: tuple[Edge, ...] = ("bottom", "middle", "top")
_ALIGNS = ("start", None, "end")
_COLUMNS = {None: 1, "center": 1, "middle": 1, "start": 0, "left": 0, "end": 2, "right": 2}

Place = tuple[Placement | None, str | None]
"""Placement and alignment of a cue."""


def of_keypad(digit: str) -> Place:
    """The place that a digit of the keypad means: 2 = bottom centre, 8 = top centre."""
    row, column = divmod(int(digit) - 1, 3)
    return (None if digit == "2" else Placement(edge=_ROWS[row])), _ALIGNS[column]


@lru_cache(maxsize=4096)
def keypad(placement: Placement | None, align: str | None, lines: int) -> tuple[str, bool]:
    """The digit nearest to a place, and whether it says all of it. lines: of the caption."""
    spot = placement or BOTTOM
    row = _ROWS.index(spot.edge) if spot.line is None else _third(1 - _middle(spot, lines))
    column = _COLUMNS.get(align, 1) if spot.left is None and spot.width is None else _third(_anchor(spot, align))
    exact = spot in (TOP, MIDDLE, BOTTOM) and align in _COLUMNS
    return str(1 + 3 * row + column), exact


def box(placement: Placement) -> tuple[Fraction, Fraction]:
    """Left end and width of the box in which the lines are aligned; 0 and 1 where nobody says."""
    left = placement.left if placement.left is not None else Fraction(0)
    width = placement.width if placement.width is not None else 1 - left
    return left, width


def edges(placement: Placement, lines: int, top: Fraction = Fraction(1, 10)) -> tuple[Fraction, Fraction]:
    """Top and bottom of the text, estimated from its count of lines. top: of the safe area, as its bottom mirrored."""
    height = lines * LINE
    if placement.line is None:
        first = {"top": top, "middle": (1 - height) / 2, "bottom": 1 - top - height}[placement.edge]
    else:
        first = placement.line - {"top": Fraction(0), "middle": height / 2, "bottom": height}[placement.edge]
    return first, first + height


def _middle(placement: Placement, lines: int) -> Fraction:
    first, last = edges(placement, lines)
    return (first + last) / 2


def _anchor(placement: Placement, align: str | None) -> Fraction:
    left, width = box(placement)
    return left + width * Fraction(_COLUMNS.get(align, 1), 2)


def _third(share: Fraction) -> int:
    return 0 if share < Fraction(1, 3) else 2 if share > Fraction(2, 3) else 1
