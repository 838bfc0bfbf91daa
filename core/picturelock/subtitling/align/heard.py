"""What is heard of each caption: from which spoken word to which, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from picturelock.cues import Cue
from picturelock.spoken import RecordWord
from picturelock.subtitling.align.match import matches
from picturelock.subtitling.align.tokens import Stream, heard, said, written
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms

APART: Flicks = 4 * FLICKS_PER_SECOND
"""Silence, or other words, in the midst of a caption beyond which only its larger part is taken for it."""
_RUNS_ON: Flicks = from_ms(700)
"""A spoken word this near to the next one may be the word that the transcript has wrong."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of one caption."""

    first: int
    """The spoken word that it begins with."""
    last: int
    span: Span
    """From the start of the first of them to the end of the last."""
    words: int
    """Of its tokens, how many are heard."""
    count: int
    """Its tokens."""
    opens: bool
    """Its first token is one of those that are heard: where it begins is known, not guessed."""

    @property
    def percent(self) -> int:
        return 100 * self.words // self.count


@dataclass(frozen=True, slots=True)
class Hearing:
    """All captions of a file beside the words that are heard."""

    cues: tuple[Cue, ...]
    words: tuple[RecordWord, ...]
    events: tuple[Heard | None, ...]
    """For each caption; None where nothing of it is heard."""
    counts: tuple[int, ...]
    """Tokens of each caption: 0 for music, sounds and marks."""
    sure: int
    """Runs of words that the captions and the speech both have once."""

    @property
    def tokens(self) -> int:
        return sum(self.counts)

    @property
    def shared(self) -> int:
        """Tokens of captions that are heard."""
        return sum(event.words for event in self.events if event)


def hear(cues: Sequence[Cue], words: Sequence[RecordWord], language: str) -> Hearing:
    """Look for the words of captions, in order of start, among the spoken words, in order of time."""
    text, speech = written((said(cue.text) for cue in cues), language), heard(words)
    places, sure = matches(text.tokens, speech.tokens)
    firsts = text.firsts(len(cues))
    events: list[Heard | None] = []
    floor = 0
    for number in range(len(cues)):
        first, end = firsts[number], firsts[number + 1]
        event = _event(speech, places, first, end, words, floor) if end > first else None
        events.append(event)
        floor = event.last + 1 if event else floor
    counts = tuple(firsts[number + 1] - firsts[number] for number in range(len(cues)))
    return Hearing(tuple(cues), tuple(words), tuple(events), counts, sure)


def _event(
    speech: Stream, places: Sequence[int], first: int, end: int, words: Sequence[RecordWord], floor: int
) -> Heard | None:
    found = [(at - first, speech.owners[places[at]]) for at in range(first, end) if places[at] >= 0]
    run = _together(found, words)
    if not run:
        return None
    (own, start), (own_last, last) = run[0], run[-1]
    for _ in range(own):
        if start <= floor or words[start].span.start - words[start - 1].span.end > _RUNS_ON:
            break
        start -= 1
    # After the last one the words that follow may be the next caption's: they are looked at when that is known.
    limit = min(_next(speech, places, end), len(words)) - 1
    for _ in range(end - first - 1 - own_last):
        if last >= limit or words[last + 1].span.start - words[last].span.end > _RUNS_ON:
            break
        last += 1
    heard_span = Span(words[start].span.start, max(words[at].span.end for at in range(start, last + 1)))
    return Heard(start, last, heard_span, len(run), end - first, opens=own == 0)


def _next(speech: Stream, places: Sequence[int], at: int) -> int:
    """The first spoken word that a later caption has within the next few tokens; far off where there is none."""
    for place in places[at : at + 8]:
        if place >= 0:
            return speech.owners[place]
    return 1 << 60


def _together(found: list[tuple[int, int]], words: Sequence[RecordWord]) -> list[tuple[int, int]]:
    """The largest part of a caption's words that is spoken without a long break; the first of equal ones."""
    best: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for pair in found:
        if run and words[pair[1]].span.start - words[run[-1][1]].span.end > APART:
            run = []
        run.append(pair)
        if len(run) > len(best):
            best = list(run)
    return best
