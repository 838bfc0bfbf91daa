"""Primary grades in the comments of clips, as Avid and Resolve keep them: "ASC_SOP" and "ASC_SAT"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from picturelock.cut import Cdl

SOP, SAT = "ASC_SOP", "ASC_SAT"
_MAX_TEXT = 300
_DECIMALS = 20
"""As many as are read; a number from a file has six or so."""
_NUMBER = re.compile(r"[-+]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][-+]?\d{1,3})?", re.ASCII)


def cdl_of(columns: Mapping[str, Any]) -> Cdl | None:
    """The grade in two columns; None where neither holds one."""
    triples = _numbers(columns.get(SOP))
    saturation = _numbers(columns.get(SAT))
    if len(triples) not in (9, 10) and len(saturation) != 1:
        return None
    level = saturation[0] if len(saturation) == 1 else triples[9] if len(triples) == 10 else 1.0
    if len(triples) < 9:
        return Cdl(saturation=level)
    s, o, p = triples[0:3], triples[3:6], triples[6:9]
    return Cdl((s[0], s[1], s[2]), (o[0], o[1], o[2]), (p[0], p[1], p[2]), level)


def sop_text(cdl: Cdl) -> str:
    """Slope, offset and power as one column: "(1 1 1)(0 0 0)(1 1 1)"."""
    return "".join(f"({' '.join(map(number, triple))})" for triple in (cdl.slope, cdl.offset, cdl.power))


def number(value: float) -> str:
    """A number exactly, without an exponent, and with at least one decimal: some readers take no whole ones."""
    text = f"{Decimal(repr(value)):.{_DECIMALS}f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def _numbers(text: Any) -> list[float]:
    if not isinstance(text, str) or len(text) > _MAX_TEXT:
        return []
    found = [float(one) for one in _NUMBER.findall(text)]
    return found if all(map(isfinite, found)) else []
