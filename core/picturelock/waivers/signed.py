"""Short documents that a person signs, as JSON: what is signed is all of one but its signature."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import InputError
from picturelock.textfile import read_json
from picturelock.waivers import keys
from picturelock.waivers.model import canonical, hash_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MOST_BYTES = 10_000_000


def sign(document: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """A document, which names its "schema", with its signature."""
    return {**document, "signature": keys.sign(key, canonical(str(document["schema"]), document))}


def is_signed(document: Mapping[str, Any], public: str) -> bool:
    """True only if the owner of this public key signed exactly this document."""
    unsigned = {name: value for name, value in document.items() if name != "signature"}
    try:
        return keys.is_signed(public, document["signature"], canonical(str(document["schema"]), unsigned))
    except (ValueError, RecursionError):
        return False


def digest(document: Mapping[str, Any]) -> str:
    """What the production's history knows a signed document by. Raises ValueError for a number that JSON has not."""
    return hash_bytes(canonical(str(document["schema"]), document))


def read(file: Path, expected: str) -> Any:
    """A document as it lies on disk; nothing of it is believed yet. Raises InputError, also for a link."""
    if file.is_symlink():
        raise InputError("is a link; expected a file of the production.", file=file)
    return read_json(file, _MOST_BYTES, expected)
