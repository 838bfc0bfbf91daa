"""An amount of energy: never a bare number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Method = Literal[
    "measured_wall_meter", "measured_rapl", "measured_nvml", "estimated_tdp", "estimated_constant", "unmeasured"
]
METHODS: tuple[Method, ...] = (
    "measured_wall_meter",
    "measured_rapl",
    "measured_nvml",
    "estimated_tdp",
    "estimated_constant",
    "unmeasured",
)
"""From the best to the weakest. measured_wall_meter: watts that a person read off a meter at the wall, times the duration.
measured_rapl: the processor's own counters. measured_nvml: the graphics card's. estimated_tdp: the processor's power limit,
by how busy it was. estimated_constant: watts assumed (`assumptions.toml`)."""


@dataclass(frozen=True, slots=True)
class Range:
    """Low, central and high, in one unit; low <= central <= high."""

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.central <= self.high:
            raise ValueError(f"{self.low}, {self.central}, {self.high} is no range")

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.central + other.central, self.high + other.high)

    def times(self, other: Range) -> Range:
        """The product, each bound with its own."""
        return Range(self.low * other.low, self.central * other.central, self.high * other.high)

    def __mul__(self, by: float) -> Range:
        return Range(self.low * by, self.central * by, self.high * by)


ZERO = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of energy, in kWh, and how it is known."""

    kwh: Range
    method: Method

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.kwh + other.kwh, weakest((self.method, other.method)))


def weakest(methods: Iterable[str]) -> Method:
    """The method of a sum: it is known no better than its weakest part. "unmeasured" for nothing, or a method nobody knows."""
    ranks = [METHODS.index(method) if method in METHODS else len(METHODS) - 1 for method in methods]
    return METHODS[max(ranks, default=len(METHODS) - 1)]


def plain(value: float) -> str:
    """Two significant digits at least, never in powers of ten."""
    if value == 0:
        return "0"
    digits = 0
    while digits < 12 and abs(value) * 10**digits < 9.5:
        digits += 1
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
