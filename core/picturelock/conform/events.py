"""Captions from one cut to another: every event with what became of it, and why.

kept      where it was, as it was             split     in two or more places: its text is divided between them
moved     the same, at another time           copied    the new cut has it once more
trimmed   a part of it was cut away           dropped   the new cut has nothing of it
retimed   its speed was changed               new       speech that the old cut did not have (`subtitling.recaption`)
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.conform.carry import Carried, Carrier, Run
from picturelock.conform.divide import divide
from picturelock.cues import Captions, Cue
from picturelock.cut import Cut
from picturelock.findings import Fact, Finding, Place
from picturelock.spoken import RecordWord
from picturelock.times import Flicks, FrameRate, Span, to_seconds

State = Literal["kept", "moved", "trimmed", "retimed", "split", "copied", "dropped", "new"]
STATES: tuple[State, ...] = ("kept", "moved", "trimmed", "retimed", "split", "copied", "dropped", "new")
CARRIED = "Picturelock: captions follow their words and pictures, and whoever signs sees what became of each"


@dataclass(frozen=True, slots=True)
class Event:
    """One caption of the old file, or a new one, and what became of it."""

    state: State
    cue: Cue | None
    """As it was in the old cut, with its number; None for a new one."""
    cues: tuple[Cue, ...]
    """In the new cut, in its order: none where it was dropped, several where it was split or is there more than once."""
    lost: Flicks = 0
    """Old time that was cut away."""
    lost_words: tuple[str, ...] = ()
    """Of the words that were heard in it, those that are gone."""
    words_known: bool = False
    """There is a transcript of what is said in it."""
    heard: bool = True
    """It followed the sound; else the picture."""

    @property
    def shift(self) -> Flicks:
        """How much later its start comes; 0 where there is no start to compare."""
        return self.cues[0].span.start - self.cue.span.start if self.cues and self.cue else 0


@dataclass(frozen=True, slots=True)
class Conformed:
    """Captions of the new cut, and the story of each."""

    captions: Captions
    events: tuple[Event, ...]
    """In the order of the old file."""
    findings: tuple[Finding, ...]
    new_sound: tuple[Span, ...] = ()
    """Where the new cut lets hear what the old one did not: its words have no captions yet."""


def conform(
    captions: Captions, old: Cut, new: Cut, words: Sequence[RecordWord] = (), carrier: Carrier | None = None
) -> Conformed:
    """Captions of the old cut on the new one, on its whole frames. Texts are a person's: they are moved, never written.

    words: what is heard in the old cut in their language, where it is known: it says where to divide a caption and what of
    one was cut away. carrier: of the same two cuts, where several files are carried. Cost: n log n.
    """
    carrier = carrier or Carrier(old, new, {word.shot for word in words})
    heard, frames = _Words(words), _Frames(new)
    told: list[tuple[Event, list[Flicks]]] = []
    for number, cue in enumerate(captions.cues, start=1):
        cue = cue if cue.id else replace(cue, id=str(number))
        told.append(_event(cue, carrier.carry(cue.span), frames, heard))
    events, cues, squeezed = _in_turn(told, new.rate)
    carried = replace(captions, cues=cues, rate=new.rate, start=new.start, drop=new.drop)
    found = (*_findings(events, new.rate), *_overlaps(squeezed))
    return Conformed(carried, tuple(events), found, carrier.new_sound)


class _Frames:
    """Spans on whole frames of the new cut, none after its end."""

    def __init__(self, cut: Cut) -> None:
        self.rate = cut.rate
        self._last = cut.rate.ceil(cut.duration) if cut.duration else None

    def span(self, run: Run) -> Span:
        first, end = self.rate.nearest(run.new.start), self.rate.nearest(run.new.end)
        if self._last is not None and end > self._last:
            end = max(self._last, self.rate.nearest(run.new.end - run.spare))
        return Span(self.rate.time_of(first), self.rate.time_of(max(end, first + 1)))


def _event(cue: Cue, carried: Carried, frames: _Frames, heard: _Words) -> tuple[Event, list[Flicks]]:
    """What became of a caption, and how much each of its cues may give up at its end."""
    copies = tuple(replace(cue, span=frames.span(run)) for run in carried.copies)
    before = heard.within(cue.span)
    if not carried.runs:
        gone = tuple(word.text for word in before)
        state: State = "copied" if copies else "dropped"
        return Event(state, cue, copies, cue.span.duration, gone, bool(before)), [0] * len(copies)
    kept = [heard.within(run.old) for run in carried.runs]
    texts = divide(cue, [run.old for run in carried.runs], [len(words) for words in kept])
    pieces = [replace(piece, span=frames.span(run)) for piece, run in zip(texts, carried.runs, strict=True)]
    lost = cue.span.duration - sum(run.old.duration for run in carried.runs)
    became = _state(cue, carried.runs, lost, bool(copies), frames.rate)
    gone = _missing(before, kept)
    event = Event(became, cue, (*pieces, *copies), lost, gone, bool(before), carried.runs[0].heard)
    return event, [*(run.spare for run in carried.runs), *([0] * len(copies))]


def _state(cue: Cue, runs: Sequence[Run], lost: Flicks, copied: bool, rate: FrameRate) -> State:
    if len(runs) > 1:
        return "split"
    if copied:
        return "copied"
    if rate.nearest(lost) > 0:
        return "trimmed"
    if runs[0].retimed or runs[0].reverse:
        return "retimed"
    return "kept" if rate.nearest(runs[0].new.start) == rate.nearest(cue.span.start) else "moved"


def _missing(before: Sequence[RecordWord], kept: Sequence[Sequence[RecordWord]]) -> tuple[str, ...]:
    still = {id(word) for words in kept for word in words}
    return tuple(word.text for word in before if id(word) not in still)


class _Words:
    """Words by the time of their middle."""

    def __init__(self, words: Sequence[RecordWord]) -> None:
        self._words = sorted(words, key=_middle)
        self._middles = [_middle(word) for word in self._words]

    def within(self, span: Span) -> Sequence[RecordWord]:
        return self._words[bisect_left(self._middles, span.start) : bisect_left(self._middles, span.end)]


def _middle(word: RecordWord) -> Flicks:
    return (word.span.start + word.span.end) // 2


def _in_turn(
    told: Sequence[tuple[Event, list[Flicks]]], rate: FrameRate
) -> tuple[list[Event], tuple[Cue, ...], list[tuple[Cue, int]]]:
    """Cues in order and numbered, and the events with them; silence that came along ends when the next caption comes.

    Also gives the cues that still overlap the one before, with by how many frames.
    """
    every = [
        (cue, spare, index)
        for index, (event, spares) in enumerate(told)
        for cue, spare in zip(event.cues, spares, strict=True)
    ]
    every.sort(key=lambda one: (one[0].span.start, one[0].span.end))
    placed: list[Cue] = []
    by_event: dict[int, list[Cue]] = defaultdict(list)
    overlapping: list[tuple[Cue, int]] = []
    for number, (cue, spare, index) in enumerate(every, start=1):
        following = every[number][0].span.start if number < len(every) else cue.span.end
        end = max(min(cue.span.end, following), cue.span.end - spare, cue.span.start + rate.frame)
        cue = replace(cue, id=str(number), span=Span(cue.span.start, rate.snap(end)))
        if placed and placed[-1].span.end > cue.span.start:
            overlapping.append((cue, rate.nearest(placed[-1].span.end - cue.span.start)))
        placed.append(cue)
        by_event[index].append(cue)
    events = [replace(event, cues=tuple(by_event[index])) for index, (event, _) in enumerate(told)]
    return events, tuple(placed), overlapping


def _overlaps(overlapping: Iterable[tuple[Cue, int]]) -> Iterator[Finding]:
    for cue, frames in overlapping:
        place = Place(record=cue.span, cue=cue.id)
        yield Finding("conform.overlap", "warning", place, {"cue": cue.id, "overlap_frames": frames}, CARRIED)


def _findings(events: Sequence[Event], rate: FrameRate) -> Iterator[Finding]:
    """Everything that a person should look at: what was dropped, trimmed, split, retimed or copied."""
    for event in events:
        if event.cue is None or event.state in ("kept", "moved"):
            continue
        facts: dict[str, Fact] = {"cue": event.cue.id, "text": " / ".join(event.cue.plain_lines)}
        place = Place(record=event.cues[0].span if event.cues else None, cue=event.cues[0].id if event.cues else "")
        if event.state == "dropped":
            yield Finding("conform.dropped", "warning", place, facts, CARRIED)
        elif event.state == "trimmed" and event.lost_words:
            facts |= {"lost_frames": rate.nearest(event.lost), "words": " ".join(event.lost_words)}
            yield Finding("conform.words-lost", "warning", place, facts, CARRIED)
        elif event.state == "trimmed" and not event.words_known:
            facts |= {"lost_frames": rate.nearest(event.lost), "seconds": round(to_seconds(event.lost), 2)}
            yield Finding("conform.trimmed", "info", place, facts, CARRIED)
        elif event.state == "split":
            facts |= {"parts": len(event.cues)}
            yield Finding("conform.split", "warning", place, facts, CARRIED)
        elif event.state == "retimed":
            yield Finding("conform.retimed", "info", place, facts, CARRIED)
        elif event.state == "copied":
            facts |= {"times": len(event.cues)}
            yield Finding("conform.copied", "info", place, facts, CARRIED)
