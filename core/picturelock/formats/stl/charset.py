"""The character sets of EBU STL text (EBU Tech 3264-E, 1991, appendix 2): ISO 6937 for Latin, ISO 8859 for the others.

ISO 6937 writes an accented letter as the accent and then the letter; only the pairs below exist.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

LATIN = "00"
UNKNOWN = "?"
"""Written for what has no equal."""
_PARTS = {"01": "iso8859_5", "02": "iso8859_6", "03": "iso8859_7", "04": "iso8859_8"}
SETS = (LATIN, *_PARTS)

_ROWS = {
    0xA0: "\u00a0¡¢£\0¥#§¤‘“«←↑→↓",
    0xB0: "°±²³×µ¶·÷’”»¼½¾¿",
    0xD0: "—¹®©™♪¬¦\0\0\0\0⅛⅜⅝⅞",
    0xE0: "ΩÆÐªĦ\0ĲĿŁØŒºÞŦŊŉ",
    0xF0: "ĸæđðħıĳŀłøœßþŧŋ\u00ad",
}
_ACCENTS = {
    0xC1: ("\u0300", "", "AEIOUaeiou"),
    0xC2: ("\u0301", "´", "ACEILNORSUYZaceilnorsuyz"),
    0xC3: ("\u0302", "^", "ACEGHIJOSUWYaceghijosuwy"),
    0xC4: ("\u0303", "~", "AINOUainou"),
    0xC5: ("\u0304", "¯", "AEIOUaeiou"),
    0xC6: ("\u0306", "˘", "AGUagu"),
    0xC7: ("\u0307", "˙", "CEGIZcegz"),
    0xC8: ("\u0308", "¨", "AEIOUYaeiouy"),
    0xCA: ("\u030a", "˚", "AUau"),
    0xCB: ("\u0327", "¸", "CGKLNRSTcgklnrst"),
    0xCD: ("\u030b", "˝", "OUou"),
    0xCE: ("\u0328", "˛", "AEIUaeiu"),
    0xCF: ("\u030c", "ˇ", "CDELNRSTZcdelnrstz"),
}
"""By the byte of the accent: its combining character, the accent by itself (before a space), the letters that take it."""

_LIKENESS = {
    "…": "...", "–": "-", "‑": "-", "‐": "-", "−": "-", "\u202f": "\u00a0", "\u2009": " ", "\u2003": " ", "‚": ",",
    "„": '"', "‹": "<", "›": ">", "′": "'", "″": '"', "♫": "♪", "♩": "♪", "♬": "♪", "€": "EUR", "•": "·", "ſ": "s",
    "\u200b": "", "\ufeff": "", "\u2028": " ", "\t": " ", "Đ": "Ð",
}  # fmt: skip


def _latin() -> dict[str, bytes]:
    table = {chr(code): bytes([code]) for code in range(0x20, 0x7F)}
    for first, row in _ROWS.items():
        table |= {sign: bytes([first + offset]) for offset, sign in enumerate(row) if sign != "\0"}
    for accent, (combining, alone, letters) in _ACCENTS.items():
        table |= {unicodedata.normalize("NFC", letter + combining): bytes([accent, ord(letter)]) for letter in letters}
        if alone and alone not in table:
            table[alone] = bytes([accent, 0x20])
    return table | {chr(0x3A9): b"\xe0", "ģ": b"\xc2g"}


_ENCODE = _latin()
_DECODE = {code: sign for sign, code in _ENCODE.items()} | {b"\xa4": "$", b"\xa6": "#", b"\xcbg": "ģ"}


_TABLE = "".join(_DECODE.get(bytes([code]), "\ufffd") for code in range(256))
_ACCENTED = re.compile(rb"([\xc1-\xcf].?)", re.DOTALL)


def decode(data: bytes, charset: str) -> str:
    """Text of printable bytes; U+FFFD for what the set leaves undefined."""
    if charset in _PARTS:
        return data.decode(_PARTS[charset], errors="replace")
    parts = _ACCENTED.split(data)
    texts = [codecs.charmap_decode(part, "strict", _TABLE)[0] for part in parts[::2]]
    for at, pair in enumerate(parts[1::2]):
        texts[at] += _accented(pair)
    return "".join(texts)


@lru_cache(maxsize=4096)
def _accented(pair: bytes) -> str:
    """An accent and its letter; a pair that the standard does not list is the letter with its accent all the same."""
    sign = _DECODE.get(pair)
    if sign is None and len(pair) == 2:
        combining, letter = _ACCENTS.get(pair[0], ("", "", ""))[0], _DECODE.get(pair[1:])
        sign = unicodedata.normalize("NFC", letter + combining) if letter and combining else None
    return sign or "\ufffd"


@lru_cache(maxsize=8192)
def encode(sign: str, charset: str) -> bytes | None:
    """The bytes of one character, or None where the set has none."""
    if charset == LATIN:
        return _ENCODE.get(sign)
    code = sign.encode(_PARTS[charset], errors="ignore")
    printable = code and (0x20 <= code[0] <= 0x7E or code[0] >= 0xA0)
    return code if printable else None


_TRANSLATE = {ord(sign): code.decode("latin-1") for sign, code in _ENCODE.items()}
_KNOWN = frozenset(_ENCODE)


def encode_text(text: str, charset: str) -> bytes | None:
    """The bytes of a text, or None where the set lacks any of its characters."""
    if charset == LATIN:
        return text.translate(_TRANSLATE).encode("latin-1") if _KNOWN.issuperset(text) else None
    codes = [encode(sign, charset) for sign in text]
    return None if None in codes else b"".join(code or b"" for code in codes)


@lru_cache(maxsize=8192)
def likeness(sign: str, charset: str) -> str:
    """What is written for a character that the set does not have: without its accents, or `UNKNOWN`."""
    like = _LIKENESS.get(sign)
    if like is None:
        like = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return "".join(part for part in like if encode(part, charset)) or ("" if like == "" else UNKNOWN)


def best_set(text: str) -> str:
    """The set that has most of a text's letters; the Latin one where they are equal."""
    signs = set(filter(str.isalpha, set(text)))
    return min(SETS, key=lambda charset: sum(encode(sign, charset) is None for sign in signs))
