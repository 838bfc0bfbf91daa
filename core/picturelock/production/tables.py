"""Reading tables that a person wrote, with errors that name the key, what was found and what was expected."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picturelock.errors import InputError

MOST_NAME, MOST_PATH = 255, 4000
"""Bytes of a name and of a path: what the file systems of Linux and macOS hold; more is no file anywhere."""


class Tables:
    """Values of one file's tables. `where` stands before the key in errors: "delivery.", "captions[2]."."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.root = file.parent

    def known(self, entry: Mapping[str, Any], known: Iterable[str], where: str = "") -> None:
        """Raise InputError for a key that is not known."""
        for key in entry:
            if key not in known:
                expected = f"expected one of {', '.join(sorted(known))}"
                raise self.wrong(f"{where}{key!s:.60}", "is not a key that we know", expected)

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """A table, empty where it is left out."""
        value = data.get(key, MappingProxyType({}))
        if not isinstance(value, Mapping):
            raise self.wrong(key, "is not a table", f"expected [{key}]")
        return value

    def tables(self, data: Mapping[str, Any], key: str, each: str) -> Iterable[tuple[Mapping[str, Any], str]]:
        """The tables of a list, each with what stands before its keys in errors."""
        entries = data.get(key, [])
        if not isinstance(entries, list):
            raise self.wrong(key, "is not a list of tables", f"expected [[{key}]], one for each {each}")
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                raise self.wrong(f"{key}[{number}]", "is not a table", f"expected [[{key}]], one for each {each}")
            yield entry, f"{key}[{number}]."

    def text(self, entry: Mapping[str, Any], key: str, default: str | None = None, where: str = "") -> str:
        """Text; without a default it must be there."""
        value = entry.get(key, default)
        if value is None:
            raise self.wrong(where + key, "is missing", "expected text")
        if not isinstance(value, str):
            raise self.wrong(where + key, f"is {shown(value)}", "expected text in quotes")
        return value

    def texts(self, entry: Mapping[str, Any], key: str, where: str = "") -> tuple[str, ...]:
        """A list of texts, empty where it is left out."""
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(where + key, f"is {shown(value)}", 'expected a list of texts, such as ["en", "fr"]')
        return tuple(value)

    def share(self, entry: Mapping[str, Any], key: str, where: str = "") -> float:
        """A number from 0 to 1."""
        value = entry.get(key)
        sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        if not sound or value is None:
            found = "is missing" if value is None else f"is {shown(value)}"
            raise self.wrong(where + key, found, "expected a share of the picture's height, 0 (top) to 1 (bottom)")
        return float(value)

    def date(self, entry: Mapping[str, Any], key: str, where: str = "") -> dt.date | None:
        """A date, or None where it is left out."""
        value = entry.get(key)
        if value is None:
            return None
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            expected = "expected a date without quotes, such as 2026-12-01"
            raise self.wrong(where + key, f"is {shown(value)}", expected)
        return value

    def inside(self, value: Any, key: str) -> Path:
        """A path that does not leave the file's folder, resolved."""
        path = self.path(value, key)
        if not path.is_relative_to(self.root):
            raise self.wrong(
                key, f"is {shown(value)}, which leaves the production's folder", "expected a path inside it"
            )
        return path

    def path(self, value: Any, key: str) -> Path:
        """A path from the file's folder, resolved."""
        try:
            path: Path = on_disk(self.root / value).resolve()
        except (OSError, RuntimeError, TypeError, ValueError):  # a link to itself, a NUL, no text
            expected = "expected a path inside the folder, in quotes"
            raise self.wrong(key, f"is {shown(value)}, which is no path", expected) from None
        bytes_of = [len(part.encode("utf-8", "surrogatepass")) for part in path.parts]
        if max(bytes_of) > MOST_NAME or sum(bytes_of) > MOST_PATH:
            raise self.wrong(key, f"is {shown(value)}, longer than a disk can hold", "expected the name of a file")
        if any(ord(sign) < 32 for sign in str(value)):
            expected = 'expected forward slashes between its names; in TOML, "\\n" and "\\t" are signs of their own'
            raise self.wrong(key, f"is {shown(value)}", expected)
        if os.sep == "/" and "\\" in str(value) and not path.exists():
            forward = str(value).replace("\\", "/")
            raise self.wrong(key, f"is '{value!s:.60}', with backslashes", f'expected forward slashes: "{forward:.60}"')
        return path

    def wrong(self, key: str, found: str, expected: str) -> InputError:
        """The error to raise."""
        return InputError(f"{found}; {expected}.", file=self.file, place=key)


def on_disk(path: Path) -> Path:
    """An absolute path as its names are spelt on disk, where é may be one sign or, copied from a Mac, e and an accent.

    A name that is there as it is written comes first; the path itself where nothing like it is there.
    """
    if os.path.lexists(path):
        return path
    current = Path(path.anchor)
    for part in path.parts[1:]:
        current = current / part
        if part.isascii() or os.path.lexists(current):
            continue
        try:
            names = sorted(one.name for one in current.parent.iterdir())
        except (OSError, ValueError):
            return path
        alike = unicodedata.normalize("NFC", part)
        current = current.with_name(next((one for one in names if unicodedata.normalize("NFC", one) == alike), part))
    return current


def shown(value: Any) -> str:
    """A value as an error quotes it, shortened."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"  # its own text may be as deep as the file is long
    return f"{value!r:.60}"
