"""What a kWh emits, by zone of the electricity grid (`grid.toml`): yearly means with their year and whose they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from picturelock.energy.estimate import pue
from picturelock.energy.model import Range


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the grid."""

    id: str
    """ISO 3166: a country ("FR"), or one of its parts ("CA-QC")."""
    names: Mapping[str, str]
    """By language of the interface."""
    year: int
    grams: Range
    """CO2 equivalent, for a kWh."""
    source: str


def zone(name: str) -> Zone | None:
    """A zone by its id, in capitals or not; None for one of which no factor is known."""
    return _all().get(name.strip().upper())


def zones() -> tuple[str, ...]:
    """The ids of all zones with a factor."""
    return tuple(_all())


def emissions(kwh: Range, where: Zone) -> Range:
    """Kilograms of CO2 equivalent, the building's share (PUE) included."""
    return kwh.times(where.grams).times(pue()) * 0.001


@cache
def _all() -> Mapping[str, Zone]:
    text = files("picturelock.energy").joinpath("grid.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return MappingProxyType({key: _zone(key, entry, table["sources"]) for key, entry in table["zones"].items()})


def _zone(key: str, entry: Mapping[str, Any], sources: Mapping[str, str]) -> Zone:
    grams = float(entry["grams"])
    amount = Range(grams, grams, float(entry.get("high", grams)))
    return Zone(key, MappingProxyType(dict(entry["name"])), int(entry["year"]), amount, sources[entry["source"]])
