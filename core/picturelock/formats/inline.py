"""Styled runs from nested inline tags, and back: what SRT, WebVTT and others share.

A mark is a tag without content ("at", a WebVTT time inside the text): a run without text, whose last tag it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from picturelock.cues import Line, Run

Tag = tuple[str, str]
"""Name and value: ("i", ""), ("color", "#ffff00"), ("v", "Claire"), ("i.loud", "")."""

DEEPEST = 8
"""Tags open at once; nobody writes more than a few, and what a run carries must not grow with a hostile file."""
MOST = 2000
"""Tags and marks in one caption; what comes after them is text, so that a hostile file costs no more than a long one."""
FLAGS = ("b", "i", "u")
STYLES = (*FLAGS, "color", "background")
"""Tags that are fields of a run; their order carries no meaning."""
MARKS = ("at", "vtt.raw", "srt.raw", "ass.raw")
"""Marks: a time in the text; and anything in tag's clothing that the format does not know, as it was written."""

_NO_CODE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?", re.ASCII)

_Style = tuple[bool, bool, bool, str | None, str | None, tuple[Tag, ...]]
_UNSTYLED: _Style = (False, False, False, None, None, ())


def base(name: str) -> str:
    """A tag's name without its classes."""
    return name.partition(".")[0]


def is_plain(run: Run) -> bool:
    """True for text that needs no tag."""
    return not (
        run.tags or run.italic or run.bold or run.underline or run.color is not None or run.background is not None
    )


def with_text(run: Run, text: str, *tags: Tag) -> Run:
    """The look of a run, without its tags, on another text: `dataclasses.replace` takes four times as long."""
    return Run(text, run.italic, run.bold, run.underline, run.color, run.background, tags)


def bounded(lines: list[str]) -> list[str]:
    """The lines of one caption; those beyond `MOST` are one line, as nobody can have meant them."""
    return lines if len(lines) <= MOST else [*lines[:MOST], " ".join(lines[MOST:])]


def unescape(text: str) -> str:
    """Text with the signs that its entities mean; U+FFFD for a number that is none, however many digits it has."""
    return html.unescape(_NO_CODE.sub("\ufffd", text)) if "&" in text else text


class RunBuilder:
    """Takes text and tags as they come, gives lines of runs. A tag may stay open over a line break.

    colors: the colour and the background that a tag means beyond the tags "color" and "background" themselves.
    """

    __slots__ = ("_colors", "_left", "_lines", "_open", "_style", "_text", "_text_style")

    def __init__(self, colors: Callable[[Tag], tuple[str | None, str | None]] | None = None) -> None:
        self._colors = colors
        self._open: list[Tag] = []
        self._lines: list[list[Run]] = [[]]
        self._style: _Style | None = _UNSTYLED
        self._text: list[str] = []
        self._text_style: _Style = _UNSTYLED
        self._left = MOST

    def text(self, text: str) -> None:
        if not text:
            return
        style = self._current()
        if self._text and style != self._text_style:
            self._flush()
        self._text.append(text)
        self._text_style = style

    def mark(self, name: str, value: str) -> None:
        if not self._left:
            self.text(value)
            return
        self._left -= 1
        self._flush()
        self._lines[-1].append(_run("", self._current(), (name, value)))

    def open(self, name: str, value: str = "") -> bool:
        """Open a tag; False where too many are open, and nothing was done."""
        if len(self._open) >= DEEPEST or not self._left:
            return False
        self._left -= 1
        self._open.append((name, value))
        self._style = None
        return True

    def close(self, *names: str, innermost_only: bool = False) -> bool:
        """Close the last open tag of one of these base names; False if there is none (where it may be sought)."""
        for index in range(len(self._open) - 1, -1, -1):
            if base(self._open[index][0]) in names:
                del self._open[index]
                self._style = None
                return True
            if innermost_only:
                break
        return False

    def line_break(self) -> None:
        self._flush()
        self._lines.append([])

    def lines(self) -> tuple[Line, ...]:
        self._flush()
        return tuple(tuple(line) or (Run(""),) for line in self._lines)

    def _flush(self) -> None:
        if self._text:
            self._lines[-1].append(_run("".join(self._text), self._text_style))
            self._text.clear()

    def _current(self) -> _Style:
        if self._style is None:
            bases = {base(name) for name, _ in self._open}
            color = background = None
            for tag in self._open:
                fore, behind = self._meant(tag)
                color, background = color if fore is None else fore, background if behind is None else behind
            tags = tuple(tag for tag in self._open if tag[0] not in STYLES)
            self._style = ("i" in bases, "b" in bases, "u" in bases, color, background, tags)
        return self._style

    def _meant(self, tag: Tag) -> tuple[str | None, str | None]:
        name, value = tag
        if name == "color":
            return value, None
        if name == "background":
            return None, value
        return self._colors(tag) if self._colors else (None, None)


