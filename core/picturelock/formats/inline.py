"""Styled runs from nested inline tags, and back: what SRT and WebVTT share.

A mark is a tag without content ("at", a WebVTT time inside the text): a run without text, whose last tag it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from picturelock.cues import Line, Run

Tag = tuple[str, str]
"""Name and value: ("i", ""), ("color", "#ffff00"), ("v", "Claire"), ("i.loud", "")."""

DEEPEST = 16
"""Tags open at once; nobody writes more than a few, and a file of nothing but opening tags must not take hours."""
FLAGS = ("b", "i", "u")
MARKS = ("at", "vtt.raw", "srt.raw")
"""Marks: a time in the text; and anything in tag's clothing that the format does not know, as it was written."""


def base(name: str) -> str:
    """A tag's name without its classes."""
    return name.partition(".")[0]


class RunBuilder:
    """Takes text and tags as they come, gives lines of runs. A tag may stay open over a line break."""

    def __init__(self) -> None:
        self._open: list[Tag] = []
        self._lines: list[list[Run]] = [[]]

    def text(self, text: str) -> None:
        if not text:
            return
        run = self._run(text)
        line = self._lines[-1]
        if line and line[-1].text and _same_style(line[-1], run):
            run = self._run(line.pop().text + text)
        line.append(run)

    def mark(self, name: str, value: str) -> None:
        self._lines[-1].append(self._run("", ((name, value),)))

    def open(self, name: str, value: str = "") -> bool:
        """Open a tag; False where too many are open, and nothing was done."""
        if len(self._open) >= DEEPEST:
            return False
        self._open.append((name, value))
        return True

    def close(self, *names: str, innermost_only: bool = False) -> bool:
        """Close the last open tag of one of these base names; False if there is none (where it may be sought)."""
        for index in range(len(self._open) - 1, -1, -1):
            if base(self._open[index][0]) in names:
                del self._open[index]
                return True
            if innermost_only:
                break
        return False

    def line_break(self) -> None:
        self._lines.append([])

    def lines(self) -> tuple[Line, ...]:
        return tuple(tuple(line) or (Run(""),) for line in self._lines)

    def _run(self, text: str, marks: tuple[Tag, ...] = ()) -> Run:
        bases = {base(name) for name, _ in self._open}
        colors = [value for name, value in self._open if name == "color"]
        tags = tuple(tag for tag in self._open if tag[0] not in FLAGS and tag[0] != "color")
        return Run(text, "i" in bases, "b" in bases, "u" in bases, colors[-1] if colors else None, tags=tags + marks)


def render(
    lines: Sequence[Line], write_tag: Callable[[Tag], tuple[str, str]], write_text: Callable[[str], str]
) -> list[str]:
    """Each line as text with tags; tags that go on are kept open, also over a line break.

    write_tag: opening and closing text of a tag ("" where the format has none); a mark uses the opening text only.
    """
    stack: list[Tag] = []
    out: list[str] = []
    for line in lines:
        parts: list[str] = []
        for run in line:
            if not run.text and not run.tags:
                continue
            wanted, mark = _wanted(run)
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


def _wanted(run: Run) -> tuple[list[Tag], Tag | None]:
    """The tags around a run, outermost first, and the mark if it is one."""
    tags = list(run.tags)
    mark = tags.pop() if tags and tags[-1][0] in MARKS else None
    bases = {base(name) for name, _ in tags}
    if run.color is not None:
        tags.append(("color", run.color))
    flags = zip(FLAGS, (run.bold, run.italic, run.underline), strict=True)
    tags.extend((name, "") for name, on in flags if on and name not in bases)
    return tags, mark


def _kept(stack: list[Tag], wanted: list[Tag]) -> int:
    """How many open tags stay open; `wanted` is reordered so that these come first, where order carries no meaning."""
    free = [tag for tag in wanted if tag[0] in FLAGS or tag[0] == "color"]
    fixed = [tag for tag in wanted if tag not in free]
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


def _same_style(a: Run, b: Run) -> bool:
    return (a.italic, a.bold, a.underline, a.color, a.tags) == (b.italic, b.bold, b.underline, b.color, b.tags)
