"""Captions that stay too briefly, to be seen or read, stay longer where there is silence; those that stay too long go sooner.

A caption never stays into the next one's gap, nor beyond the profile's longest duration; to be read, no longer after the last
word than the profile's linger.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from picturelock.cues import Captions
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.timing_board import Board, Move, mend
from picturelock.subtitling.rules.timing_frames import FOREVER
from picturelock.subtitling.subject import Subject


def apply(subject: Subject) -> Captions:
    """See the top of this module."""
    return mend(subject, ("short", "unread", "long"), _moves)


def _moves(board: Board, at: int, fault: str) -> Iterator[Move]:
    start, end, clock = board.start(at), board.end(at), board.clock
    if fault == "long":
        latest = start + clock.longest
        for out in (latest, _cut_before(board, latest)):
            if start < out < end and board.is_silent(out, end):
                yield {at: (start, out)}
        return
    wanted = start + max(board.shortest(at), board.needed(at) if fault == "unread" else 0)
    following = board.following(at)
    latest = min(start + clock.longest, clock.last, FOREVER if following is None else following - clock.gap)
    if fault == "unread":
        latest = min(latest, max(end, _lingering(board, at)))
    if latest <= end:
        return
    for out in (*_places(board, min(wanted, latest), latest), latest):
        if end < out <= latest:
            yield {at: (start, out)}


def _places(board: Board, wanted: int, latest: int) -> list[int]:
    """Frames, from the one wanted on, at which a caption may go in view of the picture cuts."""
    clock = board.clock
    places = {wanted}
    at = bisect_left(clock.cuts, wanted - clock.zone)
    while at < len(clock.cuts) and clock.cuts[at] - clock.gap <= latest:
        places |= {clock.cuts[at] - clock.gap, clock.cuts[at] + clock.zone}
        at += 1
    return sorted(place for place in places if wanted <= place <= latest)


def _lingering(board: Board, at: int) -> int:
    """How long a caption may stay to be read: the profile's linger after the last that is said while it stays."""
    linger, spoken = board.subject.limits.linger, board.spoken.end_before(board.end(at))
    if not linger or board.subject.speech is None or spoken <= board.start(at):
        return FOREVER
    return spoken + board.subject.rate.floor(linger)


def _cut_before(board: Board, frame: int) -> int:
    at = bisect_left(board.clock.cuts, frame)
    return board.clock.cuts[at - 1] - board.clock.gap if at else 0


FIX = Fix(
    "durations",
    ("captions.too-short", "captions.too-long", "captions.reading-speed", "captions.reading-time", "captions.flash"),
    apply,
)
