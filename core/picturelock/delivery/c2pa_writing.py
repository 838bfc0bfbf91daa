"""Writing content credentials into a file, or beside it where its container cannot hold them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from picturelock.delivery.c2pa_signer import Signer
from picturelock.errors import GateError
from picturelock.media.credentials import EMBEDDABLE, FORMATS, OTHER, library, reason, settings

_BUFFER = 4 << 20  # bytes; the library asks for a few thousand at a time


def can_hold(path: Path) -> bool:
    """True for a container into which credentials are written; any other gets a file beside it."""
    return path.suffix.lower() in EMBEDDABLE


def write(path: Path, into: Path, claim: Mapping[str, Any], signer: Signer, *, opened: bool = False) -> bytes:
    """Sign a file: `into` is the file with its credentials, or, where it cannot hold them, nothing is written there.

    opened: it carries credentials already, which are kept as its parent's. Gives the credentials. Raises GateError where the
    library refuses, OSError for a failing disk.
    """
    c2pa = library()
    timestamp = signer.timestamp.encode() or None
    options = settings()
    if signer.timestamp:
        options["core"]["allowed_network_hosts"] = [urlsplit(signer.timestamp).hostname or ""]
    try:
        info = c2pa.C2paSignerInfo(signer.algorithm.encode(), signer.chain, signer.key, timestamp)
        context = c2pa.Context.from_dict(options, signer=c2pa.Signer.from_info(info))
        builder = c2pa.Builder(json.dumps(claim), context)
        if opened:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
        signed: bytes
        if can_hold(path):
            with path.open("rb", _BUFFER) as source, into.open("w+b", _BUFFER) as target:
                signed = builder.sign(FORMATS[path.suffix.lower()], source, target)
        else:
            builder.set_no_embed()
            with path.open("rb", _BUFFER) as source, _Nothing() as nowhere:
                signed = builder.sign(OTHER, source, nowhere)
    except c2pa.C2paError as error:
        raise GateError(
            f"Content credentials of {path.name} could not be written: {reason(error)}.",
            hint="Is the certificate one for content credentials? docs/content-credentials.md says what it must hold.",
        ) from error
    return signed


def version() -> str:
    """Of the library."""
    return str(library().sdk_version())


class _Nothing:
    """A file that forgets what is written to it, and only knows how long it would be."""

    def __init__(self) -> None:
        self._at = self._size = 0

    def __enter__(self) -> _Nothing:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def write(self, data: bytes) -> int:
        self._at += len(data)
        self._size = max(self._size, self._at)
        return len(data)

    def read(self, size: int = -1) -> bytes:
        count = max(0, self._size - self._at if size < 0 else min(size, self._size - self._at))
        self._at += count
        return bytes(count)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing to write."""
