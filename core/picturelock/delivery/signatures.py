"""The sign-off in a package (`signoff.json`), read as a stranger's file: what was signed, and by whose key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from picturelock.errors import InputError
from picturelock.textfile import read_json
from picturelock.waivers import signed, signoff

MAX_BYTES = 64_000_000
_SAID = {"schema", "verdict", "open", "spec", "inputs", "sha256", "waivers"}
_TEXTS = ("schema", "production", "delivery", "person", "role", "made", "history", "signature")

Trust = Literal["known", "another", "unknown", "broken"]
"""known: signed with a key that the receiver vouches for; another: that key is somebody else's; unknown: with the key that the
package itself gives; broken: with neither."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One person's sign-off, as the package has it."""

    document: Mapping[str, Any]
    trust: Trust
    owner: str = ""
    """Of the receiver's key, where they say."""

    @property
    def statement(self) -> dict[str, Any]:
        """What was signed: `signoff.statement`."""
        return dict(self.document["statement"])

    @property
    def facts(self) -> dict[str, str]:
        """Who signed, in which role, when: what the document says."""
        return {key: str(self.document[key]) for key in ("person", "role", "made")}


@dataclass(frozen=True, slots=True)
class Signed:
    """A `signoff.json`, read."""

    signatures: tuple[Signature, ...]
    keys: Mapping[str, str]
    """The public key of each person, by the package itself."""


def read_signed(file: Path, known: Mapping[str, str]) -> Signed:
    """The sign-offs in a package. known: whose key each is that the receiver vouches for. Raises InputError."""
    if file.is_symlink():
        raise InputError("is a link; expected the sign-off of a package.", file=file)
    data = read_json(file, MAX_BYTES, "the sign-off of a package")
    try:
        own = {str(name): key for name, key in data["keys"].items() if isinstance(key, str)}
        documents = [_document(entry) for entry in data["signatures"]]
        if data["schema"] != signoff.SCHEMA or not documents:
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError("is not the sign-off of a package.", file=file) from None
    return Signed(tuple(_signature(document, own, known) for document in documents), own)


def _signature(document: Mapping[str, Any], own: Mapping[str, str], known: Mapping[str, str]) -> Signature:
    person = document["person"]
    owner = next((name for key, name in known.items() if signed.is_signed(document, key)), None)
    if owner is not None:
        return Signature(document, "known" if owner in ("", person) else "another", owner)
    return Signature(document, "unknown" if signed.is_signed(document, own.get(person, "")) else "broken")


def _document(entry: Any) -> dict[str, Any]:
    """A sign-off whose every value is of its kind. Raises ValueError, TypeError or KeyError."""
    said = entry["statement"]
    texts = [*(entry[key] for key in _TEXTS), said["schema"], said["verdict"], said["spec"], *said["waivers"]]
    texts += [text for table in ("inputs", "sha256") for pair in said[table].items() for text in pair]
    exact = entry.keys() == {*_TEXTS, "statement"} and said.keys() == _SAID and entry["schema"] == signoff.SCHEMA
    exact = exact and isinstance(said["open"], bool) and isinstance(said["waivers"], list)
    if not exact or not all(isinstance(text, str) for text in texts):
        raise ValueError
    return dict(entry)
