"""Setting a caption's words in lines: one where it fits, else balanced, the lower one longer, broken at the grammar's joints."""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from types import MappingProxyType

from picturelock.subtitling.grammar import TIED, break_costs, primary, role
from picturelock.subtitling.typography import Token, count_characters

_NEVER = 1e12  # the two lines of a caption in which two people speak
_GROSS = 5  # a line of less than this part of two is no line for a sentence of its own
_BESIDE_LABEL = 0.5  # between the label of a sound and what is said


@dataclass(frozen=True, slots=True)
class Shape:
    """What a caption costs by its shape, whatever its words; from `joints/shape.toml`."""

    cue: float
    """For being one: fewer are calmer."""
    second_line: float
    """For each line but the first."""
    unbalanced: float
    """For two lines as unlike as can be; in proportion for others."""
    top_heavy: float
    """More, where the longer one is above."""
    lone_word: float
    """For a line of one word, where the caption has more than three and no punctuation mark parts it off."""
    short_line: float
    """For a line of next to nothing beside another one; in proportion up to SHORT_LINE characters."""
    short: float
    """For a caption of next to nothing; in proportion up to SHORT characters."""
    mark_inside: float
    """For a comma or the like inside a line, where the caption has several."""
    end_inside: float
    """For a sentence's end inside a line, where another line ends within a sentence."""
    third_line: float
    """For each line but the first two."""
    plain_end: float
    """For a caption that ends without a punctuation mark."""


_MOST_KNOWN = 100_000
"""Settings that are kept: memory must not grow with the words."""
SHORT = 20
SHORT_LINE = 14


@cache
def shape() -> Shape:
    """The shape costs that Picturelock ships."""
    text = files("picturelock").joinpath("subtitling", "joints", "shape.toml").read_text(encoding="utf-8")
    return Shape(**{name: float(cost) for name, cost in tomllib.loads(text).items()})


@dataclass(frozen=True, slots=True)
class Setting:
    """How words are set."""

    cost: float
    breaks: tuple[int, ...] = ()
    """Index of the first word of each line but the first."""


