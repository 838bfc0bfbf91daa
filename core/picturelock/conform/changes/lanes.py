"""Where a shot lies: its track, and the track inside the nests that hold it, whichever clips these are."""

from __future__ import annotations

import re
from functools import lru_cache

from picturelock.cut import Shot

_NUMBERS = re.compile(r"/\d+")


def lane(shot: Shot) -> str:
    """`V1`; `V1.V2` for track V2 of a nest on V1: the nest may have become another clip of its track."""
    return _lane(shot.track)


@lru_cache(4096)
def _lane(track: str) -> str:
    return _NUMBERS.sub("", track)


def retracked(old: Shot, new: Shot) -> bool:
    """True where a shot went to another track; into a nest, or out of it, on a track of its own number is to no other."""
    a, b = lane(old).split("."), lane(new).split(".")
    return a != b if len(a) == len(b) else a[0] != b[0] and a[-1] != b[-1]
