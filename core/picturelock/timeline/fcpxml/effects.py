"""What hangs on a clip in FCPXML, by the names that people know it by."""

from __future__ import annotations

from picturelock.cut import Effect
from picturelock.timeline.fcpxml.resources import Resources
from picturelock.timeline.fcpxml.xml import Node
from picturelock.timeline.references import clean

DISSOLVE = "dissolve"
_DISSOLVES = frozenset(("cross dissolve", "audio crossfade", "crossfade", "cross fade", "dissolve"))
_ALWAYS_THERE = frozenset(("adjust-colorConform", "adjust-conform"))
"""Written on almost every clip, without anybody having done anything."""


def effects_of(node: Node, resources: Resources) -> tuple[Effect, ...]:
    """The adjustments and filters of a clip, each once, in order: "volume", "transform", "Color Board"."""
    names: dict[str, None] = {}
    for child in node.children:
        if child.get("enabled") == "0":
            continue
        if child.tag.startswith("adjust-") and child.tag not in _ALWAYS_THERE:
            names[child.tag.removeprefix("adjust-")[:60]] = None
        elif child.tag in ("filter-video", "filter-audio"):
            names[_filter_name(child, resources)] = None
        elif child.tag == "filter-video-mask":
            for inner in child.all("filter-video"):
                names[_filter_name(inner, resources)] = None
    return tuple(Effect("other", name) for name in names if name)


def transition_name(node: Node, kind: str, resources: Resources) -> str | None:
    """What a transition is called for pictures ("video") or sound ("audio"); None where it leaves them alone."""
    filters = [child for child in node.children if child.tag in ("filter-video", "filter-audio")]
    own = [child for child in filters if child.tag == f"filter-{kind}"]
    if filters and not own:
        return None
    name = clean(node.get("name")) if kind == "video" or not own else ""
    name = name or (_filter_name(own[0], resources) if own else "")
    return DISSOLVE if not name or name.lower() in _DISSOLVES else name


def _filter_name(node: Node, resources: Resources) -> str:
    name = clean(node.get("name"))
    if name:
        return name
    found = resources.node(node.get("ref"), "effect")
    return clean(found.get("name")) if found is not None else ""
