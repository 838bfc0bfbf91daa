"""The ledger of machine-made artefacts: a view over the provenance that each carries, so it cannot be emptied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from picturelock.cutmap import audible
from picturelock.findings import Fact
from picturelock.production import CaptionTrack, Dossier
from picturelock.rights.tables import to_csv, to_json
from picturelock.speech import Provenance

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
    "energy_kwh",
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
            made.energy.method,
            made.energy.kwh,
            self.reviewed,
        )

    @property
    def short_row(self) -> tuple[Fact | None, ...]:
        """The values of SHORT_HEADER."""
        made = self.provenance
        energy = made.energy.method if made.energy.kwh is None else f"{made.energy.kwh:.4g} kWh ({made.energy.method})"
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
    return (*_transcripts(dossier), *_captions(dossier))


def ledger_csv(entries: tuple[Entry, ...]) -> bytes:
    """The ledger as a spreadsheet."""
    return to_csv(HEADER, (entry.row for entry in entries))


def ledger_json(entries: tuple[Entry, ...]) -> bytes:
    """The ledger as JSON, `picturelock/ai-use-1`."""
    return to_json(SCHEMA, HEADER, (entry.row for entry in entries))


def review_of(track: CaptionTrack) -> str:
    """Who reviewed a caption track and when: the production's word, else the file's own; "" without name and date."""
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
            made = Provenance("captions", MACHINE, "unknown", "")
        if made is not None and made.origin == MACHINE:
            name = dossier.production.relative(track.order.file)
            yield Entry(name, made.kind, track.order.language, True, made, review_of(track))
