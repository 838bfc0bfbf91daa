"""Where a WebVTT cue stands: its settings and its region to a placement, and back.

https://www.w3.org/TR/webvtt1/#webvtt-cue-settings and #cue-text-positioning. A line number counts lines of 5.33 % of the
height, as regions do; players differ a little.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from picturelock.cues import Edge, Placement
from picturelock.formats.placing import BOTTOM, LINE, MIDDLE, TOP, box
from picturelock.times import nearest

ALIGNS = ("start", "center", "end", "left", "right")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,12})?)%", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}(?:\.0{1,12})?", re.ASCII)
_LINE_ALIGN: dict[str, Edge] = {"": "top", "start": "top", "center": "middle", "end": "bottom"}
_SUFFIX = {"top": "", "middle": ",center", "bottom": ",end"}
_AUTO = {"start": "line-left", "left": "line-left", "end": "line-right", "right": "line-right"}
_POSITION_ALIGNS = ("line-left", "center", "line-right")


@lru_cache(maxsize=4096)
def split_settings(text: str) -> tuple[str | None, str | None, str]:
    """Alignment, region, and all the other settings as they stand. The last valid one of a name counts."""
    align = region = None
    words = text.split()
    for word in words:
        name, _, value = word.partition(":")
        if name == "align" and value in ALIGNS:
            align = value
        elif name == "region" and value:
            region = value
    rest = [word for word in words if word not in (f"align:{align}", f"region:{region}")]
    return align, region, " ".join(rest)


@lru_cache(maxsize=4096)
def placement_of(settings: str, align: str | None) -> Placement | None:
    """What settings say about the place; None for nothing, and for vertical text, which has no equal."""
    said = dict(word.partition(":")[::2] for word in settings.split())
    if said.get("vertical") in ("rl", "lr"):
        return None
    where = _line(said["line"]) if "line" in said else None
    left_width = _across(said.get("position", ""), said.get("size", ""), align)
    if left_width is None:
        return where
    where = where or BOTTOM
    return Placement(where.line, where.edge, *left_width)


@lru_cache(maxsize=4096)
def placement_of_region(body: str) -> Placement | None:
    """Where captions in a region stand: their last line at its bottom. None for a body that defines nothing."""
    said = dict(word.partition(":")[::2] for word in body.split())
    if not said.get("id"):
        return None
    width = _percent(said.get("width", "")) if "width" in said else Fraction(1)
    lines = int(said["lines"]) if re.fullmatch(r"\d{1,3}", said.get("lines", ""), re.ASCII) else 3
    anchor_x, anchor_y = _point(said.get("regionanchor", ""))
    view_x, view_y = _point(said.get("viewportanchor", ""))
    width = Fraction(1) if width is None else width
    bottom = view_y + (1 - anchor_y) * lines * LINE
    return Placement(_share(bottom), "bottom", _share(view_x - anchor_x * width), width)


@lru_cache(maxsize=4096)
def settings_of(placement: Placement | None, align: str | None) -> str:
    """The settings that say a placement; "" for the usual place."""
    if placement is None:
        return ""
    words = [_line_setting(placement)] if placement.line is not None or placement != BOTTOM else ["line:-1"]
    if placement.left is not None or placement.width is not None:
        left, width = box(placement)
        across = {"line-left": left, "line-right": left + width}.get(_AUTO.get(align or "", ""), left + width / 2)
        words += [f"position:{_shown(across)}", f"size:{_shown(width)}"]
    return " ".join(filter(None, words))


def _line_setting(placement: Placement) -> str:
    if placement.line is None:
        return {"top": "line:0", "middle": "line:50%,center", "bottom": ""}[placement.edge]
    return f"line:{_shown(placement.line)}{_SUFFIX[placement.edge]}"


def _line(value: str) -> Placement | None:
    number, _, line_align = value.partition(",")
    edge = _LINE_ALIGN.get(line_align)
    share = _percent(number)
    if share is not None and edge:
        middle = edge == "middle" and share == Fraction(1, 2)
        return MIDDLE if middle else Placement(share, edge)
    if edge is None or not _NUMBER.fullmatch(number):
        return None
    count = int(number.partition(".")[0])
    if number.startswith("-") and count:
        return BOTTOM if count == -1 else Placement(_share(1 + (count + 1) * LINE), "bottom")
    return TOP if count == 0 else Placement(_share(count * LINE), "top")


def _across(position: str, size: str, align: str | None) -> tuple[Fraction, Fraction] | None:
    """Left end and width of the box, or None where neither is said."""
    place, _, position_align = position.partition(",")
    at, asked = _percent(place), _percent(size)
    if at is None and asked is None:
        return None
    kind = position_align if position_align in _POSITION_ALIGNS else _AUTO.get(align or "", "center")
    if at is None:
        at = {"line-left": Fraction(0), "line-right": Fraction(1)}.get(kind, Fraction(1, 2))
    most = {"line-left": 1 - at, "line-right": at}.get(kind, 2 * min(at, 1 - at))
    width = most if asked is None else min(asked, most)
    return {"line-left": at, "line-right": at - width}.get(kind, at - width / 2), width


def _percent(text: str) -> Fraction | None:
    match = _PERCENT.fullmatch(text)
    share = Fraction(match[1]) / 100 if match else None
    return share if share is not None and share <= 1 else None


def _point(text: str) -> tuple[Fraction, Fraction]:
    across, _, down = text.partition(",")
    x, y = _percent(across), _percent(down)
    return (Fraction(0), Fraction(1)) if x is None or y is None else (x, y)


def _share(value: Fraction) -> Fraction:
    return min(max(value, Fraction(0)), Fraction(1))


def _shown(share: Fraction) -> str:
    """A percentage to a hundredth."""
    whole, rest = divmod(nearest(_share(share) * 10_000), 100)
    return f"{whole}.{rest:02}".rstrip("0") + "%" if rest else f"{whole}%"
