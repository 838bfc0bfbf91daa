"""The public keys that a receiver vouches for: from files of their own, never from the package that is asked about."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.textfile import read_text
from picturelock.waivers.keys import PREFIX, is_public

MAX_BYTES = 1_000_000
_HINT = "A line `ed25519:…`, the name of its owner after it if you like, or [[people]] as in picturelock.toml."


def read_keys(files: Iterable[Path]) -> dict[str, str]:
    """Whose key each is, "" where the file does not say, by the public key. Raises InputError for a file without any."""
    found: dict[str, str] = {}
    for file in files:
        text = read_text(file, MAX_BYTES, "public keys")
        if "PRIVATE KEY" in text:
            raise InputError("is a private key, which stays with its owner.", file=file, hint=_HINT)
        here = _of_people(text) or _of_lines(text, file)
        if not here:
            raise InputError("holds no public key.", file=file, hint=_HINT)
        found |= here
    return found


def _of_people(text: str) -> dict[str, str]:
    """The keys of `[[people]]`; none where the text is no such file."""
    try:
        people: Any = tomllib.loads(text).get("people", [])
    except (ValueError, RecursionError):
        return {}
    entries = [one for one in people if isinstance(one, Mapping)] if isinstance(people, list) else []
    pairs = [(one.get("key", ""), one.get("name", "")) for one in entries]
    return {key: name for key, name in pairs if isinstance(key, str) and isinstance(name, str) and is_public(key)}


def _of_lines(text: str, file: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        key, _, name = line.strip().partition(" ")
        if not key or key.startswith("#"):
            continue
        if not key.startswith(PREFIX) or not is_public(key):
            raise InputError("is no public key.", file=file, place=f"line {number}", hint=_HINT)
        found[key] = name.strip()
    return found
