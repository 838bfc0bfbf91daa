"""An .otio file becomes OpenTimelineIO objects: the one place where its JSON is looked at as text.

OpenTimelineIO reads with native code that crashes on files that are nested 20 000 deep or hold things where they do not
belong, and refuses a whole file for one object of a newer or unknown schema. So Python parses the JSON first, which fails
with an error instead, and `shape` takes out of it what a cut is made of; only that reaches OpenTimelineIO.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import opentimelineio as otio

from picturelock.errors import InputError
from picturelock.findings import Finding, Place
from picturelock.timeline.otio.notes import Notes
from picturelock.timeline.otio.shape import Shaper

MAX_BYTES = 100_000_000  # about 40 000 clips as OpenTimelineIO indents them; twice that without
_NOT_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|-?\b(?:inf(?:inity)?|nan)\b', re.IGNORECASE)


def read_json(path: Path) -> dict[str, Any]:
    """The file's JSON object. Raises InputError."""
    if not path.is_file():
        raise InputError("does not exist, or is no file.", file=path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"is {size // 1_000_000} MB; a timeline of more than {MAX_BYTES // 1_000_000} MB is not read.",
                file=path,
                hint="Export it without metadata, or in parts (reels).",
            )
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)  # it may have grown since
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error
    return json_of(content[:MAX_BYTES], path)


def json_of(content: bytes, path: Path) -> dict[str, Any]:
    """The JSON object in what a file at `path` holds. Raises InputError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "is not UTF-8 text; expected an OpenTimelineIO file."
        raise InputError(message, file=path, place=f"byte {error.start}") from error
    data = _parse(text, path)
    if not isinstance(data, dict) or "OTIO_SCHEMA" not in data:
        raise InputError("is JSON, but not an OpenTimelineIO timeline; expected an OTIO_SCHEMA at its top.", file=path)
    return data


def to_objects(data: dict[str, Any], path: Path) -> tuple[Any, Notes, tuple[Finding, ...]]:
    """OpenTimelineIO objects of what `read_json` found, their metadata, and what could not be taken as it is.

    Raises InputError.
    """
    shaper = Shaper(otio.core.type_version_map(), path)
    shaped = shaper.top(data)
    try:
        found = otio.adapters.read_from_string(json.dumps(shaped), "otio_json")
    except Exception as error:  # whatever native code and its plug-ins raise, the file is what is wrong
        reason = str(error).split("\n")[0][:300]
        message = "does not hold what OpenTimelineIO writes there."
        raise InputError(message, file=path, hint=f"OpenTimelineIO says: {reason}") from error
    return (
        found,
        shaper.notes,
        tuple(
            Finding(rule, "warning", Place(file=str(path)), {"schema": schema, "count": count})
            for (rule, schema), count in sorted(shaper.replaced.items())
        ),
    )


def _parse(text: str, path: Path) -> Any:
    try:
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            # OpenTimelineIO writes and reads infinities in spellings that JSON and Python do not know.
            if not _NOT_JSON.match(text, error.pos):
                raise
            return json.loads(_NOT_JSON.sub(_as_python, text))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        hint = "It may have been cut short: export or copy it again." if error.pos >= len(text.rstrip()) - 1 else ""
        if text.lstrip()[:1] not in ("{", "["):
            hint = "It may be a file of another kind under this name: export the timeline again as OpenTimelineIO."
            raise InputError("is not an OpenTimelineIO file: it holds no JSON.", file=path, hint=hint) from error
        raise InputError(
            "is not an OpenTimelineIO file: its JSON is broken.", file=path, place=place, hint=hint
        ) from error
    except RecursionError as error:
        message = "nests objects hundreds of levels deep; no editing system writes that."
        raise InputError(message, file=path, hint="Open the timeline where it was made and export it again.") from error
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"is not an OpenTimelineIO file: {str(error)[:200]}.", file=path) from error


def _as_python(match: re.Match[str]) -> str:
    word = match[0]
    if word[0] == '"':
        return word
    return "NaN" if "nan" in word.lower() else ("-Infinity" if word[0] == "-" else "Infinity")
