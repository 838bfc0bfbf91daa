"""Fields of an .otio file's JSON objects, each of the kind that belongs there, or an InputError that names the object."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from picturelock.errors import InputError

Node = dict[str, Any]
_COLORS = {
    "RED": (1, 0, 0), "GREEN": (0, 1, 0), "BLUE": (0, 0, 1), "CYAN": (0, 1, 1), "MAGENTA": (1, 0, 1), "YELLOW": (1, 1, 0),
    "ORANGE": (1, 0.5, 0), "PINK": (1, 0.7, 0.8), "PURPLE": (0.5, 0, 0.5), "BLACK": (0, 0, 0), "WHITE": (1, 1, 1),
}  # fmt: skip


class Fields:
    """Takes fields out of objects."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def span(self, node: Node, key: str) -> Node | None:
        """A range, or None where there is none."""
        found = node.get(key)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.wrong(node, f"has a {key} that is no range", "a TimeRange")
        start, duration = self.moment(found, "start_time"), self.moment(found, "duration")
        if start is None or duration is None:
            raise self.wrong(node, f"has a {key} without a start or a duration", "both")
        return {"OTIO_SCHEMA": "TimeRange.1", "start_time": start, "duration": duration}

    def moment(self, node: Node, key: str) -> Node | None:
        """A time, or None where there is none."""
        found = node.get(key)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.wrong(node, f"has a {key} that is no time", "a RationalTime")
        return {"OTIO_SCHEMA": "RationalTime.1", **{part: self.number(found, part) for part in ("value", "rate")}}

    def number(self, node: Node, key: str) -> float:
        """A number; one too large for OpenTimelineIO is infinite."""
        found = node.get(key)
        if not isinstance(found, int | float) or isinstance(found, bool):
            raise self.wrong(node, f"has no {key}", "a number")
        try:
            return float(found)
        except OverflowError:
            return float("inf")

    def items(self, node: Node, key: str) -> list[Any]:
        """A list; empty where there is none."""
        found = node.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            raise self.wrong(node, f"has {key} that are no list", "a list")
        return found

    def wrong(self, node: Any, found: str, expected: str) -> InputError:
        """The error to raise about an object."""
        hint = "Open the timeline where it was made and export it again."
        subject = place_of(node) or f"{node!r:.60}"
        return InputError(f"{subject} {found}; expected {expected}.", file=self.path, hint=hint)


def place_of(node: Any) -> str:
    """What to call an object in an error: its schema, and its name where it has one."""
    if not isinstance(node, dict):
        return ""
    kind = str(node.get("OTIO_SCHEMA", "object")).partition(".")[0][:40]
    name = text_of(node.get("name"))[:80]
    return f"{kind} {name!r}" if name else kind


def text_of(value: Any) -> str:
    """A text; "" for anything else."""
    return value if isinstance(value, str) else ""


def color_name(color: Node) -> str:
    """The nearest of OpenTimelineIO's colour names."""
    name = text_of(color.get("name")).upper()
    if name in _COLORS:
        return name
    parts = [value if isinstance(value := color.get(part), int | float) else 0 for part in "rgb"]
    return min(_COLORS, key=lambda known: sum((a - b) ** 2 for a, b in zip(parts, _COLORS[known], strict=True)))
