"""Of AI use: is what the rights ledger says of a person's paper wide enough for a replica of their voice or likeness?

A replica at a place of the cut has no source of its own, so the check of rights never meets its entry; it is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from picturelock.findings import Fact, Finding
from picturelock.production import Dossier
from picturelock.rights.ai_elements import Placed, concerns_person
from picturelock.rights.ai_places import place_of
from picturelock.rights.destination import destination_of
from picturelock.rights.grid import Hole, find_holes
from picturelock.rights.model import PERSONAL, Clearance
from picturelock.rights.sources import Use, match
from picturelock.rights.territories import label
from picturelock.rights.words import folded

SOURCE = "Picturelock, house convention: a replica has a consent that says so and holds wherever the film goes"
REPLICA = "digital-replica"


def check(
    dossier: Dossier, uses: Sequence[Use], elements: Sequence[Placed], clearances: Sequence[Clearance]
) -> Iterator[Finding]:
    """Two findings at most for each element that goes out; nothing where the ledger says nothing of its paper."""
    concerned = [item for item in elements if item.delivered and item.element.person and concerns_person(item.element)]
    if not concerned:
        return
    met = {id(one) for found in match(uses, clearances).values() for one in found}
    own = [one for one in clearances if id(one) not in met and not one.drafted]
    for item in concerned:
        entries = [one for one in own if _is_of(one, item, dossier.production.root)]
        if entries:
            yield from _judge(dossier, item, entries)


def _judge(dossier: Dossier, item: Placed, entries: Sequence[Clearance]) -> Iterator[Finding]:
    element, place = item.element, place_of(item, dossier)
    given = sorted({kind for one in entries for kind in one.consent.kinds})
    facts: dict[str, Fact] = {"element": element.name, "person": element.person, "entry": entries[0].place}
    if REPLICA not in given:
        yield Finding("ai-use.consent-kind", "error", place, facts | {"given": ", ".join(given) or "–"}, SOURCE)
        return
    destination, _ = destination_of(dossier)
    if destination is None:
        return  # which the check of rights says
    holes = find_holes([one for one in entries if REPLICA in one.consent.kinds], destination)
    narrow = [label(holes.territories)] if holes.territories else []
    narrow += [", ".join(sorted(values)) for values in (holes.media, holes.languages) if values]
    narrow += sorted(_where(hole) for hole in holes.together)
    narrow += sorted(f"{first.isoformat()} – {last.isoformat()}" for hole in holes.days for first, last in hole.days)
    if narrow:
        yield Finding("ai-use.consent-narrow", "error", place, facts | {"missing": " · ".join(narrow)}, SOURCE)


def _is_of(one: Clearance, item: Placed, root: Path) -> bool:
    """An entry of the very paper that the element names, or that person's consent to a replica."""
    element = item.element
    if one.evidence and element.consent:
        try:
            if (root / one.evidence).resolve() == (root / element.consent).resolve():
                return True
        except (OSError, RuntimeError, ValueError):
            return False
    person = one.consent.person or (one.owner if one.kind in PERSONAL else "")
    return bool(person) and folded(person) == folded(element.person) and REPLICA in one.consent.kinds


def _where(hole: Hole) -> str:
    return f"{label(hole.territories)}; {', '.join(sorted(hole.media))}; {', '.join(sorted(hole.languages))}"
