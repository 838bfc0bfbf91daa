"""Cuts as .otio files: OpenTimelineIO and DaVinci Resolve find in them what they look for, and nothing of a file is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import opentimelineio as otio
import pytest
from picturelock.cut import Cdl, Cut, Effect, Knot, Marker, Shot, Source, every_shot
from picturelock.cutmap import ramped
from picturelock.timeline.flatten import opened
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

Write = Callable[..., Path]
RATE = FrameRate(24)
HOUR = RATE.time_of(86400)
SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "timelines"


def frames(start: int, end: int) -> Span:
    return Span(RATE.time_of(start), RATE.time_of(end))


def shot(place: str, record: Span, first: int, **more: Any) -> Shot:
    source = Source("a.mov", "A001", None, "file:///media/a%20b.mov", HOUR, Span(HOUR, HOUR + RATE.time_of(900)), RATE)
    start = HOUR + RATE.time_of(first)
    made = Shot(place, place[:2], "video", place, source, Span(start, start + record.duration), record)
    return replace(made, **more)


def cut(*shots: Shot, **more: Any) -> Cut:
    end = max((one.record_span.end for one in shots), default=0)
    return replace(Cut("Film v2", RATE, shots, HOUR, duration=end), **more)


def written(made: Cut, path: Path, name: str = "otio") -> tuple[dict[str, Any], otio.schema.Timeline]:
    """The file's JSON, and what OpenTimelineIO makes of it."""
    write_timeline(made, path, name=name)
    found = otio.adapters.read_from_file(str(path), adapter_name="otio_json")
    return json.loads(path.read_text(encoding="utf-8")), found


def test_opentimelineio_finds_everything(tmp_path: Path) -> None:
    dissolve = (
        Effect("transition-out", "dissolve", RATE.time_of(8)),
        Effect("transition-in", "dissolve", RATE.time_of(6)),
    )
    made = cut(
        shot("V1:1", frames(0, 48), 100, effects=(dissolve[0],), cdl=Cdl(saturation=0.5), comments=("circled",)),
        shot("V1:2", frames(48, 96), 300, effects=(dissolve[1], Effect("other", "Blur"))),
        shot(
            "V1:3",
            frames(108, 120),
            0,
            speed=Fraction(2),
            source_span=Span(HOUR, HOUR + RATE.time_of(24)),
            reverse=True,
        ),
        shot("V1:4", frames(120, 130), 7, speed=Fraction(0), source_span=Span(HOUR, HOUR)),
        markers=(Marker(frames(5, 5), "m", "note", "GREEN", "V1:1", "pl-1"), Marker(frames(50, 60), "t")),
    )
    _, timeline = written(made, tmp_path / "cut.otio")
    assert (timeline.name, timeline.global_start_time) == ("Film v2", otio.opentime.RationalTime(86400, 24))
    track = timeline.tracks[0]
    kinds = [type(child).__name__ for child in track]
    assert kinds == ["Clip", "Transition", "Clip", "Gap", "Clip", "Clip"]
    first, transition, second, _, third, still = track
    assert first.source_range == otio.opentime.TimeRange(
        otio.opentime.RationalTime(86500, 24), otio.opentime.RationalTime(48, 24)
    )
    assert (transition.in_offset.value, transition.out_offset.value) == (6, 8)
    assert transition.transition_type == "SMPTE_Dissolve"
    assert first.media_reference.target_url == "file:///media/a%20b.mov"
    assert first.available_range().start_time.value == 86400
    assert first.metadata["cmx_3600"]["reel"] == first.metadata["Resolve_OTIO"]["Reel Name"] == "A001"
    assert list(first.metadata["cmx_3600"]["comments"]) == ["circled"]
    assert first.metadata["cdl"]["asc_sat"] == 0.5
    assert [one.effect_name for one in second.effects] == ["Blur"]
    assert [one.time_scalar for one in third.effects] == [-2.0]
    assert isinstance(still.effects[0], otio.schema.FreezeFrame)
    assert [(one.name, one.comment, one.color, one.marked_range.start_time.value) for one in first.markers] == [
        ("m", "note", "GREEN", 86505)
    ]
    assert [(one.name, one.marked_range.start_time.value) for one in timeline.tracks.markers] == [("t", 50)]
    assert timeline.tracks.range_of_child(still).start_time.value == 120


