"""Reading AAF: what Avid and Premiere wrote, held against what others read in it; and files that nobody meant well with."""

from __future__ import annotations

import contextlib
import io
import os
import random
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

import aaf2
import pytest
from picturelock.cut import Cut, Shot
from picturelock.errors import InputError, UsageError
from picturelock.timeline.aaf.compound import BadFile, Compound
from picturelock.timeline.aaf.motion import Motion, moved
from picturelock.timeline.aaf.objects import Node
from picturelock.timeline.flatten import opened
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.times import FrameRate, Span, Timecode

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines" / "aaf"
R24 = FrameRate(24)


def sample(name: str) -> Path:
    path = SAMPLES / f"{name}.aaf"
    if not path.is_file():
        pytest.skip(f"not proven: no {path.name} in shared/samples/timelines/aaf beside the checkout")
    return path


def frames(cut: Cut, shot: Shot) -> tuple[int, int]:
    assert shot.record_span.start % cut.rate.frame == shot.record_span.end % cut.rate.frame == 0
    return cut.rate.nearest(shot.record_span.start), cut.rate.nearest(shot.record_span.end)


def source_label(shot: Shot) -> str:
    assert shot.source.rate is not None
    return str(Timecode.at(shot.source_span.start, shot.source.rate))


def adapted(path: Path) -> dict[str, list[list[tuple[float, float, str]]]]:
    """The clips of each track as OpenTimelineIO's own adapter reads them: record start, length and name."""
    otio = pytest.importorskip("opentimelineio")
    pytest.importorskip("otio_aaf_adapter")
    with contextlib.redirect_stdout(io.StringIO()):
        found = otio.adapters.read_from_file(str(path), adapter_name="AAF")
    if isinstance(found, otio.schema.SerializableCollection):
        found = max(found, key=lambda one: one.duration().value)
    tracks: dict[str, list[list[tuple[float, float, str]]]] = {"Video": [], "Audio": []}
    for track in found.tracks:
        at, row = 0.0, []
        for item in track:
            if not isinstance(item, otio.schema.Transition):
                length = item.duration().value
                if not isinstance(item, otio.schema.Gap):
                    row.append((round(at, 3), round(length, 3), item.name))
                at += length
        if row and track.kind in tracks:
            tracks[track.kind].append(row)
    return tracks


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_sample_lies_where_another_reader_sees_it() -> None:
    paths = sorted(SAMPLES.glob("*.aaf"))
    if not paths:
        pytest.skip("not proven: no AAF files in shared/samples/timelines beside the checkout")
    for path in paths:
        cut, _ = read_timeline(path)
        for kind, letter in (("Video", "V"), ("Audio", "A")):
            ours: dict[str, list[tuple[float, float]]] = {}
            for shot in cut.shots:
                start, end = frames(cut, shot)
                ours.setdefault(shot.track, []).append((start, end - start))
            mine = [ours[track] for track in sorted(ours) if track[0] == letter]
            assert mine == [[one[:2] for one in row] for row in adapted(path)[kind]], (path.name, kind)
        assert_opens(cut)


def assert_opens(cut: Cut) -> None:
    whole = opened(cut)
    assert whole.shots
    assert len({shot.id for shot in whole.shots}) == len(whole.shots)
    for shot in whole.shots:
        assert 0 <= shot.record_span.start < shot.record_span.end <= cut.duration
        assert abs(shot.source_span.duration - shot.record_span.duration * shot.speed) <= 1


def test_start_timecode_and_drop_frame() -> None:
    """The timecode track counts at its own FPS, and a sequence at 29.97 may start in drop frame."""
    cut, _ = read_timeline(sample("2997fps-DFTC"))
    assert (cut.rate, cut.drop) == (FrameRate(30000, 1001), True)
    assert str(Timecode.at(cut.start, cut.rate, cut.drop)) == "05:00:00;00"
    shot = cut.shots[0]
    assert frames(cut, shot) == (0, 2989)
    assert shot.source.rate == FrameRate(24000, 1001), "a file of another rate than the sequence"
    assert shot.source_span.duration == shot.record_span.duration
    assert [track.id for track in cut.tracks] == ["V1", "A1", "A2", "A3", "A4", "A5", "A6"]
    assert [one.extras["AAF"]["SourceTrack"] for one in cut.shots if one.kind == "audio"] == [1, 2, 3, 4, 5, 6]


