"""Dividing a caption's text between the places it went to. Words are divided, never changed.

What belongs to two people stays told apart: a part in which one of them is left has no dash, a part in which both are heard
has the dashes that the caption had. Music notes around a text go around each part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from picturelock.conform.words import PHRASE, SENTENCE, Word, dash_of, directions_of, is_label, notes_of, words_of
from picturelock.cues import Cue, Line, Run
from picturelock.times import Flicks, Span

_REACH = 6
"""Words around the place that the shares name, of which one may end a part."""
_TURN, _SENTENCE, _LINE, _PHRASE, _INSIDE = 2.5, 2.0, 1.2, 0.8, -3.0
"""What a break is worth, in words of distance: between two people; at a sentence's end; a line's; a comma; in brackets."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A caption's words, and who says which line."""

    words: Sequence[Word]
    lines: Sequence[str]
    turns: Sequence[int]
    """By line: 0 for the first person, 1 for the one who answers ..."""
    dashes: Sequence[str]
    """By turn: the dash and space before its first word, "" where it has none."""
    notes: tuple[str, str]
    """The music notes around it."""


def divide(cue: Cue, parts: Sequence[Span], heard: Sequence[int]) -> list[Cue | None]:
    """A cue for each part, with the text that belongs to it; times are the caller's.

    parts: stretches of the old record time, in order. heard: how many known words lie in each; where none are known, time
    decides, and where some are, a part without any has no text and no cue (None). A text breaks between words, those near
    the place that the shares name: where another person speaks, at a sentence's end, a line's end or a comma first. One of
    fewer words than parts, or the label of a sound, stands in all of them.
    """
    known = sum(heard) > 0
    wanted = [number for number in range(len(parts)) if heard[number] or not known]
    cues: list[Cue | None] = [None] * len(parts)
    text = _read(cue) if len(wanted) > 1 and not is_label(cue.text) else None
    if text is None or len(text.words) < len(wanted):
        for number in wanted:
            cues[number] = cue
        return cues
    ends = _ends(text, [heard[number] if known else parts[number].duration for number in wanted])
    for number, (first, end) in zip(wanted, pairwise(ends), strict=True):
        cues[number] = replace(cue, lines=_lines(cue, text, first, end))
    return cues


def _read(cue: Cue) -> _Text:
    lines = cue.plain_lines
    dashes = [dash_of(line) for line in lines]
    # A dash on the first line alone is no dialogue of two; one on a later line is, with or without one on the first.
    answers = [bool(dash) and number > 0 for number, dash in enumerate(dashes)]
    if not any(answers):
        return _Text(words_of(lines, [0] * len(lines)), lines, [0] * len(lines), [""], notes_of(cue.text))
    turns = list(accumulate(map(int, answers)))
    by_turn = [dash for number, dash in enumerate(dashes) if answers[number] or number == 0]
    return _Text(words_of(lines, [len(dash) for dash in dashes]), lines, turns, by_turn, notes_of(cue.text))


def _ends(text: _Text, shares: Sequence[Flicks]) -> list[int]:
    """How many words come before each part, and at the end."""
    ends = [0]
    passed, total, count = 0, sum(shares) or 1, len(text.words)
    for index, share in enumerate(shares[:-1]):
        passed += share
        ends.append(_break(text, count * passed / total, ends[-1] + 1, count - (len(shares) - 1 - index)))
    return [*ends, count]


def _break(text: _Text, wanted: float, low: int, high: int) -> int:
    """How many words come before the break: between low and high, both included."""
    middle = min(max(round(wanted), low), high)
    near = range(max(low, middle - _REACH), min(high, middle + _REACH) + 1)
    return min(near, key=lambda count: (abs(count - wanted) - _worth(text, count), count))


def _worth(text: _Text, count: int) -> float:
    before, after = text.words[count - 1], text.words[count]
    if text.turns[before.line] != text.turns[after.line]:
        return _TURN
    inside = _INSIDE if before.inside else 0.0
    if before.ends == SENTENCE:
        return _SENTENCE + inside
    if before.line != after.line:
        return _LINE + inside
    return (_PHRASE if before.ends == PHRASE else 0.0) + inside


def _lines(cue: Cue, text: _Text, first: int, end: int) -> tuple[Line, ...]:
    """The lines of a part: words [first, end), each with its style."""
    words = text.words[first:end]
    one_person = text.turns[words[0].line] == text.turns[words[-1].line]
    lines: list[Line] = []
    last_turn = -1
    for number, some in groupby(words, key=lambda word: word.line):
        own, turn = list(some), text.turns[number]
        line = _slice(cue.lines[number], own[0].start, own[-1].end)
        if turn != last_turn and not one_person:
            line = _around(line, text.dashes[turn], "")
        lines.append(_around(line, *directions_of(text.lines[number])))
        last_turn = turn
    lines[0] = _around(lines[0], text.notes[0], "")
    lines[-1] = _around(lines[-1], "", text.notes[1])
    return tuple(lines)


def _slice(line: Line, start: int, stop: int) -> Line:
    """Characters [start, stop) of a line of runs."""
    found: list[Run] = []
    at = 0
    for run in line:
        a, b = max(start - at, 0), min(stop - at, len(run.text))
        if a < b or (run.tags and not run.text and start <= at <= stop):
            found.append(replace(run, text=run.text[a:b]))
        at += len(run.text)
    return tuple(found)


def _around(line: Line, before: str, after: str) -> Line:
    """The line with a text before and after it, where it does not stand there already."""
    runs = list(line)
    if before and not runs[0].text.startswith(before.strip()):
        runs[0] = replace(runs[0], text=before + runs[0].text)
    if after and not runs[-1].text.endswith(after.strip()):
        runs[-1] = replace(runs[-1], text=runs[-1].text + after)
    return tuple(runs)
