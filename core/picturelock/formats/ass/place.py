"""Where an ASS event stands: its alignment and {\\pos} to a placement, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from picturelock.cues import Cue, Edge, Placement
from picturelock.formats.placing import Place, box, keypad, of_keypad
from picturelock.times import nearest

_EDGES: tuple[Edge, ...] = ("bottom", "middle", "top")
_NEAR = Fraction(1, 200)
"""Positions are written in whole pixels; what lies closer than this is the same place."""
_MARGIN = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Screen:
    """The picture that positions count in (PlayRes), in pixels."""

    width: int = 384
    height: int = 288


def screen_of(info: Mapping[str, str]) -> Screen:
    """What a script says of its picture; without a word it is 384 by 288."""
    sizes = [info.get(name, "").strip() for name in ("PlayResX", "PlayResY")]
    known = [int(size) if size.isascii() and size.isdecimal() and 0 < len(size) < 6 else 0 for size in sizes]
    return Screen(known[0] or 384, known[1] or 288)


def place_of(anchor: str, position: tuple[str, str] | None, screen: Screen) -> Place:
    """The place that a keypad digit and a position mean."""
    placement, align = of_keypad(anchor)
    if position is None:
        return placement, align
    x, y = Fraction(position[0]) / screen.width, Fraction(position[1]) / screen.height
    x, y = min(max(x, Fraction(0)), Fraction(1)), min(max(y, Fraction(0)), Fraction(1))
    edge = _EDGES[(int(anchor) - 1) // 3]
    if (align, x) in (("start", _MARGIN), ("end", 1 - _MARGIN)):
        return Placement(y, edge), align
    if align == "start":
        return Placement(y, edge, x, 1 - x), align
    if align == "end":
        return Placement(y, edge, Fraction(0), x), align
    half = min(x, 1 - x)
    if half == Fraction(1, 2):
        return Placement(y, edge), align
    return Placement(y, edge, x - half, 2 * half), align


def overrides(cue: Cue, usual: str, screen: Screen) -> tuple[str, bool]:
    """The codes that put a cue in its place ("" where its style does), and whether they say all of it.

    usual: the keypad digit of the cue's style.
    """
    digit, exact = keypad(cue.placement, cue.align, len(cue.lines))
    spot = cue.placement
    if spot is None or (spot.line is None and spot.left is None and spot.width is None):
        return ("" if digit == usual else f"\\an{digit}"), exact
    column = {"start": 0, "left": 0, "end": 2, "right": 2}.get(cue.align or "", 1)
    anchor = str(1 + 3 * _EDGES.index(spot.edge) + column)
    if spot.left is None and spot.width is None:
        x = {0: _MARGIN, 1: Fraction(1, 2), 2: 1 - _MARGIN}[column]
    else:
        left, width = box(spot)
        x = left + width * Fraction(column, 2)
    y = {"top": _MARGIN, "middle": Fraction(1, 2), "bottom": 1 - _MARGIN}[spot.edge] if spot.line is None else spot.line
    at = str(nearest(x * screen.width)), str(nearest(y * screen.height))
    said, _ = place_of(anchor, at, screen)
    codes = ("" if anchor == usual else f"\\an{anchor}") + f"\\pos({at[0]},{at[1]})"
    return codes, said is not None and _same(said, spot)


def _same(one: Placement, other: Placement) -> bool:
    if one.line is None or other.line is None or abs(one.line - other.line) > _NEAR or one.edge != other.edge:
        return False
    (left, width), (other_left, other_width) = box(one), box(other)
    return abs(left - other_left) <= _NEAR and abs(width - other_width) <= _NEAR
