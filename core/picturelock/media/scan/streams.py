"""The sound of one stream that has come and was not yet heard: samples, and silence as a mere count."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from picturelock.times import Span

Samples = NDArray[np.float32]


@dataclass(slots=True)
class Stream:
    """Where one stream stands. `at` counts samples from the first frame of the picture."""

    index: int
    channels: int
    at: int = 0
    """Up to where it has come."""
    start: int | None = None
    end: int = 0
    gaps: list[Span] = field(default_factory=list)
    given_up: int | None = None
    """From where it was taken to be silent, because nothing of it came for long."""
    held: int = 0
    """Samples that wait; silence does not count."""
    _waiting: deque[Samples | int] = field(default_factory=deque)

    def put(self, samples: Samples) -> None:
        """Samples, one row for each moment."""
        if len(samples):
            self._waiting.append(samples)
            self.held += len(samples)
            self.at += len(samples)

    def rest(self, count: int) -> None:
        """Silence, so many samples long."""
        if count > 0:
            self._waiting.append(count)
            self.at += count

    def next(self, count: int) -> Samples:
        """The next samples: silence where there are none left."""
        taken = np.zeros((count, self.channels), np.float32)
        filled = 0
        while filled < count and self._waiting:
            first, free = self._waiting.popleft(), count - filled
            if isinstance(first, int):
                if first > free:
                    self._waiting.appendleft(first - free)
                filled += min(first, free)
                continue
            part = first[:free]
            taken[filled : filled + len(part)] = part
            filled += len(part)
            self.held -= len(part)
            if len(first) > free:
                self._waiting.appendleft(first[free:])
        return taken
