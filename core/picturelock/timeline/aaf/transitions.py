"""The transitions of AAF as effects at the edges of shots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from picturelock.cut import Effect, Shot
from picturelock.timeline.aaf.names import DISSOLVES, WIPE, WIPE_NUMBER, Pid
from picturelock.timeline.aaf.objects import Node
from picturelock.timeline.aaf.segments import Frame, cut_point, length_of
from picturelock.timeline.edges import Edge


def joined(
    shot: Shot, side: Edge, transition: Node, operations: Mapping[str, str], frame: Frame, *, alone: bool
) -> Shot:
    """The shot with a transition at one edge; alone: there is nothing on the other side. operations: names, by identifier."""
    head = frame.time(cut_point(transition))
    tail = frame.time(length_of(transition)) - head
    handle, inside = (tail, head) if side == "transition-out" else (head, tail)
    effect = Effect(side, transition_name(transition, operations), handle, inside if alone else 0)
    return replace(shot, effects=(*shot.effects, effect))


def transition_name(transition: Node, operations: Mapping[str, str]) -> str:
    """What people call it: "dissolve", "wipe 001", else as the file does."""
    group = transition.one(Pid.TRANSITION_OPERATION)
    operation = group.auid(Pid.OPERATION) if group is not None else ""
    name = operations.get(operation, "")
    if operation in DISSOLVES or not name:
        return "dissolve"
    if operation == WIPE and group is not None:
        found = (one for one in group.many(Pid.PARAMETERS) if one.auid(Pid.PARAMETER_ID) == WIPE_NUMBER)
        number = next((one.value(Pid.CONSTANT) for one in found), None)
        if isinstance(number, int) and 0 <= number < 1000:
            return f"wipe {number:03}"
    return name
