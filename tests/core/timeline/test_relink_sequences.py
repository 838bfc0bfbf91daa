"""Image sequences relinked: found by any way of writing their name, with the frames that are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from picturelock.conform.relink.index import MediaIndex
from picturelock.conform.relink.model import Relinked
from picturelock.conform.relink.relink import relink
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.timeline.references import frame_number, is_sequence, sequence_key, sequence_pattern
from picturelock.timeline.write import write_timeline


def frames(folder: Path, numbers: Iterable[int], content: bytes = b"x") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"sh010.{number}.exr").write_bytes(content + b"%d" % number)
    return folder


@pytest.fixture
def run(write: Callable[..., Path], make: SimpleNamespace, tmp_path: Path) -> Callable[..., Relinked]:
    """A cut of ten frames from 1003 of a sequence, relinked to tmp_path/media."""

    def done(name: str = "sh010.%04d.exr") -> Relinked:
        clip = make.clip("sh010", make.span(1003, 10, 25), make.media(f"/old/{name}", make.span(1001, 20, 25)))
        cut = read_cut(write(make.timeline(make.track(clip))))[0]
        folders = [tmp_path / "media"]
        folders[0].mkdir(exist_ok=True)
        return relink(cut, folders, MediaIndex(folders, tmp_path / "index.json"))

    return done


@pytest.mark.parametrize("name", ["sh010.%04d.exr", "sh010.####.exr", "SH010.[1001-1020].exr", "sh010.%d.exr"])
def test_any_way_of_writing_a_sequence(run: Callable[..., Relinked], tmp_path: Path, name: str) -> None:
    folder = frames(tmp_path / "media" / "v2", range(1001, 1021))
    found = run(name)
    link, source = found.links[0], found.cut.shots[0].source
    assert (link.state, link.reasons, found.findings) == ("linked", ("file",), ())
    assert source.path == folder / "sh010.1001.exr"
    assert source.url == f"{folder}/sh010.%04d.exr"


def test_written_and_read_again(run: Callable[..., Relinked], tmp_path: Path) -> None:
    folder = frames(tmp_path / "media", range(1001, 1021))
    write_timeline(run().cut, tmp_path / "out.otio")
    source = read_timeline(tmp_path / "out.otio")[0].shots[0].source
    assert source.url == f"{folder}/sh010.%04d.exr"
    again = relink(read_cut(tmp_path / "out.otio")[0], [folder], MediaIndex([folder], tmp_path / "index.json"))
    assert [(link.state, link.reasons) for link in again.links] == [("unchanged", ("reference",))]


@pytest.mark.parametrize(
    ("there", "head", "holes", "tail", "rule"),
    [
        ([*range(1001, 1006), *range(1008, 1021)], 0, 2, 0, "timeline.relink-holes"),
        (range(1005, 1021), 2, 0, 0, "timeline.relink-short"),
        (range(1001, 1010), 0, 0, 3, "timeline.relink-short"),
        ([*range(1001, 1003), 1019], 0, 10, 0, "timeline.relink-holes"),
        (range(1, 21), 0, 0, 0, ""),  # numbered from another frame: the first is the first
    ],
)
def test_frames_that_are_missing(
    run: Callable[..., Relinked], tmp_path: Path, there: Iterable[int], head: int, holes: int, tail: int, rule: str
) -> None:
    frames(tmp_path / "media", there)
    found = run()
    short = found.links[0].short
    assert (short.head, short.holes, short.tail) == (head, holes, tail)
    assert [one.rule for one in found.findings] == ([rule] if rule else [])
    assert found.open == bool(rule)


def test_two_versions_of_a_sequence(run: Callable[..., Relinked], tmp_path: Path) -> None:
    first = frames(tmp_path / "media" / "a", range(1001, 1021))
    frames(tmp_path / "media" / "b", range(1001, 1021))
    assert run().links[0].reasons == ("file", "copies")
    frames(tmp_path / "media" / "b", range(1001, 1021), b"other")
    link = run().links[0]
    assert (link.state, len(link.candidates)) == ("ambiguous", 2)
    (tmp_path / "media" / "b" / "sh010.1007.exr").unlink()
    link = run().links[0]
    assert (link.reasons, link.file and link.file.path.parent) == (("file", "timecode"), first)


@pytest.mark.parametrize(
    ("name", "key", "number", "pattern"),
    [
        ("sh010.1001.exr", "sh010.#.exr", 1001, "sh010.%04d.exr"),
        ("sh010_v2.0007.jp2", "sh010_v2.#.jp2", 7, "sh010_v2.%04d.jp2"),
        ("A001C003_00086400.dpx", "A001C003_#.dpx", 86400, "A001C003_%08d.dpx"),
        ("plate.dpx", "plate.dpx", None, "plate.dpx"),
        ("12", "#", 12, "%02d"),
    ],
)
def test_names_of_frames(name: str, key: str, number: int | None, pattern: str) -> None:
    assert (sequence_key(name), frame_number(name), sequence_pattern(name)) == (key, number, pattern)


@pytest.mark.parametrize("name", ["Réel #1.mov", "a [1-2] b.mov", "take ##", "100 %.mov", "sh010.1001.exr"])
def test_names_that_are_no_sequence(name: str) -> None:
    assert not is_sequence(name)


def test_scanned_film_by_its_clip_name(write: Any, tmp_path: Path) -> None:
    from picturelock.times import FrameRate

    folder = tmp_path / "media" / "A001C003"
    folder.mkdir(parents=True)
    for number in range(86400, 86450):
        (folder / f"A001C003_{number:08}.dpx").write_bytes(b"%d" % number)
    text = "001 A001 V C 01:00:00:10 01:00:01:10 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: A001C003\n"
    cut = read_cut(write(text), FrameRate(24))[0]
    link = relink(cut, [folder], MediaIndex([folder], tmp_path / "index.json")).links[0]
    assert (link.state, link.file and len(link.file.frames)) == ("linked", 50)
