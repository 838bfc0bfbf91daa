"""What is translated as one: sentences, whatever captions they run over; and each label, each sung line, for itself.

A caption's lines are told apart into turns (a dash opens each), labels of sounds, names of speakers and songs. What is said
is then joined from caption to caption until a sentence ends, someone else speaks, the silence is too long, or captions stand at
different places of the picture or at the same time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.cues import Cue, Placement, Run
from picturelock.subtitling.editorial.labels import NOTES
from picturelock.subtitling.grammar import ends_sentence
from picturelock.subtitling.typography import PLAIN, Look
from picturelock.times import Flicks, Span, divide_nearest, from_ms

Kind = Literal["speech", "sound", "name", "song"]
"""What is said, the label of a sound, the name of who speaks next, what is sung."""

SILENCE: Flicks = from_ms(2500)
"""A longer one between two captions ends a sentence that has no full stop."""
MOST_CAPTIONS = 5
MOST_CHARACTERS = 320
"""Of one sentence; captions without any full stop are translated in pieces of this size."""

_DASH = re.compile(r"\s*(?:[-–—‐]|>{1,3})(?![-–—‐])\s*(?=\S)")
_LABEL = re.compile(r"\[[^\[\]]{1,200}\]|\([^()]{1,200}\)")
_RUN_ON = re.compile(r"(?:…|\.\.\.)[»”\"')\]]*$")
_WORD = re.compile(r"\S+")
_APART = re.compile(r".*?\](?=\w)|.+")
"""A label and the word that touches it."""

_Word = tuple[str, Look, Span, int]
"""Text, look, share of the caption's time, and line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a unit that stands in one caption."""

    cue: int
    """Its place among the captions."""
    span: Span
    """Of the caption's time, as much as it has of the text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to translate."""

    text: str
    kind: Kind
    pieces: tuple[Piece, ...]
    look: Look = PLAIN
    """What all of it has; a look that only a part has cannot be carried over."""
    mixed: bool = False
    """Parts of it look otherwise."""
    speaker: str | None = None
    turn: int = 0
    """Of its first caption: who of those that speak in it, from 0."""
    several: bool = False
    """More than one person speaks in its first caption."""
    dash: bool = False
    """A dash opens its turn, and nobody else speaks in the caption."""

    @property
    def span(self) -> Span:
        return Span(self.pieces[0].span.start, max(piece.span.end for piece in self.pieces))

    @property
    def first(self) -> int:
        return self.pieces[0].cue

    @property
    def last(self) -> int:
        return self.pieces[-1].cue


@dataclass(frozen=True, slots=True)
class _Bit:
    """A stretch of one kind in one turn of one caption."""

    words: tuple[_Word, ...]
    kind: Kind
    number: int
    """Of the caption."""
    turn: int = 0
    opens: bool = False
    """A dash opens its turn."""
    several: bool = False
    """More than one person speaks in the caption."""
    speaker: str | None = None
    place: Placement | None = None
    crossed: bool = False
    """Another caption is up at the same time."""


def crossing(cues: Sequence[Cue]) -> frozenset[int]:
    """The captions that are up while another one is. cues: in order of start."""
    found: set[int] = set()
    latest = -1
    for number, cue in enumerate(cues):
        if latest >= 0 and cue.span.start < cues[latest].span.end:
            found |= {latest, number}
        if latest < 0 or cue.span.end > cues[latest].span.end:
            latest = number
    return frozenset(found)


def units_of(cues: Sequence[Cue], language: str, names: frozenset[str] = frozenset()) -> list[Unit]:
    """Every text of some captions, in order. names: of people, casefolded, whose labels say who speaks."""
    known = names | {cue.speaker.casefold() for cue in cues if cue.speaker}
    joined, crossed = _Joiner(language), crossing(cues)
    for number, cue in enumerate(cues):
        for bit in _bits(cue, number, known):
            joined.add(replace(bit, place=cue.placement, crossed=number in crossed))
    return joined.finish()


def turns_of(cue: Cue) -> list[list[int]]:
    """The lines of each who speaks in a caption, by their numbers; one turn where no dash opens a line after the first."""
    texts = cue.plain_lines
    lines = [number for number, text in enumerate(texts) if text.strip()]
    opened = [bool(_DASH.match(texts[number])) for number in lines]
    if not any(opened[1:]):
        return [lines] if lines else []
    turns: list[list[int]] = []
    for number, opens in zip(lines, opened, strict=True):
        if opens or not turns:
            turns.append([number])
        else:
            turns[-1].append(number)
    return turns


def _bits(cue: Cue, number: int, names: frozenset[str]) -> Iterator[_Bit]:
    """The stretches of a caption, each word with its share of the caption's time."""
    turns, texts = turns_of(cue), cue.plain_lines
    told = [
        [word for at, line in enumerate(lines) for word in _words(cue.lines[line], line, at == 0)] for lines in turns
    ]
    total = sum(len(word) + 1 for words in told for word, *_ in words) or 1
    gone = 0
    for turn, (lines, words) in enumerate(zip(turns, told, strict=True)):
        timed: list[_Word] = []
        for word, look, line in words:
            start = cue.span.start + divide_nearest(cue.span.duration * gone, total)
            gone += len(word) + 1
            end = cue.span.start + divide_nearest(cue.span.duration * gone, total)
            timed.append((word, look, Span(start, end), line))
        several = len(turns) > 1
        opens = bool(_DASH.match(texts[lines[0]]))
        for kind, run in _parted(timed, names) if timed else ():
            yield _Bit(tuple(run), kind, number, turn, opens, several, None if several else cue.speaker)


