"""Credit lines that a licence asks for, in the text of the end credits: word for word, whatever the capitals and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Place
from picturelock.rights.case import Case

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
"""What no decomposition takes apart."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹣－"), "-")
_MARKS = dict.fromkeys(map(ord, "'’‘‚‛ʼ′`´＇\"“”„‟″«»‹›＂"), "'")
_IN_WORD = re.compile(r"(?<=\w)'(?=\w)")
_BESIDE_DASH = re.compile(r" ?-+ ?")
_BEFORE_SIGN = re.compile(r" (?=[:;!?,.)\]%])|(?<=[(\[]) ")
_APOSTROPHE = "\0"


def check(case: Case) -> Iterator[Finding]:
    """One finding for each line that is not there; one in all where there is no text to look in."""
    asked = [clearance for clearance in case.used if clearance.terms.credit and not clearance.drafted]
    if not asked:
        return
    files = [file for file in case.dossier.files if file.order.kind == "credits"]
    if not files:
        first = asked[0]
        facts: dict[str, Fact] = {"count": len(asked), "credit": first.terms.credit, "owner": first.owner}
        yield Finding("rights.credits-absent", "error", Place(file=case.order), facts, case.source)
        return
    texts = [plain(file.text) for file in files]
    for clearance in asked:
        line = plain(clearance.terms.credit)
        if not any(_holds(text, line) for text in texts):
            names = ", ".join(case.dossier.production.relative(file.order.file) for file in files)
            yield case.of_entry("credit-missing", "error", clearance, {"credit": clearance.terms.credit, "file": names})


def _holds(text: str, line: str) -> bool:
    """True where a line stands in a text in whole words; nothing stands nowhere."""
    at = text.find(line) if line else -1
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(line) : at + len(line) + 1]
        inside = (before + line[:1], line[-1:] + after)
        if not any(len(pair) == 2 and all(map(_is_word, pair)) for pair in inside):
            return True
        at = text.find(line, at + 1)
    return False


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def plain(text: str) -> str:
    """Words as both sides are compared: whatever the capitals, accents, lines, blanks, quotation marks and kinds of dashes.

    An apostrophe stays within a word; what quotes is left out.
    """
    signs = unicodedata.normalize("NFKD", text.translate(_MARKS).translate(_DASHES).replace("\0", " ")).casefold()
    bare = "".join(sign for sign in signs.translate(_LETTERS) if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
    words = _IN_WORD.sub(_APOSTROPHE, bare).replace("'", " ").replace(_APOSTROPHE, "'")
    return _BEFORE_SIGN.sub("", _BESIDE_DASH.sub("-", " ".join(words.split()))).strip()
