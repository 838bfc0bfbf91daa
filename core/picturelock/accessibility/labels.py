"""What in a caption is not speech: labels of sounds and speakers, notes of music, the dash of somebody else."""

from __future__ import annotations

import re

from picturelock.cues import Cue
from picturelock.formats.colors import rgb
from picturelock.spoken import parts

_LABEL = re.compile(r"\[[^\[\]]{1,200}\]|\([^()]{1,200}\)|\{[^{}\\]{1,200}\}")
_MUSIC = re.compile(r"[♪♫♬♩]|^#[^#\n]{1,200}#$", re.M)
_DASH = re.compile(r"^\s{0,3}(?:[-–—]\s?\S|>{2,3})", re.M)
_NAMED = re.compile(r"^\s{0,3}(?:[-–—]\s?)?(?:[\[(][^\[\]()\n]{1,40}[\])]|[^\W\d_][\w.'’ -]{0,28}\s?:)\s{0,3}\S", re.M)
_WHO = re.compile(
    r"^\s{0,3}(?:[-–—]\s?)?(?:\[[^\W\d_a-zß-öø-ÿ][^\[\]\n]{0,40}\]|\([^\W\d_a-zß-öø-ÿ][^()\n]{0,40}\))(?=\s{0,3}\S)",
    re.M,
)
"""A label that opens with a capital, before other words."""
_WHITE = (255, 255, 255)


def has_sound(cue: Cue) -> bool:
    """True where a caption names a sound or music: a note, or a label that is no name before what somebody says."""
    return bool(_MUSIC.search(cue.text) or _LABEL.search(_WHO.sub("", cue.text)))


def has_label(cue: Cue) -> bool:
    """True where a caption says anything that subtitles for the hearing do not: who speaks, what sounds."""
    return has_sound(cue) or names_speaker(cue)


def names_speaker(cue: Cue) -> bool:
    """True where it tells who speaks: by a name, a voice tag, a dash, a colour of its own, or a place of its own."""
    if cue.speaker or _DASH.search(cue.text) or _NAMED.search(cue.text):
        return True
    if cue.placement is not None and cue.placement.left is not None:
        return True
    runs = [run for line in cue.lines for run in line]
    return any(any(tag == "v" for tag, _ in run.tags) or _coloured(run.color) for run in runs)


def parts_speakers(cue: Cue) -> bool:
    """True where what two people say in one caption is told apart: dashes or names on its lines, or two colours."""
    marks = len(_DASH.findall(cue.text)) + len(_NAMED.findall(cue.text))
    colours = {run.color for line in cue.lines for run in line if run.text.strip()}
    return marks > 0 or len(colours) > 1


def is_styled(cue: Cue) -> bool:
    """True where any of it is set in italics or in a colour of its own."""
    return any(run.italic or _coloured(run.color) for line in cue.lines for run in line)


def said(cue: Cue) -> str:
    """Its text without labels; "" where nothing of it is speech."""
    text = _LABEL.sub(" ", cue.text)
    return "" if _MUSIC.search(text) else text.strip("-–— \n>")


def said_parts(cue: Cue, language: str) -> list[str]:
    """The words that it has somebody say, as `spoken.parts` gives them."""
    return parts(said(cue), language)


def _coloured(color: str | None) -> bool:
    found = rgb(color) if color else None
    return found is not None and found[:3] != _WHITE
