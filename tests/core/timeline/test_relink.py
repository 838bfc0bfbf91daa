"""Media found in other folders: by contents, reel and timecode, and name; and nothing guessed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import imageio_ffmpeg
import pytest
from picturelock.conform.relink.index import MediaIndex
from picturelock.conform.relink.model import Relinked
from picturelock.conform.relink.relink import Settings, relink
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate, Span, Timecode
from picturelock.wording import LANGUAGES, fix, message

Write = Callable[..., Path]
Movie = Callable[..., Path]
RATE = FrameRate(25)


def put(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, target))


def at(label: str) -> int:
    return Timecode.parse(label, RATE).frames


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Relinked]:
    """Relinks to tmp_path/media, and sees that everything said is worded."""

    def done(cut: Cut, folder: Path | None = None, **settings: Any) -> Relinked:
        folders = [folder or tmp_path / "media"]
        folders[0].mkdir(exist_ok=True)
        found = relink(cut, folders, MediaIndex(folders, tmp_path / "index.json"), Settings(**settings))
        for one in found.findings:
            assert all("{" not in message(one, language) + fix(one, language) for language in LANGUAGES)
        return found

    return done


@pytest.fixture
def using(write: Write, make: SimpleNamespace) -> Callable[..., Cut]:
    """A cut of one clip: a second of a reference."""

    def made(url: str, start: str = "00:00:00:10", available: tuple[str, int] | None = None, name: str = "shot") -> Cut:
        shown = make.span(at(start), 25, 25)
        there = make.span(at(available[0]), available[1], 25) if available else None
        return read_cut(write(make.timeline(make.track(make.clip(name, shown, make.media(url, there))))))[0]

    return made


@pytest.fixture
def listed(write: Write) -> Callable[..., Cut]:
    """A cut of events (reel, clip name, source in), a second each."""

    def made(*events: tuple[str, str, str], rate: FrameRate = RATE) -> Cut:
        lines = []
        for number, (reel, name, start) in enumerate(events):
            end = str(Timecode(Timecode.parse(start, rate).frames + rate.nominal, rate))
            record = f"01:00:{number:02}:00 01:00:{number + 1:02}:00"
            lines += [f"{number + 1:03} {reel} V C {start} {end} {record}"]
            lines += [f"* FROM CLIP NAME: {name}"] if name else []
        return read_cut(write("\n".join(lines) + "\n"), rate)[0]

    return made


def rules(found: Relinked) -> list[str]:
    return [one.rule.partition(".")[2] for one in found.findings]


def only(found: Relinked) -> Any:
    assert len(found.links) == 1
    return found.links[0]


def test_a_moved_file_by_its_name(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    target = put(movie("10:00:00:00"), tmp_path / "media" / "deep" / "Réel 1.MOV")
    for url in ("/Volumes/old/re\u0301el 1.mov", r"D:\rushes\RÉEL 1.mov"):
        found = run(using(url, "10:00:00:10"))
        link = only(found)
        assert (link.state, link.reasons, link.file.path) == ("linked", ("file",), target)
        source = found.cut.shots[0].source
        assert (source.path, source.url, source.rate) == (target, "", RATE)
        assert source.available == Span(RATE.time_of(at("10:00:00:00")), RATE.time_of(at("10:00:02:00")))
        assert not found.open and rules(found) == []


def test_a_reference_into_the_folders_stays(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    target = put(movie(), tmp_path / "media" / "a.mov")
    put(movie("10:00:00:00"), tmp_path / "media" / "other" / "a.mov")
    for url in (target.as_uri(), "media/a.mov"):
        found = run(using(url))
        assert (only(found).state, only(found).reasons) == ("unchanged", ("reference",))
    # Elsewhere it is only what is left when the folders hold nothing better.
    cut = using("media/a.mov")
    assert (only(run(cut, tmp_path / "empty")).state, rules(run(cut, tmp_path / "empty"))) == ("unchanged", [])
    put(movie(), tmp_path / "copies" / "b.mov")
    (tmp_path / "copies" / "a.mov").symlink_to(tmp_path / "copies" / "b.mov")
    assert only(run(cut, tmp_path / "copies")).file.path == tmp_path / "copies" / "a.mov"


def test_reel_and_timecode(listed: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    media = tmp_path / "media"
    put(movie("09:00:00:00"), media / "A001C003_240101_R1AB.mov")
    second = put(movie("10:00:00:00"), media / "A001C003_240101_R1AC.mov")
    put(movie("10:00:00:00", seconds=1.5), media / "A001C0031_240101.mov")
    in_folder = put(movie("11:00:00:00"), media / "B007" / "C0001.mov")
    cut = listed(("A001C003", "Scene 12", "10:00:00:10"), ("B007", "Scene 13", "11:00:00:10"))
    found = run(cut)
    assert [(link.state, link.reasons, link.file.path) for link in found.links] == [
        ("linked", ("reel",), second),
        ("linked", ("reel",), in_folder),
    ]


def test_the_reel_in_the_file_itself(listed: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    target = tmp_path / "media" / "renamed.mov"
    target.parent.mkdir()
    picture = ["-f", "lavfi", "-i", "testsrc2=size=64x36:rate=25:duration=2", "-c:v", "mpeg4"]
    tags = ["-timecode", "10:00:00:00", "-metadata:s:v", "reel_name=A042C007"]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *picture, *tags, str(target)], check=True, timeout=60
    )
    found = run(listed(("A042C007", "x", "10:00:00:10")))
    assert (only(found).state, only(found).reasons, only(found).file.path) == ("linked", ("reel",), target)
    assert only(run(listed(("A042C008", "x", "10:00:00:10")))).state == "missing"


def test_a_file_that_ends_too_early_is_found_and_short(listed: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    """Reel and start are right, and six frames of its tail are missing: it is no other file."""
    target = put(movie("10:00:00:00", seconds=1.16), tmp_path / "media" / "A001C002.mov")
    found = run(listed(("A001C002", "12B-3", "10:00:00:10")))
    link = only(found)
    assert (link.state, link.reasons, link.file.path) == ("short", ("reel",), target)
    assert (link.short.head, link.short.tail) == (0, 6) and rules(found) == ["relink-short"]
    far = run(listed(("A001C002", "12B-3", "10:00:00:20")))
    assert only(far).state == "missing", "most of what is used is not in it"


def test_the_reason_does_not_hang_on_what_was_read_before(run: Any, listed: Any, tmp_path: Path) -> None:
    """The reel stands in the file alone, which no index knows the first time: it was found by its name, and is that reel."""
    target = tmp_path / "media" / "Scene 12.mov"
    target.parent.mkdir()
    picture = ["-f", "lavfi", "-i", "testsrc2=size=64x36:rate=25:duration=2", "-c:v", "mpeg4"]
    tags = ["-timecode", "10:00:00:00", "-metadata:s:v", "reel_name=A042C007"]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *picture, *tags, str(target)], check=True, timeout=60
    )
    cut = listed(("A042C007", "Scene 12", "10:00:00:10"))
    assert [(only(run(cut)).state, only(run(cut)).reasons) for _ in range(2)] == [("linked", ("reel",))] * 2


def test_one_reel_of_many_files(listed: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    first = put(movie("10:00:00:00"), tmp_path / "media" / "TAPE1" / "one.mov")
    second = put(movie("10:30:00:00"), tmp_path / "media" / "TAPE1" / "two.mov")
    events = [("TAPE1", "", "10:00:00:10"), ("TAPE1", "", "10:30:00:05"), ("TAPE1", "", "10:00:00:20")]
    found = run(listed(*events))
    assert {link.file.path: len(link.need.shots) for link in found.links} == {first: 2, second: 1}
    assert [shot.source.path for shot in found.cut.shots] == [first, second, first]
    assert not found.open
    # What no file holds stays open, and takes nothing with it.
    found = run(listed(*events, ("TAPE1", "", "12:00:00:00")))
    assert sorted(link.state for link in found.links) == ["linked", "linked", "missing"]
    assert [link.need.part for link in found.links] == ["10:00:00:10", "10:30:00:05", "12:00:00:00"]


def test_a_decision_about_a_part_holds_for_all_its_shots(listed: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    put(movie("10:00:00:00"), tmp_path / "media" / "TAPE1" / "one.mov")
    for day in "12":
        put(movie("11:00:00:00", seconds=2 + int(day)), tmp_path / "media" / "TAPE1" / f"two{day}.mov")
    starts = ("10:00:00:10", "11:00:00:05", "11:00:00:20", "10:00:00:00")
    cut = listed(*(("TAPE1", "", start) for start in starts))
    asked: list[str] = []
    found = run(cut, ask=lambda need, candidates: asked.append(need.part))
    assert [link.state for link in found.links] == ["linked", "ambiguous"] and asked == ["11:00:00:05"]
    link = run(cut, choices={found.links[1].need.key: tmp_path / "media" / "TAPE1" / "two2.mov"}).links[1]
    assert (link.reasons, len(link.need.shots)) == (("choice",), 2)


@pytest.mark.parametrize(
    ("fps", "start", "shown"),
    [("30000/1001", "01:00:59;20", "01:00:59;25"), ("24000/1001", "10:00:00:00", "10:00:00:05")],
)
def test_timecode_at_broadcast_rates(
    listed: Any, run: Any, movie: Movie, tmp_path: Path, fps: str, start: str, shown: str
) -> None:
    target = put(movie(start, rate=fps), tmp_path / "media" / "A001C001_x.mov")
    rate = FrameRate.parse(fps)
    assert Timecode.parse(start, rate).drop == (";" in start)
    first = Timecode.parse(shown, rate)
    source = replace(listed(("A001C001", "Scene", "00:00:00:00")).shots[0].source)
    cut = replace(listed(("A001C001", "Scene", "00:00:00:00")), rate=rate)
    span = Span(first.time, first.time + rate.time_of(20))
    cut = replace(cut, shots=tuple(replace(shot, source=source, source_span=span) for shot in cut.shots))
    found = run(cut, handles=6)
    link = only(found)
    assert (link.reasons, link.file.path) == (("reel",), target)
    assert (link.state, link.short.head_handle, link.short.tail_handle) == ("short", 1, 0)


def test_contents_tell_though_everything_was_renamed(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    first = put(movie("10:00:00:00"), tmp_path / "old" / "a.mov")
    put(movie("11:00:00:00"), tmp_path / "media" / "a.mov")
    target = put(first, tmp_path / "media" / "renamed.mov")
    found = run(using("old/a.mov", "10:00:00:10"))
    assert (only(found).reasons, only(found).file.path) == (("file",), tmp_path / "media" / "a.mov")
    found = run(using("old/a.mov", "10:00:00:10"), deep=True, by=("fingerprint",))
    assert only(found).file.path == target and only(found).reasons == ("fingerprint",)
    noted = found.cut.shots[0].source.extras["picturelock.media"]["fingerprint"]
    assert noted == only(found).file.fingerprint


def test_identical_copies_are_no_doubt(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    one = put(movie(), tmp_path / "media" / "day1" / "a.mov")
    two = put(movie(), tmp_path / "media" / "day2" / "a.mov")
    found = run(using("gone/a.mov"))
    link = only(found)
    assert (link.state, link.file.path, link.copies) == ("linked", one, (two,))
    assert link.reasons == ("file", "copies") and rules(found) == ["relink-copies"]


def test_what_nothing_tells_apart_is_not_guessed(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    one = put(movie("01:00:00:00"), tmp_path / "media" / "day1" / "a.mov")
    two = put(movie("02:00:00:00", seconds=3), tmp_path / "media" / "day2" / "a.mov")
    cut = using("gone/a.mov", "05:00:00:10")
    found = run(cut)
    link = only(found)
    assert (link.state, link.file, {one.path for one in link.candidates}) == ("ambiguous", None, {one, two})
    assert {"duration", "start", "size", "folder"} <= set(link.differs)
    assert found.cut.shots[0].source == cut.shots[0].source and found.open
    assert rules(found) == ["relink-ambiguous"] and found.findings[0].severity == "error"
    # Timecode, or the length in the timeline, tells; and it is said so.
    link = only(run(using("gone/a.mov", "02:00:00:10")))
    assert (link.file.path, link.reasons) == (two, ("file", "timecode"))
    put(movie(seconds=3), two)
    put(movie(), one)
    link = only(run(using("gone/a.mov", "00:00:00:10", available=("00:00:00:00", 75))))
    assert (link.file.path, link.reasons) == (two, ("file", "length"))


def test_a_person_decides(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    put(movie(), tmp_path / "media" / "day1" / "a.mov")
    two = put(movie(seconds=3), tmp_path / "media" / "day2" / "a.mov")
    cut = using("gone/a.mov")
    asked: list[int] = []

    def ask(need: Any, candidates: Any) -> Any:
        asked.append(len(candidates))
        return next(one for one in candidates if one.path == two)

    link = only(run(cut, ask=ask))
    assert (link.state, link.file.path, link.reasons, asked) == ("linked", two, ("choice",), [2])
    key = link.need.key
    assert only(run(cut, choices={key: two})).file.path == two
    secret = put(movie(), tmp_path.parent / f"{tmp_path.name}-secret.mov")
    for path in (secret, tmp_path / "media" / "none.mov"):
        with pytest.raises(InputError):
            run(cut, choices={key: path})


def test_proxies(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    proxy = put(movie("10:00:00:00"), tmp_path / "media" / "Proxy" / "A001_Proxy.mov")
    found = run(using("x/A001_Proxy.mov", "10:00:00:10"))
    assert (only(found).file.path, rules(found)) == (proxy, ["relink-proxy-only"])
    original = put(movie("10:00:00:00", seconds=2.04), tmp_path / "media" / "A001.mov")
    for url in ("x/A001_Proxy.mov", "x/A001.mov"):
        found = run(using(url, "10:00:00:10"))
        assert (only(found).file.path, rules(found)) == (original, ["relink-original"])
        assert only(found).reasons[-1] == "original"


@pytest.mark.parametrize(
    ("start", "handles", "state", "head", "tail"),
    [
        ("10:00:00:10", 10, "linked", 0, 0),
        ("10:00:00:10", 11, "short", 1, 0),
        ("10:00:00:10", 20, "short", 10, 5),
        ("10:00:00:00", 0, "linked", 0, 0),
        ("10:00:01:00", 0, "linked", 0, 0),
    ],
)
def test_handles(
    using: Any, run: Any, movie: Movie, tmp_path: Path, start: str, handles: int, state: str, head: int, tail: int
) -> None:
    put(movie("10:00:00:00"), tmp_path / "media" / "a.mov")
    found = run(using("a.mov", start), handles=handles)
    short = only(found).short
    assert (only(found).state, short.head_handle, short.tail_handle) == (state, head, tail)
    assert (rules(found) == ["relink-handles"]) == (state == "short") == found.open


def test_frames_that_are_used_and_not_there(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    put(movie("10:00:00:00"), tmp_path / "media" / "a.mov")
    for start, head, tail in (("10:00:01:15", 0, 15), ("09:59:59:20", 5, 0)):
        found = run(using("a.mov", start, available=("10:00:00:00", 50)))
        short = only(found).short
        assert (only(found).state, short.head, short.tail) == ("short", head, tail)
        assert rules(found) == ["relink-short"] and found.findings[0].severity == "error"


def test_a_transition_uses_media_beyond_the_edge(
    write: Write, make: SimpleNamespace, run: Any, movie: Movie, tmp_path: Path
) -> None:
    put(movie(), tmp_path / "media" / "a.mov")
    put(movie("00:00:00:00", seconds=4), tmp_path / "media" / "b.mov")
    first = make.clip("a", make.span(20, 25, 25), make.media("x/a.mov"))
    second = make.clip("b", make.span(20, 25, 25), make.media("x/b.mov"))
    fade = {**make.transition(0, 0), "in_offset": make.time(10, 25), "out_offset": make.time(10, 25)}
    cut = read_cut(write(make.timeline(make.track(first, fade, second))))[0]
    found = run(cut)
    assert [(link.state, link.short.tail) for link in found.links] == [("short", 5), ("linked", 0)]


def test_other_rate_raster_and_channels(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    put(movie(), tmp_path / "old" / "a.mov")
    target = tmp_path / "media" / "a.mov"
    target.parent.mkdir()
    picture = ["-f", "lavfi", "-i", "testsrc2=size=128x72:rate=24:duration=3", "-c:v", "mpeg4"]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *picture, str(target)], check=True, timeout=60)
    cut = using("old/a.mov", available=("00:00:00:00", 50))
    found = run(cut)
    assert only(found).file.path == target
    assert rules(found) == ["relink-rate", "relink-raster"]
    heard = replace(cut.shots[0], id="A1:1", track="A1", kind="audio")
    also = (heard, replace(heard, id="A2:1", track="A2"))
    assert "relink-channels" in rules(run(replace(cut, shots=(*cut.shots, *also))))
    assert "relink-no-picture" not in rules(found)


def test_double_system_sound_by_its_timecode(listed: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    def wave(path: Path, seconds_since_midnight: float) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        sound = [
            "-f",
            "lavfi",
            "-i",
            f"sine=duration=2:frequency={int(seconds_since_midnight) % 997 + 100}",
            "-ar",
            "48000",
        ]
        stamp = ["-write_bext", "1", "-metadata", f"time_reference={int(seconds_since_midnight * 48000)}"]
        subprocess.run(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *sound, *stamp, str(path)], check=True, timeout=60
        )
        return path

    wave(tmp_path / "media" / "SR001" / "T01.wav", 35000)
    target = wave(tmp_path / "media" / "SR001" / "T02.wav", 36000.39)  # starts within the frame 10:00:00:09
    cut = listed(("SR001", "", "10:00:00:09"))
    heard = tuple(replace(shot, id="A1:1", track="A1", kind="audio") for shot in cut.shots)
    found = run(replace(cut, shots=heard))
    assert (only(found).state, only(found).reasons, only(found).file.path) == ("linked", ("reel",), target)
    # Where the cut shows it, sound alone is not it: the picture of that name is.
    picture = put(movie("10:00:00:00"), tmp_path / "media" / "SR001" / "V.mov")
    link = only(run(cut))
    assert (link.file.path, link.reasons) == (picture, ("reel", "kind"))


def test_duplicates_across_reels(listed: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    put(movie("10:00:00:00"), tmp_path / "media" / "a.mov")
    put(movie("10:00:01:00"), tmp_path / "media" / "b.mov")
    put(movie("10:00:01:00", seconds=3), tmp_path / "media" / "c.mov")
    events = [("R5", "a.mov", "10:00:00:05"), ("R5", "b.mov", "10:00:01:05"), ("R6", "c.mov", "10:00:01:05")]
    found = run(listed(*events), by=("file", "clip"))
    assert rules(found) == ["relink-reel-overlap"] and not found.open
    assert found.findings[0].evidence["at"] == "10:00:01:00"


def test_missing_with_its_likes(using: Any, run: Any, movie: Movie, tmp_path: Path) -> None:
    like = put(movie("10:00:00:00"), tmp_path / "media" / "A001_C003_0412KX.mov")
    put(movie("12:00:00:00"), tmp_path / "media" / "zzz.mov")
    found = run(using("x/A001_C003_0412KY.mov", "10:00:00:10"))
    link = only(found)
    assert (link.state, link.candidates[0].path, rules(found)) == ("missing", like, ["relink-missing-near"])
    assert link.candidates[0].likeness > 90 and len(link.candidates) == 1
    assert found.cut.shots[0].source.path is None
    assert rules(run(using("x/quite something else.mov", "23:00:00:00"))) == ["relink-missing"]


def test_a_file_that_cannot_be_read(using: Any, run: Any, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.mov").write_text("no film")
    (tmp_path / "media" / "A001_C001.R3D").write_bytes(b"raw" * 500)
    assert rules(run(using("x/a.mov"))) == ["media-unreadable"]
    found = run(using("x/A001_C001.R3D", available=("00:00:00:00", 50)))
    assert (only(found).state, rules(found)) == ("linked", ["relink-unchecked"])
