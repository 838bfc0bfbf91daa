"""Gaps: those too small are opened to the profile's, those that flicker are closed to it."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.cues import Captions
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.timing_board import Board, Move, mend
from picturelock.subtitling.subject import Subject


def apply(subject: Subject) -> Captions:
    """See the top of this module."""
    return mend(subject, ("gap", "open"), _moves)


def _moves(board: Board, at: int, fault: str) -> Iterator[Move]:
    before, start, gap = board.end(at - 1), board.start(at), board.clock.gap
    if fault == "gap":
        yield {at - 1: (board.start(at - 1), start - gap)}
        yield {at: (before + gap, board.end(at))}
        return
    yield {at - 1: (board.start(at - 1), start - gap)}
    sooner = start - board.clock.close
    if sooner < before and board.is_silent(sooner, before):
        yield {at - 1: (board.start(at - 1), sooner)}


FIX = Fix("gaps", ("captions.gap", "captions.close-gap"), apply)
