"""Cells of the tables that other trades hand in: the words of a known column in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from picturelock.findings import Fact
from picturelock.wording import quantity, terms, whose

_VOCABULARIES = {
    "kind": "kinds",
    "media": "media_words",
    "territories": "media_words",
    "languages": "language_words",
    "window": "window_words",
    "energy": "energy_words",
}
"""Column, and the table of `report.toml` that has its words. `terms` knows territories by itself."""


@dataclass(frozen=True, slots=True)
class Word:
    """A cell that says a word of `report.toml`, quietly: nothing is missing where it stands."""

    key: str


Cell = Fact | Word | None
"""None is shown as missing."""


def worded(text: str, column: str, language: str) -> str:
    """A cell's text in a language; what is not of a known vocabulary stays as it is."""
    if column in ("value", "duration"):
        return quantity(text, language)
    if column == "owner_of_limit":
        return whose(text, language)
    if column not in _VOCABULARIES:
        return text
    said = terms(text, language, _VOCABULARIES[column]).replace(" – ", "\N{NO-BREAK SPACE}– ")
    return re.sub(r"(?<=\d)\.(?=\d)", ",", said) if column == "energy" and language == "fr" else said
