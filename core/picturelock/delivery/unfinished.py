"""What a seal that was killed leaves behind, and taking it away.

While a generation is written, a mark lies beside its chain, and becomes the chain in one step; a list of checksums has a mark
of its own. So where a mark is found, the next generation, which the chain does not name, was never finished; nor was the list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from picturelock.delivery.history import CHAIN, FOLDER
from picturelock.delivery.history import SOURCE as MHL_SOURCE
from picturelock.delivery.lists import WRITTEN, name_of
from picturelock.findings import Fact, Finding, Place

MARK = f".{CHAIN}.part"
RULE = "package.unfinished-seal"
_MANIFEST = re.compile(r"(\d{4,9})_.*\.mhl", re.DOTALL)


def list_mark(algorithm: str) -> str:
    """What lies in a folder while its list of checksums is written and sealed."""
    return f".{name_of(algorithm)}.part"


def remains(present: Collection[str], named: Collection[str]) -> frozenset[str]:
    """The paths that an unfinished seal left. present: the files of a folder; named: those that its manifests account for."""
    found: set[str] = set()
    for algorithm in WRITTEN:
        if list_mark(algorithm) in present:
            found |= {list_mark(algorithm), name_of(algorithm)} & set(present)
    for path in present:
        if PurePosixPath(path).name == MARK and PurePosixPath(path).parent.name == FOLDER:
            found |= {path, *_next_generation(PurePosixPath(path).parent, present, named)}
    return frozenset(found - set(named))


def unfinished(paths: Iterable[str]) -> Iterator[Finding]:
    """That a seal was not finished, of each file that it left."""
    for path in sorted(paths):
        facts: dict[str, Fact] = {"file": path}
        yield Finding(RULE, "error", Place(file=path), facts, MHL_SOURCE)


def clear(paths: Iterable[str], present: Mapping[str, Path]) -> None:
    """Take away what an unfinished seal left, the marks last: whoever is killed here can begin again. Raises OSError."""
    for path in sorted(paths, key=lambda one: (one.endswith(".part"), one)):
        file = present[path]
        file.unlink()
        if file.name == MARK and not any(file.parent.iterdir()):
            file.parent.rmdir()


def _next_generation(home: PurePosixPath, present: Collection[str], named: Collection[str]) -> Iterator[str]:
    """The manifests of the generation after the chain's last; none where the chain cannot be used, or later ones lie there."""
    chain = f"{home}/{CHAIN}"
    if chain in present and chain not in named:
        return
    here = {path: match for path in present if (match := _of(home, path))}
    last = max((int(match[1]) for path, match in here.items() if path in named), default=0)
    strays = {path: int(match[1]) for path, match in here.items() if path not in named}
    if set(strays.values()) <= {last + 1}:
        yield from strays


def _of(home: PurePosixPath, path: str) -> re.Match[str] | None:
    place = PurePosixPath(path)
    return _MANIFEST.fullmatch(place.name) if place.parent == home else None
