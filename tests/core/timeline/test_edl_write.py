"""Edit decision lists as they are written: each line against what the format asks for, then read back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from picturelock.cut import Cdl, Cut, Effect, Marker, Shot, Source
from picturelock.errors import UsageError
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)
HOUR = 86400


def span(start: int, end: int, rate: FrameRate = RATE) -> Span:
    return Span(rate.time_of(start), rate.time_of(end))


def shot(track: str, number: int, source: Span, record: Span, reel: str = "A001", **more: object) -> Shot:
    kind = "video" if track.startswith("V") else "audio"
    made = Shot(f"{track}:{number}", track, kind, f"{reel}.MOV", Source(f"{reel}.MOV", reel), source, record)  # type: ignore[arg-type]
    return replace(made, **more)  # type: ignore[arg-type]


def cut(*shots: Shot, markers: tuple[Marker, ...] = (), rate: FrameRate = RATE, drop: bool = False) -> Cut:
    end = max(one.record_span.end for one in shots)
    return Cut("Reel 1", rate, shots, rate.time_of(HOUR), drop, markers, duration=end)


def written(made: Cut, folder: Path) -> tuple[list[str], dict[str, int]]:
    """The list's lines that say anything, and what was lost, how often."""
    path = folder / "cut.edl"
    lost = write_timeline(made, path)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
    return lines, {str(one.evidence["what"]): int(one.evidence["count"]) for one in lost}


def test_a_straight_cut(tmp_path: Path) -> None:
    two = cut(shot("V1", 1, span(100, 148), span(0, 48)), shot("V1", 2, span(0, 24), span(48, 72), "B002"))
    lines, lost = written(two, tmp_path)
    assert lines == [
        "TITLE: Reel 1",
        "FCM: NON-DROP FRAME",
        "001  A001     V     C        00:00:04:04 00:00:06:04 01:00:00:00 01:00:02:00",
        "* FROM CLIP NAME: A001.MOV",
        "002  B002     V     C        00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00",
        "* FROM CLIP NAME: B002.MOV",
    ]
    assert lost == {}


def test_picture_and_its_sound_are_one_event(tmp_path: Path) -> None:
    source, record = span(100, 148), span(0, 48)
    for tracks, channel in ((("V1", "A1", "A2"), "AA/V"), (("V1", "A1"), "B"), (("A1", "A2"), "AA"), (("A3",), "A3")):
        made = cut(*(shot(track, 1, source, record) for track in tracks))
        path = tmp_path / f"{len(tracks)}{channel[0]}.edl"
        write_timeline(made, path)
        assert f" {channel} " in path.read_text().splitlines()[3]
        back, _ = read_timeline(path, RATE)
        assert {one.track for one in back.shots} == set(tracks)


def test_a_centred_dissolve_starts_where_the_incoming_shot_is_first_seen(tmp_path: Path) -> None:
    """Out of A at frame 48 with 6 frames beyond; B is seen from 6 frames before it: 12 frames from frame 42 on."""
    six = RATE.time_of(6)
    a = shot("V1", 1, span(0, 48), span(0, 48), effects=(Effect("transition-out", "dissolve", six),))
    b = shot("V1", 2, span(200, 248), span(48, 96), "B002", effects=(Effect("transition-in", "dissolve", six),))
    lines, lost = written(cut(a, b), tmp_path)
    assert lines[2].endswith("00:00:00:00 00:00:01:18 01:00:00:00 01:00:01:18")
    assert lines[4] == "002  A001     V     C        00:00:01:18 00:00:01:18 01:00:01:18 01:00:01:18"
    assert lines[5] == "002  B002     V     D    012 00:00:08:02 00:00:10:08 01:00:01:18 01:00:04:00"
    assert lines[6:] == ["* FROM CLIP NAME: A001.MOV", "* TO CLIP NAME: B002.MOV"]
    assert lost == {"transition-cuts": 1}


def test_a_reversed_shot_in_dissolves_keeps_its_frames(tmp_path: Path) -> None:
    """76 frames backwards, seen 6 frames before its edge (beyond its source's end) and brought out 3 frames before it."""
    six, three = RATE.time_of(6), RATE.time_of(3)
    a = shot("V1", 1, span(0, 48), span(0, 48), effects=(Effect("transition-out", "dissolve", three),))
    edges = Effect("transition-in", "dissolve", six), Effect("transition-out", "dissolve", six)
    b = shot("V1", 2, span(22500, 22576), span(48, 124), "B002", reverse=True, effects=edges)
    c = shot("V1", 3, span(10, 58), span(124, 172), "C003", effects=(Effect("transition-in", "dissolve", three),))
    written(cut(a, b, c), tmp_path)
    back = read_timeline(tmp_path / "cut.edl", RATE)[0].shots[1]
    assert (back.record_span, back.source_span) == (span(42, 121), span(22503, 22582))


