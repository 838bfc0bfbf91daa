"""The text of a TTML paragraph: white space, line breaks and times inside it, to lines of runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from picturelock.cues import Line, Run
from picturelock.formats.ttml.styles import Look
from picturelock.times import Flicks

_SPACES = re.compile(r"[ \t\r\n]+")
_EMPTY: Line = (Run(""),)
_MOST_MOMENTS = 400  # changes inside one paragraph; beyond that, each stretch of text is a caption by itself
_MOST_PARTS = 100_000  # the same, for stretches of text times changes


Leaf = tuple[str | None, Look, Flicks, Flicks | None]
"""A piece of text or, with None, a line break; what it looks like; when it is shown, and with None until the paragraph ends."""


def lines_of(leaves: list[Leaf]) -> tuple[Line, ...]:
    """Lines of runs. White space counts as the file says: collapsed, and dropped at the ends of a line, or preserved."""
    lines: list[Line] = []
    line: list[Run] = []
    spaced = True  # a collapsed space would be the line's first, or follow another
    for text, look, _, _ in leaves:
        if text is None:
            lines.append(_ended(line) if spaced else tuple(line))
            line, spaced = [], True
        elif not look.preserve:
            text = _SPACES.sub(" ", text)
            if spaced and text.startswith(" "):
                text = text[1:]
            if text:
                _add(line, text, look)
                spaced = text.endswith(" ")
        else:
            spaced = False
            if "\n" in text:
                text, *more = text.split("\n")
                _add(line, text, look)
                for part in more:
                    lines.append(tuple(line) or _EMPTY)
                    line = []
                    _add(line, part, look)
            else:
                _add(line, text, look)
    lines.append(_ended(line) if spaced else tuple(line) or _EMPTY)
    return tuple(lines)


def _add(line: list[Run], text: str, look: Look) -> None:
    if not text:
        return
    if line and _alike(line[-1], look):
        text = line.pop().text + text
    line.append(Run(text, look.italic, look.bold, look.underline, look.color, look.background, look.tags))


def _alike(run: Run, look: Look) -> bool:
    return (run.italic, run.bold, run.underline, run.color, run.background, run.tags) == (
        look.italic,
        look.bold,
        look.underline,
        look.color,
        look.background,
        look.tags,
    )


def _ended(line: list[Run]) -> Line:
    """The line without a collapsed space at its end."""
    if line and line[-1].text.endswith(" "):
        last = line.pop()
        if len(last.text) > 1:
            line.append(replace(last, text=last.text[:-1]))
    return tuple(line) or _EMPTY


def moments(
    leaves: list[Leaf], begin: Flicks, end: Flicks | None
) -> Iterator[tuple[Flicks, Flicks | None, list[Leaf]]]:
    """What a paragraph shows and when, where its parts have times of their own: one after the other, without empty ones."""
    said = [leaf for leaf in leaves if _says(leaf)]
    times = {time for leaf in said for time in leaf[2:] if time is not None and time >= begin}
    edges = sorted(time for time in times | {begin} if end is None or time < end)
    if not edges:  # a paragraph without duration
        if said:
            yield begin, end, _trimmed(leaves)
        return
    if len(edges) > _MOST_MOMENTS or len(edges) * len(leaves) > _MOST_PARTS:
        for leaf in said:
            yield leaf[2], end if leaf[3] is None else leaf[3], [leaf]
        return
    for start, stop in zip(edges, [*edges[1:], end], strict=True):
        now = [leaf for leaf in leaves if leaf[2] <= start and (leaf[3] is None or leaf[3] > start)]
        if any(map(_says, now)):
            yield start, stop, _trimmed(now)


def count_unseen(leaves: list[Leaf], begin: Flicks, end: Flicks | None) -> int:
    """How many pieces of text have a time at which a paragraph that has a duration does not show them."""
    if end is not None and end <= begin:
        return 0
    return sum(
        (stop is not None and stop <= max(start, begin)) or (end is not None and start >= end)
        for text, _, start, stop in leaves
        if text is not None and not text.isspace()
    )


def _trimmed(leaves: list[Leaf]) -> list[Leaf]:
    """Without the line breaks and blanks before the first text and after the last: they belonged to what is not shown."""
    said = [index for index, leaf in enumerate(leaves) if _says(leaf)]
    return leaves[said[0] : said[-1] + 1]


def _says(leaf: Leaf) -> bool:
    return leaf[0] is not None and not leaf[0].isspace()
