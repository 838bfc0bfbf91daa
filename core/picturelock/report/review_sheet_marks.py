"""A caption's text as people edit it, with <i>, <b> and <u>, and back. What these cannot say stays as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from picturelock.cues import Cue, Line, Run
from picturelock.formats.inline import FLAGS, RunBuilder, Tag, render

_TAG = re.compile(r"<(/?)([biu])>", re.IGNORECASE)


def marked(lines: Sequence[Line]) -> str:
    """Lines as text; their breaks are line feeds. Lines without text are left out."""
    plain = [tuple(Run(run.text, run.italic, run.bold, run.underline) for run in line if run.text) for line in lines]
    held = [line for line in plain if any(run.text.strip() for run in line)]
    return "\n".join(render(held, _write, lambda text: text))


def with_marked(cue: Cue, text: str) -> Cue:
    """A caption with another text; colours, backgrounds and marks of its format stay where all of it has the same ones."""
    builder = RunBuilder()
    for number, line in enumerate(text.split("\n")):
        if number:
            builder.line_break()
        at = 0
        for match in _TAG.finditer(line):
            builder.text(line[at : match.start()])
            name = match[2].lower()
            if not (builder.close(name) if match[1] else builder.open(name)):
                builder.text(match[0])
            at = match.end()
        builder.text(line[at:])
    looks = _looks(cue)
    color, background, tags = next(iter(looks)) if len(looks) == 1 else (None, None, ())
    return replace(
        cue,
        lines=tuple(
            tuple(replace(run, color=color, background=background, tags=tags) for run in line)
            for line in builder.lines()
        ),
    )


def is_mixed(cue: Cue) -> bool:
    """True where colours, backgrounds or marks stand on a part of the text: another text cannot keep them."""
    return len(_looks(cue)) > 1


def _looks(cue: Cue) -> set[tuple[str | None, str | None, tuple[Tag, ...]]]:
    return {(run.color, run.background, run.tags) for line in cue.lines for run in line if run.text.strip()}


def _write(tag: Tag) -> tuple[str, str]:
    name = tag[0]
    return (f"<{name}>", f"</{name}>") if name in FLAGS else ("", "")
