"""What is known of the energy of one thing that a machine made. Every paper takes it from here, so that all say the same."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from picturelock.energy.estimate import by_meter, from_seconds, recorded
from picturelock.energy.model import METHODS, Figure, weakest
from picturelock.speech import Provenance


@dataclass(frozen=True, slots=True)
class Known:
    """A figure, and what it was made of."""

    figure: Figure
    assumed: tuple[str, ...]
    """The assumptions that it rests on (`assumptions.toml`)."""


def known_of(made: Provenance, watts: float | None) -> Known | None:
    """A measurement of its own; else a meter's; else what was estimated when it was made; else from its duration.

    watts: of a meter at the wall while the machine works. None where nobody knows how long it took.
    """
    method, kwh = weakest((made.energy.method,)), made.energy.kwh
    own = None
    if method != METHODS[-1] and kwh is not None and 0 <= kwh < inf:
        own = recorded(kwh, method)
    timed = 0 < made.seconds < inf
    if own is not None and method.startswith("measured"):
        return Known(own, (f"spread.{method}",))
    if watts is not None and timed:
        return Known(by_meter(watts, made.seconds), ("spread.measured_wall_meter",))
    if own is not None:
        told = (f"spread.{method}",) if method == "estimated_tdp" else ("thread", "rest", "spread.recorded")
        return Known(own, told)
    return Known(from_seconds(made.seconds), ("machine",)) if timed else None
