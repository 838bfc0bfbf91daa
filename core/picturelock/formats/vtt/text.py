"""The text of a WebVTT cue: tags, entities, times inside the text (https://www.w3.org/TR/webvtt1/#cue-text-parsing-rules)."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from picturelock.cues import Cue, Line, Run
from picturelock.formats.base import plain_texts, visible_lines
from picturelock.formats.colors import hex_of, nearest
from picturelock.formats.inline import MOST, RunBuilder, Tag, base, render, unescape
from picturelock.formats.tags import count_tag

_TAG = re.compile(r"<([^>]*)(?:>|\Z)")
_START = re.compile(r"([a-z]+)((?:\.[^\s.]*)*)(?:\s+(.*))?", re.DOTALL)
_TIME = re.compile(r"(?:\d{2,}:)?\d\d:\d\d\.\d{3}", re.ASCII)
_SPACES = re.compile(r"\s+")
_PLAIN = ("i", "b", "u", "ruby", "rt")
_NAMED = ("v", "lang")
_COLORS = ("white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black")
"""The classes that WebVTT colours without a style sheet."""


@dataclass(frozen=True, slots=True)
class CueText:
    """What a cue's text says."""

    lines: tuple[Line, ...]
    speaker: str | None
    """The name in its voice tags, if there is one name only."""
    unknown: tuple[str, ...]
    """Tags that players do not show and we do not know, as written."""


def read_text(text: str) -> CueText:
    if "<" not in text and "&" not in text:
        return CueText(tuple([(Run(line),) for line in text.split("\n")]), None, ())
    builder = RunBuilder(_colors)
    voices: set[str] = set()
    unknown: list[str] = []
    at = 0
    for token in islice(_TAG.finditer(text), 2 * MOST):  # what opens and what closes; the rest is text
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


def write_text(cue: Cue, losses: Counter[str]) -> str:
    """A cue's text with tags and entities. A speaker without voice tags of its own gets one around the whole cue."""
    texts = None if cue.speaker else plain_texts(cue)
    if texts is not None:
        return _escape("\n".join(texts))
    lines = visible_lines(cue, losses)
    if cue.speaker:
        lines = _voiced(cue.speaker, lines, losses)
    shown = render(lines, lambda tag: _write_tag(tag, losses), _escape, _colors)
    # A line may have held nothing but another format's mark; left empty, it would end the cue.
    return "\n".join(line for line in shown if line.strip())


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _colors(tag: Tag) -> tuple[str | None, str | None]:
    """The colour and the background that the classes of a <c> mean to every player."""
    if tag[0] != "c":
        return None, None
    classes = tag[1].split(".")
    color = next((name for name in reversed(classes) if name in _COLORS), None)
    behind = next((name[3:] for name in reversed(classes) if name.startswith("bg_") and name[3:] in _COLORS), None)
    return color, behind


def _voiced(speaker: str, lines: list[Line], losses: Counter[str]) -> list[Line]:
    """The lines with the speaker's tag around what no voice tag gives to anybody, unless one names the speaker already."""
    names = {" ".join(value.split()) for line in lines for run in line for name, value in run.tags if base(name) == "v"}
    if " ".join(speaker.split()) in names:
        return lines
    voiced = [tuple(run if _has_voice(run) else _with(run, ("v", speaker)) for run in line) for line in lines]
    losses["speakers"] += voiced == lines
    return voiced


def _has_voice(run: Run) -> bool:
    return any(base(name) == "v" for name, _ in run.tags)


def _with(run: Run, tag: Tag) -> Run:
    return replace(run, tags=(tag, *run.tags))


def _plain(text: str, builder: RunBuilder) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            builder.line_break()
        builder.text(unescape(line).replace("\n", " ").replace("\r", " "))


def _tag(inside: str, builder: RunBuilder) -> Tag | None:
    """Open, close or mark; gives the tag's name and value, or None for one that is not WebVTT's."""
    if _TIME.fullmatch(inside):
        builder.mark("at", inside)
        return "at", inside
    if inside.startswith("/"):
        name = inside[1:].strip()
        names = ("c", "color", "background") if name == "c" else (name,)
        known = name in (*_PLAIN, *_NAMED, "c")
        if name == "ruby":
            builder.close("rt", innermost_only=True)
        return ("/", name) if known and builder.close(*names, innermost_only=True) else None
    start = _START.fullmatch(inside)
    if start is None:
        return None
    name, classes, value = start[1], start[2], _SPACES.sub(" ", unescape(start[3] or "")).strip()
    if name == "c":
        opened = builder.open(*_class(classes.removeprefix(".")))
    elif name in _PLAIN:
        opened = builder.open(name + classes)
    else:
        opened = name in _NAMED and builder.open(name + classes, value)
    return (name, value) if opened else None


def _class(classes: str) -> Tag:
    """A <c> that says a colour and nothing else is that colour; any other stays as it is."""
    if classes in _COLORS:
        return "color", classes
    behind = classes.removeprefix("bg_")
    return ("background", behind) if behind != classes and behind in _COLORS else ("c", classes)


def _write_tag(tag: Tag, losses: Counter[str]) -> tuple[str, str]:
    name, value = tag
    if name == "vtt.raw":
        return value, ""
    if name == "at":
        return f"<{value}>", ""
    if name == "c":
        return f"<c.{value}>" if value else "<c>", "</c>"
    if name in ("color", "background"):
        color = _nearest(value, losses)
        return (f"<c.{'bg_' if name == 'background' else ''}{color}>", "</c>") if color else ("", "")
    if base(name) in _PLAIN:
        return f"<{name}>", f"</{base(name)}>"
    if base(name) in _NAMED:
        text = html.escape(_SPACES.sub(" ", value), quote=False)
        return f"<{name} {text}>" if text else f"<{name}>", f"</{base(name)}>"
    count_tag(name, losses)
    return "", ""


def _nearest(value: str, losses: Counter[str]) -> str | None:
    """The colour class that is this colour, or looks most like it (counted)."""
    found = nearest(value, _COLORS)
    if found is None:
        losses["colors"] += 1
    elif hex_of(value) != hex_of(found):
        losses["inexact-colors"] += 1
    return found
