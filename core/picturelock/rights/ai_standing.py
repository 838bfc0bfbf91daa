"""Where a delivery stands with each thing that is asked about AI: for the statement and the report, not for the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from picturelock.findings import Finding
from picturelock.production import Dossier
from picturelock.rights.ai_asked import Asked, asked_of, concerned_by, is_approved, judge, missing_of
from picturelock.rights.ai_elements import Placed
from picturelock.rights.ai_rules import Ask
from picturelock.rights.papers import inside

Standing = Literal["none-concerned", "shown", "missing", "by-hand"]
"""none-concerned: no declared element is meant. shown: the data hold what is asked. missing: they do not. by-hand: none can."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that is asked, and where it stands."""

    asked: Asked
    ask: Ask
    standing: Standing
    missing: tuple[str, ...] = ()
    """Names of the elements for which it is missing."""

    @property
    def confirmed(self) -> bool:
        return self.ask.confirmed and self.asked.confirmed


def answers(dossier: Dossier, elements: Sequence[Placed]) -> tuple[Answer, ...]:
    """Everything that is asked of a delivery, in the order in which it is asked."""
    asked, _ = asked_of(dossier)
    return tuple(_answer(dossier, elements, one, ask) for one in asked for ask in one.rules.asks)


def unknown(dossier: Dossier) -> tuple[Finding, ...]:
    """Sets of rules that are named and that nobody knows or can read."""
    return asked_of(dossier)[1]


def _answer(dossier: Dossier, elements: Sequence[Placed], one: Asked, ask: Ask) -> Answer:
    items = concerned_by(ask, elements)
    if not items:
        return Answer(one, ask, "none-concerned")
    if ask.what == "notice":
        return Answer(one, ask, "by-hand")
    missing = tuple(item.element.name for item in items if not _is_shown(dossier, ask, item))
    if ask.what in ("label", "share"):
        broken = any(judge(dossier, one, ask, items))
        missing = tuple(item.element.name for item in items) if broken else ()
    return Answer(one, ask, "missing" if missing else "shown", missing)


def _is_shown(dossier: Dossier, ask: Ask, item: Placed) -> bool:
    element = item.element
    if ask.what == "approval":
        return is_approved(item, dossier.today)
    if ask.what == "authorship":
        return bool(element.authored_by)
    if ask.what == "consent":
        return bool(element.person and element.consent) and inside(dossier.production.root, element.consent) is not None
    return not missing_of(ask, item) and (bool(element.digital_source) or "digital_source" not in ask.needs)
