"""Writing AAF: what another reader, OpenTimelineIO's own adapter, finds in it, and what Avid looks for."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import replace
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import aaf2
import pytest
from picturelock.cut import Cut, Marker, Shot
from picturelock.timeline.aaf.format import AAF
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines" / "aaf"
R24 = FrameRate(24)


def beside(name: str) -> ModuleType:
    """A module of this folder: test files cannot import each other."""
    spec = spec_from_file_location(f"timeline_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CUTS = beside("cuts")


def adapted(path: Path) -> Any:
    """The timeline as OpenTimelineIO's own adapter reads it."""
    otio = pytest.importorskip("opentimelineio")
    pytest.importorskip("otio_aaf_adapter")
    with contextlib.redirect_stdout(io.StringIO()):
        return otio.adapters.read_from_file(str(path), adapter_name="AAF")


def clips(timeline: Any, kind: str = "Video") -> list[list[tuple[int, int, str]]]:
    """Record start, length and name of what lies on each track."""
    found = []
    for track in timeline.tracks:
        if track.kind == kind:
            at, row = 0, []
            for item in track:
                if type(item).__name__ != "Transition":
                    length = round(item.duration().value)
                    if type(item).__name__ != "Gap":
                        row.append((at, length, item.name))
                    at += length
            found.append(row)
    return found


def ours(cut: Cut, kind: str = "video") -> list[list[tuple[int, int, str]]]:
    tracks = [track.id for track in cut.tracks if track.kind == kind]
    rate = cut.rate
    return [
        [
            (rate.nearest(shot.record_span.start), rate.nearest(shot.record_span.duration), shot.name)
            for shot in cut.shots
            if shot.track == track
        ]
        for track in tracks
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    "case",
    [
        "simple at 23.976", "simple at 24", "simple at 25", "simple at 29.97 drop", "tracks", "dissolve about the edit",
        "fades", "retimes", "mixed rates", "not ascii",
    ],
)  # fmt: skip
def test_another_reader_sees_the_same_clips(case: str, tmp_path: Path) -> None:
    cut = CUTS.CUTS[case]()
    path = tmp_path / "cut.aaf"
    AAF.write(cut, path)
    found = adapted(path)
    assert found.name == cut.name
    assert round(found.global_start_time.value) == cut.rate.nearest(cut.start)
    assert found.global_start_time.rate == pytest.approx(float(cut.rate))
    assert clips(found) == ours(cut)
    assert clips(found, "Audio") == ours(cut, "audio")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_reader_sees_which_frames_of_the_source(tmp_path: Path) -> None:
    """OpenTimelineIO's adapter gives a clip's range in the timecode of its source."""
    cut = CUTS.CUTS["dissolve about the edit"]()
    path = tmp_path / "cut.aaf"
    AAF.write(cut, path)
    timeline = adapted(path)  # its items live as long as it does
    items = [item for item in timeline.video_tracks()[0] if type(item).__name__ == "Clip"]
    assert [round(item.source_range.start_time.value) for item in items] == [
        R24.nearest(shot.source_span.start) for shot in cut.shots
    ]
    assert [item.media_reference.target_url for item in items] == [f"file://{shot.source.url}" for shot in cut.shots]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_reader_sees_the_speeds(tmp_path: Path) -> None:
    for case in ("retimes", "reverses", "freezes"):
        cut = CUTS.CUTS[case]()
        path = tmp_path / f"{case}.aaf"
        AAF.write(cut, path)
        timeline = adapted(path)  # its items live as long as it does
        items = [item for item in timeline.video_tracks()[0] if type(item).__name__ != "Gap"]
        found = [next((effect.time_scalar for effect in item.effects), 1) for item in items]
        assert found == [-shot.speed if shot.reverse else shot.speed for shot in cut.shots]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_reader_sees_the_markers(tmp_path: Path) -> None:
    """Its own writer drops them. Those of the timeline are on the timecode track, which it does not look at."""
    cut = CUTS.CUTS["markers"]()
    path = tmp_path / "cut.aaf"
    AAF.write(cut, path)
    timeline = adapted(path)
    found = [marker for item in timeline.find_children() for marker in getattr(item, "markers", ())]
    assert {("On the clip\nsee reel 2", "YELLOW"), ("Pink", "PINK")} <= {(one.name, one.color) for one in found}


