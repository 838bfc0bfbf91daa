"""The ledger of machine-made artefacts: a view over the provenance that each carries, so it cannot be emptied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from picturelock.cutmap import audible
from picturelock.energy import METHODS, Known, known_of, plain
from picturelock.findings import Fact
from picturelock.production import CaptionTrack, Dossier
from picturelock.production.reviews import change_since
from picturelock.rights.tables import to_json
from picturelock.speech import Provenance
from picturelock.spreadsheet import sheet
from picturelock.wording import say, table, term

SCHEMA = "picturelock/ai-use-1"
MACHINE = "machine"

HEADER = (
    "artefact",
    "kind",
    "language",
    "delivered",
    "tool",
    "version",
    "weights",
    "parameters",
    "inputs",
    "made",
    "seconds",
    "energy_method",
    "energy_kwh_low",
    "energy_kwh",
    "energy_kwh_high",
    "reviewed",
)

SHORT_HEADER = ("artefact", "kind", "language", "delivered", "tool", "model", "made", "duration", "energy", "reviewed")
"""What a report has room for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One artefact that a machine made."""

    artefact: str
    """Media file that a transcript is of, or caption file."""
    kind: str
    """What it is: "transcript", "captions" ..."""
    language: str
    delivered: bool
    """True where it goes out with the film; False for what only served to make it."""
    provenance: Provenance
    reviewed: str
    """Who reviewed it and when, or ""."""
    energy: Known | None = None
    """None where nobody knows how long it took."""

    @property
    def method(self) -> str:
        """How its energy is known, one of METHODS."""
        return self.energy.figure.method if self.energy else METHODS[-1]

    @property
    def kwh(self) -> tuple[float | None, float | None, float | None]:
        """Low, central and high, to four significant digits."""
        if self.energy is None:
            return None, None, None
        amount = self.energy.figure.kwh
        low, central, high = (float(f"{value:.4g}") for value in (amount.low, amount.central, amount.high))
        return low, central, high

    @property
    def row(self) -> tuple[Fact | None, ...]:
        """The values of HEADER."""
        made = self.provenance
        return (
            self.artefact,
            self.kind,
            self.language,
            self.delivered,
            made.tool,
            made.version,
            made.weights,
            "; ".join(f"{name}={value}" for name, value in made.parameters),
            "; ".join(made.inputs),
            made.made,
            round(made.seconds, 3),
            self.method,
            *self.kwh,
            self.reviewed,
        )

    @property
    def short_row(self) -> tuple[Fact | None, ...]:
        """The values of SHORT_HEADER."""
        made = self.provenance
        energy = self.method
        if self.energy is not None:
            kwh = self.energy.figure.kwh
            energy = f"{plain(kwh.central)} kWh ({plain(kwh.low)}–{plain(kwh.high)}, {self.method})"
        return (
            self.artefact,
            self.kind,
            self.language,
            self.delivered,
            f"{made.tool} {made.version}".strip(),
            f"{made.weights[:15]}…" if len(made.weights) > 16 else made.weights,
            made.made[:16].replace("T", " "),
            f"{made.seconds:.1f} s",
            energy,
            self.reviewed or None,
        )


def ledger(dossier: Dossier) -> tuple[Entry, ...]:
    """Every machine-made transcript and caption track of a delivery, in the order of the cut and of the orders."""
    watts = dossier.production.energy.watts
    entries = (*_transcripts(dossier), *_captions(dossier))
    return tuple(replace(entry, energy=known_of(entry.provenance, watts)) for entry in entries)


def ledger_csv(entries: tuple[Entry, ...], language: str) -> bytes:
    """The ledger as the spreadsheets of a language open it, for people."""
    words = table(language, "ui")
    rows = []
    for entry in entries:
        told = dict(zip(HEADER, entry.row, strict=True))
        told["kind"] = term("kinds", entry.kind, language)
        told["delivered"] = say("statement_yes" if entry.delivered else "statement_no", language)
        told["energy_method"] = str(words["energy_methods"][entry.method])
        rows.append(tuple(told.values()))
    return sheet([str(words["ai_columns"][name]) for name in HEADER], rows, language).encode()


def ledger_json(entries: tuple[Entry, ...]) -> bytes:
    """The ledger as JSON, `picturelock/ai-use-1`."""
    return to_json(SCHEMA, HEADER, (entry.row for entry in entries))


def review_of(track: CaptionTrack) -> str:
    """Who reviewed a caption track and when: as the record of its review says, as long as it reads as it did then; without
    one, the production's word, else the file's own; "" without name and date."""
    if track.review is not None:
        same = track.captions is not None and change_since(track.review, track.captions) is None
        return track.review.told if same else ""
    order = track.order
    if order.reviewed_by.strip() and order.reviewed_on.strip():
        return f"{order.reviewed_by.strip()}, {order.reviewed_on.strip()}"
    return track.provenance.reviewed.strip() if track.provenance else ""


def _transcripts(dossier: Dossier) -> Iterator[Entry]:
    names = {shot.source.key: shot.source.name for shot in reversed(audible(dossier.cut))}
    for key, transcript in dossier.transcripts.items():
        made = transcript.provenance
        if made.origin == MACHINE:
            yield Entry(names.get(key) or key, made.kind, transcript.language, False, made, made.reviewed)


def _captions(dossier: Dossier) -> Iterator[Entry]:
    for track in dossier.captions:
        made = track.provenance
        if made is None and track.order.origin == MACHINE:
            made = Provenance("captions", MACHINE, "", "")
        if made is not None and made.origin == MACHINE:
            name = dossier.production.relative(track.order.file)
            yield Entry(name, made.kind, track.order.language, True, made, review_of(track))
