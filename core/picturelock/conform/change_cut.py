"""The old programme re-edited into the new one: what a change EDL says, for sound, a colour pass or a captioned master.

Its source is the old cut itself, as one long reel; where the new cut shows something that the old one had not, is a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from picturelock.conform.bridges import Bridge
from picturelock.conform.carry import Carrier
from picturelock.cut import Cut, Shot, Source
from picturelock.times import Span

REEL = "OLDCUT"


def change_cut(old: Cut, new: Cut, carrier: Carrier) -> Cut:
    """A cut of the old programme, with its timecode as source time and the new cut's as record time.

    It follows the picture, frame for frame; neighbours that go on in both are one event. `carrier` is from old to new.
    """
    source = Source(old.name, REEL, start=old.start, available=Span(old.start, old.start + old.duration), rate=old.rate)
    shots = []
    for number, bridge in enumerate(_straight(carrier.picture()), start=1):
        speed = Fraction(bridge.old.duration, bridge.new.duration)
        shown = bridge.old.shift(old.start)
        shots.append(
            Shot(f"V1:{number}", "V1", "video", old.name, source, shown, bridge.new, speed, reverse=bridge.reverse)
        )
    return replace(new, name=f"{new.name} from {old.name}", shots=tuple(shots), markers=(), tracks=(), path=None)


def _straight(bridges: Sequence[Bridge]) -> list[Bridge]:
    """Bridges in order of new time, each moment of the new cut once, and those that go on from each other as one."""
    joined: list[Bridge] = []
    end = 0
    for bridge in sorted(bridges, key=lambda bridge: (bridge.new.start, bridge.copy, -bridge.new.end)):
        part = bridge.within_new(Span(end, bridge.new.end)) if bridge.new.end > end else None
        if part is None:
            continue
        end = part.new.end
        if joined and _goes_on(joined[-1], part):
            last = joined[-1]
            old = Span(min(last.old.start, part.old.start), max(last.old.end, part.old.end))
            joined[-1] = replace(last, old=old, new=Span(last.new.start, part.new.end))
        else:
            joined.append(part)
    return joined


def _goes_on(a: Bridge, b: Bridge) -> bool:
    same_pace = a.old.duration * b.new.duration == b.old.duration * a.new.duration
    meets = a.old.start == b.old.end if a.reverse else a.old.end == b.old.start
    return a.reverse == b.reverse and a.new.end == b.new.start and meets and same_pace
