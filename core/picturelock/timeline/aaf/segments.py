"""How the segments of an AAF composition hold each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from picturelock.cut import ShotKind
from picturelock.timeline.aaf.compound import BadFile
from picturelock.timeline.aaf.mobs import units_time
from picturelock.timeline.aaf.names import AMPLITUDE, AUDIO_MIXDOWN, MOTION, Kind, Pid
from picturelock.timeline.aaf.objects import Node
from picturelock.times import Flicks

MAX_LEVELS = 50
"""Of segments in segments, and of sequences in sequences."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the segments of a slot have in common."""

    rate: Fraction
    kind: ShotKind

    def time(self, units: int) -> Flicks:
        """The time of so many edit units."""
        return units_time(units, self.rate)


def layers(segment: Node) -> Iterator[Node]:
    """The tracks that a slot's segment is: those of a scope, or of what an effect over a whole track is given."""
    for _ in range(MAX_LEVELS):
        held = list(segment.many(Pid.INPUTS)) if segment.kind == Kind.OPERATION_GROUP else []
        if (
            len(held) != 1
            or is_mixed(segment)
            or segment.auid(Pid.OPERATION) == MOTION
            or held[0].kind != Kind.SEQUENCE
        ):
            break
        segment = held[0]
    if is_mixed(segment):
        yield from segment.many(Pid.INPUTS)
    elif segment.kind == Kind.NESTED_SCOPE:
        yield from segment.many(Pid.NESTED_SLOTS)
    else:
        yield segment


def with_transitions(segment: Node) -> Iterator[tuple[Node, Node | None]]:
    """The components of a track, each with the transition that follows it and something else follows."""
    if segment.kind != Kind.SEQUENCE:
        yield segment, None
        return
    node: Node | None = None
    transition: Node | None = None
    for component in segment.many(Pid.COMPONENTS):
        if component.kind == Kind.TRANSITION:
            transition = component
            continue
        if node is not None:
            yield node, transition
        node, transition = component, None
    if node is not None:
        yield node, None


def length_of(node: Node) -> int:
    """In edit units. Raises BadFile for a negative one."""
    length = node.integer(Pid.LENGTH) or 0
    if length < 0:
        raise BadFile("has a negative duration")
    return length


def cut_point(transition: Node) -> int:
    """How far into a transition the edit is."""
    return min(max(0, transition.integer(Pid.CUT_POINT) or 0), length_of(transition))


def is_unity(group: Node) -> bool:
    """True for a gain that leaves the sound as it is."""
    found = [one for one in group.many(Pid.PARAMETERS) if one.auid(Pid.PARAMETER_ID) == AMPLITUDE]
    return bool(found) and all(one.kind == Kind.CONSTANT_VALUE and one.value(Pid.CONSTANT) == 1 for one in found)


def is_mixed(segment: Node) -> bool:
    """True for tracks of sound that are heard together."""
    return segment.kind == Kind.OPERATION_GROUP and segment.auid(Pid.OPERATION) == AUDIO_MIXDOWN


def is_sequence(segment: Node) -> bool:
    """True for what several clips may be in; anything else is one clip."""
    return segment.kind in (Kind.SEQUENCE, Kind.NESTED_SCOPE) or is_mixed(segment)
