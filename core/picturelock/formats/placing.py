"""Where a caption stands, between SRT's {\\an8} and WebVTT's cue settings. Only the plain cases have an equal."""

from __future__ import annotations

import re

_SETTINGS = {
    "1": ("line:-1", "start"),
    "2": ("", None),
    "3": ("line:-1", "end"),
    "4": ("line:50%", "start"),
    "5": ("line:50%", None),
    "6": ("line:50%", "end"),
    "7": ("line:0", "start"),
    "8": ("line:0", None),
    "9": ("line:0", "end"),
}
"""By the digit of the numeric keypad that {\\an} uses: WebVTT's line setting and its alignment."""

_ALIGN = {None: 1, "center": 1, "middle": 1, "start": 0, "left": 0, "end": 2, "right": 2}


def settings_of_an(digit: str) -> tuple[str, str | None]:
    """WebVTT settings and alignment of {\\an digit}."""
    return _SETTINGS[digit]


def an_of_settings(settings: str | None, align: str | None) -> str | None:
    """The digit of {\\an} for WebVTT settings, or None where there is no equal or nothing to say."""
    if (not settings and align is None) or align not in _ALIGN:
        return None
    row = {None: 1, "": 1, "line:-1": 1, "line:50%": 4, "line:0": 7, "line:0%": 7}.get(settings)
    if row is None and settings:
        percent = re.fullmatch(r"line:(\d{1,3})(?:\.\d+)?%", settings, re.ASCII)
        row = None if percent is None else 7 if int(percent[1]) < 34 else 1 if int(percent[1]) > 66 else 4
    return None if row is None else str(row + _ALIGN[align])
