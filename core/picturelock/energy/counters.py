"""Counters that a machine has for its own energy: the processor's (RAPL, through Linux' powercap) and graphics cards' (NVML).

Both count all that ran on the machine. Where a counter is missing or may not be read, there is none; nothing is raised.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")
_NVML = ("libnvidia-ml.so.1", "nvml.dll")
_MOST_CARDS = 64


class Rapl:
    """The packages of the processor. Counters wrap, some within the hour: `joules` must be asked every few minutes."""

    def __init__(self, folder: Path = POWERCAP) -> None:
        self._last: dict[Path, int] = {}
        self._sum = 0
        for package in _packages(folder):
            value = _number(package / "energy_uj")
            if value is not None:
                self._last[package] = value

    @property
    def available(self) -> bool:
        return bool(self._last)

    def joules(self) -> float | None:
        """Since the beginning; None where there is no counter, or one stopped answering."""
        for package, before in self._last.items():
            now = _number(package / "energy_uj")
            if now is None:
                self._last.clear()
                break
            self._sum += (
                now - before if now >= before else now + (_number(package / "max_energy_range_uj") or before) - before
            )
            self._last[package] = now
        return self._sum / 1_000_000 if self._last else None


def power_limit(folder: Path = POWERCAP) -> float | None:
    """The processor's long-term power limit in watts, which anybody may read; None where it is not said."""
    limits = [_number(package / "constraint_0_power_limit_uw") for package in _packages(folder)]
    known = [limit for limit in limits if limit]
    return sum(known) / 1_000_000 if known else None


class Nvml:
    """All graphics cards of NVIDIA. No library is installed for it: the driver's own is asked."""

    def __init__(self) -> None:
        self._library = _nvml()
        self._first = self._total()

    @property
    def available(self) -> bool:
        return self._first is not None

    def joules(self) -> float | None:
        """Since the beginning; None where there is no card that counts."""
        now = self._total()
        return None if now is None or self._first is None or now < self._first else (now - self._first) / 1000

    def _total(self) -> int | None:
        """Millijoules since the driver was loaded, of all cards that count."""
        if self._library is None:
            return None
        count = ctypes.c_uint()
        if self._library.nvmlDeviceGetCount_v2(ctypes.byref(count)):
            return None
        found = [self._card(number) for number in range(min(count.value, _MOST_CARDS))]
        counted = [value for value in found if value is not None]
        return sum(counted) if counted else None

    def _card(self, number: int) -> int | None:
        assert self._library is not None
        card, value = ctypes.c_void_p(), ctypes.c_ulonglong()
        if self._library.nvmlDeviceGetHandleByIndex_v2(ctypes.c_uint(number), ctypes.byref(card)):
            return None
        failed = self._library.nvmlDeviceGetTotalEnergyConsumption(card, ctypes.byref(value))
        return None if failed else value.value


def _nvml() -> ctypes.CDLL | None:
    for name in _NVML:
        try:
            library = ctypes.CDLL(name)
            return None if library.nvmlInit_v2() else library
        except (OSError, AttributeError):  # no driver, or one that is too old
            continue
    return None


def _packages(folder: Path) -> Iterator[Path]:
    """Whole packages only: their cores and memory are parts of them, and "psys" would count them twice."""
    try:
        for path in sorted(folder.glob("*-rapl:*")):
            if path.name.count(":") == 1 and (path / "name").read_text(encoding="ascii").startswith("package"):
                yield path
    except (OSError, UnicodeDecodeError):
        return


def _number(file: Path) -> int | None:
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
