"""Where a line of a caption may be divided: between words, and in scripts without spaces between signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

SENTENCE, PHRASE = 2, 1
"""What a word ends, apart from itself."""

_SIGNS = re.compile("[^ \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
"""Between spaces at which a line may break: a no-break space is none."""
_DASH = re.compile(r"\s*[-\u2010\u2011\u2013\u2014](?:\s+(?=\S)|(?=[^\s\d\u2010-\u2014-]))")
_FULL_STOPS = frozenset(".?!…。！？．؟۔।॥‼⁇⁈⁉")
_COMMAS = frozenset(",;:—–、，；：،؛")
_OPEN, _CLOSE = frozenset("([{（［｛「『【〈《"), frozenset(")]}）］｝」』】〉》")
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "st", "m", "mm", "mme", "mlle", "pr", "prof", "sgt", "lt", "jr", "sr"))
_NOTES = ("♪", "♫", "♬", "#")
_BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSPACED = re.compile(
    "[\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff9f\U00020000-\U0003ffff]"
)
_NO_START = frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーｰ々〻ゝゞヽヾ〜～・")
"""Signs that Japanese sets no line to start with, beside closing punctuation (JIS X 4051)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the punctuation that belongs to it."""

    line: int
    start: int
    end: int
    """Its characters in the line: [start, end)."""
    ends: int = 0
    """SENTENCE, PHRASE (a comma, a colon), or 0."""
    inside: bool = False
    """What follows it is in the same brackets."""


def words_of(lines: Sequence[str], skipped: Sequence[int]) -> list[Word]:
    """The words of a caption's lines. skipped: by line, how many of its first characters are none (a dash)."""
    found: list[Word] = []
    depth = 0
    for number, line in enumerate(lines):
        for start, end in _merged(line, [*_cells(line, skipped[number])]):
            text = line[start:end]
            depth += sum((sign in _OPEN) - (sign in _CLOSE) for sign in text)
            found.append(Word(number, start, end, _ends(text), depth > 0))
    return found if depth == 0 else [replace(word, inside=False) for word in found]


def dash_of(line: str) -> str:
    """The dash, with the space after it, of a line that another person speaks; "" without one. A minus is none."""
    found = _DASH.match(line)
    return found[0] if found else ""


def is_label(text: str) -> bool:
    """True for the label of a sound, all of it in one pair of brackets."""
    bare = text.strip()
    return len(bare) > 1 and bare[0] in _OPEN and bare[-1] in _CLOSE and not _CLOSE & set(bare[:-1])


def notes_of(text: str) -> tuple[str, str]:
    """The music notes, with their spaces, that stand around a whole text."""
    first, last = text.lstrip()[:1], text.rstrip()[-1:]
    if first not in _NOTES or last not in _NOTES or len(text.strip()) < 3:
        return "", ""
    inner = text.strip()[1:-1]
    return first + " " * inner.startswith((" ", "\u00a0")), " " * inner.endswith((" ", "\u00a0")) + last


def directions_of(line: str) -> tuple[str, str]:
    """The invisible marks of writing direction around a line."""
    start = len(line) - len(line.lstrip(_BIDI))
    return line[:start], line[len(line.rstrip(_BIDI)) :] if start < len(line) else ""


def _cells(line: str, skipped: int) -> Iterator[tuple[int, int]]:
    """What stands between two places at which the line might break."""
    for match in _SIGNS.finditer(line, skipped):
        start, end = match.span()
        if not _UNSPACED.search(match[0]):
            yield start, end
            continue
        for at in range(start + 1, end):
            before, after = line[at - 1], line[at]
            if (_UNSPACED.match(before) or _UNSPACED.match(after)) and _may_part(before, after):
                yield start, at
                start = at
        yield start, end


def _may_part(before: str, after: str) -> bool:
    if after in _NO_START or after in _FULL_STOPS or after in _COMMAS:
        return False
    return unicodedata.category(after) not in ("Pe", "Pf", "Mn", "Mc") and unicodedata.category(before) not in (
        "Ps",
        "Pi",
    )


def _merged(line: str, cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cells with a letter or figure in each: what opens goes with the next one, other punctuation with the one before."""
    start: int | None = None
    held: tuple[int, int] | None = None
    for a, b in cells:
        if start is None:
            start = a
        if any(sign.isalnum() for sign in line[a:b]):
            if held is not None:
                yield held
            held, start = (start, b), None
        elif held is not None and unicodedata.category(line[a]) not in ("Ps", "Pi"):
            held, start = (held[0], b), None
    if held is not None:
        yield held if start is None else (held[0], cells[-1][1])
    elif cells:
        yield cells[0][0], cells[-1][1]


def _ends(text: str) -> int:
    bare = text.rstrip()
    while bare and (bare[-1] in "\"'’”»" or unicodedata.category(bare[-1]) in ("Pe", "Pf", "Cf", "Zs")):
        bare = bare[:-1]
    if bare[-1:] in _COMMAS:
        return PHRASE
    if bare[-1:] not in _FULL_STOPS:
        return 0
    name = "".join(sign for sign in bare if sign.isalpha())
    short = bare.endswith(".") and (name.lower() in _TITLES or (len(name) == 1 and name.isupper() and name != "I"))
    return 0 if short else SENTENCE
