"""What the core needs of whoever drives it: an editing system, a terminal, a panel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Literal, Protocol

from picturelock.cues import Captions
from picturelock.cut import Cut, Marker
from picturelock.errors import UsageError
from picturelock.findings import Finding
from picturelock.times import Flicks, Span


class Progress(Protocol):
    """Told how far long work has come. It may raise KeyboardInterrupt: the work then stops, losing nothing it has done."""

    def __call__(self, stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
        """stage: what is being done; done, total: in one unit, media time where there is media; total 0 = unknown."""


def silent(stage: str, done: Flicks, total: Flicks, note: str = "") -> None:
    """A Progress for callers that show none."""


Capability = Literal["selection", "playhead", "markers", "captions", "render"]
CAPABILITIES: tuple[Capability, ...] = ("selection", "playhead", "markers", "captions", "render")


class CannotDo(UsageError):
    """A host was asked for what it has no way to do. Nothing has been changed."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a person is in their work. Whatever a host is asked to do, this is afterwards as it was; only `seek` moves the
    playhead."""

    playhead: Flicks | None = None
    """In record time; None = the host has none."""
    selection: tuple[str, ...] = ()
    """`Shot.id` of what is selected, in order of the cut's shots."""
    in_out: Span | None = None
    """The stretch between In and Out, in record time; None = not set."""
    page: str = ""
    """Which page or workspace is shown."""


class Host(Protocol):
    """An editing system, or a folder that stands for one, with a timeline open.

    What a host cannot do is not in `can`, and the method raises CannotDo. Other people's markers, captions and clips are never
    touched. Times are record time: 0 = first frame of the cut.
    """

    @property
    def name(self) -> str:
        """As people call it: "Blender"."""

    @property
    def can(self) -> frozenset[Capability]:
        """What it can do beside giving its cut."""

    def read_cut(self) -> tuple[Cut, tuple[Finding, ...]]:
        """The cut as the host has it now, and what in it could not be read. Raises InputError if there is none."""

    def state(self) -> State:
        """Where the person is; what the host does not have is empty."""

    def seek(self, time: Flicks) -> None:
        """Put the playhead on the frame that is on screen at a time ("playhead"). Raises UsageError outside the cut."""

    def markers(self) -> tuple[Marker, ...]:
        """The markers that Picturelock put there, in order ("markers"); each has an id."""

    def put_markers(self, markers: Sequence[Marker]) -> int:
        """Put markers on the cut ("markers"); one with the id of one that is there takes its place. Gives how many were put.

        Raises UsageError, before anything is changed, if an id is missing or given twice.
        """

    def remove_markers(self, ids: Collection[str] | None = None) -> int:
        """Take away those of our markers that have these ids, or all of ours ("markers"). Gives how many are gone."""

    def put_captions(self, captions: Captions) -> tuple[Finding, ...]:
        """Put captions on a track of their own ("captions"), in place of ours of the same language and kind that are there.

        Gives what the host could not show as it was.
        """

    def render(self, span: Span, path: Path) -> None:
        """Render a stretch of the cut into a new file, whose ending says its kind ("render").

        Raises OutputError if the file exists or cannot be written, and UsageError for a stretch that is not in the cut.
        """


def require(host: Host, capability: Capability, instead: str = "") -> None:
    """Raises CannotDo if a host is not capable; `instead`: what the person can do."""
    if capability not in host.can:
        raise CannotDo(f"{host.name} cannot do that: {_ASKED[capability]}.", hint=instead)


def require_ids(markers: Iterable[Marker]) -> None:
    """Raises UsageError for markers that could not be found again."""
    seen: set[str] = set()
    for marker in markers:
        if not marker.id or marker.id in seen:
            what = f"the id {marker.id!r} is given twice" if marker.id else "one has no id"
            raise UsageError(f"Markers must have ids of their own, and {what} ({marker.name!r}).")
        seen.add(marker.id)


def with_ids(markers: Iterable[Marker], group: str) -> tuple[Marker, ...]:
    """Markers with ids made of a group's name ("check"), of what they say and where: a finding that stays keeps its id."""
    made: list[Marker] = []
    count: dict[str, int] = {}
    for marker in markers:
        told = f"{marker.span.start} {marker.span.end} {marker.name}\n{marker.note}"
        digest = blake2b(told.encode("utf-8", "replace"), digest_size=6).hexdigest()
        count[digest] = count.get(digest, 0) + 1
        suffix = f"-{count[digest]}" if count[digest] > 1 else ""
        made.append(replace(marker, id=f"{group}:{digest}{suffix}"))
    return tuple(made)


_ASKED: dict[Capability, str] = {
    "selection": "it has no selection, and no In and Out",
    "playhead": "it has no playhead",
    "markers": "it takes no markers",
    "captions": "it takes no captions",
    "render": "it renders nothing",
}
