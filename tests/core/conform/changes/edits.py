"""Random edit programs over random cuts, whose truth is known by construction.

A cut is a row of items: a picture, its own sound on alternating tracks (longer than the picture by a frame or so: J and L
cuts), sometimes a title over it. Every item keeps its names through the program, so the truth is read from the items.

A program is *ambiguous*, and is not made, where an editor could not tell either:
1. the moved items are not the only smallest set that explains the order;
2. between two items of a track that stayed, something was removed and something added (that is "replaced"), or one was
   replaced and another one went, came or moved;
3. an item keeps less than half of what it showed, or a frame of a source is used twice;
4. an item is turned round and split, so that its parts change places.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count

from ambiguity import is_ambiguous
from picturelock.times import FrameRate

RATES = (FrameRate(24), FrameRate(25), FrameRate(24000, 1001), FrameRate(30000, 1001))
_ROOM = 2000
"""Frames of a source that belong to one item; no other uses them."""


@dataclass(frozen=True)
class Item:
    """Frames count from the start of the source; `names` are the old items that it comes from."""

    names: tuple[int, ...]
    source: str
    first: Fraction
    frames: int
    """Of record; 0 = none."""
    speed: Fraction = Fraction(1)
    reverse: bool = False
    ramp: bool = False
    version: int = 1
    track: str = "V1"
    enabled: bool = True
    sounds: bool = True
    lap: int = 0
    """Frames of sound beyond the picture at either end."""
    title: str = ""
    gap: bool = False
    moved: bool = False
    replaced: bool = False
    turned: bool = False
    dissolve: int = 0
    """Half the length of the dissolve into the next item that had it with this one."""
    into: tuple[int, ...] = ()
    out_of: tuple[int, ...] = ()

    @property
    def shown(self) -> Fraction:
        return self.frames * self.speed

    @property
    def last(self) -> Fraction:
        return self.first + self.shown


Cutting = list[Item]


class Programme:
    """An old cut, the edits made to it, and the new cut."""

    def __init__(self, seed: int, edits: int = 4) -> None:
        self.chance = random.Random(seed)
        self.rate = self.chance.choice(RATES)
        self._fresh = count(1)
        self.old: Cutting = [self._item() for _ in range(self.chance.randint(6, 24))]
        for at in self.chance.sample(range(len(self.old) - 1), 2):
            self._dissolve(self.old, at)
        self.new = list(self.old)
        self.nested: frozenset[int] = frozenset()
        """Names of the items that the new cut has in one nest."""
        self.done: list[str] = []
        kinds = [name for name in dir(self) if name.startswith("edit_")]
        for _ in range(edits):
            name = self.chance.choice(kinds)
            before = self.new, self.nested
            edited = getattr(self, name)(list(self.new), self._pick())
            if edited is not None:
                self.new = edited
                if is_ambiguous(self):
                    self.new, self.nested = before
                else:
                    self.done.append(name)

    def _pick(self) -> int:
        return self.chance.choice([at for at, item in enumerate(self.new) if not item.gap])

    def _item(self) -> Item:
        name = next(self._fresh)
        chance = self.chance
        first = Fraction(_ROOM * name + 500)
        speed = chance.choice([Fraction(1)] * 6 + [Fraction(2), Fraction(1, 2)])
        source = f"card{name % 3}" if name % 4 else f"sh{name:03}"
        return Item(
            (name,), source, first, chance.randrange(24, 120, 4), speed, chance.random() < 0.1, lap=chance.choice((0, 0, 2)),
            title=f"title{name}" if chance.random() < 0.15 else "", sounds=chance.random() < 0.8,
        )  # fmt: skip

    def _dissolve(self, items: Cutting, at: int) -> None:
        a, b = items[at], items[at + 1]
        half = self.chance.choice((3, 6))
        items[at] = replace(a, dissolve=half, into=b.names)
        items[at + 1] = replace(b, out_of=a.names)

    def _fresh_item(self) -> Item:
        return replace(self._item(), names=())

    def edit_insert(self, items: Cutting, at: int) -> Cutting:
        return [*items[:at], self._fresh_item(), *items[at:]]

    def edit_delete(self, items: Cutting, at: int) -> Cutting | None:
        return items[:at] + items[at + 1 :] if len(items) > 5 else None

    def edit_lift(self, items: Cutting, at: int) -> Cutting:
        items[at] = Item((), "", Fraction(0), items[at].frames, gap=True)
        return items

    def edit_trim(self, items: Cutting, at: int) -> Cutting | None:
        by = self.chance.choice((-6, -3, -1, 1, 2, 8))
        return _changed(items, at, _head(items[at], by) if self.chance.random() < 0.5 else _tail(items[at], by))

    def edit_roll(self, items: Cutting, at: int) -> Cutting | None:
        by = self.chance.choice((-5, -1, 1, 4))
        if at + 1 == len(items) or items[at + 1].gap:
            return None
        return _changed(_changed(items, at, _tail(items[at], by)), at + 1, _head(items[at + 1], -by))

    def edit_slide(self, items: Cutting, at: int) -> Cutting | None:
        by = self.chance.choice((-4, 3))
        if not 0 < at < len(items) - 1 or items[at - 1].gap or items[at + 1].gap:
            return None
        return _changed(_changed(items, at - 1, _tail(items[at - 1], by)), at + 1, _head(items[at + 1], -by))

    def edit_slip(self, items: Cutting, at: int) -> Cutting | None:
        by = self.chance.choice((-9, -2, 1, 7))
        item = items[at]
        return None if item.ramp or item.speed == 0 else _changed(items, at, replace(item, first=item.first + by))

    def edit_split(self, items: Cutting, at: int) -> Cutting | None:
        item = items[at]
        if (
            item.frames < 16
            or item.ramp
            or item.speed == 0
            or item.title
            or item.replaced
            or item.turned
            or not item.names
        ):
            return None
        cut = item.frames // 2
        a, b = replace(item, frames=cut, dissolve=0, into=()), replace(item, frames=item.frames - cut, out_of=())
        if item.reverse:
            return [*items[:at], replace(a, first=b.last), replace(b, first=item.first), *items[at + 1 :]]
        return [*items[:at], a, replace(b, first=a.last), *items[at + 1 :]]

    def edit_retime(self, items: Cutting, at: int) -> Cutting | None:
        item = items[at]
        speed = self.chance.choice((Fraction(1, 2), Fraction(2), Fraction(3, 2)))
        frames = item.shown / speed if self.chance.random() < 0.5 else Fraction(item.frames)
        if item.speed in (0, speed) or item.ramp or frames.denominator != 1:
            return None
        return _changed(items, at, replace(item, speed=speed, frames=int(frames)))

    def edit_freeze(self, items: Cutting, at: int) -> Cutting | None:
        item = items[at]
        return None if item.ramp or not _alone(items, item) else _changed(items, at, replace(item, speed=Fraction(0)))

    def edit_ramp(self, items: Cutting, at: int) -> Cutting | None:
        item = items[at]
        return None if item.speed == 0 or item.reverse else _changed(items, at, replace(item, ramp=not item.ramp))

    def edit_reverse(self, items: Cutting, at: int) -> Cutting | None:
        item = items[at]
        ramped_or_cut = item.ramp or item.speed == 0 or not _alone(items, item)
        return (
            None
            if ramped_or_cut
            else _changed(items, at, replace(item, reverse=not item.reverse, turned=not item.turned))
        )

    def edit_move(self, items: Cutting, at: int) -> Cutting | None:
        to = self.chance.randrange(len(items))
        if abs(to - at) < 2:
            return None
        item = items.pop(at)
        items.insert(to, replace(item, moved=True))
        return items

    def edit_replace(self, items: Cutting, at: int) -> Cutting | None:
        item, other = items[at], self._fresh_item()
        if item.moved or not _alone(items, item) or item.track != "V1" or not item.names:
            return None
        kept = replace(
            item,
            source=other.source,
            first=other.first,
            speed=Fraction(1),
            reverse=False,
            ramp=False,
            replaced=True,
            version=1,
        )
        return _changed(items, at, kept)

    def edit_version(self, items: Cutting, at: int) -> Cutting | None:
        item = items[at]
        if item.source.startswith("card"):
            return None
        return [replace(one, version=item.version + 1) if one.source == item.source else one for one in items]

    def edit_dissolve(self, items: Cutting, at: int) -> Cutting | None:
        if at + 1 == len(items) or not items[at].names or not items[at + 1].names or items[at + 1].gap:
            return None
        self._dissolve(items, at)
        return items

    def edit_raise(self, items: Cutting, at: int) -> Cutting | None:
        item = items[at]
        kept = item.title or not item.names or set(item.names) <= self.nested
        return None if kept else _changed(items, at, replace(item, track="V3"))

    def edit_switch(self, items: Cutting, at: int) -> Cutting:
        return _changed(items, at, replace(items[at], enabled=not items[at].enabled)) or items

    def edit_nest(self, items: Cutting, at: int) -> Cutting | None:
        end = min(at + self.chance.randint(1, 3), len(items))
        cuts_dissolve = items[at].out_of or items[end - 1].into
        raised = any(item.gap or item.track != "V1" or not _alone(items, item) for item in items[at:end])
        if cuts_dissolve or raised or self.nested:
            return None
        self.nested = frozenset(name for item in items[at:end] for name in item.names)
        return items if all(item.names for item in items[at:end]) else None


def _changed(items: Cutting | None, at: int, item: Item | None) -> Cutting | None:
    if items is None or item is None:
        return None
    return [*items[:at], item, *items[at + 1 :]]


def _head(item: Item, by: int) -> Item | None:
    """Longer at the head by some frames of record."""
    if item.ramp or item.speed == 0 or item.frames + by < 8:
        return None
    first = item.first if item.reverse else item.first - by * item.speed
    return replace(item, first=first, frames=item.frames + by)


def _tail(item: Item, by: int) -> Item | None:
    if item.ramp or item.speed == 0 or item.frames + by < 8:
        return None
    first = item.first - by * item.speed if item.reverse else item.first
    return replace(item, first=first, frames=item.frames + by)


def _alone(items: Cutting, item: Item) -> bool:
    """True where it is all that there is of an old item."""
    return sum(one.names == item.names for one in items) == 1
