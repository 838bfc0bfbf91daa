"""Dividing a caption's text between the places it went to. Words are divided, never changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from picturelock.cues import Cue, Line, Run
from picturelock.times import Span

_STRONG = re.compile(r"[.?!…][\"'»”’)\]]*$")
_WEAK = re.compile(r"[,;:—–][\"'»”’)\]]*$")


def divide(cue: Cue, parts: Sequence[Span], heard: Sequence[int]) -> list[Cue]:
    """One cue for each part, with the text that belongs to it; times are the caller's.

    parts: stretches of the old record time, in order. heard: how many known words lie in each; where none are known, time
    decides. A text breaks at the end of a word: of those near the place that the shares name, at a sentence's end, a line's
    end or a comma first. Every part has a word as long as there are enough of them.
    """
    words = [(number, at) for number, line in enumerate(cue.lines) for at in range(len(_words(line)))]
    if len(parts) == 1 or len(words) < 2:
        return [cue] * len(parts)
    shares = heard if all(heard) else [part.duration for part in parts]
    texts = [word for line in cue.lines for word in _words(line)]
    ends = [0]
    passed = 0
    for index, share in enumerate(shares[:-1]):
        passed += share
        left = len(parts) - 1 - index
        low, high = min(ends[-1] + 1, len(words)), max(ends[-1] + 1, len(words) - left)
        wanted = len(words) * passed / (sum(shares) or 1)
        ends.append(_break(texts, [number for number, _ in words], wanted, low, min(high, len(words))))
    ends.append(len(words))
    return [_part(cue, words[a:b]) or cue for a, b in pairwise(ends)]


def _break(texts: Sequence[str], lines: Sequence[int], wanted: float, low: int, high: int) -> int:
    """How many words come before the break."""

    def cost(count: int) -> tuple[float, int]:
        before = texts[count - 1]
        line_ends = count < len(lines) and lines[count] != lines[count - 1]
        bonus = 2.0 if _STRONG.search(before) else 1.2 if line_ends else 0.8 if _WEAK.search(before) else 0.0
        return abs(count - wanted) - bonus, count

    return min(range(low, high + 1), key=cost)


def _words(line: Line) -> list[str]:
    return "".join(run.text for run in line).split()


def _part(cue: Cue, words: Sequence[tuple[int, int]]) -> Cue | None:
    """The cue with only these words, each with its style."""
    lines: list[Line] = []
    for number in sorted({line for line, _ in words}):
        wanted = [at for line, at in words if line == number]
        lines.append(_slice(cue.lines[number], wanted[0], wanted[-1] + 1))
    return replace(cue, lines=tuple(lines)) if lines else None


def _slice(line: Line, first: int, end: int) -> Line:
    """Words [first, end) of a line of runs; white space at its ends is left out."""
    text = "".join(run.text for run in line)
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    start, stop = spans[first][0], spans[end - 1][1]
    found: list[Run] = []
    at = 0
    for run in line:
        a, b = max(start - at, 0), min(stop - at, len(run.text))
        if a < b or (run.tags and not run.text and start <= at <= stop):
            found.append(replace(run, text=run.text[a:b]))
        at += len(run.text)
    return tuple(found)
