"""Ways of showing a film, as data: which word is another, and which is part of another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from picturelock.rights.data import load

ALL = "all"
_LIKE = 0.8
"""How alike two words are, 0 to 1, of which one is taken for the other mistyped."""
_SHORTEST = 4
"""Letters of a word that is looked at: of shorter ones many are alike."""
_EVERY = frozenset({ALL, "tous", "toutes", "tous médias", "all media"})


@cache
def _same() -> Mapping[str, str]:
    """Each word that means one of ours."""
    words = load("media")["words"]
    return MappingProxyType({other: word for word, entry in words.items() for other in entry.get("same", ())})


def plain(word: str) -> str:
    """A word as the ledger holds it: lower case, ALL for every way of showing."""
    lower = " ".join(word.lower().split())
    return ALL if lower in _EVERY else lower


@cache
def with_broader(word: str) -> frozenset[str]:
    """A word and everything that it is part of."""
    words = load("media")["words"]
    own = _same().get(word, word)
    found, waiting = {own}, [own]
    while waiting:
        for broader in words.get(waiting.pop(), {}).get("broader", ()):
            if broader not in found:
                found.add(broader)
                waiting.append(broader)
    return frozenset(found)


@cache
def meant_by(word: str) -> str:
    """The known word that one is nearly; "" for one that is known, and for one that is like none."""
    own = plain(word)
    known = {*_EVERY, *load("media")["words"], *_same()}
    if is_known(word) or len(own) < _SHORTEST:
        return ""
    return next(iter(get_close_matches(own, sorted(known), 1, _LIKE)), "")


@cache
def is_known(word: str) -> bool:
    """True for a word of which it is known what it means."""
    return plain(word) in {*_EVERY, *load("media")["words"], *_same()}


def covers(granted: Collection[str], asked: str) -> bool:
    """True where a permission for some words covers another."""
    if ALL in granted:
        return True
    wide = with_broader(asked)
    return any(_same().get(word, word) in wide for word in granted)


def meet(granted: Collection[str], asked: str) -> bool:
    """True where some words and another have anything in common, for what is forbidden: "vod" and "svod", either way."""
    if not granted or ALL in granted or asked == ALL:
        return True
    own = _same().get(asked, asked)
    return covers(granted, asked) or any(own in with_broader(word) for word in granted)
