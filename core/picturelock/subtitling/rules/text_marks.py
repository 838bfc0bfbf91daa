"""Punctuation: ellipses and interruptions as the profile writes them, and marks that are one too many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import (
    GAP,
    Correction,
    check_all,
    clip,
    corrected,
    difference,
    settled,
    states,
)
from picturelock.subtitling.rules.text_ellipses import CONTINUED, ELLIPSES, ELLIPSIS
from picturelock.subtitling.rules.text_spaces import finished
from picturelock.subtitling.subject import Event, Subject

ONE_MARK = "Picturelock: one mark ends a sentence (one of Subtitle Edit's common errors)"
TWO_DOTS = "Picturelock: two dots are neither a full stop nor an ellipsis"

_COMMAS = re.compile(r",{2,}|,(?=[.?!…])")
_AFTER_END = re.compile(r"(?<=[?!])\.(?!\.)")
_AFTER_ELLIPSIS = re.compile(rf"(?<={ELLIPSIS})[.{ELLIPSIS}]+")
_MANY = re.compile(r"\.{4,}")
_BARE_DASH = re.compile(rf"^{GAP}*[-–—]{GAP}*\n|\n{GAP}*[-–—]{GAP}*$")
_STRAY = re.compile(rf",[,.?!…]|[?!]\.|{ELLIPSIS}[.{ELLIPSIS}]|\.{{4}}|^{GAP}*[-–—]{GAP}*$", re.M)
_TWO = re.compile(r"(?<![.?!])\.\.(?!\.)")
_DASHES = r"(?:-{1,3}|[–—‐‑−])"
_BROKEN_OFF = re.compile(rf"(?<=[\w,'’]){GAP}?({_DASHES})(?=[\"”»’]?$)", re.M)
_DASH_AT_END = re.compile(r"[-–—‐‑−](?=[\"”»’]?$)", re.M)
_OPENS_DASH = re.compile(r"^[-–—‐‑−>]")


@settled
def _one_mark(text: str) -> str:
    text = _AFTER_END.sub("", _COMMAS.sub(lambda match: "," if len(match[0]) > 1 else "", text))
    return _AFTER_ELLIPSIS.sub("", text)


def _stray(event: Event, subject: Subject) -> str:
    """Four dots and more are an ellipsis, which is the profile's to write where it says how."""
    text = _BARE_DASH.sub("", _one_mark(event.text))
    return text if subject.profile.says("ellipsis") else _MANY.sub("...", text)


def _interruption(event: Event, subject: Subject) -> str:
    """A dash at the end of a caption, or of what the first of two people says, as the profile writes it."""
    wanted = subject.profile.says("interruption")
    lines = event.text.split("\n")
    for at, line in enumerate(lines):
        if at + 1 == len(lines) or _OPENS_DASH.match(lines[at + 1]):
            lines[at] = _BROKEN_OFF.sub(wanted, line)
    return "\n".join(lines)


STRAY_MARK = Correction("stray-mark", _STRAY, _stray, ONE_MARK)
INTERRUPTION = Correction("interruption", _DASH_AT_END, _interruption, "interruption", applies=states("interruption"))


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module."""
    for event, text in corrected(subject, ELLIPSES):
        spaced = finished(replace(event, lines=tuple(text.split("\n"))), subject)  # the fixes set its spaces as well
        found, expected = difference(event.text, spaced)
        yield subject.remark(ELLIPSES.rule, event, ELLIPSES.severity, ELLIPSES.source, found=found, expected=expected)
    yield from check_all(subject, CONTINUED, STRAY_MARK, INTERRUPTION)
    for event in subject.page.having(_TWO):
        yield subject.remark("double-stop", event, "warning", TWO_DOTS, text=clip(event.text))
