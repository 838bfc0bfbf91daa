"""Text that was damaged on its way: accents in pieces, entities and tags shown as text, letters that a scanner misread."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import Correction, check_all, settled, text_only
from picturelock.subtitling.subject import Event, Subject

PIECES = "Picturelock: UTF-8 that was read as Windows-1252 shows every accent as two or three signs"
SHOWN = "Picturelock: viewers see this code as text"
MISREAD = "Picturelock: a scanned I, l, | or 0 was taken for another sign (one of Subtitle Edit's common errors)"

_AFTER = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_BROKEN = re.compile(f"[ÂÃÅ][{_AFTER}]|â[{_AFTER}]{{2}}")
_ENTITY = re.compile(r"&(?:amp;)*(?:amp|lt|gt|quot|apos|nbsp|[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_AMPERSANDS = re.compile(r"&(?:amp;)+")
_NAMED = re.compile(r"&(?:\w{1,8}|#\w{1,7});")
_CODE = (
    r"</?(?:i|b|u|s|p|em|rt|br|ruby|strong|c|v|font|lang|span)\s{0,3}/?>"
    r"|<(?:font|span|p|lang|v)\s[^<>\n]{1,120}>|<(?:c|v|i|b|u)\.[\w.#-]{1,80}(?:\s[^<>\n]{1,80})?>"
    r"|\{\\[^{}\n]{1,120}\}"
)
TAG = re.compile(_CODE, re.I)
BREAK = re.compile(r"<br\s{0,3}/?>", re.I)

_LONE_BAR = re.compile(r"(?<![\w|])\|(?=['’](?:m|ll|ve|d)\b|\s+[^\W\d_])")
_LONE_L = re.compile(r"(?<![\w'’])l(?=['’](?:m|ll|ve|d)\b)")
_INNER_I = re.compile(
    r"(?<=[a-zß-öø-ÿ]{2})(?<!\bMac)I+(?=[a-zß-öø-ÿ])|(?<=[a-zß-öø-ÿ])II(?=[a-zß-öø-ÿ]|\b)"
    r"|(?<=\b[a-zß-öø-ÿ])I(?=[a-zß-öø-ÿ]{2})"
)
_CONSONANT = "bcdfghjkmnpqstvwxzç"  # before which, and after which, no l stands; r and l may come before one
_FRENCH_IL = re.compile(r"(?<![\w'’-])ll(?=s?(?![\w'’-]))")
_FRENCH_I = re.compile(r"(?<![\w'’-])I(?=['’](?!(?:m|ll|ve|d)\b)[^\W\d_])|(?<![\w'’-])iI(?=s?(?![\w'’-]))")
_ZERO = re.compile(r"(?<![\w'’.@/-])[^\W\d_]{1,20}0[a-zß-öø-ÿ]{1,20}(?![\w@])")  # D0n't
_CAPITALS_AFTER = re.compile(r"(?<![\w'’])l(?=[A-Z]{2,12}(?!\w))")  # lBM
_LETTER_O = re.compile(r"(?<![\w.,])\d(?=\d{0,9}O)[\dO]{1,12}(?!\w)")  # 1O heures
_MISREAD = re.compile(
    f"(?=[|liI])(?:{_LONE_BAR.pattern}|{_LONE_L.pattern}|{_INNER_I.pattern}"
    f"|{_FRENCH_IL.pattern}|{_FRENCH_I.pattern}|{_CAPITALS_AFTER.pattern})|{_LETTER_O.pattern}|{_ZERO.pattern}"
)


def _piece(match: re.Match[str]) -> str:
    """The sign that two or three were made of; they themselves where that is none that captions hold."""
    data = bytearray()
    for sign in match[0]:
        try:
            data += sign.encode("cp1252")
        except UnicodeEncodeError:
            data.append(ord(sign))  # below U+0100: Windows-1252 leaves five bytes undefined
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return (
        whole
        if re.match(r"[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u2010-\u2044\u20ac\u2122\u2669-\u266c]", whole)
        else match[0]
    )


@settled
def _whole(text: str) -> str:
    return _BROKEN.sub(_piece, text)


@settled
def _unescaped(text: str) -> str:
    return _NAMED.sub(lambda match: _sign(match[0]), _AMPERSANDS.sub("&", text) if ";" in text else text)


def _sign(entity: str) -> str:
    """What an entity means; itself where it means nothing, or a sign that is no text."""
    sign = html.unescape(entity)
    return sign if (sign != entity and sign.isprintable()) or sign == "\u00a0" else entity


def _readable(event: Event, subject: Subject) -> str:
    text = _LETTER_O.sub(lambda match: match[0].replace("O", "0"), _CAPITALS_AFTER.sub("I", event.text))
    text = _ZERO.sub(lambda match: match[0].replace("0", "o"), text)
    if subject.language == "en":
        text = _LONE_L.sub("I", _LONE_BAR.sub("I", text))
    else:
        text = _FRENCH_I.sub(_small_l, _FRENCH_IL.sub("Il", text))
    return _INNER_I.sub(_inner, text)


def _small_l(match: re.Match[str]) -> str:
    """ "I'été" and "iI": the l that was meant, a capital one where a sentence starts."""
    if match[0] == "iI":
        return "il"
    before = match.string[: match.start()].rstrip(' \n«\u00a0"-')
    return "L" if not before or before[-1] in ".?!" else "l"


def _inner(match: re.Match[str]) -> str:
    """A capital I inside a word is an l, but for one between two consonants that no l parts: "thIs"."""
    text, start, end = match.string, match.start(), match.end()
    closed = text[start - 1] in _CONSONANT and text[end : end + 1] in tuple(_CONSONANT)
    return "i" if closed and end - start == 1 else "l" * (end - start)


MOJIBAKE = Correction("mojibake", _BROKEN, text_only(_whole), PIECES, "error")
ENTITY = Correction("entity", _ENTITY, text_only(_unescaped), SHOWN, "error")
TAGS = Correction("tag-in-text", TAG, text_only(lambda text: TAG.sub("", BREAK.sub("\n", text))), SHOWN, "error")
SCANNED = Correction(
    "misread", _MISREAD, _readable, MISREAD, applies=lambda subject: subject.language in ("en", "fr")
)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    yield from check_all(subject, MOJIBAKE, ENTITY, TAGS, SCANNED)