def test_a_dissolve_to_a_clip_that_is_off_is_a_fade(tmp_path: Path) -> None:
    six, three = RATE.time_of(6), RATE.time_of(3)
    a = shot("V1", 1, span(0, 48), span(0, 48), effects=(Effect("transition-out", "dissolve", six),))
    b = shot(
        "V1", 2, span(0, 48), span(48, 96), "B", effects=(Effect("transition-in", "dissolve", three),), enabled=False
    )
    written(cut(a, b), tmp_path)
    (back,) = (one for one in read_timeline(tmp_path / "cut.edl", RATE)[0].shots if not one.source.generated)
    assert (back.record_span, back.source_span) == (span(0, 54), span(0, 54))
    assert back.effects == (Effect("transition-out", "dissolve", inside=RATE.time_of(9)),)


def test_wipes_and_named_effects(tmp_path: Path) -> None:
    half = RATE.time_of(12)
    for name, code, note in (("wipe 027", "W027", False), ("Push Left", "D", True)):
        a = shot("V1", 1, span(0, 48), span(0, 48), effects=(Effect("transition-out", name, half),))
        b = shot("V1", 2, span(0, 48), span(48, 96), "B002", effects=(Effect("transition-in", name),))
        path = tmp_path / f"{code}.edl"
        write_timeline(cut(a, b), path)
        text = path.read_text()
        assert f" {code} " in text
        assert ("* EFFECT NAME: Push Left" in text) is note
        assert read_timeline(path, RATE)[0].shots[1].effects == (Effect("transition-in", name),)


def test_fades_from_and_to_black_come_back(tmp_path: Path) -> None:
    second = RATE.time_of(24)
    fades = Effect("transition-in", "dissolve", inside=second), Effect("transition-out", "dissolve", inside=second)
    one = shot("V1", 1, span(100, 196), span(0, 96), effects=fades)
    lines, lost = written(cut(one), tmp_path)
    assert lines[2] == "001  BL       V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00"
    assert lines[3] == "001  A001     V     D    024 00:00:04:04 00:00:07:04 01:00:00:00 01:00:03:00"
    assert lines[6] == "002  BL       V     D    024 00:00:00:00 00:00:01:00 01:00:03:00 01:00:04:00"
    assert lost == {}
    (back,) = read_timeline(tmp_path / "cut.edl", RATE)[0].shots
    assert (back.record_span, back.source_span, back.effects) == (one.record_span, one.source_span, fades)


@pytest.mark.parametrize(
    ("speed", "reverse", "m2"),
    [
        (Fraction(2), False, "048.0"),
        (Fraction(1, 2), True, "-012.0"),
        (Fraction(0), False, "000.0"),
        (Fraction(1, 3), False, "008.0"),
    ],
)
def test_speeds(tmp_path: Path, speed: Fraction, reverse: bool, m2: str) -> None:
    shown = span(96, 96 + int(48 * speed))
    made = cut(shot("V1", 1, shown, span(0, 48), speed=speed, reverse=reverse))
    lines, lost = written(made, tmp_path)
    assert lines[3].split() == ["M2", "A001", m2, "00:00:04:00"]
    (back,) = read_timeline(tmp_path / "cut.edl", RATE)[0].shots
    assert (back.speed, back.reverse, back.source_span) == (speed, reverse, shown)
    assert lost == {}


