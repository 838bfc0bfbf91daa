"""Transcripts in the making, on an open connection: how far they have come, and the draft of the window that comes next.

A window is committed when all of it was heard. What was heard of it until then is its draft, piece after piece; the
commit takes its place.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from picturelock.speech import Segment
from picturelock.times import Flicks, Span


@dataclass(frozen=True, slots=True)
class Run:
    """The making of one transcript, as it stands in the library."""

    id: int
    done: bool
    language: str | None
    """As decided for the file; None while nobody has spoken."""
    windows: int
    """How many are committed, from the first on, without a gap."""
    end: Flicks
    """The media time up to which they reach."""
    seconds: float
    """Spent on them, by all processes together."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was heard of a window that is not committed, as the engine gave it; in the time of the window."""

    until: Flicks
    """How much of the window that is, from its start on, without a gap; 0 = nothing yet."""
    segments: tuple[Segment, ...]


def run(db: sqlite3.Connection, run: int) -> Run:
    state, language = db.execute("SELECT state, language FROM run WHERE id = ?", (run,)).fetchone()
    query = 'SELECT count(*), max("end"), total(seconds) FROM stretch WHERE run = ?'
    windows, end, seconds = db.execute(query, (run,)).fetchone()
    return Run(run, state == "done", language, windows, end or 0, seconds)


def pieces(db: sqlite3.Connection, run: int, number: int) -> list[tuple[Flicks, str]]:
    """The draft of a window: how far each piece reaches, and its segments."""
    query = "SELECT until, segments FROM draft WHERE run = ? AND number = ? ORDER BY until"
    return db.execute(query, (run, number)).fetchall()


def add_piece(db: sqlite3.Connection, run: int, number: int, span: Span, segments: str, seconds: float) -> bool:
    """False, and nothing stored, where the piece is not the one that comes next in the draft."""
    query = "SELECT coalesce(max(until), 0) FROM draft WHERE run = ? AND number = ?"
    if span.start != db.execute(query, (run, number)).fetchone()[0] or not span.duration:
        return False
    db.execute("INSERT INTO draft VALUES (?, ?, ?, ?, ?)", (run, number, span.end, segments, seconds))
    return True


def clear(db: sqlite3.Connection, run: int, number: int) -> float:
    """Delete every draft of a run. The seconds spent on that of the window."""
    query = "SELECT total(seconds) FROM draft WHERE run = ? AND number = ?"
    seconds = float(db.execute(query, (run, number)).fetchone()[0])
    db.execute("DELETE FROM draft WHERE run = ?", (run,))
    return seconds
