"""What the checks of rights look at together, and the findings that they make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from picturelock.cut import Shot
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.production import Dossier
from picturelock.rights.grid import Destination
from picturelock.rights.model import Clearance, Ledger
from picturelock.rights.sources import Use
from picturelock.times import Span
from picturelock.wording import LANGUAGES, place

_MOST_HOLDERS = 4
Group = tuple[tuple[str, str], tuple[Clearance, ...]]


def holders(clearances: Sequence[Clearance], name: str = "holders") -> dict[str, Fact]:
    """Who must be asked, and about what: "SOCAN (entry 5, rights/licence.pdf)", as a fact in each language."""
    told: dict[str, Fact] = {}
    for language in LANGUAGES:
        listed = [
            f"{one.owner or '—'} ({', '.join(filter(None, (place(one.place, language), one.evidence)))})"
            for one in clearances[:_MOST_HOLDERS]
        ]
        told[f"{name}_{language}"] = ", ".join([*listed, *(["…"] if len(clearances) > _MOST_HOLDERS else [])])
    return told


@dataclass(frozen=True, slots=True)
class Case:
    """A delivery, its ledger, and what the cut uses."""

    dossier: Dossier
    ledger: Ledger
    uses: tuple[Use, ...]
    cleared: Mapping[str, tuple[Clearance, ...]]
    """The clearances that speak of each source, by `Source.key`."""
    destination: Destination | None
    """None where it is not said."""
    _by_clearance: dict[int, list[Use]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for use in self.uses:
            for clearance in self.cleared[use.source.key]:
                self._by_clearance.setdefault(id(clearance), []).append(use)

    @property
    def used(self) -> Iterator[Clearance]:
        """The clearances that any used source has, in the order of the ledger."""
        return (clearance for clearance in self.ledger.clearances if id(clearance) in self._by_clearance)

    def uses_of(self, clearance: Clearance) -> tuple[Use, ...]:
        """The used sources of which a clearance speaks."""
        return tuple(self._by_clearance.get(id(clearance), ()))

    def given(self, use: Use) -> tuple[Clearance, ...]:
        """The clearances of a source that are said in full."""
        return tuple(clearance for clearance in self.cleared[use.source.key] if not clearance.drafted)

    def groups(self, use: Use) -> Iterator[Group]:
        """The clearances of a source that complete each other; each group must cover the delivery."""
        found: dict[tuple[str, str], list[Clearance]] = {}
        for clearance in self.given(use):
            found.setdefault(clearance.group, []).append(clearance)
        return ((key, tuple(group)) for key, group in found.items())

    @property
    def file(self) -> str:
        """The ledger, as reports show it."""
        return self.dossier.production.relative(self.ledger.file)

    @property
    def order(self) -> str:
        """The production's file, as reports show it."""
        return self.dossier.production.relative(self.dossier.production.file)

    @property
    def source(self) -> str:
        """Whose rule it is: the production's own, its ledger against the delivery that it names."""
        return f"{self.file}; {self.order} [delivery]"

    def of_use(
        self,
        what: str,
        use: Use,
        facts: Mapping[str, Fact],
        *,
        clearance: Clearance | None = None,
        group: Sequence[Clearance] = (),
        shot: Shot | None = None,
        span: Span | None = None,
        severity: Severity = "error",
    ) -> Finding:
        """A finding at a source: at its first use, or at a shot.

        clearance: the entry whose terms are broken; group: those that fall short together. Their owners must be asked.
        """
        at = shot or use.first
        where = Place(
            file=self.file,
            line=clearance.line if clearance else None,
            record=span or at.record_span,
            track=at.track,
            shot=at.id,
            source=use.label,
        )
        said: dict[str, Fact] = {"source": use.label, **facts}
        if clearance is not None:
            said = {"entry": clearance.place, "owner": clearance.owner or "—", **said}
        if group or clearance is not None:
            said |= holders(group or ((clearance,) if clearance else ()))
        return Finding(f"rights.{what}", severity, where, said, self.source)

    def of_entry(
        self,
        what: str,
        severity: Severity,
        clearance: Clearance,
        facts: Mapping[str, Fact] | None = None,
        source: str = "",
        unconfirmed: bool = False,
    ) -> Finding:
        """A finding at an entry of the ledger, and at the first use of what it clears."""
        said: dict[str, Fact] = {
            "asset": clearance.asset,
            "owner": clearance.owner or "—",
            "entry": clearance.place,
            "document": clearance.evidence,
            **holders((clearance,)),
            **(facts or {}),
        }
        uses = self.uses_of(clearance)
        where = Place(file=self.file, line=clearance.line)
        if uses:
            first = uses[0].first
            where = Place(self.file, clearance.line, first.record_span, first.track, first.id, "", uses[0].label)
        return Finding(f"rights.{what}", severity, where, said, source or self.source, unconfirmed)
