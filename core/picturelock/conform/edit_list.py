"""Edit lists of one programme: which stretches of it are kept, one after the other.

    <editlist><edit><in>00:00:15.120</in><out>00:01:52.600</out></edit></editlist>

The form is that of the IRT's Subtitling Conversion Framework (module TT-Edit-List); out is exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from picturelock.cut import Cut, Shot, Source
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.times import DAY, Flicks, FrameRate, Span, Timecode, from_ms

MAX_BYTES = 4_000_000
_CLOCK = re.compile(r"(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,3})|[:;](\d{2,3}))?", re.ASCII)
_PROGRAMME = Source("programme", start=0)


def read_edit_list(path: Path, rate: FrameRate) -> tuple[Cut, Cut]:
    """The whole programme as a cut, and the cut that the list makes of it. Raises InputError, naming the edit at fault."""
    try:
        data = path.read_bytes()[: MAX_BYTES + 1]
        if len(data) > MAX_BYTES:
            raise InputError(f"is larger than {MAX_BYTES // 1_000_000} MB; expected an edit list.", file=path)
        root = fromstring(data, forbid_dtd=True)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise InputError(f"is not XML that can be read: {error}.", file=path) from None
    if root.tag != "editlist":
        raise InputError(f"holds <{root.tag}>; expected <editlist>.", file=path)
    shots, at = [], 0
    for number, edit in enumerate(root.iter("edit"), start=1):
        start, end = (_time(edit, name, rate, path, number) for name in ("in", "out"))
        if end <= start:
            raise InputError("ends before it starts.", file=path, place=f"edit {number}")
        shots.append(_shot(f"A1:{number}", Span(start, end), Span(at, at + end - start)))
        at += end - start
    if not shots:
        raise InputError("holds no edit.", file=path)
    whole = Cut(path.stem, rate, (_shot("A1:1", Span(0, DAY), Span(0, DAY)),), duration=DAY)
    return whole, Cut(path.stem, rate, tuple(shots), duration=at, path=path)


def worded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of captions, for a list: it knows no clips and no media, only what it keeps."""
    for finding in findings:
        if finding.rule == "conform.dropped":
            yield replace(finding, rule="conform.not-kept")
        else:
            yield replace(finding, rule="conform.none-kept") if finding.rule == "conform.all-dropped" else finding


def _shot(name: str, source: Span, record: Span) -> Shot:
    return Shot(name, "A1", "audio", "programme", _PROGRAMME, source, record)


def _time(edit: Element, name: str, rate: FrameRate, path: Path, number: int) -> Flicks:
    text = (edit.findtext(name) or "").strip()
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise InputError(
            f"<{name}> is {text[:40]!r}; expected a time such as 00:00:15.120.", file=path, place=f"edit {number}"
        )
    hours, minutes, seconds, fraction, frames = match.groups()
    whole = from_ms(((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000)
    if frames:
        try:
            return Timecode.parse(text, rate).time
        except ValueError as error:
            raise InputError(f"<{name}>: {error}.", file=path, place=f"edit {number}") from None
    return whole + from_ms(int((fraction or "0").ljust(3, "0")))
