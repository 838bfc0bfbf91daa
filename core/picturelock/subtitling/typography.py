"""From words to the pieces of text that captions are set from, with the spaces that each language's punctuation has.

French spacing: a no-break space before ; ! ? : and inside « » in France; in Canada none before ; ! ? and one before :
(Office québécois de la langue française, Banque de dépannage linguistique, article 22039). U+00A0 is used throughout:
the thin U+202F is missing from many players' fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from picturelock.spoken import RecordWord
from picturelock.times import Span

NBSP = "\u00a0"

_CLOSING_ONLY = re.compile(r"[?!:;,.…»)\]%”]+")
_OPENING_ONLY = re.compile(r"[«(\[“¿¡]+")
_SPACE_BEFORE_POINT = re.compile(r"\s+([.,…])")
_SPACE_BEFORE_ANY = re.compile(r"\s+([?!:;.,…])")
_HIGH = re.compile(r"(?<=[^\s(\[«])\s*([?!;]+)(?=$|[\s»”\")\]])")
_COLON = re.compile(r"(?<=\S)\s*:(?=$|\s)")
_GUILLEMETS = re.compile(r"(«)\s*(?=\S)|(?<=\S)\s*(»)")
_PERCENT = re.compile(r"(?<=\d)\s*%")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is set: its punctuation is attached to it, and no line may break inside it."""

    text: str
    span: Span
    """Record time of the word."""
    language: str = "und"
    speaker: str | None = None
    shot: str = ""


def tokens(words: Iterable[RecordWord], spacing: str = "") -> list[Token]:
    """Words with stray punctuation attached. spacing: a profile's, for French words ("" = by the words' own language)."""
    found: list[Token] = []
    opening = ""
    for word in words:
        text = " ".join(word.text.split())
        if not text:
            continue
        rule = spacing_of(word.language, spacing)
        if _OPENING_ONLY.fullmatch(text):
            opening += text
        elif _CLOSING_ONLY.fullmatch(text) and found and not opening:
            last = found[-1]
            span = Span(last.span.start, max(last.span.end, word.span.end))
            found[-1] = replace(last, text=dress(f"{last.text} {text}", rule), span=span)
        else:
            found.append(Token(dress(opening + text, rule), word.span, word.language, word.speaker, word.shot))
            opening = ""
    if opening and found:
        found[-1] = replace(found[-1], text=f"{found[-1].text} {opening}")
    return found


def spacing_of(language: str, spacing: str = "") -> str:
    """The French spacing for text of a language: the profile's, else its country's; "" where the language is not French."""
    if language.lower().split("-")[0] != "fr":
        return ""
    return spacing or ("fr-CA" if language.lower() == "fr-ca" else "fr-FR")


def dress(text: str, spacing: str) -> str:
    """Text with the spaces that its punctuation has: "fr-FR", "fr-CA", or "" for none before any sign."""
    if not spacing:
        return _SPACE_BEFORE_ANY.sub(r"\1", text)
    text = _SPACE_BEFORE_POINT.sub(r"\1", text)
    text = _HIGH.sub((NBSP if spacing == "fr-FR" else "") + r"\1", text)
    text = _COLON.sub(NBSP + ":", text)
    text = _GUILLEMETS.sub(lambda mark: f"«{NBSP}" if mark[1] else f"{NBSP}»", text)
    return _PERCENT.sub(NBSP + "%", text)


def count_characters(text: str) -> int:
    """Characters as a viewer counts them: spaces and punctuation count, combining marks and invisible signs do not."""
    if text.isascii():
        return len(text)
    composed = unicodedata.normalize("NFC", text)
    return sum(1 for sign in composed if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
