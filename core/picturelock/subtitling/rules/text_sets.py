"""The characters that carriers hold.

cea-608: CTA-608 basic, special and extended characters (Spanish, French, Portuguese, German and Danish).
teletext: the Latin repertoire of ISO/IEC 6937, which EBU STL (Tech 3264) writes. latin: ISO 8859-1.
netflix: the glyph list itself could not be read; what is no letter, number, punctuation or currency sign of any script is
doubted, and no more than that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_SPACES = "\n\u00a0\u202f"  # a carrier without no-break spaces has ordinary ones
_CEA_608 = (
    "".join(sign for sign in _ASCII if sign != "`") + "áéíóúç÷Ññ█®°½¿™¢£♪àèâêîôûÁÉÓÚÜü‘¡’—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»"
    "ÃãÍÌìÒòÕõÄäÖöß¥¤│ÅåØø┌┐└┘"
)
_TELETEXT = _ASCII + "¡¢£¥§¤‘“«←↑→↓°±²³×µ¶·÷’”»¼½¾¿―¹®©™♪¬¦⅛⅜⅝⅞ΩÆĐªĦĲĿŁØŒºÞŦŊŉĸæđðħıĳŀłøœßþŧŋ"
_MARKS = {
    "\u0300": "AEIOUaeiou", "\u0301": "ACEILNORSUYZacegilnorsuyz", "\u0302": "ACEGHIJOSUWYaceghijosuwy",
    "\u0303": "AINOUainou", "\u0304": "AEIOUaeiou", "\u0306": "AGUagu", "\u0307": "CEGIZcegz",
    "\u0308": "AEIOUYaeiouy", "\u030a": "AUau", "\u0327": "CGKLNRSTcklnrst", "\u030b": "OUou",
    "\u0328": "AEIUaeiu", "\u030c": "CDELNRSTZcdelnrstz",
}  # fmt: skip
"""Of ISO/IEC 6937: the letters that each diacritical mark may stand on."""
_ACCENTED = "".join(unicodedata.normalize("NFC", base + mark) for mark, bases in _MARKS.items() for base in bases)
_USUAL = re.compile(r"[^\w\s\x20-\x7e\xa0-\xff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2116\u2122\u2669-\u266f]")


def _outside(signs: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(signs + _SPACES)}]")


_PATTERNS = {
    "cea-608": _outside(_CEA_608),
    "teletext": _outside(_TELETEXT + _ACCENTED),
    "latin": re.compile(r"[^\x20-\x7e\xa0-\xff\u202f\n]"),
    "netflix": _USUAL,
}


def suspects(name: str) -> re.Pattern[str] | None:
    """A pattern of signs that may be missing from a set; None where anything goes."""
    return _PATTERNS.get(name)


@cache
def missing(name: str, sign: str) -> bool:
    """True for a sign that a set lacks. Combining marks count with their letter, not alone."""
    pattern = _PATTERNS.get(name)
    if pattern is None or not pattern.match(sign):
        return False
    return name != "netflix" or unicodedata.category(sign) in ("So", "Sk", "Co", "Cn", "Cs")


def lacking(name: str, text: str) -> tuple[str, ...]:
    """The signs of a text that a set lacks, each once, in order."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(sign for sign in composed if missing(name, sign)))


_PUNCTUATION = {
    "…": "...", "–": "-", "—": "-", "―": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "‘": "'", "’": "'", "‚": ",",
    "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "′": "'", "″": '"', "‹": "<", "›": ">", "•": "-", "·": "-",
    "♫": "♪", "♬": "♪", "♩": "♪", "⁄": "/", "`": "'", "´": "'", "«": '"', "»": '"', "¡": "!", "¿": "?",
}  # fmt: skip
"""Punctuation, and the plainest that says the same."""
_LETTERS = {
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ÿ": "y", "Ÿ": "Y", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ł": "l", "Ł": "L", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ĳ": "ij", "Ĳ": "IJ",
}  # fmt: skip


def plainer(name: str, sign: str) -> str:
    """Punctuation that a set lacks, as it can be written there; the sign itself where nothing will do."""
    found = _PUNCTUATION.get(sign, sign)
    return sign if any(missing(name, one) for one in found) else found


def transliterated(name: str, sign: str) -> str:
    """A letter that a set lacks, as it is written there: "oe" for "œ"; the sign itself where nothing will do."""
    stripped = unicodedata.normalize("NFD", sign)[:1]
    found = _LETTERS.get(sign) or (stripped if stripped.isalpha() else sign)
    return sign if any(missing(name, one) for one in found) else found
