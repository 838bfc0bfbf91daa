"""Media found by path, by name, by reel and timecode; and references that may not be followed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from picturelock.cut import Cut
from picturelock.findings import Finding
from picturelock.timeline.locate import locate
from picturelock.timeline.read import read_cut
from picturelock.timeline.references import media_name, media_path
from picturelock.times import FrameRate, Span, Timecode
from picturelock.wording import LANGUAGES, fix, message

Write = Callable[..., Path]
Movie = Callable[..., Path]
RATE = FrameRate(25)


def put(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, target))


@pytest.fixture
def using(write: Write, make: SimpleNamespace) -> Callable[..., Cut]:
    """A cut of one clip: a second from a tenth frame on, of a reference."""

    def made(url: str, start: int = 10, available: tuple[int, int] | None = None, name: str = "clip") -> Cut:
        shown = make.span(start, 25, 25)
        reference = make.media(url, make.span(*available, 25) if available else None)
        return read_cut(write(make.timeline(make.track(make.clip(name, shown, reference)))))[0]

    return made


def found(cut: Cut, *folders: Path) -> tuple[Cut, list[tuple[str, str]], tuple[Finding, ...]]:
    located, media, findings = locate(cut, folders)
    assert all(
        "{" not in message(finding, language) + fix(finding, language) for finding in findings for language in LANGUAGES
    )
    for shot in located.shots:
        source = shot.source
        assert (source.key in media) == bool(source.path)
        if source.path:
            assert media[source.key].path == source.path
            assert source.fingerprint == source.key
    return located, [(finding.rule, finding.severity) for finding in findings], findings


def at(label: str) -> int:
    return Timecode.parse(label, RATE).time


def test_by_its_path(using: Callable[..., Cut], movie: Movie, tmp_path: Path) -> None:
    target = put(movie("10:00:00:00"), tmp_path / "rushes" / "a.mov")
    for url in ("rushes/a.mov", str(target), target.as_uri(), "rushes/../rushes/a.mov"):
        cut, rules, _ = found(using(url, at("10:00:00:00") // RATE.frame))
        source = cut.shots[0].source
        assert (source.path, rules) == (target, [])
        assert source.start == at("10:00:00:00")
        assert source.available == Span(at("10:00:00:00"), at("10:00:02:00"))
        assert source.rate == RATE
        assert cut.shots[0].file_span == Span(0, at("00:00:01:00"))


@pytest.mark.parametrize("name", ["Réel 1 #2?.mov", "a b%20c.mov", "名前.mov"])
def test_names_as_people_give_them(using: Callable[..., Cut], movie: Movie, tmp_path: Path, name: str) -> None:
    target = put(movie(), tmp_path / "media" / name)
    for url in (f"media/{name}", f"file://{tmp_path}/media/{name.replace('%', '%25').replace(' ', '%20')}"):
        assert found(using(url))[0].shots[0].source.path == target


def test_by_file_name_whatever_the_machine_it_was_cut_on(
    using: Callable[..., Cut], movie: Movie, tmp_path: Path
) -> None:
    target = put(movie(), tmp_path / "media" / "deep" / "Scène 3.MOV")
    urls = (
        r"D:\rushes\SCÈNE 3.mov",
        "file://localhost/D%3a/rushes/Sce%CC%80ne%203.mov",
        "/Users/anna/Sce\u0300ne 3.mov",
    )
    for url in urls:
        cut, rules, _ = found(using(url), tmp_path / "media")
        assert (cut.shots[0].source.path, rules) == (target, [])


def test_by_clip_name_from_a_list(write: Write, movie: Movie, tmp_path: Path) -> None:
    put(movie(), tmp_path / "media" / "a001c003.srt")
    target = put(movie(), tmp_path / "media" / "A001C003.mov")
    text = "001 AX V C 00:00:00:10 00:00:01:10 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: a001c003\n"
    cut, rules, _ = found(read_cut(write(text), RATE)[0], tmp_path / "media")
    assert (cut.shots[0].source.path, rules) == (target, [])
    assert cut.shots[0].source.start == 0


def test_by_reel_and_timecode(write: Write, movie: Movie, tmp_path: Path) -> None:
    put(movie("09:00:00:00"), tmp_path / "media" / "A001C003_240101_R1AB.mov")
    target = put(movie("10:00:00:00"), tmp_path / "media" / "A001C003_240101_R1AC.mov")
    put(movie("10:00:00:00", seconds=1), tmp_path / "media" / "B001C003_240101_R1AC.mov")
    text = "001 A001C003 V C 10:00:00:10 10:00:01:10 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: Scene 12\n"
    cut, rules, _ = found(read_cut(write(text), RATE)[0], tmp_path / "media")
    assert (cut.shots[0].source.path, rules) == (target, [])
    assert cut.shots[0].file_span == Span(10 * RATE.frame, 35 * RATE.frame)


def test_one_name_twice_is_decided_by_timecode_or_said(using: Callable[..., Cut], movie: Movie, tmp_path: Path) -> None:
    put(movie("01:00:00:00"), tmp_path / "media" / "day1" / "a.mov")
    second = put(movie("02:00:00:00"), tmp_path / "media" / "day2" / "a.mov")
    cut, rules, _ = found(using("gone/a.mov", at("02:00:00:10") // RATE.frame), tmp_path / "media")
    assert (cut.shots[0].source.path, rules) == (second, [])
    cut, rules, findings = found(using("gone/a.mov", at("05:00:00:10") // RATE.frame), tmp_path / "media")
    assert rules == [("timeline.ambiguous-media", "warning")]
    assert findings[0].evidence["count"] == 2 and str(second) in str(findings[0].evidence["files"])
    assert cut.shots[0].source.path is None and cut.shots[0].source.fingerprint == ""  # nothing is guessed
    # The same file in two places is no doubt.
    put(second, tmp_path / "media" / "day1" / "a.mov")
    assert found(using("gone/a.mov", at("05:00:00:10") // RATE.frame), tmp_path / "media")[1] == []


@pytest.mark.parametrize(
    ("file", "timeline", "used", "start", "rule"),
    [
        # (file's timecode, start in the timeline, first used frame, start that is taken, finding)
        ("10:00:00:00", None, "10:00:00:10", "10:00:00:00", None),
        ("10:00:00:00", None, "00:00:00:10", "00:00:00:00", None),  # counted from the file's first frame
        ("10:00:00:00", "00:00:00:00", "00:00:00:10", "00:00:00:00", None),  # a system that ignores timecode
        ("10:00:00:00", "00:00:00:00", "10:00:00:10", "10:00:00:00", None),
        ("10:00:00:00", "10:00:00:00", "10:00:00:10", "10:00:00:00", None),
        ("10:00:05:00", "10:00:00:00", "10:00:05:10", "10:00:05:00", "timeline.start-differs"),  # a trimmed copy
        ("03:00:00:00", "10:00:00:00", "10:00:00:10", "10:00:00:00", "timeline.start-differs"),
        ("", "10:00:00:00", "10:00:00:10", "10:00:00:00", None),
        ("", None, "00:00:00:10", "00:00:00:00", None),
    ],
)
def test_where_the_file_starts(
    using: Callable[..., Cut],
    movie: Movie,
    tmp_path: Path,
    file: str,
    timeline: str | None,
    used: str,
    start: str,
    rule: str | None,
) -> None:
    put(movie(file), tmp_path / "a.mov")
    available = (at(timeline) // RATE.frame, 250) if timeline else None
    cut, rules, _ = found(using("a.mov", at(used) // RATE.frame, available))
    assert cut.shots[0].source.start == at(start)
    assert [name for name, _ in rules] == ([rule] if rule else [])


@pytest.mark.parametrize(
    "url",
    [
        "../secret.mov",
        "rushes/../../secret.mov",
        "file://{outside}/secret.mov",
        "{outside}/secret.mov",
        "file://localhost/{outside}/secret.mov",
        "link/secret.mov",
        "link/../secret.mov",
        "link/../outside/../secret.mov",
        "./link/./../outside/secret.mov",
        "linked.mov",
        "%2e%2e/secret.mov/../../../{outside}/secret.mov",
    ],
)
def test_nothing_outside_the_folders_is_opened(
    using: Callable[..., Cut], movie: Movie, tmp_path: Path, url: str
) -> None:
    outside = tmp_path / "elsewhere" / "outside"
    inside = tmp_path / "inside"
    put(movie(), outside / "secret.mov")
    put(movie(), outside.parent / "secret.mov")  # where "link/.." leads
    inside.mkdir()
    put(movie(), tmp_path / "secret.mov")
    (inside / "link").symlink_to(outside)
    (inside / "linked.mov").symlink_to(outside / "secret.mov")
    cut = using(url.format(outside=str(outside).lstrip("/") if "localhost" in url else outside))
    cut, rules, findings = found(replace(cut, path=inside / "cut.otio"), inside)
    assert cut.shots[0].source.path is None
    assert rules == [("timeline.media-outside", "error")]
    assert findings[0].place.shot == "V1:1"
    assert findings[0].place.file == str(inside / "cut.otio")
    # The same folder, once it is named, may be used.
    if "link" not in url and "%2e" not in url:
        assert found(replace(cut, path=inside / "cut.otio"), inside, tmp_path)[0].shots[0].source.path is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.mov",
        "\x00",
        "a\x00b.mov",
        "x" * 5000,
        "file://",
        "file:///",
        "\\\\server\\share\\a.mov",
        ".",
    ],
)
def test_references_to_nothing(using: Callable[..., Cut], tmp_path: Path, url: str) -> None:
    cut, rules, _ = found(using(url, name=""), tmp_path)
    assert cut.shots[0].source.path is None
    assert rules in ([], [("timeline.media-outside", "error")])


def test_a_way_back_through_a_link_that_stays_inside(using: Callable[..., Cut], movie: Movie, tmp_path: Path) -> None:
    # "link" is deep/er: its ".." is deep, whatever stands beside the link itself.
    target = put(movie(), tmp_path / "deep" / "a.mov")
    (tmp_path / "deep" / "er").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "er")
    put(movie("10:00:00:00"), tmp_path / "a.mov")
    cut, rules, _ = found(using("link/../a.mov"))
    assert (cut.shots[0].source.path, rules) == (target, [])


def test_a_loop_of_links(using: Callable[..., Cut], tmp_path: Path) -> None:
    (tmp_path / "a.mov").symlink_to(tmp_path / "b.mov")
    (tmp_path / "b.mov").symlink_to(tmp_path / "a.mov")
    (tmp_path / "again").symlink_to(tmp_path)
    assert found(using("a.mov"), tmp_path)[0].shots[0].source.path is None


def test_a_file_that_is_no_media_is_said_once(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "a.mov").write_text("not a film")
    picture = make.clip("a", make.span(0, 25, 25), make.media("a.mov"))
    sound = make.clip("a", make.span(0, 25, 25), make.media("a.mov", make.span(0, 48000, 48000)))
    cut, _ = read_cut(write(make.timeline(make.track(picture), make.track(sound, kind="Audio"))))
    cut, rules, findings = found(cut)
    assert rules == [("timeline.media-unreadable", "error")]
    assert findings[0].place.shot == "V1:1"
    assert findings[0].evidence["file"] == "a.mov"
    assert not any(shot.source.path for shot in cut.shots)


def test_stills_and_sequences_need_no_probe(write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"a picture, for all that anyone knows")
    for number in (1003, 1001, 1002):
        (tmp_path / f"sh010.{number}.exr").write_bytes(b"x")
    frames = {
        "OTIO_SCHEMA": "ImageSequenceReference.1", "target_url_base": str(tmp_path), "name_prefix": "sh010.",
        "name_suffix": ".exr", "start_frame": 1001, "frame_step": 1, "rate": 25.0, "frame_zero_padding": 4,
        "missing_frame_policy": "error", "name": "", "metadata": {}, "available_range": make.span(1001, 3, 25),
    }  # fmt: skip
    shots = [
        make.clip("a", make.span(0, 500, 25), make.media("logo.png")),
        make.clip("b", make.span(1001, 3, 25), frames),
    ]
    cut, media, findings = locate(read_cut(write(make.timeline(make.track(*shots))))[0], [])
    assert [shot.source.path for shot in cut.shots] == [tmp_path / "logo.png", tmp_path / "sh010.1001.exr"]
    assert cut.shots[0].source.available is None
    assert (dict(media), findings) == ({}, ())


def test_generated_pictures_are_not_looked_for(write: Write, movie: Movie, tmp_path: Path) -> None:
    put(movie(), tmp_path / "BL.mov")
    cut, _ = read_cut(write("001 BL V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"), RATE)
    assert locate(cut, [tmp_path])[0].shots[0].source.path is None


def test_hidden_folders_are_passed_over(using: Callable[..., Cut], movie: Movie, tmp_path: Path) -> None:
    put(movie(), tmp_path / ".trash" / "a.mov")
    put(movie(), tmp_path / "media" / "._a.mov")
    assert found(using("gone/a.mov"), tmp_path)[0].shots[0].source.path is None


def test_progress_is_told(using: Callable[..., Cut], tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    locate(using("a.mov"), [tmp_path], lambda stage, done, total, note="": told.append((stage, done, total)))
    assert told == [("locate", 0, 1), ("locate", 1, 1)]


@pytest.mark.parametrize(
    ("url", "name", "path"),
    [
        ("file:///media/a%20b%231.mov", "a b#1.mov", "/media/a b#1.mov"),
        ("file://localhost/media/a.mov", "a.mov", "/media/a.mov"),
        ("/media/a#1.mov", "a#1.mov", "/media/a#1.mov"),
        ("/media/a%20b.mov", "a%20b.mov", "/media/a%20b.mov"),
        ("sub/a.mov", "a.mov", "/base/sub/a.mov"),
        ("../a.mov", "a.mov", "/base/../a.mov"),
        ("C:\\media\\a.mov", "a.mov", None),
        ("file:///C:/media/a.mov", "a.mov", None),
        ("file://server/share/a.mov", "a.mov", "//server/share/a.mov"),
        ("\\\\server\\share\\a.mov", "a.mov", None),
        ("https://example.org/a.mov", "", None),
        ("", "", None),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="a drive letter is a path there")
def test_what_a_reference_says(url: str, name: str, path: str | None) -> None:
    assert media_name(url) == name
    assert media_path(url, Path("/base")) == (Path(path) if path else None)