def test_a_speed_that_m2_cannot_say_is_told(tmp_path: Path) -> None:
    speed = Fraction(100, 7 * 24)
    made = cut(shot("V1", 1, Span(0, 48 * RATE.frame * 100 // 168), span(0, 48), speed=speed))
    assert written(made, tmp_path)[1] == {"speeds": 1}


@pytest.mark.parametrize("rate", ["23.976", "25", "29.97", "30", "59.94"])
@pytest.mark.parametrize("drop", [False, True])
def test_every_rate_comes_back_to_the_frame(tmp_path: Path, rate: str, drop: bool) -> None:
    known = FrameRate.parse(rate)
    if drop and not known.drop_labels:
        pytest.skip("no drop frame at this rate")
    made = Cut(
        "c", known, tuple(
            shot("V1", number + 1, span(1000 * number, 1000 * number + 977, known), span(977 * number, 977 * number + 977, known))
            for number in range(40)
        ), known.time_of(107892), drop, duration=known.time_of(977 * 40),
    )  # fmt: skip
    path = tmp_path / "c.edl"
    write_timeline(made, path)
    assert ("FCM: DROP FRAME" in path.read_text()) is drop
    back, _ = read_timeline(path, known)
    assert back.start == made.start
    assert back.drop is drop
    assert [(one.source_span, one.record_span) for one in back.shots] == [
        (one.source_span, one.record_span) for one in made.shots
    ]


def test_markers_comments_and_grades_come_back(tmp_path: Path) -> None:
    grade = Cdl((1.1, 0.9, 1.0), (0.01, -0.02, 0.0), (1.0, 1.2, 0.8), 0.9)
    one = shot("V1", 1, span(0, 48), span(0, 48), comments=("VFX: clean plate  needed", "LOC tbc"), cdl=grade)
    at = Span(RATE.time_of(12), RATE.time_of(12))
    long = Marker(span(24, 36), "Son à vérifier", "", "GREEN")
    made = cut(one, markers=(Marker(at, "Check  eyeline", "", "BLUE"), long))
    lines, lost = written(made, tmp_path)
    assert "* LOC: 01:00:00:12 BLUE    Check  eyeline" in lines
    assert "* ASC_SOP: (1.1 0.9 1)(0.01 -0.02 0)(1 1.2 0.8)" in lines
    assert lost == {"marker-lengths": 1}
    back, _ = read_timeline(tmp_path / "cut.edl", RATE)
    assert (back.shots[0].comments, back.shots[0].cdl) == (one.comments, grade)
    assert [(m.span.start, m.name, m.color) for m in back.markers] == [
        (m.span.start, m.name, m.color) for m in made.markers
    ]


def test_what_a_list_cannot_hold_is_told(tmp_path: Path) -> None:
    made = cut(
        shot("V1", 1, span(0, 48), span(24, 72), "A 001"),
        shot("V2", 1, span(0, 24), span(24, 48)),
        shot("V1", 2, span(0, 24), span(72, 96), enabled=False),
    )
    _, lost = written(made, tmp_path)
    assert lost == {"tracks": 1, "disabled": 1, "reels": 1, "gaps": 2}


def test_a_cut_without_a_shot_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    made = cut(shot("V1", 1, span(0, 48), span(0, 48), enabled=False))
    with pytest.raises(UsageError, match="no clip that is on"):
        write_timeline(made, tmp_path / "cut.edl")
    assert list(tmp_path.iterdir()) == []


def test_another_reader_sees_the_same_cut(tmp_path: Path) -> None:
    """OpenTimelineIO's own adapter, where it is right: straight cuts, reels and dissolves at the cut."""
    half = RATE.time_of(12)
    a = shot("V1", 1, span(100, 148), span(0, 48), effects=(Effect("transition-out", "dissolve", half),))
    b = shot("V1", 2, span(0, 96), span(48, 144), "B002", effects=(Effect("transition-in", "dissolve"),))
    c = shot("V1", 3, span(480, 504), span(168, 192), "C003")
    written(cut(a, b, c), tmp_path)
    found = otio.adapters.read_from_file(str(tmp_path / "cut.edl"), "cmx_3600", rate=24)
    (track,) = found.video_tracks()
    clips = [one for one in track if isinstance(one, otio.schema.Clip)]
    assert [clip.metadata["cmx_3600"]["reel"] for clip in clips] == ["A001", "B002", "C003"]
    assert [clip.source_range.start_time.to_frames() for clip in clips] == [100, 0, 480]
    assert [type(one).__name__ for one in track if not isinstance(one, otio.schema.Clip)] == ["Transition", "Gap"]


def test_clips_that_overlap_on_a_track_are_told(tmp_path: Path) -> None:
    made = cut(shot("V1", 1, span(0, 48), span(0, 48)), shot("V1", 2, span(0, 48), span(40, 88), "B002"))
    for ending in ("otio", "fcpxml", "xml"):
        found = [one for one in write_timeline(made, tmp_path / f"c.{ending}") if one.rule == "timeline.overlapping"]
        assert [(one.evidence["count"], one.place.shot) for one in found] == [(1, "V1:2")]
