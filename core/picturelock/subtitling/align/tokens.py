"""Captions, scripts and speech as the same small words, so that they can be compared.

Without case, accents and punctuation; "l'été" is l, ete. Whole numbers are spelt out, because one writes 21 and another says
twenty-one. What nobody says is left out: sounds in brackets, music marks, the name of who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from picturelock.spoken import RecordWord, parts
from picturelock.subtitling.editorial.spelling import in_words
from picturelock.subtitling.grammar import primary

_BRACKETED = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}|[♪♫♬♩#]")
_LABEL = re.compile(r"^[ \t]*(?:[-–—>]+[ \t]*)?[^\W\d_a-zß-öø-ÿ][^a-zß-öø-ÿ\n:]{0,29}:(?=\s|$)", re.M)
_FIGURES = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stream:
    """Small words in order, and whose they are."""

    tokens: tuple[str, ...]
    owners: tuple[int, ...]
    """For each token the number of the caption, the script word or the spoken word that it is of."""

    def firsts(self, count: int) -> list[int]:
        """For each of `count` owners its first token, and one more: the end. Owners without tokens begin where the next does."""
        found = [len(self.tokens)] * (count + 1)
        for at in range(len(self.owners) - 1, -1, -1):
            found[self.owners[at]] = at
        for owner in range(count - 1, -1, -1):
            found[owner] = min(found[owner], found[owner + 1])
        return found


def said(text: str) -> str:
    """A caption's text without what nobody says."""
    if any(sign in text for sign in "[({♪♫♬♩#"):
        text = _BRACKETED.sub(" ", text)
    return _LABEL.sub(" ", text) if ":" in text else text


def written(texts: Iterable[str], language: str) -> Stream:
    """The tokens of texts, each text an owner. They are taken as they stand: see `said`."""
    tokens: list[str] = []
    owners: list[int] = []
    for number, text in enumerate(texts):
        for part in _tokens(text, language):
            tokens.append(part)
            owners.append(number)
    return Stream(tuple(tokens), tuple(owners))


def heard(words: Sequence[RecordWord]) -> Stream:
    """The tokens of spoken words, each word an owner."""
    known: dict[tuple[str, str], list[str]] = {}
    tokens: list[str] = []
    owners: list[int] = []
    for number, word in enumerate(words):
        key = word.text, word.language
        found = known.get(key)
        if found is None:
            found = known[key] = _tokens(*key)
        for part in found:
            tokens.append(part)
            owners.append(number)
    return Stream(tuple(tokens), tuple(owners))


def _tokens(text: str, language: str) -> list[str]:
    found = parts(text, language)
    if not any(token[0].isdigit() for token in found):
        return found
    tongue = "fr" if primary(language) == "fr" else "en"
    spelt: list[str] = []
    for token in found:
        spelt += parts(in_words(int(token), tongue), tongue) if _FIGURES.fullmatch(token) else (token,)
    return spelt
