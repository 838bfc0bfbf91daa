"""Where captions came from: `X.srt.provenance.json` beside `X.srt`, in the schema "picturelock/provenance-1".

It holds the hash of the caption file as it was produced, so that a later edit by hand shows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.formats.files import write_text
from picturelock.media.fingerprint import full_hash
from picturelock.speech import Energy, Provenance
from picturelock.textfile import read_json

SCHEMA = "picturelock/provenance-1"
SUFFIX = ".provenance.json"
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says of its caption file."""

    provenance: Provenance
    produced: str
    """Full hash of the file as it was produced."""
    edited: bool
    """True if the file is not what was produced: someone has worked on it since."""


def sidecar_path(caption_file: Path) -> Path:
    return caption_file.with_name(caption_file.name + SUFFIX)


def write_sidecar(caption_file: Path, provenance: Provenance) -> Path:
    """Write what made a caption file beside it, over an older sidecar. The caption file must be on disk already."""
    path = sidecar_path(caption_file)
    document = {
        "schema": SCHEMA,
        "file": caption_file.name,
        "hash": full_hash(caption_file),
        "provenance": to_json(provenance),
    }
    write_text(path, json.dumps(document, ensure_ascii=False, indent=2) + "\n", overwrite=True)
    return path


def read_sidecar(caption_file: Path) -> Provenance | None:
    """Who or what made a caption file; None without a sidecar. Raises InputError for a broken one."""
    sidecar = read(caption_file)
    return sidecar.provenance if sidecar else None


def read(caption_file: Path) -> Sidecar | None:
    """The whole sidecar of a caption file (which must exist); None without one. Raises InputError for a broken one."""
    path = sidecar_path(caption_file)
    if not os.path.lexists(path):
        return None
    document = _load(path)
    try:
        if document["schema"] != SCHEMA:
            raise InputError(f"has the schema {document['schema']!r}; expected {SCHEMA!r}.", file=path)
        produced = str(document["hash"])
        provenance = from_json(document["provenance"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"is not a provenance record: {error}.", file=path) from error
    return Sidecar(provenance, produced, edited=full_hash(caption_file) != produced)


def to_json(provenance: Provenance) -> dict[str, Any]:
    """A provenance as plain values."""
    return {**asdict(provenance), "parameters": dict(provenance.parameters), "inputs": list(provenance.inputs)}


def from_json(data: Mapping[str, Any]) -> Provenance:
    """The reverse of `to_json`. Raises KeyError, TypeError or ValueError for anything else."""
    known = dict(data)
    energy = known.pop("energy", {})
    kwh = energy.get("kwh")
    parameters = tuple(sorted((str(name), str(value)) for name, value in known.pop("parameters", {}).items()))
    inputs = tuple(str(item) for item in known.pop("inputs", ()))
    seconds = float(known.pop("seconds", 0.0))
    if known["origin"] not in ("machine", "imported"):
        raise ValueError(f"origin is {known['origin']!r}; expected machine or imported")
    return Provenance(
        **{name: str(value) for name, value in known.items()},
        parameters=parameters,
        inputs=inputs,
        seconds=seconds,
        energy=Energy(str(energy.get("method", "unmeasured")), None if kwh is None else float(kwh)),
    )


def _load(path: Path) -> Mapping[str, Any]:
    document = read_json(path, MAX_BYTES, "a short record")
    if not isinstance(document, dict):
        raise InputError("is not a provenance record.", file=path)
    return document
