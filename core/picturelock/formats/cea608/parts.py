"""Bursts of CEA-608 words taken apart: text, with the signs in it that are codes, and the other codes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from picturelock.formats.cea608.codes import BASIC, EXTENDED, PARITY, SPECIAL, Code, understand

_SHORT = 8  # bytes: a burst that only shows or erases a caption, which comes again and again
_CODES: dict[bytes, Code] = {}
_BARE = bytes(value & 0x7F for value in range(256))
_ODD = PARITY * 2
_SIGN = rb"(?:\x11[\x30-\x3f]|[\x12\x13][\x20-\x3f])"
_PARTS = re.compile(
    rb"(?:\0\0)+|((?:[\0\x20-\x7f]+|(" + _SIGN + rb")\2)+)|"
    rb"((?:[\x01-\x10\x14-\x1f].|\x11[^\x30-\x3f]|[\x12\x13][^\x20-\x3f]){1,24}|[\x11-\x13].)",
    re.DOTALL,
)
"""Words without parity: nothing; text, with the signs that are codes of a first channel and sent twice; codes, not too many of
which are kept, or a sign that is sent once."""
_SINGLE = re.compile(rb"([\0\x20-\x7f]+)|((?:[\x11-\x13].)+)", re.DOTALL)
"""The same for such text where its codes are of another channel, or take the place of what stands before."""
_SIGNS = re.compile(rb"(" + _SIGN + rb")\1", re.DOTALL)
_SIGN_BYTES = {bytes((0x11, 0x30 + index)): bytes((0x80 + index,)) for index in range(len(SPECIAL))} | {
    bytes((0x12 + table, 0x20 + index)): bytes((0xA0 + 32 * table + index,))
    for table, signs in enumerate(EXTENDED)
    for index in range(len(signs))
}
_ERASED = re.compile(rb".(?=[\xa0-\xdf])", re.DOTALL)
"""What stands before an extended sign, which takes its place."""
_CONTROLS = bytes(range(1, 0x20))
_SIGN_TABLE = "".join((*(BASIC.get(code, "") or "?" for code in range(0x80)), SPECIAL, "?" * 16, *EXTENDED))

Codes = tuple[tuple[int, Code, bool], ...]
"""Codes that follow each other: at which word, what, and whether its repeat follows at once."""
Part = tuple[int, Codes, str, bytes]
"""Of a burst: at which word, codes or else text, and the words of the text if codes are among them."""


def parts_of(words: bytes) -> tuple[Iterable[Part], bool]:
    """The parts of a burst, and whether parity was odd everywhere."""
    return _short(words) if len(words) <= _SHORT else (_apart(_bare(words)), sound(words))


def sound(words: bytes) -> bool:
    """Whether parity is odd everywhere."""
    return words.translate(_ODD) == words


@lru_cache(4096)
def _short(words: bytes) -> tuple[tuple[Part, ...], bool]:
    return tuple(_apart(_bare(words))), sound(words)


def _bare(words: bytes) -> bytes:
    """The words without parity, each letter beside half a code alone."""
    bare = words.translate(_BARE)
    seconds = bare[1::2]
    if len(seconds.translate(None, _CONTROLS)) == len(seconds):
        return bare
    return b"".join([_letter(bare[at : at + 2]) for at in range(0, len(bare), 2)])


def _letter(word: bytes) -> bytes:
    return word[:1] + b"\0" if word[0] not in _CONTROLS and word[1] in _CONTROLS else word


def _apart(bare: bytes) -> Iterator[Part]:
    for match in _PARTS.finditer(bare):
        run, sign, codes = match.groups()
        offset = match.start() // 2
        if codes:
            yield offset, _codes(codes), "", b""
        elif sign and run[0] in b"\x12\x13":
            for further, codes_there, text, shown in single_parts(run):
                yield offset + further, codes_there, text, shown
        elif run:
            yield offset, (), _text_of(run, sign is not None), run if sign else b""


def single_parts(run: bytes) -> Iterator[Part]:
    """Of text that has codes in it, the text and each code."""
    for match in _SINGLE.finditer(run):
        text, codes = match.groups()
        offset = match.start() // 2
        yield offset, _codes(codes) if codes else (), "" if codes else _text_of(text, False), b""


@lru_cache(4096)
def _codes(run: bytes) -> Codes:
    found = []
    at = 0
    while at < len(run):
        word = run[at : at + 2]
        again = run[at + 2 : at + 4] == word
        found.append((at // 2, _CODES.get(word) or _CODES.setdefault(word, understand(*word)), again))
        at += 4 if again else 2
    return tuple(found)


def _text_of(run: bytes, coded: bool) -> str:
    """The signs of a run of text; `coded` where some are codes."""
    data = run.replace(b"\0", b"")
    if coded:
        data = _ERASED.sub(b"", _SIGNS.sub(_sign_byte, data))
    return codecs.charmap_decode(data, "strict", _SIGN_TABLE)[0]


def _sign_byte(match: re.Match[bytes]) -> bytes:
    return _SIGN_BYTES[match[1]]
