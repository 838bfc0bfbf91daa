"""The rate at which a cut is read: its own, where it says one; what --rate names is for those that do not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.times import FrameRate


def require_own_rate(cut: Path, asked: FrameRate | None) -> None:
    """Raise UsageError where --rate names another rate than a timeline says itself: every label in it would be misread.

    InputError for a timeline that cannot be read.
    """
    from picturelock.timeline.read import read_timeline

    if asked is None:
        return
    try:
        own = read_timeline(cut)[0].rate
    except UsageError:
        return  # an EDL, or another that does not say
    if own != asked:
        raise UsageError(
            f"{cut.name} says itself that it counts {own.label} frames a second, and --rate says {asked.label}.",
            hint="Leave --rate out: it is for timelines that do not say, such as an EDL. For captions at another rate, write "
            f"them first, then `picturelock caption convert FILE -o OUT --rate {asked.label}`.",
        )
