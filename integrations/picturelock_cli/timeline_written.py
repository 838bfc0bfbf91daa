"""What a timeline that was written really holds, and which clips lost what: for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding

    from picturelock_cli.console import Console

_EVENT = re.compile(r"(\d+)\s.*\d\d:\d\d[:;]\d\d\s", re.ASCII)
_MOST = 20_000
"""Clips up to which a file is read back to be counted."""


def written(path: Path, cut: Cut, name: str | None) -> int | None:
    """How many events an edit decision list has, or clips another timeline, as the file says; None where that is not known.

    cut: what was written. name: of the format, where the ending misleads.
    """
    from picturelock.errors import PicturelockError
    from picturelock.timeline.read import format_of, read_timeline

    found = format_of(path, name)
    if is_list(path, name):
        return _events(path)
    if "read" not in found.directions or len(cut.shots) > _MOST:
        return None
    try:
        return len(read_timeline(path, cut.rate, name)[0].shots)
    except PicturelockError:
        return None


def is_list(path: Path, name: str | None) -> bool:
    """True for an edit decision list, whose events are counted."""
    return name == "edl" or (name is None and path.suffix.lower() == ".edl")


def say_lost(console: Console, findings: Iterable[Finding], cut: Cut) -> None:
    """Of each loss, which clips it is on."""
    from picturelock.wording import loss

    names = {shot.id: shot.name for shot in cut.shots}
    for finding in findings:
        clips = str(finding.evidence.get("clips", "")).split() if finding.rule == "timeline.lost" else []
        if clips:
            told = ", ".join(f"{clip} {names.get(clip, '')}".strip() for clip in clips)
            console.say("exchange_lost", "dim", what=loss(str(finding.evidence["what"]), console.language), clips=told)


def _events(path: Path) -> int:
    """Events of a list: both lines of a transition have one number."""
    last, count = "", 0
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            match = _EVENT.match(line)
            if match and match[1] != last:
                last, count = match[1], count + 1
    return count
