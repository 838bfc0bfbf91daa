"""Every one of the 115 events of a real turnover, V05 to V06 (sg-otio, Apache-2.0), against what its two edit lists say.

The figures were read from the lists and worked out by hand before the comparison ran; see `test_turnover` for the lines.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.model import ChangeList
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "timelines" / "sg-otio"
FILM = FrameRate(24)
LISTS = tuple(SAMPLES / f"090PC_091MJ_100TC_{name}.edl" for name in ("V05_TURNOVER_20150123", "V06_TURNOVER_20150206"))
_EVENT = re.compile(r"(\d{6}) +(\S+) +V +C +([\d:]{11}) ([\d:]{11}) ([\d:]{11}) ([\d:]{11})")

# First and last event of V05, first one of V06, kinds; frames at head, at tail, slipped, shifted.
TRUTH = """
  1  42   1  unchanged                     0    0     0    0
 43  43  43  tail                          0    8     0    0
 44  44  44  shifted                       0    0     0   40
 45  45  45  replaced slipped shifted      0    0  1600   40
 46  62  46  shifted                       0    0     0   40
 63  65  66  moved                         0    0     0  159
 66  68  63  shifted                       0    0     0  -70
 69  73  69  shifted                       0    0     0   40
 74  74  74  retimed tail shifted          0  -38     0   40
 75  75  75  retimed tail shifted          0  -48     0   50
 76  76  76  retimed head tail shifted    -8  -73     0   50
 77  77  77  retimed tail shifted          0  -50     0   50
 78  78  78  retimed head shifted        -32    0     0   50
 79  79  79  retimed tail shifted          0  -55     0   50
 80 115  80  shifted                       0    0     0   50
"""
"""Of event 78: half a frame of source more is at its tail, as its speed and 31 frames of record have it; nobody cut it."""


@pytest.fixture(scope="module")
def found() -> ChangeList:
    if not all(path.is_file() for path in LISTS):
        pytest.skip("not proven: no sg-otio files in shared/samples/timelines beside the checkout")
    old, new = (read_cut(path, FILM)[0] for path in LISTS)
    return compare(old, new)


def truth() -> dict[tuple[int, int], tuple[object, ...]]:
    """Kinds and figures by the numbers of the event in both lists."""
    rows: dict[tuple[int, int], tuple[object, ...]] = {}
    for line in TRUTH.strip().splitlines():
        first, last, new, *kinds, head, tail, slip, shift = line.split()
        for step in range(int(last) - int(first) + 1):
            rows[int(first) + step, int(new) + step] = (tuple(kinds), int(head), int(tail), int(slip), int(shift))
    return rows


def test_every_event(found: ChangeList) -> None:
    told = {}
    for change in found.changes:
        assert change.old and change.new
        figures = (FILM.nearest(time) for time in (change.head, change.tail, change.slip, change.shift))
        told[int(change.old.id[3:]), int(change.new.id[3:])] = (change.kinds, *figures)
    assert told == truth()


def test_the_table_is_what_the_lists_say(found: ChangeList) -> None:
    """Reels, lengths at normal speed and places, from the lines themselves; nothing of ours reads them."""
    old, new = (lines(path) for path in LISTS)
    assert len(old) == len(new) == len(truth()) == len(found.changes)
    for (a, b), (kinds, head, tail, slip, shift) in truth().items():
        (reel, *was), (other, *now) = old[a], new[b]
        assert reel == other
        assert now[2] - new[1][3] - was[2] + old[1][3] == shift
        if isinstance(kinds, tuple) and "retimed" not in kinds:
            more = (0, 0) if "slipped" in kinds else (was[0] - now[0], now[1] - was[1])
            assert (more, now[0] - was[0] if "slipped" in kinds else 0) == ((head, tail), slip)


def lines(path: Path) -> dict[int, tuple[str, int, int, int, int]]:
    """Reel, source in and out, record in and out, by number of event."""
    events = _EVENT.findall(path.read_text(encoding="utf-8", errors="replace"))
    return {int(number): (reel, *map(frame, times)) for number, reel, *times in events}  # type: ignore[misc]


def frame(label: str) -> int:
    hours, minutes, seconds, frames = map(int, label.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * 24 + frames
