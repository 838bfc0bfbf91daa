"""The heaviest run of things that keep their order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def heaviest_rise(places: Sequence[int], weights: Sequence[int]) -> frozenset[int]:
    """The numbers of the things, taken in order, whose places do not fall and whose weights sum to most. n log n.

    Weights are above zero.
    """
    if all(a <= b for a, b in pairwise(places)):
        return frozenset(range(len(places)))
    rank = {place: number for number, place in enumerate(sorted(set(places)))}
    # What follows on in both orders stays together: each such stretch is weighed as one.
    runs: list[list[int]] = []
    for number, place in enumerate(places):
        if runs and rank[place] == rank[places[number - 1]] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    ends = [rank[places[run[-1]]] for run in runs]
    kept = _heaviest(ends, [sum(weights[number] for number in run) for run in runs], len(rank))
    return frozenset(number for run in kept for number in runs[run])


def _heaviest(ends: Sequence[int], weights: Sequence[int], size: int) -> list[int]:
    """As `heaviest_rise`, of things whose places are below `size`; the last one first."""
    best: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    """A tree of prefix maxima (Fenwick): the weight of a run that ends at or below a place, and its last thing."""
    before: list[int] = []
    for number, (end, weight) in enumerate(zip(ends, weights, strict=True)):
        at = end + 1
        found = (0, -1)
        while at:
            found = max(found, best[at])
            at &= at - 1
        before.append(found[1])
        run, at = (found[0] + weight, number), end + 1
        while at <= size:
            best[at] = max(best[at], run)
            at += at & -at
    last = max(best)[1]
    kept: list[int] = []
    while last >= 0:
        kept.append(last)
        last = before[last]
    return kept
