"""The headings of a ledger that is a table: which of our columns each one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from picturelock.findings import Fact
from picturelock.rights.faults import Fault
from picturelock.rights.model import COLUMNS, REQUIRED
from picturelock.rights.words import folded, headings

_LIKE = 0.75
_SHOWN = 60
_MOST_GUESSED = 20
"""Headings for which one that is like them is looked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table."""

    names: Mapping[int, str]
    """Our column, by the place of its own: 0 = the first."""
    columns: Mapping[str, str]
    """The heading of each, as it is written."""
    absent: frozenset[str]
    """Columns that must be there and are not, or are there twice: nothing is said of their cells."""
    faults: tuple[Fault, ...]
    width: int


def read_head(cells: Sequence[str], columns: Mapping[str, str], where: str, line: int) -> Head:
    """columns: the production's own headings, by the name of ours."""
    known = known_headings(columns)
    names: dict[int, str] = {}
    twice: set[str] = set()
    faults: list[Fault] = []

    def wrong(what: str, heading: str, **facts: Fact) -> None:
        faults.append(Fault(what, where, line, heading[:_SHOWN], facts))

    for name in columns:
        if name not in COLUMNS:
            wrong("ledger-column-mapped", name, known=", ".join(COLUMNS))
    for index, cell in enumerate(cells):
        if not cell or cell.startswith(("#", "(")):
            continue  # a column of somebody's own, marked as such
        found = known.get(folded(cell))
        if found is None:
            near = _near(cell, known) if len(faults) < _MOST_GUESSED else ()
            wrong("ledger-column", cell, known=", ".join(near or COLUMNS))
        elif found in names.values():
            wrong("ledger-column-twice", cell, meant=found)
            twice.add(found)
        else:
            names[index] = found
    absent = [name for name in REQUIRED if name not in names.values()]
    for name in absent:
        wrong("ledger-column-missing", columns.get(name, name))
    written = {name: cells[index] for index, name in names.items()}
    return Head(names, written, frozenset(absent) | twice, tuple(faults), width_of(cells))


def known_headings(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Our column for each heading: the production's own word counts before what is known."""
    told = {folded(heading): name for name, heading in columns.items()}
    return {**{heading: name for heading, name in headings().items() if name not in columns}, **told}


def width_of(cells: Sequence[str]) -> int:
    """How many columns there are, empty ones at the end left out."""
    return max((index for index, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _near(heading: str, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(get_close_matches(folded(heading)[:_SHOWN], known, 3, _LIKE))
