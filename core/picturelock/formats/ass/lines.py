"""The lines of an ASS or SSA file: its events, and all others sorted out for pysubs2, sound and in the usual order of fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from picturelock.formats.base import Notes, quote, split_lines
from picturelock.formats.clock import milliseconds

_TIME = re.compile(r"\s*(-?)(\d{1,2}):(\d{1,2}):(\d{1,2})[.,:](\d{1,3})\s*", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,6}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,9})?", re.ASCII)
_ASS_COLOR = re.compile(r"&H[0-9A-Fa-f]{1,8}&?|-?\d{1,10}", re.ASCII)
_EVENT = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
_STYLES = {
    "ass": "name fontname fontsize primarycolour secondarycolour outlinecolour backcolour bold italic underline strikeout "
    "scalex scaley spacing angle borderstyle outline shadow alignment marginl marginr marginv encoding",
    "ssa": "name fontname fontsize primarycolour secondarycolour tertiarycolour backcolour bold italic borderstyle outline "
    "shadow alignment marginl marginr marginv alphalevel encoding",
}
_DEFAULTS = {
    "fontname": "Arial",
    "fontsize": "20",
    "scalex": "100",
    "scaley": "100",
    "alignment": "2",
    "borderstyle": "1",
}
_KEPT = {"script info": "info", "fonts": "fonts"}
_LONGEST_HEADING = 100
_MOST_STYLES = 2000


class Event(NamedTuple):
    """A line of dialogue, or a comment."""

    line: int
    """Its number in the file."""
    comment: bool
    start: int
    """Milliseconds; below zero where the file says so."""
    end: int
    text: str
    """To the letter."""
    style: str = "Default"
    name: str = ""
    layer: int = 0
    margins: tuple[int, ...] = (0, 0, 0)
    """Left, right and vertical, in pixels."""
    effect: str = ""


@dataclass(slots=True)
class Script:
    """What was found."""

    version: str
    """ "ass" or "ssa"."""
    sound: str = ""
    """The text for pysubs2, without events."""
    events: list[Event] = field(default_factory=list)
    known: bool = False
    """True where the file has a section of its kind."""


def read_lines(text: str, notes: Notes) -> Script:
    """Sort a file's lines out; those that cannot be read are noted."""
    lines = split_lines(text)
    sections = [line.strip().lower() for line in lines if line[:1] == "["]
    script = Script("ssa" if "[v4 styles]" in sections and "[v4+ styles]" not in sections else "ass")
    script.known = any(section in ("[script info]", "[events]") for section in sections)
    orders = {"event": _EVENT, "style": _STYLES[script.version].split(" ")}
    parts: dict[str, list[str]] = {"info": [], "styles": [], "fonts": []}
    section = ""
    for number, line in enumerate(lines, start=1):
        start = line.lstrip()
        if "[" in start[:4]:
            section = start[:_LONGEST_HEADING].strip("\ufeff \t]").lstrip("[").lower()
            if section == "graphics":
                notes.add("bad-block", "warning", number, quote=quote([line]))
        elif start.startswith("Format:"):
            kind = "style" if "styles" in section else "event"
            orders[kind] = _order(start, orders[kind])
        elif start.startswith(("Dialogue:", "Comment:")):
            event = _event(start, orders["event"], number)
            script.events.append(event) if event else notes.add("bad-block", "error", number, quote=quote([line]))
        elif start.startswith("Style:"):
            style = _style(start, orders["style"], script.version) if len(parts["styles"]) < _MOST_STYLES else None
            parts["styles"].append(style) if style else notes.add("bad-block", "error", number, quote=quote([line]))
        elif section in _KEPT:
            parts[_KEPT[section]].append(line)
    headings = {"info": "[Script Info]", "styles": "[Styles]", "fonts": "[Fonts]"}
    script.sound = "\n".join(line for part, heading in headings.items() for line in (heading, *parts[part])) + "\n"
    return script


def _order(line: str, usual: list[str]) -> list[str]:
    """The fields that a Format line names, or the usual ones where it lacks one that counts."""
    names = [name.strip().lower() for name in line.partition(":")[2].split(",")][: 2 * len(usual)]
    names = ["layer" if name == "marked" else "name" if name == "actor" and "text" in usual else name for name in names]
    needed = {"start", "end", "text"} if "text" in usual else {"name"}
    return names if needed <= set(names) and ("text" not in usual or names[-1] == "text") else usual


def _event(line: str, order: list[str], number: int) -> Event | None:
    kind, _, rest = line.partition(":")
    found = dict(zip(order, rest.split(",", len(order) - 1), strict=False))
    start, end = (_TIME.fullmatch(found.get(name, "")) for name in ("start", "end"))
    text = found.get("text")
    if text is None or start is None or end is None:
        return None
    return Event(
        number,
        kind == "Comment",
        _ms(start),
        _ms(end),
        text,
        found.get("style", "").strip() or "Default",
        found.get("name", "").strip(),
        _whole(found.get("layer", "")),
        (_whole(found.get("marginl", "")), _whole(found.get("marginr", "")), _whole(found.get("marginv", ""))),
        found.get("effect", ""),
    )


def _ms(time: re.Match[str]) -> int:
    sign, hours, minutes, seconds, rest = time.groups()
    found = milliseconds(hours, minutes, seconds, rest.ljust(3, "0"))
    return -found if sign else found


def _whole(value: str) -> int:
    """A whole number; 0 for what is none, such as the "Marked=0" that SSA has for a layer."""
    value = value.strip()
    return 0 if value == "0" or not _WHOLE.fullmatch(value) else int(value)


def _style(line: str, order: list[str], version: str) -> str | None:
    values = [value.strip() for value in line.partition(":")[2].split(",")]
    found = dict(zip(order, values, strict=False))
    if not found.get("name"):
        return None
    return "Style: " + ",".join(_style_field(name, found.get(name, "")) for name in _STYLES[version].split(" "))


def _style_field(name: str, value: str) -> str:
    """A value that pysubs2 can read."""
    if name in ("name", "fontname"):
        return value or _DEFAULTS.get(name, "Default")
    if "colour" in name:
        return value.removesuffix("&") if _ASS_COLOR.fullmatch(value) else "&H00FFFFFF"
    pattern = _NUMBER if name in ("fontsize", "scalex", "scaley", "spacing", "angle", "outline", "shadow") else _WHOLE
    return value if pattern.fullmatch(value) else _DEFAULTS.get(name, "0")
