"""Territories: ISO 3166-1 alpha-2 codes, groups of them, "WORLD", and "-US" for one that is left out. All are data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from picturelock.rights.data import load

WORLD = "WORLD"

_DATA = load("territories")
CODES = frozenset(_DATA["codes"].split())
"""ISO 3166-1 alpha-2, the 249 officially assigned codes."""
GROUPS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(group["members"].split()) for name, group in _DATA["groups"].items()}
)
"""Groups of codes by the name that a ledger may write: "EU"."""

_NAMES = {name.casefold(): code for code, names in _DATA["names"].items() for name in names}


def expand(names: Iterable[str]) -> frozenset[str]:
    """The codes that a list of territories means. Raises ValueError with the first name that is none."""
    wanted: set[str] = set()
    without: set[str] = set()
    for name in names:
        found = _named(name.strip().upper().removeprefix("-"))
        if not found or name.strip().upper() == f"-{WORLD}":
            raise ValueError(name)
        (without if name.strip().startswith("-") else wanted).update(found)
    return frozenset(wanted - without)


def is_territory(name: str) -> bool:
    """True for a code, a group or WORLD, also one that is left out."""
    return bool(_named(name.strip().upper().removeprefix("-")))


def label(codes: Iterable[str]) -> str:
    """Codes as a person reads them: "CA, FR", "WORLD", "WORLD -US"; every code or every exception is named."""
    listed = frozenset(codes)
    left_out = CODES - listed
    if len(left_out) < len(listed):
        return " ".join([WORLD, *(f"-{code}" for code in sorted(left_out))])
    return ", ".join(sorted(listed))


def _named(written: str) -> frozenset[str]:
    code = _NAMES.get(written.casefold(), written)
    if code == WORLD:
        return CODES
    return frozenset({code}) if code in CODES else GROUPS.get(code, frozenset())
