"""The text of a WebVTT cue: tags, entities, times inside the text (https://www.w3.org/TR/webvtt1/#cue-text-parsing-rules)."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from picturelock.cues import Cue, Line, Run
from picturelock.formats.inline import RunBuilder, Tag, base, render

_TAG = re.compile(r"<([^>]*)(?:>|\Z)")
_START = re.compile(r"([a-z]+)((?:\.[^\s.]*)*)(?:\s+(.*))?", re.DOTALL)
_TIME = re.compile(r"(?:\d{2,}:)?\d\d:\d\d\.\d{3}", re.ASCII)
_SPACES = re.compile(r"\s+")
_PLAIN = ("i", "b", "u", "ruby", "rt")
_NAMED = ("v", "lang")
_COLORS = ("white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black")
"""The classes that WebVTT colours without a style sheet."""
_HEX = {
    "#ffffff": "white",
    "#00ff00": "lime",
    "#00ffff": "cyan",
    "#ff0000": "red",
    "#ffff00": "yellow",
    "#ff00ff": "magenta",
    "#0000ff": "blue",
    "#000000": "black",
}


@dataclass(frozen=True, slots=True)
class CueText:
    """What a cue's text says."""

    lines: tuple[Line, ...]
    speaker: str | None
    """The name in its voice tags, if there is one name only."""
    unknown: tuple[str, ...]
    """Tags that players do not show and we do not know, as written."""


def read_text(text: str) -> CueText:
    builder = RunBuilder()
    voices: set[str] = set()
    unknown: list[str] = []
    at = 0
    for token in _TAG.finditer(text):
        _plain(text[at : token.start()], builder)
        name = _tag(token[1], builder) if token[0].endswith(">") else None
        if name is None:
            # The mark goes on one line: a line break inside a tag is a space to a player.
            raw = _SPACES.sub(" ", token[0])
            unknown.append(raw)
            builder.mark("vtt.raw", raw)
        elif name[0] == "v":
            voices.add(name[1])
        at = token.end()
    _plain(text[at:], builder)
    speaker = voices.pop() if len(voices) == 1 else None
    return CueText(builder.lines(), speaker or None, tuple(unknown))


def write_text(cue: Cue, lines: Sequence[Line], losses: Counter[str]) -> list[str]:
    """A cue's lines with tags and entities. A speaker without voice tags of its own gets one around the whole cue."""
    voiced = any(base(name) == "v" for line in lines for run in line for name, _ in run.tags)
    if cue.speaker and not voiced:
        voice = ("v", cue.speaker)
        lines = [tuple(_with(run, voice) for run in line) for line in lines]
    return render(lines, lambda tag: _write_tag(tag, losses), lambda text: html.escape(text, quote=False))


def _with(run: Run, tag: Tag) -> Run:
    return replace(run, tags=(tag, *run.tags))


def _plain(text: str, builder: RunBuilder) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            builder.line_break()
        builder.text(html.unescape(line).replace("\n", " ").replace("\r", " "))


def _tag(inside: str, builder: RunBuilder) -> Tag | None:
    """Open, close or mark; gives the tag's name and value, or None for one that is not WebVTT's."""
    if _TIME.fullmatch(inside):
        builder.mark("at", inside)
        return "at", inside
    if inside.startswith("/"):
        name = inside[1:].strip()
        known = name in (*_PLAIN, *_NAMED, "c")
        if name == "ruby":
            builder.close("rt", innermost_only=True)
        return ("/", name) if known and builder.close(name, innermost_only=True) else None
    start = _START.fullmatch(inside)
    if start is None:
        return None
    name, classes, value = start[1], start[2], _SPACES.sub(" ", html.unescape(start[3] or "")).strip()
    if name == "c":
        opened = builder.open("c", classes.removeprefix("."))
    elif name in _PLAIN:
        opened = builder.open(name + classes)
    else:
        opened = name in _NAMED and builder.open(name + classes, value)
    return (name, value) if opened else None


def _write_tag(tag: Tag, losses: Counter[str]) -> tuple[str, str]:
    name, value = tag
    if name == "vtt.raw":
        return value, ""
    if name == "at":
        return f"<{value}>", ""
    if name == "c":
        return f"<c.{value}>" if value else "<c>", "</c>"
    if name == "color":
        color = _HEX.get(value.lower(), value.lower())
        if color in _COLORS:
            return f"<c.{color}>", "</c>"
        losses["colours"] += 1
        return "", ""
    if base(name) in _PLAIN:
        return f"<{name}>", f"</{base(name)}>"
    if base(name) in _NAMED:
        text = html.escape(_SPACES.sub(" ", value), quote=False)
        return f"<{name} {text}>" if text else f"<{name}>", f"</{base(name)}>"
    losses["tags"] += 1
    return "", ""
