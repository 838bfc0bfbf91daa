"""Italics, colours and places that the carrier or the client does not have, and style tags that hold no text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.cues import Cue, Run
from picturelock.findings import Finding
from picturelock.formats.colors import rgb
from picturelock.formats.inline import base
from picturelock.subtitling.subject import Event, Subject

LOOSE = "Picturelock: a tag that is closed and was never opened is shown as text by some players"

_FOUR = frozenset({(255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0), (0, 128, 0)})
SCHEMES = {
    "none": frozenset({(255, 255, 255)}),
    "bbc": _FOUR,
    "sme": _FOUR | {(255, 0, 0), (255, 0, 255)},
}
"""The colours of text that each scheme has. bbc: BBC, Subtitle Guidelines; sme: Charte SME (CSA, 2011). What CSS calls
"green" is taken for the green of the screen, which it calls "lime"."""
_LOOSE = re.compile(r"</?(?:i|b|u|s|font)\b[^<>]*>", re.I)
_MIDDLE = (0.34, 0.66)  # of the picture's height, between which a caption is neither at the top nor at the bottom


def loose(run: Run) -> bool:
    """True for a mark that is a style tag without its other half."""
    return (
        not run.text and bool(run.tags) and run.tags[-1][0].endswith(".raw") and bool(_LOOSE.fullmatch(run.tags[-1][1]))
    )


def slanted(run: Run) -> bool:
    """True for text in italics."""
    return bool(run.text.strip()) and (run.italic or any(base(name) == "i" for name, _ in run.tags))


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    upright = subject.profile.says("italics") == "no"
    colours, position = SCHEMES.get(subject.profile.says("colours")), subject.profile.says("position")
    for event in subject.events:
        for line in event.cue.lines:
            for run in line:
                if run.tags and loose(run):
                    yield subject.remark("loose-tag", event, "warning", LOOSE, tag=run.tags[-1][1][:40])
        if upright and any(slanted(run) for line in event.cue.lines for run in line):
            yield subject.remark("italics", event, "error", "italics")
        if colours is not None:
            yield from _colours(subject, event, colours)
        if position and position != "any" and event.cue.placement is not None:
            place = _place(event.cue)
            if place == "middle" or (position == "bottom" and place == "top"):
                yield subject.remark("position", event, "error", "position", place=place)


def _colours(subject: Subject, event: Event, allowed: frozenset[tuple[int, int, int]]) -> Iterator[Finding]:
    used = dict.fromkeys(run.color for line in event.cue.lines for run in line if run.color and run.text.strip())
    for colour in used:
        found = rgb(colour)
        if found is not None and found[:3] not in allowed:
            yield subject.remark("colour", event, "error", "colours", colour=colour[:40])


def _place(cue: Cue) -> str:
    """The part of the picture that a caption stands in: "top", "middle" or "bottom"."""
    placement = cue.placement
    if placement is None:
        return "bottom"
    if placement.line is None:
        return placement.edge
    line = float(placement.line)
    return "top" if line < _MIDDLE[0] else "bottom" if line > _MIDDLE[1] else "middle"
