"""Captions near a picture cut are moved to it, or half a second away from it, as the profile's zone says.

Which of the two: Netflix's older page and Subtitle Edit's preset draw a time to the cut within 7 frames of it (at 24 fps), and
push it away beyond that.
"""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.cues import Captions
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.timing_board import Board, Move, mend
from picturelock.subtitling.rules.timing_frames import Fault
from picturelock.subtitling.rules.timing_shots import CROSSES, IN, LEADS, OUT
from picturelock.subtitling.subject import Subject

DRAWN = 7, 12
"""Part of the zone within which a time is drawn to the cut."""

FAULTS = (*IN.values(), *OUT.values(), CROSSES, LEADS)


def apply(subject: Subject) -> Captions:
    """See the top of this module. A caption that the one before leads up to without a gap takes that one's end along."""
    if not subject.cuts or not subject.limits.cut_zone:
        return subject.captions
    return mend(subject, FAULTS, _moves)


def _moves(board: Board, at: int, fault: str) -> Iterator[Move]:
    clock, start, end = board.clock, board.start(at), board.end(at)
    if fault in IN.values() and (found := clock.bad_in(start)) is not None:
        away = (found.cut - clock.zone,) if found.side == "before" else ()
        for new in _preferred((found.cut,), away, found, clock.zone):
            yield from _come(board, at, new)
    elif fault in OUT.values() and (found := clock.bad_out(end)) is not None:
        away = (found.cut + clock.zone,) if found.side == "after" else ()
        for new in _preferred((found.cut - clock.gap,), away, found, clock.zone):
            yield {at: (start, new)}
        yield {at: (start, found.cut + clock.zone)}
    elif fault in (CROSSES, LEADS) and (crossed := board.needless(at)) is not None:
        cut, later = crossed
        yield {at: (start, cut - clock.gap) if later else (cut, end)}


def _preferred(to: tuple[int, ...], away: tuple[int, ...], fault: Fault, zone: int) -> tuple[int, ...]:
    return to + away if fault.frames * DRAWN[1] <= zone * DRAWN[0] else away + to


def _come(board: Board, at: int, new: int) -> Iterator[Move]:
    """The ways in which a caption may come at another frame: alone, with its end, with the end of the one before."""
    start, end, gap = board.start(at), board.end(at), board.clock.gap
    longer = max(end, new + board.needed(at), new + board.shortest(at))
    before = {at - 1: (board.start(at - 1), new - gap)} if at else {}
    chained = bool(at) and start - board.end(at - 1) <= gap
    for out in dict.fromkeys((end, longer)):
        alone, together = {at: (new, out)}, {**before, at: (new, out)}
        yield from (together, alone) if chained else (alone, together)


FIX = Fix("shots", tuple(f"captions.{rule}" for rule in FAULTS), apply)
