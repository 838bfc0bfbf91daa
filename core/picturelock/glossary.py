"""A production's glossary: how its names and terms are spelt, what they are in the other language, what stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

TermKind = Literal["name", "term", "keep"]
"""A person, place or title; a word of the trade; something that no language translates."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry."""

    text: str
    """As it is spelt."""
    kind: TermKind = "term"
    variants: tuple[str, ...] = ()
    """Spellings that are wrong: what recognisers and typists make of it."""
    translations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Language to what it is there ("fr-ca": "fin de semaine")."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All entries, in the order of the file."""

    terms: tuple[Term, ...] = ()
