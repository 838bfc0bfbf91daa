"""Captions from one cut to another: every event with what became of it, and why.

kept      where it was, as it was             split     in two or more places: its text is divided between them
moved     the same, at another time           copied    the new cut has it once more
trimmed   a part of it is there no more       dropped   the new cut has nothing of it, or none of its words
retimed   its speed was changed               new       speech that the old cut did not have (`subtitling.recaption`)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from picturelock.conform.carry import Carried, Carrier
from picturelock.conform.copies import copies_of
from picturelock.conform.divide import divide
from picturelock.conform.known import KnownWords
from picturelock.conform.notes import notes
from picturelock.conform.order import Placed, in_turn
from picturelock.conform.runs import Followed, Run
from picturelock.cues import Captions, Cue
from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.spoken import RecordWord
from picturelock.times import Flicks, FrameRate, Span

State = Literal["kept", "moved", "trimmed", "retimed", "split", "copied", "dropped", "new"]
STATES: tuple[State, ...] = ("kept", "moved", "trimmed", "retimed", "split", "copied", "dropped", "new")
"""Of what is true of a caption, the first from the right: a divided one may have lost words, too."""


@dataclass(frozen=True, slots=True)
class Event:
    """One caption of the old file, or a new one, and what became of it."""

    state: State
    cue: Cue | None
    """As it was in the old cut, with its number; None for a new one."""
    cues: tuple[Cue, ...]
    """In the new cut, in its order: none where it was dropped, several where it was split or is there more than once."""
    lost: Flicks = 0
    """Old time that is in none of `cues`."""
    elsewhere: Flicks = 0
    """How much of that the new cut has at another place; the rest was cut away."""
    lost_words: tuple[str, ...] = ()
    """Of the words that were heard in it, those that are gone."""
    words_elsewhere: tuple[str, ...] = ()
    """Those that are heard at another place, without it."""
    words_known: bool = False
    """There is a transcript of what is said in it."""
    followed: Followed = "sound"
    copies: int = 0
    """How many of `cues` are there because the new cut has the same once more."""
    copies_short: int = 0
    """How many of those are of a part, and have the text of that part."""
    copies_crammed: int = 0
    """How many of them are of a part, and have the text of more than is heard."""
    retimed: bool = False
    reverse: bool = False
    outside: bool = False
    """It was dropped because it lies beyond the end of the old cut."""
    divided: bool = False
    """Its text was divided between its parts."""
    unheard: bool = False
    """It was dropped because none of its words is heard any more, though `elsewhere` of it is there."""

    @property
    def shift(self) -> Flicks:
        """How much later its start comes; 0 where there is no start to compare."""
        return self.cues[0].span.start - self.cue.span.start if self.cues and self.cue else 0

    @property
    def parts(self) -> int:
        """In how many places it lies, copies apart."""
        return len(self.cues) - self.copies

    @property
    def repeated(self) -> bool:
        """It lies in several places, and was too short to be divided."""
        return self.parts > 1 and not self.divided


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

    words: what is heard in the old cut, where it is known: it says where to divide a caption and what of one was cut away.
    carrier: of the same two cuts, where several files are carried. Forced narratives follow the picture. Cost: n log n.
    """
    carrier = carrier or Carrier(old, new, {word.shot for word in words})
    pictured = captions.kind == "forced"
    # What is heard says nothing of what is to be read on screen.
    heard, frames = KnownWords(() if pictured else words, carrier), _Frames(new)
    told: list[tuple[Event, Sequence[Placed]]] = []
    for number, cue in enumerate(captions.cues, start=1):
        cue = cue if cue.id else replace(cue, id=str(number))
        carried = carrier.carry(cue.span, pictured)
        told.append(_event(cue, carried, heard.holding(cue, carried), frames, heard))
    done = in_turn(told, new.rate)
    made = replace(captions, cues=done.cues, rate=new.rate, start=new.start, drop=new.drop)
    found = tuple(notes(done.events, done.overlapping, old, new.rate, done.crammed))
    return Conformed(made, done.events, found, carrier.new_sound)


class _Frames:
    """Spans on whole frames of the new cut, none after its end."""

    def __init__(self, cut: Cut) -> None:
        self.rate = cut.rate
        self._last = cut.rate.ceil(cut.duration) if cut.duration else None

    def span(self, run: Run) -> Span:
        first, end = self.rate.nearest(run.new.start), self.rate.nearest(run.new.end)
        if self._last is not None and end >= self._last:
            end = max(self._last, self.rate.nearest(run.new.end - run.spare))
            first = min(first, self._last - 1)
        return Span(self.rate.time_of(first), self.rate.time_of(max(end, first + 1)))


def _event(
    cue: Cue, carried: Carried, held: Sequence[Run], frames: _Frames, heard: KnownWords
) -> tuple[Event, Sequence[Placed]]:
    """What became of a caption, and its cues on the new cut. held: the runs that it goes to."""
    before = heard.within(cue.span)
    if not held:
        return _dropped(cue, carried, before), ()
    texts = divide(cue, [run.old for run in held], [len(heard.within(run.old)) for run in held])
    parts = [(text, run) for text, run in zip(texts, held, strict=True) if text is not None]
    runs = [run for _, run in parts]
    going = {id(run) for run in runs}
    aside = [run for run in (*carried.runs, *carried.elsewhere) if id(run) not in going]
    copies = list(copies_of(cue, carried.copies, parts, heard))
    crammed = sum(frames.rate.nearest(copy.wanting) > 0 for copy in copies)
    short = sum(copy.cue.lines != cue.lines and frames.rate.nearest(copy.wanting) <= 0 for copy in copies)
    lost = cue.span.duration - _duration(runs)
    gone, away = _missing(before, *([heard.within(run.old) for run in some] for some in (runs, aside)))
    event = Event(
        _state(cue, runs, lost, bool(copies), frames.rate),
        cue,
        (),
        lost,
        min(max(lost, 0), _duration(aside)),
        gone,
        away,
        bool(before),
        runs[0].followed,
        len(copies),
        short,
        crammed,
        any(run.retimed for run in runs),
        any(run.reverse for run in runs),
        divided=any(text.lines != cue.lines for text, _ in parts),
    )
    placed = [Placed(replace(text, span=frames.span(run)), run.lead, run.spare) for text, run in parts]
    for copy in copies:
        again = replace(copy.cue, span=frames.span(copy.run))
        placed.append(Placed(again, copy.run.lead, copy.run.spare, copy.wanting))
    return event, placed


def _dropped(cue: Cue, carried: Carried, before: Sequence[RecordWord]) -> Event:
    gone, left = tuple(word.text for word in before), _duration(carried.runs)
    outside, unheard = carried.outside, bool(carried.runs)
    lost = cue.span.duration
    return Event("dropped", cue, (), lost, left, gone, (), bool(before), outside=outside, unheard=unheard)


def _duration(runs: Sequence[Run]) -> Flicks:
    return sum(run.old.duration for run in runs)


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


def _missing(
    before: Sequence[RecordWord], kept: Sequence[Sequence[RecordWord]], aside: Sequence[Sequence[RecordWord]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that are gone, and those that are heard at another place."""
    still, away = ({id(word) for words in some for word in words} for some in (kept, aside))
    missing = [word for word in before if id(word) not in still]
    gone = tuple(word.text for word in missing if id(word) not in away)
    return gone, tuple(word.text for word in missing if id(word) in away)
