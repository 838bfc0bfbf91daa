"""Where captions stand in CEA-608: 15 rows of 32 columns, and `Placement`.

The standard asks for the safe title area; it is taken as the middle four fifths of the picture, as ttconv and ffmpeg do.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from picturelock.cues import Placement
from picturelock.formats.cea608.codes import COLUMNS, ROWS
from picturelock.times import nearest

Spot = tuple[int, int]
"""Row from 1, column from 0."""

_EDGE = Fraction(1, 10)
_ROW, _COLUMN = Fraction(4, 5 * ROWS), Fraction(4, 5 * COLUMNS)
_LEFT, _RIGHT = ("left", "start"), ("right", "end")
_LOWER = ROWS // 2 + 2  # from here on a block hangs from its bottom edge
_LOOSE = 2  # columns off the middle that still mean "centred": many encoders indent by four columns only


@lru_cache(maxsize=4096)
def spots(placement: Placement | None, align: str | None, widths: tuple[int, ...]) -> tuple[Spot, ...]:
    """The row and column of each line, at the nearest the grid has; all of it on the grid where it can be."""
    at = placement or Placement()
    top = max(1, min(_top(at, len(widths)), ROWS + 1 - len(widths)))
    left = 0 if at.left is None else max(0, min(nearest((at.left - _EDGE) / _COLUMN), COLUMNS - 1))
    room = COLUMNS - left if at.width is None else min(nearest(at.width / _COLUMN), COLUMNS - left)
    found = []
    for number, width in enumerate(widths):
        column = left if align in _LEFT else left + room - width if align in _RIGHT else left + (room - width) // 2
        found.append((top + number, max(0, min(column, COLUMNS - width))))
    return tuple(found)


def _top(at: Placement, count: int) -> int:
    """The first row of a block of lines."""
    if at.line is None:
        return {"top": 1, "middle": (ROWS - count) // 2 + 1, "bottom": ROWS + 1 - count}[at.edge]
    above = (at.line - _EDGE) / _ROW
    return nearest(above - {"top": Fraction(0), "middle": Fraction(count, 2), "bottom": Fraction(count)}[at.edge]) + 1


def placed(found: Sequence[Spot], widths: Sequence[int]) -> tuple[Placement | None, str | None]:
    """What the rows and columns of a caption mean: its placement, and the alignment of its lines."""
    align, left, width = _columns([column for _, column in found], widths)
    top, bottom = found[0][0], found[-1][0]
    if bottom == ROWS:
        at = Placement(left=left, width=width)
        return (None if at == Placement() else at), align
    if top == 1:
        return Placement(None, "top", left, width), align
    if bottom >= _LOWER:
        return Placement(_EDGE + bottom * _ROW, "bottom", left, width), align
    return Placement(_EDGE + (top - 1) * _ROW, "top", left, width), align


def _columns(starts: Sequence[int], widths: Sequence[int]) -> tuple[str | None, Fraction | None, Fraction | None]:
    """Alignment, and the box in which the lines are aligned, where that is not the whole width."""
    ends = [start + width for start, width in zip(starts, widths, strict=True)]
    middles = [start + end for start, end in zip(starts, ends, strict=True)]
    aside = max(abs(middle - COLUMNS) for middle in middles)
    if aside <= 1:
        return None, None, None
    one = len(starts) == 1
    if aside <= 2 * _LOOSE and (one or (len(set(starts)) > 1 and len(set(ends)) > 1)):
        return None, None, None
    if len(set(starts)) == 1 and not (one and ends[0] == COLUMNS):
        return "left", (_EDGE + starts[0] * _COLUMN if starts[0] else None), None
    if len(set(ends)) == 1:
        return "right", None, (_COLUMN * ends[0] if ends[0] != COLUMNS else None)
    box = (_EDGE + min(starts) * _COLUMN, _COLUMN * (max(ends) - min(starts)))
    centred = max(middles) - min(middles) <= 2
    return None if centred else "left", box[0], box[1] if centred else None
