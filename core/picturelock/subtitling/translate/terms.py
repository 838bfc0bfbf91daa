"""What the glossary asks of a translation: which words must come out, in which form, and whether they did.

A name or a word that is kept comes out as it is; a term in its form of the target language. A sentence that lost one is
translated again with a code in its place, which engines pass on as they pass on names; the code then becomes the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from picturelock.glossary import Glossary, Term
from picturelock.subtitling.grammar import primary
from picturelock.subtitling.rules.glossary import Spellings

_CODE = re.compile(r"(?<![^\W\d_])XQ\s?(\d{1,3})(?!\d)", re.I)
_SPACES = re.compile(r"[\s\u00a0\u202f-]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stretch of a sentence that must come out in a certain form."""

    start: int
    end: int
    right: str
    starts_small: bool
    """Its form takes a capital at the start of a sentence."""


class Guard:
    """A production's glossary between two languages."""

    def __init__(self, glossary: Glossary, source: str, target: str) -> None:
        entries: list[Term] = []
        self.names = frozenset(term.text.casefold() for term in glossary.terms if term.kind == "name")
        for term in glossary.terms:
            right = form_of(term, source, target)
            if right:
                forms = dict.fromkeys([term.text, *filter(None, [_told(term, source)]), *term.variants])
                entries.append(Term(right, term.kind, tuple(forms)))
        self._spellings = Spellings(Glossary(tuple(entries)))

    def wanted(self, sentence: str) -> tuple[Wanted, ...]:
        """What of a sentence must come out, in order."""
        if not self._spellings:
            return ()
        hits = self._spellings.hits(sentence)
        return tuple(Wanted(hit.start, hit.end, hit.term.text, hit.term.text[:1].islower()) for hit in hits)

    def name(self, text: str) -> str:
        """The name of who speaks as it is in the target language."""
        wanted = self.wanted(text)
        return wanted[0].right if len(wanted) == 1 and wanted[0].end - wanted[0].start == len(text) else text

    def pairs(self, sentences: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """What an engine is told of all sentences: each word as it stands there, and its form."""
        found: dict[tuple[str, str], None] = {}
        for sentence in sentences:
            for one in self.wanted(sentence):
                found[sentence[one.start : one.end], one.right] = None
        return tuple(found)


def form_of(term: Term, source: str, target: str) -> str:
    """How a term is written in the target language; "" where the glossary does not say.

    A term that says what it is in the source language is itself written in another: then its own text is the target's.
    """
    if term.kind == "keep":
        return term.text
    told = _told(term, target)
    if told or term.kind == "name":
        return told or term.text
    return term.text if _told(term, source) else ""


def missed(wanted: Sequence[Wanted], translation: str) -> tuple[str, ...]:
    """The forms that a translation lacks, each once. A plural is the same form."""
    plain = _plain(translation)
    return tuple(right for right in dict.fromkeys(one.right for one in wanted) if not _form(right).search(plain))


def coded(sentence: str, wanted: Sequence[Wanted]) -> str:
    """The sentence with a code for each word that must come out."""
    parts, at = [], 0
    for number, one in enumerate(wanted, start=1):
        parts += [sentence[at : one.start], f"XQ{number}"]
        at = one.end
    return "".join([*parts, sentence[at:]])


def decoded(translation: str, wanted: Sequence[Wanted]) -> str | None:
    """A translation with the forms in the place of their codes; None unless each code stands there once."""
    numbers = [int(match[1]) for match in _CODE.finditer(translation)]
    if sorted(numbers) != list(range(1, len(wanted) + 1)):
        return None

    def form(match: re.Match[str]) -> str:
        one = wanted[int(match[1]) - 1]
        opens = one.starts_small and not translation[: match.start()].strip("«“\"'¿¡[( \u00a0")
        return one.right[:1].upper() + one.right[1:] if opens else one.right

    return _CODE.sub(form, translation)


def _told(term: Term, language: str) -> str:
    tag = language.lower().replace("_", "-")
    return term.translations.get(tag) or term.translations.get(primary(tag)) or ""


@lru_cache(maxsize=4096)
def _form(right: str) -> re.Pattern[str]:
    words = [re.escape(word) + "(?:e?s|x)?" for word in _plain(right).split(" ")]
    return re.compile(rf"(?<!\w){' '.join(words)}(?!\w)")


def _plain(text: str) -> str:
    """Text without capitals, with one kind of space, hyphen and apostrophe."""
    return _SPACES.sub(" ", text.casefold().replace("’", "'")).strip()
