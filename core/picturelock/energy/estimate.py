"""Energy from what is known of a piece of work: counters, a meter at the wall, processor time, or only how long it took."""

from __future__ import annotations

from picturelock.energy.assumptions import assumed
from picturelock.energy.model import ZERO, Figure, Method, Range

EXCLUDED = ("hardware", "training", "idle", "storage", "network", "screen", "others")
"""What no figure holds: the making of the machine, the training of the model, time when nothing was made, disks and network,
the screen. "others": on the other hand counters see everything that ran on the machine meanwhile."""
JOULES_PER_KWH = 3_600_000.0


def from_counters(joules: float, method: Method) -> Figure:
    """What the counters of a processor ("measured_rapl") or of graphics cards ("measured_nvml") counted."""
    return Figure(assumed(f"spread.{method}") * (max(joules, 0.0) / JOULES_PER_KWH), method)


def by_meter(watts: float, seconds: float) -> Figure:
    """What a machine of so many watts, as a meter at the wall said, draws in so many seconds."""
    return Figure(assumed("spread.measured_wall_meter") * _kwh(watts, seconds), "measured_wall_meter")


def from_limit(watts: float, seconds: float, busy: float) -> Figure:
    """What a processor with a power limit draws. busy: the share of it that worked, 0 to 1."""
    kwh = assumed("spread.estimated_tdp") * _kwh(watts * min(max(busy, 0.0), 1.0), seconds)
    return Figure(kwh + assumed("rest") * _kwh(1, seconds), "estimated_tdp")


def from_threads(cpu_seconds: float, seconds: float) -> Figure:
    """From processor time, added up over its threads, and the time at the wall."""
    return Figure(assumed("thread") * _kwh(1, cpu_seconds) + assumed("rest") * _kwh(1, seconds), "estimated_constant")


def from_seconds(seconds: float) -> Figure:
    """Where nothing but the duration is known, and not even on what machine."""
    return Figure(assumed("machine") * _kwh(1, seconds), "estimated_constant")


def recorded(kwh: float, method: Method) -> Figure:
    """What a provenance says; its range is that of its method."""
    known = method.startswith("measured") or method == "estimated_tdp"
    return Figure(assumed(f"spread.{method}" if known else "spread.recorded") * max(kwh, 0.0), method)


def scaled(figure: Figure, by: float) -> Figure:
    """A share of a figure."""
    return Figure(figure.kwh * max(by, 0.0), figure.method)


def pue() -> Range:
    """Power usage effectiveness: what the building adds."""
    return assumed("pue")


def _kwh(watts: float, seconds: float) -> float:
    return max(watts, 0.0) * max(seconds, 0.0) / JOULES_PER_KWH


NOTHING = Figure(ZERO, "unmeasured")
