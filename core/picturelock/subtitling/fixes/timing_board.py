"""Moving captions without making a fault: every move is tried, and undone where any rule on times would mind it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from picturelock.cues import Captions
from picturelock.subtitling.rules.timing_frames import FOREVER, Clock, Spoken
from picturelock.subtitling.rules.timing_gaps import leaves_for_cut
from picturelock.subtitling.rules.timing_order import FLASH_FRAMES
from picturelock.subtitling.rules.timing_reading import Reading
from picturelock.subtitling.rules.timing_shots import CROSSES, IN, LEADS, OUT, Crossing
from picturelock.subtitling.subject import Event, Subject
from picturelock.times import Flicks, Span, from_ms

_SQUEEZED = ("gap", "overlap")
"""Faults for whose sake a caption that is too fast already may become a little faster still."""
_SQUEEZE_MS = 250

Move: TypeAlias = Mapping[int, tuple[int, int]]
"""Captions, by their place, with the frames at which they are to come and go."""


class Board:
    """The captions of a subject with times that can be moved. Events are in order of start."""

    def __init__(self, subject: Subject) -> None:
        self.subject, self.clock = subject, Clock.of(subject)
        self.events = list(subject.events)
        self.spoken = Spoken(subject)
        self.reading = Reading(subject)
        self._crossing = Crossing(subject, self.clock)
        self._needed = [self.reading.needed(event) for event in self.events]
        self.tangled = _tangled(self.events)
        hang = subject.limits.hang
        self._hang = subject.rate.nearest(hang) if hang is not None and subject.speech is not None else None

    def start(self, at: int) -> int:
        return self.events[at].start

    def end(self, at: int) -> int:
        return self.events[at].end

    def following(self, at: int) -> int | None:
        """When the next caption comes; None after the last."""
        return self.events[at + 1].start if at + 1 < len(self.events) else None

    def needed(self, at: int) -> int:
        """Frames that a caption needs to be read."""
        return self._needed[at]

    def shortest(self, at: int) -> int:
        """Frames that a caption needs to be seen."""
        return self.clock.shortest or (FLASH_FRAMES if self.events[at].lines else 0)

    def is_silent(self, start: int, end: int) -> bool:
        """True where nobody is known to speak in the frames [start, end)."""
        return self.subject.speech is None or start >= end or not self.spoken.within(start, end)

    def faults(self, at: int) -> dict[str, int]:
        """What rules on times mind about one caption and the gap before it, and how much. 0 is never entered."""
        clock, event, following = self.clock, self.events[at], self.following(at)
        found = {
            "short": self.shortest(at) - event.frames,
            "long": event.frames - clock.longest,
            "unread": self._needed[at] - event.frames,
            "beyond": event.end - clock.last,
            "hang": 0 if self._hang is None else event.end - self.spoken.end_before(event.end) - self._hang,
        }
        if at:
            before = self.events[at - 1].end
            gap = event.start - before
            found["overlap"] = -gap
            found["gap"] = clock.gap - gap if gap >= 0 else 0
            open_gap = clock.gap < gap < clock.close and not leaves_for_cut(clock, before, event.start)
            found["open"] = int(open_gap)
        if clock.zone and clock.cuts:
            if (fault := clock.bad_in(event.start)) is not None:
                found[IN[fault.side]] = 1
            if clock.is_loose(event.end, following) and (fault := clock.bad_out(event.end)) is not None:
                found[OUT[fault.side]] = 1
            if self.subject.speech is not None and (crossed := self._crossing.needless(event, following)) is not None:
                found[CROSSES if crossed[1] else LEADS] = 1
        return {name: amount for name, amount in found.items() if 0 < amount < FOREVER // 2}

    def needless(self, at: int) -> tuple[int, bool] | None:
        """The cut that a caption crosses without need, as `Crossing.needless` says."""
        return self._crossing.needless(self.events[at], self.following(at))

    def try_move(self, move: Move, wanted: str) -> bool:
        """Make a move that lessens a fault and makes no other, nor any greater; else leave everything as it is.

        Only a caption that is too fast to be read already may become faster, by a quarter of a second at most, to part two.
        """
        if not self.tangled.isdisjoint(move) or any(
            min(at, start) < 0 or end <= start for at, (start, end) in move.items()
        ):
            return False
        around = range(max(0, min(move) - 1), min(len(self.events), max(move) + 2))
        old = {at: self.events[at] for at in move}
        before = [self.faults(at) for at in around]
        for at, (start, end) in move.items():
            self.events[at] = replace(self.events[at], start=start, end=end)
        after = [self.faults(at) for at in around]
        pairs = list(zip(before, after, strict=True))
        slack = self.subject.rate.nearest(from_ms(_SQUEEZE_MS)) if wanted in _SQUEEZED else 0
        grown = any(
            amount > a.get(name, 0) + (slack if name == "unread" and name in a else 0)
            for a, b in pairs
            for name, amount in b.items()
        )
        lessened = any(b.get(wanted, 0) < a.get(wanted, 0) for a, b in pairs)
        in_order = all(self.start(at - 1) <= self.start(at) for at in around if at)
        if lessened and not grown and in_order:
            return True
        for at, event in old.items():
            self.events[at] = event
        return False

    def captions(self) -> Captions:
        """The captions with their new times; a time that was not moved stays to the flick."""
        rate, cues = self.subject.rate, list(self.subject.captions.cues)
        for was, now in zip(self.subject.events, self.events, strict=True):
            if (was.start, was.end) != (now.start, now.end):
                span = cues[was.number].span
                start = span.start if was.start == now.start else rate.time_of(now.start)
                end = span.end if was.end == now.end else rate.time_of(now.end)
                cues[was.number] = replace(cues[was.number], span=_span(start, end))
        return replace(self.subject.captions, cues=tuple(cues)) if cues else self.subject.captions


def mend(subject: Subject, faults: Iterable[str], moves: Callable[[Board, int, str], Iterable[Move]]) -> Captions:
    """Captions with the first move made, for each caption that has one of the faults, that helps; until none does.

    Captions that are not in order of their start are left alone, and so are three at once.
    """
    if any(a.start > b.start for a, b in zip(subject.events, subject.events[1:], strict=False)):
        return subject.captions
    board, wanted = Board(subject), tuple(faults)
    queue = deque(range(len(board.events)))
    waiting = set(queue)
    while queue:
        at = queue.popleft()
        waiting.discard(at)
        found = board.faults(at) if at not in board.tangled else {}
        for fault in wanted:
            if fault in found and any(board.try_move(move, fault) for move in moves(board, at, fault)):
                again = [near for near in range(max(0, at - 2), min(len(board.events), at + 3)) if near not in waiting]
                queue.extend(again)
                waiting.update(again)
                break
    return board.captions()


def _tangled(events: Sequence[Event]) -> set[int]:
    """Captions that stay while two others come, with what comes meanwhile: which of them comes before which is not plain."""
    found: set[int] = set()
    holder = 0
    for at in range(2, len(events)):
        holder = at - 2 if events[at - 2].end >= events[holder].end else holder
        if events[holder].end > min(events[at].start, events[at - 1].end):
            found |= {holder, at - 1, at}
    return found


def _span(start: Flicks, end: Flicks) -> Span:
    return Span(start, max(start, end))
