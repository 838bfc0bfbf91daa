"""Credit lines that a licence asks for, in the text of the end credits: word for word, whatever the capitals and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from picturelock.findings import Fact, Finding, Place
from picturelock.rights.case import Case

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "−": "-"}
)
_QUOTED = re.compile(r'" | "')
_BLANKS = re.compile(r"\s+")


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
        whole = re.compile(rf"(?<!\w){re.escape(line)}(?!\w)")
        if not any(whole.search(text) for text in texts):
            names = ", ".join(case.dossier.production.relative(file.order.file) for file in files)
            yield case.of_entry("credit-missing", "error", clearance, {"credit": clearance.terms.credit, "file": names})


def plain(text: str) -> str:
    """Lower case, without accents; every blank and line break one space, every dash and quotation mark a plain one."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_SIGNS)
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return _QUOTED.sub('"', _BLANKS.sub(" ", bare)).strip()
