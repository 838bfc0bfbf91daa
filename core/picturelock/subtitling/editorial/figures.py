"""A figure among the words around it: what they say that it is, and when it therefore stays a figure. Pure functions of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from picturelock.subtitling.editorial import number_words as known
from picturelock.subtitling.grammar import ends_sentence, primary, role

# A hyphen at a figure may be a minus, an apostrophe before two figures stands for a century, and "1)" counts a list.
FIGURES = re.compile(r"((?!['’]\d\d(?!\d|['’]))[\"'«“‘¿¡(\[—]*\s?)(\d{1,3})([.,;:?!…\"'»”’)\]\s]*)")
_LISTED = re.compile(r"\d{1,3}\)|\(\d{1,3}\)|\d{1,3}\.")
_LEADING, TRAILING = "\"'«“‘¿¡([ \u00a0", ".,;:?!…\"'»”’)] \u00a0"
_NEAR = 3  # words within which a number above the limit keeps its neighbour in figures too
_LIST = 40  # words within which the next number of a list stands
_COUNTED = frozenset({"people", "men", "women", "children"})
_MONEY_SIGNS = "%‰$€£¥°¢"


def is_exempt(words: Sequence[str], at: int, language: str, most: int) -> bool:
    """True where a figure is part of a time, a date, a measure, a name or a list of numbers."""
    return (
        _is_labelled(words, at, language)
        or _is_measure(words, at, language)
        or _is_near_larger(words, at, language, most)
    )


def _is_labelled(words: Sequence[str], at: int, language: str) -> bool:
    """True where the word before a figure says that it is a name, a time or a date, or where the figure counts a list."""
    own = primary(language)
    if _is_listed(words, at, language):
        return True
    if at == 0 or (stops(words[at - 1]) and not _is_pointed(words[at - 1])):
        return False
    bare, before = bare_of(words[at - 1]), core_of(words[at - 1])
    capital = any(sign.isupper() for sign in bare) and before.replace("’", "'").split("'")[0] != "i"
    if capital and (not opens_sentence(words, at - 1, language) or bare[1:] != bare[1:].lower()):
        return True
    if any(sign.isdigit() or sign in _MONEY_SIGNS for sign in before) or _is_month(bare, own):
        return True
    after = words[at + 1] if at + 1 < len(words) and not stops(words[at]) else ""
    if before in known.BEFORE[own] or before in known.POINTED:
        return not (before in known.LOOSE and _is_counted(after, own))
    return before in known.LINKS[own] and _is_other(words, at - 2)


def _is_measure(words: Sequence[str], at: int, language: str) -> bool:
    """True where what follows a figure makes it a time, a date, a measure, an address or a part of a larger number."""
    own = primary(language)
    following = list(words[at + 1 : at + 4])
    if not following:
        return False
    if stops(words[at]):
        return words[at].endswith(",") and core_of(following[0]) in known.FRENCH_STREETS and own == "fr"
    if core_of(following[0]) in known.LINKS[own] and _is_other(words, at + 2):
        return True
    bare, after = bare_of(following[0]), core_of(following[0])
    if after in known.UNITS[own] or after in known.AFTER[own] or _is_month(bare, own):
        return True
    if any(sign.isdigit() or sign in _MONEY_SIGNS for sign in after):
        return True
    if len(bare) == 1 and bare.isupper() and bare not in "IAOYÀÔ":
        return True  # 3 D, 5 G
    if after in ("pour", "per", "p") and [core_of(word) for word in following[1:2]] in (["cent"], ["100"]):
        return True
    return own == "en" and bare[:1].isupper() and any(core_of(word) in known.STREETS for word in following)


def _is_other(words: Sequence[str], at: int) -> bool:
    """True for a word with figures that are no whole number: 5:30, 2.5, 1st."""
    return 0 <= at < len(words) and not FIGURES.fullmatch(words[at]) and any(map(str.isdigit, words[at]))


def _is_near_larger(words: Sequence[str], at: int, language: str, most: int) -> bool:
    for step in (-1, 1):
        for index in range(at + step, at + step * (_NEAR + 1), step):
            if not 0 <= index < len(words) or _sentence_between(words, at, index, language):
                break
            match = FIGURES.fullmatch(words[index])
            if match is not None and int(match[2]) > most:
                return True
    return False


def _is_listed(words: Sequence[str], at: int, language: str) -> bool:
    """True for "1)", and for "1." where "2." opens a sentence soon after, or "0." to "2." did before."""
    if not _LISTED.fullmatch(words[at]):
        return False
    if not words[at].endswith("."):
        return not words[at].startswith("(")
    number = int(words[at][:-1])
    if not _opens_item(words, at, language):
        return False
    near = {words[other] for other in range(max(0, at - _LIST), min(len(words), at + _LIST)) if other != at}
    for beside in (f"{number - 1}.", f"{number + 1}."):
        if beside in near:
            others = range(max(0, at - _LIST), min(len(words), at + _LIST))
            if any(words[other] == beside and _opens_item(words, other, language) for other in others):
                return True
    return False


def _opens_item(words: Sequence[str], at: int, language: str) -> bool:
    """True where a figure with its full stop stands before a sentence, and not among others of its kind: 3. 2. 1."""
    if at + 1 >= len(words) or not opens_sentence(words, at, language):
        return False
    return bare_of(words[at + 1])[:1].isupper()


def _is_pointed(word: str) -> bool:
    return word.endswith(".") and core_of(word) in known.POINTED


def _is_month(word: str, language: str) -> bool:
    return word.casefold() in known.MONTHS[language] and (language == "fr" or word[:1].isupper())


def _is_counted(word: str, language: str) -> bool:
    """True for what looks like a noun in the plural: it is counted, and no name."""
    core = core_of(word)
    return core in _COUNTED or (core.endswith(("s", "x")) and role(core, language).first == "word")


def _sentence_between(words: Sequence[str], a: int, b: int, language: str) -> bool:
    return any(ends_sentence(words[index], language) for index in range(min(a, b), max(a, b)))


def opens_sentence(words: Sequence[str], at: int, language: str) -> bool:
    return at == 0 or (ends_sentence(words[at - 1], language) and not _is_pointed(words[at - 1]))


def stops(word: str) -> bool:
    """True where punctuation after a word parts it from the next one."""
    return bool(edges(word)[2].strip("\"'»”’)] \u00a0"))


def edges(word: str) -> tuple[str, str, str]:
    body = word.lstrip(_LEADING)
    core = body.rstrip(TRAILING)
    return word[: len(word) - len(body)], core, body[len(core) :]


def bare_of(word: str) -> str:
    return edges(word)[1]


def core_of(word: str) -> str:
    return bare_of(word).casefold()
