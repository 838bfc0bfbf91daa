"""What the events of a list leave out about their sides: the length of a key's foreground, an outgoing clip of its own."""

from __future__ import annotations

from picturelock.cut import Shot
from picturelock.timeline.edl.lines import BLACK, NO_REEL, EditList, Line


def complete_keys(found: EditList) -> tuple[list[Line], list[Line]]:
    """Give a key's foreground that lasts no time the length of its background.

    Some systems write how long it takes to come, and not how long it stays. Returns the lines that got a length, and those
    that have no background to get it from.
    """
    done: list[Line] = []
    left: list[Line] = []
    for event in found.events:
        for line in event:
            if line.transition not in ("K", "KO") or line.record_out > line.record_in:
                continue
            under = next((one for one in event if one.transition == "KB" and one.record_out > one.record_in), None)
            if under is None:
                left.append(line)
                continue
            line.record_out = line.record_in + under.record_out - under.record_in
            line.source_out = line.source_in + line.record_out - line.record_in
            done.append(line)
    return done, left


def from_side(event: list[Line], line: Line, shot: Shot | None, before: Line | None) -> Line | None:
    """The outgoing side of a transition, where it is a clip of its own: not the shot that ends there, and not black.

    shot, before: what ends where the transition starts, and its line; None for nothing. A list that starts with a dissolve,
    or that dissolves from a clip that no event shows, has such a side.
    """
    first = event[0]
    if first is line or not line.length or line.transition[0] not in "DW" or first.record_out > first.record_in:
        return None
    named = first.reel.upper() not in NO_REEL or bool(first.clip)
    if (
        first.reel.upper() in BLACK
        or not named
        or (shot is not None and before is not None and _is_one(first, line, before))
    ):
        return None
    return first


def _is_one(first: Line, line: Line, before: Line) -> bool:
    """True where the line that a transition goes out from means the shot before it: by its name, or by its reel.

    Some systems give that line the incoming reel, and the timecode at which the shot before ends.
    """
    if first.said_reel == line.said_reel and first.labels[0] == before.labels[1]:
        return True
    if first.clip and first.clip == before.clip:
        return True
    if first.reel.upper() in NO_REEL and before.reel.upper() in NO_REEL:
        return not (first.clip and before.clip)
    return bool({first.reel.upper(), first.said_reel.upper()} & {before.reel.upper(), before.said_reel.upper()})
