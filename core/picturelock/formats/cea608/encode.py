"""Writes one caption as the bytes that load it on a CEA-608 receiver: the text in rows, with its styles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from picturelock.cues import Cue, Line, Run
from picturelock.formats.base import extra, plain_texts, visible_lines
from picturelock.formats.cea608.codes import (
    COLORS,
    COLUMNS,
    ENM,
    PLAIN,
    RCL,
    ROWS,
    Style,
    mid_row,
    miscellaneous,
    preamble,
)
from picturelock.formats.cea608.place import Spot, placed, spots
from picturelock.formats.cea608.screen import AT
from picturelock.formats.cea608.text import fill_word, put_text, transliterate, words_of
from picturelock.formats.colors import nearest, rgb
from picturelock.formats.replacements import Replacements
from picturelock.formats.tags import count_tags, names_of

START = miscellaneous(RCL) + miscellaneous(ENM)
_PREAMBLES = {(row, column): preamble(row, column) for row in range(1, ROWS + 1) for column in range(COLUMNS)}
_WORDS = re.compile(r"\S+")
_SPOTS = re.compile(r"(\d{1,2})\.(\d{1,2})", re.ASCII)
_TAB_REACH = 3


class Row(NamedTuple):
    """A line of text that is ready to be placed."""

    text: str
    styles: tuple[Style, ...] | None = None
    """Of each character, all of a word alike; None where all are plain."""
    words: bytes = b""
    """What is sent for it where all are plain."""


def rows_of(cue: Cue, name: str, replacements: Replacements, losses: Counter[str]) -> tuple[list[Row], int]:
    """The lines of a cue in the signs that there are, none wider than the screen, and how wide the widest was.

    name: of the cue, in findings. What cannot be held is counted.
    """
    texts = plain_texts(cue)
    if texts is None:
        count_tags(cue.lines, losses)
        losses["speakers"] += len(names_of(cue)) - bool(cue.speaker)  # that one is counted with the cue's other fields
        rows = [_row(line, replacements, losses, name) for line in visible_lines(cue, losses)]
    else:
        rows = [_plain_row(text, replacements, name) for text in texts]
    widths = [len(row[0]) for row in rows]
    widest = max(widths, default=0)
    if widest > COLUMNS or 0 in widths:
        rows = [part for row in rows if row.text for part in _wrapped(row)]
    return rows, widest


def spots_of(cue: Cue, rows: Sequence[Row]) -> tuple[Spot, ...]:
    """Where the rows stand: as they were read, if the caption was not moved since, else by its placement."""
    widths = tuple([len(row[0]) for row in rows])
    exact = extra(cue, AT) if cue.extras else None
    if exact is not None:
        found = tuple((int(row), int(column)) for row, column in _SPOTS.findall(exact[: 8 * ROWS]))
        if _possible(found, widths) and placed(found, widths) == (cue.placement, cue.align):
            return found
    return spots(cue.placement, cue.align, widths)


def load(rows: Sequence[Row], at: Sequence[Spot], losses: Counter[str]) -> bytes:
    """The bytes that build a pop-on caption, whole words, without the code that shows it."""
    parts = [START]
    for row, spot in zip(rows, at, strict=True):
        if row.styles is None:
            parts += (_PREAMBLES[spot], row.words)
        else:
            parts.append(_styled(row.text, row.styles, spot, losses))
    return b"".join(parts)


def _possible(found: Sequence[Spot], widths: Sequence[int]) -> bool:
    rows = [row for row, _ in found]
    return (
        len(found) == len(widths)
        and all(1 <= row <= ROWS for row in rows)
        and all(earlier < later for earlier, later in pairwise(rows))
        and all(column + width <= COLUMNS for (_, column), width in zip(found, widths, strict=True))
    )


def _plain_row(text: str, replacements: Replacements, cue: str) -> Row:
    text = text.strip()
    words = words_of(text)
    if words is None:
        text = transliterate(text, replacements, cue).strip()
        words = words_of(text) or b""
    return Row(text, None, words)


def _row(line: Line, replacements: Replacements, losses: Counter[str], cue: str) -> Row:
    if len(line) == 1:
        style = _style(line[0], losses)
        row = _plain_row(line[0].text, replacements, cue)
        return row if style == PLAIN else Row(row.text, (style,) * len(row.text))
    texts: list[str] = []
    styles: list[Style] = []
    for run in line:
        text = transliterate(run.text, replacements, cue)
        texts.append(text)
        styles += [_style(run, losses)] * len(text)
    full = "".join(texts)
    text = full.strip()
    start = len(full) - len(full.lstrip())
    found = _word_styles(text, styles[start : start + len(text)], losses)
    return Row(text, found) if found else _plain_row(text, replacements, cue)


def _style(run: Run, losses: Counter[str]) -> Style:
    losses["bold"] += run.bold
    losses["backgrounds"] += run.background is not None
    if run.color is None:
        return Style(0, run.italic, run.underline) if run.italic or run.underline else PLAIN
    color, exact = _color(run.color)
    losses["inexact-colors"] += not exact
    return Style(color, run.italic, run.underline)


@lru_cache(4096)
def _color(text: str) -> tuple[int, bool]:
    """The nearest of the seven colours, and whether it is the same."""
    near = nearest(text, COLORS)
    return (COLORS.index(near), rgb(text) == rgb(near)) if near else (0, False)


def _word_styles(text: str, styles: list[Style], losses: Counter[str]) -> tuple[Style, ...] | None:
    """One style for each word: a change takes a cell, so within a word it would tear the word apart."""
    if styles.count(PLAIN) == len(styles):
        return None
    for word in _WORDS.finditer(text):
        start, end = word.span()
        own = styles[start:end]
        if own.count(own[0]) < len(own):
            losses["word-styles"] += 1
            # The style of most of its letters; of two equals the one that stands out.
            most = max(dict.fromkeys(own), key=lambda style: (own.count(style), style != PLAIN))
            styles[start:end] = [most] * len(own)
    return tuple(styles)


def _wrapped(row: Row) -> list[Row]:
    """A line as several where it is too wide, broken at spaces where there are any."""
    if len(row.text) <= COLUMNS:
        return [row]
    parts: list[Row] = []
    start, text = 0, row.text
    while start < len(text):
        end = start + COLUMNS
        if end < len(text) and text[end] != " ":
            space = text.rfind(" ", start, end)
            end = space if space > start else end
        part = text[start:end].rstrip()
        styles = row.styles[start : start + len(part)] if row.styles else None
        plain = styles is None or styles.count(PLAIN) == len(styles)
        parts.append(Row(part, None, words_of(part) or b"") if plain else Row(part, styles))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return parts


def _styled(text: str, styles: Sequence[Style], spot: Spot, losses: Counter[str]) -> bytes:
    """The words of a row with styles: each change stands in the place of the space before its word."""
    out = bytearray()
    stretches = _stretches(text, styles)
    now = _begin(out, stretches[0][2], spot, len(text), losses)
    written = 0
    for start, end, style in stretches:
        if style != now and start:
            spaces = start - written
            codes = _change(now, style)
            if len(codes) > spaces:  # a colour and italics need two cells; the colour tells who speaks
                losses["italics"] += 1
                style, codes = style._replace(italic=False), codes[:1]
            put_text(out, " " * (spaces - len(codes)))
            fill_word(out)
            for code in codes:
                out += code
            now, written = style, start
        put_text(out, text[written:end])
        written = end
    fill_word(out)
    return bytes(out)


def _stretches(text: str, styles: Sequence[Style]) -> list[tuple[int, int, Style]]:
    """Start and end of the text between two changes of style, without the spaces around it."""
    if styles.count(styles[0]) == len(styles):
        return [(0, len(text), styles[0])]
    found: list[tuple[int, int, Style]] = []
    for word in _WORDS.finditer(text):
        start, end = word.span()
        if found and found[-1][2] == styles[start]:
            found[-1] = (found[-1][0], end, styles[start])
        else:
            found.append((start, end, styles[start]))
    return found


def _change(now: Style, style: Style) -> list[bytes]:
    """The mid-row codes from one style to another; each takes a cell."""
    if not style.italic:
        return [mid_row(style)]
    italics = mid_row(style._replace(color=0))
    return [italics] if now.color == style.color else [mid_row(style._replace(italic=False)), italics]


def _begin(out: bytearray, style: Style, spot: Spot, width: int, losses: Counter[str]) -> Style:
    """The codes to the first character of a row in a style; gives the style that it has then."""
    row, column = spot
    cells = 1 + bool(style.color and style.italic)
    if not (style.color or style.italic) or (column <= _TAB_REACH and cells == 1):
        out += preamble(row, column, style)
    elif cells > 1 and column <= _TAB_REACH + 1:
        # The preamble colours, and the italics take the cell before the text: at the left edge its first, if the row has room.
        if not column and width >= COLUMNS:
            losses["italics"] += 1
            style = style._replace(italic=False)
        out += preamble(row, max(0, column - 1), style._replace(italic=False))
        if style.italic:
            out += mid_row(style._replace(color=0))
    else:
        # Only the first columns have coloured preambles: further in, the change takes the cells before the text.
        out += preamble(row, column - cells)
        for code in _change(PLAIN, style):
            out += code
    return style