def test_reel_and_source_timecode_come_from_the_tape() -> None:
    cut, _ = read_timeline(sample("one_clip"))
    shot = cut.shots[0]
    assert shot.name == "ppjoshm_1 (SIM1)"
    assert shot.source.reel == "ppjoshm_1.SIM1.02"
    assert source_label(shot) == "01:00:04:05", "the tape starts at frame 86501"
    assert shot.source.available is not None
    assert shot.source.available.start == shot.source.start == shot.source_span.start
    assert R24.nearest(shot.source.available.duration) == 10
    assert shot.source.url.startswith("file://VSD/")
    kept = shot.source.extras["AAF"]
    assert kept["MobID"].endswith("7f7f2a80.5c9e6962.cd005cc5")
    assert kept["UserComments"]["comment"] == "Spinning cube"


def test_two_clips_of_one_file_have_one_source() -> None:
    cut, _ = read_timeline(sample("duplicates"))
    assert len({shot.source for shot in cut.shots}) == 1
    assert [source_label(shot) for shot in cut.shots] == ["01:00:00:00", "01:00:00:00", "01:00:00:00", "01:00:05:16"]


def test_names_of_every_script() -> None:
    cut, _ = read_timeline(sample("utf8"))
    assert cut.name == "Sequence_ABCXYZñçêœ•∑´®†¥¨ˆøπ“‘åß∂ƒ©˙∆˚¬…æΩ≈ç√∫˜µ≤≥÷.Exported.01"
    assert cut.shots[0].name.startswith("Clip_ABCXYZñçêœ")


def test_a_submaster_is_a_nest_with_its_layers() -> None:
    cut, _ = read_timeline(sample("nested_stack"))
    nest = cut.shots[1].nest
    assert nest is not None
    assert frames(cut, cut.shots[1]) == (15, 48)
    placed = sorted((shot.id, *frames(nest, shot)) for shot in nest.shots)
    assert placed == [("V1:1", 1, 8), ("V1:2", 8, 12), ("V1:3", 22, 33), ("V2:1", 10, 25), ("V3:1", 1, 9)]
    assert len(read_cut(sample("nested_stack"))[0].shots) == 3 + 5


def test_a_subclip_and_an_adjusted_clip_are_clips_of_their_source() -> None:
    cut, _ = read_timeline(sample("subclip_sourceclip_references_compositionmob_with_mastermob"))
    shot = cut.shots[0]
    assert (shot.name, shot.nest, source_label(shot)) == ("Subclip.BREATH", None, "04:11:09:12")
    assert shot.source.reel == "xxxXXX009"
    name = "normalclip_sourceclip_references_compositionmob_with_usercomments_no_mastermob_usercomments"
    cut, _ = read_timeline(sample(name))
    assert [effect.name for effect in cut.shots[0].effects] == ["Audio Gain", "Audio Gain"]


def test_markers_with_colours_hang_on_the_clip_below_them() -> None:
    cut, _ = read_timeline(sample("marker-over-transition"))
    found = [(R24.nearest(one.span.start), one.name, one.color, one.shot) for one in cut.markers]
    assert found == [(0, "s999_1.gt_2", "BLUE", "V1:1"), (94, "s999_1.gt_2", "BLUE", "V1:3")]
    assert {one.span.duration for one in cut.markers} == {0}, "Avid's length of 1 is a point"
    assert [(effect.kind, effect.name, R24.nearest(effect.handle)) for shot in cut.shots for effect in shot.effects] == [
        ("transition-out", "dissolve", 24), ("transition-in", "dissolve", 24),
    ]  # fmt: skip


def test_a_marker_on_a_track_that_is_not_there_is_kept() -> None:
    cut, _ = read_timeline(sample("bad_marker_track_from_avid"))
    (marker,) = cut.markers
    assert marker.name.startswith("Marker on Track 3!")
    assert (R24.nearest(marker.span.start), marker.shot, marker.color) == (54, "", "GREEN")


def test_of_several_sequences_the_longest_is_read_and_the_others_are_named() -> None:
    cut, findings = read_timeline(sample("multiple_top_level_mobs"))
    assert (cut.name, cut.rate.label) == ("testNest30_2", "29.97")
    (several,) = (one for one in findings if one.rule == "timeline.aaf-several")
    assert (several.evidence["count"], several.evidence["others"]) == (2, "nestTest2")
    first = cut.shots[0]
    assert (frames(cut, first), first.speed) == ((0, 12), Fraction(9, 10)), "Premiere's ratio is output over input"


def test_another_of_several_sequences_is_read_where_it_is_named() -> None:
    for wanted in ("nesttest2", "2"):
        cut, findings = read_timeline(sample("multiple_top_level_mobs"), project=wanted)
        assert cut.name == "nestTest2"
        assert not any(one.rule == "timeline.aaf-several" for one in findings)


