"""Black: made by the editing system, and nothing to see, as a gap is."""

from __future__ import annotations

from dataclasses import replace

from picturelock.cut import Cut, Shot

_NAMES = frozenset({"bl", "blk", "black", "slug", "gap"})


def is_black(shot: Shot) -> bool:
    """True for a shot that shows nothing."""
    return shot.source.generated and shot.source.name.strip().lower() in _NAMES


def without_black(cut: Cut) -> Cut:
    """The cut without its black: the same cut where it has none."""
    if not any(map(is_black, cut.shots)):
        return cut
    return replace(cut, shots=tuple(shot for shot in cut.shots if not is_black(shot)))
