"""Setting a caption's words in lines: one where it fits, else balanced, the lower one longer, broken at the grammar's joints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from picturelock.subtitling.grammar import break_cost
from picturelock.subtitling.typography import Token, count_characters

_UNBALANCED = 2.0  # cost of two lines as unlike as can be
_TOP_HEAVY = 2.0  # more where the longer one is above
_LONE_WORD = 3.0  # one word alone above
_SECOND_LINE = 0.5


@dataclass(frozen=True, slots=True)
class Setting:
    """How words are set."""

    cost: float
    breaks: tuple[int, ...] = ()
    """Index of the first word of each line but the first."""


class Layout:
    """Sets any run of the tokens. Widths are in characters; a single word wider than a line gets one to itself."""

    def __init__(self, tokens: Sequence[Token], max_characters: int | None, max_lines: int | None) -> None:
        self.max_characters = max_characters or 1_000_000
        self.max_lines = max_lines or 2
        self._ends = (0, *accumulate(count_characters(token.text) + 1 for token in tokens))
        self.break_costs = tuple(break_cost(a.text, b.text, a.language) for a, b in pairwise(tokens))
        """Of ending a line or a caption after each token but the last."""

    def width(self, first: int, end: int) -> int:
        """Characters of tokens [first, end) on one line, with the spaces between."""
        return self._ends[end] - self._ends[first] - 1

    def characters(self, first: int, end: int, setting: Setting) -> int:
        """Characters that a viewer reads: all lines, without the breaks between them."""
        return self.width(first, end) - len(setting.breaks)

    def set(self, first: int, end: int) -> Setting | None:
        """The best setting of tokens [first, end), or None if they need more lines than there are."""
        if self._fits(first, end):
            return Setting(0.0)
        too_much = end - first > self.max_lines and self.width(first, end) > self.max_lines * (self.max_characters + 1)
        if self.max_lines == 1 or too_much:
            return None
        return self._break(first, end, self.max_lines)

    def _break(self, first: int, end: int, lines: int) -> Setting | None:
        if self._fits(first, end):
            return Setting(0.0)
        if lines == 1:
            return None
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

    def _shape(self, first: int, at: int, end: int) -> float:
        top, bottom = self.width(first, at), self.width(at, end)
        unlike = abs(top - bottom) / max(top, bottom, 1)
        cost = unlike * (_UNBALANCED + (_TOP_HEAVY if top > bottom else 0.0))
        return cost + (_LONE_WORD if at - first == 1 and end - first > 3 else 0.0)

    def _fits(self, first: int, end: int) -> bool:
        return end - first == 1 or self.width(first, end) <= self.max_characters
