"""Reading short text files that people and programs write: an ordinary file, not too large, UTF-8, and nothing else."""

from __future__ import annotations

import json
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from picturelock.errors import InputError

MAX_BYTES = 1_000_000
"""Of a file that a person wrote by hand; anything larger is something else."""
_KEY = r"""(?:[\w-]{1,40}|"[^"\n]{0,40}"|'[^'\n]{0,40}')"""
_DEEP_KEY = re.compile(rf"(?:{_KEY}[ \t]*\.[ \t]*){{50}}", re.ASCII)
BY_HAND = "a short file written by hand"


def read_bytes(file: Path, most: int = MAX_BYTES, expected: str = BY_HAND, *, hint: str = "") -> bytes:
    """A whole file. Raises InputError if it is missing, no ordinary file, larger than `most` bytes or unreadable.

    expected: what it should be, for the sentence; hint: what to do where it does not exist.
    """
    try:
        facts = file.stat()
        if not stat.S_ISREG(facts.st_mode):  # a pipe or a device would block, or never end
            raise InputError(f"is not an ordinary file; expected {expected}.", file=file)
        with file.open("rb") as stream:
            data = stream.read(most + 1)  # it may have grown since
    except FileNotFoundError:
        raise InputError("does not exist.", file=file, hint=hint) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=file) from error
    except ValueError:  # a NUL in its name
        raise InputError("is no path.", file=repr(str(file))) from None
    if len(data) > most:
        size = f"{most // 1_000_000} MB" if most > MAX_BYTES else f"{most // 1000} kB"
        raise InputError(f"is larger than {size}; expected {expected}.", file=file)
    return data


def read_text(
    file: Path, most: int = MAX_BYTES, expected: str = BY_HAND, *, hint: str = "", utf8_hint: str = ""
) -> str:
    """A UTF-8 text file, without its byte order mark. Raises InputError as `read_bytes` does, and where it is not UTF-8.

    utf8_hint: what to do about another encoding.
    """
    data = read_bytes(file, most, expected, hint=hint)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text.", file=file, place=f"byte {error.start}", hint=utf8_hint) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(file: Path, most: int = MAX_BYTES, expected: str = BY_HAND, *, hint: str = "") -> dict[str, Any]:
    """A TOML file. Raises InputError as `read_text` does, and where it is not TOML."""
    text = read_text(file, most, expected, hint=hint)
    deep = _DEEP_KEY.search(text)
    if deep is not None:  # tomllib's time grows with the square of a key's depth
        line = text.count("\n", 0, deep.start()) + 1
        raise InputError("is not valid TOML that we read: a key of so many parts.", file=file, place=f"line {line}")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError of its own
        raise InputError(f"is not valid TOML: {error}.", file=file) from error


def read_json(file: Path, most: int, expected: str) -> Any:
    """A JSON file. Raises InputError as `read_text` does, and where it is not JSON."""
    try:
        return json.loads(read_text(file, most, expected))
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {error}.", file=file) from error
