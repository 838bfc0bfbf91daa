"""The first 1024 bytes of an EBU STL file: the General Subtitle Information block (EBU Tech 3264-E, 1991, section 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from picturelock.errors import InputError
from picturelock.times import FrameRate

SIZE = 1024
_WIDTHS = (
    ("CPN", 3), ("DFC", 8), ("DSC", 1), ("CCT", 2), ("LC", 2), ("OPT", 32), ("OET", 32), ("TPT", 32), ("TET", 32),
    ("TN", 32), ("TCD", 32), ("SLR", 16), ("CD", 6), ("RD", 6), ("RN", 2), ("TNB", 5), ("TNS", 5), ("TNG", 3),
    ("MNC", 2), ("MNR", 2), ("TCS", 1), ("TCP", 8), ("TCF", 8), ("TND", 1), ("DSN", 1), ("CO", 3), ("PUB", 32),
    ("EN", 32), ("ECD", 32), ("", 75), ("UDA", 576),
)  # fmt: skip
KEPT = ("OPT", "OET", "TPT", "TET", "TN", "TCD", "SLR", "CD", "RD", "RN", "CO", "PUB", "EN", "ECD", "DSC", "UDA")
"""Fields that say something which captions have no place for; a writer gives them back."""

RATES: Mapping[str, FrameRate] = {
    "STL25.01": FrameRate(25),
    "STL30.01": FrameRate(30000, 1001),
    "STL23.01": FrameRate(24000, 1001),
    "STL24.01": FrameRate(24),
    "STL50.01": FrameRate(50),
}
"""By disk format code. The standard has the first two, and was written when 30 meant NTSC; the others are met in files."""

WRITTEN_RATES = {FrameRate(25): "STL25.01", FrameRate(30000, 1001): "STL30.01", FrameRate(30): "STL30.01"}

_CODES = """
    00 und 01 sq 02 br 03 ca 04 hr 05 cy 06 cs 07 da 08 de 09 en 0A es 0B eo 0C et 0D eu 0E fo 0F fr 10 fy 11 ga 12 gd
    13 gl 14 is 15 it 16 se 17 la 18 lv 19 lb 1A lt 1B hu 1C mt 1D nl 1E no 1F oc 20 pl 21 pt 22 ro 23 rm 24 sr 25 sk
    26 sl 27 fi 28 sv 29 tr 2B wa 45 zu 46 vi 47 uz 48 ur 49 uk 4A th 4B te 4C tt 4D ta 4E tg 4F sw 50 srn 51 so
    52 si 53 sn 54 sh 56 ru 57 qu 58 ps 59 pa 5A fa 5B pap 5C or 5D ne 5E nd 5F mr 61 ms 62 mg 63 mk 64 lo 65 ko
    66 km 67 kk 68 kn 69 ja 6A id 6B hi 6C he 6D ha 6E gn 6F gu 70 el 71 ka 72 ff 73 prs 74 cv 75 zh 76 my 77 bg
    78 bn 79 be 7A bm 7B az 7C as 7D hy 7E ar 7F am
"""
_WORDS = _CODES.split()
_LANGUAGES = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_CODE_OF = {language: code for code, language in _LANGUAGES.items()}
_COUNTRIES = {"fr": "FRA", "ca": "CAN", "us": "USA", "gb": "GBR", "be": "BEL", "ch": "CHE", "de": "DEU", "ie": "IRL"}


def parse(data: bytes, file: Path) -> dict[str, str]:
    """Every field by its abbreviation, without the spaces around it. Raises InputError for what is no EBU STL."""
    if data[3:6] != b"STL" or len(data) < SIZE:
        raise InputError(
            _not_stl(data),
            file=file,
            hint="Export it again as EBU STL (EBU Tech 3264), or as SubRip.",
        )
    page = data[:3].decode("ascii", errors="replace")
    encoding = {"437": "cp437", "850": "cp850", "860": "cp860", "863": "cp863", "865": "cp865"}.get(page, "cp850")
    found: dict[str, str] = {}
    at = 0
    for name, width in _WIDTHS:
        found[name] = data[at : at + width].decode(encoding).strip(" \0")
        at += width
    return found


def _not_stl(data: bytes) -> str:
    if data[3:6] == b"STL":
        return f"ends within the first block of an EBU STL file: {len(data)} bytes; expected {SIZE} and more."
    start = data[:4000]
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"$", b"/") or b"," in start.split(b"\n")[0][:30]:
        return "is Spruce STL, which is text; expected EBU STL, whose fourth byte begins the word STL."
    return "is not EBU STL; expected the word STL from its fourth byte on."


def build(fields: Mapping[str, str]) -> bytes:
    """The block. Fields that are not given are blank; text that code page 850 lacks becomes "?"."""
    parts = [fields.get(name, "").encode("cp850", errors="replace")[:width].ljust(width) for name, width in _WIDTHS]
    return b"".join(parts)


def language_of(code: str) -> str:
    return _LANGUAGES.get(code.upper(), "und")


def code_of(language: str) -> str:
    """The code of a BCP 47 language; "00" for one that the table lacks."""
    return _CODE_OF.get(language.lower().partition("-")[0], "00")


def country_of(language: str) -> str:
    """ISO 3166 alpha-3 of the region that a language names, or ""."""
    return _COUNTRIES.get(language.lower().partition("-")[2], "")


def today() -> str:
    return dt.date.today().strftime("%y%m%d")
