"""Numbers in words and in figures, in English and French: pure functions of text.

Netflix, English Timed Text Style Guide (as Subtitle Edit's checks read it): one to ten in words, above in figures, a number
that opens a sentence in words; times, dates, measures and lists of numbers stay in figures. Houses that say "1-9" begin
figures at ten. French is held to the same, in the traditional spelling (vingt et un, quatre-vingt-un).

Numbers that belong together ("1 to 10", "pages 5 and 6", "fifty to one") are all changed, or none is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from picturelock.subtitling.editorial import number_words as known
from picturelock.subtitling.editorial.figures import (
    FIGURES,
    TRAILING,
    bare_of,
    core_of,
    edges,
    is_exempt,
    opens_sentence,
    stops,
)
from picturelock.subtitling.editorial.spelling import in_words
from picturelock.subtitling.grammar import ends_sentence, primary

MOST: dict[str, int] = {"1-10": 10, "1-9": 9}
"""The largest number that a convention wants in words."""
OPENING_MOST = 100
"""The largest number that is put in words only because it opens a sentence: longer ones are harder to read than figures."""

_CLOCK_MOST = 12
_PAST = frozenset({"past", "to", "till"})
_LARGE = {
    "en": ("hundred", "thousand", "million", "millions", "billion", "billions", "trillion"),
    "fr": ("cent", "cents", "mille", "million", "millions", "milliard", "milliards"),
}
_JOINS = {"en": "and", "fr": "et"}
_FRENCH_ORDINAL = re.compile(r"\w+ièmes?")


@dataclass(frozen=True, slots=True)
class Change:
    """Words [first, end) of a text that are to be written as one."""

    first: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Number:
    """A number among the words [first, end), and what would be made of it by itself."""

    first: int
    end: int
    figures: bool
    change: Change | None
    tight: bool = False
    """The link before it stands inside a number or time ("two point five"): neither is changed."""

    @property
    def becomes_figures(self) -> bool:
        return self.figures == (self.change is None)


def changes(words: Sequence[str], language: str, convention: str) -> Iterator[Change]:
    """Where one person's words, in order, write numbers otherwise than a convention of `CONVENTIONS["numbers"]` wants.

    Nothing for "any", "" and for languages other than English and French. Words keep their punctuation; no change holds
    another.
    """
    if primary(language) not in ("en", "fr") or convention in ("", "any"):
        return
    at = 0
    while at < len(words):
        number = _number(words, at, language, convention)
        if number is None:
            at += 1
            continue
        together = [number]
        while following := _linked(words, together[-1], language, convention):
            together.append(following)
        yield from _agreed(together)
        at = together[-1].end


def _agreed(numbers: Sequence[_Number]) -> Iterator[Change]:
    """The changes of numbers that belong together: those that leave them all in words, or all in figures."""
    if any(number.tight for number in numbers):
        return
    alike = len({number.becomes_figures for number in numbers}) == 1
    for number in numbers:
        if number.change is not None and (alike or not number.figures):
            if not alike and not all(one.figures or one.change is not None for one in numbers):
                return
            yield number.change


def _number(words: Sequence[str], at: int, language: str, convention: str) -> _Number | None:
    """The number that begins with a word, or None."""
    if FIGURES.fullmatch(words[at]):
        return _Number(at, at + 1, True, _to_words(words, at, language, convention))
    end = _number_run(words, at, language)
    if end == at:
        return None
    return _Number(at, end, False, _to_figures(words, at, end, language, convention))


def _linked(words: Sequence[str], number: _Number, language: str, convention: str) -> _Number | None:
    """The number that belongs together with the one before it, or None: behind a link, a comma or a unit."""
    own, end = primary(language), number.end
    if end >= len(words) or ends_sentence(words[end - 1], language):
        return None
    stop = stops(words[end - 1])
    if stop and not words[end - 1].rstrip(TRAILING.replace(",", "")).endswith(","):
        return None
    link, following = core_of(words[end]), core_of(words[end + 1]) if end + 1 < len(words) else ""
    if link in known.LINKS[own] and not stops(words[end]):
        found = end + 1
    elif f"{link}·{following}" in known.PAIRS[own]:
        found = end + 2
    elif not stop and link in known.UNITS[own] | known.MONEY[own] and not stops(words[end]):
        found = end + 1 + (following in known.UNIT_LINKS[own])
    else:
        found = end
    if found >= len(words):
        return None
    one = _number(words, found, language, convention)
    tight = (found == end and not stop) or link in known.DIGITS_ONLY
    return _Number(one.first, one.end, one.figures, one.change, tight) if one else None


def _to_words(words: Sequence[str], at: int, language: str, convention: str) -> Change | None:
    """A figure that belongs in words."""
    match = FIGURES.fullmatch(words[at])
    if match is None or convention not in MOST:
        return None
    number, opens = int(match[2]), opens_sentence(words, at, language)
    if match[2].startswith("0") or number > (OPENING_MOST if opens else MOST[convention]):
        return None
    if _has_gender(number, language) or is_exempt(words, at, language, MOST[convention]):
        return None
    text = in_words(number, primary(language))
    return Change(at, at + 1, match[1] + (text[0].upper() + text[1:] if opens else text) + match[3])


def _to_figures(words: Sequence[str], at: int, end: int, language: str, convention: str) -> Change | None:
    """Number words [at, end), below a thousand, that belong in figures."""
    own = primary(language)
    if opens_sentence(words, at, language):
        return None
    number = _known(own).get(_key([core_of(word) for word in words[at:end]], language))
    capital = any(word[:1].isupper() for word in map(bare_of, words[at:end]))
    if number is None or number <= MOST.get(convention, 10) or capital:
        return None
    after = [] if stops(words[end - 1]) else [core_of(word) for word in words[end : end + 3]]
    if after and (after[0] in known.CLOCK[own] or _goes_on(after, own)):
        return None
    before = [core_of(word) for word in words[max(0, at - 2) : at]]
    if before and own == "en" and before[-1] in _PAST and number <= _CLOCK_MOST:
        return None
    if known.NOON.intersection(before[-1:] if before[-1:] != ["moins"] else before):
        return None
    opening, closing = edges(words[at])[0], edges(words[end - 1])[2]
    return Change(at, end, f"{opening}{number}{closing}")


def _goes_on(after: Sequence[str], language: str) -> bool:
    """True where the words behind number words make them an ordinal, a fraction or a rough number."""
    if after[0] == _JOINS[language]:
        after = after[1:]
        if after[:1] == ["a"]:
            return after[1:2] != [] and after[1] in known.FRACTIONS
    if not after:
        return False
    return after[0] in known.ORDINALS or (language == "fr" and _FRENCH_ORDINAL.fullmatch(after[0]) is not None)


def _number_run(words: Sequence[str], at: int, language: str) -> int:
    """End of the longest run of number words from `at`, which no punctuation interrupts."""
    small, join = _vocabulary(primary(language)), _JOINS[primary(language)]
    end = at
    for index in range(at, len(words)):
        core = core_of(words[index])
        if core and all(part in small for part in core.split("-")):
            end = index + 1
        elif core != join and not _joined(core, small, join):
            break
        elif core != join:
            end = index + 1
        elif end == at:
            break
        if stops(words[index]):
            break
    return end


def _joined(core: str, small: frozenset[str], join: str) -> bool:
    """ "vingt-et-un", as the spelling of 1990 has it."""
    parts = core.split("-")
    return len(parts) > 2 and join in parts and all(part in small or part == join for part in parts)


def _has_gender(number: int, language: str) -> bool:
    """True for a French number that is "un" or "une" by what it counts, which cannot be known here."""
    return primary(language) == "fr" and number % 10 == 1 and number not in (11, 71, 91)


def _key(said: Sequence[str], language: str) -> str:
    """Number words as `_known` has them: without hyphens, plurals, gender and the English "and" after a hundred."""
    parts = " ".join(said).replace("-", " ").split()
    if primary(language) == "en":
        return " ".join(part for i, part in enumerate(parts) if part != "and" or parts[i - 1] != "hundred")
    return " ".join({"vingts": "vingt", "cents": "cent", "une": "un"}.get(part, part) for part in parts)


@cache
def _known(language: str) -> Mapping[str, int]:
    """Every number from 1 to 999 by its words; a lone "cent" is left out, since it is most often no count."""
    found = {_key(in_words(number, language).split(), language): number for number in range(1, 1000)}
    found.pop("cent", None)
    return found


@cache
def _vocabulary(language: str) -> frozenset[str]:
    """Every word that a number may hold."""
    parts = frozenset(part for key in _known(language) for part in key.split())
    return (parts | {"zero", "zéro", "une", "vingts", *_LARGE[language]}) - {"et", "and"}
