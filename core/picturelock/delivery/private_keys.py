"""That no private key is ever packaged, whatever the production calls it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from picturelock.delivery.c2pa_signer import is_bare_key
from picturelock.delivery.model import Item
from picturelock.errors import GateError
from picturelock.production import Production

_MARK = b"PRIVATE KEY-----"
_MOST_KEY = 1 << 20  # bytes; a chain of certificates with its key has some thousands
_SEQUENCE = b"\x30"
"""How a key begins that is no text (DER)."""


def require_no_key(items: Iterable[Item], production: Production) -> None:
    """Raise GateError for a package that would hold a private key: that of `[credentials]`, or any that can be told."""
    order = production.credentials
    own = order.key if order is not None else None
    for item in items:
        if item.source is not None and (is_same(item.source, own) or is_private_key(item.source)):
            raise GateError(
                f"{item.target} is a private key; nothing is delivered.",
                hint=f"Take {production.relative(item.source)} out of the production, and keep it with its owner.",
            )


def is_private_key(file: Path) -> bool:
    """True for a file that holds one. A file that is not there, or larger than any key, is none."""
    try:
        if not file.is_file() or file.stat().st_size > _MOST_KEY:
            return False
        data = file.read_bytes()
    except OSError:
        return False
    return _MARK in data or _MARK in data.replace(b"\0", b"") or (data[:1] == _SEQUENCE and is_bare_key(data))


def is_same(one: Path, other: Path | None) -> bool:
    """True where both are one file."""
    if other is None:
        return False
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:
        return False
