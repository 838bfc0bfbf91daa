"""A real turnover of 115 events, V05 to V06, against its two edit lists read by eye.

Sample of sg-otio (Apache-2.0). Every event that is not merely shifted or unchanged is listed with its lines' figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.headline import headline
from picturelock.conform.changes.model import ChangeList
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Timecode

SAMPLES = Path(__file__).parents[5] / "shared" / "samples" / "timelines" / "sg-otio"
FILM = FrameRate(24)
TURNOVERS = ("V05_TURNOVER_20150123", "V06_TURNOVER_20150206")


@pytest.fixture(scope="module")
def found() -> ChangeList:
    paths = [SAMPLES / f"090PC_091MJ_100TC_{name}.edl" for name in TURNOVERS]
    if not all(path.is_file() for path in paths):
        pytest.skip("not proven: no sg-otio files in shared/samples/timelines beside the checkout")
    old, new = (read_cut(path, FILM)[0] for path in paths)
    return compare(old, new)


def test_the_events_by_their_first_kind(found: ChangeList) -> None:
    assert found.counts == {"replaced": 1, "moved": 3, "retimed": 6, "tail": 1, "shifted": 62, "unchanged": 42}
    assert found.offset == 0 and all(change.because == "reel" for change in found.changes)


def test_the_changed_events_are_those_of_the_lists(found: ChangeList) -> None:
    told = [
        (
            change.old.source.reel,
            *(FILM.nearest(time) for time in (change.head, change.tail, change.slip, change.shift)),
        )
        for change in found.changes
        if change.old and change.kind not in ("shifted", "unchanged")
    ]
    assert told == [
        ("B144_C024_1023MK", 0, 8, 0, 0),  # out 12:11:44:14 is 12:11:44:22
        ("B064_C009_0814GP", 0, 0, 1600, 40),  # 13:25:57:23-13:25:59:22 is 13:27:04:15-13:27:06:14
        ("B109_C006_0922TG", 0, 0, 0, 159),  # these three came after the three that they were before
        ("C068_C008_0922JK", 0, 0, 0, 159),
        ("D077_C007_0922DL", 0, 0, 0, 159),
        # All six at half speed (M2 012.0), so that a frame of source lasts two of record.
        ("100_TC_0120_V1003_TEMP_FS.MOV", 0, -38, 0, 40),  # 48 frames are 29
        ("B085_C019_0830RG", 0, -48, 0, 50),  # 48 are 24
        ("B078_C001_0822WB", -8, -73, 0, 50),  # in 11:06:00:23 is 01:03, out 04:08 is 02:19 and a half
        ("100_TC_0140_V1004_TEMP_FS.MOV", 0, -50, 0, 50),  # 50 are 25
        ("B078_C001_0822WB", -32, 0, 0, 50),  # in 11:03:22:07 is 22:23
        ("B078_C001_0822WB", 0, -55, 0, 50),  # 55 are 27 and a half
    ]


def test_what_must_be_pulled_is_what_was_never_shown(found: ChangeList) -> None:
    pulls = [
        (change.old and change.old.source.reel, str(Timecode.at(span.start, FILM)), FILM.nearest(span.duration))
        for change in found.changes
        for span in change.pull
    ]
    assert pulls == [
        ("B144_C024_1023MK", "12:11:44:14", 8),
        ("B064_C009_0814GP", "13:27:04:15", 47),
        ("B078_C001_0822WB", "11:03:23:14", 1),  # 31 frames at half speed show the first half of it
    ]


def test_the_headline(found: ChangeList) -> None:
    assert headline(found, "en") == (
        "11 shots changed: 1 replaced, 3 moved, 6 retimed, 1 trimmed or extended, "
        "and the cut runs 00:00:02:02 longer. 62 others were only pushed along."
    )
    assert headline(found, "fr").startswith("11 plans modifiés\u00a0: 1 remplacé, 3 déplacés, ")


def test_the_way_back_has_the_same_counts(found: ChangeList) -> None:
    back = compare(found.new, found.old)
    assert back.counts == found.counts
