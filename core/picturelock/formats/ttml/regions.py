"""Where TTML puts text: regions to placements and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from typing import Literal

from picturelock.cues import Edge, Placement
from picturelock.times import divide_nearest

LEFT, RIGHT, TOP, BOTTOM = Fraction(1, 10), Fraction(9, 10), Fraction(1, 10), Fraction(9, 10)
"""The safe area in which captions stand: EBU R 95's and SMPTE RP 2046's 90 % is the outer limit, this leaves a margin."""
DEFAULT = "region.bottom"
_OURS = re.compile(r"region\.(?:bottom|\d+)", re.ASCII)
_LENGTH = re.compile(r"([+-]?(?:\d{1,6}(?:\.\d{1,12})?|\.\d{1,12}))(%|px|c|rw|rh)", re.ASCII)
_ATTRIBUTE = re.compile(r"""\b([a-z]{1,9}:[a-zA-Z]{1,24})="([^"<]*)\"""", re.ASCII)
_EDGES: Mapping[str, Edge] = {"before": "top", "center": "middle", "after": "bottom"}
_ALIGNS = {edge: name for name, edge in _EDGES.items()}
_KEPT = ("tts:showBackground", "tts:overflow", "tts:backgroundColor", "tts:writingMode", "tts:zIndex")
_DECIMALS = 8
_WORDS = {
    "left": Fraction(0),
    "top": Fraction(0),
    "center": Fraction(1, 2),
    "right": Fraction(1),
    "bottom": Fraction(1),
}
_LEAST = Fraction(1, 100)
_NEAR, _LOW, _EQUAL = Fraction(1, 20), Fraction(4, 5), Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Screen:
    """What lengths are relative to."""

    width: Fraction | None = None
    """Pixels, where the file counts in them."""
    height: Fraction | None = None
    columns: int = 32
    rows: int = 15

    @classmethod
    def of(cls, attributes: Mapping[str, str]) -> Screen:
        """From the attributes of tt under their short names."""
        pixels = [_LENGTH.fullmatch(word) for word in attributes.get("tts:extent", "").split()]
        sizes = [Fraction(match[1]) for match in pixels if match and match[2] == "px"]
        width, height = sizes if len(sizes) == 2 and all(size > 0 for size in sizes) else (None, None)
        cells = re.fullmatch(r"\s*(\d{1,4})\s+(\d{1,4})\s*", attributes.get("ttp:cellResolution", ""), re.ASCII)
        columns, rows = (int(cells[1]), int(cells[2])) if cells and int(cells[1]) and int(cells[2]) else (32, 15)
        return cls(width, height, columns, rows)

    def share(self, text: str, axis: Literal["x", "y"]) -> Fraction | None:
        """A length as a share of the picture; None where that cannot be known."""
        match = _LENGTH.fullmatch(text)
        if match is None:
            return None
        value, unit = Fraction(match[1]), match[2]
        if unit == "%" or unit == ("rw" if axis == "x" else "rh"):
            return _unrounded(value / 100)
        if unit == "c":
            return value / (self.columns if axis == "x" else self.rows)
        whole = self.width if axis == "x" else self.height
        return value / whole if unit == "px" and whole else None


@dataclass(frozen=True, slots=True)
class Region:
    """A box on the picture, in shares of it."""

    name: str
    x: Fraction
    y: Fraction
    width: Fraction
    height: Fraction
    edge: Edge
    other: tuple[tuple[str, str], ...] = ()
    """Further attributes, which a writer gives back."""

    @property
    def ours(self) -> bool:
        """Whether we made it for a placement, so that its name means nothing."""
        return _OURS.fullmatch(self.name) is not None

    def inside(self, limits: Box) -> bool:
        left, top, right, bottom = limits
        return left <= self.x and top <= self.y and self.x + self.width <= right and self.y + self.height <= bottom

    @property
    def vertical(self) -> bool:
        return dict(self.other).get("tts:writingMode", "").startswith("tb")

    def placement(self, align: str | None) -> Placement | None:
        """None where it is what people mean by the bottom of the picture, centred, or text runs down the picture.

        align: of the lines, as `Cue.align`.
        """
        right = self.x + self.width
        line = {"top": self.y, "middle": self.y + self.height / 2, "bottom": self.y + self.height}[self.edge]
        centred = abs(self.x + right - 1) <= Fraction(1, 100)
        spread = align is None or abs(self.x - LEFT) <= _NEAR
        usual = self.edge == "bottom" and _LOW <= line <= 1 and centred and spread and not self.ours
        if usual or self.name == DEFAULT or self.vertical:
            return None
        home = {"top": TOP, "middle": Fraction(1, 2), "bottom": BOTTOM}[self.edge]
        left, width = self.x, None if right == RIGHT else self.width
        return Placement(
            None if line == home else line, self.edge, None if (left, width) == (LEFT, None) else left, width
        )

    def attributes(self) -> dict[str, str]:
        return {
            "tts:origin": f"{percent(self.x)} {percent(self.y)}",
            "tts:extent": f"{percent(self.width)} {percent(self.height)}",
            "tts:displayAlign": _ALIGNS[self.edge],
            **dict(self.other),
        }

    @property
    def body(self) -> str:
        """As `Captions.regions` holds it."""
        words = " ".join(f'{name}="{_quoted(value)}"' for name, value in self.attributes().items())
        return f"<region {words}/>"

    @classmethod
    def of_body(cls, name: str, body: str) -> Region | None:
        """The reverse of `body`; None for one that another format wrote."""
        if not body.startswith("<region "):
            return None
        attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(body)}
        return cls.of(name, attributes, Screen())

    @classmethod
    def of(cls, name: str, attributes: Mapping[str, str], screen: Screen) -> Region | None:
        """From the style attributes of a region element; None where its box cannot be known or has no room."""
        width, height = _pair(attributes.get("tts:extent", "auto"), screen, (Fraction(1), Fraction(1)))
        corner = _position(attributes["tts:position"], width, height, screen) if "tts:position" in attributes else None
        x, y = corner or _pair(attributes.get("tts:origin", "auto"), screen, (Fraction(0), Fraction(0)))
        if x is None or y is None or width is None or height is None or width <= 0 or height <= 0:
            return None
        edge = _EDGES.get(attributes.get("tts:displayAlign", "before"), "top")
        other = tuple((key, attributes[key]) for key in _KEPT if key in attributes)
        return cls(name, x, y, width, height, edge, other)


Box = tuple[Fraction, Fraction, Fraction, Fraction]
"""Left, top, right and bottom edge, in shares of the picture."""
PICTURE: Box = (Fraction(0), Fraction(0), Fraction(1), Fraction(1))


def region_for(placement: Placement | None, name: str, height: Fraction, limits: Box = PICTURE) -> tuple[Region, bool]:
    """The region that puts text there, and whether it is there exactly.

    height: what the text needs; the region is less high where the limits end, beyond which it must not go.
    """
    at = placement or Placement()
    x0, y0, x1, y1 = limits
    home = {"top": TOP, "middle": Fraction(1, 2), "bottom": BOTTOM}[at.edge]
    line = _within(home if at.line is None else at.line, y0, y1)
    left = _within(LEFT if at.left is None else at.left, x0, x1 - _LEAST)
    room = RIGHT - left if left < RIGHT else x1 - left
    width = _within(room if at.width is None else at.width, Fraction(0), x1 - left) or room
    high = {"top": y1 - line, "middle": 2 * min(line - y0, y1 - line), "bottom": line - y0}[at.edge]
    tall = min(height, high) or _LEAST
    y = _within({"top": line, "middle": line - tall / 2, "bottom": line - tall}[at.edge], y0, y1 - tall)
    region = Region(name, left, y, width, tall, at.edge, (("tts:overflow", "visible"),))
    asked = ((at.line, line), (at.left, left), (at.width, width))
    return region, all(wanted is None or abs(wanted - got) < _EQUAL for wanted, got in asked) and bool(high)


def _within(value: Fraction, least: Fraction, most: Fraction) -> Fraction:
    exact = Fraction(divide_nearest(value.numerator * 10**10, value.denominator), 10**10)
    return max(least, min(exact, most))


def percent(share: Fraction) -> str:
    """A share of the picture in percent; eight decimals where it has no end."""
    digits = divide_nearest(share.numerator * 10 ** (_DECIMALS + 2), share.denominator)
    whole, rest = divmod(abs(digits), 10**_DECIMALS)
    decimals = f"{rest:0{_DECIMALS}}".rstrip("0")
    return f"{'-' if digits < 0 else ''}{whole}{'.' + decimals if decimals else ''}%"


def _unrounded(share: Fraction) -> Fraction:
    """The share that was meant where one without end, such as a third, was written in decimals."""
    meant = share.limit_denominator(10_000)
    return meant if abs(meant - share) * 10**10 <= 1 else share


def _pair(text: str, screen: Screen, auto: tuple[Fraction, Fraction]) -> tuple[Fraction | None, Fraction | None]:
    words = text.split()
    if len(words) != 2:
        return auto
    return screen.share(words[0], "x"), screen.share(words[1], "y")


def _position(
    text: str, width: Fraction | None, height: Fraction | None, screen: Screen
) -> tuple[Fraction | None, Fraction | None] | None:
    """tts:position, which places a box as CSS places a background: 50 % is the middle on the middle."""
    words = text.split()
    if width is None or height is None or not 1 <= len(words) <= 4:
        return None
    if len(words) == 4:
        sides = {words[0]: words[1], words[2]: words[3]}
        x, y = (_from_side(sides, screen, axis, size) for axis, size in (("x", width), ("y", height)))
        return (x, y) if x is not None and y is not None else None
    words = ["center", *words] if len(words) == 1 and words[0] in ("top", "bottom") else [*words, "center"][:2]
    if words[0] in ("top", "bottom") or words[1] in ("left", "right"):
        words.reverse()
    x, y = _offset(words[0], screen, "x", width), _offset(words[1], screen, "y", height)
    return (x, y) if x is not None and y is not None else None


def _offset(word: str, screen: Screen, axis: Literal["x", "y"], size: Fraction) -> Fraction | None:
    if word in _WORDS:
        return _WORDS[word] * (1 - size)
    share = screen.share(word, axis)
    return share * (1 - size) if share is not None and word.endswith("%") else share


def _from_side(sides: Mapping[str, str], screen: Screen, axis: str, size: Fraction) -> Fraction | None:
    near, far = ("left", "right") if axis == "x" else ("top", "bottom")
    side = near if near in sides else far
    share = _offset(sides.get(side, ""), screen, "x" if axis == "x" else "y", size)
    return share if share is None or side == near else 1 - size - share


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
