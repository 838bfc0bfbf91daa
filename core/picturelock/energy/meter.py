"""Metering a piece of work of this process: by counters where the machine has them, else by its processor time."""

from __future__ import annotations

import os
import time
from pathlib import Path

from picturelock.energy.counters import POWERCAP, Nvml, Rapl, power_limit
from picturelock.energy.estimate import from_counters, from_limit, from_threads, scaled
from picturelock.energy.model import Figure
from picturelock.speech import Energy

_WHOLE = 0.95
"""From this share of a work's duration on, what was counted here stands for all of it."""


class Meter:
    """Begins to count when it is made; `tick` every few minutes, because counters wrap."""

    def __init__(self, *, graphics: bool = False, powercap: Path = POWERCAP) -> None:
        """graphics: the work is done on a graphics card as well."""
        self._powercap = powercap
        self._rapl = Rapl(powercap)
        self._nvml = Nvml() if graphics else None
        self._began, self._cpu = time.monotonic(), _cpu_seconds()

    def tick(self) -> None:
        """Read the counters, so that none wraps twice unseen."""
        self._rapl.joules()

    def energy(self, seconds: float) -> Energy:
        """Energy of work that took `seconds` in all, some of which may have been done before, by another process.

        Then, and where there are no counters, it is estimated. Four significant digits.
        """
        figure = self.figure(seconds)
        return Energy(figure.method, float(f"{figure.kwh.central:.4g}"))

    def figure(self, seconds: float) -> Figure:
        """As `energy`, with its range."""
        passed, cpu = time.monotonic() - self._began, _cpu_seconds() - self._cpu
        share = seconds / passed if passed > 0 else 1.0
        figure = self._counted() if share * _WHOLE <= 1 else None
        if figure is not None:
            return scaled(figure, min(share, 1.0))
        limit = power_limit(self._powercap)
        if limit is not None:
            busy = cpu / (passed * (os.cpu_count() or 1)) if passed > 0 else 1.0
            return from_limit(limit, seconds, busy)
        return from_threads(cpu * share, seconds)

    def _counted(self) -> Figure | None:
        """What was counted; None where a part of the work has no counter."""
        processor = self._rapl.joules()
        if processor is None:
            return None
        figure = from_counters(processor, "measured_rapl")
        if self._nvml is None:
            return figure
        cards = self._nvml.joules()
        return None if cards is None else figure + from_counters(cards, "measured_nvml")


def _cpu_seconds() -> float:
    """Processor time of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
