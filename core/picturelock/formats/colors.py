"""Colours as caption files write them: hexadecimal, rgb(), and the names of CSS (which include TTML's and WebVTT's)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

Rgba = tuple[int, int, int, int]
"""Red, green, blue and opacity, each 0 to 255."""

_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.ASCII)
_NUMBER = r"\s*(\d{1,3}(?:\.\d{1,9})?|\.\d{1,9})(%?)\s*"
_FUNCTION = re.compile(rf"rgba?\({_NUMBER},{_NUMBER},{_NUMBER}(?:,{_NUMBER})?\)", re.ASCII)
_LONGEST = 80  # characters; no colour is longer, and a hostile file may hold megabytes here

_NAMES = """
    aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 black
    000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0
    chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff
    darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki
    bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon
    e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1
    darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick
    b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700
    goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4
    indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00
    lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray
    d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue
    87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00
    limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd
    mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a
    mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin
    ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered
    ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip
    ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399
    red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57
    seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090
    snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise
    40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32
    transparent 00000000
"""
_WORDS = _NAMES.split()
_TABLE = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""The names of https://www.w3.org/TR/css-color-4/#named-colors."""


@lru_cache(4096)
def rgb(text: str) -> Rgba | None:
    """A colour of "#rgb[a]", "#rrggbb[aa]", "rrggbb", "rgb(…)", "rgba(…)" or a name, whatever its case; None for anything else.

    The opacity of rgba() is 0 to 255 in TTML and 0 to 1 in CSS: up to 1, and with a percent sign, it is taken for CSS's.
    """
    if len(text) > _LONGEST:
        return None
    word = text.strip().lower()
    word = "#" + _TABLE[word] if word in _TABLE else word
    if _HEX.fullmatch(word) or (len(word) == 6 and _HEX.fullmatch("#" + word)):
        digits = word.removeprefix("#")
        digits = digits if len(digits) > 4 else "".join(digit * 2 for digit in digits)
        red, green, blue, alpha = bytes.fromhex(digits.ljust(8, "f"))
        return red, green, blue, alpha
    match = _FUNCTION.fullmatch(word)
    if match is None or word.startswith("rgba") != (match[7] is not None):
        return None
    red, green, blue = (_level(match[index], match[index + 1], 255) for index in (1, 3, 5))
    alpha = 255 if match[7] is None else _level(match[7], match[8], 1 if float(match[7]) <= 1 else 255)
    return red, green, blue, alpha


def hex_of(text: str) -> str | None:
    """The colour as "#rrggbb", or "#rrggbbaa" where it is not opaque; None for what is no colour."""
    color = rgb(text)
    if color is None:
        return None
    return "#" + bytes(color if color[3] < 255 else color[:3]).hex()


def nearest(text: str, palette: Iterable[str]) -> str | None:
    """The entry of a palette that looks most like a colour (the first of equals); None for what is no colour.

    Opacity does not count. The distance weighs the channels as the eye does, roughly: https://www.compuphase.com/cmetric.htm.
    """
    color = rgb(text)
    entries = [(entry, rgb(entry)) for entry in palette]
    if color is None:
        return None
    found = [(_distance(color, known), entry) for entry, known in entries if known is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _distance(one: Rgba, other: Rgba) -> int:
    mean = (one[0] + other[0]) // 2
    red, green, blue = (one[index] - other[index] for index in range(3))
    return (512 + mean) * red * red // 256 + 4 * green * green + (767 - mean) * blue * blue // 256


def _level(number: str, percent: str, full: int) -> int:
    value = float(number) / (100 if percent else full)
    return min(255, round(value * 255))
