"""Where the programme begins in its master."""

from __future__ import annotations

from picturelock.production.model import Dossier
from picturelock.times import Flicks, FrameRate, Timecode

_DAY_S = 24 * 3600


def leader(dossier: Dossier) -> Flicks:
    """How much of the master comes before the first frame of the cut, as leaders are counted: in seconds of its timecode.

    At 23.976 and at 29.97 without drop-frame a second of timecode is a thousandth longer than a second. Drop-frame labels are
    counted back from that of the cut's first frame: 20 s before 10:00:00;00 are 600 frames, 60 s are 1798.
    """
    seconds, master, cut = dossier.production.delivery.seconds_before, dossier.master, dossier.cut
    rate = (master.rate if master else None) or cut.rate
    drop = master.start_timecode.drop if master and master.start_timecode else cut.drop
    if not (drop and rate.drop_labels):
        return rate.time_of(seconds * rate.nominal)
    hours, minutes, whole, frames = (
        int(part) for part in str(Timecode.at(cut.start, cut.rate, cut.drop)).replace(";", ":").split(":")
    )
    first = (hours * 60 + minutes) * 60 + whole
    after, before = (_dropped(_DAY_S + one, min(frames, rate.nominal - 1), rate) for one in (first, first - seconds))
    return rate.time_of(after - before)


def _dropped(seconds: int, frames: int, rate: FrameRate) -> int:
    """The number of the frame with a drop-frame label, of the first one after it where there is no such label."""
    minutes = seconds // 60
    if minutes % 10 and not seconds % 60:
        frames = max(frames, rate.drop_labels)
    return seconds * rate.nominal + frames - rate.drop_labels * (minutes - minutes // 10)
