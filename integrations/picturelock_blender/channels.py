"""Which channel a strip goes to: the lowest that is free where it stands, above all channels of the tracks below."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from picturelock.errors import UsageError

from picturelock_blender.sequencer import CHANNELS


class Channels:
    """Hands out the channels of a sequencer or a meta strip, track by track from below."""

    def __init__(self, channels: Any) -> None:
        self._channels = channels
        self._base = 1
        self._top = 0
        self._taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._label = ""

    def begin(self, label: str, *, muted: bool = False, locked: bool = False) -> None:
        """Start a track above all that is there; its channels get its name."""
        self._base, self._label = self._top + 1, label
        self._muted, self._locked = muted, locked
        self._name(self._base)

    def free(self, start: int, end: int, above: int = 0) -> int:
        """A channel of the track that is free from one frame up to another, above another channel. Raises UsageError."""
        channel = max(self._base, above + 1)
        while any(a < end and start < b for a, b in self._taken[channel]):
            channel += 1
        if channel > CHANNELS:
            raise UsageError(f"Blender has {CHANNELS} channels, and this cut has more tracks than fit into them.")
        self._taken[channel].append((start, end))
        self._name(channel)
        return channel

    def _name(self, channel: int) -> None:
        if channel <= self._top or channel > CHANNELS:
            return
        self._top = channel
        number = channel - self._base + 1
        found = self._channels[channel]
        found.name = self._label if number == 1 else f"{self._label} +{number - 1}"
        found.mute, found.lock = self._muted, self._locked


def track_of(name: str) -> str:
    """The track that a channel of ours belongs to: "V1 +2" is of V1; "" for anybody else's channel."""
    track = name.split(" ", 1)[0]
    return track if track[:1] in ("V", "A") and track[1:].isdecimal() and track.isascii() and len(track) < 6 else ""