def mobs(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Every mob by its kind: name and identifier."""
    found: dict[str, list[tuple[str, str]]] = {}
    with aaf2.open(str(path)) as file:
        for mob in file.content.mobs:
            found.setdefault(type(mob).__name__, []).append((mob.name, str(mob.mob_id)))
    return found


def test_one_source_is_one_file_and_one_tape(tmp_path: Path) -> None:
    cut = CUTS.CUTS["tracks"]()
    AAF.write(cut, tmp_path / "cut.aaf")
    sources = [name for name, _ in mobs(tmp_path / "cut.aaf")["SourceMob"]]
    # A file for the picture and one for the sound, as Avid has them, and the tape of both.
    assert sorted(sources) == ["A001C003", "A001C003.mov", "A001C003.mov", "wild", "wild.wav"]


def test_two_exports_name_a_clip_alike(tmp_path: Path) -> None:
    for name in ("a", "b"):
        AAF.write(CUTS.CUTS["simple at 24"](), tmp_path / f"{name}.aaf")
    first, second = mobs(tmp_path / "a.aaf"), mobs(tmp_path / "b.aaf")
    assert sorted(first["MasterMob"]) == sorted(second["MasterMob"])
    assert first["CompositionMob"] != second["CompositionMob"]


def test_clips_of_avid_keep_their_identifiers(tmp_path: Path) -> None:
    path = SAMPLES / "one_clip.aaf"
    if not path.is_file():
        pytest.skip("not proven: no one_clip.aaf in shared/samples/timelines/aaf beside the checkout")
    cut, _ = read_timeline(path)
    AAF.write(cut, tmp_path / "again.aaf")
    before, after = mobs(path), mobs(tmp_path / "again.aaf")
    assert ("ppjoshm_1 (SIM1)", before["MasterMob"][0][1]) in after["MasterMob"]
    again, _ = read_timeline(tmp_path / "again.aaf")
    assert again.shots[0].source.extras["AAF"]["UserComments"]["comment"] == "Spinning cube"
    assert [(s.id, s.source_span, s.record_span, s.source.reel) for s in again.shots] == [
        (s.id, s.source_span, s.record_span, s.source.reel) for s in cut.shots
    ]


def test_every_sample_comes_back(tmp_path: Path) -> None:
    paths = sorted(SAMPLES.glob("*.aaf"))
    if not paths:
        pytest.skip("not proven: no AAF files in shared/samples/timelines beside the checkout")
    for path in paths:
        cut, _ = read_timeline(path)
        findings = AAF.write(cut, tmp_path / path.name)
        assert {str(one.evidence["what"]).partition(":")[0] for one in findings} <= AAF.cannot_hold
        again, _ = read_timeline(tmp_path / path.name)
        assert (again.rate, again.start, again.drop) == (cut.rate, cut.start, cut.drop), path.name
        assert [described(shot) for shot in again.shots] == [described(shot) for shot in cut.shots], path.name
        assert [(one.span, one.name, one.color, one.shot) for one in again.markers] == [
            (one.span, one.name, one.color, one.shot) for one in cut.markers
        ], path.name


def described(shot: Shot) -> tuple[object, ...]:
    effects = tuple((one.kind, one.handle, one.inside) for one in shot.effects if one.kind != "other")
    return (
        shot.id, shot.name, shot.record_span, shot.source_span, shot.speed, shot.reverse, shot.enabled, effects,
        shot.source.reel, shot.source.name, len(shot.ramp), shot.nest is not None,
    )  # fmt: skip


def test_sound_between_two_frames_counts_in_samples(tmp_path: Path) -> None:
    cut = CUTS.CUTS["between frames"]()
    assert AAF.write(replace(cut, markers=()), tmp_path / "cut.aaf") == ()
    with aaf2.open(str(tmp_path / "cut.aaf")) as file:
        (mob,) = file.content.toplevel()
        rates = {slot.media_kind: slot.edit_rate for slot in mob.slots}
    assert (rates["Picture"], rates["Sound"]) == (24, 48_000)


def test_a_clip_of_another_rate_starts_on_its_own_frame(tmp_path: Path) -> None:
    """76 frames at 25 are no whole number of frames at 24: the master clip starts there instead."""
    other = CUTS.source("PAL.mov", FrameRate(25), 10)
    first = (other.start or 0) + FrameRate(25).time_of(76)
    shot = CUTS.shot("V1:1", (0, 48), 0, other)
    cut = CUTS.cut(replace(shot, source_span=Span(first, first + shot.record_span.duration)))
    assert AAF.write(cut, tmp_path / "cut.aaf") == ()
    assert read_timeline(tmp_path / "cut.aaf")[0].shots[0].source_span.start == first


def test_a_speed_that_no_fraction_of_32_bits_holds_is_a_loss(tmp_path: Path) -> None:
    shot = CUTS.shot("V1:1", (0, 48), 0)
    speed = Fraction(1_000_000_007, 999_999_937)
    length = round(shot.record_span.duration * speed)
    odd = replace(shot, speed=speed, source_span=Span(shot.source_span.start, shot.source_span.start + length))
    findings = AAF.write(CUTS.cut(odd), tmp_path / "cut.aaf")
    assert [one.evidence["what"] for one in findings] == ["fraction"]
    got = read_timeline(tmp_path / "cut.aaf")[0].shots[0]
    assert abs(got.source_span.duration - length) < R24.frame // 1000


def test_texts_that_no_file_can_hold(tmp_path: Path) -> None:
    cut = CUTS.CUTS["simple at 24"]()
    shots = tuple(replace(shot, name=f"a\ud800b{shot.id}\0c", comments=("x" * 50_000,)) for shot in cut.shots)
    markers = (Marker(Span(0, 0), "\udfff", "n" * 50_000),)
    write_timeline(replace(cut, name="\ud800", shots=shots, markers=markers), tmp_path / "cut.aaf")
    got, _ = read_timeline(tmp_path / "cut.aaf")
    assert [shot.record_span for shot in got.shots] == [shot.record_span for shot in cut.shots]


def test_a_nest_of_several_sound_tracks_is_heard_whole(tmp_path: Path) -> None:
    """A clip points to one slot: the tracks of its nest are mixed there."""
    inside = CUTS.cut(CUTS.shot("A1:1", (0, 40), 0), CUTS.shot("A2:1", (10, 30), 50), hour=0, name="Mix")
    outer = CUTS.shot("A1:1", (0, 20), 0)
    shot = replace(
        outer, source=replace(outer.source, name="Mix"), nest=inside, name="Mix", source_span=CUTS.frames(5, 25)
    )
    AAF.write(CUTS.cut(shot), tmp_path / "cut.aaf")
    (got,) = read_timeline(tmp_path / "cut.aaf")[0].shots
    assert got.nest is not None
    assert [(one.id, one.record_span) for one in got.nest.shots] == [(one.id, one.record_span) for one in inside.shots]
