"""Whether the number of a work, a recording, a film or a person can exist: its form, and its check digit where it has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_ISWC = re.compile(r"T[-. ]?(\d{3})[-. ]?(\d{3})[-. ]?(\d{3})[-. ]?(\d)", re.ASCII)
_EIDR = re.compile(r"10\.5240/((?:[0-9A-F]{4}-){5})([0-9A-Z])", re.ASCII)


def is_valid(kind: str, number: str) -> bool:
    """True for a number that can exist. kind: one of KINDS."""
    return len(number) < 80 and _CHECKS[kind](number.strip().upper())


def iswc_digits(number: str) -> str:
    """An ISWC as exchanged: T and ten digits, without marks; "" for none."""
    match = _ISWC.fullmatch(number.strip().upper())
    return f"T{''.join(match.groups())}" if match else ""


def _iswc(number: str) -> bool:
    """T, nine digits and 10 - (1 + the sum of each digit times its place) mod 10 (ISO 15707)."""
    digits = iswc_digits(number)[1:]
    if not digits:
        return False
    total = 1 + sum(place * int(digit) for place, digit in enumerate(digits[:9], start=1))
    return int(digits[9]) == (10 - total % 10) % 10


def _ipi(number: str) -> bool:
    """Eleven digits, the last two of them (101 - the weighted sum of the others mod 101) mod 100."""
    digits = re.sub(r"[ .]", "", number).zfill(11)
    if not digits.isascii() or not digits.isdecimal() or len(digits) != 11 or not int(digits):
        return False
    total = sum((10 - place) * int(digit) for place, digit in enumerate(digits[:9]))
    return int(digits[9:]) == (101 - total % 101) % 100


def _isrc(number: str) -> bool:
    from stdnum import isrc

    return bool(isrc.is_valid(number))


def _isan(number: str) -> bool:
    from stdnum import isan

    return bool(isan.is_valid(number.removeprefix("ISAN").strip()))


def _isni(number: str) -> bool:
    from stdnum import isni

    return bool(isni.is_valid(number.removeprefix("ISNI").strip()))


def _eidr(number: str) -> bool:
    """ISO 7064 mod 37,36 over the twenty hex digits after the prefix."""
    from stdnum.iso7064 import mod_37_36

    match = _EIDR.fullmatch(number)
    return match is not None and bool(mod_37_36.is_valid(match[1].replace("-", "") + match[2]))


_CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"isrc": _isrc, "iswc": _iswc, "isan": _isan, "eidr": _eidr, "isni": _isni, "ipi": _ipi}
)
KINDS: tuple[str, ...] = tuple(_CHECKS)
