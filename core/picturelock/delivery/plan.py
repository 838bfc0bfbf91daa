"""What goes into the package, and under which name: decided from the dossier and the verdict, before anything is written."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from picturelock import __version__
from picturelock.cutmap import audible
from picturelock.delivery.copying import hash_text
from picturelock.delivery.subject import subject_of
from picturelock.errors import UsageError
from picturelock.findings import Verdict
from picturelock.formats import transcript_json
from picturelock.formats.sidecar import sidecar_path
from picturelock.production import Dossier, Production
from picturelock.report.document import exit_code, to_json, verdict_json
from picturelock.report.html import render
from picturelock.report.markers import to_markers
from picturelock.rights.ai_ledger import ledger, ledger_csv, ledger_json
from picturelock.rights.summary import evidence_files, named_evidence, rights_csv
from picturelock.timeline.marker_edl import marker_edl


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the package: copied from `source`, or else made of `data`."""

    target: str
    """Path in the package, with forward slashes."""
    source: Path | None = None
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Plan:
    """A package to be. Nothing in it depends on the clock or on the disk: the same dossier and verdict give the same plan."""

    root: Path
    """Folder of the production: what the paths of the verdict's inputs are relative to."""
    title: str
    items: tuple[Item, ...]
    transcripts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """`judged_transcripts`: inputs of the verdict that are no files."""


def plan(dossier: Dossier, verdict: Verdict, language: str = "en") -> Plan:
    """Everything that a recipient needs to use the delivery and to trust it.

    Raises UsageError for a name that is taken or unusable.
    """
    entries = ledger(dossier)
    items = [
        *_copies(dossier),
        *(Item(f"report.{suffix}", data=data) for suffix, data in reports(dossier, verdict, language).items()),
        Item("ai-use.csv", data=ledger_csv(entries)),
        Item("ai-use.json", data=ledger_json(entries)),
        Item("rights-summary.csv", data=rights_csv(dossier)),
    ]
    names = [_folded(item.target) for item in items]
    for item in items:
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in item.target):
            raise UsageError(
                f"{item.target!r} is no name for a file that is delivered.", hint="Rename it in the production."
            )
        if names.count(_folded(item.target)) > 1:
            raise UsageError(f"Two files would both be {item.target}.", hint="Rename one of them in the production.")
    production = dossier.production
    return Plan(production.root, production.title, tuple(items), judged_transcripts(dossier))


def judged_files(dossier: Dossier) -> tuple[Path, ...]:
    """Every file that a verdict on this dossier rests on: what decides it, and what would be delivered."""
    copied = [item.source for item in _copies(dossier) if item.source is not None]
    files = dict.fromkeys((*dossier.inputs, *copied, *evidence_files(dossier)))
    return tuple(path for path in files if path.is_file())


def known_files(production: Production) -> tuple[Path, ...]:
    """Every file that a verdict on a production may rest on, as far as they can be told before its cut is read."""
    captions = [order.file for order in production.captions]
    files = [*production.papers, production.cut, *captions, *map(sidecar_path, captions)]
    files += [production.delivery.master] if production.delivery.master is not None else []
    return tuple(path for path in dict.fromkeys((*files, *named_evidence(production))) if path.is_file())


def judged_transcripts(dossier: Dossier) -> dict[str, str]:
    """The hash of the words and the provenance of each transcript that a verdict rests on, by "transcript of SOURCE".

    Where two sources have one name, the key of the source is added.
    """
    names = {shot.source.key: shot.source.name or shot.source.key for shot in reversed(audible(dossier.cut))}
    found: dict[str, str] = {}
    for key, transcript in dossier.transcripts.items():
        name = f"transcript of {names.get(key, key)}"
        found[f"{name} ({key})" if name in found else name] = hash_text(transcript_json.dump(transcript))
    return found


def reports(dossier: Dossier, verdict: Verdict, language: str) -> dict[str, bytes]:
    """The report of a verdict, by suffix: "html" for people, "json" for programs, "markers.edl" for the edit."""
    cut = dossier.cut
    document = to_json(
        verdict.findings,
        rate=cut.rate,
        start=cut.start,
        drop=cut.drop,
        language=language,
        exit=exit_code(verdict),
        production=dossier.production.title,
        cut=cut.name,
        picturelock=__version__,
        verdict=verdict_json(verdict),
    )
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return {
        "html": render(subject_of(dossier, language), verdict, language).encode(),
        "json": text.encode(),
        "markers.edl": marker_edl(cut, to_markers(verdict.findings, language)).encode(),
    }


def _copies(dossier: Dossier) -> list[Item]:
    production = dossier.production
    items = []
    if production.delivery.master is not None:
        items.append(Item(f"master/{production.delivery.master.name}", production.delivery.master))
    taken: set[str] = set()
    for order in production.captions:
        name = order.file.name
        if _folded(name) in taken:
            name = f"{order.language}-{order.kind}-{name}"
        taken.add(_folded(name))
        items.append(Item(f"captions/{name}", order.file))
        sidecar = sidecar_path(order.file)
        if sidecar.is_file():
            items.append(Item(f"captions/{sidecar_path(Path(name)).name}", sidecar))
    items.append(Item(f"timeline/{production.cut.name}", production.cut))
    return items


def _folded(name: str) -> str:
    # Disks that ignore capitals or the encoding of accents would write one file over the other.
    return unicodedata.normalize("NFC", name).casefold()
