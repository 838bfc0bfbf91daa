"""What a timeline format is.

To add one:

1. Write a package `timeline/NAME/` with a class that has the attributes of `TimelineFormat`, and one instance of it.
2. Add its line to `registry.TIMELINES`, and its file name endings to `registry.TIMELINE_SUFFIXES`.
3. What the file says and no field holds goes to `extras`, under the name of who wrote it, or becomes a Finding.
4. What cannot be written is counted in `Losses`, under a key of `[losses]` in `wording/*/timeline.losses.toml`, and named in
   the format's `cannot_hold`: the suite compares the two.
5. The suite in `tests/core/timeline/test_conformance.py` then runs over it, without a change.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Protocol, runtime_checkable

from picturelock.cut import Cut
from picturelock.findings import Finding, Place, Severity
from picturelock.times import FrameRate, Span

Findings = tuple[Finding, ...]
READ_WRITE = frozenset({"read", "write"})
READ_ONLY = frozenset({"read"})
WRITE_ONLY = frozenset({"write"})
_MOST_NAMED = 1000
"""Shots that a finding names."""


class TimelineFormat(Protocol):
    """A way to write timelines down; see the top of this module for how to add one."""

    @property
    def name(self) -> str:
        """As people write it: "FCPXML"."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings, lower case, with the dot; the first is the usual one."""

    @property
    def directions(self) -> frozenset[str]:
        """ "read", "write", or both. The other method raises UsageError, saying what to use instead."""

    @property
    def cannot_hold(self) -> frozenset[str]:
        """The keys of all losses that writing may name."""

    @property
    def holds_overlaps(self) -> bool:
        """True where clips of one track that overlap are written as they are; else `timeline.write` says that they moved."""

    def read(self, path: Path, rate: FrameRate | None) -> tuple[Cut, Findings]:
        """The cut with its nests unopened, and what had to be left out or guessed; media are named, not looked for.

        `rate` is for a file that does not say its own: what a file says itself is kept, and `timeline.read` says so. Raises
        InputError where the file is not this format at all, and UsageError if neither it nor `rate` says the frame rate.
        """

    def write(self, cut: Cut, path: Path) -> Findings:
        """Write a new file (a folder, for a format that is one) at `path`, and say what the format could not hold.

        The cut's nests may be unopened or opened. `path` is a temporary name that does not exist yet, with the format's
        suffix; `timeline.write` puts it in its place. Raises UsageError for a cut that the format cannot hold at all.
        """


@runtime_checkable
class HoldsSeveral(Protocol):
    """A format whose files may hold several timelines."""

    def read_one(self, path: Path, rate: FrameRate | None, wanted: str) -> tuple[Cut, Findings]:
        """As `TimelineFormat.read`, of the timeline with that name, or else that number from 1. Raises UsageError for none."""


class Losses:
    """Collects what a format could not hold: of each kind how often, and where first."""

    def __init__(self, format_name: str, severities: dict[str, Severity] | None = None) -> None:
        """severities: of the kinds that change neither picture nor sound ("info"); any other is a "warning"."""
        self._format = format_name
        self._severities = severities or {}
        self._places: dict[str, list[tuple[str, Span | None]]] = defaultdict(list)

    def add(self, what: str, shot: str = "", record: Span | None = None) -> None:
        """One thing that was lost; `what` as in `base`'s recipe, with more after a colon where that helps ("effects: Blur")."""
        self._places[what].append((shot, record))

    @property
    def findings(self) -> Findings:
        """One finding for each kind, at the first place."""
        return tuple(
            Finding(
                "timeline.lost",
                self._severities.get(what.partition(":")[0], "warning"),
                Place(shot=places[0][0], record=places[0][1]),
                {
                    "format": self._format,
                    "what": what,
                    "count": len(places),
                    "shots": _some(places),
                    "tracks": _tracks(places),
                    "clips": _clips(places),
                },
                source="Picturelock",
            )
            for what, places in sorted(self._places.items())
        )


def _clips(places: list[tuple[str, Span | None]]) -> str:
    """The shots by id, for who asks for all of them."""
    shots = list(dict.fromkeys(shot for shot, _ in places if shot))
    return " ".join(shots[:_MOST_NAMED]) + (" …" if len(shots) > _MOST_NAMED else "")


def _tracks(places: list[tuple[str, Span | None]]) -> str:
    """The tracks that the shots are on."""
    tracks = dict.fromkeys(shot.rpartition(":")[0] for shot, _ in places if ":" in shot)
    return ", ".join(sorted(tracks, key=lambda track: (track[:1] != "V", len(track), track)))


def _some(places: list[tuple[str, Span | None]]) -> str:
    """The first few shots by id, for a person who wants to look."""
    shots = list(dict.fromkeys(shot for shot, _ in places if shot))
    return ", ".join(shots[:5]) + (" …" if len(shots) > 5 else "")
