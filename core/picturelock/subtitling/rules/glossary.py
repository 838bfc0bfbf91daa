"""Names and terms as the production's glossary has them: its wrong spellings, what is nearly a name, what is not translated.

Words are compared without capitals, unless a wrong spelling differs by its capitals alone. Nearly a name: a capitalised word
within a sentence that is no entry, and no word of these captions in small letters, yet has four fifths of a name's letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from picturelock.findings import Finding
from picturelock.glossary import Glossary, Term
from picturelock.subtitling.subject import Subject

HOUSE = "Picturelock: names and terms are spelt as the production's glossary has them"
LIKE = 80
"""Of 100: how like a name a word is that may be meant for it (`rapidfuzz.fuzz.ratio`)."""
FEWEST_LETTERS = 4
SURE, SURE_LETTERS = 86, 6
"""The same where a sentence opens, and every word has a capital."""
_WORD = re.compile(r"[^\W_]+")
_OPENING = frozenset('.?!…:–—-\n«“"♪[(')
"""Signs behind which a sentence may open."""
_ENDINGS = ("s", "es", "x")
"""What grammar adds to a name, and no typist does by mistake."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that is an entry's wrong spelling."""

    start: int
    end: int
    term: Term


class Spellings:
    """The wrong spellings of a glossary, found in a text in one pass over its words."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms: dict[tuple[str, ...], list[tuple[str, Term]]] = {}
        lengths: dict[str, set[int]] = {}
        for term in glossary.terms:
            for variant in term.variants:
                words = tuple(_WORD.findall(variant.casefold()))
                if words:
                    exact = _plain(variant) if _plain(variant).casefold() == _plain(term.text).casefold() else ""
                    self._terms.setdefault(words, []).append((exact, term))
                    lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        """By the first word of a wrong spelling: how many words such spellings have."""

    def __bool__(self) -> bool:
        return bool(self._terms)

    def may_open(self, word: str) -> bool:
        """True for a word with which a wrong spelling begins."""
        return word.casefold() in self._lengths

    def hits(self, text: str) -> Iterator[Hit]:
        """The wrong spellings of a text, longest first, none overlapping."""
        folded = text.casefold()
        if len(folded) != len(text):  # a sign that folds into two: places would not fit
            folded = text.lower() if len(text.lower()) == len(text) else text
        found = list(_WORD.finditer(folded))
        words = [match.group() for match in found]
        at = 0
        while at < len(words):
            hit = next(self._at(text, found, words, at), None) if words[at] in self._lengths else None
            if hit is None:
                at += 1
                continue
            yield hit
            while at < len(words) and found[at].start() < hit.end:
                at += 1

    def _at(self, text: str, found: Sequence[re.Match[str]], words: Sequence[str], at: int) -> Iterator[Hit]:
        for length in self._lengths[words[at]]:
            for exact, term in self._terms.get(tuple(words[at : at + length]), ()):
                start, end = found[at].start(), found[at + length - 1].end()
                if exact and _plain(text[start:end]) != exact:
                    continue
                if not _within(text, start, end, term.text):
                    yield Hit(start, end, term)


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    terms = subject.glossary.terms
    if not terms:
        return
    wrong, foreign = Spellings(subject.glossary), _untranslated(terms, subject.captions.language)
    written = frozenset(_WORD.findall(subject.page.text))
    nearly = _nearly(terms, written)
    wanted = {word for word in written if word in nearly or wrong.may_open(word) or foreign.may_open(word)}
    if not wanted:
        return
    for event in subject.events:
        text = event.text
        if wanted.isdisjoint(_WORD.findall(text)):
            continue
        hits = list(wrong.hits(text))
        for hit in hits:
            facts = {"found": _plain(text[hit.start : hit.end]), "right": hit.term.text}
            yield subject.remark("name-spelling", event, "error", HOUSE, **facts)
        for found in _meant(text, nearly, hits):
            yield subject.remark("nearly-name", event, "warning", HOUSE, found=found, right=nearly[found][0])
        for hit in foreign.hits(text):
            facts = {"found": _plain(text[hit.start : hit.end]), "right": hit.term.text}
            yield subject.remark("term-untranslated", event, "warning", HOUSE, **facts)


def _nearly(terms: Iterable[Term], written: Iterable[str]) -> dict[str, tuple[str, float]]:
    """Capitalised words of the captions that are nearly a name: the name, and how like it they are."""
    names = {word for term in terms if term.kind != "term" for word in _WORD.findall(term.text)}
    choices = sorted(word for word in names if len(word) >= FEWEST_LETTERS and word[0].isupper())
    if not choices:
        return {}
    from rapidfuzz import fuzz, process

    known = {word.casefold() for term in terms for word in _WORD.findall(term.text)}
    small = {word for word in written if word[0].islower()}
    found: dict[str, tuple[str, float]] = {}
    for word in written:
        folded = word.casefold()
        if len(word) < FEWEST_LETTERS or not word[0].isupper() or folded in small or folded in known:
            continue
        if any(folded.removesuffix(end) in known for end in _ENDINGS):
            continue
        spelt = word.capitalize() if word.isupper() else word
        like = process.extractOne(spelt, choices, scorer=fuzz.ratio, score_cutoff=LIKE)
        if like:
            found[word] = str(like[0]), float(like[1])
    return found


def _meant(text: str, nearly: Mapping[str, tuple[str, float]], hits: Sequence[Hit]) -> Iterator[str]:
    """The words of a text that are nearly a name. hits: wrong spellings, which are told already."""
    last = 0
    for match in _WORD.finditer(text):
        word, between = match.group(), text[last : match.start()]
        opens = not last or any(sign in _OPENING for sign in between)
        last = match.end()
        if word not in nearly or any(hit.start <= match.start() < hit.end for hit in hits):
            continue
        if not opens or (nearly[word][1] >= SURE and len(word) >= SURE_LETTERS):
            yield word


def _untranslated(terms: Iterable[Term], language: str) -> Spellings:
    """Entries that have a translation into a language, as if they were wrong spellings of it. What is kept has none."""
    wanted = language.lower().replace("_", "-")
    entries = []
    for term in terms:
        told: Mapping[str, str] = term.translations
        right = told.get(wanted) or told.get(wanted.split("-")[0])
        if right and term.kind != "keep" and right.casefold() != term.text.casefold():
            entries.append(Term(right, term.kind, (term.text,)))
    return Spellings(Glossary(tuple(entries)))


def _within(text: str, start: int, end: int, right: str) -> bool:
    """True where what was found is a part of the right text standing there: "Clair" of "Clair de Lune"."""
    found = _plain(text[start:end]).casefold()
    whole = _plain(right).casefold()
    at = whole.find(found)
    if at < 0 or whole == found:
        return False
    around = text[max(0, start - at) : start - at + len(right)]
    return _plain(around).casefold() == whole


def _plain(text: str) -> str:
    """A text on one line, with one kind of space and of apostrophe."""
    return " ".join(text.replace("’", "'").split())
