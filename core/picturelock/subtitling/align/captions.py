"""Captions that are out of step with the speech, brought back to it: `align`.

tokens   texts and speech as the same small words
match    which word of one is which of the other
heard    what is heard of each caption
lines    the pieces in which the file lies to the speech
move     new times from the pieces
words    new times from each caption's own words
tell     what was found, in findings
text     a plain script, which has no times at all, read
script   and captioned
audio    words on the sound itself, where there is no transcript
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.cues import Captions
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.limits import Limits
from picturelock.spoken import RecordWord
from picturelock.subtitling.align.heard import Hearing, hear
from picturelock.subtitling.align.lines import Line, Piece, Point, at_rate, fit, lines_at, one_line
from picturelock.subtitling.align.move import Moved, State, is_clear, move, settle
from picturelock.subtitling.align.tell import tell
from picturelock.subtitling.align.words import to_words
from picturelock.times import Flicks, FrameRate, Span, from_ms, from_seconds

Mode = Literal["auto", "offset", "drift", "pieces", "words"]
MODES: tuple[Mode, ...] = ("auto", "offset", "drift", "pieces", "words")
Found = Literal["in-step", "offset", "drift", "pieces", "words"]

WITHIN_FRAMES = 2
"""Lines no further apart than this count as one."""
IN_STEP: Flicks = from_ms(200)
"""A file that is off by less is left alone: that is how near a transcript puts words, and how early people like captions."""
_FRAME: Flicks = from_ms(40)
"""Where no rate is known."""
_PAUSE: Flicks = from_ms(250)
_NEAR: Flicks = from_seconds(5)
"""How far from its piece a caption may be that was timed badly by itself."""
_LEAST_WORDS = 3
_LEAST_PERCENT = 12
"""Of the words of captions that must be heard: less is chance, or another language."""


@dataclass(frozen=True, slots=True)
class AlignedEvent:
    """What became of one caption."""

    cue: str
    state: State
    before: Span
    after: Span | None
    """None where it was dropped."""
    percent: int
    """Of its words, how many are heard."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Captions in step with the speech, and how far they were from it."""

    captions: Captions
    found: Found
    pieces: tuple[Piece, ...]
    events: tuple[AlignedEvent, ...]
    findings: tuple[Finding, ...]


def align(
    captions: Captions,
    words: Sequence[RecordWord],
    mode: Mode = "auto",
    *,
    rate: FrameRate | None = None,
    end: Flicks | None = None,
    limits: Limits | None = None,
    drop_missing: bool = False,
    file: str = "captions",
) -> Aligned:
    """Captions at the times of their words; their texts, order and the habits of their timing stay.

    words: all that is heard, in order of time. rate: of the programme; None = no frames are known. end: of the programme.
    limits: needed by mode "words". Captions stay in the order of the file; `captions.cues` come back in order of start.
    Raises InputError where the captions share too few words with the speech to tell.
    """
    if mode == "words" and limits is None:
        raise ValueError("words need limits")
    hearing = hear(captions.cues, words, captions.language)
    _require_common(hearing, file)
    frame = rate.frame if rate else _FRAME
    points = _points(hearing)
    found, pieces = _choose(mode, points, frame, hearing)
    if rate is not None and found != "in-step":
        pieces = [at_rate(piece, points, rate) for piece in pieces]
    if mode not in ("offset", "drift"):
        _require_order(pieces, points, file)
    moved = move(hearing, pieces, end, frame)
    if found == "in-step":
        spans = [cue.span for cue in captions.cues]
    elif mode == "words" and limits is not None:
        found, spans = "words", to_words(hearing, moved, limits, frame)
    else:
        spans = settle(moved, frame)
    dropped = {number for number, one in enumerate(moved) if drop_missing and one.state == "missing"}
    kept = [replace(cue, span=spans[number]) for number, cue in enumerate(captions.cues) if number not in dropped]
    made = replace(captions, cues=tuple(sorted(kept, key=lambda cue: cue.span.start)), rate=rate or captions.rate)
    told = tell(hearing, found, pieces, moved, spans, points, rate, file, dropped)
    return Aligned(made, found, tuple(pieces), tuple(_events(hearing, moved, spans, dropped)), tuple(told))


