"""Where in `picturelock.toml` and in the cut a declared element stands."""

from __future__ import annotations

import re

from picturelock.errors import InputError
from picturelock.findings import Place
from picturelock.production import Dossier
from picturelock.rights.ai_elements import Placed
from picturelock.rights.shown import total
from picturelock.textfile import read_text
from picturelock.times import FLICKS_PER_SECOND, Flicks

_ENTRY = re.compile(r"^[ \t]*\[\[[ \t]*ai[ \t]*\]\]", re.MULTILINE)


def place_of(item: Placed, dossier: Dossier) -> Place:
    """The entry's line, and the first place in the cut."""
    spans = item.spans
    use = item.uses[0] if item.uses else None
    return Place(
        file=dossier.production.file.name,
        line=_line(item.number, dossier),
        record=spans[0] if spans else None,
        track=use.first.track if use else "",
        shot=use.first.id if use else "",
        source=use.label if use else "",
    )


def seconds(time: Flicks) -> float:
    """For people and programs, to a hundredth."""
    return round(time / FLICKS_PER_SECOND, 2)


def shown_for(item: Placed) -> float:
    """For how many seconds an element is seen or heard."""
    return seconds(total(item.spans))


def _line(number: int, dossier: Dossier) -> int | None:
    try:
        text = read_text(dossier.production.file)
    except InputError:
        return None
    starts = [match.start() for match in _ENTRY.finditer(text)]
    if len(starts) != len(dossier.production.ai):
        return None  # written in another way
    return text.count("\n", 0, starts[number - 1]) + 1
