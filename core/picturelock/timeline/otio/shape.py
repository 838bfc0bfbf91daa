"""What a cut is made of, taken out of an .otio file's JSON, every part of it of the kind that belongs there.

Metadata stays behind in `Notes`; older schemas stay as they are, for OpenTimelineIO to upgrade; newer
ones are read as the version that it knows; unknown ones are replaced by the nearest thing that it knows, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from picturelock.errors import InputError
from picturelock.timeline.otio.fields import Fields, Node, color_name, place_of, text_of
from picturelock.timeline.otio.notes import Notes

MAX_LEVELS = 100
"""Of tracks and stacks; a nest takes two."""
_OLD_NAMES = {"Sequence": 1, "Filler": 1}
_COMPOSITIONS = ("Stack", "Track", "Sequence")


class Shaper(Fields):
    """Rebuilds a file's objects. Raises InputError, naming the object, where something is not what belongs there."""

    def __init__(self, known: Mapping[str, int], path: Path) -> None:
        """known: the schemas that OpenTimelineIO reads, and their newest versions."""
        self._known = {**known, **_OLD_NAMES}
        super().__init__(path)
        self._data: Node = {}
        self._shared: dict[str, Node] | None = None
        self._newer: set[int] = set()
        self._read_as: dict[str, tuple[str, str]] = {}
        self.notes = Notes()
        self.replaced: Counter[tuple[str, str]] = Counter()
        """Rule and schema of what could not be taken as it is."""

    def top(self, data: Node) -> Node:
        """A whole file: a timeline, a collection of them, or a piece of one."""
        self._data = data
        name, schema = self._schema(data)
        if name == "SerializableCollection":
            children = [child for child in self.items(data, "children") if isinstance(child, dict)]
            timelines = [child for child in children if self._schema(child)[0] == "Timeline"]
            return {
                "OTIO_SCHEMA": schema,
                "name": "",
                "metadata": {},
                "children": [self._timeline(one) for one in timelines],
            }
        if name == "Timeline":
            return self._timeline(data)
        found = self._child(data, 0)
        if found is None or name == "Transition":
            raise self.wrong(data, f"is a {data['OTIO_SCHEMA']!s:.80}", "a timeline")
        return found

    def _timeline(self, node: Node) -> Node:
        tracks = node.get("tracks")
        if not isinstance(tracks, dict) or self._schema(tracks)[0] != "Stack":
            raise self.wrong(node, "has no tracks", "a stack of them")
        return {
            "OTIO_SCHEMA": self._schema(node)[1],
            "name": text_of(node.get("name")),
            "metadata": self.notes.add(node.get("metadata")),
            "global_start_time": self.moment(node, "global_start_time"),
            "tracks": self._composition(tracks, 0),
        }

    def _composition(self, node: Node, depth: int) -> Node:
        if depth > MAX_LEVELS:
            message = f"nests tracks and stacks more than {MAX_LEVELS} levels deep; no editing system writes that."
            raise InputError(message, file=self.path, place=place_of(node))
        children = [self._child(child, depth + 1) for child in self.items(node, "children")]
        kind = {"kind": text_of(node.get("kind"))} if self._schema(node)[0] != "Stack" else {}
        return {**self._item(node), **kind, "children": [child for child in children if child is not None]}

    def _child(self, node: Any, depth: int) -> Node | None:
        """A child of a track or stack; None where it is unknown and nobody can say how long it is."""
        if not isinstance(node, dict) or "OTIO_SCHEMA" not in node:
            raise self.wrong(node, "is no clip, gap, transition, track or stack", "one of these")
        name, schema = self._schema(node)
        if name in _COMPOSITIONS:
            return self._composition(node, depth)
        if name == "Clip":
            return {**self._item(node), **self._clip_media(node)}
        if name in ("Gap", "Filler"):
            return self._item(node)
        if name == "Transition":
            return {
                "OTIO_SCHEMA": schema,
                **{key: text_of(node.get(key)) for key in ("name", "transition_type")},
                **{key: self.moment(node, key) for key in ("in_offset", "out_offset")},
                "metadata": self.notes.add(node.get("metadata")),
            }
        if node["OTIO_SCHEMA"] == "SerializableObjectRef.1":
            raise self.wrong(node, "stands for a clip, track or stack that is somewhere else", "the object itself")
        self.replaced["timeline.unknown-schema", str(node["OTIO_SCHEMA"])[:80]] += 1
        if not isinstance(node.get("source_range"), dict):
            return None
        return {**self._item({"source_range": node["source_range"]}), "OTIO_SCHEMA": "Gap.1"}

    def _item(self, node: Node) -> Node:
        """What clips, gaps, tracks and stacks have in common."""
        return {
            "OTIO_SCHEMA": self._schema(node)[1],
            "name": text_of(node.get("name")),
            "source_range": self.span(node, "source_range"),
            "effects": [self._effect(effect) for effect in self.items(node, "effects")],
            "markers": [marker for one in self.items(node, "markers") if (marker := self._marker(one)) is not None],
            "enabled": node.get("enabled") is not False,
            "metadata": self.notes.add(node.get("metadata")),
        }

    def _clip_media(self, node: Node) -> Node:
        if self._schema(node)[1] == "Clip.1":
            return {"media_reference": self._media(node.get("media_reference"))}
        references = node.get("media_references")
        if not isinstance(references, dict):
            raise self.wrong(node, "has no media_references", "a table of them")
        key = text_of(node.get("active_media_reference_key"))
        if key not in references:
            raise self.wrong(node, f"has no media reference {key[:80]!r}", f"one of {', '.join(references)[:200]}")
        # The others are not read.
        return {"media_references": {key: self._media(references[key])}, "active_media_reference_key": key}

    def _media(self, node: Any) -> Node:
        if node is None:
            node = {"OTIO_SCHEMA": "MissingReference.1"}
        node = self._shared_object(node)
        name, schema = self._schema(node)
        extra = _MEDIA.get(name)
        if extra is None:
            self.replaced["timeline.unknown-schema", str(node.get("OTIO_SCHEMA"))[:80]] += 1
            schema, extra = "MissingReference.1", {}
        return {
            "OTIO_SCHEMA": schema,
            "name": text_of(node.get("name")),
            "available_range": self.span(node, "available_range"),
            "metadata": self.notes.add(node.get("metadata")),
            **{key: shape(node.get(key)) for key, shape in extra.items()},
        }

    def _effect(self, node: Any) -> Node:
        node = self._shared_object(node)
        name, schema = self._schema(node)
        shaped: Node = {key: text_of(node.get(key)) for key in ("name", "effect_name")}
        noted: Node = {}
        if name in ("LinearTimeWarp", "FreezeFrame"):
            shaped["time_scalar"] = self.number(node, "time_scalar")
        elif name in ("Effect", "TimeEffect"):
            noted = self.notes.add(node)
        else:
            schema = str(node.get("OTIO_SCHEMA"))[:80]
            self.replaced["timeline.unknown-schema", schema] += 1
            shaped, schema = {"name": schema, "effect_name": schema}, "Effect.1"
        return {"OTIO_SCHEMA": schema, **shaped, "metadata": noted, "enabled": node.get("enabled") is not False}

    def _marker(self, node: Any) -> Node | None:
        node = self._shared_object(node)
        name, schema = self._schema(node)
        if name != "Marker":
            self.replaced["timeline.unknown-schema", str(node.get("OTIO_SCHEMA"))[:80]] += 1
            return None
        key = "range" if schema == "Marker.1" else "marked_range"
        marked = self.span(node, key)
        if marked is None:
            raise self.wrong(node, f"has no {key}", "a range")
        color = node.get("color")
        return {
            "OTIO_SCHEMA": schema,
            "name": text_of(node.get("name")),
            "color": color_name(color) if isinstance(color, dict) else text_of(color),
            "comment": text_of(node.get("comment")),
            "metadata": self.notes.add(node.get("metadata")),
            key: marked,
        }

    def _schema(self, node: Node) -> tuple[str, str]:
        """An object's schema, and how OpenTimelineIO is to read it: no newer than it knows."""
        schema = node.get("OTIO_SCHEMA")
        if not isinstance(schema, str):
            return "", ""
        if schema in self._read_as:
            return self._read_as[schema]
        name, _, version = schema.rpartition(".")
        known = self._known.get(name)
        if known is None or not (version.isascii() and version.isdecimal()):
            return "", ""
        if int(version[:9]) <= known:
            self._read_as[schema] = name, f"{name}.{int(version[:9])}"
            return self._read_as[schema]
        # Marker.3 is the same but for a colour with numbers. An object is asked for its schema more than once.
        if schema != "Marker.3" and id(node) not in self._newer:
            self._newer.add(id(node))
            self.replaced["timeline.newer-schema", schema[:80]] += 1
        return name, f"{name}.{known}"

    def _shared_object(self, node: Any) -> Node:
        """An object, or the one that it refers to: what several clips share is written once."""
        if isinstance(node, dict) and node.get("OTIO_SCHEMA") == "SerializableObjectRef.1":
            if self._shared is None:
                self._shared = _with_ids(self._data)
            node = self._shared.get(str(node.get("id")))
        if not isinstance(node, dict):
            raise self.wrong(node, "stands where an object belongs", "an OpenTimelineIO object")
        return node


def _whole(value: Any) -> int:
    return value if type(value) is int and abs(value) < 10**9 else 0


_MEDIA: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "MissingReference": {},
    "ExternalReference": {"target_url": text_of},
    "GeneratorReference": {"generator_kind": text_of, "parameters": lambda _: {}},
    "ImageSequenceReference": {
        "target_url_base": text_of,
        "name_prefix": text_of,
        "name_suffix": text_of,
        "start_frame": _whole,
        "frame_step": lambda value: max(1, _whole(value)),
        "rate": lambda value: float(value) if type(value) in (int, float) and abs(value) < 10**9 else 1.0,
        "frame_zero_padding": lambda value: min(20, max(0, _whole(value))),
        "missing_frame_policy": lambda _: "error",
    },
}


def _with_ids(data: Node) -> dict[str, Node]:
    """Every object that others refer to, by its id."""
    found: dict[str, Node] = {}
    waiting: list[Any] = [data]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if isinstance(node.get("OTIO_REF_ID"), str):
                found[node["OTIO_REF_ID"]] = node
            node = list(node.values())
        waiting.extend(child for child in node if isinstance(child, dict | list))
    return found
