"""What a verdict rests on: files and transcripts, and the hash of each."""

from __future__ import annotations

from pathlib import Path

from picturelock.cutmap import audible
from picturelock.delivery.copying import hash_text
from picturelock.formats import transcript_json
from picturelock.formats.sidecar import sidecar_path
from picturelock.production import Dossier, Production
from picturelock.rights.summary import evidence_files, named_evidence


def judged_files(dossier: Dossier) -> tuple[Path, ...]:
    """Every file that a verdict on this dossier rests on: what decides it, and what would be delivered."""
    files = dict.fromkeys((*dossier.inputs, *delivered_files(dossier.production), *evidence_files(dossier)))
    return tuple(path for path in files if path.is_file())


def known_files(production: Production) -> tuple[Path, ...]:
    """Every file that a verdict on a production may rest on, as far as they can be told before its cut is read."""
    files = (*production.papers, *delivered_files(production), *named_evidence(production))
    return tuple(path for path in dict.fromkeys(files) if path.is_file())


def delivered_files(production: Production) -> tuple[Path, ...]:
    """Everything of a production that may be copied into a package."""
    captions = [order.file for order in production.captions]
    master = [production.delivery.master] if production.delivery.master is not None else []
    files = [order.file for order in production.files]
    return (*master, *captions, *map(sidecar_path, captions), *files, production.cut)


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