LENGTH = 8
CURVES: list[tuple[str, list[tuple[float, float]], tuple[int, int], Fraction, bool]] = [
    ("twice as fast", [(0, 0), (8, 16)], (0, 16), Fraction(2), False),
    ("a third", [(0, 0), (8, 8 / 3)], (0, 2), Fraction(1, 3), False),
    ("frozen", [(0, 3), (8, 3)], (3, 3), Fraction(0), False),
    ("backwards: its first frame is the last of eight", [(0, 7), (8, -1)], (0, 8), Fraction(1), True),
    ("backwards and fast", [(0, 15), (8, -1)], (0, 16), Fraction(2), True),
]


@pytest.mark.parametrize(("what", "points", "shown", "speed", "reverse"), CURVES, ids=[one[0] for one in CURVES])
def test_motion(
    what: str, points: list[tuple[float, float]], shown: tuple[int, int], speed: Fraction, reverse: bool
) -> None:
    """Avid's baked offset maps, as in OpenTimelineIO's misc_speed_effects.aaf."""
    cut, _ = read_timeline(sample("one_clip"))
    shot = Shot("V1:1", "V1", "video", "x", cut.shots[0].source, Span(0, 0), Span(0, R24.time_of(LENGTH)))
    exact = tuple((Fraction(time), Fraction(value).limit_denominator(1000)) for time, value in points)
    found = moved(shot, Motion(exact), 0, Fraction(24))
    assert (found.speed, found.reverse) == (speed, reverse)
    assert (R24.floor(found.source_span.start), R24.floor(found.source_span.end)) == shown


def test_a_motion_of_many_points_is_a_ramp() -> None:
    cut, _ = read_timeline(sample("one_clip"))
    shot = Shot("V1:1", "V1", "video", "x", cut.shots[0].source, Span(0, 0), Span(0, R24.time_of(LENGTH)))
    points = tuple((Fraction(time), Fraction(value)) for time, value in ((0, 0), (2, 2), (4, 4), (6, 12), (10, 28)))
    found = moved(shot, Motion(points), R24.time_of(100), Fraction(24))
    knots = [(R24.nearest(knot.record), R24.nearest(knot.source)) for knot in found.ramp]
    assert knots == [(0, 100), (4, 104), (8, 120)], "those on one line are one, and it ends with the shot"


def made(path: Path, build: Callable[[aaf2.AAFFile], None]) -> Path:
    with aaf2.open(str(path), "w") as file:
        build(file)
    return path


def composition(file: aaf2.AAFFile, *components: Any, usage: str = "Usage_TopLevel", rate: str = "24/1") -> Any:
    mob = file.create.CompositionMob("Cut")
    mob.usage = usage
    sequence = file.create.Sequence(media_kind="picture")
    sequence.components.value = list(components)
    slot = mob.create_timeline_slot(rate, 1)
    slot.segment = sequence
    file.content.mobs.append(mob)
    return mob


def refused(path: Path, reason: str, seconds: float = 5) -> None:
    before = perf_counter()
    with pytest.raises(InputError, match=reason) as caught:
        read_cut(path)
    assert perf_counter() - before < seconds
    assert caught.value.file == path


def clip_of(file: aaf2.AAFFile, mob: Any, length: int = 10) -> Any:
    clip = file.create.SourceClip(media_kind="picture", length=length)
    clip.mob_id, clip.slot_id = mob.mob_id, 1
    return clip


def test_a_sequence_that_contains_itself(tmp_path: Path) -> None:
    def build(file: aaf2.AAFFile) -> None:
        mob = composition(file)
        mob.slot_at(1).segment.components.value = [clip_of(file, mob)]

    refused(made(tmp_path / "loop.aaf", build), "contains itself")


def test_sequences_that_double_forty_times(tmp_path: Path) -> None:
    def build(file: aaf2.AAFFile) -> None:
        inner = composition(file, clip_of(file, composition(file, usage="Usage_LowerLevel")), usage="Usage_LowerLevel")
        for _ in range(40):
            inner = composition(file, clip_of(file, inner), clip_of(file, inner), usage="Usage_LowerLevel")
        composition(file, clip_of(file, inner))

    refused(made(tmp_path / "bomb.aaf", build), "levels deep|more than 2,000,000 clips")


def test_segments_nested_without_end(tmp_path: Path) -> None:
    def build(file: aaf2.AAFFile) -> None:
        segment = file.create.Filler("picture", 5)
        for _ in range(80):
            outer = file.create.Selector("picture", 5)
            outer["Selected"].value = segment
            segment = outer
        composition(file, segment)

    refused(made(tmp_path / "deep.aaf", build), "more than 50 levels deep")


