"""Specs: what a destination asks of a delivery, as data (`specs/ID.toml`). No limit is a literal in code.

    title = "EBU R 128"

    [limits]
    loudness = { limit = "-23 LUFS", source = "whose rule, where", read = 2026-09-26 }
    true_peak = { limit = "-1 dBTP", source = "...", status = "unconfirmed" }
    [accessibility]
    sdh = { requirement = "required", source = "...", read = 2026-09-26 }

A limit or requirement without a source, or with neither the date it was read nor a status, is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from picturelock.errors import UnknownName

NAMES: tuple[str, ...] = ("ebu-r128", "atsc-a85", "cbc-radio-canada")
"""Every spec there is; the tests compare it with the folder."""

UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"loudness": ("LUFS", "LKFS"), "loudness_tolerance": ("LU", "dB"), "true_peak": ("dBTP",)}
)
"""The limits there are and the units that each may have.

loudness: of the whole programme, gated (ITU-R BS.1770); LUFS and LKFS are one unit. loudness_tolerance: how far it may
be off, either way. true_peak: the highest allowed.
"""
REQUIREMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType({"sdh": ("required", "optional")})
"""What a destination may require for accessibility. sdh: captions for the deaf and hard of hearing."""

_AMOUNT = re.compile(r"(-?\d{1,4}(?:\.\d{1,4})?)\s*([A-Za-z]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, whose it is, and when it was read there."""

    name: str
    """As in `UNITS`."""
    text: str
    amount: Fraction
    unit: str
    source: str
    confirmed: bool
    """False: nobody could read it at its source; it can only warn."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A destination."""

    id: str
    title: str
    by_name: Mapping[str, Limit]
    accessibility: Mapping[str, str]
    """Requirement by name, as in `REQUIREMENTS`; only what the destination states."""
    accessibility_sources: Mapping[str, str]

    def limits(self) -> Iterator[Limit]:
        """Every limit, as people are shown them."""
        return (self.by_name[name] for name in UNITS if name in self.by_name)


def names() -> tuple[str, ...]:
    """The ids of all specs."""
    return NAMES


@cache
def load(spec_id: str) -> Spec:
    """A spec by its id. Raises UnknownName, listing those there are."""
    if spec_id not in NAMES:
        raise UnknownName("delivery spec", spec_id, NAMES)
    text = files("picturelock").joinpath("specs", f"{spec_id}.toml").read_text(encoding="utf-8")
    return from_toml(spec_id, tomllib.loads(text))


def from_toml(spec_id: str, data: Mapping[str, Any]) -> Spec:
    """A spec from its file's tables. Raises ValueError naming the key at fault: these files are ours, and tested."""
    unknown = set(data) - {"title", "limits", "accessibility"}
    if unknown:
        raise ValueError(f"{spec_id}: {', '.join(sorted(unknown))} is not a key of a spec")
    limits = {name: _limit(name, entry, f"{spec_id}: {name}") for name, entry in data.get("limits", {}).items()}
    if "loudness" in limits and "loudness_tolerance" not in limits:
        raise ValueError(f"{spec_id}: loudness has no loudness_tolerance")
    required, sources = {}, {}
    for name, entry in data.get("accessibility", {}).items():
        where = f"{spec_id}: accessibility.{name}"
        if entry.get("requirement") not in REQUIREMENTS.get(name, ()):
            raise ValueError(f"{where} is not a requirement that we know")
        required[name] = str(entry["requirement"])
        sources[name], _ = _source(entry, where, "requirement")
    return Spec(
        spec_id, str(data["title"]), MappingProxyType(limits), MappingProxyType(required), MappingProxyType(sources)
    )


def _limit(name: str, entry: Mapping[str, Any], where: str) -> Limit:
    if name not in UNITS:
        raise ValueError(f"{where} is not a limit; expected one of {', '.join(UNITS)}")
    match = _AMOUNT.fullmatch(str(entry.get("limit", "")))
    if match is None:
        raise ValueError(f"{where} is not a limit; expected a number and a unit, such as -23 LUFS")
    if match[2] not in UNITS[name]:
        raise ValueError(f"{where} is in {match[2]}; expected {' or '.join(UNITS[name])}")
    source, confirmed = _source(entry, where, "limit")
    return Limit(name, entry["limit"], Fraction(match[1]), match[2], source, confirmed)


def _source(entry: Mapping[str, Any], where: str, value: str) -> tuple[str, bool]:
    """Whose rule it is and when it was read; False where nobody could confirm it."""
    unknown = set(entry) - {value, "source", "read", "status"}
    if unknown:
        raise ValueError(f"{where} has {', '.join(sorted(unknown))}; expected {value}, source, and read or status")
    source, read, status = str(entry.get("source", "")).strip(), entry.get("read"), entry.get("status")
    if not source:
        raise ValueError(f"{where} has no source")
    if status not in (None, "unconfirmed") or (status is None) != isinstance(read, dt.date):
        raise ValueError(f'{where} needs either read (the date it was read) or status = "unconfirmed"')
    return (f"{source}, read {read.isoformat()}" if isinstance(read, dt.date) else source), status is None
