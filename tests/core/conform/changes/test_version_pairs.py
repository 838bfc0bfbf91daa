"""Pairs of edit lists with the changes that were found in real version pairs, on material of our own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from picturelock.conform.changes.compare import compare
from picturelock.conform.changes.model import ChangeList
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Timecode

FILM = FrameRate(24)
START = 24 * 3600


@dataclass(frozen=True)
class Line:
    reel: str
    first: int
    """Source frame."""
    frames: int
    """Of record."""
    speed: float = 1.0
    gap: int = 0
    """Frames of nothing before it."""
    name: str = ""


def listed(path: Path, *lines: Line, start: int = START) -> Path:
    text, at = ["TITLE: REEL", "FCM: NON-DROP FRAME", ""], start
    for number, line in enumerate(lines, 1):
        at += line.gap
        shown = round(line.frames * line.speed + 0.01)
        times = " ".join(label(frame) for frame in (line.first, line.first + shown, at, at + line.frames))
        text.append(f"{number:03}  {line.reel:<16} V     C        {times}")
        if line.speed != 1:
            text.append(f"M2   {line.reel:<16} {24 * line.speed:05.1f}                {label(line.first)}")
        if line.name:
            text.append(f"* FROM CLIP NAME: {line.name}")
        at += line.frames
    path.write_text("\n".join(text) + "\n", encoding="ascii")
    return path


def label(frame: int) -> str:
    return str(Timecode.at(FILM.time_of(frame), FILM, False))


def compared(folder: Path, old: tuple[Line, ...], new: tuple[Line, ...], start: int = START) -> ChangeList:
    paths = listed(folder / "v05.edl", *old), listed(folder / "v06.edl", *new, start=start)
    return compare(*(read_cut(path, FILM)[0] for path in paths))


def told(found: ChangeList) -> list[tuple[str, int, int, int]]:
    return [
        (" ".join(change.kinds), *(FILM.nearest(time) for time in (change.head, change.tail, change.shift)))
        for change in found.changes
    ]


A, B, C, D, E = (Line(f"A00{number}_C001", 90000 + 1000 * number, 50 + number) for number in range(5))


def test_a_longer_opening_of_another_reel_and_small_trims(tmp_path: Path) -> None:
    """An animatic replaced by its shot, a head, an event gone, a tail; everything else only pushed along."""
    opening, shot = Line("BOAT_PREVIS", 2000, 96), Line("N005_C020", 565000, 152)
    trimmed = Line(B.reel, B.first + 10, B.frames - 10)
    longer = Line(E.reel, E.first, E.frames + 5)
    found = compared(tmp_path, (opening, A, B, C, D, E, A), (shot, A, trimmed, C, longer, A))
    assert told(found) == [
        ("replaced", 0, 0, 0),
        ("shifted", 0, 0, 56),
        ("head shifted", -10, 0, 56),
        ("shifted", 0, 0, 46),
        ("removed", 0, 0, 0),
        ("tail shifted", 0, 5, 46 - D.frames),
        ("shifted", 0, 0, 51 - D.frames),
    ]


def test_events_that_went_and_left_gaps(tmp_path: Path) -> None:
    found = compared(tmp_path, (A, B, C, D), (A, Line(C.reel, C.first, C.frames, gap=B.frames), D))
    assert told(found) == [("unchanged", 0, 0, 0), ("removed", 0, 0, 0), ("unchanged", 0, 0, 0), ("unchanged", 0, 0, 0)]


def test_three_that_changed_places_with_three_on_a_list_that_starts_elsewhere(tmp_path: Path) -> None:
    """As many went down as up: the shorter three moved, the longer three were only pushed along."""
    short = tuple(Line(f"S00{number}", 5000, 30 + number) for number in range(3))
    long = tuple(Line(f"L00{number}", 5000, 40 + number) for number in range(3))
    found = compared(tmp_path, (A, *short, *long, B), (A, *long, *short, B), start=START - 3000)
    kinds = [kind for kind, *_ in told(found)]
    assert kinds == ["unchanged", *["shifted"] * 3, *["moved"] * 3, "unchanged"]
    assert [shift for *_, shift in told(found)] == [0, -93, -93, -93, 123, 123, 123, 0]


def test_a_shot_slowed_to_half_speed_in_its_own_length(tmp_path: Path) -> None:
    """31 frames at half speed show fifteen frames and half of another: that frame must be pulled too."""
    slow = Line(B.reel, B.first + 16, 31, 0.5)
    found = compared(tmp_path, (A, Line(B.reel, B.first, 31), C), (A, slow, C))
    assert told(found)[1] == ("retimed head", -32, 0, 0)
    (pull,) = found.changes[1].pull
    assert (FILM.nearest(pull.start), FILM.nearest(pull.duration)) == (B.first + 31, 1)
    even = compared(tmp_path, (A, Line(B.reel, B.first, 30), C), (A, Line(B.reel, B.first + 15, 30, 0.5), C))
    assert even.changes[1].pull == ()


def test_versions_on_reels_of_their_own(tmp_path: Path) -> None:
    """A number written with other zeros is no other version."""
    old = (Line("AX", 9, 31, name="RUN_0010_Anim_v04.mov"), Line("AX", 9, 31, name="RUN_0020_Anim_v04.mov"), C)
    new = (Line("AX", 9, 31, name="RUN_0010_Anim_v0004.mov"), Line("AX", 9, 31, name="RUN_0020_Anim_v05.mov"), C)
    assert [change.kinds for change in compared(tmp_path, old, new).changes] == [
        ("unchanged",), ("version",), ("unchanged",),
    ]  # fmt: skip
    other = (old[0], Line("AX", 9, 31, name="RUN_0015_Anim_v01.mov"), C)
    assert [change.kinds for change in compared(tmp_path, old, other).changes][1] == ("replaced",)
