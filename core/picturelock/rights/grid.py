"""Where permissions leave holes: territory x medium x language x day, for several permissions taken together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from picturelock.rights.media import covers as covers_medium
from picturelock.rights.model import Clearance

Days = tuple[dt.date, dt.date]
"""First and last day, both included."""

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where and when the film will be shown. All of it must be covered."""

    territories: frozenset[str]
    media: frozenset[str]
    """Lower case."""
    languages: frozenset[str]
    """BCP 47, lower case."""
    window: Days


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of the destination that no permission covers: every combination of these values."""

    territories: frozenset[str]
    media: frozenset[str]
    languages: frozenset[str]
    days: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class Holes:
    """What is missing, by the first reason that explains it."""

    territories: frozenset[str]
    """No permission speaks of these at all."""
    media: frozenset[str]
    languages: frozenset[str]
    together: tuple[Hole, ...]
    """Each value is cleared somewhere, but no one permission joins them: FR here, broadcast there."""
    days: tuple[Hole, ...]
    """Cleared, but not on these days."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a destination, and the permissions that speak of all of it, whatever their days."""

    territories: frozenset[str]
    media: frozenset[str]
    languages: frozenset[str]
    joined: tuple[Clearance, ...]


def blocks(clearances: Sequence[Clearance], destination: Destination) -> Iterator[Block]:
    """The destination in parts that are covered alike. Those that nothing covers are left out: `find_holes` has them."""
    territories = _groups(destination.territories, clearances, lambda c, value: value in c.territories)
    media = _groups(destination.media, clearances, lambda c, value: covers_medium(c.media, value))
    languages = _groups(destination.languages, clearances, _speaks)
    for (ts, in_t), (ms, in_m), (ls, in_l) in product(territories.items(), media.items(), languages.items()):
        joined = [clearances[index] for index in sorted(ts & ms & ls)]
        held = tuple(one for one in joined if meets(one, destination.window))
        if held:
            yield Block(in_t, in_m, in_l, held)


def meets(clearance: Clearance, window: Days) -> bool:
    """True where a permission holds on any day of a window."""
    start, end = clearance.start or dt.date.min, clearance.end or dt.date.max
    return start <= window[1] and window[0] <= end


def find_holes(clearances: Sequence[Clearance], destination: Destination) -> Holes:
    """Compare the union of some permissions with a destination. Exact: nothing is assumed to overlap that does not."""
    territories = _groups(destination.territories, clearances, lambda c, value: value in c.territories)
    media = _groups(destination.media, clearances, lambda c, value: covers_medium(c.media, value))
    languages = _groups(destination.languages, clearances, _speaks)
    together: list[Hole] = []
    late: list[Hole] = []
    for (ts, in_t), (ms, in_m), (ls, in_l) in product(territories.items(), media.items(), languages.items()):
        if not (ts and ms and ls):
            continue
        joined = ts & ms & ls
        missing = uncovered((clearances[index] for index in joined), destination.window)
        if not joined:
            together.append(Hole(in_t, in_m, in_l, (destination.window,)))
        elif missing:
            late.append(Hole(in_t, in_m, in_l, missing))
    none: frozenset[int] = frozenset()
    return Holes(
        territories.get(none, frozenset()),
        media.get(none, frozenset()),
        languages.get(none, frozenset()),
        tuple(together),
        tuple(_merged(late)),
    )


def _groups(
    values: Collection[str], clearances: Sequence[Clearance], covers: Callable[[Clearance, str], bool]
) -> dict[frozenset[int], frozenset[str]]:
    """Values by the permissions that cover them: what is covered alike is judged once."""
    groups: dict[frozenset[int], set[str]] = {}
    for value in values:
        covering = frozenset(index for index, clearance in enumerate(clearances) if covers(clearance, value))
        groups.setdefault(covering, set()).add(value)
    return {covering: frozenset(members) for covering, members in groups.items()}


def _speaks(clearance: Clearance, language: str) -> bool:
    """A permission for "fr" covers "fr-ca"; one for "fr-ca" does not cover "fr"."""
    return not clearance.languages or any(
        language == own or language.startswith(f"{own}-") for own in clearance.languages
    )


def uncovered(clearances: Iterable[Clearance], window: Days) -> tuple[Days, ...]:
    """The days of the window on which none of the permissions holds."""
    holes: list[Days] = []
    next_day, last = window
    spans = sorted((clearance.start or dt.date.min, clearance.end or dt.date.max) for clearance in clearances)
    for start, end in spans:
        if next_day > last or start > last:
            break
        if end < next_day:
            continue
        if start > next_day:
            holes.append((next_day, start - _DAY))
        if end >= last:
            return tuple(holes)
        next_day = end + _DAY
    if next_day <= last:
        holes.append((next_day, last))
    return tuple(holes)


def _merged(holes: Iterable[Hole]) -> Iterator[Hole]:
    """Holes that differ only in territory become one."""
    groups: dict[tuple[frozenset[str], frozenset[str], tuple[Days, ...]], frozenset[str]] = {}
    for hole in holes:
        key = (hole.media, hole.languages, hole.days)
        groups[key] = groups.get(key, frozenset()) | hole.territories
    for (media, languages, days), territories in groups.items():
        yield Hole(territories, media, languages, days)
