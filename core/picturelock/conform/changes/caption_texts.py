"""Two captions compared by what they say and how they look."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import groupby
from typing import Literal

from picturelock.cues import Cue, Line, Placement, Run

_Look = tuple[bool, bool, bool, str | None, str | None]


def joined(cue: Cue) -> str:
    """Its words in one line, as the same whatever writes them: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", " ".join(cue.plain_lines)).split())


def differing(a: Cue, b: Cue, styled: bool) -> Literal["text", "lines", "style", ""]:
    """In what two captions differ first: words, line breaks, then style and place on screen where those are compared."""
    if joined(a) != joined(b):
        return "text"
    if _lines(a) != _lines(b):
        return "lines"
    return "style" if styled and _look(a) != _look(b) else ""


def words_of(cue: Cue) -> Counter[str]:
    """Its words, whatever their order and case."""
    return Counter(joined(cue).casefold().split())


def shared_percent(a: Counter[str], b: Counter[str]) -> int:
    """The share of words that two captions have in common."""
    every = a.total() + b.total()
    return 200 * (a & b).total() // every if every else 0


def _lines(cue: Cue) -> list[str]:
    lines = (" ".join(unicodedata.normalize("NFC", line).split()) for line in cue.plain_lines)
    return [line for line in lines if line]


def _look(cue: Cue) -> tuple[object, ...]:
    return tuple(map(_line_look, cue.lines)), cue.align, cue.placement or Placement()


def _line_look(line: Line) -> tuple[tuple[_Look, str], ...]:
    """Its stretches of one style, whatever the runs in which a file writes them."""
    return tuple((look, "".join(run.text for run in runs)) for look, runs in groupby(line, _run_look))


def _run_look(run: Run) -> _Look:
    return run.italic, run.bold, run.underline, run.color, run.background
