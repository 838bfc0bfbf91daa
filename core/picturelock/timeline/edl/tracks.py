"""The channel field of an event: which tracks it stands on.

V  V2  A  A2  AA  B  NONE  AA/V  A2/V      as CMX and most systems write them; B is picture and the first sound
A12V  VA1  A1A2V  BV                       joined, as others do: there the digits of A12 are tracks 1 and 2
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"V\d{0,2}|A\d{0,2}|AA|B|NONE|(?:AA|A\d{0,2})/V|V/(?:AA|A\d{0,2})", re.ASCII)
_UNIT = re.compile(r"AA|A\d{0,4}|V\d{0,2}|B|[/+,]", re.ASCII)
_LONGEST = 16


def is_channel(text: str, *, alone: bool) -> bool:
    """True for a channel field. alone: nothing else stands between number and transition, so that it may be the reel."""
    return _PLAIN.fullmatch(text) is not None or (not alone and bool(_units(text)))


def tracks_of(channel: str) -> tuple[str, ...]:
    """The tracks of a channel field, picture first: "AA/V" is V1, A1 and A2; "NONE" is none."""
    if channel == "NONE":
        return ()
    joined = _PLAIN.fullmatch(channel) is None
    names: set[str] = set()
    for unit in _units(channel) if joined else ["V", "A"] if channel == "B" else channel.split("/"):
        if unit == "AA":
            names |= {"A1", "A2"}
        elif unit == "B":
            names |= {"V1", "A1"}
        elif joined and len(unit) > 2 and "0" not in unit:
            names |= {f"{unit[0]}{digit}" for digit in unit[1:]}
        else:
            names.add(f"{unit[0]}{unit[1:].lstrip('0') or '1'}")
    return tuple(sorted(names, key=lambda name: (name[0] != "V", len(name), name)))


def _units(text: str) -> list[str]:
    """The channels in a joined field; none for anything else."""
    if len(text) > _LONGEST:
        return []
    found = _UNIT.findall(text)
    units = [unit for unit in found if unit not in ("/", "+", ",")]
    told = any(unit[0] in "VB" or unit[1:].isdigit() for unit in units)
    return units if "".join(found) == text and len(units) > 1 and told else []
