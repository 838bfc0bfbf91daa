"""An .otio file becomes OpenTimelineIO objects: the one place where its JSON is looked at as text.

OpenTimelineIO reads with native code that crashes on 20 000 nested objects and refuses a whole file for one object of a
newer or unknown schema. So the JSON is first parsed by Python, which fails with an error instead, its depth is limited, and
what OpenTimelineIO would refuse is replaced by the nearest thing it knows, with a Finding.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import opentimelineio as otio

from picturelock.errors import InputError
from picturelock.findings import Finding, Place

MAX_BYTES = 100_000_000  # about 40 000 clips as OpenTimelineIO indents them; twice that without
MAX_DEPTH = 400  # levels of JSON; a nest takes four, and OpenTimelineIO's own reader crashes near 16 000
_NOT_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|-?\b(?:inf(?:inity)?|nan)\b', re.IGNORECASE)
_OBJECT = re.compile(r"object named '(.*?)' \(of type")
_CONTAINERS = (dict, list)  # all that the JSON parser makes; a comparison is faster than isinstance
_LEGACY = {"Sequence": 1, "Filler": 1, "SerializableObjectRef": 1}
_VALUES = {"RationalTime", "TimeRange", "TimeTransform", "Color", "V2d", "Box2d"}  # these are no schemas with versions
_COLORS = {
    "RED": (1, 0, 0), "GREEN": (0, 1, 0), "BLUE": (0, 0, 1), "CYAN": (0, 1, 1), "MAGENTA": (1, 0, 1), "YELLOW": (1, 1, 0),
    "ORANGE": (1, 0.5, 0), "PINK": (1, 0.7, 0.8), "PURPLE": (0.5, 0, 0.5), "BLACK": (0, 0, 0), "WHITE": (1, 1, 1),
}  # fmt: skip


def read_json(path: Path) -> dict[str, Any]:
    """The file's JSON object, at most MAX_DEPTH deep. Raises InputError."""
    if not path.is_file():
        raise InputError("does not exist, or is no file.", file=path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"is {size // 1_000_000} MB; a timeline of more than {MAX_BYTES // 1_000_000} MB is not read.",
                file=path, hint="Export it without metadata, or in parts (reels).",
            )  # fmt: skip
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=path) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "is not UTF-8 text; expected an OpenTimelineIO file.", file=path, place=f"byte {error.start}"
        ) from error
    data = _parse(text, path)
    if not isinstance(data, dict) or "OTIO_SCHEMA" not in data:
        raise InputError("is JSON, but not an OpenTimelineIO timeline; expected an OTIO_SCHEMA at its top.", file=path)
    return data