def _require_common(hearing: Hearing, file: str) -> None:
    if not hearing.tokens:
        raise InputError("holds no words that could be looked for: only sounds, music or nothing at all.", file=file)
    if not hearing.words:
        raise InputError("cannot be aligned: nobody is heard to say anything.", file=file)
    shared, percent = hearing.shared, 100 * hearing.shared // hearing.tokens
    if not shared or (percent < _LEAST_PERCENT and hearing.sure < _LEAST_WORDS):
        raise InputError(
            "has no words in common with what is heard.", file=file,
            hint="Is it the right programme, and the right language? A translation has to follow the original's times.",
        )  # fmt: skip
    if shared < _LEAST_WORDS or not hearing.sure or not any(is_clear(hearing, n) for n in range(len(hearing.cues))):
        raise InputError(
            f"has too little in common with what is heard to be sure of its place ({shared} of its {hearing.tokens} words).",
            file=file, hint="Is it the right programme, and the right language?",
        )  # fmt: skip


def _require_order(pieces: Sequence[Piece], points: Sequence[Point], file: str) -> None:
    """Refuse captions of which single phrases are heard here and there, as in any other text of the language."""
    near = 0
    for point, line in zip(points, lines_at(pieces, points), strict=True):
        near += abs(line.to_new(point.file) - point.speech) <= _NEAR
    if 2 * near < len(points):
        raise InputError(
            "has words in common with what is heard, but they are spread over it at random.", file=file,
            hint="Is it the right programme? A script without times is a .txt file.",
        )  # fmt: skip


def _points(hearing: Hearing) -> list[Point]:
    """The captions that are heard clearly, in order of file time."""
    points: list[Point] = []
    before = -1
    for number, event in enumerate(hearing.events):
        if event is None:
            continue
        if is_clear(hearing, number):
            certain = event.opens and event.words > 2 and event.percent >= 60 and _begins(hearing, event.first, before)
            points.append(Point(number, hearing.cues[number].span.start, event.span.start, 2 if certain else 1))
        before = event.last
    return points


def _begins(hearing: Hearing, first: int, before: int) -> bool:
    """True unless a word is spoken just before that no caption has: a shortened caption may have come with that one."""
    words = hearing.words
    return first <= before + 1 or words[first].span.start - words[first - 1].span.end > _PAUSE


def _choose(mode: Mode, points: Sequence[Point], frame: Flicks, hearing: Hearing) -> tuple[Found, list[Piece]]:
    """What explains the points, in the way that was asked for."""
    within = WITHIN_FRAMES * frame
    if mode == "offset":
        return "offset", [one_line(points, tilted=False)]
    if mode == "drift":
        return "drift", [one_line(points, tilted=True)]
    pieces = _in_habit(_merged(fit(points), hearing, within))
    if mode in ("pieces", "words"):
        return "pieces", pieces
    if len(pieces) > 1:
        return "pieces", pieces
    first, last = hearing.cues[0].span.start, max(cue.span.end for cue in hearing.cues)
    line = pieces[0].line
    late = [line.to_new(time) - time for time in (first, last)]
    if max(late) - min(late) > within:
        return "drift", pieces
    level = one_line(points, tilted=False) if line.ratio != 1 else pieces[0]
    return ("in-step" if abs(level.line.shift) <= IN_STEP else "offset"), [level]


def _in_habit(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of which the largest that is in step stays where it is: what its captions lead or lag by is habit."""
    steady = [one for one in pieces if one.line.ratio == 1 and abs(one.line.shift) <= IN_STEP]
    if len(pieces) < 2 or not steady:
        return list(pieces)
    habit = max(steady, key=lambda one: one.found).line.shift
    return [replace(one, line=Line(one.line.ratio, one.line.shift - habit)) for one in pieces]


def _merged(pieces: Sequence[Piece], hearing: Hearing, within: Flicks) -> list[Piece]:
    """Pieces without changes that nobody would see."""
    kept = [pieces[0]]
    for piece in pieces[1:]:
        before = kept[-1]
        edges = (hearing.cues[before.last].span.start, hearing.cues[piece.last].span.start)
        if all(abs(before.line.to_new(edge) - piece.line.to_new(edge)) <= within for edge in edges):
            larger: Line = (before if before.found >= piece.found else piece).line
            kept[-1] = Piece(before.first, piece.last, larger, before.found + piece.found)
        else:
            kept.append(piece)
    return kept


def _events(hearing: Hearing, moved: Sequence[Moved], spans: Sequence[Span], dropped: set[int]) -> list[AlignedEvent]:
    found = []
    for number, one in enumerate(moved):
        event = hearing.events[number]
        after = None if number in dropped else spans[number]
        percent = event.percent if event else 0
        found.append(AlignedEvent(one.cue.id or str(number + 1), one.state, one.cue.span, after, percent))
    return found
