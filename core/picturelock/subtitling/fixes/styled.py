"""New text for a caption that is in several styles: every sign that stays keeps its style, a new one takes that beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from picturelock.cues import Cue, Line, Run

_MOST = 1_000_000  # pairs of signs compared; beyond, what is new takes one style


def with_text(cue: Cue, text: str) -> Cue:
    """A caption whose visible lines are `text`'s. Empty lines stay where the count of the others is as it was."""
    old = visible(cue)
    lines = restyled(old, text)
    if len(lines) != len(old) or len(old) == len(cue.lines):
        return replace(cue, lines=lines)
    rest = iter(lines)
    kept = tuple(next(rest) if text.strip() else line for line, text in zip(cue.lines, cue.plain_lines, strict=True))
    return replace(cue, lines=kept)


def visible(cue: Cue) -> tuple[Line, ...]:
    """The lines that hold text, as `Event.lines` has them."""
    return tuple(line for line, text in zip(cue.lines, cue.plain_lines, strict=True) if text.strip())


def restyled(lines: Sequence[Line], text: str) -> tuple[Line, ...]:
    """Lines of the same styles with new text; its line feeds are the breaks between them."""
    news = text.split("\n")
    if len(news) == len(lines):
        return tuple(_line(line, new) for line, new in zip(lines, news, strict=True))
    return _spread(lines, text)


def _line(line: Line, text: str) -> Line:
    old = "".join(run.text for run in line)
    if old == text:
        return line
    if len(line) == 1 and line[0].text:
        return (replace(line[0], text=text),)
    return _spread((line,), text)[0]


def _spread(lines: Sequence[Line], text: str) -> tuple[Line, ...]:
    """Sign by sign."""
    signs: list[str] = []
    styles: list[Run | None] = []
    marks: list[tuple[int, Run]] = []
    for number, line in enumerate(lines):
        if number:
            signs.append("\n")
            styles.append(None)
        for run in line:
            if run.text:
                signs += run.text
                styles += [run] * len(run.text)
            else:
                marks.append((len(signs), run))
    origin = _origins("".join(signs), text)
    return _built(text, origin, styles, marks)


def _origins(old: str, new: str) -> list[int]:
    """For each sign of the new text its place in the old one, or -1."""
    if len(old) == len(new) and all(a == b or (a.isspace() and b.isspace()) for a, b in zip(old, new, strict=True)):
        return list(range(len(new)))
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    found = [*range(first), *([-1] * (len(new) - first - last)), *range(len(old) - last, len(old))]
    left, right = old[first : len(old) - last], new[first : len(new) - last]
    if left and right and len(left) * len(right) <= _MOST:
        for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                found[first + block.b + step] = first + block.a + step
    return found


def _built(text: str, origin: list[int], styles: list[Run | None], marks: list[tuple[int, Run]]) -> tuple[Line, ...]:
    plain = next((style for style in styles if style is not None), Run(""))
    style = next((styles[at] for at in origin if at >= 0 and styles[at] is not None), None) or plain
    waiting = list(reversed(marks))
    lines: list[list[Run]] = [[]]
    for sign, at in zip(text, origin, strict=True):
        while waiting and at >= waiting[-1][0]:
            lines[-1].append(waiting.pop()[1])
        if sign == "\n":
            lines.append([])
            continue
        own = styles[at] if at >= 0 else None
        style = own if own is not None else style
        last = lines[-1][-1] if lines[-1] else None
        if last is not None and last.text and replace(last, text="") == replace(style, text=""):
            lines[-1][-1] = replace(last, text=last.text + sign)
        else:
            lines[-1].append(replace(style, text=sign))
    lines[-1] += [run for _, run in reversed(waiting)]
    return tuple(tuple(line) or (Run(""),) for line in lines)
