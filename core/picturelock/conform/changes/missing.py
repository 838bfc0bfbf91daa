"""What changes ask of the lab: only the frames that it has not sent, or whole shots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from picturelock.conform.changes.model import Change
from picturelock.conform.pull import Pull, merged, pull_of
from picturelock.times import Flicks, FrameRate


def missing(changes: Iterable[Change], handles: Flicks, rate: FrameRate, *, whole: bool = False) -> tuple[Pull, ...]:
    """The stretches of `Change.pull`, merged where they meet. handles, rate: of the comparison, and of the new cut.

    whole: all of each shot that lacks anything, with handles.
    """
    return merged(one for change in changes for one in _of(change, handles, rate, whole))


def _of(change: Change, handles: Flicks, rate: FrameRate, whole: bool) -> Iterator[Pull]:
    if not change.pull or change.new is None:
        return
    every = pull_of(change.new, handles, rate)
    if whole:
        yield every
        return
    frame = (change.new.source.rate or rate).frame
    for span in change.pull:
        # What the media lack of a handle is told at the end at which it would be.
        head = every.short_head if span.start - every.span.start < frame else 0
        tail = every.short_tail if every.span.end - span.end < frame else 0
        yield replace(every, span=span, short_head=head, short_tail=tail)
