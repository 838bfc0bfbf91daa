"""Bundles: OpenTimelineIO reads ours, we read theirs, and nothing that a timeline merely names ever gets in or out."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import opentimelineio as otio
import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.errors import InputError, OutputError
from picturelock.findings import Finding
from picturelock.timeline.locate import locate
from picturelock.timeline.otio import zipped
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span

Write = Callable[..., Path]
RATE = FrameRate(24)
BUNDLES = ["otioz", "otiod"]


def cut(*sources: Source) -> Cut:
    record = [Span(RATE.time_of(10 * n), RATE.time_of(10 * n + 10)) for n in range(len(sources))]
    shots = [
        Shot(f"V1:{n + 1}", "V1", "video", f"shot {n + 1}", source, Span(0, span.duration), span)
        for n, (source, span) in enumerate(zip(sources, record, strict=True))
    ]
    return Cut("Film", RATE, tuple(shots), duration=record[-1].end)


@pytest.fixture
def media(tmp_path: Path) -> tuple[Path, Path]:
    """Two files of one name."""
    found = tmp_path / "day 1" / "réel #1.mov", tmp_path / "day 2" / "RÉEL #1.mov"
    for number, path in enumerate(found):
        path.parent.mkdir()
        path.write_bytes(bytes([number]) * 100)
    return found


def held(path: Path) -> dict[str, bytes]:
    """The files in a bundle."""
    if path.is_dir():
        return {one.relative_to(path).as_posix(): one.read_bytes() for one in path.rglob("*") if one.is_file()}
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


@pytest.mark.parametrize("kind", BUNDLES)
def test_media_travel_along(kind: str, media: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / f"cut.{kind}"
    made = cut(Source("one", path=media[0]), Source("two", path=media[1]), Source("one", path=media[0]))
    assert write_timeline(made, path) == ()
    files = held(path)
    assert {name: data for name, data in files.items() if name != "content.otio"} == {
        "version.txt": b"1.0.0", "media/réel _1.mov": b"\0" * 100, "media/RÉEL _1-2.mov": b"\1" * 100,
    }  # fmt: skip
    got, findings = read_timeline(path)
    assert findings == ()
    assert [one.source.url for one in got.shots] == ["media/réel _1.mov", "media/RÉEL _1-2.mov", "media/réel _1.mov"]
    inside = [path.resolve() / one.source.url if kind == "otiod" else None for one in got.shots]
    assert [one.source.path for one in got.shots] == inside, "only what really lies in a folder has a path"
    theirs = otio.adapters.read_from_file(str(path))
    assert [clip.media_reference.target_url for clip in theirs.find_clips()] == [one.source.url for one in got.shots]


def test_theirs_are_read(media: tuple[Path, Path], tmp_path: Path, make: SimpleNamespace) -> None:
    other = media[1].rename(media[1].with_name("RÉEL 2.mov"))  # they cut a name off at "#"
    plain = cut(Source("one", path=media[0]))
    write_timeline(plain, tmp_path / "plain.otio")
    timeline = otio.adapters.read_from_file(str(tmp_path / "plain.otio"))
    timeline.tracks[0][0].media_reference.target_url = str(other)
    policy = otio.adapters.file_bundle_utils.MediaReferencePolicy.MissingIfNotFile
    for kind in BUNDLES:
        path = tmp_path / f"theirs.{kind}"
        otio.adapters.write_to_file(timeline, str(path), media_policy=policy)
        got, findings = read_timeline(path)
        assert findings == ()
        assert got.shots[0].source.url == "media/RÉEL 2.mov"
        assert (got.shots[0].source.path is not None) == (kind == "otiod")


@pytest.mark.parametrize("kind", BUNDLES)
def test_what_is_only_named_is_never_copied(kind: str, write: Write, make: SimpleNamespace, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("of the house")
    urls = ["file:///etc/passwd", str(secret), "../secret.txt", secret.as_uri(), "secret.txt", "plates/a.%04d.exr"]
    clips = [make.clip(f"c{n}", make.span(0, 5), make.media(url, make.span(0, 5))) for n, url in enumerate(urls)]
    read, _ = read_timeline(write(make.timeline(make.track(*clips), start=make.time(0))))
    path = tmp_path / f"out.{kind}"
    (finding,) = write_timeline(read, path)
    assert (finding.rule, finding.severity, finding.evidence["count"]) == ("timeline.media-not-bundled", "warning", 6)
    assert set(held(path)) == {"version.txt", "content.otio"}
    assert [one.source.url for one in read_timeline(path)[0].shots] == urls, "what they were called is kept"
    theirs = otio.adapters.read_from_file(str(path))
    assert {type(clip.media_reference).__name__ for clip in theirs.find_clips()} == {"MissingReference"}


@pytest.mark.parametrize("kind", BUNDLES)
def test_only_files_in_the_media_folders_are_found_for_a_bundle(
    kind: str, write: Write, make: SimpleNamespace, movie: Callable[..., Path], tmp_path: Path
) -> None:
    rushes, outside = tmp_path / "rushes", tmp_path / "outside"
    for folder in (rushes, outside):
        folder.mkdir()
    (rushes / "in.mov").write_bytes(movie().read_bytes())
    (outside / "out.mov").write_bytes(movie("01:00:00:00").read_bytes())
    (rushes / "link.mov").symlink_to(outside / "out.mov")
    names = ["rushes/in.mov", "rushes/link.mov", "../outside/out.mov", str(outside / "out.mov")]
    clips = [make.clip(f"c{n}", make.span(0, 5), make.media(name)) for n, name in enumerate(names)]
    (tmp_path / "cuts").mkdir()
    read, _ = read_timeline(write(make.timeline(make.track(*clips), start=make.time(0)), "cuts/cut.otio"))
    found, _, _ = locate(read, [rushes])
    path = tmp_path / f"out.{kind}"
    write_timeline(found, path)
    assert [name for name in held(path) if name.startswith("media/")] == ["media/in.mov"]


def test_a_folder_that_names_files_outside_itself(make: SimpleNamespace, tmp_path: Path) -> None:
    bundle = tmp_path / "cut.otiod"
    (bundle / "media").mkdir(parents=True)
    (bundle / "media" / "a.mov").write_bytes(b"x")
    (tmp_path / "b.mov").write_bytes(b"x")
    (bundle / "media" / "link.mov").symlink_to(tmp_path / "b.mov")
    urls = [
        "media/a.mov",
        "media/../media/a.mov",
        "../b.mov",
        "media/link.mov",
        "%2e%2e/b.mov",
        "/etc/passwd",
        "media/gone.mov",
    ]
    clips = [make.clip(url, make.span(0, 5), make.media(url)) for url in urls]
    (bundle / "content.otio").write_text(json.dumps(make.timeline(make.track(*clips), start=make.time(0))))
    got, findings = read_timeline(bundle)
    inside = (bundle / "media" / "a.mov").resolve()
    assert [one.source.path for one in got.shots] == [inside, inside, None, None, None, None, None]
    assert [(one.rule, one.evidence["url"]) for one in findings] == [
        ("timeline.outside-bundle", "media/link.mov"), ("timeline.outside-bundle", "../b.mov"),
    ]  # fmt: skip


def test_a_content_file_that_is_a_link_out_is_not_opened(make: SimpleNamespace, write: Write, tmp_path: Path) -> None:
    real = write(make.timeline(make.track(make.clip("a", make.span(0, 5)))), "elsewhere.otio")
    bundle = tmp_path / "cut.otiod"
    bundle.mkdir()
    (bundle / "content.otio").symlink_to(real)
    with pytest.raises(InputError, match=r"holds no content\.otio"):
        read_timeline(bundle)


def test_replacing_a_bundle_removes_no_other_folder(tmp_path: Path) -> None:
    made = cut(Source("one"))
    mine = tmp_path / "mine.otiod"
    mine.mkdir()
    (mine / "thesis.odt").write_text("precious")
    for name in ("mine.otiod", "mine.otio"):
        (tmp_path / name).mkdir(exist_ok=True)
        with pytest.raises(OutputError, match=r"holds something else|cannot be written"):
            write_timeline(made, tmp_path / name, overwrite=True)
    assert (mine / "thesis.odt").read_text() == "precious"
    write_timeline(made, tmp_path / "ours.otiod")
    write_timeline(replace(made, name="Film 2"), tmp_path / "ours.otiod", overwrite=True)
    assert read_timeline(tmp_path / "ours.otiod")[0].name == "Film 2"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.otio", "mine.otiod", "ours.otiod"]


def test_a_bundle_can_replace_the_one_that_it_was_read_from(media: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "cut.otiod"
    write_timeline(cut(Source("one", path=media[0])), path)
    write_timeline(read_timeline(path)[0], path, overwrite=True)
    assert set(held(path)) == {"version.txt", "content.otio", "media/réel _1.mov"}


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_timeline(path)
    assert caught.value.file == path
    return caught.value


def archive(path: Path, members: list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as made:
        for name, data in members:
            made.writestr(name, data)
    return path


@pytest.fixture
def content(make: SimpleNamespace) -> bytes:
    return json.dumps(make.timeline(make.track(make.clip("a", make.span(0, 5))), start=make.time(0))).encode()


def test_nothing_of_a_zip_is_extracted(content: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = archive(
        folder / "cut.otioz", [("../evil.txt", b"x"), ("/abs.txt", b"x"), ("content.otio", content), ("media/a", b"x")]
    )
    assert len(read_timeline(path)[0].shots) == 1
    assert [one.name for one in tmp_path.rglob("*")] == ["in", "cut.otioz"]


def test_what_is_no_bundle(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.otioz"
    path.write_bytes(b"no zip file")
    assert "no whole zip file" in str(refused(path))
    whole = archive(tmp_path / "whole.otioz", [("content.otio", content), ("media/a", bytes(5000))]).read_bytes()
    for length in (0, 10, 100, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        path.write_bytes(whole[:length])
        refused(path)
    for offset in range(0, len(whole), 7):
        path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0xFF]) + whole[offset + 1 :])
        try:
            read_timeline(path)
        except InputError as error:
            assert error.file == path


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("other.otio", b"{}")], "holds 0 files named content.otio"),
        ([("sub/content.otio", b"{}"), ("../content.otio", b"{}")], "holds 0 files named content.otio"),
        ([("content.otio", b"{}"), ("content.otio", b"{}")], "holds 2 files named content.otio"),
        ([("content.otio", b"null")], "not an OpenTimelineIO timeline"),
        ([("content.otio", b" " * 30_000_000)], "unfolds to 30 MB"),
        ([("content.otio", b"[" * 30_000)], "levels deep"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_bundles_that_are_refused(members: list[tuple[str, bytes]], reason: str, tmp_path: Path) -> None:
    assert reason in str(refused(archive(tmp_path / "cut.otioz", members)))


def test_a_bomb_is_not_unfolded(tmp_path: Path) -> None:
    path = tmp_path / "cut.otioz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("content.otio", "w") as file:
        for _ in range(150):
            file.write(bytes(1_000_000))
    assert path.stat().st_size < 300_000
    assert "unfolds to 150 MB" in str(refused(path))


def test_a_member_that_lies_about_its_size(content: bytes, tmp_path: Path) -> None:
    path = archive(tmp_path / "cut.otioz", [("content.otio", b" " * 5_000_000 + content)])
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    refused(path)


def test_a_directory_of_millions_of_files(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "cut.otioz", [("content.otio", content), *((f"media/{n}", b"") for n in range(100))])
    monkeypatch.setattr(zipped, "MAX_DIRECTORY", 2000)
    assert "lists more files" in str(refused(path))


def test_an_encrypted_member(content: bytes, tmp_path: Path) -> None:
    path = archive(tmp_path / "cut.otioz", [("content.otio", content)])
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.rfind(signature) + offset] |= 1
    path.write_bytes(bytes(data))
    assert "encrypted" in str(refused(path))


def test_no_file_no_folder(tmp_path: Path) -> None:
    for name in ("gone.otioz", "gone.otiod"):
        assert "does not exist" in str(refused(tmp_path / name))
    (tmp_path / "file.otiod").write_text("x")
    assert "is no folder" in str(refused(tmp_path / "file.otiod"))
    (tmp_path / "folder.otioz").mkdir()
    assert "is no file" in str(refused(tmp_path / "folder.otioz"))
    os.mkfifo(tmp_path / "pipe.otioz")
    assert "is no file" in str(refused(tmp_path / "pipe.otioz"))


def test_a_very_old_file_can_be_bundled(media: tuple[Path, Path], tmp_path: Path) -> None:
    os.utime(media[0], (0, 0))
    findings: tuple[Finding, ...] = write_timeline(cut(Source("one", path=media[0])), tmp_path / "cut.otioz")
    assert findings == ()
