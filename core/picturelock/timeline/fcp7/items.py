"""One track of xmeml as items in record time, with its transitions as effects of their edges.

    clip 0 to -1, transition 123 to 153 (center), clip -1 to 243

An edge of -1 lies at the far side of the transition: the first clip's media is on screen until 153, the second's from 123.
The cut is within it: at its start, centre or end, or where Premiere's cutPointTicks say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from picturelock.cut import Effect, ShotKind
from picturelock.timeline.fcp7.clock import number, ticks
from picturelock.timeline.fcp7.effects import effects_of, transition_name
from picturelock.timeline.fcp7.files import Reading
from picturelock.timeline.fcp7.speed import Shown
from picturelock.timeline.fcp7.xml import Node
from picturelock.times import FrameRate, nearest

CLIPS = ("clipitem", "generatoritem")
_ITEMS = (*CLIPS, "transitionitem")


@dataclass(slots=True)
class Item:
    """A clip: when its media is on screen, and when it is the one that counts. Frames of the sequence."""

    node: Node
    kind: ShotKind
    raw_start: int
    """With what it shows under transitions."""
    raw_end: int
    start: int
    end: int
    effects: list[Effect] = field(default_factory=list)
    shown: Shown = field(default_factory=lambda: Shown(Fraction(0)))
    channels: int = 1
    """Of one recording, each a clip of its own in the file."""
    with_sound: bool = False
    """For the picture of a nest: its sound is played at the same time."""


@dataclass(slots=True)
class _Transition:
    node: Node
    start: int
    end: int

    @property
    def alignment(self) -> str:
        return self.node.get("alignment").lower()

    def cut(self, rate: FrameRate) -> int:
        """Where the edit is, if the clips do not say."""
        if self.alignment.startswith("start"):
            return self.start
        if self.alignment.startswith("end"):
            return self.end
        at = ticks(self.node, "cutPointTicks")
        if at is not None and 0 <= at <= (self.end - self.start) * rate.frame:
            return self.start + rate.floor(nearest(at))
        return (self.start + self.end) // 2


def read_track(track: Node, kind: ShotKind, rate: FrameRate, reading: Reading) -> list[Item]:
    """The clips of a track, in its order. Raises InputError."""
    nodes = [child for child in track.children if child.tag in _ITEMS]
    row = [_place(nodes, index, kind, reading) for index in range(len(nodes))]
    _chain(row, reading)
    for index, one in enumerate(row):
        if isinstance(one, _Transition):
            before = row[index - 1] if index else None
            after = row[index + 1] if index + 1 < len(row) else None
            _seam(one, before, after, rate, reading)
    return [one for one in row if isinstance(one, Item)]


def _place(nodes: list[Node], index: int, kind: ShotKind, reading: Reading) -> Item | _Transition:
    node = nodes[index]
    start, end = _frame(node, "start", reading), _frame(node, "end", reading)
    if node.tag == "transitionitem":
        return _Transition(node, start, max(start, end))
    if start == -1 and index and nodes[index - 1].tag == "transitionitem":
        start = _frame(nodes[index - 1], "start", reading)
    if end == -1 and index + 1 < len(nodes) and nodes[index + 1].tag == "transitionitem":
        end = _frame(nodes[index + 1], "end", reading)
    return Item(node, kind, start, end, start, end, effects_of(node))


def _frame(node: Node, tag: str, reading: Reading) -> int:
    text = node.get(tag)
    found = number(text) if text else Fraction(-1)
    if found is None:
        raise reading.wrong(node, f"has no frame as its {tag}: {text[:40]!r}.")
    return nearest(found)


def _chain(row: list[Item | _Transition], reading: Reading) -> None:
    """Edges that are left open without a transition: from the end of the clip before, for as long as in and out say."""
    at = 0
    for one in row:
        if isinstance(one, Item):
            if one.raw_start == -1 or one.raw_end == -1:
                reading.note("timeline.fcp7-edge-guessed", one.node)
                first, last = number(one.node.get("in")) or Fraction(0), number(one.node.get("out")) or Fraction(0)
                one.raw_start = at if one.raw_start == -1 else one.raw_start
                one.raw_end = one.raw_start + nearest(last - first) if one.raw_end == -1 else one.raw_end
            one.start, one.end = one.raw_start, one.raw_end
            at = max(at, one.raw_end)


def _seam(
    one: _Transition,
    before: Item | _Transition | None,
    after: Item | _Transition | None,
    rate: FrameRate,
    reading: Reading,
) -> None:
    """A transition between the clips before and after it, or between one and nothing."""
    going = before if isinstance(before, Item) and one.start <= before.raw_end <= one.end else None
    coming = after if isinstance(after, Item) and one.start <= after.raw_start <= one.end else None
    going = None if one.alignment == "start-black" and coming is not None else going
    coming = None if one.alignment == "end-black" and going is not None else coming
    if one.end <= one.start or (going is None and coming is None):
        reading.left_out["transitionitem"] += 1
        return
    cut = _cut(one, going, coming, rate)
    name = transition_name(one.node)
    if going is not None:
        going.end = min(going.raw_end, cut)
        alone = going.end - one.start if coming is None else 0
        going.effects.append(_effect("transition-out", name, one.end - going.end, alone, rate))
    if coming is not None:
        coming.start = max(coming.raw_start, cut)
        alone = one.end - coming.start if going is None else 0
        coming.effects.append(_effect("transition-in", name, coming.start - one.start, alone, rate))


def _cut(one: _Transition, going: Item | None, coming: Item | None, rate: FrameRate) -> int:
    """Where the edit is: at an edge that a clip says itself, else as the transition is aligned."""
    edges = [going.raw_end] if going is not None and going.raw_end < one.end else []
    edges += [coming.raw_start] if coming is not None and coming.raw_start > one.start else []
    return edges[0] if edges and one.start <= edges[0] <= one.end else one.cut(rate)


def _effect(
    kind: Literal["transition-in", "transition-out"], name: str, handle: int, inside: int, rate: FrameRate
) -> Effect:
    return Effect(kind, name, rate.time_of(max(0, handle)), rate.time_of(max(0, inside)))
