"""Captions before and after their fixes, as a diff that a person reads: number, timecode, which fix, old and new lines."""

from __future__ import annotations

import re

from picturelock.cues import Cue
from picturelock.subtitling.fixes.run import Change, Mended
from picturelock.subtitling.subject import Subject
from picturelock.times import Timecode

from picturelock_cli.console import Console

NO_BREAK, SPACE, TAB = "⍽", "·", "⇥"
"""How spaces that a person must see are shown: no-break ones, those that are too many, tabs."""

_STRAY = re.compile(r"^ +| +$|(?<= ) +| +(?= )")
_CODED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Diff:
    """Prints changes, one caption after the other."""

    def __init__(self, console: Console, subject: Subject) -> None:
        self._console = console
        self._subject = subject

    def show(self, mended: Mended) -> None:
        for change in mended.changes:
            self._show(change)

    def _show(self, change: Change) -> None:
        place, first = change.before[0]
        words = f"  {self._console.text('fix_marks_words')}" if change.words else ""
        self._console.line(
            f"@@ {first.id or place + 1}  {self._label(first.span.start)}  {', '.join(change.fixes)}{words}", "cyan"
        )
        moved = [cue.span for _, cue in change.before] != [cue.span for cue in change.after]
        for _, cue in change.before:
            self._lines("-", cue, "red", moved)
        for cue in change.after:
            self._lines("+", cue, "green", moved)
        if not change.after:
            self._console.line("+ " + self._console.text("fix_removed"), "green")

    def _lines(self, sign: str, cue: Cue, style: str, timed: bool) -> None:
        if timed:
            self._console.line(f"{sign} {self._label(cue.span.start)} – {self._label(cue.span.end)}", style)
        for line in cue.lines:
            text = "".join(f"/{run.text}/" if run.italic and run.text.strip() else run.text for run in line)
            self._console.line(f"{sign} {visible(text)}", style)

    def _label(self, time: int) -> str:
        captions, rate = self._subject.captions, self._subject.rate
        return str(Timecode.at(captions.start + time, rate, captions.drop and bool(rate.drop_labels)))


def visible(text: str) -> str:
    """Text in which every sign can be seen: no-break and stray spaces, tabs, and invisible signs by their number."""
    text = _STRAY.sub(lambda match: SPACE * len(match[0]), text)
    text = text.replace("\u00a0", NO_BREAK).replace("\u202f", NO_BREAK).replace("\t", TAB)
    return _CODED.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
