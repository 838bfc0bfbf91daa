"""Which channels of a group are left and right of one another."""

from __future__ import annotations

from picturelock.media.layouts import channels_of
from picturelock.media.scan.model import Group

_PAIRS = (("FL", "FR"), ("BL", "BR"), ("SL", "SR"), ("FLC", "FRC"), ("WL", "WR"), ("DL", "DR"))
FRONT = 1
"""How many of the pairs of a group, which come first, are its front: the mix stands on them."""


def sides(group: Group) -> tuple[tuple[int, int], ...]:
    """Pairs of channel numbers, the front one first; () where the layout is not known."""
    places = {name: group.channels[at] for at, name in enumerate(channels_of(group.layout)) if at < len(group.channels)}
    return tuple((places[left], places[right]) for left, right in _PAIRS if left in places and right in places)
