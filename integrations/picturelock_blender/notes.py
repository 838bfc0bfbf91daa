"""What Picturelock knows of a strip or a scene and Blender has no field for: JSON in a custom property."""

from __future__ import annotations

import json
from typing import Any

from picturelock.cut import Cut, Shot
from picturelock.timeline.plcut.reading import Wrong, cut_of, shot_of

OURS = "picturelock"
MAX_LENGTH = 4_000_000


def note_of(item: Any) -> dict[str, Any]:
    """What is noted of a strip or a scene; empty where nothing is, or what is there is not ours."""
    text = item.get(OURS)
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def set_note(item: Any, **facts: Any) -> None:
    """Add to what is noted; a fact that is None is taken away."""
    noted = {name: value for name, value in {**note_of(item), **facts}.items() if value is not None}
    if noted:
        item[OURS] = json.dumps(noted, ensure_ascii=False)
    elif OURS in item:
        del item[OURS]


def noted_shot(strip: Any) -> Shot | None:
    """The shot that a strip was built for."""
    found = note_of(strip).get("shot")
    try:
        return shot_of(found) if isinstance(found, dict) else None
    except Wrong:
        return None


def noted_cut(item: Any) -> Cut | None:
    """The cut, without its shots, that a scene or a meta strip was built for."""
    found = note_of(item).get("cut")
    try:
        return cut_of(found) if isinstance(found, dict) else None
    except Wrong:
        return None


def whole(note: dict[str, Any], name: str) -> int | None:
    """A whole number in a note."""
    value = note.get(name)
    return value if type(value) is int and abs(value) < 10**9 else None
