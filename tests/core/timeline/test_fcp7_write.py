"""What is written as Final Cut Pro 7 XML, as Premiere, Resolve and Final Cut Pro want to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse
from picturelock.cut import Cut, Effect, Knot, Marker, Shot, Source, Track
from picturelock.cutmap import ramped
from picturelock.errors import UsageError
from picturelock.timeline.fcp7.media import path_url
from picturelock.timeline.read import read_timeline
from picturelock.timeline.references import local_form
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

R24 = FrameRate(24)
TICKS = 254_016_000_000 // 24
Written = Callable[[Cut], Element]


def frames(start: int, end: int) -> Span:
    return Span(R24.time_of(start), R24.time_of(end))


def source(name: str = "A001.mov", length: int = 500, **more: object) -> Source:
    whole = frames(86400, 86400 + length)
    made = Source(name, "A001", None, f"/media/{name}", whole.start, whole, R24)
    return replace(made, **more)  # type: ignore[arg-type]


def shot(id_: str, record: tuple[int, int], first: int, speed: Fraction = Fraction(1), **more: object) -> Shot:
    start, span = R24.time_of(86400 + first), frames(*record)
    track = id_.partition(":")[0]
    made = Shot(
        id_, track, "video" if track[0] == "V" else "audio", f"shot {id_}", source(),
        Span(start, start + round(span.duration * speed)), span, speed,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def cut(*shots: Shot, **more: object) -> Cut:
    tracks = {one.track: Track(one.track, one.kind) for one in shots}
    end = max(one.record_span.end for one in shots)
    made = Cut("Film", R24, shots, R24.time_of(86400), duration=end, tracks=tuple(tracks.values()))
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(made: Cut) -> Element:
        write_timeline(made, tmp_path / "cut.xml", overwrite=True)
        root: Element = parse(tmp_path / "cut.xml").getroot()
        return root

    return write


def texts(node: Element, *tags: str) -> list[str | None]:
    return [node.findtext(tag) for tag in tags]


def keys(clip: Element) -> list[tuple[float, float, list[str]]]:
    found = clip.findall("filter/effect/parameter[parameterid='graphdict']/keyframe")
    return [
        (float(key.findtext("when", "")), float(key.findtext("value", "")), [child.tag[7:] for child in key[2:]])
        for key in found
    ]


def test_what_every_reader_looks_for(written: Written) -> None:
    """A track without `locked` makes OpenShot crash; clips without `masterclipid` make Premiere leave out the sequence."""
    root = written(cut(shot("V1:1", (0, 24), 10, enabled=False)))
    assert root.get("version") == "5"
    sequence = root.find("sequence")
    assert sequence is not None
    assert texts(sequence, "name", "duration", "rate/timebase", "rate/ntsc") == ["Film", "24", "24", "FALSE"]
    assert texts(sequence, "timecode/string", "timecode/frame", "timecode/displayformat") == [
        "01:00:00:00",
        "86400",
        "NDF",
    ]
    track = sequence.find("media/video/track")
    assert track is not None
    assert texts(track, "enabled", "locked") == ["TRUE", "FALSE"]
    clip = track.find("clipitem")
    assert clip is not None
    assert clip.get("id") == "clipitem-1"
    assert texts(clip, "masterclipid", "enabled", "start", "end", "in", "out", "duration") == [
        "masterclip-1", "FALSE", "0", "24", "10", "34", "500",
    ]  # fmt: skip
    assert texts(clip, "pproTicksIn", "pproTicksOut") == [str(10 * TICKS), str(34 * TICKS)]
    held = clip.find("file")
    assert held is not None
    assert texts(held, "name", "pathurl", "duration", "timecode/string", "timecode/reel/name") == [
        "A001.mov", "file://localhost/media/A001.mov", "500", "01:00:00:00", "A001",
    ]  # fmt: skip


def test_a_file_is_described_once(written: Written) -> None:
    root = written(cut(shot("V1:1", (0, 24), 10), shot("A1:1", (0, 24), 10), shot("V1:2", (24, 30), 0)))
    assert [len(node) > 0 for node in root.iter("file")] == [True, False, False]
    assert {node.get("id") for node in root.iter("file")} == {"file-1"}
    assert {node.text for node in root.iter("masterclipid")} == {"masterclip-1"}


def test_picture_and_sound_of_one_take_are_linked(written: Written) -> None:
    root = written(cut(shot("V1:1", (0, 24), 10), shot("A1:1", (0, 24), 10), shot("A1:2", (24, 30), 0)))
    linked = [[texts(link, "linkclipref", "mediatype", "trackindex", "clipindex") for link in clip.findall("link")]
              for clip in root.iter("clipitem")]  # fmt: skip
    both = [["clipitem-1", "video", "1", "1"], ["clipitem-2", "audio", "1", "1"]]
    assert linked == [both, both, []]


def test_a_transition_as_apple_describes_it(written: Written) -> None:
    out = Effect("transition-out", "dissolve", R24.time_of(8))
    into = Effect("transition-in", "dissolve", R24.time_of(6))
    root = written(cut(shot("V1:1", (0, 48), 100, effects=(out,)), shot("V1:2", (48, 96), 200, effects=(into,))))
    track = root.find("sequence/media/video/track")
    assert track is not None
    one, seam, two = track[0], track[1], track[2]
    assert texts(one, "start", "end", "in", "out") == ["0", "-1", "100", "156"]
    assert texts(seam, "start", "end", "alignment", "cutPointTicks", "effect/effectid") == [
        "42", "56", "center", str(6 * TICKS), "Cross Dissolve",
    ]  # fmt: skip
    assert texts(two, "start", "end", "in", "out") == ["-1", "96", "194", "248"]


def test_a_transition_for_which_there_is_no_media_keeps_the_edges(written: Written, tmp_path: Path) -> None:
    """An in point below zero would be "not set"."""
    into = Effect("transition-in", "dissolve", R24.time_of(6))
    made = cut(shot("V1:1", (0, 48), 100), shot("V1:2", (48, 96), 3, effects=(into,)))
    clip = written(made).findall("sequence/media/video/track/clipitem")[1]
    assert texts(clip, "start", "end", "in", "out") == ["48", "96", "3", "51"]
    assert read_timeline(tmp_path / "cut.xml")[0].shots[1].effects == (into,)


def test_a_fade_out_before_a_hard_cut(written: Written, tmp_path: Path) -> None:
    out = Effect("transition-out", "dissolve", 0, R24.time_of(12))
    into = Effect("transition-in", "dissolve", 0, R24.time_of(10))
    made = cut(shot("V1:1", (0, 48), 100, effects=(out,)), shot("V1:2", (48, 96), 200, effects=(into,)))
    seams = list(written(made).iter("transitionitem"))
    assert [texts(seam, "start", "end", "alignment") for seam in seams] == [
        ["36", "48", "end-black"], ["48", "58", "start-black"],
    ]  # fmt: skip
    assert [one.effects for one in read_timeline(tmp_path / "cut.xml")[0].shots] == [(out,), (into,)]


def test_a_speed_as_final_cut_writes_it(written: Written) -> None:
    """in and out count frames after the speed; the keyframe at the in point is exact where in is rounded."""
    clip = next(written(cut(shot("V1:1", (0, 40), 25, Fraction(3, 5)))).iter("clipitem"))
    assert texts(clip, "in", "out", "duration") == ["41", "81", "834"]
    values = {node.findtext("parameterid"): node.findtext("value") for node in clip.iter("parameter")}
    assert (values["speed"], values["reverse"], values["variablespeed"]) == ("60", "FALSE", "0")
    at = [(when, round(value, 6)) for when, value, _ in keys(clip)]
    assert at == [(0, 0.4), (41, 25), (81, 49), (834, 500.8)]
    assert [marks[-1] for _, _, marks in keys(clip)] == ["start", "in", "out", "end"]
    assert texts(clip, "pproTicksIn", "pproTicksOut") == [str(25 * TICKS), str(49 * TICKS)]


def test_reverse_keyframes_are_one_higher(written: Written) -> None:
    made = shot("V1:1", (0, 37), 270)
    clip = next(written(cut(replace(made, reverse=True))).iter("clipitem"))
    assert texts(clip, "in", "out") == ["193", "230"]
    assert [(when, value) for when, value, _ in keys(clip)][1:3] == [(193, 307), (230, 270)]


def test_a_ramp_holds_every_knot(written: Written, tmp_path: Path) -> None:
    whole = shot("V1:1", (0, 96), 0)
    start = whole.source_span.start
    knots = [Knot(R24.time_of(r), start + R24.time_of(s)) for r, s in ((0, 0), (24, 24), (72, 36), (96, 60))]
    out = Effect("transition-out", "dissolve", 0, R24.time_of(12))
    made = cut(replace(ramped(whole, knots), effects=(out,)))
    clip = next(written(made).iter("clipitem"))
    assert [(when, value) for when, value, _ in keys(clip)] == [(0, 0), (24, 24), (72, 36), (96, 60)]
    assert read_timeline(tmp_path / "cut.xml")[0].shots[0].ramp == tuple(knots)


def test_knots_between_frames_are_said(tmp_path: Path) -> None:
    whole = shot("V1:1", (0, 96), 0)
    start = whole.source_span.start
    knots = [Knot(0, start), Knot(R24.frame // 2 + R24.time_of(10), start + 77), Knot(R24.time_of(96), start + 99)]
    findings = write_timeline(cut(ramped(whole, knots)), tmp_path / "cut.xml")
    assert [finding.evidence["what"] for finding in findings] == ["fraction"]


def test_the_sound_of_a_nest_has_a_clip_of_its_own(written: Written, tmp_path: Path) -> None:
    inside = cut(shot("V1:1", (0, 50), 0), shot("A1:1", (0, 50), 0), start=0, name="Inside")
    outer = replace(shot("V1:1", (0, 20), 0), nest=inside, source=Source("Inside"), source_span=frames(5, 25))
    made = cut(outer, shot("A1:1", (0, 30), 100))
    root = written(made)
    tracks = root.findall("sequence/media/audio/track")
    assert [[clip.find("sequence") is not None for clip in track.findall("clipitem")] for track in tracks] == [
        [False], [True],
    ]  # fmt: skip
    assert [len(node) > 0 for node in root.iter("sequence")] == [True, True, False]
    again = read_timeline(tmp_path / "cut.xml")[0]
    assert [one.id for one in again.shots] == ["V1:1", "A1:1"]
    assert again.shots[0].nest is not None
    assert len(again.shots[0].nest.shots) == 2


def test_a_stereo_recording_is_a_pair_of_tracks_again(written: Written, tmp_path: Path) -> None:
    made = cut(shot("A1:1", (0, 30), 100, extras={"fcp7": {"channels": 2}}), shot("A1:2", (30, 40), 0))
    tracks = written(made).findall("sequence/media/audio/track")
    assert [(track.get("currentExplodedTrackIndex"), len(track.findall("clipitem"))) for track in tracks] == [
        ("0", 2), ("1", 1),
    ]  # fmt: skip
    assert [clip.findtext("sourcetrack/trackindex") for clip in tracks[1].iter("clipitem")] == ["2"]
    again = read_timeline(tmp_path / "cut.xml")[0]
    assert [one.id for one in again.shots] == ["A1:1", "A1:2"]
    assert again.shots[0].extras == made.shots[0].extras


def test_markers_for_final_cut_and_for_premiere(written: Written) -> None:
    markers = (Marker(frames(5, 9), "a", "note", "RED"), Marker(frames(12, 12), "b", color="PINK", shot="V1:1"))
    root = written(cut(shot("V1:1", (10, 24), 100), markers=markers))
    one, two = root.find("sequence/marker"), root.find("sequence/media/video/track/clipitem/marker")
    assert one is not None
    assert two is not None
    assert texts(one, "name", "comment", "in", "out", "color/red", "pproColor") == [
        "a",
        "note",
        "5",
        "9",
        "255",
        "4281740498",
    ]
    assert texts(two, "name", "in", "out", "pproColor") == ["b", "102", "-1", None]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/media/réel 1 #2?.mov", "file://localhost/media/r%C3%A9el%201%20%232%3F.mov"),
        ("file:///media/a%20b.mov", "file://localhost/media/a%20b.mov"),
        ("C:\\rushes\\a.mov", "file://localhost/C%3A/rushes/a.mov"),
        ("file://localhost/D%3a/a.mov", "file://localhost/D%3A/a.mov"),
        ("//server/share/a.mov", "file://server/share/a.mov"),
        ("/shots/sh010.%04d.exr", "file://localhost/shots/sh010.%2504d.exr"),
        ("https://example.org/a.mov", "https://example.org/a.mov"),
        ("media/a b.mov", "media/a b.mov"),
    ],
)
def test_references_are_escaped_and_mean_the_same(url: str, expected: str) -> None:
    assert path_url(url) == expected
    assert local_form(expected) == local_form(url).replace("\\", "/")


def test_a_rate_that_the_format_has_no_words_for(tmp_path: Path) -> None:
    odd = replace(cut(shot("V1:1", (0, 24), 10)), rate=FrameRate(25, 2))
    with pytest.raises(UsageError, match=r"no way to say 12\.5"):
        write_timeline(odd, tmp_path / "cut.xml")
    assert list(tmp_path.iterdir()) == []
