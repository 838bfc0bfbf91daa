"""The cut that a waiver was made on, kept beside it: what became of its place in today's is told by the map between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from picturelock.cut import Cut, Shot
from picturelock.errors import InputError
from picturelock.formats.files import write_bytes
from picturelock.production import Production
from picturelock.textfile import read_bytes
from picturelock.timeline.plcut.format import PLCUT, to_text
from picturelock.waivers.model import CUTS, hash_bytes

_NONE: Mapping[str, object] = MappingProxyType({})
_MOST_BYTES = 100_000_000


def text_of(cut: Cut) -> str:
    """A cut as it is kept: what is seen and heard, and nothing of where its media lies or what other programs noted."""
    bare = replace(
        cut, shots=tuple(map(_bare, cut.shots)), markers=(), comments=(), extras=_NONE, path=None, name=cut.name
    )
    return to_text(bare)


def hash_cut(cut: Cut) -> str:
    """What a kept cut is known by."""
    return hash_bytes(text_of(cut).encode("utf-8", "replace"))


def file_of(production: Production, digest: str) -> Path:
    """Where a kept cut lies."""
    return production.waivers / CUTS / f"{digest.removeprefix('sha256:')[:32]}.plcut"


def keep(production: Production, cut: Cut) -> str:
    """Put a cut beside the waivers, once; gives its hash. Raises OutputError."""
    data = text_of(cut).encode("utf-8", "replace")
    digest = hash_bytes(data)
    file = file_of(production, digest)
    if not (file.is_file() and hash_bytes(file.read_bytes()) == digest):
        write_bytes(file, data, overwrite=True)
    return digest


def read_kept(production: Production, digest: str) -> Cut:
    """A kept cut. Raises InputError where it is gone, or is not what was signed."""
    file = file_of(production, digest)
    if file.is_symlink():
        raise InputError("is a link; expected the cut that a waiver was made on.", file=file)
    data = read_bytes(file, _MOST_BYTES, "the cut that a waiver was made on")
    if hash_bytes(data) != digest:
        raise InputError("is not the cut that the waiver was made on: it has been altered.", file=file)
    return PLCUT.read(file, None)[0]


def _bare(shot: Shot) -> Shot:
    source = shot.source
    # A file that was found is known by what it holds; only one that was not is known by where the timeline says it is.
    url = "" if source.fingerprint else source.url
    return replace(shot, source=replace(source, path=None, url=url, extras=_NONE), comments=(), extras=_NONE)
