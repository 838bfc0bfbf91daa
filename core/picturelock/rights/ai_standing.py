"""Where a delivery stands with each thing that is asked about AI: for the statement and the report, not for the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from picturelock.production import Dossier
from picturelock.rights.ai_asked import Asked, asked_of, concerned_by, is_approved, judge, missing_of
from picturelock.rights.ai_elements import Placed
from picturelock.rights.ai_rules import Ask
from picturelock.rights.papers import inside, is_part

Standing = Literal["none-concerned", "shown", "missing", "by-hand"]
"""none-concerned: no declared element is meant. shown: the data hold what is asked. missing: they do not. by-hand: none can."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that is asked, and where it stands."""

    asked: Asked
    ask: Ask
    standing: Standing
    lacks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The elements for which it is missing; of each its name and, of a disclosure, the fields that it lacks."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of those elements."""
        return tuple(name for name, _ in self.lacks)

    @property
    def confirmed(self) -> bool:
        return self.ask.confirmed and self.asked.confirmed


def answers(dossier: Dossier, elements: Sequence[Placed], asked: Sequence[Asked] | None = None) -> tuple[Answer, ...]:
    """Everything that is asked of a delivery, in the order in which it is asked. asked: where it is at hand."""
    held = asked_of(dossier)[0] if asked is None else asked
    return tuple(_answer(dossier, elements, one, ask) for one in held for ask in one.rules.asks)


def _answer(dossier: Dossier, elements: Sequence[Placed], one: Asked, ask: Ask) -> Answer:
    items = concerned_by(ask, elements)
    if not items:
        return Answer(one, ask, "none-concerned")
    if ask.what == "notice":
        return Answer(one, ask, "by-hand")
    if ask.what in ("label", "share"):
        missing = items if any(judge(dossier, one, ask, items)) else ()
    else:
        missing = tuple(item for item in items if not _is_shown(dossier, ask, item))
    lacks = tuple((item.element.name, missing_of(ask, item)) for item in missing)
    return Answer(one, ask, "missing" if missing else "shown", lacks)


def _is_shown(dossier: Dossier, ask: Ask, item: Placed) -> bool:
    element = item.element
    if ask.what == "approval":
        return is_approved(item, dossier.today)
    if ask.what == "authorship":
        return bool(element.authored_by)
    if ask.what == "consent":
        paper = inside(dossier.production.root, element.consent) if element.person and element.consent else None
        return paper is not None and not is_part(dossier.production, paper)
    return not missing_of(ask, item)
