"""A package to be: what goes in, under which name, and in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

LAYOUTS = ("folders", "flat", "bagit")
"""folders: master/, captions/ ...; flat: all beside each other; bagit: as folders, within a BagIt bag."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the package: copied from `source`, or else made of `data`."""

    target: str
    """Path in the package, with forward slashes."""
    source: Path | None = None
    data: bytes = b""
    kind: str = ""
    """"master", "captions-sdh", one of `production.orders.FILE_KINDS`, "report" ...: a word of `[kinds]` in the wording."""
    language: str = ""
    expected: str = ""
    """The full hash that the verdict has of `source`; "" = none."""


@dataclass(frozen=True, slots=True)
class Finished:
    """That a finisher changed a file of the package, or put one in."""

    path: str
    """In the package, with forward slashes."""
    by: str
    """What did it, in a word: "c2pa"."""
    kind: str = ""
    """Of a new file: what it is, as `Item.kind`."""


Finisher = Callable[[Path, "Plan"], Iterable[Finished]]
"""Works on the staged copies, after they were proven to be what was judged and before the package is sealed: content
credentials. It is given the folder of the package and the plan, and names every file that it changed or made; one that it does
not name stops the delivery. The hash from before and the one from after both go into `package.json`."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The package that a re-delivery completes."""

    package: str
    """Its folder's name."""
    manifest: str
    """Full hash of its newest manifest (or list): what it is known by."""
    unchanged: Mapping[str, tuple[str, str]]
    """What is not sent again: the path it has in the new version, to its path in the earlier package and its full hash."""
    replaced: tuple[str, ...] = ()
    """Paths whose file is another one now."""
    dropped: tuple[str, ...] = ()
    """Paths of the earlier package that the new version has no more."""
    judged: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Of what is unchanged and was finished (content credentials): the full hash that was judged, by its new path."""
    added: frozenset[str] = frozenset()
    """What is unchanged and was made by a finisher."""


@dataclass(frozen=True, slots=True)
class Readme:
    """What a text for the receiver says, but for the files that the package holds."""

    language: str
    head: str
    """Title and facts of the delivery."""
    answers: str
    """Who signed, and who waived what."""
    people: str
    """Whom to ask."""
    layout: str
    checksums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A package to be. Nothing in it depends on the clock or on the disk: the same dossier and verdict give the same plan."""

    root: Path
    """Folder of the production: what the paths of the verdict's inputs are relative to."""
    title: str
    items: tuple[Item, ...]
    transcripts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """`judged_transcripts`: inputs of the verdict that are no files."""
    layout: str = LAYOUTS[0]
    checksums: tuple[str, ...] = ()
    """Algorithms of which the destination wants a plain list."""
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What `package.json` and a bag say of the package: "production", "version", "delivery", "spec", "made", "verdict"."""
    finishers: tuple[Finisher, ...] = ()
    earlier: Earlier | None = None
    readmes: tuple[Readme, ...] = ()
    """What the readmes among the items were made of."""