def to_objects(data: dict[str, Any], path: Path) -> tuple[Any, tuple[Finding, ...]]:
    """OpenTimelineIO objects from `read_json`'s answer, which is changed, and what could not be taken as it is."""
    adapter = _Adapter()
    schemas = _schemas(data, path)
    replaced = [] if all(map(adapter.knows, schemas)) else adapter.adapt(data)
    try:
        found = otio.adapters.read_from_string(json.dumps(data), "otio_json")
    except Exception as error:  # whatever native code and its plug-ins raise, the file is what is wrong
        name = _OBJECT.search(str(error))
        place = f"object {name[1][:100]!r}" if name and name[1] != "<unknown>" else ""
        reason = str(error).split("\n")[0][:300]
        message = "does not hold what OpenTimelineIO writes there."
        raise InputError(message, file=path, place=place, hint=f"OpenTimelineIO says: {reason}") from error
    return found, tuple(
        Finding(rule, "warning", Place(file=path.name), {"schema": schema, "count": count})
        for (rule, schema), count in replaced
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
        raise InputError(f"is not an OpenTimelineIO file: {error.msg}.", file=path, place=place, hint=hint) from error
    except RecursionError as error:
        raise _too_deep(path) from error
    except ValueError as error:  # a number of thousands of digits
        raise InputError(f"is not an OpenTimelineIO file: {str(error)[:200]}.", file=path) from error


def _as_python(match: re.Match[str]) -> str:
    word = match[0]
    if word[0] == '"':
        return word
    return "NaN" if "nan" in word.lower() else ("-Infinity" if word[0] == "-" else "Infinity")


def _schemas(data: dict[str, Any], path: Path) -> set[str]:
    """All schemas in a file. Raises InputError if it is too deep for OpenTimelineIO."""
    found: set[str] = set()
    level: list[Any] = [data]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for node in level:
            if type(node) is dict:
                schema = node.get("OTIO_SCHEMA")
                if type(schema) is str:
                    found.add(schema)
                below += [child for child in node.values() if type(child) in _CONTAINERS]
            else:
                below += [child for child in node if type(child) in _CONTAINERS]
        if not below:
            return found
        level = below
    raise _too_deep(path)


def _too_deep(path: Path) -> InputError:
    return InputError(
        f"nests objects more than {MAX_DEPTH} levels deep; no editing system writes that.",
        file=path,
        hint="Open the timeline in the editing system and export it again.",
    )


class _Adapter:
    """Replaces objects of newer and unknown schemas, and counts them."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {**otio.core.type_version_map(), **_LEGACY}
        self._replaced: Counter[tuple[str, str]] = Counter()

    def adapt(self, data: dict[str, Any]) -> list[tuple[tuple[str, str], int]]:
        """Change what has to be changed; what was replaced, and how often."""
        waiting: list[Any] = [data]
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                self._object(node)
                node = node.values()
            waiting.extend(child for child in node if isinstance(child, dict | list))
        return sorted(self._replaced.items())

    def knows(self, schema: str) -> bool:
        """True for a schema and version that OpenTimelineIO reads."""
        name, _, version = schema.rpartition(".")
        return name in _VALUES or (version.isdecimal() and int(version[:9]) <= self._known.get(name, 0))

    def _object(self, node: dict[str, Any]) -> None:
        schema = node.get("OTIO_SCHEMA")
        if not isinstance(schema, str):
            return
        name, _, version = schema.rpartition(".")
        known = self._known.get(name)
        if known is not None and version.isdecimal() and int(version[:9]) > known:
            self._older(node, name, known, schema)
        if isinstance(node.get("media_reference"), dict):
            node["media_reference"] = self._media(node["media_reference"])
        references = node.get("media_references")
        if isinstance(references, dict):
            node["media_references"] = {key: self._media(value) for key, value in references.items()}
        for key, replace in (("children", self._child), ("effects", self._effect), ("markers", self._marker)):
            if isinstance(node.get(key), list):
                node[key] = [kept for kept in map(replace, node[key]) if kept is not _DROPPED]

    def _older(self, node: dict[str, Any], name: str, known: int, schema: str) -> None:
        node["OTIO_SCHEMA"] = f"{name}.{known}"
        if schema == "Marker.3":  # the same, but for a colour with numbers
            node["color"] = _color_name(node.get("color"))
        else:
            self._replaced["timeline.newer-schema", schema[:80]] += 1

    def _unknown(self, node: Any) -> str:
        """The schema of an object that OpenTimelineIO does not know, noted; else ""."""
        schema = node.get("OTIO_SCHEMA") if isinstance(node, dict) else None
        name = schema.rpartition(".")[0] if isinstance(schema, str) else None
        if name is None or name in self._known or name in _VALUES:
            return ""
        self._replaced["timeline.unknown-schema", str(schema)[:80]] += 1
        return str(schema)[:80]

    def _child(self, node: Any) -> Any:
        if not self._unknown(node):
            return node
        if not isinstance(node.get("source_range"), dict):
            return _DROPPED  # nobody can say how long it is
        return {"OTIO_SCHEMA": "Gap.1", "source_range": node["source_range"]} | _GAP

    def _effect(self, node: Any) -> Any:
        schema = self._unknown(node)
        return {"OTIO_SCHEMA": "Effect.1", "name": schema, "effect_name": schema, "metadata": {}} if schema else node

    def _marker(self, node: Any) -> Any:
        return _DROPPED if self._unknown(node) else node

    def _media(self, node: Any) -> Any:
        if not self._unknown(node):
            return node
        kept = {key: node.get(key) for key in ("name", "available_range")}
        return {"OTIO_SCHEMA": "MissingReference.1", "metadata": {}, **kept}


_DROPPED = object()
_GAP: dict[str, Any] = {"name": "", "effects": [], "markers": [], "metadata": {}, "enabled": True}


def _color_name(color: Any) -> str:
    """The nearest of OpenTimelineIO's colour names."""
    if not isinstance(color, dict):
        return "RED"
    name = str(color.get("name", "")).upper()
    if name in _COLORS:
        return name
    parts = [value if isinstance(value := color.get(part), int | float) else 0 for part in "rgb"]
    return min(_COLORS, key=lambda known: sum((a - b) ** 2 for a, b in zip(parts, _COLORS[known], strict=True)))
