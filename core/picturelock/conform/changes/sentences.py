"""What happened to an event, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from picturelock.conform.changes.model import Change, Edge, EdgeChange
from picturelock.times import FrameRate
from picturelock.wording import say

_WHOLE = frozenset({"new", "replaced", "version"})
"""Kinds of which all must be pulled, which goes without saying."""
_NAMED = 3
"""Stretches that a sentence names."""


@dataclass(frozen=True, slots=True)
class RowEdge:
    """As `EdgeChange`, in frames of the new cut."""

    edge: Edge
    what: str
    old: str
    old_frames: int
    old_fade: bool
    new: str
    new_frames: int
    new_fade: bool

    @property
    def text(self) -> str:
        """For a table, the same in every language: "head: cut -> dissolve 12"."""
        sides = (self.old and f"{self.old} {self.old_frames}", self.new and f"{self.new} {self.new_frames}")
        return f"{self.edge}: {sides[0] or 'cut'} -> {sides[1] or 'cut'}"


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences name."""

    old: str
    new: str
    """What the clip is called in either cut."""
    old_track: str
    new_track: str
    old_speed: str
    new_speed: str
    frames: Mapping[str, int]
    """"head" and "tail" in frames of the source, of a freeze in those of record; "slip" of the source; "shift" of record."""
    plain: bool
    """Frames of the source are those of record: normal speed, and one rate."""
    edges: Sequence[RowEdge]
    pull: Sequence[tuple[str, str]]
    pull_frames: int
    short: tuple[int, int]


def edge_of(change: EdgeChange, rate: FrameRate) -> RowEdge:
    """A transition that changed, in frames of a rate."""
    return RowEdge(
        change.edge, change.what, change.old, rate.nearest(change.old_length), change.old_fade,
        change.new, rate.nearest(change.new_length), change.new_fade,
    )  # fmt: skip


def sentences(change: Change, told: Told, language: str) -> Iterator[str]:
    """One for each kind, and for what must be pulled; "unchanged" has none."""
    for kind in change.kinds:
        if kind == "transition":
            yield from (_transition(edge, language) for edge in told.edges)
        elif kind != "unchanged":
            yield _of(kind, change, told, language)
    if told.pull and _WHOLE.isdisjoint(change.kinds):
        some = [f"{first} – {last}" for first, last in told.pull[:_NAMED]]
        stretches = ", ".join(some) + (" …" if len(told.pull) > _NAMED else "")
        yield say("changed_pull", language, frames=told.pull_frames, stretches=stretches)
    for side, frames in zip(("head", "tail"), told.short, strict=True):
        if frames > 0:
            yield say(f"changed_short_{side}", language, frames=frames)


def _of(kind: str, change: Change, told: Told, language: str) -> str:
    facts: dict[str, str | int] = {
        "old": told.old, "new": told.new, "old_track": told.old_track, "new_track": told.new_track,
        "old_speed": told.old_speed, "new_speed": told.new_speed,
    }  # fmt: skip
    way = ""
    if kind in ("head", "tail", "slipped", "shifted", "moved"):
        count = told.frames[{"slipped": "slip", "shifted": "shift", "moved": "shift"}.get(kind, kind)]
        facts["frames"] = abs(count)
        way = "_more" if count > 0 else "_less" if count < 0 else "_same"
        if kind in ("head", "tail") and not told.plain and count:
            way = f"_source{way}"
    elif kind == "replaced":
        way = "_same" if told.old == told.new else ""
    elif kind == "switched":
        way = "_on" if change.new is not None and change.new.enabled else "_off"
    return say(f"changed_{kind}{way}", language, **facts)


def _transition(edge: RowEdge, language: str) -> str:
    old = _named(edge.old, edge.old_frames, edge.old_fade, language)
    new = _named(edge.new, edge.new_frames, edge.new_fade, language)
    return say(f"changed_transition_{edge.edge}", language, old=old, new=new)


def _named(name: str, frames: int, fade: bool, language: str) -> str:
    if not name:
        return say("transition_none", language)
    kind, _, number = name.partition(" ")
    if name == "dissolve":
        called = say("transition_fade" if fade else "transition_dissolve", language)
    elif kind == "wipe":
        called = say("transition_wipe", language, number=number).strip()
    else:
        called = name
    return say("transition_of", language, kind=called, frames=frames)
