"""Which words of one text are which of another: as many as there are in one order, where chance is ruled out.

First the runs of words that both texts have exactly once, in the longest order that both agree on; between two of those the
same with shorter runs; in the small gaps that are left the longest common order of words. Cost: about n log n in the words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

_RUNS = (5, 4, 3, 2)
"""Words in a run that is looked for, one after the other."""
_ROOM = 4_000_000
"""Words of one side x words of the other in a gap, up to which it is compared word for word: cost and memory."""
_NEAR, _OFF = 4, 2
"""A word found in a gap counts where another is found within 4 of it, on both sides alike but for 2."""

Stretch = tuple[int, int, int, int]
"""First and end in one text, first and end in the other."""


def matches(a: Sequence[str], b: Sequence[str]) -> tuple[list[int], int]:
    """For each word of `a` its place in `b`, growing, -1 where it has none; and how many were found by runs both have once."""
    found = [-1] * len(a)
    gaps: list[Stretch] = [(0, len(a), 0, len(b))]
    sure = 0
    for length in _RUNS:
        left: list[Stretch] = []
        for gap in gaps:
            chain = _anchors(a, b, gap, length)
            sure += len(chain)
            left += _between(a, b, gap, chain, length, found)
        gaps = left
    for gap in gaps:
        _word_for_word(a, b, gap, found)
    return found, sure


def _anchors(a: Sequence[str], b: Sequence[str], gap: Stretch, length: int) -> list[tuple[int, int]]:
    """Where runs begin that each side of a gap has once, in the longest order that both agree on."""
    a0, a1, b0, b1 = gap
    if min(a1 - a0, b1 - b0) < length:
        return []
    ours, theirs = _once(a, a0, a1, length), _once(b, b0, b1, length)
    return _rising([(at, theirs[run]) for run, at in ours.items() if run in theirs])


def _once(text: Sequence[str], start: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    """Every run of a stretch that is in it once, with its place."""
    seen: dict[tuple[str, ...], int] = {}
    for at, run in enumerate(zip(*(text[start + step : end] for step in range(length)), strict=False), start=start):
        seen[run] = -1 if run in seen else at
    return {run: at for run, at in seen.items() if at >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs that rises on both sides; `pairs` rise on the first."""
    ends: list[int] = []
    tails: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before[number] = tails[at - 1] if at else -1
        if at == len(ends):
            ends.append(place)
            tails.append(number)
        else:
            ends[at], tails[at] = place, number
    chain = []
    number = tails[-1] if tails else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _between(
    a: Sequence[str], b: Sequence[str], gap: Stretch, chain: list[tuple[int, int]], length: int, found: list[int]
) -> list[Stretch]:
    """Enter the runs of a chain, grown to both sides as far as the words agree; gives the gaps that are left."""
    left: list[Stretch] = []
    a0, a1, b0, b1 = gap
    for i, j in chain:
        if i < a0 or j < b0:
            shift = max(a0 - i, b0 - j)
            if shift >= length:
                continue  # the run before has grown over it
            i, j = i + shift, j + shift
        start_i, start_j = i, j
        while start_i > a0 and start_j > b0 and a[start_i - 1] == b[start_j - 1]:
            start_i, start_j = start_i - 1, start_j - 1
        end_i, end_j = i, j
        while end_i < a1 and end_j < b1 and a[end_i] == b[end_j]:
            end_i, end_j = end_i + 1, end_j + 1
        if end_i == start_i:
            continue
        left.append((a0, start_i, b0, start_j))
        found[start_i:end_i] = range(start_j, end_j)
        a0, b0 = end_i, end_j
    left.append((a0, a1, b0, b1))
    return [gap for gap in left if gap[0] < gap[1] and gap[2] < gap[3]]


def _word_for_word(a: Sequence[str], b: Sequence[str], gap: Stretch, found: list[int]) -> None:
    """Enter the longest common order of a gap's words, without those that stand alone."""
    a0, a1, b0, b1 = gap
    if (a1 - a0) * (b1 - b0) > _ROOM:
        return
    from rapidfuzz.distance import LCSseq

    pairs = [
        (a0 + code.src_start + step, b0 + code.dest_start + step)
        for code in LCSseq.opcodes(a[a0:a1], b[b0:b1])
        if code.tag == "equal"
        for step in range(code.src_end - code.src_start)
    ]
    around = [(i, found[i]) for i in (*range(max(0, a0 - _NEAR), a0), *range(a1, min(len(a), a1 + _NEAR)))]
    near = {i: j for i, j in (*pairs, *around) if j >= 0}
    for i, j in pairs:
        if any(_close(near.get(i + step), j, step) for step in range(-_NEAR, _NEAR + 1) if step):
            found[i] = j


def _close(other: int | None, place: int, step: int) -> bool:
    """True where a neighbour's place is about as far from a place as its word is from the word."""
    return other is not None and abs(other - place - step) <= _OFF
