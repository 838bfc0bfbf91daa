"""What is assumed where nothing is measured (`assumptions.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from picturelock.energy.model import Range


def assumed(name: str) -> Range:
    """An assumption by its table's name, "spread.measured_rapl" for one in a table. Raises KeyError."""
    entry = _entry(name)
    return Range(float(entry["low"]), float(entry["central"]), float(entry["high"]))


def source_of(name: str) -> str:
    """Whose assumption it is."""
    return str(_entry(name)["source"])


def _entry(name: str) -> Mapping[str, Any]:
    entry: Any = _table()
    for part in name.split("."):
        entry = entry[part]
    found: Mapping[str, Any] = entry
    return found


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("picturelock.energy").joinpath("assumptions.toml").read_text(encoding="utf-8"))
