"""Numbers in words, 0 to 999, in English and French (traditional spelling, hyphens below a hundred)."""

from __future__ import annotations

_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_FR = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
_SMALL = {"en": tuple(_EN.split()), "fr": tuple(_FR.split())}
_TENS = tuple(_EN_TENS.split())
_FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


def in_words(number: int, language: str) -> str:
    """A number in words, or "" for one that is too large or a language that is not known. French "un" has no gender."""
    if not 0 <= number <= 999 or language not in ("en", "fr"):
        return ""
    return (_english if language == "en" else _french)(number)


def _english(number: int) -> str:
    if number < 20:
        return _SMALL["en"][number]
    if number < 100:
        tens = _TENS[number // 10 - 2]
        return f"{tens}-{_SMALL['en'][number % 10]}" if number % 10 else tens
    rest = f" and {_english(number % 100)}" if number % 100 else ""
    return f"{_SMALL['en'][number // 100]} hundred{rest}"


def _french(number: int) -> str:
    if number < 20:
        return _SMALL["fr"][number]
    if number < 70:
        tens, unit = _FR_TENS[number // 10], number % 10
        return tens if not unit else f"{tens} et un" if unit == 1 else f"{tens}-{_SMALL['fr'][unit]}"
    if number < 80:
        return "soixante et onze" if number == 71 else f"soixante-{_SMALL['fr'][number - 60]}"
    if number < 100:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{_SMALL['fr'][number - 80]}"
    hundreds, rest = divmod(number, 100)
    if not rest:
        return "cent" if hundreds == 1 else f"{_SMALL['fr'][hundreds]} cents"
    return f"cent {_french(rest)}" if hundreds == 1 else f"{_SMALL['fr'][hundreds]} cent {_french(rest)}"
