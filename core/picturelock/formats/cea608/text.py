"""Text as CEA-608 can hold it: what it lacks is written as people without those keys write it, and counted.

French finds all its accented letters there but ÿ, and the guillemets; it misses œ, æ, the en dash and the ellipsis. The
apostrophe (27h) is one sign, which ttconv takes for ' and ffmpeg for ’: both are written so, and it is read here as '.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

from picturelock.formats.cea608.codes import BASIC, EXTENDED, PARITY, RCL, SPECIAL, base_letter, code, miscellaneous
from picturelock.formats.replacements import Replacements

SUBSTITUTE = "█"
"""Stands for what has no equal: nobody can take it for text."""

REPLACED: dict[str, str] = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ÿ": "y",
    "Ÿ": "Y",
    "ĳ": "ij",
    "Ĳ": "IJ",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ı": "i",
    "ẞ": "SS",
    "–": "-",
    "―": "—",
    "…": "...",
    "`": "'",
    "´": "'",
    "′": "'",
    "″": '"',
    "‚": ",",
    "„": "“",
    "‹": "<",
    "›": ">",
    "€": "EUR",
    "♫": "♪",
    "♬": "♪",
    "♩": "♪",
    "×": "x",
    "·": "•",
    "¼": "1/4",
    "¾": "3/4",
    "→": "->",
    "←": "<-",
} | dict.fromkeys("\u2010\u2011\u2012\u2212\u2043", "-")
"""What is written for a sign that CEA-608 has not. Spaces become a space; signs that cannot be seen are left out."""
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")

_BYTE_OF = {sign: PARITY[value] for value, sign in BASIC.items()} | {"’": PARITY[0x27]}


def _pairs() -> dict[str, tuple[bytes, bytes]]:
    signs = {
        sign: (bytes((_BYTE_OF[base_letter(sign)],)), code(0x12 + table, 0x20 + index))
        for table, row in enumerate(EXTENDED)
        for index, sign in enumerate(row)
    }
    signs |= {sign: (b"", code(0x11, 0x30 + index)) for index, sign in enumerate(SPECIAL) if not sign.isspace()}
    return {sign: pair for sign, pair in signs.items() if sign not in _BYTE_OF}


_CODE_OF = _pairs()
"""By sign: the base letter where it needs one, and the code, twice."""
KNOWN = frozenset(_BYTE_OF) | frozenset(_CODE_OF)
"""Every sign that can be written."""

# So that the interpreter encodes whole lines, a sign that takes a code stands for a while as one byte of wrong parity.
_CODES = {
    bytes((byte,)): pair for byte, pair in zip(sorted({*range(1, 256)} - {*PARITY}), _CODE_OF.values(), strict=False)
}
_CODED = re.compile(b"([" + b"".join(map(re.escape, _CODES)) + b"])")


def _table() -> str:
    signs = ["\0", *"\ufffe" * 255]  # U+FFFE marks a byte without a sign
    for sign, byte in _BYTE_OF.items():
        signs[byte] = sign if sign != "’" else "'"
    for sign, coded in zip(_CODE_OF, _CODES, strict=True):
        signs[coded[0]] = sign
    return "".join(signs)


_ENCODING = codecs.charmap_build(_table())

_FILL = b"\x80"
_AGAIN = miscellaneous(RCL)
"""Between two equal signs, so that readers which drop every repeat show both; where captions are loaded it does nothing."""


def transliterate(text: str, replacements: Replacements, cue: str = "") -> str:
    """The text in signs that CEA-608 has; `cue` names the caption in the finding of one that has no equal."""
    if _encoded(text) is not None:
        return text
    text = unicodedata.normalize("NFC", text)
    for sign in sorted(set(text) - KNOWN):
        written, count = _written(sign), text.count(sign)
        if written is None:
            written = SUBSTITUTE
            replacements.add_unequal(sign, written, cue, count)
        else:
            replacements.add(sign, written, count)
        text = text.replace(sign, written)
    return text


def columns(text: str) -> int:
    """The columns that a line takes as it is sent: "œ" takes two."""
    return len(text if _encoded(text) is not None else transliterate(text, Replacements()))


def words_of(text: str) -> bytes | None:
    """The words of a text, the last one filled up; None where it has a sign that is not known."""
    data = _encoded(text)
    if data is None:
        return None
    parts = _CODED.split(data)
    if len(parts) > 1:
        out = bytearray()
        _put(out, parts)
        data = bytes(out)
    return data + _FILL if len(data) & 1 else data


def put_text(out: bytearray, text: str) -> None:
    """Append text of known signs; a code starts on a whole word."""
    data = _encoded(text)
    assert data is not None, text
    _put(out, _CODED.split(data))


def _put(out: bytearray, text_and_codes: list[bytes]) -> None:
    """Append text and codes in turn."""
    out += text_and_codes[0]
    for at in range(1, len(text_and_codes), 2):
        base, pair = _CODES[text_and_codes[at]]
        out += base
        if len(out) & 1:
            out += _FILL
        if out.endswith(pair):
            out += _AGAIN
        out += pair
        out += text_and_codes[at + 1]


def _encoded(text: str) -> bytes | None:
    """A byte for each sign, as `_CODES` has them where they take a code; None where there is a sign that is not known."""
    try:
        data = codecs.charmap_encode(text.replace("’", "'"), "strict", _ENCODING)[0]
    except UnicodeEncodeError:
        return None
    return None if 0 in data else data


def fill_word(out: bytearray) -> None:
    """Append the padding that makes the last word whole."""
    if len(out) & 1:
        out += _FILL


@lru_cache(4096)
def _written(sign: str) -> str | None:
    """What stands for a sign, or None where nothing does."""
    if sign in REPLACED:
        return REPLACED[sign]
    if sign.isspace():
        return " "
    if sign in _UNSEEN or unicodedata.category(sign) in ("Cc", "Mn"):
        return ""
    # A letter with an accent that is not there loses it; a fullwidth or superscript sign becomes the plain one.
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare if bare and KNOWN.issuperset(bare) else None
