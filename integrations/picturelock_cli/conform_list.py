"""What became of every caption, for people: a line of counts on the terminal, a table with the why of each in a file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.times import FrameRate, Span

if TYPE_CHECKING:
    from picturelock.conform.events import Conformed, Event
    from picturelock.cut import Cut

    from picturelock_cli.console import Console

_COLUMNS = ("number", "state", "old_in", "old_out", "new", "new_in", "new_out", "text", "why")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""


def show(console: Console, done: Conformed, out: Path) -> None:
    """One line that says how many captions were written and what became of the old ones."""
    from picturelock.conform.events import STATES

    counts = Counter(event.state for event in done.events)
    parts = [console.text(f"state_count_{state}", count=counts[state]) for state in STATES if counts[state]]
    console.say("conformed", cues=len(done.captions.cues), file=str(out), states=", ".join(parts))


def why(event: Event, rate: FrameRate, console: Console) -> str:
    """Why a caption is where it is, in one sentence."""
    facts: dict[str, str | int] = {
        "frames": abs(rate.nearest(event.shift)),
        "lost": rate.nearest(event.lost),
        "parts": len(event.cues),
        "words": " ".join(event.lost_words),
    }
    key = f"why_{event.state}"
    if event.state in ("moved", "retimed", "trimmed") and event.shift < 0:
        key += "_earlier"
    sentence = console.text(key, **facts)
    if event.lost_words:
        sentence += " " + console.text("why_words", **facts)
    elif event.state == "trimmed" and event.words_known:
        sentence += " " + console.text("why_all_heard")
    return sentence if event.heard else f"{sentence} {console.text('why_picture')}"


def write_list(path: Path, done: Conformed, old: Cut, new: Cut, console: Console) -> None:
    """A row for each caption, old and new, in the order of the old file, new ones last."""
    from picturelock.formats.files import write_text

    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([console.text(f"list_{name}") for name in _COLUMNS])
    for event in done.events:
        number = event.cue.id if event.cue else ""
        before = _labels(event.cue.span, old) if event.cue else ("", "")
        told = (number, console.text(f"state_{event.state}"), *before)
        because = why(event, new.rate, console)
        for cue in event.cues:
            row = (*told, cue.id, *_labels(cue.span, new), " / ".join(cue.plain_lines), because)
            table.writerow([_safe(cell) for cell in row])
        if not event.cues and event.cue:
            table.writerow([_safe(cell) for cell in (*told, "", "", "", " / ".join(event.cue.plain_lines), because)])
    # A byte order mark: without it a spreadsheet takes the accents for something else.
    write_text(path, "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue(), overwrite=True)


def _labels(span: Span, cut: Cut) -> tuple[str, str]:
    from picturelock_cli.console import timecode

    return (
        timecode(span.start, cut.rate, cut.start, cut.drop),
        timecode(span.end, cut.rate, cut.start, cut.drop),
    )


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
