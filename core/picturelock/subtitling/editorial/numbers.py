"""Numbers in words and in figures, in English and French: pure functions of text.

Netflix, English Timed Text Style Guide (as Subtitle Edit's checks read it): one to ten in words, above in figures, a number
that opens a sentence in words; times, dates, measures and lists of numbers stay in figures. Houses that say "1-9" begin
figures at ten. French is held to the same, in the traditional spelling (vingt et un, quatre-vingt-un).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from picturelock.subtitling.editorial.spelling import in_words
from picturelock.subtitling.grammar import ends_sentence, primary

MOST: dict[str, int] = {"1-10": 10, "1-9": 9}
"""The largest number that a convention wants in words."""
OPENING_MOST = 100
"""The largest number that is put in words only because it opens a sentence: longer ones are harder to read than figures."""

_FIGURES = re.compile(r"([\"'«“‘¿¡(\[—–-]*\s?)(\d{1,3})([.,;:?!…\"'»”’)\]\s]*)")
_LEADING, _TRAILING = "\"'«“‘¿¡([ \u00a0", ".,;:?!…\"'»”’)] \u00a0"
_NEAR = 3  # words within which a number above the limit keeps its neighbour in figures too

_MONTHS = (
    "january february march april may june july august september october november december "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
_AFTER = frozenset(
    (
        "% ‰ $ € £ ¥ ° °c °f k km m cm mm µm kg g mg t l cl ml s sec ms min mn h hz khz mhz ghz ko mo go to kb mb gb tb kw w v "
        "fps dB db px mph km/h a.m p.m am pm o'clock o’clock heure heures hour hours hundred thousand million millions "
        "billion billions cent cents mille milliard milliards percent degrees degrés degree degré kilometers kilometres "
        "kilometer kilometre kilomètre kilomètres meters metres meter metre mètre mètres miles mile feet foot inches inch "
        "pieds pouces litres liters liter litre grams grammes kilos kilo pounds ounces volts watts "
        "x × + - – = / : th st nd rd er ère e ème " + _MONTHS
    ).split()
)
"""Words after a number that make it a time, a date, a measure or part of a larger one."""
_BEFORE = frozenset(
    (
        "at chapter chapitre page pages room chambre salle number numbers numéro numéros no n° nº # season saison episode "
        "épisode act acte scene scène take prise channel chaîne route highway autoroute gate platform quai flight vol "
        "section article line ligne level niveau phase version figure plan reel bobine roll $ £ € + - – = / × x mach "
        "apollo catch-22 half quarter past point virgule vers " + _MONTHS
    ).split()
)
"""Words before a number that make it a name, a time or a date."""
_CLOCK = frozenset({"o'clock", "o’clock", "heure", "heures", "hours", "hundred"})
_PAST = frozenset({"past", "to", "till"})
_LARGE = {"en": ("hundred", "thousand", "million", "billion"), "fr": ("cent", "cents", "mille", "million", "milliard")}
_JOINS = {"en": "and", "fr": "et"}


@dataclass(frozen=True, slots=True)
class Change:
    """Words [first, end) of a text that are to be written as one."""

    first: int
    end: int
    text: str


def changes(words: Sequence[str], language: str, convention: str) -> Iterator[Change]:
    """Where one person's words, in order, write numbers otherwise than a convention of `CONVENTIONS["numbers"]` wants.

    Nothing for "any", "" and for languages other than English and French. Words keep their punctuation; no change holds
    another.
    """
    if primary(language) not in ("en", "fr") or convention in ("", "any"):
        return
    at = 0
    while at < len(words):
        change = _to_words(words, at, language, convention) or _to_figures(words, at, language, convention)
        if change is not None:
            yield change
        elif _number_run(words, at, language) > at:
            at = _number_run(words, at, language)
            continue
        at = change.end if change else at + 1


def _to_words(words: Sequence[str], at: int, language: str, convention: str) -> Change | None:
    """A figure that belongs in words."""
    match = _FIGURES.fullmatch(words[at])
    if match is None or convention not in MOST:
        return None
    number, opens = int(match[2]), _opens(words, at, language)
    if match[2].startswith("0") or number > (OPENING_MOST if opens else MOST[convention]):
        return None
    if _has_gender(number, language) or _is_exempt(words, at, language, MOST[convention]):
        return None
    text = in_words(number, primary(language))
    return Change(at, at + 1, match[1] + (text[0].upper() + text[1:] if opens else text) + match[3])


def _to_figures(words: Sequence[str], at: int, language: str, convention: str) -> Change | None:
    """Number words, below a thousand, that belong in figures."""
    end = _number_run(words, at, language)
    if end == at or _opens(words, at, language):
        return None
    said = [_core(word) for word in words[at:end]]
    number = _known(primary(language)).get(_key(said, language))
    capital = any(word[:1].isupper() for word in map(_bare, words[at:end]))
    if number is None or number <= MOST.get(convention, 10) or capital:
        return None
    after = _core(words[end]) if end < len(words) and not _stops(words[end - 1]) else ""
    if after in _CLOCK or (at and _core(words[at - 1]) in _PAST and primary(language) == "en"):
        return None
    opening, closing = _edges(words[at])[0], _edges(words[end - 1])[2]
    return Change(at, end, f"{opening}{number}{closing}")


def _number_run(words: Sequence[str], at: int, language: str) -> int:
    """End of the longest run of number words from `at`, which no punctuation interrupts."""
    small, join = _vocabulary(primary(language)), _JOINS[primary(language)]
    end = at
    for index in range(at, len(words)):
        core = _core(words[index])
        if core and all(part in small for part in core.split("-")):
            end = index + 1
        elif core != join and not _joined(core, small, join):
            break
        elif core != join:
            end = index + 1
        elif end == at:
            break
        if _stops(words[index]):
            break
    return end


def _joined(core: str, small: frozenset[str], join: str) -> bool:
    """ "vingt-et-un", as the spelling of 1990 has it."""
    parts = core.split("-")
    return len(parts) > 2 and join in parts and all(part in small or part == join for part in parts)


def _has_gender(number: int, language: str) -> bool:
    """True for a French number that is "un" or "une" by what it counts, which cannot be known here."""
    return primary(language) == "fr" and number % 10 == 1 and number not in (11, 71, 91)


def _is_exempt(words: Sequence[str], at: int, language: str, most: int) -> bool:
    """True where a figure is part of a time, a date, a measure, a name or a list of numbers."""
    before = "" if at == 0 or _stops(words[at - 1]) else _core(words[at - 1])
    after = _core(words[at + 1]) if at + 1 < len(words) and not _stops(words[at]) else ""
    named = at > 0 and _bare(words[at - 1])[:1].isupper() and not _opens(words, at - 1, language) and before != "i"
    if named or before in _BEFORE or after in _AFTER or any(sign.isdigit() for sign in before + after):
        return True
    if after == "pour" and at + 2 < len(words) and _core(words[at + 2]) == "cent":
        return True
    for step in (-1, 1):
        for index in range(at + step, at + step * (_NEAR + 1), step):
            if not 0 <= index < len(words) or _sentence_between(words, at, index, language):
                break
            match = _FIGURES.fullmatch(words[index])
            if match is not None and int(match[2]) > most:
                return True
    return False


def _sentence_between(words: Sequence[str], a: int, b: int, language: str) -> bool:
    return any(ends_sentence(words[index], language) for index in range(min(a, b), max(a, b)))


def _opens(words: Sequence[str], at: int, language: str) -> bool:
    return at == 0 or ends_sentence(words[at - 1], language)


def _stops(word: str) -> bool:
    """True where punctuation after a word parts it from the next one."""
    return bool(_edges(word)[2].strip("\"'»”’)] \u00a0"))


def _edges(word: str) -> tuple[str, str, str]:
    body = word.lstrip(_LEADING)
    core = body.rstrip(_TRAILING)
    return word[: len(word) - len(body)], core, body[len(core) :]


def _bare(word: str) -> str:
    return _edges(word)[1]


def _core(word: str) -> str:
    return _bare(word).casefold()


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
