"""Bridges that follow on from each other, as the runs that one stretch of the old cut went to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.conform.bridges import ROUNDING, Bridge
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span

SLIVER: Flicks = FLICKS_PER_SECOND // 2
"""A part shorter than this, and than a third of the whole, is the run-in or run-out of a caption and not a part of it."""
_BACK = 32
"""Runs before a bridge of which it may be the continuation."""

Followed = Literal["sound", "picture", "replaced", "place"]
"""The sound; the picture, where nothing is heard; the picture, whose sound was replaced; what is around an empty stretch."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch that went across in one piece."""

    old: Span
    new: Span
    followed: Followed
    reverse: bool = False
    retimed: bool = False
    lead: Flicks = 0
    """How much of its start is silence that came along, and may be given up."""
    spare: Flicks = 0
    """How much of its end is that."""
    source: str = ""
    """As `stretch_key` gives it; "" for several, or none."""


def joined(parts: Iterable[tuple[Bridge, Followed]], silent: Sequence[Span]) -> list[Run]:
    """Bridges that follow on from each other in both cuts, as one; in order of old time. `silent` is in order."""
    found: list[Run] = []
    starts = [gap.start for gap in silent]
    for bridge, followed in sorted(parts, key=lambda part: (part[0].old.start, part[0].new.start)):
        one = Run(bridge.old, bridge.new, followed, bridge.reverse, _is_retimed(bridge), source=bridge.source)
        for at in range(len(found) - 1, max(-1, len(found) - 1 - _BACK), -1):
            gap = bisect_right(starts, found[at].old.end) - 1
            if _goes_on(found[at], one, silent[gap] if gap >= 0 else None):
                found[at] = _one(found[at], one)
                break
        else:
            found.append(one)
    return found


def _is_retimed(bridge: Bridge) -> bool:
    return abs(bridge.old.duration - bridge.new.duration) > ROUNDING


def _one(a: Run, b: Run) -> Run:
    new = Span(min(a.new.start, b.new.start), max(a.new.end, b.new.end))
    followed: Followed = "sound" if "sound" in (a.followed, b.followed) else a.followed
    source = a.source if a.source == b.source else ""
    return Run(Span(a.old.start, b.old.end), new, followed, b.reverse, a.retimed or b.retimed, source=source)


def _goes_on(a: Run, b: Run, gap: Span | None) -> bool:
    """True where two runs are as far apart in the new cut as in the old one, with silence or a mere repair between them."""
    apart = b.old.start - a.old.end
    if a.reverse != b.reverse or b.old.end <= a.old.end:
        return False
    passed = a.new.start - b.new.end if a.reverse else b.new.start - a.new.end
    quiet = apart < SLIVER or (gap is not None and gap.start <= a.old.end and b.old.start <= gap.end)
    return quiet and abs(passed - apart) <= ROUNDING


def with_silence(runs: Sequence[Run], silent: Sequence[Span], whole: Span) -> list[Run]:
    """Runs with the silence that follows each in the old cut, and with that before the first where the stretch opens so."""
    opening = silent[0].duration if silent and silent[0].start == whole.start else 0
    opens = silent[0].end if silent else 0
    following = {gap.start: gap.duration for gap in silent}
    return [
        run if run.reverse else _longer(run, opening if run.old.start == opens else 0, following.get(run.old.end, 0))
        for run in runs
    ]


def _longer(run: Run, before: Flicks, after: Flicks) -> Run:
    if not before and not after:
        return run
    before = min(before, run.new.start)
    old = Span(run.old.start - before, run.old.end + after)
    return replace(run, old=old, new=Span(run.new.start - before, run.new.end + after), lead=before, spare=after)


def is_sliver(run: Run, whole: Span) -> bool:
    return run.old.duration < SLIVER and 3 * run.old.duration < whole.duration
