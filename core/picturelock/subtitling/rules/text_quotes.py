"""Apostrophes and quotation marks: signs that only look like them, two kinds in one file, and French guillemets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import Correction, check_all, french
from picturelock.subtitling.subject import Event, Subject
from picturelock.subtitling.typography import NBSP, spacing_of

NOT_ONE = "Picturelock: an accent or a prime that stands for an apostrophe is missing from many players' fonts"
ONE_KIND = "Picturelock: one file sets its apostrophes and quotation marks in one way"
TWO_FOR_ONE = "Picturelock: a quotation mark is one sign, not two apostrophes (one of Subtitle Edit's common errors)"
GUILLEMETS = "Office québécois de la langue française, Banque de dépannage linguistique: French quotation marks are « »"

TYPED, SET = "'", "’"
_APOSTROPHE = r"(?<=[^\W\d_])%s(?=[^\W\d_])"
_FALSE = re.compile(r"[`´ʼ′‵＇ʹ](?<=[^\W\d_].)(?=[^\W\d_])")
_TYPED = re.compile(_APOSTROPHE % "'")
_SET = re.compile(_APOSTROPHE % "’")
_DOUBLED = re.compile(r"(?=['’‘`])(?:(?<![\w'’])(?:''|’’|‘‘|``)(?!['’`])|(?<!['’`])(?:''|’’)(?![\w'’]))")
_STRAIGHT = re.compile(r'"')
_CURLY = re.compile(r"[“”„]")
REACH = 12
"""Captions over which a quotation may run."""
_ENGLISH = re.compile(r'"([^"\n«»“”]+)"|“([^"“”«»\n]+)”|<<([^<>«»\n]+)>>')


def _house_apostrophe(subject: Subject) -> str:
    """The apostrophe that most of the file's words have; the typed one where it has as many of both."""
    return SET if subject.page.count(_SET) > subject.page.count(_TYPED) else TYPED


def _apostrophe(event: Event, subject: Subject) -> str:
    house = _house_apostrophe(subject)
    return (_TYPED if house == SET else _SET).sub(house, event.text)


def _unify(event: Event, _: Subject) -> str:
    """Curly marks in a file of straight ones; which way a straight one should turn is not always clear."""
    return _CURLY.sub('"', event.text)


def _mixed_quotes(subject: Subject) -> bool:
    return not french(subject) and 0 < subject.page.count(_CURLY) <= subject.page.count(_STRAIGHT)


def _mixed_apostrophes(subject: Subject) -> bool:
    text = subject.page.text
    return bool(_TYPED.search(text) and _SET.search(text))


def _guillemets(event: Event, subject: Subject) -> str:
    if not spacing_of(subject.captions.language, subject.profile.spacing):
        return event.text
    before, text = "", event.text
    for earlier in subject.events[max(event.number - REACH, 0) : event.number]:
        before = _latest(earlier.text) or before

    def quoted(match: re.Match[str]) -> str:
        # English marks are right inside guillemets.
        inside = (_latest(text[: match.start()]) or before) == "«"
        return match[0] if inside else f"«{NBSP}{(match[1] or match[2] or match[3]).strip()}{NBSP}»"

    return _ENGLISH.sub(quoted, text)


def _latest(text: str) -> str:
    """The last guillemet of a text, or ""."""
    return next((sign for sign in reversed(text) if sign in "«»"), "")


FALSE_APOSTROPHE = Correction(
    "false-apostrophe", _FALSE, lambda event, subject: _FALSE.sub(_house_apostrophe(subject), event.text), NOT_ONE
)
MIXED_APOSTROPHES = Correction(
    "mixed-apostrophes", re.compile(_APOSTROPHE % "['’]"), _apostrophe, ONE_KIND, "info", _mixed_apostrophes
)
DOUBLED = Correction("doubled-apostrophe", _DOUBLED, lambda event, _: _DOUBLED.sub('"', event.text), TWO_FOR_ONE)
MIXED_QUOTES = Correction("mixed-quotes", _CURLY, _unify, ONE_KIND, "info", _mixed_quotes)
FRENCH_QUOTES = Correction("french-quotes", _ENGLISH, _guillemets, GUILLEMETS, "info", french)


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    yield from check_all(subject, FALSE_APOSTROPHE, MIXED_APOSTROPHES, DOUBLED, MIXED_QUOTES, FRENCH_QUOTES)
