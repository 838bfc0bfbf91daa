"""What several formats cannot hold alike, each told in the same way."""

from __future__ import annotations

from picturelock.cut import Cut
from picturelock.timeline.base import Losses

MOST_COMMENTS = 50
"""Lines of text that a reader takes from one clip; a hostile file may hold millions."""


def tell_comments(cut: Cut, losses: Losses, *, once: bool = False) -> None:
    """Comments beyond the most that are read back. once: also those that say the same as another of their clip."""

    def beyond(lines: tuple[str, ...]) -> bool:
        return len(lines) > MOST_COMMENTS or (once and len(set(lines)) < len(lines))

    if beyond(cut.comments):
        losses.add("comments-beyond")
    for shot in cut.shots:
        if beyond(shot.comments):
            losses.add("comments-beyond", shot.id, shot.record_span)


def tell_start(cut: Cut, losses: Losses) -> None:
    """A start timecode between two frames."""
    if cut.start % cut.rate.frame:
        losses.add("fraction")


def tell_strays(cut: Cut, losses: Losses) -> None:
    """Markers that hang on a clip and stand outside it."""
    spans = {shot.id: shot.record_span for shot in cut.shots}
    for marker in cut.markers:
        span = spans.get(marker.shot)
        if span is not None and not span.contains(marker.span.start):
            losses.add("marker-strays", marker.shot, marker.span)
