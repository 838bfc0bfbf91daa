"""Overlapping captions: the first goes as the second comes; where it could not be read then, the second comes later."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.cues import Captions
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.timing_board import Board, Move, mend
from picturelock.subtitling.subject import Subject
from picturelock.times import from_ms

MOST_LATER = from_ms(500)
"""How much later a caption may be made to come."""


def apply(subject: Subject) -> Captions:
    """See the top of this module."""
    return mend(subject, ("overlap",), _moves)


def _moves(board: Board, at: int, _fault: str) -> Iterator[Move]:
    """The ways out of an overlap with the caption before."""
    before, start, gap = board.end(at - 1), board.start(at), board.clock.gap
    yield {at - 1: (board.start(at - 1), start - gap)}
    later = before + gap
    if later - start <= board.subject.rate.nearest(MOST_LATER):
        yield {at: (later, board.end(at))}
        yield {at: (later, max(board.end(at), later + board.needed(at)))}


FIX = Fix("overlaps", ("captions.overlap",), apply)