def test_times_that_mean_nothing(tmp_path: Path) -> None:
    for length, reason in ((-5, "negative duration"), (2**62, "where a time belongs")):
        path = made(
            tmp_path / f"{length}.aaf", lambda file, n=length: composition(file, file.create.Filler("picture", n))
        )
        refused(path, reason)


def test_nothing_to_show(tmp_path: Path) -> None:
    refused(made(tmp_path / "empty.aaf", lambda file: None), "holds no sequence")
    refused(made(tmp_path / "gap.aaf", lambda file: composition(file)), "holds no clips")


def test_a_clip_whose_media_nobody_describes_is_kept_and_named(tmp_path: Path) -> None:
    def build(file: aaf2.AAFFile) -> None:
        composition(file, file.create.SourceClip(media_kind="picture", length=10))

    cut, findings = read_timeline(made(tmp_path / "missing.aaf", build))
    assert [frames(cut, shot) for shot in cut.shots] == [(0, 10)]
    assert [(one.rule, one.evidence["where"]) for one in findings] == [
        ("timeline.aaf-missing-clip", "clip 1 of track V1")
    ]


def test_a_sequence_in_samples_alone_does_not_say_its_frame_rate(tmp_path: Path) -> None:
    def build(file: aaf2.AAFFile) -> None:
        composition(file, file.create.SourceClip(media_kind="picture", length=96_000), rate="48000/1")

    path = made(tmp_path / "sound.aaf", build)
    with pytest.raises(UsageError, match="does not say its frame rate"):
        read_timeline(path)
    cut, _ = read_timeline(path, R24)
    assert frames(cut, cut.shots[0]) == (0, 48)


def test_what_is_no_aaf(tmp_path: Path) -> None:
    path = tmp_path / "cut.aaf"
    for content in (b"", b"not an AAF", bytes(4096), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)):
        path.write_bytes(content)
        refused(path, "expected an AAF file")
    refused(tmp_path / "none.aaf", "does not exist")
    pipe = tmp_path / "pipe.aaf"
    os.mkfifo(pipe)
    refused(pipe, "is no file")


def test_tables_that_run_in_circles(tmp_path: Path) -> None:
    """A header that asks for four thousand million tables, and directories that hold themselves."""
    good = made(tmp_path / "good.aaf", lambda file: composition(file, file.create.Filler("picture", 5))).read_bytes()
    path = tmp_path / "bad.aaf"
    for at, value in ((68, 0), (72, 0xFFFFFFFF), (48, 0xFFFFFFF0), (60, 1), (76, 1)):
        data = bytearray(good)
        struct.pack_into("<I", data, at, value)
        if at == 72:
            struct.pack_into("<I", data, 68, 1)
        path.write_bytes(data)
        with contextlib.suppress(InputError):
            read_cut(path)
    child = good.index("Header-2".encode("utf-16-le")) + 76
    for value in (0, 1, 2, 3, 0x7FFFFFFF):
        data = bytearray(good)
        struct.pack_into("<I", data, child, value)
        path.write_bytes(data)
        refused(path, "expected an AAF file")


def test_a_stream_larger_than_the_file(tmp_path: Path) -> None:
    good = made(tmp_path / "good.aaf", lambda file: composition(file, file.create.Filler("picture", 5))).read_bytes()
    data, name, at = bytearray(good), "properties".encode("utf-16-le"), -1
    while (at := good.find(name, at + 1)) >= 0:
        if at % 128 == 0:  # the start of an entry in the directory
            struct.pack_into("<Q", data, at + 120, 2**40)
    assert data != good
    path = tmp_path / "bad.aaf"
    path.write_bytes(data)
    with path.open("rb") as file:
        compound = Compound(file, len(data))
        with pytest.raises(BadFile, match="larger than it can be"):
            Node(compound, compound.root)


def test_broken_files_are_refused_or_read_but_never_crash(tmp_path: Path) -> None:
    chance = random.Random(1)
    good = made(tmp_path / "good.aaf", lambda file: composition(file, file.create.Filler("picture", 5))).read_bytes()
    path = tmp_path / "bad.aaf"
    for number in range(60):
        data = bytearray(good)
        if number % 3 == 0:
            data = data[: chance.randrange(len(data))]
        else:
            for _ in range(chance.randrange(1, 300)):
                data[chance.randrange(len(data) if number % 3 == 1 else 512)] = chance.randrange(256)
        path.write_bytes(data)
        with contextlib.suppress(InputError, UsageError):
            read_cut(path)
