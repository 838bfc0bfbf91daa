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

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from picturelock.catalogue import EntryError, Limit, read_limit, read_sourced, read_table, require_keys
from picturelock.errors import UnknownName

__all__ = ("NAMES", "REQUIREMENTS", "UNITS", "Limit", "Spec", "from_toml", "load", "names")

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

_KEYS = ("title", "limits", "accessibility")


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
    """A spec from its file's tables. Raises EntryError naming the key at fault: these files are ours, and tested."""
    require_keys(data, _KEYS, "a spec")
    limits = {name: read_limit(name, entry, UNITS, signed=True) for name, entry in read_table(data, "limits").items()}
    if "loudness" in limits and "loudness_tolerance" not in limits:
        raise EntryError("loudness", "has no loudness_tolerance")
    required, sources = {}, {}
    for name, entry in read_table(data, "accessibility").items():
        key = f"accessibility.{name}"
        asked, source, _ = read_sourced(key, entry, "requirement")
        if asked not in REQUIREMENTS.get(name, ()):
            raise EntryError(key, "is not a requirement that we know")
        required[name], sources[name] = asked, source
    return Spec(
        spec_id, str(data["title"]), MappingProxyType(limits), MappingProxyType(required), MappingProxyType(sources)
    )
