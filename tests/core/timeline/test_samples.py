"""Timelines from public repositories: each is read, or refused with a reason; never a crash, never nonsense."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Timecode

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines"


def samples(pattern: str) -> list[Path]:
    found = sorted(SAMPLES.rglob(pattern))
    if not found:
        pytest.skip(f"not proven: no {pattern} files in shared/samples/timelines beside the checkout")
    return found


def assert_sane(cut: Cut) -> None:
    assert cut.shots
    assert len({shot.id for shot in cut.shots}) == len(cut.shots)
    for shot in cut.shots:
        assert 0 <= shot.record_span.start < shot.record_span.end <= cut.duration
        shown = shot.record_span.duration * shot.speed
        assert abs(shot.source_span.duration - shown) <= 1
    starts = [shot.record_span.start for shot in cut.shots]
    assert starts == sorted(starts)


def test_every_otio_sample_is_read() -> None:
    for path in samples("*.otio"):
        cut, _ = read_cut(path)
        assert_sane(cut)


def test_every_edit_list_sample_is_read() -> None:
    for path in samples("*.edl"):
        rate = FrameRate(25) if path.stem in ("25fps", "timecode_mismatch") else FrameRate(24)
        cut, _ = read_cut(path, rate)
        assert_sane(cut)


def test_clips_of_resolve_and_hiero_are_read(tmp_path: Path) -> None:
    for path in samples("ayon-core/**/*.json"):
        copy = tmp_path / f"{path.stem}.otio"
        copy.write_bytes(path.read_bytes())
        cut, _ = read_cut(copy)
        assert_sane(cut)


def test_retimes_show_the_media_that_ayon_takes_from_them(tmp_path: Path) -> None:
    """First media frame and count, from the numbers in AYON's own tests of these files."""
    expected = {
        "img_seq_reverse_speed_no_tc.json": (20, 41, "-1"),  # of 0-100 at 24
        "img_seq_2x_speed.json": (909986, 22, "2"),  # in frames at 23.976
    }
    folder = {path.name: path for path in samples("ayon-core/**/*.json")}
    for name, (first, count, speed) in expected.items():
        copy = tmp_path / f"{name}.otio"
        copy.write_bytes(folder[name].read_bytes())
        cut, _ = read_cut(copy)
        shot = cut.shots[0]
        got = cut.rate.nearest(shot.source_span.start), cut.rate.nearest(shot.source_span.duration)
        assert (*got, f"{'-' if shot.reverse else ''}{shot.speed}") == (first, count, speed), name


@pytest.mark.parametrize(
    ("name", "events", "start", "frames"),
    [
        ("090PC_091MJ_100TC_V05_TURNOVER_20150123.edl", 115, "06:02:15:17", 8738),
        ("black_slug_avid2.edl", None, "01:00:00:00", 72533),
        ("SR_010.edl", 39, "01:00:00:00", 4899),
        ("speed_effects.edl", 548, "01:00:00:00", 30330),
    ],
)
def test_totals_of_real_turnovers(name: str, events: int | None, start: str, frames: int) -> None:
    """Start and end as the lists write them, read off by eye; frames at 24."""
    path = next(path for path in samples("*.edl") if path.name == name)
    cut, _ = read_cut(path, FrameRate(24))
    assert str(Timecode.at(cut.start, cut.rate)) == start
    assert cut.rate.nearest(cut.duration) == frames
    if events is not None:
        assert len(cut.shots) == events


def test_a_cut_off_sample_is_refused_or_read_but_never_crashes(tmp_path: Path) -> None:
    for path in samples("*.otio")[:4]:
        data = path.read_bytes()
        for part in (3, 7, 10):
            copy = tmp_path / "cut.otio"
            copy.write_bytes(data[: len(data) * part // 11])
            with pytest.raises(InputError):
                read_cut(copy)


def test_numbers_of_samples_that_python_does_not_know() -> None:
    """`Inf` and integers of 256 bits, which OpenTimelineIO reads."""
    path = next(path for path in samples("*.otio") if path.name == "big_int.otio")
    with pytest.raises(json.JSONDecodeError):
        json.loads(path.read_text(encoding="utf-8"))
    assert len(read_cut(path)[0].shots) == 1
