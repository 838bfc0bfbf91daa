"""Where in a spec's file something is said."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*(\[{1,2})\s*([A-Za-z0-9_.\"' -]+?)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")
_NUMBERED = re.compile(r"layout\[(\d+)\]")
_AT_LINE = re.compile(r"at line (\d+)")


def line_of(text: str, key: str) -> int | None:
    """The line, from 1, where a key such as "picture.raster", "layout[2]" or "extends" is said; None where nowhere.

    A table that is written on one line, `picture = { ... }`, is found by its own line.
    """
    section = ""
    layouts = 0
    fallback: int | None = None
    numbered = _NUMBERED.match(key)
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header is not None:
            section = _plain(header[2])
            layouts += header[1] == "[[" and section == "layout"
            if section == key or (numbered and section == "layout" and layouts == int(numbered[1])):
                return number
            continue
        found = _KEY.match(line)
        if found is None:
            continue
        name = _plain(found[1])
        whole = f"{section}.{name}" if section else name
        if whole == key:
            return number
        if fallback is None and key.startswith(f"{whole}."):
            fallback = number
    return fallback


def line_of_fault(text: str, reason: str) -> int | None:
    """The line that TOML's reader says that it stopped at."""
    found = _AT_LINE.search(reason)
    if found is not None:
        return int(found[1])
    return len(text.splitlines()) if "at end of document" in reason else None


def _plain(name: str) -> str:
    return re.sub(r"[\"' ]", "", name)