def _words(line: Sequence[Run], number: int, first: bool) -> Iterator[tuple[str, Look, int]]:
    """The words of a line with the look of their first sign, without the dash that opens a turn's first one."""
    text = "".join(run.text for run in line)
    looks = [Look(run.italic, run.color) for run in line for _ in run.text]
    match = _DASH.match(text) if first else None
    for word in _WORD.finditer(text, match.end() if match else 0):
        for part in _APART.finditer(word.group()):
            yield part.group(), looks[word.start() + part.start()], number


def _parted(words: list[_Word], names: frozenset[str]) -> Iterator[tuple[Kind, list[_Word]]]:
    """One turn in speech, labels and song."""
    text = " ".join(word for word, *_ in words)
    if text[0] in NOTES or (text.startswith("# ") and len(text) > 2):
        bare = [(word.strip(NOTES + "#"), look, span, line) for word, look, span, line in words]
        yield "song", [word for word in bare if word[0]] or words
        return
    labels = [match.span() for match in _LABEL.finditer(text) if _is_label(text, match)]
    at, first, inside, number = 0, 0, False, 0
    for index, (word, *_) in enumerate(words):
        while number < len(labels) and labels[number][1] <= at:
            number += 1
        within = number < len(labels) and labels[number][0] < at + len(word)
        opens = within and labels[number][0] >= at
        if index > first and (within != inside or opens):
            yield _kind(words[first:index], inside, names), words[first:index]
            first = index
        inside, at = within, at + len(word) + 1
    yield _kind(words[first:], inside, names), words[first:]


def _kind(run: Sequence[_Word], label: bool, names: frozenset[str]) -> Kind:
    if not label:
        return "speech"
    text = " ".join(word for word, *_ in run)
    return "name" if text.strip("[]() :").casefold() in names else "sound"


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Square brackets always; round ones where they do not stand inside a sentence."""
    before = text[: match.start()].rstrip()
    return match[0][0] == "[" or not before or before[-1] in ".?!…])♪"


class _Joiner:
    """Joins what is said to sentences."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._units: list[Unit] = []
        self._open: Unit | None = None
        self._last: _Bit | None = None
        self._looks: set[Look] = set()

    def add(self, bit: _Bit) -> None:
        if bit.kind != "speech":
            self._close()
            self._take(bit.words, bit)
            self._close()
            return
        if self._open is not None and not self._goes_on(self._open, bit):
            self._close()
        first, length = 0, len(self._open.text) if self._open else 0
        for at, (word, *_) in enumerate(bit.words, start=1):
            length += len(word) + 1
            if length > MOST_CHARACTERS or ends_sentence(word, self._language):
                self._take(bit.words[first:at], bit)
                first, length = at, 0
                if at < len(bit.words) or not _RUN_ON.search(word):
                    self._close()  # after an ellipsis at a caption's end, the next one decides
        if first < len(bit.words):
            self._take(bit.words[first:], bit)

    def finish(self) -> list[Unit]:
        self._close()
        return self._units

    def _goes_on(self, last: Unit, bit: _Bit) -> bool:
        """True where a sentence that has begun goes on with what comes next."""
        if last.last == bit.number:
            return self._last is not None and self._last.turn == bit.turn
        before = self._last
        if before is None or before.crossed or bit.crossed or before.place != bit.place:
            return False
        silence = bit.words[0][2].start - last.span.end
        others = None not in (last.speaker, bit.speaker) and last.speaker != bit.speaker
        if bit.opens or others or silence > SILENCE or len(last.pieces) >= MOST_CAPTIONS:
            return False
        following = bit.words[0][0].lstrip("….\"'«“ ")
        return not _RUN_ON.search(last.text) or following[:1].islower()

    def _take(self, words: Sequence[_Word], bit: _Bit) -> None:
        """Add words to the open unit, or begin one."""
        text = " ".join(word for word, *_ in words)
        piece = Piece(bit.number, Span(words[0][2].start, words[-1][2].end))
        self._looks |= {look for _, look, *_ in words}
        self._last = bit
        last = self._open
        if last is None:
            alone = bit.opens and not bit.several
            self._open = Unit(
                text, bit.kind, (piece,), speaker=bit.speaker, turn=bit.turn, several=bit.several, dash=alone
            )
            return
        pieces = (*last.pieces, piece)
        if last.last == bit.number:
            whole = Span(last.pieces[-1].span.start, piece.span.end)
            pieces = (*last.pieces[:-1], Piece(bit.number, whole))
        self._open = replace(last, text=f"{last.text} {text}", pieces=pieces)

    def _close(self) -> None:
        if self._open is not None:
            look = next(iter(self._looks)) if len(self._looks) == 1 else PLAIN
            self._units.append(replace(self._open, look=look, mixed=len(self._looks) > 1))
        self._open, self._looks = None, set()
