"""Of AI use: do the elements that a production declares hold together, by themselves and with the cut and the papers?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from picturelock.findings import Fact, Finding, Severity
from picturelock.production import Dossier
from picturelock.rights.ai_asked import Asked
from picturelock.rights.ai_elements import BY_PEOPLE, Placed, concerns_person
from picturelock.rights.ai_places import place_of, shown_for
from picturelock.rights.papers import inside, is_part
from picturelock.rights.sources import plain

SOURCE = "Picturelock, house convention: what is declared must be so"
PERSON = "Picturelock, house convention: nobody's voice or likeness goes out without their paper"


def check(dossier: Dossier, elements: Sequence[Placed], asked: Sequence[Asked]) -> Iterator[Finding]:
    """Findings about each element, and about names that stand twice."""
    names = Counter(plain(item.element.name) for item in elements)
    for item in elements:
        judge = _Judge(dossier, item, asked)
        if names[plain(item.element.name)] > 1:
            yield judge.finding("duplicate-element", "warning")
        yield from judge.place()
        yield from judge.source_type()
        yield from judge.person()
        yield from judge.approval()


class _Judge:
    """One element."""

    def __init__(self, dossier: Dossier, item: Placed, asked: Sequence[Asked]) -> None:
        self._dossier, self._item, self._asked = dossier, item, asked
        self._element = item.element

    def finding(self, what: str, severity: Severity, source: str = SOURCE, **facts: Fact) -> Finding:
        element = self._element
        known: dict[str, Fact] = {"element": element.name, "kind": element.kind, "tool": element.tool}
        return Finding(f"ai-use.{what}", severity, place_of(self._item, self._dossier), known | facts, source)

    def place(self) -> Iterator[Finding]:
        """Is it where it says, and is nothing left in that was to be replaced?"""
        element = self._element
        if self._item.problem:
            yield self.finding("no-place", "error", start=element.start, end=element.end, problem=self._item.problem)
        elif element.role == "final":
            if not self._item.in_cut:
                yield self.finding("not-in-cut", "warning", asset=element.asset)
        elif self._item.uses and self._item.spans:
            yield self.finding("not-final-in-cut", "error", role=element.role, seconds=shown_for(self._item))
        elif not element.asset and element.role == "temporary":
            yield self.finding("temporary-unproven", "warning")

    def source_type(self) -> Iterator[Finding]:
        """What kind of source, in the words of the IPTC, is it?"""
        element = self._element
        if not element.digital_source:
            yield self.finding("source-type-missing", "error" if self._goes_out else "warning")
        elif element.digital_source in BY_PEOPLE:
            yield self.finding("source-type-doubtful", "warning", source_type=element.digital_source)

    def person(self) -> Iterator[Finding]:
        """Whose voice or likeness is it, and where is their paper?"""
        element = self._element
        if not concerns_person(element):
            return
        source = self._whose_consent()
        severity: Severity = "error" if self._goes_out or source != PERSON else "warning"
        if not element.person:
            if element.kind == "likeness":
                yield self.finding("person-missing", severity, source)
            elif not element.note:  # a voice may be nobody's, if somebody says so
                yield self.finding("person-missing", "warning", source)
        elif not element.consent:
            yield self.finding("consent-missing", severity, source, person=element.person)
        elif _leaves(self._dossier.production.root, element.consent):
            yield self.finding("consent-outside", severity, source, person=element.person, paper=element.consent)
        elif (paper := inside(self._dossier.production.root, element.consent)) is None:
            yield self.finding("consent-gone", severity, source, person=element.person, paper=element.consent)
        elif is_part(self._dossier.production, paper):
            yield self.finding("consent-itself", severity, source, person=element.person, paper=element.consent)

    def approval(self) -> Iterator[Finding]:
        """An approval that is declared has a person and a day that can be."""
        element = self._element
        if not element.approved_by and not element.approved_on:
            return
        try:
            day = dt.date.fromisoformat(element.approved_on)
        except ValueError:
            day = None
        if day is None or day > self._dossier.today or not element.approved_by:
            yield self.finding(
                "approval-date", "error", approved_by=element.approved_by or "?", approved_on=element.approved_on or "?"
            )

    @property
    def _goes_out(self) -> bool:
        return self._element.role == "final" or self._item.delivered

    def _whose_consent(self) -> str:
        """Who asks for the paper: a confirmed set of rules, else we do."""
        for one in self._asked:
            for ask in one.rules.asks:
                if ask.what == "consent" and ask.confirmed and one.confirmed and ask.concerns(self._element, True):
                    return ask.source
        return PERSON


def _leaves(root: Path, name: str) -> bool:
    try:
        return not (root / name).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return True
