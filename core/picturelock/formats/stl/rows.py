"""Rows of an EBU STL file and shares of the picture. 80 % of the height are the rows; 10 % above and below are free."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from picturelock.cues import Placement
from picturelock.formats.placing import BOTTOM, TOP
from picturelock.times import nearest

ROWS = 23
"""Rows of a teletext page below its header; and of our open subtitles."""
_SAFE = Fraction(1, 10)


def rows(line_count: int, double_height: bool) -> int:
    """Rows that a caption takes."""
    return line_count * 2 if double_height else line_count


@lru_cache(maxsize=4096)
def placement_of(row: int, count: int, most: int = ROWS) -> Placement | None:
    """Where `count` rows stand whose first is `row` of `most`. None at the bottom; from the middle down, by their last row."""
    last = row + count - 1
    if last >= most - 1:
        return None
    if row <= 1:
        return TOP
    unit = (1 - 2 * _SAFE) / most
    if row < most // 2:
        return Placement(_SAFE + (row - 1) * unit, "top")
    return Placement(_SAFE + last * unit, "bottom")


@lru_cache(maxsize=4096)
def row_of(placement: Placement | None, count: int, most: int = ROWS) -> int:
    """The first row of a caption that stands there, to the nearest row on the screen."""
    lowest = max(1, most - count + 1)
    if placement is None or (placement.line is None and placement.edge == "bottom"):
        return lowest
    if placement.line is None and placement.edge == "top":
        return 1
    unit = (1 - 2 * _SAFE) / most
    line = Fraction(1, 2) if placement.line is None else placement.line
    above = {"top": Fraction(0), "middle": Fraction(count, 2), "bottom": Fraction(count)}[placement.edge]
    return min(max(1 + nearest((line - _SAFE) / unit - above), 1), lowest)


def exact(placement: Placement | None, row: int, count: int) -> bool:
    """True where a row says all of a placement."""
    return placement_of(row, count) == (None if placement == BOTTOM else placement)
