"""What became of each caption, for people: a line of counts on the terminal, a table with the why of each in a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.conform.notes import frames_missing
from picturelock.spreadsheet import sheet
from picturelock.times import FrameRate, Span

if TYPE_CHECKING:
    from picturelock.conform.events import Conformed, Event
    from picturelock.conform.needed import Needed
    from picturelock.cut import Cut

    from picturelock_cli.caption_cuts import Cuts
    from picturelock_cli.console import Console

    Story = tuple[Path, Conformed, Sequence[Needed]]
    """A caption file, what became of each caption, and where it lacks one."""

_COLUMNS = ("file", "number", "state", "old_in", "old_out", "new", "new_in", "new_out", "text", "why")
_TOLD_OF_LISTS = (
    "why_kept", "why_moved_none", "why_moved_later", "why_moved_earlier", "why_copied", "why_dropped", "why_lost",
    "why_elsewhere",
)  # fmt: skip
"""What is said otherwise of an edit list, which knows passages and no clips: there with "_list" after its name."""


def show(console: Console, done: Conformed, wanted: Sequence[Needed], out: Path) -> None:
    """One line that says how many captions were written, what became of the old ones, and how many are wanted."""
    from picturelock.conform.events import STATES

    counts = Counter(event.state for event in done.events)
    parts = [console.text(f"state_count_{state}", count=counts[state]) for state in STATES if counts[state]]
    parts += [console.text("state_count_needed", count=len(wanted))] if wanted else []
    told = ", ".join(parts) or console.text("conformed_nothing")
    console.say("conformed", cues=len(done.captions.cues), file=str(out), states=told)


def why(event: Event, cuts: Cuts, console: Console) -> str:
    """Why a caption is where it is, and all that a person should know of it, in sentences."""
    facts = _facts(event, cuts.new.rate)
    keys = _reasons(event, cuts.new.rate)
    if cuts.listed:
        keys = (f"{key}_list" if key in _TOLD_OF_LISTS else key for key in keys)
    return " ".join(console.text(key, **facts) for key in keys)


def _facts(event: Event, rate: FrameRate) -> dict[str, str | int]:
    lost, away = frames_missing(event, rate)
    return {
        "frames": abs(rate.nearest(event.shift)),
        "lost": lost,
        "away": away,
        "parts": event.parts,
        "times": 1 + event.copies,
        "words": " ".join(event.lost_words),
        "words_away": " ".join(event.words_elsewhere),
        "short": event.copies_short,
        "crammed": event.copies_crammed,
    }


def _reasons(event: Event, rate: FrameRate) -> Iterator[str]:
    """Keys of the sentences."""
    if event.outside:
        yield "why_outside"
        return
    shift = rate.nearest(event.shift)
    direction = "later" if shift > 0 else "earlier" if shift < 0 else "none"
    if event.unheard:
        yield "why_unheard"
        return
    if event.repeated:
        yield "why_repeated"
    elif event.state != "trimmed":
        yield f"why_moved_{direction}" if event.state == "moved" else f"why_{event.state}"
    if event.state in ("dropped", "new"):
        return
    yield from _missing(event, rate)
    if event.state in ("trimmed", "retimed"):
        yield f"why_shift_{direction}"
    if event.state != "retimed" and (event.retimed or event.reverse):
        yield "why_also_retimed"
    if event.state != "copied" and event.copies:
        yield "why_also_copied"
    if event.copies_short:
        yield "why_copies_short"
    if event.copies_crammed:
        yield "why_copies_crammed"
    if event.followed != "sound":
        yield f"why_followed_{event.followed}"


def _missing(event: Event, rate: FrameRate) -> Iterator[str]:
    """What of it is there no more, and whether words are among that."""
    lost, away = frames_missing(event, rate)
    if lost > 0:
        yield "why_lost"
    if away > 0:
        yield "why_elsewhere"
    if event.lost_words:
        yield "why_words"
    if event.words_elsewhere:
        yield "why_words_elsewhere"
    if event.words_known and lost + away > 0 and not event.lost_words and not event.words_elsewhere:
        yield "why_all_heard"


def table(stories: Sequence[Story], cuts: Cuts, console: Console) -> bytes:
    """A row for each caption, old and new, in the order of the old files; new ones and those that are wanted last."""
    rows: list[tuple[str, ...]] = []
    for file, done, wanted in stories:
        told = [row for event in done.events for row in _rows(event, cuts, console)]
        told += [_needed_row(one, cuts, console) for one in wanted]
        rows += ((file.name, *row) for row in told)
    return sheet([console.text(f"list_{name}") for name in _COLUMNS], rows, console.language).encode("utf-8")


def _rows(event: Event, cuts: Cuts, console: Console) -> Iterator[tuple[str, ...]]:
    number = event.cue.id if event.cue else ""
    before = _labels(event.cue.span, cuts.old) if event.cue else ("", "")
    told = (number, console.text(f"state_{event.state}"), *before)
    because = why(event, cuts, console)
    for cue in event.cues:
        yield *told, cue.id, *_labels(cue.span, cuts.new), " / ".join(cue.plain_lines), because
    if not event.cues and event.cue:
        yield *told, "", "", "", " / ".join(event.cue.plain_lines), because


def _needed_row(one: Needed, cuts: Cuts, console: Console) -> tuple[str, ...]:
    state, because = console.text("state_needed"), console.text(f"why_needed_{one.reason}")
    return ("", state, "", "", "", *_labels(one.span, cuts.new), one.words, because)


def needed_told(wanted: Sequence[Needed], cuts: Cuts, console: Console) -> list[dict[str, object]]:
    """Captions that are wanted, for programs: with the fields that `events_told` gives every event."""
    return [
        {
            "state": "needed",
            "why": console.text(f"why_needed_{one.reason}"),
            "reason": one.reason,
            "cue": "",
            "text": one.words,
            "old": None,
            "new": [],
            "place": _ends(one.span, cuts.new),
        }
        for one in wanted
    ]


def events_told(done: Conformed, cuts: Cuts, console: Console) -> list[dict[str, object]]:
    """The same for programs."""
    return [
        {
            "state": event.state,
            "why": why(event, cuts, console),
            "cue": event.cue.id if event.cue else "",
            "text": event.cue.text if event.cue else event.cues[0].text,
            "old": _ends(event.cue.span, cuts.old) if event.cue else None,
            "new": [{"cue": cue.id, **_ends(cue.span, cuts.new), "text": cue.text} for cue in event.cues],
            "lost_frames": frames_missing(event, cuts.new.rate)[0],
            "elsewhere_frames": frames_missing(event, cuts.new.rate)[1],
            "lost_words": list(event.lost_words),
            "words_elsewhere": list(event.words_elsewhere),
            "followed": event.followed,
            "copies": event.copies,
            "copies_short": event.copies_short,
            "copies_crammed": event.copies_crammed,
            "retimed": event.retimed or event.reverse,
        }
        for event in done.events
    ]


def _ends(span: Span, cut: Cut) -> dict[str, str]:
    from picturelock.times import frame_label

    first, end = _labels(span, cut)
    return {
        "start": frame_label(span.start, cut.rate),
        "end": frame_label(span.end, cut.rate),
        "timecode_in": first,
        "timecode_out": end,
    }


def _labels(span: Span, cut: Cut) -> tuple[str, str]:
    from picturelock_cli.console import timecode

    return (
        timecode(span.start, cut.rate, cut.start, cut.drop),
        timecode(span.end, cut.rate, cut.start, cut.drop),
    )
