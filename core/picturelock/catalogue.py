"""What profiles and specs share: exact quantities with units, entries that say whose they are, and the reading of both.

    max_cps = { limit = "20 cps", source = "whose rule, where", read = 2026-09-26 }
    true_peak = { limit = "-1 dBTP", source = "...", status = "unconfirmed" }

An entry without a source, or with neither the date it was read nor a status, is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.times import FLICKS_PER_MS, FLICKS_PER_SECOND, Flicks, FrameRate, nearest

MAX_BYTES = 100_000
"""Of a file of entries: a person wrote it, and a hundred limits take a fifth of this."""
TIME_UNITS = ("s", "ms", "f")

_QUANTITY = re.compile(r"(-?\d{1,6}(?:\.\d{1,6}|/[1-9]\d{0,5})?)\s*([A-Za-z]+(?:/s)?|%|:1)", re.ASCII)


class EntryError(ValueError):
    """An entry of a profile or a spec that cannot stand. `key` names it ("sdh.max_cps"); `reason` says why, without a stop."""

    def __init__(self, key: str, reason: str) -> None:
        key = key[:80]
        super().__init__(f"{key} {reason}")
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount with its unit, as a limit is written: "42 characters", "20 cps", "5/6 s", "2 f", "-23 LUFS"."""

    amount: Fraction
    unit: str

    @classmethod
    def parse(cls, text: str, *, signed: bool = False) -> Quantity:
        """Raises ValueError for anything but a number, a fraction or a decimal, and a unit. signed: it may be below zero."""
        match = _QUANTITY.fullmatch(text.strip())
        if match is None or (match[1].startswith("-") and not signed):
            example = "-23 LUFS" if signed else "42 characters, 5/6 s or 2 f"
            raise ValueError(f"{text!r:.60} is not a limit; expected a number and a unit, such as {example}")
        return cls(Fraction(match[1]), match[2])

    def flicks(self, rate: FrameRate) -> Flicks:
        """A duration at a frame rate, to the nearest flick. Raises ValueError if it is none."""
        per_unit = {"s": FLICKS_PER_SECOND, "ms": FLICKS_PER_MS, "f": rate.frame}.get(self.unit)
        if per_unit is None:
            raise ValueError(f"{self.unit} is not a unit of time")
        return nearest(self.amount * per_unit)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a table of reading times: so many characters in so much time."""

    characters: int
    seconds: Fraction


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, whose it is, and when it was read there."""

    name: str
    """As in the table of its trade; "sdh.max_cps" for one that holds for SDH only."""
    text: str
    """As it is written."""
    quantity: Quantity
    """Of a table of reading times: the speed that the whole of it comes to."""
    source: str
    confirmed: bool
    """False: nobody could read it at its source, or its owner only recommends it; it can only warn."""
    steps: tuple[Step, ...] = ()
    """Of a table of reading times only."""

    @property
    def amount(self) -> Fraction:
        return self.quantity.amount

    @property
    def unit(self) -> str:
        return self.quantity.unit


def read_limit(
    name: str, entry: Any, units: Mapping[str, tuple[str, ...]], prefix: str = "", *, signed: bool = False
) -> Limit:
    """A limit from its entry. Raises EntryError. units: those that each known name may have. prefix: of its table, "sdh."."""
    key = prefix + name
    if name not in units:
        raise EntryError(key, f"is not a limit; expected one of {', '.join(units)}")
    text, source, confirmed = read_sourced(key, entry, "limit")
    try:
        quantity = Quantity.parse(text, signed=signed)
    except ValueError as error:
        raise EntryError(key, f"= {error}") from None
    if quantity.unit not in units[name]:
        raise EntryError(key, f"is in {quantity.unit}; expected {' or '.join(units[name])}")
    return Limit(key, text, quantity, source, confirmed)


def read_sourced(key: str, entry: Any, value: str) -> tuple[str, str, bool]:
    """The text under `value`, whose rule it is and when it was read, and whether it was. Raises EntryError."""
    if not isinstance(entry, Mapping):
        raise EntryError(key, f'is {entry!r:.60}; expected {{ {value} = "...", source = "...", read = 2026-11-22 }}')
    unknown = sorted(set(entry) - {value, "source", "read", "status"})
    if unknown:
        raise EntryError(key, f"has {unknown[0]!s:.60}; expected {value}, source, and read or status")
    text, source, read, status = entry.get(value), entry.get("source", ""), entry.get("read"), entry.get("status")
    if not isinstance(text, str):
        raise EntryError(key, f"has no {value} in quotes")
    if not isinstance(source, str) or not source.strip():
        raise EntryError(key, "has no source; expected whose rule it is, and where it stands")
    dated = isinstance(read, dt.date) and not isinstance(read, dt.datetime)
    if status not in (None, "unconfirmed") or (status is None) != dated or (read is not None and not dated):
        raise EntryError(key, 'needs either read (the date it was read, without quotes) or status = "unconfirmed"')
    return text, f"{source.strip()}, read {read}" if dated else source.strip(), dated


def require_keys(data: Mapping[str, Any], known: Iterable[str], of: str) -> None:
    """Raise EntryError for the first key of a file that is not known. of: what the file holds, "a profile"."""
    for key in data:
        if key not in known:
            raise EntryError(key, f"is not a key of {of}; expected one of {', '.join(known)}")


def read_table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table of a file, empty where it is left out. Raises EntryError where it is something else."""
    table = data.get(name, {})
    if not isinstance(table, Mapping):
        raise EntryError(name, f"is {table!r:.60}; expected a table, [{name}]")
    return table


def read_toml(file: Path) -> dict[str, Any]:
    """A TOML file that a person wrote. Raises InputError if it is missing, huge, no file, not UTF-8 or not TOML."""
    try:
        facts = file.stat()
        if not stat.S_ISREG(facts.st_mode):  # a pipe or a device would block, or never end
            raise InputError("is not an ordinary file; expected a short file written by hand.", file=file)
        if facts.st_size > MAX_BYTES:
            raise InputError(f"is larger than {MAX_BYTES // 1000} kB; expected a short file.", file=file)
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=file) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text.", file=file, place=f"byte {error.start}") from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # TOML's reader lets the ValueError of a number of 5,000 digits through
        raise InputError(f"is not valid TOML: {error}.", file=file) from error
