"""From what recognisers print to words: punctuation joins its word, times are put in order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from picturelock.speech import Word
from picturelock.times import Flicks, Span, from_ms

SHORTEST: Flicks = from_ms(20)
"""One step of Whisper's clock: no word is given less, where there is room."""

_NO_BREAK = "\u00a0"
_OPENING = frozenset("«“„‹‘([{¿¡-–—")
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "km", "yue"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of text as the recogniser cut it, its leading space kept: that is where words begin."""

    text: str
    span: Span
    confidence: float | None = None


def join(pieces: Iterable[Piece], language: str) -> list[Piece]:
    """Whole words with their punctuation and without white space around them; order is kept.

    A bit without a leading space continues the word before it ("l", "'ai", "-moi"), except in languages that write no
    spaces. A mark that stands alone (French " ?", " »") joins the word before it behind a no-break space, an opening one
    the word after it. Marks without any word vanish.
    """
    words: list[list[Piece]] = []
    opening: list[Piece] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        mark = not _spoken(piece.text)
        if mark and piece.text.strip()[0] in _OPENING and piece.text[0].isspace():
            opening.append(piece)
        elif words and not opening and (mark or not (piece.text[0].isspace() or language in _UNSPACED)):
            words[-1].append(piece)
        elif mark:
            opening.append(piece)
        else:
            words.append([*opening, piece])
            opening = []
    if opening and words:
        words[-1] += opening
    return [_merge(parts) for parts in words]


def in_order(words: Sequence[Piece], floor: Flicks, limit: Flicks) -> tuple[Word, ...]:
    """Words whose spans lie within [floor, limit], one after the other; where two overlap, the later start holds.

    Each gets at least `SHORTEST` while there is room between floor and limit.
    """
    if not words:
        return ()
    limit = max(limit, floor)
    shortest = min(SHORTEST, (limit - floor) // len(words))
    starts: list[Flicks] = []
    earliest = floor
    for word in words:
        starts.append(max(word.span.start, earliest))
        earliest = starts[-1] + shortest
    latest = limit - shortest
    for index in reversed(range(len(starts))):
        starts[index] = min(starts[index], latest)
        latest = starts[index] - shortest
    found = []
    for index, word in enumerate(words):
        bound = starts[index + 1] if index + 1 < len(starts) else limit
        end = min(max(word.span.end, starts[index] + shortest), bound)
        found.append(Word(word.text, Span(starts[index], end), word.confidence))
    return tuple(found)


def spread(texts: Sequence[str], span: Span, confidence: float | None = None) -> list[Piece]:
    """Words over a span whose inner times nobody knows: each gets its share by its count of characters."""
    total = sum(len(text) for text in texts)
    found, done = [], 0
    for text in texts:
        start = span.start + span.duration * done // total
        done += len(text)
        found.append(Piece(text, Span(start, span.start + span.duration * done // total), confidence))
    return found


def _spoken(text: str) -> bool:
    """True where there is a letter or a digit, of any script."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in text)


def _merge(parts: Sequence[Piece]) -> Piece:
    """One word of its parts; its confidence is that of the parts that are spoken, by their length."""
    text = parts[0].text.strip()
    for part in parts[1:]:
        text += (_NO_BREAK if part.text[0].isspace() else "") + part.text.strip()
    start = min(part.span.start for part in parts)
    end = max(part.span.end for part in parts)
    spoken = [part for part in parts if _spoken(part.text)]
    sure = [(part.confidence, len(part.text)) for part in spoken if part.confidence is not None]
    weight = sum(length for _, length in sure)
    confidence = min(1.0, max(0.0, sum(value * length for value, length in sure) / weight)) if weight else None
    return Piece(_NO_BREAK.join(text.split()), Span(start, max(start, end)), confidence)
