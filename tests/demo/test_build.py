"""The production that the demo builds: its media, cuts, master and papers, measured with other tools than made them."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from fnmatch import fnmatch
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import opentimelineio as otio
import pytest

RATE = Fraction(24000, 1001)
RUSHES = Path(__file__).resolve().parents[2] / "demo" / "rushes"
TRUTH = json.loads((RUSHES / "truth.json").read_text(encoding="utf-8"))["takes"]
STARTS = {"A001C001_S012T01": "10:12:03:05", "B001C006_S009T03": "15:45:58:20", "C001C001_RIVER": "08:05:10:00"}


def luma(path: Path, wanted: set[int]) -> dict[int, np.ndarray]:
    """Some frames of a file, as brightness."""
    with av.open(str(path)) as container:
        frames = enumerate(container.decode(video=0))
        return {number: frame.to_ndarray(format="gray") for number, frame in frames if number in wanted}


def burnt_in(frame: np.ndarray) -> str:
    """Read the timecode that is burnt into a frame."""
    import glyphs

    patterns = {sign: glyphs.text(sign, 3) for sign in "0123456789:"}
    width = patterns["0"].shape[1]
    left = (frame.shape[1] - 11 * width) // 2
    read = ""
    for place in range(11):
        part = frame[326:353, left + place * width : left + (place + 1) * width] > 120
        read += min(patterns, key=lambda sign: float(np.abs(part - patterns[sign]).sum()))
    return read


def test_each_take_has_its_picture_sound_and_start(production: Path) -> None:
    for name, take in TRUTH.items():
        with av.open(str(production / "media" / f"{name}.mov")) as container:
            video, audio = container.streams.video[0], container.streams.audio[0]
            frames = video.frames
            assert video.average_rate == RATE
            assert 0 <= frames / RATE - Fraction(str(take["duration_s"])) < 1 / RATE
            assert audio.rate == 48_000
            assert audio.duration * audio.time_base == frames / RATE
            assert video.metadata["timecode"] == container.streams.data[0].metadata["timecode"]
            assert container.streams.data[0].metadata["reel_name"] == name.split("_")[0]


@pytest.mark.parametrize("name", STARTS)
def test_frames_carry_their_own_timecode(production: Path, name: str) -> None:
    path = production / "media" / f"{name}.mov"
    with av.open(str(path)) as container:
        assert container.streams.video[0].metadata["timecode"] == STARTS[name]
    found = luma(path, {0, 24, 25})
    assert burnt_in(found[0]) == STARTS[name]
    hours, minutes, seconds, rest = map(int, STARTS[name].split(":"))
    assert burnt_in(found[24]) == f"{hours:02}:{minutes:02}:{seconds + 1:02}:{rest:02}"
    assert burnt_in(found[25]) == f"{hours:02}:{minutes:02}:{seconds + 1:02}:{rest + 1:02}"


def test_b_roll_has_no_sound(production: Path) -> None:
    for path in (production / "media").glob("C001*.mov"):
        with av.open(str(path)) as container:
            assert len(container.streams.video) == 1
            assert not container.streams.audio


@pytest.mark.parametrize("name", ["letter_v1", "letter_v2"])
def test_no_edit_of_the_dialogue_falls_inside_a_word_or_lets_a_slate_be_heard(production: Path, name: str) -> None:
    timeline = otio.adapters.read_from_file(str(production / "cuts" / f"{name}.otio"))
    languages = set()
    for clip in timeline.audio_tracks()[0].find_clips():
        take = TRUTH[clip.name]
        languages.add(take["language"])
        file_start = clip.media_reference.available_range.start_time.value
        window = clip.trimmed_range_in_parent() if isinstance(clip.parent().parent(), otio.schema.Timeline) else None
        nest = clip.parent().parent()
        first = clip.source_range.start_time.value - file_start
        last = first + clip.source_range.duration.value
        if window is None and nest.source_range is not None:
            first += nest.source_range.start_time.value
            last = first + nest.source_range.duration.value
        start_s, end_s = first / RATE, last / RATE
        for line in take["utterances"]:
            for word in line["words"]:
                inside = start_s <= Fraction(str(word["start_s"])) and Fraction(str(word["end_s"])) <= end_s
                outside = Fraction(str(word["end_s"])) <= start_s or Fraction(str(word["start_s"])) >= end_s
                assert inside or outside, (clip.name, word)
                assert outside or line["speaker"] != "SLATE"
    assert languages == {"en", "fr"}


@pytest.mark.parametrize("name", ["letter_v1", "letter_v2"])
def test_every_clip_lies_within_media_that_exists(production: Path, name: str) -> None:
    path = production / "cuts" / f"{name}.otio"
    timeline = otio.adapters.read_from_file(str(path))
    assert timeline.global_start_time.value == 86400
    clips = list(timeline.find_clips())
    for clip in clips:
        media = clip.media_reference
        assert (path.parent / media.target_url).resolve().is_file()
        speed = clip.effects[0].time_scalar if clip.effects else 1
        end = clip.source_range.start_time.value + clip.source_range.duration.value * speed
        assert media.available_range.start_time.value <= clip.source_range.start_time.value
        assert end <= media.available_range.end_time_exclusive().value
    for track in timeline.video_tracks():
        for number, item in enumerate(track):
            if isinstance(item, otio.schema.Transition):
                before, after = track[number - 1], track[number + 1]
                spare = (
                    before.media_reference.available_range.end_time_exclusive()
                    - before.source_range.end_time_exclusive()
                )
                assert spare >= item.out_offset
                spare = after.source_range.start_time - after.media_reference.available_range.start_time
                assert spare >= item.in_offset
    assert any(clip.effects for clip in clips)
    assert any(isinstance(item, otio.schema.Stack) for track in timeline.tracks for item in track)


def test_the_versions_differ_in_every_way_that_cuts_do(production: Path) -> None:
    first, second = (
        [(p.clip.source, p.clip.start, p.clip.length) for p in _dialogue(name)] for name in ("letter_v1", "letter_v2")
    )
    assert "A001C006_S007T03" in {source for source, _, _ in second} - {source for source, _, _ in first}  # added
    assert ("B001C002_S004T02", 150, 76) in first and ("B001C003_S004T03", 154, 75) in second  # another take
    assert ("A001C002_S012T02", 212, 73) in first and ("A001C002_S012T02", 212, 67) in second  # trimmed
    order = [[source for source, start, _ in cut if start in (212, 248)] for cut in (first, second)]
    assert order[0][:2] == ["A001C002_S012T02", "A001C001_S012T01"] == order[1][1::-1]  # moved


def _dialogue(name: str) -> list:
    import cuts

    cut = cuts.letter_v1() if name == "letter_v1" else cuts.letter_v2()
    return list(cuts.flat(cut.tracks["A1"], "A1"))


def test_the_master_shows_the_frames_that_the_cut_names(production: Path) -> None:
    # Worked out by hand from the cut: opening at double speed, then an edit, the nest, the cutaways, the last frame.
    expected = {
        0: "08:05:10:04",
        1: "08:05:10:06",
        69: "08:05:15:22",
        70: "10:12:07:03",
        140: "10:12:10:01",
        141: "10:17:25:12",
        171: "08:21:45:12",
        222: "08:21:47:15",
        223: "10:12:13:13",
        396: "11:05:54:17",
        397: "08:33:04:07",
        436: "08:33:05:22",
        437: "11:05:56:10",
        597: "11:08:42:00",
        622: "08:05:17:04",
        1270: "08:47:26:18",
    }
    found = luma(production / "master" / "letter_v2.mov", set(expected))
    assert {number: burnt_in(frame) for number, frame in found.items()} == expected


def test_the_master_is_as_long_as_the_cut_and_starts_at_one_hour(production: Path) -> None:
    with av.open(str(production / "master" / "letter_v2.mov")) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.frames, video.average_rate) == (1271, RATE)
        assert audio.duration * audio.time_base == 1271 / RATE
        assert (audio.rate, audio.layout.name) == (48_000, "stereo")
        assert video.metadata["timecode"] == "01:00:00:00"


def test_the_master_keeps_to_ebu_r128(production: Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-i", str(production / "master" / "letter_v2.mov")]
    measure = "ebur128=metadata=1:peak=true,ametadata=mode=print:key=lavfi.r128.I:file=-"
    done = subprocess.run([*command, "-af", measure, "-f", "null", "-"], capture_output=True, text=True, check=True)
    loudness = float(done.stdout.rsplit("lavfi.r128.I=", 1)[1])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", done.stderr)[-1])
    assert loudness == pytest.approx(-23.0, abs=0.1)
    assert peak < -1.0 - 3  # so that three decibels more break one limit only


def test_the_master_says_what_the_rushes_say_to_the_sample(production: Path) -> None:
    # Inside the nest: frame 130 of the take is frame 141 of the film; a frame is 2002 samples.
    film = _sound(production / "master" / "letter_v2.mov")[141 * 2002 : 223 * 2002]
    take = _sound(production / "media" / "A001C003_S012T03.mov")[130 * 2002 : 212 * 2002]
    alike = [np.corrcoef(film[1 + late : len(film) - 1 + late], take[1:-1])[0, 1] for late in (-1, 0, 1)]
    assert alike[1] > 0.97  # the music is heard as well
    assert np.argmax(alike) == 1


def _sound(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", 48_000)
        parts = [part.to_ndarray()[0] for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    return np.concatenate(parts)


def test_the_edl_is_the_same_cut(production: Path) -> None:
    text = (production / "cuts" / "letter_v2.edl").read_text(encoding="utf-8")
    events = re.findall(r"(?m)^(\d{3})  (\S+)\s+(V|A|A2)\s+(C|D \d{3})\s+(\S+) (\S+) (\S+) (\S+)$", text)
    shown = [event for event in events if event[2] == "V" and event[6] != event[7]]
    assert (shown[0][6], shown[-1][7]) == ("01:00:00:00", "01:00:52:23")
    assert all(before[7] == after[6] for before, after in pairwise(shown))
    assert re.search(r"(?m)^M2   C001C001     048\.0 ", text)
    assert any(event[3] == "D 024" for event in events)


def test_every_source_of_the_cut_is_cleared_once_of_each_kind_with_a_document(production: Path) -> None:
    clearances = tomllib.loads((production / "rights" / "clearances.toml").read_text(encoding="utf-8"))["clearance"]
    for name in [path.name for path in (production / "media").iterdir()]:
        found = [entry for entry in clearances if fnmatch(name, entry["asset"])]
        kinds = [entry["kind"] for entry in found]
        works = [kind for kind in kinds if kind in ("footage", "archive", "artwork", "music")]
        assert len(works) == 1 and len(set(kinds)) == len(kinds)
        assert ("recording" in kinds) == ("music" in kinds)
        for clearance in found:
            assert (production / clearance["evidence"]).stat().st_size > 0
            assert {"CA", "FR"} <= set(clearance["territories"]) or clearance["territories"] == ["WORLD"]


def test_everyone_in_the_film_has_a_release(production: Path) -> None:
    clearances = tomllib.loads((production / "rights" / "clearances.toml").read_text(encoding="utf-8"))["clearance"]
    people = {(entry["asset"], person) for entry in clearances for person in entry.get("people", ())}
    released = {(entry["asset"], entry["person"]) for entry in clearances if entry["kind"] == "performer"}
    assert people == released == {("C001C004*", "Inès Okafor")}


def test_no_two_frames_of_a_picture_are_one(production: Path) -> None:
    for name in ("C001C002_LETTER", "C001C004_HOUSE"):
        seen = luma(production / "media" / f"{name}.mov", set(range(168)))
        steps = [float(np.abs(seen[n].astype(int) - seen[n + 1])[:320].mean()) for n in range(167)]
        assert min(steps) > 0.2, name


def test_the_master_says_its_colours(production: Path) -> None:
    with av.open(str(production / "master" / "letter_v2.mov")) as container:
        picture = container.streams.video[0].codec_context
        tags = picture.color_primaries, picture.color_trc, picture.colorspace, picture.color_range
    assert tags == (1, 1, 1, 1)


def test_the_production_file_names_what_is_there(production: Path) -> None:
    order = tomllib.loads((production / "picturelock.toml").read_text(encoding="utf-8"))
    files = [entry["file"] for entry in order["files"]]
    sheet = f"specs/{order['delivery']['spec']}.toml"
    for name in (order["cut"], *order["media"], order["rights"]["ledger"], order["delivery"]["master"], *files, sheet):
        assert (production / name).exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    import build

    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        build.build(tmp_path, lambda step: None)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
