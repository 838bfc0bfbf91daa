"""Letters that look right and are others: of another alphabet, in two pieces, joined by a typesetter, of double width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import Correction, clip, corrected, text_only
from picturelock.subtitling.subject import Subject

FALSE = "Picturelock: search and spelling miss a letter that only looks right (one of Subtitle Edit's common errors)"

_PAIRS = (
    "аaеeоoрpсcхxуyіiѕsјjһh",  # Cyrillic
    "АAВBЕEКKМMНHОOРPСCТTХXУYІIЅSЈJ",
    "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοo",  # Greek
)
_LATIN = {pair[at]: pair[at + 1] for pair in _PAIRS for at in range(0, len(pair), 2)}
_ALIKE = "".join(_LATIN)
_WORD = re.compile(rf"(?<!\w)(?=\w{{0,40}}[{_ALIKE}])\w{{2,60}}(?!\w)")
_JOINED = re.compile("[ﬀ-ﬆ]")
_PIECES = re.compile(r"[A-Za-z][\u0300-\u0304\u0306-\u0308\u030a\u030c\u0327]")
_WIDE = re.compile("[！-～]")
_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _plain(text: str) -> str:
    text = _PIECES.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    text = _JOINED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    if not _ASIAN.search(text):
        text = _WIDE.sub(lambda match: chr(ord(match[0]) - 0xFEE0), text)
    return _WORD.sub(lambda match: _latin(match[0]), text)


def _latin(word: str) -> str:
    """A word with the Latin letters it seems to have; as it is where it has another alphabet's own, or none of Latin."""
    letters = [sign for sign in word if sign.isalpha() and sign not in _LATIN]
    latin = [sign for sign in letters if unicodedata.name(sign, "").startswith("LATIN")]
    return "".join(_LATIN.get(sign, sign) for sign in word) if latin and latin == letters else word


FALSE_LETTER = Correction(
    "false-letter", re.compile(f"[{_ALIKE}ﬀ-ﬆ！-～\u0300-\u0327]"), text_only(_plain), FALSE
)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    for event, text in corrected(subject, FALSE_LETTER):
        signs = [sign for sign in dict.fromkeys(event.text) if event.text.count(sign) > text.count(sign)]
        shown = ", ".join(f"U+{ord(sign):04X}" for sign in signs if not sign.isascii())
        yield subject.remark("false-letter", event, "warning", FALSE, signs=shown, text=clip(text))
