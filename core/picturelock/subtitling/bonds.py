"""Words that belong together over those between them: "had probably *been*", "n'avait encore jamais *osé*", "the old *house*".

`joints/LANGUAGE.toml` names them by the classes of its words. Every joint from the first word of a bond to its last one costs
at least what the bond does, for no line and no caption should end there. A punctuation mark ends a bond.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picturelock.subtitling.grammar import Role

MOST = 5
"""Words of which one bond holds the first and the last: nobody says more between an auxiliary and its participle."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Classes of words that hold together."""

    begins: frozenset[str]
    through: frozenset[str]
    """Of the words between."""
    ends: frozenset[str]
    never_after: frozenset[str]
    """Of the word before, after which the first word is not what it seems: "told *you*"."""
    cost: float
    apart: bool
    """Only where something stands between."""


def read_bonds(entries: Sequence[Mapping[str, Any]]) -> tuple[Bond, ...]:
    """Bonds from a language's file."""
    return tuple(
        Bond(
            begins=_classes(entry, "from"),
            through=_classes(entry, "through"),
            ends=_classes(entry, "to"),
            never_after=_classes(entry, "unless_after"),
            cost=float(entry["cost"]),
            apart=bool(entry.get("apart")),
        )
        for entry in entries
    )


def _classes(entry: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(str(entry.get(key, "")).split())


def held(words: Sequence[Role], bonds: Sequence[Bond]) -> Iterator[tuple[int, float]]:
    """The words after which a bond makes a break dear, and the least that it costs there; a word may come more than once."""
    begun: list[tuple[int, Bond]] = []
    before = ""
    for at, word in enumerate(words):
        going = []
        for first, bond in begun:
            through = word.first in bond.through
            reached = word.first in bond.ends or (through and word.last in bond.ends)
            if reached and (not bond.apart or at - first > 1):
                yield from ((joint, bond.cost) for joint in range(first, at))
            if through and not word.mark and at - first < MOST - 1 and word.last in bond.through:
                going.append((first, bond))
        begun = going
        if word.mark:
            before = ""
            continue
        for bond in bonds:
            opens = word.last in bond.begins or (word.first in bond.begins and word.last in bond.through)
            if opens and before not in bond.never_after:
                begun.append((at, bond))
        before = word.last
