"""Whole numbers spelt out, in English and French (traditional spelling: vingt et un, quatre-vingt-un)."""

from __future__ import annotations

import re

LARGEST = 999_999
"""The largest number that `in_words` knows."""

_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FR = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
    "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FR_TENS = ("vingt", "trente", "quarante", "cinquante", "soixante")
_PLURAL = re.compile(r"(?<=cent)s$|(?<=vingt)s$")


def in_words(number: int, language: str) -> str:
    """A number in words: 21 = "twenty-one", "vingt et un". Raises ValueError outside 0 to `LARGEST` or "en" and "fr".

    language: primary. French numbers that end in one are masculine.
    """
    if not 0 <= number <= LARGEST or language not in ("en", "fr"):
        raise ValueError(f"{number} cannot be put in words in {language!r}")
    spell = _english if language == "en" else _french
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return spell(rest)
    if language == "en":
        head, joint = f"{spell(thousands)} thousand", " and " if 0 < rest < 100 else " "
    else:
        # "quatre-vingts" and "deux cents" lose their s before another number
        head, joint = "mille" if thousands == 1 else f"{_PLURAL.sub('', spell(thousands))} mille", " "
    return f"{head}{joint}{spell(rest)}" if rest else head


def _english(number: int) -> str:
    """Below a thousand."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = f"{_EN[hundreds]} hundred"
        return f"{head} and {_english(rest)}" if rest else head
    if rest < 20:
        return _EN[rest]
    tens, unit = divmod(rest, 10)
    return _EN_TENS[tens - 2] + (f"-{_EN[unit]}" if unit else "")


def _french(number: int) -> str:
    """Below a thousand."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = "cent" if hundreds == 1 else f"{_FR[hundreds]} cent"
        return f"{head} {_french(rest)}" if rest else head + ("s" if hundreds > 1 else "")
    if rest < 20:
        return _FR[rest]
    if rest >= 80:
        return "quatre-vingts" if rest == 80 else f"quatre-vingt-{_FR[rest - 80]}"
    tens = min(rest // 10, 6)
    unit = rest - 10 * tens
    if unit == 0:
        return _FR_TENS[tens - 2]
    return f"{_FR_TENS[tens - 2]}{' et ' if unit in (1, 11) else '-'}{_FR[unit]}"
