"""`package.json`: what is in a package, in the schema "picturelock/package-1", for programs and for re-deliveries.

Every file with what it is and its full hash; for a file that a finisher changed, the hash of what was judged as well; how
each copy was read back; and, of a re-delivery, which package it completes. The package's manifest covers it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picturelock import __version__
from picturelock.delivery.copying import MAIN, Copied
from picturelock.delivery.model import Earlier, Finished, Plan
from picturelock.delivery.paths import safe
from picturelock.errors import InputError
from picturelock.textfile import read_json

FILE = "package.json"
SCHEMA = "picturelock/package-1"
MAX_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Packing:
    """A `package.json`, read."""

    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Full hash of each file, by path in the package."""
    earlier: Earlier | None = None
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    judged: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Of files that a finisher changed: the full hash that was judged, by path; of those unchanged since as well."""
    added: frozenset[str] = frozenset()
    """Files that a finisher made."""
    roles: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Kind and language of each file, "" for none, by path in the package."""


def packing_list(
    plan: Plan, made: Mapping[str, Copied], finished: Sequence[Finished] = (), judged: Mapping[str, str] | None = None
) -> bytes:
    """The document; made: every file of the package but itself and the manifests; judged: full hashes before finishing."""
    kinds = {item.target: (item.kind, item.language) for item in plan.items}
    kinds |= {one.path: (one.kind, "") for one in finished if one.path not in kinds}
    by: dict[str, list[str]] = {}
    for one in finished:
        by.setdefault(one.path, []).append(one.by)
    files = []
    for path, copied in sorted(made.items()):
        kind, language = kinds.get(path, ("", ""))
        entry: dict[str, Any] = {"path": path, "kind": kind, "language": language, "hash": copied.main}
        if path in by:
            entry |= {"finished": by[path], "judged": (judged or {}).get(path, "")}
        files.append({key: value for key, value in entry.items() if value} | {"read_back": copied.read_back})
    document: dict[str, Any] = {"schema": SCHEMA, "picturelock": __version__, "layout": plan.layout, **plan.about}
    if plan.earlier is not None:
        document["earlier"] = _earlier_json(plan.earlier)
    return (json.dumps(document | {"files": files}, ensure_ascii=False, indent=1) + "\n").encode()


def read_packing(folder: Path) -> Packing:
    """The `package.json` of a package; nothing where there is none. Raises InputError for one that is not to be used."""
    file = folder / FILE
    if file.is_symlink():
        raise InputError("is a link; expected a packing list.", file=file)
    if not file.is_file():
        return Packing()
    data = read_json(file, MAX_BYTES, "a packing list")
    try:
        if data["schema"] != SCHEMA:
            raise ValueError
        files = {_path(entry["path"]): _hash(entry["hash"]) for entry in data["files"]}
        roles = {_path(one["path"]): (str(one.get("kind", "")), str(one.get("language", ""))) for one in data["files"]}
        earlier = _earlier(data["earlier"]) if "earlier" in data else None
        about = {key: value for key, value in data.items() if isinstance(value, str)}
        finished = {_path(entry["path"]): entry.get("judged", "") for entry in data["files"] if "finished" in entry}
        judged = {path: _hash(value) for path, value in finished.items() if value}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError(f"is not a packing list of the schema {SCHEMA}.", file=file) from None
    added = frozenset(finished.keys() - judged.keys())
    if earlier is not None:
        judged |= earlier.judged
        added |= earlier.added
    return Packing(files, earlier, about, judged, added, roles)


def _earlier_json(earlier: Earlier) -> dict[str, Any]:
    unchanged = [
        {"path": path, "was": was, "hash": value}
        | ({"judged": earlier.judged[path]} if path in earlier.judged else {})
        | ({"finished": True} if path in earlier.added else {})
        for path, (was, value) in sorted(earlier.unchanged.items())
    ]
    return {
        "package": earlier.package,
        "manifest": earlier.manifest,
        "unchanged": unchanged,
        "replaced": list(earlier.replaced),
        "dropped": list(earlier.dropped),
    }


def _earlier(data: Any) -> Earlier:
    return Earlier(
        _text(data["package"]),
        _hash(data["manifest"]),
        {_path(one["path"]): (_path(one["was"]), _hash(one["hash"])) for one in data["unchanged"]},
        tuple(_path(path) for path in data["replaced"]),
        tuple(_path(path) for path in data["dropped"]),
        {_path(one["path"]): _hash(one["judged"]) for one in data["unchanged"] if "judged" in one},
        frozenset(_path(one["path"]) for one in data["unchanged"] if one.get("finished")),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _path(value: Any) -> str:
    found = safe(_text(value))
    if found is None:
        raise ValueError
    return found


def _hash(value: Any) -> str:
    name, _, digest = _text(value).partition(":")
    if name != MAIN or not digest.isalnum():
        raise ValueError
    return f"{name}:{digest}"
