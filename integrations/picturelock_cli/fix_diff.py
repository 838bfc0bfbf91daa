"""Captions before and after their fixes, as a diff that a person reads: number, timecode, which fix, old and new lines."""

from __future__ import annotations

import re

from picturelock.cues import Captions, Cue, Placement
from picturelock.cut import Cut
from picturelock.subtitling.fixes.run import Change, Mended
from picturelock.times import Flicks, nearest, to_ms

from picturelock_cli.console import Console, timecode

NO_BREAK, SPACE, TAB = "⍽", "·", "⇥"
"""How spaces that a person must see are shown: no-break ones, those that are too many, tabs."""

_STRAY = re.compile(r"^ +| +$|(?<= ) +| +(?= )")
_CODED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Diff:
    """Prints changes, one caption after the other."""

    def __init__(self, console: Console, captions: Captions, cut: Cut) -> None:
        self._console = console
        self._captions = captions
        self._cut = cut
        self._signs = False

    def show(self, mended: Mended) -> None:
        """Every change, and what its signs mean where there are any."""
        for change in mended.changes:
            self._show(change)
        if self._signs:
            self._console.line(self._console.text("fix_legend"), "dim")

    def _show(self, change: Change) -> None:
        place, first = change.before[0]
        words = f"  {self._console.text('fix_marks_words')}" if change.words else ""
        self._console.line(
            f"@@ {first.id or place + 1}  {self._label(first.span.start)}  {', '.join(change.fixes)}{words}", "cyan"
        )
        old = [cue for _, cue in change.before]
        moved = [cue.span for cue in old] != [cue.span for cue in change.after]
        # Less than a frame would show as no change at all.
        finely = moved and [self._span(cue) for cue in old] == [self._span(cue) for cue in change.after]
        for sign, style, cues in (("-", "red", old), ("+", "green", change.after)):
            for cue in cues:
                if moved:
                    self._console.line(f"{sign} {self._span(cue, finely)}", style)
                self._lines(sign, cue, style)
        places = [[self._place(cue.placement) for cue in cues] for cues in (old, change.after)]
        if change.after and set(places[0]) != set(places[1]):
            self._console.line("  " + " → ".join(", ".join(dict.fromkeys(names)) for names in places), "cyan")
        if not change.after:
            self._console.line("+ " + self._console.text("fix_removed"), "green")

    def _lines(self, sign: str, cue: Cue, style: str) -> None:
        for line in cue.lines:
            text = "".join(f"/{run.text}/" if run.italic and run.text.strip() else run.text for run in line)
            shown = visible(text)
            self._signs |= shown != "".join(run.text for run in line)
            self._console.line(f"{sign} {shown}", style)

    def _span(self, cue: Cue, finely: bool = False) -> str:
        """From where to where: in timecode, or in milliseconds of the file's own count."""
        label = self._clock if finely else self._label
        return f"{label(cue.span.start)} – {label(cue.span.end)}"

    def _label(self, time: Flicks) -> str:
        return timecode(time, self._cut.rate, self._cut.start, self._cut.drop)

    def _clock(self, time: Flicks) -> str:
        seconds, ms = divmod(abs(to_ms(self._captions.start + time)), 1000)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"

    def _place(self, placement: Placement | None) -> str:
        """Which part of the picture a caption stands in, and how far down where that was said."""
        if placement is None:
            return self._console.text("place_bottom")
        if placement.line is None:
            return self._console.text(f"place_{placement.edge}")
        part = "top" if 3 * placement.line < 1 else "bottom" if 3 * placement.line > 2 else "middle"
        return f"{self._console.text(f'place_{part}')} ({nearest(100 * placement.line)} %)"


def visible(text: str) -> str:
    """Text in which every sign can be seen: no-break and stray spaces, tabs, and invisible signs by their number."""
    text = _STRAY.sub(lambda match: SPACE * len(match[0]), text)
    text = text.replace("\u00a0", NO_BREAK).replace("\u202f", NO_BREAK).replace("\t", TAB)
    return _CODED.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
