"""How music is used, and the code that a society's cue sheet has for it. All of it is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from picturelock.errors import UnknownName
from picturelock.rights.data import load
from picturelock.rights.words import folded


@dataclass(frozen=True, slots=True)
class Society:
    """A society's codes, and where they were read."""

    name: str
    title: str
    source: str
    confirmed: bool
    codes: Mapping[str, str]
    """By the word of a usage."""


def societies() -> tuple[str, ...]:
    """Names of all tables of codes."""
    return tuple(load("usage")["societies"])


def society(name: str) -> Society:
    """A table of codes, by its name in any capitals. Raises UnknownName."""
    data = load("usage")
    known = {folded(one): one for one in data["societies"]}
    if folded(name) not in known:
        raise UnknownName("society", name, data["societies"])
    own = known[folded(name)]
    table = data["societies"][own]
    codes = {word: entry["code"] for word, entry in data["words"].items()} | table.get("codes", {})
    return Society(own, table["title"], table["source"], table["confirmed"], MappingProxyType(codes))


def usage_word(text: str) -> str:
    """The word that a ledger means: by itself, by another word for it, or by its code; "" for none that we know."""
    return _known().get(folded(text), "")


@cache
def _known() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for word, entry in load("usage")["words"].items():
        for other in (word, entry["code"], *entry.get("same", ())):
            if other:
                found[folded(other)] = word
    return MappingProxyType(found)