def _run(text: str, style: _Style, *marks: Tag) -> Run:
    italic, bold, underline, color, background, tags = style
    return Run(text, italic, bold, underline, color, background, (*tags, *marks))


def render(
    lines: Sequence[Line],
    write_tag: Callable[[Tag], tuple[str, str]],
    write_text: Callable[[str], str],
    colors: Callable[[Tag], tuple[str | None, str | None]] | None = None,
) -> list[str]:
    """Each line as text with tags; tags that go on are kept open, also over a line break.

    write_tag: opening and closing text of a tag ("" where the format has none); a mark uses the opening text only.
    colors: as in RunBuilder; a colour that a run's own tags mean is not written a second time.
    """
    stack: list[Tag] = []
    out: list[str] = []
    for line in lines:
        if not stack and len(line) == 1 and is_plain(line[0]):
            out.append(write_text(line[0].text))
            continue
        parts: list[str] = []
        for run in line:
            if not run.text and not run.tags:
                continue
            wanted, mark = _wanted(run, colors)
            kept = _kept(stack, wanted)
            closing = "".join(write_tag(tag)[1] for tag in reversed(stack[kept:]))
            # A closing tag belongs to the text it ends, so not at the start of the next line.
            if closing and not parts and out:
                out[-1] += closing
            else:
                parts.append(closing)
            del stack[kept:]
            for tag in wanted[kept:]:
                parts.append(write_tag(tag)[0])
                stack.append(tag)
            parts.append(write_tag(mark)[0] if mark else write_text(run.text))
        out.append("".join(parts))
    if out:
        out[-1] += "".join(write_tag(tag)[1] for tag in reversed(stack))
    return out


def _wanted(run: Run, colors: Callable[[Tag], tuple[str | None, str | None]] | None) -> tuple[list[Tag], Tag | None]:
    """The tags around a run, outermost first, and the mark if it is one."""
    tags = list(run.tags)
    mark = tags.pop() if tags and tags[-1][0] in MARKS else None
    bases = {base(name) for name, _ in tags}
    color = background = None
    for tag in tags if colors else ():
        fore, behind = colors(tag)  # type: ignore[misc]
        color, background = fore or color, behind or background
    if run.color is not None and run.color != color:
        tags.append(("color", run.color))
    if run.background is not None and run.background != background:
        tags.append(("background", run.background))
    flags = zip(FLAGS, (run.bold, run.italic, run.underline), strict=True)
    tags.extend((name, "") for name, on in flags if on and name not in bases)
    return tags, mark


def _kept(stack: list[Tag], wanted: list[Tag]) -> int:
    """How many open tags stay open; `wanted` is reordered so that these come first, where order carries no meaning."""
    free = [tag for tag in wanted if tag[0] in STYLES]
    fixed = [tag for tag in wanted if tag[0] not in STYLES]
    kept = 0
    for tag in stack:
        if tag in free:
            free.remove(tag)
        elif fixed and tag == fixed[0]:
            fixed.pop(0)
        else:
            break
        kept += 1
    wanted[:] = [*stack[:kept], *fixed, *free]
    return kept
