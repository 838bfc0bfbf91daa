"""Picturelock as a plug-in of OpenTimelineIO: by its own tools, in a process of theirs."""

from __future__ import annotations

import importlib.metadata
import json
import logging
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from picturelock import registry
from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.formats.files import read_captions, write_captions
from picturelock.times import FrameRate, Span

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "integrations" / "picturelock_otio"
MANIFEST = PACKAGE / "plugin_manifest.json"
R24 = FrameRate(24)
SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n<i>Bonjour</i> à tous,\net à Győr.\n\n2\n00:00:03,000 --> 00:00:04,125\nFin.\n\n"
)


@pytest.fixture(autouse=True)
def plugged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """OpenTimelineIO with our manifest, and no other's."""
    monkeypatch.setenv("OTIO_PLUGIN_MANIFEST_PATH", str(MANIFEST))
    otio.plugins.ActiveManifest(force_reload=True)
    yield
    monkeypatch.undo()
    otio.plugins.ActiveManifest(force_reload=True)


def tool(name: str, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """One of OpenTimelineIO's command line tools."""
    paths = os.pathsep.join(str(ROOT / root) for root in ("core", "integrations"))
    env = {**os.environ, "PYTHONPATH": paths, "OTIO_PLUGIN_MANIFEST_PATH": str(MANIFEST), "LANG": "C.UTF-8", **more}
    command = [sys.executable, "-m", f"opentimelineio.console.{name}", *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def timeline(folder: Path, rate: float = 24, hour: int = 1, name: str = "cut.otio") -> Path:
    """A timeline of two clips that starts on an hour."""
    made = otio.schema.Timeline("Film", global_start_time=otio.opentime.RationalTime(hour * 3600 * round(rate), rate))
    track = otio.schema.Track("V1", kind="Video")
    made.tracks.append(track)
    for number, first in enumerate((100, 300)):
        start, length = (otio.opentime.RationalTime(value, rate) for value in (first, 60))
        media = otio.schema.ExternalReference(
            f"file:///media/a{number}.mov",
            otio.opentime.TimeRange(otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(900, rate)),
        )
        track.append(otio.schema.Clip(f"a{number}", media, otio.opentime.TimeRange(start, length)))
    otio.adapters.write_to_file(made, str(folder / name))
    return folder / name


def test_otioconvert_writes_captions_by_their_ending(tmp_path: Path) -> None:
    (tmp_path / "film.fr.srt").write_text(SRT, encoding="utf-8")
    cut, both = timeline(tmp_path), tmp_path / "both.otio"
    done = tool("otioconvert", "-i", tmp_path / "film.fr.srt", "-o", both, "-a", f"onto='{cut}'")
    assert done.returncode == 0, done.stderr
    for suffix in ("srt", "vtt", "ttml", "scc", "ass", "ebuttd", "docx", "txt"):
        out = tmp_path / f"out.fr.{suffix}"
        done = tool("otioconvert", "-i", both, "-o", out)
        assert done.returncode == 0, done.stderr
        assert out.stat().st_size
    assert (tmp_path / "out.fr.srt").read_text(encoding="utf-8") == SRT
    assert "http://www.w3.org/ns/ttml" in (tmp_path / "out.fr.ttml").read_text(encoding="utf-8")
    assert "01:00:0" in (tmp_path / "out.fr.scc").read_text(encoding="utf-8"), "the timeline's start timecode"


def test_otiopluginfo_says_what_each_is(tmp_path: Path) -> None:
    done = tool("otiopluginfo", "--long-docs")
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stdout
    for plug in json.loads(MANIFEST.read_text(encoding="utf-8"))["adapters"]:
        assert f"  {plug['name']}\n" in done.stdout
    assert "Finds the media of clips" in done.stdout


def test_errors_are_one_sentence(tmp_path: Path) -> None:
    done = tool("otioconvert", "-i", timeline(tmp_path), "-o", tmp_path / "out.srt")
    assert done.returncode == 1
    assert "\nERROR: The timeline holds no captions." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.srt").exists()


def test_the_entry_point_names_the_package() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert said["opentimelineio.plugins"] == {"picturelock": "picturelock_otio"}
    point = importlib.metadata.EntryPoint("picturelock", "picturelock_otio", "opentimelineio.plugins")
    module = point.load()
    assert (Path(module.__file__).parent / "plugin_manifest.json").is_file()
    assert module.__doc__


def test_every_format_has_its_adapter_and_no_ending_of_another() -> None:
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    captions = {a["name"]: a for a in manifest["adapters"] if a["filepath"] == "caption_plugin.py"}
    assert set(captions) == {f"picturelock_{name.replace('-', '_')}" for name in registry.FORMATS}
    for suffix, name in registry.SUFFIXES.items():
        assert (suffix in captions[f"picturelock_{name.replace('-', '_')}"]["suffixes"]) is (suffix != "xml")
    for adapter in manifest["adapters"]:
        if adapter["filepath"] == "cut_plugin.py":
            assert adapter["suffixes"] == []
            assert adapter["name"].removeprefix("picturelock_") in registry.TIMELINES
    own = json.loads((PACKAGE / "own_suffixes.json").read_text(encoding="utf-8"))["adapters"]
    for adapter in own:
        for suffix in adapter["suffixes"]:
            assert registry.TIMELINE_SUFFIXES[suffix] == adapter["name"].removeprefix("picturelock_")


def styled() -> Captions:
    first = Cue(
        Span(R24.time_of(24), R24.time_of(60)),
        ((Run("Bonjour ", italic=True), Run("Győr", color="#ffff00")), (Run("« ici »"),)),
        align="start", placement=Placement(edge="top"), speaker="Claire",
    )  # fmt: skip
    second = Cue(Span(R24.time_of(70), R24.time_of(90)), ((Run("Fin"),),))
    return Captions((first, second), "fr", "sdh", R24)


def read(path: Path, adapter: str, **options: Any) -> otio.schema.Timeline:
    return otio.adapters.read_from_file(str(path), adapter, **options)


@pytest.mark.parametrize("name", ["vtt", "imsc", "ass", "ebu-tt-d"])
def test_style_place_and_speaker_come_through_a_timeline(name: str, tmp_path: Path) -> None:
    """The same file written straight, and by way of markers."""
    suffix = next(suffix for suffix, meant in registry.SUFFIXES.items() if meant == name)
    straight, by_way, otio_file = (tmp_path / file for file in (f"a.fr.{suffix}", f"b.fr.{suffix}", "way.otio"))
    write_captions(styled(), straight, name=name)
    adapter = f"picturelock_{name.replace('-', '_')}"
    otio.adapters.write_to_file(read(straight, adapter, rate=24), str(otio_file))
    otio.adapters.write_to_file(otio.adapters.read_from_file(str(otio_file)), str(by_way), adapter)
    assert by_way.read_bytes() == straight.read_bytes()


def test_what_somebody_moved_and_reworded_is_believed(tmp_path: Path) -> None:
    write_captions(styled(), tmp_path / "a.fr.srt")
    found = read(tmp_path / "a.fr.srt", "picturelock_srt", rate=24)
    first, second = found.tracks.markers
    first.marked_range = otio.opentime.TimeRange(otio.opentime.RationalTime(48, 24), otio.opentime.RationalTime(12, 24))
    second.name = "La fin"  # as an editing system that shows names only would
    otio.adapters.write_to_file(found, str(tmp_path / "b.fr.srt"))
    captions, _ = read_captions(tmp_path / "b.fr.srt")
    assert [cue.text for cue in captions.cues] == ["Bonjour Győr\n« ici »", "La fin"]
    assert captions.cues[0].span == Span(R24.time_of(48), R24.time_of(60))
    assert captions.cues[0].lines[0][0].italic


def test_two_languages_on_one_timeline(tmp_path: Path) -> None:
    cut = timeline(tmp_path)
    (tmp_path / "film.fr.srt").write_text(SRT, encoding="utf-8")
    (tmp_path / "film.en.srt").write_text(SRT.replace("Fin.", "The end."), encoding="utf-8")
    otio.adapters.write_to_file(
        read(tmp_path / "film.fr.srt", "picturelock_srt", onto=str(cut)), str(tmp_path / "1.otio")
    )
    both = read(tmp_path / "film.en.srt", "picturelock_srt", onto=str(tmp_path / "1.otio"))
    assert len(both.tracks[0]) == 2, "the clips are still there"
    otio.adapters.write_to_file(both, str(tmp_path / "out.en.srt"))
    assert "The end." in (tmp_path / "out.en.srt").read_text(encoding="utf-8")
    otio.adapters.write_to_file(both, str(tmp_path / "out.srt"), language="fr")
    assert "Fin." in (tmp_path / "out.srt").read_text(encoding="utf-8")
    with pytest.raises(otio.exceptions.OTIOError, match="several caption tracks; it has: en, fr"):
        otio.adapters.write_to_file(both, str(tmp_path / "which.srt"))
    with pytest.raises(otio.exceptions.OTIOError, match="no captions in de; it has: en, fr"):
        otio.adapters.write_to_file(both, str(tmp_path / "which.srt"), language="de")


def test_markers_of_others_when_asked(tmp_path: Path) -> None:
    found = otio.adapters.read_from_file(str(timeline(tmp_path)))
    for start, length, name in ((10, 20, "Hello"), (40, 0, "a point"), (50, 5, "")):
        span = otio.opentime.TimeRange(otio.opentime.RationalTime(start, 24), otio.opentime.RationalTime(length, 24))
        found.tracks.markers.append(otio.schema.Marker(name=name, marked_range=span))
    otio.adapters.write_to_file(found, str(tmp_path / "out.vtt"), markers="all")
    captions, _ = read_captions(tmp_path / "out.vtt")
    assert [(cue.text, R24.nearest(cue.span.start)) for cue in captions.cues] == [("Hello", 10)]


@pytest.mark.parametrize("rate", [24000 / 1001, 25, 30000 / 1001])
def test_timecode_of_captions_is_counted_from_the_timelines_start(rate: float, tmp_path: Path) -> None:
    cut = timeline(tmp_path, rate, hour=10)
    exact = FrameRate.parse(rate)
    made = Captions(
        (Cue(Span(exact.time_of(50), exact.time_of(75)), ((Run("One"),),)),),
        "en",
        rate=exact,
        start=exact.time_of(36000 * exact.nominal),
    )
    write_captions(made, tmp_path / "a.scc" if exact.den == 1001 else tmp_path / "a.stl")
    file = next(path for path in tmp_path.iterdir() if path.stem == "a")
    found = read(file, f"picturelock_{file.suffix[1:]}", onto=str(cut))
    (marker,) = found.tracks.markers
    assert abs(marker.marked_range.start_time.to_seconds() - 50 / rate) < 2.5 / rate
    assert marker.name == "One"


@pytest.mark.parametrize(
    "noted",
    [
        {"track": 0},
        {"track": 99, "lines": [[{"text": "Hi"}]]},
        {"track": "x", "lines": "Hi"},
        {"lines": [[{"text": 3}]]},
        {"lines": [[{"text": "Hi"}]], "placement": {"line": "1/0"}},
        {"lines": [[{"text": "Hi"}]], "placement": {"line": "9" * 50}},
        {"lines": [[{"text": "Hi"}]], "extras": [["one"]]},
        {"lines": [[None]]},
    ],
)
def test_metadata_that_is_no_captions_costs_the_style_only(noted: dict[str, Any], tmp_path: Path) -> None:
    found = otio.adapters.read_from_file(str(timeline(tmp_path)))
    span = otio.opentime.TimeRange(otio.opentime.RationalTime(24, 24), otio.opentime.RationalTime(24, 24))
    marker = otio.schema.Marker(name="Hi", marked_range=span, metadata={"picturelock": {"caption": noted}})
    found.tracks.markers.append(marker)
    found.metadata["picturelock"] = {"captions": [{"language": 5}]}
    otio.adapters.write_to_file(found, str(tmp_path / "out.srt"))
    assert "\nHi\n" in (tmp_path / "out.srt").read_text(encoding="utf-8")


def test_a_list_goes_there_and_back_with_its_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cut, edl = timeline(tmp_path), tmp_path / "cut.edl"
    with caplog.at_level(logging.INFO, "picturelock_otio"):
        otio.adapters.write_to_file(otio.adapters.read_from_file(str(cut)), str(edl), "picturelock_edl")
    assert "01:00:00:00 01:00:02:12" in edl.read_text(encoding="utf-8")
    assert caplog.records, "what a list cannot hold is said"
    back = read(edl, "picturelock_edl", rate="24")
    assert back.global_start_time == otio.opentime.RationalTime(86400, 24)
    assert [clip.source_range.start_time.value for clip in back.find_clips()] == [100, 300]
    assert [clip.media_reference.target_url for clip in back.find_clips()] == [
        "file:///media/a0.mov", "file:///media/a1.mov",
    ]  # fmt: skip
    with pytest.raises(otio.exceptions.OTIOError, match="frame rate"):
        read(edl, "picturelock_edl")


@pytest.mark.parametrize(("adapter", "suffix"), [("fcpxml", "fcpxml"), ("fcp7", "xml")])
def test_ntsc_timelines_are_exact_in_xml(adapter: str, suffix: str, tmp_path: Path) -> None:
    cut, out = timeline(tmp_path, 24000 / 1001), tmp_path / f"cut.{suffix}"
    otio.adapters.write_to_file(otio.adapters.read_from_file(str(cut)), str(out), f"picturelock_{adapter}")
    back = read(out, f"picturelock_{adapter}")
    assert [clip.source_range.start_time.value for clip in back.find_clips()] == [100, 300]
    assert back.global_start_time.value == 86400


def test_the_media_linker_finds_files_in_folders_and_nowhere_else(tmp_path: Path) -> None:
    import wave

    inside, outside = tmp_path / "media", tmp_path / "elsewhere"
    for folder, name in ((inside, "a0.mov"), (outside, "a1.mov")):
        folder.mkdir()
        with wave.open(str(folder / name), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(bytes(16000 * 40))
    cut = timeline(tmp_path)
    found = otio.adapters.read_from_file(
        str(cut), media_linker_name="picturelock", media_linker_argument_map={"folders": str(inside)}
    )
    first, second = found.find_clips()
    assert first.media_reference.target_url == (inside / "a0.mov").as_uri()
    assert second.media_reference.target_url == "file:///media/a1.mov", "what is not found stays as it was"
    again = otio.adapters.read_from_file(
        str(cut), media_linker_name="picturelock", media_linker_argument_map={"folders": [str(inside), str(outside)]}
    )
    assert [Path(clip.media_reference.target_url).name for clip in again.find_clips()] == ["a0.mov", "a1.mov"]
    assert again.find_clips()[1].media_reference.target_url == (outside / "a1.mov").as_uri()


def test_the_media_linker_tells_what_it_did_not_find(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    import wave

    folder = tmp_path / "media" / "Proxy"
    folder.mkdir(parents=True)
    with wave.open(str(folder / "a0.mov"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000 * 40))
    cut = timeline(tmp_path)

    def link(folders: str) -> None:
        otio.adapters.read_from_file(
            str(cut), media_linker_name="picturelock", media_linker_argument_map={"folders": folders}
        )

    link(str(tmp_path / "media"))
    told = [record.getMessage() for record in caplog.records]
    assert any("a1.mov" in one for one in told)
    assert any("only a proxy was found" in one for one in told)
    with pytest.raises(otio.exceptions.OTIOError, match="is not a folder"):
        link(str(tmp_path / "nowhere"))


def test_a_list_without_a_rate_is_told_of_the_adapters_own_argument(tmp_path: Path) -> None:
    path = tmp_path / "cut.edl"
    path.write_text("001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n", encoding="utf-8")
    with pytest.raises(otio.exceptions.OTIOError, match="Give it: -a rate=25"):
        otio.adapters.read_from_file(str(path), adapter_name="picturelock_edl")
