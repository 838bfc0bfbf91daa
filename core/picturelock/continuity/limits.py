"""The limits of the timeline checks, from `hygiene.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from picturelock.profiles import Quantity
from picturelock.times import Flicks, FrameRate

HOUSE = "Picturelock, house convention"
"""Whose rules these checks are, where no limit of `hygiene.toml` says another."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, and whose it is."""

    quantity: Quantity
    source: str

    def flicks(self, rate: FrameRate) -> Flicks:
        """The limit as a duration at a rate."""
        return self.quantity.flicks(rate)


@cache
def limit(name: str) -> Limit:
    """A limit by its name. Raises KeyError for a name that the file does not hold."""
    text = files("picturelock.continuity").joinpath("hygiene.toml").read_text(encoding="utf-8")
    entry = tomllib.loads(text)[name]
    return Limit(Quantity.parse(entry["limit"]), str(entry["source"]))
