"""Captions in another language than they are said to be: told by the small words that only English or only French has.

Words that both have ("a", "on", "me", "son", "plus") count for neither, nor do letters that English leaves behind an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from picturelock.findings import Fact, Finding, Place
from picturelock.subtitling.subject import Event, Subject
from picturelock.times import Span

DECLARED = "Picturelock: players offer captions by the language that they are declared in"

_ENGLISH = (
    "the and is are was were you he she we they it that this these those of to with for have has had not what there here do "
    "does did will would can could shall should your his her its our their from at by be been being who how why if but don "
    "doesn didn isn aren wasn won couldn wouldn i my him them us where when which because about out up down just get got know "
    "think want come going gonna yes okay please some any very all much then than into over"
)
_FRENCH = (
    "le la les des du un une et est dans pour que qui pas ce cette ces je tu il elle nous vous ils elles sont avec mais ou où "
    "au aux mon ma mes ta tes sa ses leur leurs être avoir ai avez avons ont était étais suis sommes êtes l qu c j ne ça oui "
    "non bien tout tous toute fait faire comme quand quoi quel quelle très alors aussi encore jamais rien sans chez vers entre "
    "peut veux veut peux faut dit dire va vais allez là y moi toi lui"
)
ENGLISH, FRENCH = frozenset(_ENGLISH.split()), frozenset(_FRENCH.split())

FEWEST = 12
"""Such words of a file, or of a stretch, on which something is said."""
FOREIGN_PERCENT = 80
"""Of a file's such words, when it is in the other language; of a stretch's 90."""
STRETCH_PERCENT = 90
STRETCH_CAPTIONS = 4
"""Captions in a row that make a stretch; one without any such word does not end it."""
OTHER_PERCENT = 20
"""Per cent of all words that are such words in either language, and far fewer in others that share some (Spanish, Dutch)."""

_LETTERS = re.compile(r"[^\W\d_]+")


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. Captions whose language nobody said are not judged."""
    if subject.language == "und":
        return
    words = _LETTERS.findall(subject.page.text.casefold())
    sums = {"en": sum(map(ENGLISH.__contains__, words)), "fr": sum(map(FRENCH.__contains__, words))}
    own = subject.language if subject.language in sums else ""
    found = max(sums, key=lambda language: sums[language])
    if found != own and sums[found] >= FEWEST:
        most = 100 * sums[found] >= FOREIGN_PERCENT * sum(sums.values())
        if most and 100 * sums[found] >= OTHER_PERCENT * len(words):
            facts: dict[str, Fact] = {"language": subject.captions.language, "found": found, "words": sums[found]}
            yield Finding("captions.other-language", "error", Place(file=subject.file), facts, DECLARED)
            return
    other = {"en": "fr", "fr": "en"}.get(own, "")
    if other and sums[other] >= FEWEST:
        counts = _counts(subject.events)
        yield from _stretches(subject, counts[own], counts[other], other)


def _counts(events: Sequence[Event]) -> dict[str, list[int]]:
    """For each language how many of its small words each caption has."""
    english, french = [], []
    for event in events:
        words = _LETTERS.findall(event.text.casefold())
        english.append(sum(map(ENGLISH.__contains__, words)))
        french.append(sum(map(FRENCH.__contains__, words)))
    return {"en": english, "fr": french}


def _stretches(subject: Subject, own: Sequence[int], other: Sequence[int], language: str) -> Iterator[Finding]:
    """Captions in a row in the other language."""
    own_sums, other_sums = [0, *accumulate(own)], [0, *accumulate(other)]
    for first, after in _runs(own, other):
        theirs, ours = other_sums[after] - other_sums[first], own_sums[after] - own_sums[first]
        if after - first < STRETCH_CAPTIONS or theirs < FEWEST or 100 * theirs < STRETCH_PERCENT * (theirs + ours):
            continue
        events = subject.events[first:after]
        span = Span(subject.span(events[0]).start, max(subject.span(event).end for event in events))
        place = Place(file=subject.file, record=span, cue=events[0].cue.id)
        facts: dict[str, Fact] = {
            "cue": events[0].cue.id,
            "last": events[-1].cue.id,
            "captions": len(events),
            "language": subject.captions.language,
            "found": language,
        }
        yield Finding("captions.foreign-stretch", "warning", place, facts, DECLARED)


def _runs(own: Sequence[int], other: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of captions with more words of the other language than of their own; they begin and end with such a one."""
    first = last = -1
    for at, (ours, theirs) in enumerate(zip(own, other, strict=True)):
        if theirs > ours:
            first, last = (at if first < 0 else first), at
        elif ours and first >= 0:
            yield first, last + 1
            first = -1
    if first >= 0:
        yield first, last + 1
