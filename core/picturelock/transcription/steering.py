"""What a recogniser is told of a production's glossary: names first, then what is never translated, then terms."""

from __future__ import annotations

from dataclasses import dataclass

from picturelock.glossary import Glossary, TermKind

_ORDER: tuple[TermKind, ...] = ("name", "keep", "term")
MOST_BYTES = 440
"""Of UTF-8. Whisper keeps 223 tokens of such a text and drops the rest unsaid; a token holds two bytes or more of a name."""


@dataclass(frozen=True, slots=True)
class Steering:
    """The words to expect, as an engine takes them."""

    text: str = ""
    """Parted by commas; "" = none."""
    told: int = 0
    """How many entries are in it, of how many there are."""
    entries: int = 0


def steer(glossary: Glossary) -> Steering:
    """As many entries as a recogniser can be told, whole ones only, in the order of the file within their kind."""
    told: list[str] = []
    size = 0
    for kind in _ORDER:
        for term in glossary.terms:
            text = " ".join(term.text.split())
            length = len(text.encode()) + (2 if told else 0)
            if term.kind == kind and text not in told and size + length <= MOST_BYTES:
                told.append(text)
                size += length
    return Steering(", ".join(told), len(told), len(glossary.terms))
