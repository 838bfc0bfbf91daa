"""Transitions at the edges of shots, counted alike however a format cuts them.

An edit list starts the incoming shot where the dissolve starts; others cut in its middle. What is on screen is the same:

A ======|----->        A ======|-->
     B  |===========      B <--|========
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from picturelock.conform.changes.lanes import lane
from picturelock.cut import Effect, Shot
from picturelock.times import Flicks


@dataclass(frozen=True, slots=True)
class Edge:
    """A transition at one end of a shot."""

    name: str
    length: Flicks
    """Record time of the whole transition."""
    handle: Flicks
    """Record time of it beyond the shot's own edge."""
    shared: bool = True
    """False = from or to nothing."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Both ends of a shot; None = a plain cut."""

    head: Edge | None = None
    tail: Edge | None = None


PLAIN = Edges()


def edges_of(shots: Sequence[Shot]) -> dict[int, Edges]:
    """The transitions of those shots that have any, by number."""
    handles: dict[tuple[str, bool, Flicks], Flicks] = {}
    some: list[tuple[int, Effect | None, Effect | None]] = []
    for number, shot in enumerate(shots):
        if not shot.effects:
            continue
        head, tail = _of(shot, "transition-in"), _of(shot, "transition-out")
        if head or tail:
            some.append((number, head, tail))
        if head:
            handles[lane(shot), True, shot.record_span.start] = head.handle
        if tail:
            handles[lane(shot), False, shot.record_span.end] = tail.handle
    found = {}
    for number, head, tail in some:
        where, record = lane(shots[number]), shots[number].record_span
        before = handles.get((where, False, record.start))
        after = handles.get((where, True, record.end))
        found[number] = Edges(_edge(head, before), _edge(tail, after))
    return found


def _edge(effect: Effect | None, other: Flicks | None) -> Edge | None:
    """other: the handle of the shot on the other side, if the transition is not from or to nothing."""
    if effect is None:
        return None
    return Edge(
        effect.name, effect.handle + (effect.inside if other is None else other), effect.handle, other is not None
    )


def _of(shot: Shot, kind: str) -> Effect | None:
    return next((effect for effect in shot.effects if effect.kind == kind), None)


def alike(old: Edge | None, new: Edge | None, near: Flicks) -> bool:
    """True for two plain cuts, or for transitions of one name and length. near: see `measure.Near`."""
    if old is None or new is None:
        return old is new
    return old.name == new.name and abs(old.length - new.length) <= near


def further(old: Edge | None, new: Edge | None, near: Flicks) -> Flicks:
    """By how much more a transition that stayed alike reaches beyond the shot's own edge than it did."""
    kept = old and new and old.shared and new.shared and alike(old, new, near)
    return new.handle - old.handle if old and new and kept else 0
