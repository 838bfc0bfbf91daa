"""What a CEA-608 receiver has on screen, and the captions that people see in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from picturelock.cues import Line, Placement, Run
from picturelock.formats.cea608 import COLORS, COLUMNS, PLAIN, Style
from picturelock.formats.cea608_place import placed, spots

AT = "cea608.at"
"""The extra that keeps rows and columns where the placement does not give them back: "14.4 15.8"."""

WIDEST = 2 * COLUMNS  # what runs past the last column is kept up to here: people may still want the words
_APART = 3  # rows: blocks that far apart are captions of their own


class Row:
    """The cells of a row, as far as they were written."""

    __slots__ = ("_cells", "_made", "_styles")

    def __init__(self) -> None:
        self._cells: list[str] = []
        self._styles: list[Style] = []
        self._made: tuple[int, int, Line] | None = None

    def put(self, column: int, text: str, style: Style) -> None:
        """Write over whatever stands there."""
        self._made = None
        cells, styles = self._cells, self._styles
        gap = column - len(cells)
        if gap > 0:
            cells += " " * gap
            styles += [PLAIN] * gap
        if gap >= 0:
            cells += text
            styles += [style] * len(text)
        else:
            cells[column : column + len(text)] = text
            styles[column : column + len(text)] = [style] * len(text)

    def cut(self, column: int) -> None:
        """Delete from a column on."""
        self._made = None
        del self._cells[column:], self._styles[column:]

    def line(self) -> tuple[int, int, Line]:
        """First column, width and runs; width 0 where nothing is to be seen. Made once, while nothing changes."""
        if self._made is None:
            full = "".join(self._cells).replace("\N{NO-BREAK SPACE}", " ")
            text = full.strip(" ")
            column = len(full) - len(full.lstrip(" ")) if text else 0
            self._made = column, len(text), _runs(text, self._styles[column : column + len(text)])
        return self._made


def _runs(text: str, styles: list[Style]) -> Line:
    """Runs of one style; a space looks like what stands before it."""
    if styles.count(PLAIN) == len(styles):
        return (Run(text),)
    runs: list[Run] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or (text[index] != " " and styles[index] != styles[start]):
            color, italic, underline, background = styles[start]
            name = COLORS[color] if color else None
            runs.append(Run(text[start:index], italic, False, underline, name, background))
            start = index
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class Block:
    """One caption on screen."""

    lines: tuple[Line, ...]
    placement: Placement | None
    align: str | None
    extras: tuple[tuple[str, str], ...]
    widest: int
    """The column after its last cell."""


def blocks(rows: Mapping[int, Row]) -> Iterator[Block]:
    """The captions of a screen from top to bottom: rows with two empty ones between them belong to two captions."""
    every = ((number, *rows[number].line()) for number in sorted(rows))
    seen = [row for row in every if row[2]]
    start = 0
    for index in range(1, len(seen) + 1):
        if index == len(seen) or seen[index][0] - seen[index - 1][0] >= _APART:
            yield _block(seen[start:index])
            start = index


def _block(seen: list[tuple[int, int, int, Line]]) -> Block:
    shape = tuple(row[:3] for row in seen)
    return Block(tuple(line for *_, line in seen), *_place(shape))


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
