"""Sounds and songs as transcripts write them: "[door slams]", "(applaudissements)", "*music*", "♪ la la ♪". Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from picturelock.subtitling.editorial.labels import NOTES

_CLOSING = {"[": "]", "(": ")", "*": "*"}
_MOST_WORDS = 12
_MOST_CHARACTERS = 80
_FINAL = ".,;:?!…"
_ONLY_NOTES = re.compile(rf"[{NOTES}]+")
_LONGEST_SONG = 400  # words; a note without a partner that near stands for music by itself


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [first, end) of one speaker."""

    first: int
    end: int
    text: str
    """Of a label: as the transcript has it, with its brackets."""


def bracketed(texts: Sequence[str]) -> Iterator[Stretch]:
    """Every stretch of whole words in brackets or asterisks that is short enough to be a label and holds a word."""
    at = 0
    while at < len(texts):
        found = _label_at(texts, at) if texts[at][:1] in _CLOSING else None
        if found is not None:
            yield found
        at = found.end if found else at + 1


def _label_at(texts: Sequence[str], at: int) -> Stretch | None:
    closing = _CLOSING[texts[at][0]]
    length = 0
    for end in range(at, min(at + _MOST_WORDS, len(texts))):
        length += len(texts[end]) + 1
        if length > _MOST_CHARACTERS:
            return None
        body = texts[end].rstrip(_FINAL)
        if body.endswith(closing) and (end > at or len(body) > 1):
            text = " ".join((*texts[at:end], body))
            inner = text[1:-1]
            letters = sum(sign.isalpha() for sign in inner)
            return Stretch(at, end + 1, text) if letters > 2 and closing not in inner else None
    return None


@dataclass(frozen=True, slots=True)
class Songs:
    """What the notes among one speaker's words mean. Indices are those of the words."""

    sung: tuple[Stretch, ...]
    """The words of each song, without the notes that stand alone."""
    music: tuple[int, ...]
    """Notes that stand for music nobody sings to."""
    notes: tuple[int, ...]
    """Notes that only open or close a song."""


def songs(texts: Sequence[str]) -> Songs:
    """Songs are what stands between a note and the next one; a note without a partner is music."""
    sung: list[Stretch] = []
    music: list[int] = []
    notes: list[int] = []
    opened: tuple[int, int] | None = None  # index of the note, of the first word
    for at, text in enumerate(texts):
        if not (text[:1] in NOTES or text[-1:] in NOTES) or not text:
            continue
        alone = _ONLY_NOTES.fullmatch(text) is not None
        if opened and at - opened[0] > _LONGEST_SONG:
            music += [opened[0]] if opened[1] > opened[0] else []
            opened = None
        if opened is None and (alone or text[0] in NOTES):
            opened = at, at + alone
            if alone or text[-1] not in NOTES:
                continue
        if opened is None:
            continue
        end = at if alone else at + 1
        if end > opened[1]:
            sung.append(Stretch(opened[1], end, ""))
            notes += [index for index in (opened[0], at) if not opened[1] <= index < end]
        else:
            music.append(opened[0])
            notes.append(at)
        opened = None
    if opened and opened[1] > opened[0]:
        music.append(opened[0])
    return Songs(tuple(sung), tuple(music), tuple(notes))
