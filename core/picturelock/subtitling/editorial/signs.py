"""Signs that houses write differently: ellipses, interruptions, apostrophes, quotation marks, spaces. Pure functions of text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

_POINTS = re.compile(r"\.(?:[ \u00a0]?\.){2,}|…\.*")
_DASHES = re.compile(r"(?<![-—–])[-—–]+([\"'»”’)\]]*)$")
_TRAILS = re.compile(r"(?:…|(?<!\.)\.{3,})([\"'»”’)\]]*)$")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_CURLY = MappingProxyType({ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'})
_OPENS = re.compile(r"([(\[—–-]*)[\"“](?=\S)")
_CLOSES = re.compile(r"(?<=\S)[\"”](?=[.,;:?!…)\]\u00a0 ]*$)")
_LONGEST_QUOTE = 60  # words; a mark without its partner that near is left as it is

NO_BREAK_SPACE_MISSING = frozenset({"cea-608", "teletext"})
"""Character sets of `CONVENTIONS["characters"]` without U+00A0: a plain space stands there, where no line may end."""
CURLY_MISSING = frozenset({"cea-608", "teletext", "latin"})
"""Character sets whose only apostrophe that every decoder shows is the straight one."""
DOTS_NEEDED = frozenset({"cea-608", "teletext", "latin"})
"""Character sets without U+2026."""


def ellipses(text: str, sign: str) -> str:
    """Text whose rows of three points or more, and ellipsis signs, are all `sign`: "…" or "..."."""
    return _POINTS.sub(sign, text)


def interruption(text: str, mark: str) -> str:
    """A word that a dash cuts off, with `mark` in the dash's place: "I thought—" = "I thought--". Else the word itself."""
    match = _DASHES.search(text)
    return f"{text[: match.start()].rstrip()}{mark}{match[1]}" if match and match.start() else text


def is_cut_off(text: str) -> bool:
    """True where a dash ends a word: a hyphen alone is part of a word that was not finished."""
    match = _DASHES.search(text)
    return bool(match and match.start())


def trails_off(text: str) -> bool:
    """True where an ellipsis ends a word."""
    return _TRAILS.search(text) is not None


def without_ellipsis(text: str) -> str:
    """A word without the ellipsis at its end."""
    return _TRAILS.sub(r"\1", text)


def apostrophes(text: str, language: str, characters: str) -> str:
    """Text with the apostrophe and quotation marks of its carrier: straight where it has no others.

    Where the profile leaves the characters open ("any" or ""), French apostrophes are typographic. Else text stays as it is.
    """
    if characters in CURLY_MISSING:
        return text.translate(_CURLY)
    if characters in ("", "any") and language.lower().split("-")[0] == "fr":
        return _APOSTROPHE.sub("’", text)
    return text


def guillemets(words: Sequence[str]) -> Mapping[int, str]:
    """The words of one French speaker that change when pairs of " " or “ ” become « »: index to new word.

    A pair opens before a word and closes after one; a mark without a partner near it is left alone. Spaces inside are
    `typography.dress`'s.
    """
    found: dict[int, str] = {}
    opened: tuple[int, str] | None = None
    for index, word in enumerate(words):
        if opened and index - opened[0] > _LONGEST_QUOTE:
            opened = None
        start = _OPENS.match(word)
        body = word
        if start and opened is None:
            body = f"{start[1]}«{word[start.end() :]}"
            opened = index, body
        end = _CLOSES.search(body) if opened else None
        if end and opened:
            closed = f"{body[: end.start()]}»{body[end.end() :]}"
            if opened[0] != index:
                found[opened[0]] = opened[1]
            found[index] = closed
            opened = None
    return MappingProxyType(found)
