"""Setting a caption's words in lines: one where it fits, else balanced, the lower one longer, broken at the grammar's joints."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from picturelock.subtitling.grammar import TIED, break_cost
from picturelock.subtitling.typography import Token, count_characters

_UNBALANCED = 2.0  # cost of two lines as unlike as can be
_TOP_HEAVY = 2.0  # more where the longer one is above
_LONE_WORD = 3.0  # one word alone above
_SECOND_LINE = 0.5
_NEVER = 1e12  # the two lines of a caption in which two people speak


@dataclass(frozen=True, slots=True)
class Setting:
    """How words are set."""

    cost: float
    breaks: tuple[int, ...] = ()
    """Index of the first word of each line but the first."""


def _cost(a: Token, b: Token, tied: bool) -> float:
    if a.dual and a.dual == b.dual:
        return _NEVER
    cost = break_cost(a.text, b.text, a.language)
    return max(cost, TIED) if tied else cost


class Layout:
    """Sets any run of the tokens. Widths are in characters; a single word wider than a line gets one to itself."""

    def __init__(
        self,
        tokens: Sequence[Token],
        max_characters: int | None,
        max_lines: int | None,
        ties: frozenset[int] = frozenset(),
    ) -> None:
        """ties: tokens that a parser wants kept with the next one."""
        self.max_characters = max_characters or 1_000_000
        self.max_lines = max_lines or 2
        self._ends = (0, *accumulate(count_characters(token.text) + 1 for token in tokens))
        self.break_costs = tuple(_cost(a, b, index in ties) for index, (a, b) in enumerate(pairwise(tokens)))
        """Of ending a line or a caption after each token but the last."""
        self._dual = tuple(token.dual for token in tokens)

    def width(self, first: int, end: int) -> int:
        """Characters of tokens [first, end) on one line, with the spaces between."""
        return self._ends[end] - self._ends[first] - 1

    def cost_after(self, end: int) -> float:
        """The cost of ending a caption before token `end`; nothing at the end of all."""
        return self.break_costs[end - 1] if end <= len(self.break_costs) else 0.0

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
        return None if self.too_much(first, end) else self._break(first, end, self.max_lines)

    def _break(self, first: int, end: int, lines: int) -> Setting | None:
        if self._fits(first, end):
            return Setting(0.0)
        if lines == 1:
            return None
        if lines == 2:
            return self._two_lines(first, end)
        best: Setting | None = None
        for at in range(first + 1, end):
            if not self._fits(first, at):
                break
            rest = self._break(at, end, lines - 1)
            if rest is None:
                continue
            cost = _SECOND_LINE + self.break_costs[at - 1] + self._shape(first, at, end) + rest.cost
            if best is None or cost < best.cost:
                best = Setting(cost, (at, *rest.breaks))
        return best

    def _two_lines(self, first: int, end: int) -> Setting | None:
        """As `_break` for two lines, which nearly all captions are."""
        lowest = bisect_left(self._ends, self._ends[end] - 1 - self.max_characters, first + 1, end - 1)
        best, choice = float("inf"), 0
        for at in range(lowest, end):
            if not self._fits(first, at):
                break
            if self.break_costs[at - 1] < best and self._fits(at, end):
                cost = self.break_costs[at - 1] + self._shape(first, at, end)
                best, choice = (cost, at) if cost < best else (best, choice)
        return Setting(_SECOND_LINE + best, (choice,)) if choice else None

    def _shape(self, first: int, at: int, end: int) -> float:
        top, bottom = self.width(first, at), self.width(at, end)
        cost = (
            _UNBALANCED * (bottom - top) / bottom
            if bottom >= top
            else (_UNBALANCED + _TOP_HEAVY) * (top - bottom) / top
        )
        return cost + (_LONE_WORD if at - first == 1 and end - first > 3 else 0.0)

    def _fits(self, first: int, end: int) -> bool:
        return end - first == 1 or self.width(first, end) <= self.max_characters
