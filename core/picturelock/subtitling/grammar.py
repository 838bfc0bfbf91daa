"""How bad a break between two words is, from `joints/LANGUAGE.toml`: word lists and costs that a person can read.

After Netflix, Timed Text Style Guide: General Requirements, 4 (read 2026-11-22): break after punctuation, before
conjunctions and prepositions; keep noun and article, noun and adjective, first and last name, verb and subject pronoun,
verb and auxiliary, verb and preposition, reflexive pronoun or negation together. Other languages break at punctuation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any

from picturelock.subtitling.bonds import MOST, Bond, held, read_bonds

SENTENCE, PLAIN, TIED = 0.0, 4.0, 12.0
"""Costs of a break: at the end of a sentence, between two words of which nothing is known, between an article and its noun."""

_END = re.compile(r"(?:[.?!…؟。！？]+[\"'»”’)\]\s]*|\s[♪♫#])$")
_MARKS = (
    ("semicolon", re.compile(r"[;:؛；：]+[\"'»”’)\]\s]*$")),
    ("dash", re.compile(r"[—–-]$")),
    ("comma", re.compile(r"[,،，、][\"'»”’)\]\s]*$|[»”)\]]$")),
)
_STRIP = re.compile(r"^[^\w]+|[^\w]+$")
_LANGUAGE = re.compile(r"[a-z]{2,8}")
_INITIAL = re.compile(r"(?:[A-Z]\.)+")
_DASH = re.compile(r"[—–-]+")
_AFTER_MARK = 0.5
"""How much of what the next word asks for still counts after a punctuation mark."""
_ASKED, _ASKERS = ("auxiliary", "modal"), ("subject", "pronoun")
_CONTRACTED = ("m", "re", "ve", "d", "ll")


@dataclass(frozen=True, slots=True)
class Role:
    """What a word is to its neighbours: the class of its first and of its last part, which "l'hôpital" has apart."""

    first: str
    last: str
    mark: str
    """The punctuation mark that closes it: "end", one of `_MARKS`, or ""."""
    capital: bool
    """It is written like a name."""
    dash: bool = False
    """It is nothing but a dash."""
    settled: tuple[bool, bool] = (True, True)
    """False where nothing but its ending, or not even that, says what its first or last part is."""


@dataclass(frozen=True, slots=True)
class Table:
    """One language's word lists and costs."""

    classes: Mapping[str, str]
    """By word."""
    suffixes: Sequence[tuple[str, str]]
    """Ending and class, longest first."""
    costs: Mapping[str, float]
    """By name: "after article", "before and", "verb to", "marks comma", "plain cost"."""
    parsed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The classes that a word may have, by what a language model says that it is ("VERB", "VERB Inf"); the last if in doubt."""
    bonds: Sequence[Bond] = ()

    def told(self, word: Role, first: str, last: str) -> Role:
        """A word's role, where a language model says what its first and its last part are; no list is overruled."""
        one, other = (
            known if settled else self._told(known, kind)
            for known, kind, settled in zip((word.first, word.last), (first, last), word.settled, strict=True)
        )
        return word if (one, other) == (word.first, word.last) else replace(word, first=one, last=other)

    def _told(self, known: str, kind: str) -> str:
        may = self.parsed.get(kind) or self.parsed.get(kind.partition(" ")[0], ())
        return known if known in may or not may else may[-1]

    def names(self, left: Role, right: Role, inside: bool) -> tuple[tuple[str, float], ...]:
        """The costs that a break between two words is the sum of, by name, and how much each counts.

        inside: a capital of the left word is no sentence's first letter.
        """
        first = "name" if right.capital and right.first == "word" else right.first
        if right.dash:
            return (("plain tied", 1.0),)
        if left.mark:
            return ((f"marks {left.mark}", 1.0), (f"before {first}", _AFTER_MARK))
        last = "name" if left.capital and inside and left.last == "word" else left.last
        found = [("plain cost", 1.0), (f"after {last}", 1.0), (f"before {first}", 1.0), (f"{last} {first}", 1.0)]
        if left.capital and right.capital:
            found.append(("plain name_name", 1.0))
        return tuple(found)

    def cost(self, left: Role, right: Role, inside: bool) -> float:
        """The cost of a break between two words, 0 (end of a sentence) to TIED."""
        if left.mark == "end":
            return SENTENCE
        total = sum(self.costs.get(name, 0.0) * share for name, share in self.names(left, right, inside))
        return min(max(total, 0.0), TIED)


def ends_sentence(text: str, language: str) -> bool:
    """True after a full stop, a question or an exclamation mark; not after "Mr."."""
    return role(text, primary(language)).mark == "end"


def break_cost(before: str, after: str, language: str) -> float:
    """The cost of ending a line or a caption between two words, 0 (end of a sentence) to 12 (article | noun)."""
    own = primary(language)
    return table(own).cost(role(before, own), role(after, own), True)


