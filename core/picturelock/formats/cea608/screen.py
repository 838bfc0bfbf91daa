"""What a CEA-608 receiver has on screen, and the captions that people see in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from picturelock.cues import Line, Placement, Run
from picturelock.formats.cea608.codes import COLORS, COLUMNS, PLAIN, Style
from picturelock.formats.cea608.place import placed, spots

AT = "cea608.at"
"""The extra that keeps rows and columns where the placement does not give them back: "14.4 15.8"."""

WIDEST = 2 * COLUMNS  # what runs past the last column is kept up to here: people may still want the words
_APART = 3  # rows: blocks that far apart are captions of their own


class Row:
    """The cells of a row, as far as they were written."""

    __slots__ = ("_made", "_styles", "_text")

    def __init__(self) -> None:
        self._text = ""
        self._styles: list[Style] | None = None
        """Of each cell; None while all are plain."""
        self._made: tuple[int, int, Line] | None = None

    def put(self, column: int, text: str, style: Style) -> None:
        """Write over whatever stands there."""
        self._made = None
        end = column + len(text)
        if style != PLAIN or self._styles is not None:
            styles = self._styles = self._styles or [PLAIN] * len(self._text)
            styles += [PLAIN] * (column - len(styles))
            styles[column:end] = [style] * len(text)
        if column == len(self._text):
            self._text += text
        else:
            self._text = self._text[:column].ljust(column) + text + self._text[end:]

    def cut(self, column: int) -> None:
        """Delete from a column on."""
        self._made = None
        self._text = self._text[:column]
        if self._styles is not None:
            del self._styles[column:]

    def line(self) -> tuple[int, int, Line]:
        """First column, width and runs; width 0 where nothing is to be seen. Made once, while nothing changes."""
        if self._made is None:
            full = self._text.replace("\N{NO-BREAK SPACE}", " ").rstrip(" ")
            text = full.lstrip(" ")
            column = len(full) - len(text)
            styles = self._styles and self._styles[column : len(full)]
            self._made = column, len(text), _runs(text, styles) if styles else (Run(text),)
        return self._made


def _runs(text: str, styles: list[Style]) -> Line:
    """Runs of one style; a space looks like what stands before it."""
    if styles.count(styles[0]) == len(styles):
        return (_run(text, styles[0]),)
    runs: list[Run] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or (text[index] != " " and styles[index] != styles[start]):
            runs.append(_run(text[start:index], styles[start]))
            start = index
    return tuple(runs)


def _run(text: str, style: Style) -> Run:
    color, italic, underline, background = style
    return Run(text, italic, False, underline, COLORS[color] if color else None, background)


class Block(NamedTuple):
    """One caption on screen."""

    lines: tuple[Line, ...]
    placement: Placement | None
    align: str | None
    extras: tuple[tuple[str, str], ...]
    widest: int
    """The column after its last cell."""


def blocks(rows: Mapping[int, Row]) -> Iterator[Block]:
    """The captions of a screen from top to bottom: rows with two empty ones between them belong to two captions."""
    seen = [(number, *rows[number].line()) for number in (sorted(rows) if len(rows) > 1 else rows)]
    if any(not row[2] for row in seen):
        seen = [row for row in seen if row[2]]
    start = 0
    for index in range(1, len(seen)):
        if seen[index][0] - seen[index - 1][0] >= _APART:
            yield _block(seen[start:index])
            start = index
    if seen:
        yield _block(seen[start:])


def _block(seen: list[tuple[int, int, int, Line]]) -> Block:
    shape = tuple([row[:3] for row in seen])
    return Block(tuple([row[3] for row in seen]), *_place(shape))


@lru_cache(maxsize=4096)
def _place(
    shape: tuple[tuple[int, int, int], ...],
) -> tuple[Placement | None, str | None, tuple[tuple[str, str], ...], int]:
    """What a block says of its rows, columns and widths: placement, alignment, extras, and the column after its last cell."""
    found = tuple((row, column) for row, column, _ in shape)
    widths = tuple(width for _, _, width in shape)
    placement, align = placed(found, widths)
    exact = " ".join(f"{row}.{column}" for row, column in found)
    kept = () if spots(placement, align, widths) == found else ((AT, exact),)
    return placement, align, kept, max(column + width for _, column, width in shape)
