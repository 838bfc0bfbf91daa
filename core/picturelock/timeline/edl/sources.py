"""The source times of an edit decision list, which need not count as its record times do.

Where a line writes its record times with `;` and a source with `:`, that source is non-drop; where all are colons, the list's
last FCM says it of the source. A timecode that does not exist says more: a frame number beyond the list's rate, that its
source counts at another; minute 1, frame 0 in drop frame, that it is non-drop. Record times always count as the first does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.timeline.edl.lines import BLACK, EditList, Line, key_of
from picturelock.times import FrameRate, Timecode

_PARTS = re.compile(r"-?\d{1,2}[:;.]\d{2}[:;.]\d{2}([:;.,])(\d{2,3})", re.ASCII)
_RATES = (24, 25, 30, 50, 60)
_NTSC = (24, 30, 60)


def is_drop(label: str) -> bool:
    """True for a timecode whose separator says drop frame."""
    match = _PARTS.fullmatch(label)
    return match is not None and match[1] in ";,"


def set_times(found: EditList, rate: FrameRate, path: Path) -> None:
    """Give every line its source times. Raises InputError for a timecode that exists at no rate."""
    groups: dict[str, list[Line]] = {}
    for event in found.events:
        for line in event:
            groups.setdefault(key_of(line), []).append(line)
    others: list[Line] = []
    non_drop: list[Line] = []
    for lines in groups.values():
        own = _rate_of(lines, rate)
        drops = [bool(own.drop_labels) and _drop_of(line) for line in lines]
        dropping = [line for drop, line in zip(drops, lines, strict=True) if drop]
        if any(not _exists(label, own) for line in dropping for label in _labels(line)):
            # The colons of this source do not say drop frame, whatever stands at the head of the list.
            non_drop += [line for line in dropping if not _says_drop(line) and line.reel.upper() not in BLACK]
            drops = [drop and _says_drop(line) for drop, line in zip(drops, lines, strict=True)]
        others += lines if own != rate else []
        for line, drop in zip(lines, drops, strict=True):
            line.rate = own if own != rate else None
            line.drop = drop if drop != (found.drop and own.drop_labels > 0) else None
            times = [_frames(label, own, drop, line, path) for label in (*line.labels, line.m2_label)]
            line.source_in, line.source_out = times[0] or 0, times[1] or 0
            line.m2_entry = times[2]
    counted = sum(line.reel.upper() not in BLACK for event in found.events for line in event)
    # Where most sources seem to count otherwise, it is rather the list that does.
    severity: Severity = "error" if 2 * len(others) > counted else "warning"
    found.findings += _told("timeline.edl-non-drop", "warning", non_drop, path)
    found.findings += _other_rates(others, rate, severity, path)


def _rate_of(lines: Iterable[Line], rate: FrameRate) -> FrameRate:
    """The list's rate, or the lowest usual one at which all timecodes of a source exist."""
    numbers = [
        int(match[2])
        for line in lines
        if line.reel.upper() not in BLACK
        for label in _labels(line)
        if (match := _PARTS.fullmatch(label))
    ]
    highest = max(numbers, default=0)
    if highest < rate.nominal:
        return rate
    usual = ((base * 1000, 1001) for base in _NTSC) if rate.den == 1001 else ((base, 1) for base in _RATES)
    return next((own for own in (FrameRate(*pair) for pair in usual) if own.nominal > highest), rate)


def _labels(line: Line) -> tuple[str, ...]:
    return (*line.labels, line.m2_label) if line.m2_label else line.labels


def _says_drop(line: Line) -> bool:
    return any(is_drop(label) for label in line.labels)


def _drop_of(line: Line) -> bool:
    """Whether the source of a line counts in drop frame, by its separators, else by the list."""
    return _says_drop(line) or (line.colons and line.mode)


def _exists(label: str, rate: FrameRate) -> bool:
    """True for a timecode that drop frame does not leave out."""
    if _PARTS.fullmatch(label) is None:
        return True
    try:
        Timecode.parse(label, rate, True)
    except ValueError:
        return False
    return True


def _frames(label: str, rate: FrameRate, drop: bool, line: Line, path: Path) -> int | None:
    if not label:
        return None
    if label.isdecimal():
        return int(label)  # some tools give the source in frames of the file
    try:
        return Timecode.parse(label, rate, drop).frames
    except ValueError as error:
        hint = "If the rate is another one, give it with --rate."
        raise InputError(f"{error}.", file=path, place=f"line {line.number}", hint=hint) from error


def _other_rates(lines: list[Line], rate: FrameRate, severity: Severity, path: Path) -> Iterator[Finding]:
    by_rate: dict[FrameRate, list[Line]] = {}
    for line in lines:
        by_rate.setdefault(line.rate or rate, []).append(line)
    for own, held in by_rate.items():
        yield from _told("timeline.edl-source-rate", severity, held, path, own=own.label, rate=rate.label)


def _told(rule: str, severity: Severity, lines: list[Line], path: Path, **more: Fact) -> Iterator[Finding]:
    if lines:
        first = min(lines, key=lambda line: line.number)
        facts: dict[str, Fact] = {"count": len(lines), "line": first.number, "clip": first.clip or first.reel, **more}
        yield Finding(rule, severity, Place(str(path), first.number), facts, source="Picturelock")