def break_costs(
    texts: Sequence[str], languages: Sequence[str], kinds: Mapping[int, tuple[str, str]] = MappingProxyType({})
) -> list[float]:
    """`break_cost` after each word but the last, knowing which words begin a sentence.

    kinds: what a language model says that the first and the last part of a word are, by its index.
    """
    own = [primary(language) for language in languages]
    roles = [role(text, language) for text, language in zip(texts, own, strict=True)]
    for at, kind in kinds.items():
        roles[at] = table(own[at]).told(roles[at], *kind)
    costs: list[float] = []
    begins = True
    for (left, right), language in zip(pairwise(roles), own, strict=False):
        costs.append(table(language).cost(left, right, not begins))
        begins = left.mark == "end"
    first = 0
    for language, run in groupby(own):
        end = first + sum(1 for _ in run)
        for at, cost in held(roles[first:end], table(language).bonds):
            costs[first + at] = max(costs[first + at], cost)
        first = end
    return costs


def line_break_cost(above: str, below: str, language: str) -> float:
    """The cost of a break between two lines, with all that holds their words together."""
    before, after = above.rsplit(maxsplit=MOST)[-MOST:], below.split(maxsplit=MOST)[:MOST]
    texts = [*before, *after]
    return break_costs(texts, [language] * len(texts))[len(before) - 1]


@cache
def primary(language: str) -> str:
    """The primary language of a tag: "fr" of "fr-CA"."""
    return language.lower().replace("_", "-").split("-")[0]


@cache
def table(language: str) -> Table:
    """The table of a primary language; punctuation alone where there is none."""
    known = files("picturelock").joinpath(
        "subtitling", "joints", f"{language if _LANGUAGE.fullmatch(language) else 'und'}.toml"
    )
    data: Mapping[str, Any] = tomllib.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    classes = {word: name for name, words in reversed(data.get("classes", {}).items()) for word in words.split()}
    endings = [(end, name) for name, ends in data.get("suffixes", {}).items() for end in ends.split()]
    costs = {"plain cost": PLAIN, "plain tied": TIED, "marks semicolon": 0.5, "marks dash": 0.5, "marks comma": 1.0}
    for kind in ("marks", "plain", "after", "before"):
        costs.update({f"{kind} {name}": float(cost) for name, cost in data.get(kind, {}).items()})
    costs.update({pair: float(cost) for pair, cost in data.get("between", {}).items()})
    for name, model in data.get("alike", {}).items():
        for pair, cost in list(costs.items()):
            costs.setdefault(" ".join(name if part == model else part for part in pair.split()), cost)
    parsed = {kind: tuple(names.split()) for kind, names in data.get("parsed", {}).items()}
    return Table(
        classes, sorted(endings, key=lambda item: -len(item[0])), costs, parsed, read_bonds(data.get("bonds", ()))
    )


@lru_cache(maxsize=65_536)
def role(text: str, language: str) -> Role:
    """A word's role. language: primary."""
    own = table(language)
    word = _STRIP.sub("", text)
    bare = word.casefold().replace("’", "'")
    first, last = _parts(bare, own, language)
    if text.endswith(("'", "’")) and language == "fr":
        last = ("elided", True)
    capital = len(word) > 1 and word[0].isupper() and word[1:].islower()
    settled = first[1], last[1]
    return Role(first[0], last[0], _mark(text, last[0]), capital, bool(_DASH.fullmatch(text)), settled)


def _parts(bare: str, own: Table, language: str) -> tuple[tuple[str, bool], tuple[str, bool]]:
    """The class of a word's first and of its last part, and whether that is settled."""
    head, apostrophe, tail = bare.rpartition("'")
    if not apostrophe or bare in own.classes:
        first = last = _class(bare, own)
    elif language == "en" or not head:
        first = last = _class(head, own)
        if tail == "s" and first[0] in ("word", "name"):
            last = ("possessive", True)
        elif tail in ("s", *_CONTRACTED):
            last = ("auxiliary", True)
    else:
        first, last = _class(bare.partition("'")[0], own), _class(tail, own)
    return first, last


def _class(bare: str, own: Table) -> tuple[str, bool]:
    """A word's class, and whether it is settled: by a list or by figures, not by an ending."""
    found = own.classes.get(bare)
    if found is not None:
        return found, True
    if bare[:1].isdigit():
        return "number", True
    asked, _, asker = bare.partition("-")  # "a-t-il", "avons-nous"
    if own.classes.get(asked) in _ASKED and own.classes.get(asker.removeprefix("t-")) in _ASKERS:
        return own.classes[asked], True
    ending = (name for ending, name in own.suffixes if len(bare) > len(ending) + 2 and bare.endswith(ending))
    return next(ending, "word"), False


def _mark(text: str, own: str) -> str:
    if own == "title":
        return ""
    if _END.search(text):
        return "" if _INITIAL.fullmatch(text) else "end"
    return next((name for name, pattern in _MARKS if pattern.search(text)), "")
