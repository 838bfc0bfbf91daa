"""What the core needs of whoever drives it: an editing system, a terminal, a panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from picturelock.cut import Cut, Marker
from picturelock.times import Flicks


class Progress(Protocol):
    """Told how far long work has come. It may raise KeyboardInterrupt: the work then stops, losing nothing it has done."""

    def __call__(self, stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        """stage: what is being done; done, total: in one unit, media time where there is media; total 0 = unknown."""


def silent(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
    """A Progress for callers that show none."""


class Host(Protocol):
    """An editing system, or a file that stands for one: it gives a cut and takes markers."""

    def read_cut(self) -> Cut:
        """The cut as the host has it now. Raises InputError if it cannot be read."""

    def add_markers(self, markers: Sequence[Marker]) -> int:
        """Put markers on the cut, replacing those that Picturelock put there before; returns how many were added."""
