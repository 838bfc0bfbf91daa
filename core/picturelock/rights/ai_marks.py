"""Marks of machine-made pictures and sounds that source files carry: content credentials (C2PA), and the IPTC's digital source
type in XMP. They are read, not verified: a mark says what whoever made the file wanted said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from picturelock.errors import InputError
from picturelock.media.credentials import FORMATS, SIDECAR, read_credentials
from picturelock.media.xmp import source_types
from picturelock.rights.ai_elements import GENERATED
from picturelock.rights.sources import Use

C2PA, XMP = "C2PA", "IPTC"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one source file says of its own origin."""

    use: Use
    kind: str
    """C2PA or XMP; "" where it could not be read."""
    types: frozenset[str] = frozenset()
    """IPTC digital source types."""
    generator: str = ""
    """The program that signed or made it, as it is named."""
    problem: str = ""

    @property
    def generated(self) -> frozenset[str]:
        """Those that say that a model made at least a part."""
        return self.types & GENERATED


def marks(uses: Sequence[Use]) -> tuple[Mark, ...]:
    """The marks of the sources in a cut, as far as their files were found; a file without any has no entry."""
    found = (mark for use in uses if (path := use.source.path) is not None for mark in _marks(use, path))
    return tuple(found)


def _marks(use: Use, path: Path) -> list[Mark]:
    found = []
    try:
        beside = path.with_suffix(SIDECAR)
        if path.suffix.lower() in FORMATS or beside.is_file():
            claims = read_credentials(path, verify=False, sidecar=beside if beside.is_file() else None)
            if claims is not None:
                agents = (action.agent for action in claims.actions if action.source_type in GENERATED)
                named = next(filter(None, agents), "") or claims.generator
                found.append(Mark(use, C2PA, claims.source_types, named))
    except InputError as error:
        found.append(Mark(use, "", problem=error.reason))
    types = _in_xmp(path) | _in_xmp(path.with_suffix(".xmp"))
    return [*found, Mark(use, XMP, types)] if types else found


def _in_xmp(path: Path) -> frozenset[str]:
    """Of a file, or of the sidecar that editing systems write; nothing for one that is gone, which another check says."""
    try:
        return source_types(path) if path.is_file() else frozenset()
    except (InputError, OSError):
        return frozenset()
