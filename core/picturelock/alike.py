"""Names that people would take for each other."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοвкмнтανκρτυχ",
    "ABESIJKMHOPCTYXaeopcyxijsdqwABEZHIKMNOPTYXobkmhtavkptyx",
)
"""Cyrillic and Greek letters, and the Latin ones that they are taken for."""


def looks(name: str) -> str:
    """A name as it looks: without capitals, doubled spaces, and letters of other alphabets that are drawn alike."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_ALIKE).casefold().split())


def letters(name: str) -> str:
    """A name as it looks, without anything between its letters and figures."""
    return "".join(sign for sign in looks(name) if sign.isalnum())
