"""Patterns that match whatever is there: they clear what nobody has looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from picturelock.findings import Fact, Finding, Place
from picturelock.rights.case import Case
from picturelock.rights.model import CLEARS

_ANY = re.compile(r"\[[^\]]*\]|[*?]")
_MOST_NAMED = 12


def check(case: Case) -> Iterator[Finding]:
    """One finding in all, which names the sources that nothing narrower clears."""
    wide = [
        use.label
        for use in case.uses
        if (works := [one for one in case.given(use) if CLEARS[one.kind]])
        and all(is_everything(one.asset) for one in works)
    ]
    if wide:
        named = ", ".join(wide[:_MOST_NAMED]) + (", …" if len(wide) > _MOST_NAMED else "")
        facts: dict[str, Fact] = {"count": len(wide), "sources": named}
        yield Finding("rights.wildcard-only", "warning", Place(file=case.file), facts, case.source)


def is_everything(asset: str) -> bool:
    """True for a pattern that names nothing, but perhaps an ending: "*", "*.mov", "?*"."""
    stem = PurePosixPath(asset).stem if "." in asset else asset
    return bool(_ANY.search(asset)) and not any(sign.isalnum() for sign in _ANY.sub("", stem))
