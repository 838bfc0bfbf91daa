"""At which frame rate an edit decision list was probably made: it never says, but its timecodes tell.

A list made at 24 has no frame number 24, and its events are as long in the source as in record only where seconds are
counted in 24ths: read at another rate, about a third of them seem to differ by a frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from picturelock.findings import Fact, Finding, Place
from picturelock.times import FrameRate

_TIMES = re.compile(r"(?<![\d:;.])(\d{1,2})[:;.](\d\d)[:;.](\d\d)([:;.,])(\d{2,3})(?![\d:;.])", re.ASCII)
_RATES = ((24, "24"), (25, "25"), (30, "30"), (50, "50"), (60, "60"))
"""What a list may count, and how --rate says it. That of 23.976 counts like one of 24."""
_DROP = {30: "29.97", 60: "59.94"}
_READ = 4_000_000
"""Bytes that are looked at: some 20,000 events."""
_MANY, _LEAST = 0.3, 5
"""The share, and the least number, of events that differ in length before their rate is in doubt."""
_TELLING = 10
"""Different frame numbers from which a list tells its rate."""
_SURE = 0.001
"""The chance at most that so many frame numbers stay below another rate's by accident."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the timecodes of a list say."""

    highest: int
    """The highest frame number."""
    numbers: int
    """How many frame numbers there are, those of whole seconds left out: people type those."""
    distinct: int
    events: tuple[tuple[tuple[int, int], ...], ...]
    """Of each event without a speed: seconds and frames of source in and out, record in and out."""
    drop: bool

    @property
    def lowest(self) -> int:
        """The lowest rate, as labels count, that has the highest frame number."""
        return next((nominal for nominal, _ in _RATES if nominal > self.highest), self.highest + 1)

    def differing(self, nominal: int) -> int:
        """How many events are not as long in the source as in record, at a rate."""
        return sum(_length(event[:2], nominal) != _length(event[2:], nominal) for event in self.events)

    @property
    def probable(self) -> int:
        """The rate that the list was probably made at, as labels count: the one at which the fewest events differ."""
        able = [nominal for nominal, _ in _RATES if nominal > self.highest] or [self.lowest]
        return min(able, key=lambda nominal: (self.differing(nominal), nominal))

    @property
    def label(self) -> str:
        """`probable`, as --rate takes it."""
        return (_DROP.get(self.probable) if self.drop else None) or dict(_RATES).get(self.probable, str(self.probable))


def evidence_of(path: Path) -> Evidence | None:
    """What an edit list says of its rate; None where it holds no events, or cannot be read."""
    try:
        with path.open("rb") as file:
            text = file.read(_READ).decode("utf-8", "replace")
    except OSError:
        return None
    lines = list(_events(text))
    frames = [frames for times, _, _ in lines for _, frames in times]
    if not frames:
        return None
    told = [number for number in frames if number]
    plain = tuple(times for times, _, retimed in lines if not retimed)
    return Evidence(max(frames), len(told), len(set(frames)), plain, any(drop for _, drop, _ in lines))


def which_rate(path: Path) -> str:
    """What to answer somebody who named no rate for a list."""
    found = evidence_of(path)
    if found is None or found.distinct < _TELLING:
        return "Give it: --rate 25, or rate = 25 in picturelock.toml."
    alike = " (or 23.976, which counts alike)" if found.label == "24" else ""
    return (
        f"Give it: --rate {found.label}{alike}, or rate = {found.label} in picturelock.toml: no frame number in it is "
        f"above {found.highest}."
    )


def improbable(path: Path, rate: FrameRate) -> Finding | None:
    """That a list was probably made at another rate than the one it is read at."""
    found = evidence_of(path)
    if found is None or found.drop or found.probable == rate.nominal:
        return None
    differing, wrong = found.differing(rate.nominal), found.differing(found.probable)
    many = differing >= max(_LEAST, _MANY * len(found.events)) and 2 * wrong < differing
    lower = found.lowest < rate.nominal and found.highest == found.lowest - 1 and 2 * found.distinct > found.lowest
    if not many and not (lower and (found.lowest / rate.nominal) ** found.numbers < _SURE and wrong <= differing):
        return None
    facts: dict[str, Fact] = {
        "asked": rate.label, "probable": found.label, "highest": found.highest, "differing": differing,
        "events": len(found.events),
    }  # fmt: skip
    return Finding("timeline.rate-improbable", "error", Place(str(path)), facts, source="Picturelock")


def _events(text: str) -> Iterator[tuple[tuple[tuple[int, int], ...], bool, bool]]:
    """Times of each event, whether they are drop frame, and whether it has a speed of its own."""
    waiting: tuple[tuple[tuple[int, int], ...], bool] | None = None
    for line in text.splitlines():
        if line[:1] in ("*", "") or len(line) > 500:
            continue
        if line.startswith("M2"):
            if waiting is not None:
                yield *waiting, True
            waiting = None
            continue
        found = _TIMES.findall(line)[-4:]
        if len(found) == 4 and line[:1].isdigit():
            if waiting is not None:
                yield *waiting, False
            times = tuple((int(h) * 3600 + int(m) * 60 + int(s), int(f)) for h, m, s, _, f in found)
            waiting = times, any(mark in ";," for _, _, _, mark, _ in found)
    if waiting is not None:
        yield *waiting, False


def _length(ends: tuple[tuple[int, int], ...], nominal: int) -> int:
    (first, before), (last, after) = ends
    return abs((last - first) * nominal + after - before)
