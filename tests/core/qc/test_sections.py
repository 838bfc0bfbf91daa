"""What a stretch of a master shows, told from curves alone; and what is made of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from picturelock.catalogue import Limit, Quantity
from picturelock.findings import Finding, found
from picturelock.media.scan.model import MOVES, PULSE, SAME, STILL, UNDER, Curve, Frames, PictureScan, Request, Scan
from picturelock.production.leader import leader
from picturelock.qc import levels
from picturelock.qc.common import Where, stretches
from picturelock.qc.hidden import black_flashes, dead_fields, frozen_under
from picturelock.qc.repeats import repeats
from picturelock.qc.sections import (
    Section,
    black_marks,
    held_runs,
    leading_black,
    sections,
    trailing_black,
    without_drift,
)
from picturelock.times import FrameRate, Timecode

RATE = FrameRate(25)
Part = tuple[str, int]


def film(*parts: Part) -> PictureScan:
    """A picture of parts: black, bars, still, clock (changes each second), action."""
    high, change, bars, at = [], [], [], 0
    for kind, count in parts:
        high += [64 if kind == "black" else 800] * count
        steps = {"action": [160] * count, "clock": [200 if n % 25 == 0 else 0 for n in range(count)]}.get(
            kind, [0] * count
        )
        change += [5000, *steps[1:]]
        bars += [Frames(at, at + count)] if kind == "bars" else []
        at += count
    holds = [SAME if value <= STILL else MOVES for value in change]
    return curves(high=high, change=change, holds=holds, bars=tuple(bars))


def curves(*, bars: tuple[Frames, ...] = (), **told: list[int]) -> PictureScan:
    """A picture by its curves; what is not told is a lit picture that moves."""
    frames = len(next(iter(told.values())))
    usual = {"low": 64, "high": 800, "bright": 0, "outside": 0, "change": 160, "holds": MOVES, "torn": 0}
    values = {name: Curve.of(told.get(name, [value] * frames)) for name, value in usual.items()}
    if "bright" not in told:
        values["bright"] = values["high"]
    return PictureScan(RATE, frames, **values, bars=bars)


def kinds(picture: PictureScan) -> list[Part]:
    found: list[Section] = sections(picture, Frames(0, picture.frames))
    return [(one.kind, one.frames.count) for one in found]


def test_a_leader_is_read_in_its_parts() -> None:
    parts = [("bars", 50), ("black", 25), ("still", 125), ("clock", 100), ("black", 50), ("action", 200)]
    assert kinds(film(*parts)) == parts


def test_a_still_that_is_too_short_is_action() -> None:
    assert kinds(film(("black", 25), ("still", 8), ("black", 10))) == [("black", 25), ("action", 8), ("black", 10)]


def test_a_slate_after_a_slate_stays_two() -> None:
    assert kinds(film(("still", 50), ("still", 75))) == [("still", 50), ("still", 75)]


def test_a_slate_in_long_gop_material_stands() -> None:
    change, holds = [5000] + [*[0] * 10, 60, 60] * 4, [MOVES] + [*[SAME] * 10, PULSE, PULSE] * 4
    assert kinds(curves(change=change, holds=holds)) == [("still", 49)]


def test_black_at_the_ends() -> None:
    picture = film(("black", 3), ("action", 20), ("black", 7))
    assert (leading_black(picture), trailing_black(picture)) == (3, 7)
    assert leading_black(film(("black", 5))) == trailing_black(film(("black", 5))) == 5
    assert leading_black(film(("action", 5))) == 0


def test_black_and_bars_are_no_freeze_and_a_freeze_at_the_end_ends_with_the_file() -> None:
    picture = film(("black", 50), ("bars", 50), ("action", 20), ("still", 30))
    assert held_runs(picture) == [Frames(120, 150)]


def test_stretches_bridge_what_is_near() -> None:
    marks = [bool(int(sign)) for sign in "0110010001"]
    assert stretches(marks) == [Frames(1, 3), Frames(5, 6), Frames(9, 10)]
    assert stretches(marks, 2) == [Frames(1, 6), Frames(9, 10)]
    assert stretches([]) == [] and stretches([True]) == [Frames(0, 1)]


def limit(text: str) -> Limit:
    return Limit("freeze_longest", text, Quantity.parse(text), "house", True)


def told(findings: Iterable[Finding]) -> list[tuple[str, str, Any]]:
    return [(one.rule, one.severity, one.evidence["frames"]) for one in findings]


def test_black_is_all_but_two_samples_so_a_title_is_none() -> None:
    picture = curves(high=[64, 64, 95, 64], bright=[70, 940, 95, 161])
    assert black_marks(picture) == [True, False, False, False]


def test_a_freeze_is_held_across_the_pulses_of_intra_frames() -> None:
    group = [PULSE, PULSE, *[SAME] * 10]
    holds = [MOVES] * 12 + [MOVES, *[SAME] * 11] + group * 5 + [MOVES] * 12
    assert held_runs(curves(holds=holds)) == [Frames(12, 84)]
    grain = [MOVES] * 4 + [SAME] * 10 + [PULSE] * 30 + [MOVES] * 4
    assert held_runs(curves(holds=grain)) == [Frames(3, 14)]
    assert held_runs(curves(holds=[PULSE, SAME] * 20)) == [Frames(n, n + 2) for n in range(0, 40, 2)]


@pytest.mark.parametrize(
    ("high", "frames"),
    [
        ([800] * 20 + [64] * 3 + [800] * 20, 3),
        ([800] * 20 + [64] * 24 + [800] * 20, 24),
        ([800] * 20 + [64] * 25 + [800] * 20, None),  # longer: black, and told under its limit
        ([800] * 17 + [600, 400, 240, 64, 64, 240, 400, 600] + [800] * 17, None),  # a dip
        ([130] * 20 + [64] * 2 + [130] * 20, None),  # night
    ],
)
def test_a_few_black_frames_between_lit_ones_are_a_flash(high: list[int], frames: int | None, dossier: Any) -> None:
    change = [160] + [16 * abs(b - a) or 160 for a, b in pairwise(high)]
    picture, where = curves(high=high, change=change), Where(dossier(None), RATE)
    programme = Frames(0, picture.frames)
    runs = stretches(black_marks(picture))
    found = told(black_flashes(picture, runs, programme, where, None))
    assert found == ([("qc.black-flash", "warning", frames)] if frames else [])
    assert not told(black_flashes(picture, runs, programme, where, limit("1 f")))


def test_many_black_flashes_are_one_warning(dossier: Any) -> None:
    high = ([800] * 8 + [64] * 2) * 6 + [800] * 10
    change = [160] + [16 * abs(b - a) or 160 for a, b in pairwise(high)]
    picture, where = curves(high=high, change=change), Where(dossier(None), RATE)
    (found,) = black_flashes(picture, stretches(black_marks(picture)), Frames(0, picture.frames), where, None)
    assert (found.rule, found.severity, found.evidence["count"]) == ("qc.black-flashes", "warning", 6)
    assert (found.evidence["start"], found.evidence["frames"]) == (where.label(8), 52)


def test_holds_parted_by_drift_alone_are_motion() -> None:
    """Three holds end to end: light that changes; a long one after a short one is a freeze all the same."""
    step = [MOVES, *[SAME] * 54]
    drifting = curves(holds=[MOVES] * 5 + step * 3 + [MOVES] * 5, change=[160] * 5 + [4] * 165 + [160] * 5)
    assert len(held_runs(drifting)) == 3 and without_drift(drifting, held_runs(drifting)) == []
    cut = curves(holds=[MOVES] * 5 + step * 3 + [MOVES] * 5, change=[160] * 5 + [160, *[4] * 54] * 3 + [160] * 5)
    assert without_drift(cut, held_runs(cut)) == held_runs(cut)
    settled = curves(holds=[MOVES] * 5 + [MOVES, *[SAME] * 9, MOVES, *[SAME] * 90], change=[160] * 6 + [4] * 100)
    assert without_drift(settled, held_runs(settled)) == [held_runs(settled)[-1]]


def test_a_freeze_under_a_counter_is_warned_of_once(dossier: Any) -> None:
    under = curves(holds=[MOVES] * 10 + [UNDER] * 60 + [MOVES] * 10)
    where, programme = Where(dossier(None), RATE), Frames(0, 80)
    told_under = told(frozen_under(under, held_runs(under), programme, where, limit("2 s")))
    assert told_under == [("qc.freeze-under-text", "warning", 61)]
    plain = curves(holds=[MOVES] * 10 + [SAME] * 60 + [UNDER] * 5)
    assert not told(frozen_under(plain, held_runs(plain), programme, where, limit("2 s")))


def test_a_field_is_dead_that_is_so_for_a_second(dossier: Any) -> None:
    where, programme = Where(dossier(None), RATE), Frames(0, 90)
    assert told(dead_fields(curves(torn=[0] * 10 + [1] * 20 + [0] + [1] * 20 + [0] * 39), programme, where)) == [
        ("qc.field-dead", "error", 41)
    ]
    pulldown = [0, 1, 0, 1, 0] * 18  # one field of two frames in five is held
    assert not told(dead_fields(curves(torn=pulldown), programme, where))
    assert not told(dead_fields(curves(torn=[1] * 20 + [0] * 70), programme, where))


@pytest.mark.parametrize(
    ("moves", "repeat", "found"),
    [
        ([150] * 20, [1, 7], True),  # long-GOP coders refine a repeat
        ([150] * 20, [1, 17], False),
        ([30] * 20, [2], True),
        ([30] * 20, [5], False),
        ([4] * 18 + [60, 60], [0], False),  # nothing moves but a few digits
    ],
)
def test_a_repeat_is_told_by_the_motion_around_it(
    moves: list[int], repeat: list[int], found: bool, dossier: Any
) -> None:
    change = [*moves, *repeat, *reversed(moves)]
    holds = [MOVES] * len(moves) + [SAME] * len(repeat) + [MOVES] * len(moves)
    picture, where = curves(change=change, holds=holds), Where(dossier(None), RATE)
    made = told(repeats(picture, held_runs(picture), Frames(0, picture.frames), where))
    assert made == ([("qc.repeated-frames", "warning", len(repeat))] if found else [])


def test_levels_of_the_leader_are_not_those_of_the_programme(
    dossier: Any, master: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bars of RP 219 hold patches that are out of range on purpose."""
    made = dossier(master(), spec="ebu-r103", before=2, frames=50)
    wild = [700] * 50 + [0] * 50 + [700] * 20
    picture = curves(outside=wild, low=[2 if value else 64 for value in wild], high=[1000 if v else 800 for v in wild])
    monkeypatch.setattr(levels, "measured", lambda *_: (Scan("", Request(), picture), ()))
    assert list(levels.check(made)) == []
    late = dataclasses.replace(made.production.delivery, seconds_before=0)
    other = dataclasses.replace(made, production=dataclasses.replace(made.production, delivery=late))
    assert [one.rule for one in found(levels.check(other))] == ["qc.level-low", "qc.level-high", "qc.out-of-range"]


@pytest.mark.parametrize(
    ("seconds", "first", "frames"),
    [(10, "10:00:00;00", 300), (20, "10:00:00;00", 600), (30, "10:00:00;00", 900), (60, "10:00:00;00", 1798),
     (90, "10:00:00;00", 2698), (600, "10:00:00;00", 17982), (20, "00:00:00;00", 600),     (0, "10:00:00;00", 0)],
)  # fmt: skip
def test_a_drop_frame_leader_is_counted_back_by_labels(seconds: int, first: str, frames: int, dossier: Any) -> None:
    rate = FrameRate(30000, 1001)
    made = dossier(None, before=seconds, rate=rate, start=Timecode.parse(first, rate).time)
    made = dataclasses.replace(made, cut=dataclasses.replace(made.cut, drop=True))
    assert rate.nearest(leader(made)) == frames