def test_the_linear_speed_stands_in_for_a_ramp(tmp_path: Path) -> None:
    knots = [
        Knot(0, HOUR),
        Knot(RATE.time_of(24), HOUR + RATE.time_of(48)),
        Knot(RATE.time_of(48), HOUR + RATE.time_of(60)),
    ]
    made = cut(ramped(shot("V1:1", frames(0, 48), 0), knots))
    (finding,) = write_timeline(made, tmp_path / "cut.otio")
    assert (finding.rule, finding.evidence["what"], finding.place.shot) == ("timeline.lost", "ramps", "V1:1")
    timeline = otio.adapters.read_from_file(str(tmp_path / "cut.otio"))
    assert timeline.tracks[0][0].effects[0].time_scalar == 1.25
    assert read_timeline(tmp_path / "cut.otio")[0].shots == made.shots


def test_the_shape_that_resolve_takes(tmp_path: Path) -> None:
    unknown = Source("b.mov", "", None, "/media/b.mov", None, None, RATE)
    made = cut(
        shot("V1:1", frames(0, 48), 100),
        shot("V1:2", frames(48, 60), 100, source=unknown),
        replace(shot("A1:1", frames(0, 48), 100), kind="audio", track="A1"),
    )
    data, timeline = written(made, tmp_path / "cut.otio", "otio-resolve")
    assert data["name"] == "Film v2"
    assert data["global_start_time"] == {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": 86400.0}
    tracks = data["tracks"]["children"]
    assert [(track["name"], track["kind"]) for track in tracks] == [("Video 1", "Video"), ("Audio 1", "Audio")]
    for clip in (clip for track in tracks for clip in track["children"]):
        assert clip["OTIO_SCHEMA"] == "Clip.2"
        assert clip["active_media_reference_key"] == "DEFAULT_MEDIA"
        media = clip["media_references"]["DEFAULT_MEDIA"]
        assert media["available_range"] is not None
        assert media["target_url"].startswith("/media/"), "a path, and no URL"
    first = tracks[0]["children"][0]
    assert first["media_references"]["DEFAULT_MEDIA"]["target_url"] == "/media/a b.mov"
    assert first["source_range"]["start_time"]["value"] == 86500, "the media's own timecode"
    assert len(list(timeline.find_clips())) == 3
    back, _ = read_timeline(tmp_path / "cut.otio")
    assert [one.source.available for one in back.shots] == [one.source.available for one in laid_out(made).shots]


def test_a_ramp_as_resolve_writes_it(tmp_path: Path) -> None:
    places = [(0, 0), (24, 48), (48, 60)]
    knots = [Knot(RATE.time_of(record), HOUR + RATE.time_of(frame)) for record, frame in places]
    made = cut(ramped(shot("V1:1", frames(0, 48), 0), knots))
    data, _ = written(made, tmp_path / "cut.otio", "otio-resolve")
    (effect,) = data["tracks"]["children"][0]["children"][0]["effects"]
    points = effect["metadata"]["Resolve_OTIO"]["Key Frames"]
    assert effect["OTIO_SCHEMA"] == "TimeEffect.1"
    assert [(point[0], point[1]) for point in points] == [(0.0, 0.0), (1.0, 2.0), (2.0, 2.5)]
    back, findings = read_timeline(tmp_path / "cut.otio")
    assert (back.shots, findings) == (made.shots, ())


def test_found_media_are_linked_where_they_are(tmp_path: Path) -> None:
    found = tmp_path / "réel #1.mov"
    for url in ("", "réel #1.mov", "file:///gone/a.mov"):
        source = Source("réel #1.mov", path=found, url=url)
        target = tmp_path / "cut.otio"
        write_timeline(cut(shot("V1:1", frames(0, 5), 0, source=source)), target, True)
        media = json.loads(target.read_text())["tracks"]["children"][0]["children"][0]["media_references"][
            "DEFAULT_MEDIA"
        ]
        assert media["target_url"] == found.as_uri()
        write_timeline(cut(shot("V1:1", frames(0, 5), 0, source=source)), target, True, name="otio-resolve")
        assert str(found) in target.read_text(encoding="utf-8")


def test_notes_of_other_programs_are_given_back(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    effect = {
        "OTIO_SCHEMA": "Effect.1", "name": "", "effect_name": "Resolve Effect", "enabled": True,
        "metadata": {"Resolve_OTIO": {"Type": 2, "Parameters": [{"maxValue": 100.0}]}},
    }  # fmt: skip
    notes = {"Resolve_OTIO": {"Link Group ID": 1, "Reel Name": "A001"}, "cmx_3600": {"x": [1, None]}}
    reference = {**make.media("a.mov", make.span(0, 90)), "metadata": {"fcp_xml": {"id": "f1"}}}
    clip = make.clip("a", make.span(0, 5), reference, effects=[effect, {**effect, "enabled": False}], metadata=notes)
    source = write(make.timeline(make.track(clip, metadata={"Hiero": {"color": 3}}), start=make.time(0)), "in.otio")
    again, _ = written(read_timeline(source)[0], tmp_path / "out.otio")
    track = again["tracks"]["children"][0]
    (made,) = track["children"]
    assert track["metadata"] == {"Hiero": {"color": 3}}
    assert made["effects"] == [effect, {**effect, "enabled": False}]
    assert made["metadata"]["Resolve_OTIO"] == notes["Resolve_OTIO"]
    assert made["metadata"]["cmx_3600"] == {"x": [1, None], "reel": "A001"}
    assert made["media_references"]["DEFAULT_MEDIA"]["metadata"]["fcp_xml"] == {"id": "f1"}


def test_what_was_changed_since_is_not_undone_by_notes(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    notes = {"cmx_3600": {"reel": "A001", "comments": ["old"]}, "cdl": {"asc_sat": 0.5}}
    source = write(make.timeline(make.track(make.clip("a", make.span(0, 5), metadata=notes)), start=make.time(0)))
    read, _ = read_timeline(source)
    one = read.shots[0]
    changed = replace(one, comments=(), cdl=None, source=replace(one.source, reel="B7"))
    data, _ = written(replace(read, shots=(changed,)), tmp_path / "out.otio")
    assert data["tracks"]["children"][0]["children"][0]["metadata"] == {
        "cmx_3600": {"reel": "B7"}, "Resolve_OTIO": {"Reel Name": "B7"},
    }  # fmt: skip


def test_speeds_that_no_float_says_come_back(tmp_path: Path) -> None:
    speed = Fraction(100_001, 100_003)
    length = RATE.time_of(48) * speed
    span = Span(HOUR, HOUR + round(length) + 1)  # and a source that another reader rounded up
    made = cut(shot("V1:1", frames(0, 48), 0, speed=speed, source_span=span))
    write_timeline(made, tmp_path / "cut.otio")
    assert read_timeline(tmp_path / "cut.otio")[0].shots == made.shots


def test_a_nest_at_another_rate(tmp_path: Path) -> None:
    pal = FrameRate(25)
    record = Span(0, pal.time_of(50))
    inside = replace(cut(shot("V1:1", record, 0)), rate=pal, name="PAL", comments=("conformed",))
    nest = replace(
        shot("V1:1", frames(0, 48), 0), nest=inside, source=Source("PAL"), source_span=frames(0, 48), name="PAL"
    )
    made = cut(nest)
    _, timeline = written(made, tmp_path / "cut.otio")
    clip = next(iter(timeline.find_clips()))
    assert clip.source_range.duration == otio.opentime.RationalTime(50, 25)
    (back,) = read_timeline(tmp_path / "cut.otio")[0].shots
    assert back.nest is not None
    assert (back.nest.rate, back.nest.start, back.nest.comments) == (pal, HOUR, ("conformed",))


def test_opened_nests_keep_their_layers(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    nest = make.stack(make.track(make.clip("low", make.span(0, 20))), make.track(make.clip("high", make.span(0, 20))))
    above = make.track(make.clip("above", make.span(0, 40)))
    data = make.timeline(make.track(make.clip("a", make.span(0, 10)), nest, make.clip("z", make.span(0, 5))), above)
    read, _ = read_timeline(write(data), RATE)
    _, timeline = written(opened(read), tmp_path / "out.otio")
    names = [[child.name for child in track if isinstance(child, otio.schema.Clip)] for track in timeline.tracks]
    assert names == [["a", "low", "z"], ["high"], ["above"]]


def test_a_nest_under_what_it_does_not_end_before(tmp_path: Path) -> None:
    made = cut(shot("V1:2", frames(24, 60), 0), replace(shot("V1/1.V1:1", frames(0, 30), 0), track="V1/1.V1"))
    assert [(one.id, one.record_span) for one in laid_out(made).shots] == [
        ("V2:1", frames(0, 30)),
        ("V1:1", frames(24, 60)),
    ]


def test_overlapping_shots_get_tracks_of_their_own(tmp_path: Path) -> None:
    made = cut(shot("V1:1", frames(0, 48), 0), shot("V1:2", frames(24, 60), 100), shot("V2:1", frames(0, 10), 200))
    out = laid_out(made)
    assert [(one.id, one.record_span) for one in out.shots] == [
        ("V1:1", frames(0, 48)), ("V3:1", frames(0, 10)), ("V2:1", frames(24, 60)),
    ]  # fmt: skip
    write_timeline(made, tmp_path / "cut.otio")
    assert read_timeline(tmp_path / "cut.otio")[0].shots == out.shots


def test_markers_that_a_clip_cannot_carry_keep_their_clip(tmp_path: Path) -> None:
    still = shot("V1:1", frames(0, 48), 7, speed=Fraction(0), source_span=Span(HOUR, HOUR))
    back = shot("V1:2", frames(48, 96), 100, reverse=True)
    markers = (
        Marker(frames(12, 12), "on a still", shot="V1:1"),
        Marker(frames(48, 48), "first of a reverse", shot="V1:2"),
        Marker(frames(60, 300), "too long", shot="V1:2"),
    )
    made = cut(still, back, markers=markers)
    write_timeline(made, tmp_path / "cut.otio")
    assert read_timeline(tmp_path / "cut.otio")[0].markers == markers


@pytest.mark.parametrize("name", ["otio", "otio-resolve", "otioz", "otiod"])
def test_every_sample_comes_back(name: str, tmp_path: Path) -> None:
    found = [*sorted(SAMPLES.rglob("*.otio")), *sorted((SAMPLES / "ayon-core").rglob("*.json"))]
    if not found:
        pytest.skip("not proven: no .otio files in shared/samples/timelines beside the checkout")
    suffix = name if name.startswith("otio") and "-" not in name else "otio"
    for number, path in enumerate(found):
        copy = tmp_path / f"{number}.otio"
        copy.write_bytes(path.read_bytes())
        read, _ = read_timeline(copy)
        target = tmp_path / f"{number}-out.{suffix}"
        write_timeline(read, target, name=name)
        got, findings = read_timeline(target, name=name)
        assert [one.rule for one in findings] == []
        assert replace(got, path=None) == replace(laid_out(read), path=None), path.name
        theirs = otio.adapters.read_from_file(str(target))
        assert len(list(theirs.find_clips())) == len(list(every_shot(read)))
