"""The fixes of style: tags that stand in the text or have lost their other half, and italics where there are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from picturelock.cues import Captions, Cue, Line, Placement, Run
from picturelock.formats.inline import base
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.styled import with_text
from picturelock.subtitling.rules.text_base import corrected
from picturelock.subtitling.rules.text_damage import TAGS
from picturelock.subtitling.rules.text_style import loose, slanted
from picturelock.subtitling.subject import Subject

_ANCHOR = re.compile(r"\{\\an([1-9])\}")
_ITALIC = re.compile(r"<i>([^<>]*)</i>", re.I)


def _tags(subject: Subject) -> Captions:
    """Tags out of the text; whole lines between <i> and </i> become italic, and {\\an8} moves its caption."""
    cues = list(subject.captions.cues)
    for event, text in corrected(subject, TAGS):
        cue = cues[event.number]
        placed = _placed(cue, event.text)
        slanting = all(_ITALIC.fullmatch(line.strip()) for line in _ANCHOR.sub("", event.text).split("\n"))
        mended = with_text(placed, text)
        cues[event.number] = _each(mended, lambda run: replace(run, italic=True)) if slanting else mended
    return replace(subject.captions, cues=tuple(cues))


def _placed(cue: Cue, text: str) -> Cue:
    anchor = _ANCHOR.search(text)
    if anchor is None or cue.placement is not None:
        return cue
    row, column = divmod(int(anchor[1]) - 1, 3)
    placement = Placement(None, "top") if row == 2 else Placement(Fraction(1, 2), "middle") if row == 1 else None
    align = cue.align or ("start", None, "end")[column]
    return replace(cue, placement=placement, align=align)


def _each(cue: Cue, change: Callable[[Run], Run]) -> Cue:
    return replace(cue, lines=tuple(tuple(change(run) for run in line) for line in cue.lines))


def _loose_tags(subject: Subject) -> Captions:
    def without(line: Line) -> Line:
        return tuple(run for run in line if not loose(run)) or (Run(""),)

    cues = tuple(
        replace(cue, lines=tuple(map(without, cue.lines)))
        if any(loose(run) for line in cue.lines for run in line)
        else cue
        for cue in subject.captions.cues
    )
    return replace(subject.captions, cues=cues)


def _upright(subject: Subject) -> Captions:
    if subject.profile.says("italics") != "no":
        return subject.captions

    def straight(run: Run) -> Run:
        return replace(run, italic=False, tags=tuple(tag for tag in run.tags if base(tag[0]) != "i"))

    cues = tuple(
        _each(cue, straight) if any(slanted(run) for line in cue.lines for run in line) else cue
        for cue in subject.captions.cues
    )
    return replace(subject.captions, cues=cues)


TAGS_OUT = Fix("tags", ("captions.tag-in-text",), _tags)
LOOSE_TAGS = Fix("loose-tags", ("captions.loose-tag",), _loose_tags)
ITALICS = Fix("italics", ("captions.italics",), _upright)
