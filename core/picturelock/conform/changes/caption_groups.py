"""Captions that one became several of, or several one, with all their words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from picturelock.conform.changes.nearest import Pairs
from picturelock.times import FLICKS_PER_SECOND, Flicks

_REACH: Flicks = 10 * FLICKS_PER_SECOND
"""How far from its place such a caption is looked for."""
_MOST = 4
"""Captions that one is made of, or becomes."""


@dataclass(frozen=True, slots=True)
class Match:
    """An old caption and a new one, by number."""

    old: int
    new: int
    how: Literal["caption-split", "caption-joined", ""] = ""
    first: bool = True
    """The start of the one is that of the other."""
    last: bool = True
    """As `first`, of their ends."""
    group: int = 0


def regrouped(
    pairs: Pairs,
    ours: Sequence[str | None],
    places: Sequence[Flicks | None],
    theirs: Sequence[str | None],
    starts: Sequence[Flicks],
    owners: Sequence[int],
) -> list[Match]:
    """Those among what has no partner yet, by their texts and record times; they are taken from what is left to pair.

    owners: of each old text, the caption that it is of: parts of one that the map divided are not joined, but whole again.
    """
    old = _left(ours, places, pairs.partner)
    new = _left(theirs, starts, pairs.taken)
    found: list[Match] = []
    for one, several in _made_of(new, old):
        if len({owners[number] for number in several}) == len(several):
            found += _group(pairs, [(number, one) for number in several], "caption-joined", found)
    for one, several in _made_of(old, new):
        found += _group(pairs, [(one, number) for number in several], "caption-split", found)
    return found


_Text = tuple[Flicks, int, str]
"""Record time, number, text."""


def _left(texts: Sequence[str | None], times: Sequence[Flicks | None], taken: dict[int, int] | set[int]) -> list[_Text]:
    every = zip(times, range(len(texts)), texts, strict=True)
    return sorted((time, at, text) for time, at, text in every if time is not None and text and at not in taken)


def _made_of(whole: Sequence[_Text], parts: Sequence[_Text]) -> Iterator[tuple[int, list[int]]]:
    """Each text that is several following ones, joined, with those."""
    times = [time for time, _, _ in parts]
    for time, number, text in whole:
        near = bisect_left(times, time)
        for first in range(max(0, near - _MOST), min(len(parts), near + _MOST)):
            if abs(times[first] - time) <= _REACH and text.startswith(parts[first][2]):
                several = _run(text, parts, first)
                if several:
                    yield number, several
                    break


def _run(text: str, parts: Sequence[_Text], first: int) -> list[int]:
    for count in range(2, _MOST + 1):
        some = parts[first : first + count]
        if len(some) == count and " ".join(part for _, _, part in some) == text:
            return [number for _, number, _ in some]
    return []


def _group(
    pairs: Pairs,
    members: Sequence[tuple[int, int]],
    how: Literal["caption-split", "caption-joined"],
    before: Sequence[Match],
) -> list[Match]:
    """The matches of one group, unless one of its captions is of another already."""
    if any(old in pairs.partner or new in pairs.taken for old, new in members):
        return []
    for old, new in members:
        pairs.partner[old] = new
        pairs.taken.add(new)
    group = max((match.group for match in before), default=0) + 1
    last = len(members) - 1
    return [Match(old, new, how, at == 0, at == last, group) for at, (old, new) in enumerate(members)]