class Layout:
    """Sets any run of the tokens. Widths are in characters; a single word wider than a line gets one to itself."""

    def __init__(
        self,
        tokens: Sequence[Token],
        max_characters: int | None,
        max_lines: int | None,
        kinds: Mapping[int, tuple[str, str]] = MappingProxyType({}),
        eased: Sequence[float] = (),
        own: Shape | None = None,
        count: Callable[[str], int] = count_characters,
    ) -> None:
        """kinds: what a language model says that tokens are (`syntax.kinds`). eased: how much of each joint's cost is left.
        own: in place of the shape costs that are shipped. count: of the characters of a token.
        """
        self.max_characters = max_characters or 1_000_000
        self.max_lines = max_lines or 2
        self.shape = own or shape()
        self._ends = (0, *accumulate(count(token.text) + 1 for token in tokens))
        costs = break_costs([token.text for token in tokens], [token.language for token in tokens], kinds)
        costs = [cost * share for cost, share in zip(costs, eased or [1.0] * len(costs), strict=True)]
        for index, (a, b) in enumerate(pairwise(tokens)):
            if a.dual and a.dual == b.dual:
                costs[index] = _NEVER
            elif a.role == "name":
                costs[index] = TIED  # whose words follow
            elif "sound" in (a.role, b.role):
                costs[index] = _BESIDE_LABEL
        self.break_costs = tuple(costs)
        """Of ending a line or a caption after each token but the last."""
        marks = [role(token.text, primary(token.language)).mark for token in tokens]
        self._marks = (0, *accumulate(mark not in ("", "end") for mark in marks))
        self._stops = (0, *accumulate(mark == "end" for mark in marks))
        self._plain = tuple(not mark for mark in marks)
        self._dual = tuple(token.dual for token in tokens)
        apart = (0, *accumulate(a.stands_alone or b.stands_alone for a, b in pairwise(tokens)))
        self._reach = [self._line_end(first, apart) for first in range(len(tokens))]
        """For each token, where the longest line ends that begins with it; no line ends before an earlier one's."""
        self._known: dict[tuple[int, int, int], Setting | None] = {}

    def _line_end(self, first: int, apart: Sequence[int]) -> int:
        fits = bisect_right(self._ends, self._ends[first] + 1 + self.max_characters) - 1
        return max(first + 1, min(fits, bisect_right(apart, apart[first])))

    def width(self, first: int, end: int) -> int:
        """Characters of tokens [first, end) on one line, with the spaces between."""
        return self._ends[end] - self._ends[first] - 1

    def cost_after(self, end: int) -> float:
        """The cost of ending a caption before token `end`; nothing at the end of all."""
        if end > len(self.break_costs):
            return 0.0
        return self.break_costs[end - 1] + (self.shape.plain_end if self._plain[end - 1] else 0.0)

    def is_plain(self, index: int) -> bool:
        """True where no punctuation mark closes a token."""
        return self._plain[index]

    def marks_inside(self, first: int, at: int, end: int) -> int:
        """Commas and the like inside the lines [first, at) and [at, end)."""
        marks = self._marks
        return marks[at - 1] - marks[first] + marks[end - 1] - marks[at]

    def characters(self, first: int, end: int, setting: Setting) -> int:
        """Characters that a viewer reads: all lines, without the breaks between them."""
        return self.width(first, end) - len(setting.breaks)

    def too_much(self, first: int, end: int) -> bool:
        """True where tokens [first, end), and any that hold them, cannot be set: seen at a glance, so not always."""
        wide = self.width(first, end) > self.max_lines * (self.max_characters + 1)
        return wide and end - first > self.max_lines

    def set(self, first: int, end: int) -> Setting | None:
        """The best setting of tokens [first, end), or None if they need more lines than there are."""
        if self._dual[first] and end == first + 2:
            return Setting(0.0, (first + 1,))
        if self.too_much(first, end):
            return None
        setting = self._break(first, end, self.max_lines)
        lacking = SHORT - self.width(first, end)
        if setting is None or lacking <= 0:
            return setting
        return Setting(setting.cost + self.shape.short * lacking / SHORT, setting.breaks)

    def _break(self, first: int, end: int, lines: int) -> Setting | None:
        if end <= self._reach[first]:
            return Setting(0.0)
        if lines == 1:
            return None
        if self.max_lines == 2:
            return self._two_lines(first, end)
        if lines == self.max_lines:
            return self._more_lines(first, end, lines)  # asked for once only
        key = first, end, lines
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._two_lines(first, end) if lines == 2 else self._more_lines(first, end, lines)
        return self._known[key]

    def _more_lines(self, first: int, end: int, lines: int) -> Setting | None:
        best: Setting | None = None
        least = float("inf")
        below = (lines - 1) * (self.max_characters + 1)
        lowest = bisect_left(self._ends, self._ends[end] - below, first + 1, end - 1)
        for at in range(min(lowest, max(first + 1, end - lines + 1)), min(self._reach[first] + 1, end)):
            own = self.break_costs[at - 1]
            if own >= least:
                continue
            rest = self._known.get((at, end, lines - 1)) or self._break(at, end, lines - 1)
            if rest is None:
                continue
            cost = own + rest.cost + (self.shape.third_line if rest.breaks else 0.0)
            if cost >= least:
                continue  # its shape cannot make it better
            cost += (
                self._cost_above(first, at, rest.breaks[0], end) if rest.breaks else self.cost_of_shape(first, at, end)
            )
            if cost < least:
                least, best = cost, Setting(cost, (at, *rest.breaks))
        return best

    def _two_lines(self, first: int, end: int) -> Setting | None:
        """As `_break` for two lines, which nearly all captions are."""
        best, choice = float("inf"), 0
        for at in range(bisect_left(self._reach, end, first + 1, end - 1), min(self._reach[first] + 1, end)):
            own = self.break_costs[at - 1]
            if own < best:
                cost = own + self.cost_of_shape(first, at, end)
                best, choice = (cost, at) if cost < best else (best, choice)
        return Setting(best, (choice,)) if choice else None

    def cost_of_shape(self, first: int, at: int, end: int) -> float:
        """Of setting tokens [first, at) above the tokens [at, end)."""
        marks, stops = self._marks, self._stops
        cost = self._uneven(first, at, end)
        if marks[end - 1] > marks[first]:
            cost += self.shape.mark_inside * self.marks_inside(first, at, end)
        if stops[end - 1] > stops[first] and stops[at] == stops[at - 1] and self._could_stop(first, end):
            cost += self.shape.end_inside
        lone = (at - first == 1 or end - at == 1) and end - first > 3 and self._plain[at - 1]
        return cost + self.shape.lone_word if lone else cost

    def _cost_above(self, first: int, at: int, below: int, end: int) -> float:
        """As `cost_of_shape`, of the first of three lines or more, beyond what those below cost: below = end of the second."""
        marks, stops = self._marks, self._stops
        cost = self._uneven(first, at, below) + self.shape.mark_inside * (marks[at - 1] - marks[first])
        if stops[at - 1] > stops[first] and stops[at] == stops[at - 1] and self._could_stop(first, below):
            cost += self.shape.end_inside
        lone = at - first == 1 and end - first > 3 and self._plain[at - 1]
        return cost + self.shape.lone_word if lone else cost

    def _could_stop(self, first: int, end: int) -> bool:
        """True where a sentence ends inside, and not so near to an end that one of two lines were next to nothing."""
        ends, stops = self._ends, self._stops
        least = 1 + self.width(first, end) // _GROSS
        low, high = bisect_left(ends, ends[first] + least), bisect_right(ends, ends[end] - least) - 1
        return low <= high and stops[high] > stops[low - 1]

    def _uneven(self, first: int, at: int, end: int) -> float:
        """Of the lengths of two lines, one below the other."""
        ends, own = self._ends, self.shape
        top, bottom = ends[at] - ends[first] - 1, ends[end] - ends[at] - 1
        cost = own.second_line
        if bottom >= top:
            cost += own.unbalanced * (bottom - top) / bottom
        else:
            cost += (own.unbalanced + own.top_heavy) * (top - bottom) / top
        shorter = min(top, bottom)
        return cost + own.short_line * (SHORT_LINE - shorter) / SHORT_LINE if shorter < SHORT_LINE else cost
