"""The index of media folders: what it saves, that it is never believed where it is old or damaged, and what it cannot open."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from picturelock.conform.relink.facts import Facts, pack, unpack
from picturelock.conform.relink.index import MediaIndex
from picturelock.conform.relink.relink import Settings, relink
from picturelock.conform.relink.tree import Tree
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.host import silent
from picturelock.media.probe import MediaInfo, probe
from picturelock.timeline.read import read_cut
from picturelock.times import FrameRate

Movie = Callable[..., Path]


def age(folder: Path) -> None:
    """Make a tree as old as those are that people search: an hour, at no even second."""
    then = time.time_ns() - 3_600_000_000_000 | 1
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, ns=(then, then), follow_symlinks=False)


def names(index: MediaIndex) -> list[str]:
    index.walk()
    return [Path(path).name for path in index.files()]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "media"
    for name in ("b/two.mov", "a/one.mov", "a/deep/er.wav", "top.mov", ".hidden/no.mov", "a/._one.mov"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")
    (root / "a" / "way out").symlink_to("/")
    (root / "link.mov").symlink_to(root / "top.mov")
    (root / "broken.mov").symlink_to(root / "nothing")
    age(root)
    return root


@pytest.mark.skipif(os.name == "nt", reason="folders are always listed there")
def test_a_second_walk_lists_what_changed(tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "index.json"
    index = MediaIndex([tree], file)
    assert names(index) == ["link.mov", "top.mov", "one.mov", "er.wav", "two.mov"]
    assert index.trees[0].listed == 4
    index.save()
    again = MediaIndex([tree], file)
    assert names(again) == names(index) and again.trees[0].listed == 0
    (tree / "b" / "three.mov").write_bytes(b"")
    (tree / "a" / "one.mov").unlink()
    changed = MediaIndex([tree], file)
    assert names(changed) == ["link.mov", "top.mov", "er.wav", "three.mov", "two.mov"]
    assert changed.trees[0].listed == 2
    shutil.rmtree(tree / "a")
    assert "er.wav" not in names(MediaIndex([tree], file))


def test_young_and_coarse_dates_are_not_relied_upon(tmp_path: Path) -> None:
    (tmp_path / "a.mov").write_bytes(b"")
    for date in (time.time_ns(), time.time_ns() + 10**12, 1_700_000_000_000_000_000):
        os.utime(tmp_path, ns=(date, date))
        tree = Tree(tmp_path)
        tree.walk(silent)
        tree.walk(silent)
        assert tree.listed == 1


def test_a_folder_that_became_a_link_is_left(tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "index.json"
    index = MediaIndex([tree], file)
    index.walk()
    index.save()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.mov").write_bytes(b"")
    shutil.rmtree(tree / "b")
    (tree / "b").symlink_to(outside)
    os.utime(tree, ns=(index.trees[0].folders[""].date_ns,) * 2)  # as if nothing had changed
    assert "secret.mov" not in names(MediaIndex([tree], file))


def test_folders_within_folders_are_walked_once(tree: Path, tmp_path: Path) -> None:
    assert sorted(names(MediaIndex([tree / "a", tree, tree], tmp_path / "i.json"))) == sorted(
        names(MediaIndex([tree], tmp_path / "j.json"))
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"one.mov", b"../.mov"),
        lambda data: data.splitlines()[0] + b"\n",
        lambda data: data.replace(b'index":1', b'index":2'),
        lambda data: data.splitlines()[0] + b"\n" + b"[" * 100_000,
        lambda data: b'{"picturelock-media-index":1,"digest":"\xff\xff"}\n{}',
        lambda data: b"",
    ],
)
def test_a_damaged_index_is_made_again(tree: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    file = tmp_path / "index.json"
    index = MediaIndex([tree], file)
    sound = names(index)
    index.save()
    file.write_bytes(damage(file.read_bytes()))
    again = MediaIndex([tree], file)
    assert names(again) == sound and again.trees[0].listed == 4
    again.save()
    assert names(MediaIndex([tree], file)) == sound


def test_another_file_is_not_taken_for_an_index(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.otio").write_text('{"OTIO_SCHEMA": "Timeline.1"}')
    with pytest.raises(InputError, match="no index"):
        MediaIndex([tree], tmp_path / "cut.otio")
    assert (tmp_path / "cut.otio").read_text().startswith('{"OTIO')


def forged(tree: Path, file: Path, told: Any) -> None:
    """An index as somebody would write it who knows how it is checked."""
    from picturelock.conform.relink.index import _digest

    body = json.dumps({str(tree): told}).encode()
    file.write_bytes(b'{"picturelock-media-index":1,"digest":"%s"}\n' % _digest(body) + body)


def test_a_forged_index_opens_nothing(tree: Path, tmp_path: Path, cut: Cut, movie: Movie) -> None:
    secret = Path(shutil.copyfile(movie(), tmp_path / "a.mov"))
    date = tree.stat().st_mtime_ns
    folders: dict[str, Any] = {
        "": [date, ["..", "../..", "a"], ["../a.mov", "/etc/passwd", "..\u0000", 7]],
        "..": [1, [], ["a.mov"]], "a/../..": [1, [], ["a.mov"]], "a": "nonsense",
    }  # fmt: skip
    stamp = [secret.stat().st_size, secret.stat().st_mtime_ns, secret.stat().st_ctime_ns]
    known = {"../a.mov": [*stamp, "pl1:" + "0" * 32, "A001", pack(probe(secret))], "x": [1], "y": None}
    forged(tree, tmp_path / "index.json", {"folders": folders, "media": known})
    index = MediaIndex([tree], tmp_path / "index.json")
    found = relink(cut, [tree], index, Settings(deep=True))
    assert [link.state for link in found.links] == ["missing"]
    assert not any(link.candidates for link in found.links)


@pytest.fixture
def cut(tmp_path: Path) -> Cut:
    folder = tmp_path / "edit"
    folder.mkdir()
    lines = "001 A001 V C 00:00:00:10 00:00:01:10 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: a.mov\n"
    (folder / "cut.edl").write_text(lines)
    return read_cut(folder / "cut.edl", FrameRate(25))[0]


def test_files_are_read_once(tmp_path: Path, cut: Cut, movie: Movie, monkeypatch: pytest.MonkeyPatch) -> None:
    media = tmp_path / "media"
    media.mkdir()
    shutil.copyfile(movie("10:00:00:00"), media / "a.mov")
    age(media)
    monkeypatch.setattr("picturelock.conform.relink.facts.YOUNG_NS", -1)  # a file's inode cannot be made older

    def again() -> tuple[int, MediaInfo | None]:
        index = MediaIndex([media], tmp_path / "index.json")
        link = relink(cut, [media], index).links[0]
        return index.facts.probed, link.file and link.file.info

    first, second = again(), again()
    assert (first[0], second[0]) == (1, 0) and first[1] == second[1]
    shutil.copyfile(movie("11:00:00:00", seconds=1), media / "a.mov")
    third = again()
    assert third[0] == 1 and third[1] is not None and str(third[1].start_timecode) == "11:00:00:00"


def test_a_file_moved_and_renamed_is_known_by_what_lay_there(
    tmp_path: Path, write: Any, make: Any, movie: Movie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("picturelock.conform.relink.facts.YOUNG_NS", -1)
    media = tmp_path / "media"
    media.mkdir()
    shutil.copyfile(movie(), media / "a.mov")
    shutil.copyfile(movie("02:00:00:00"), media / "b.mov")
    clip = make.clip("a", make.span(0, 25, 25), make.media("media/a.mov"))
    cut = read_cut(write(make.timeline(make.track(clip))))[0]
    assert relink(cut, [media], MediaIndex([media], tmp_path / "i.json")).links[0].state == "unchanged"
    (media / "new").mkdir()
    (media / "a.mov").rename(media / "new" / "Take 4.mov")
    link = relink(cut, [media], MediaIndex([media], tmp_path / "i.json")).links[0]
    assert (link.state, link.reasons) == ("linked", ("fingerprint",))
    assert link.file is not None and link.file.path == media / "new" / "Take 4.mov"


def test_a_stale_index_never_makes_a_file_missing(tmp_path: Path, cut: Cut, movie: Movie) -> None:
    media = tmp_path / "media"
    media.mkdir()
    age(media)
    index = MediaIndex([media], tmp_path / "i.json")
    index.walk()
    index.save()
    date = media.stat().st_mtime_ns
    shutil.copyfile(movie(), media / "a.mov")
    os.utime(media, ns=(date, date))  # a disk that does not date its folders
    assert relink(cut, [media], MediaIndex([media], tmp_path / "i.json")).links[0].state == "linked"


def test_broken_off_nothing_is_lost(tmp_path: Path, cut: Cut, movie: Movie, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("picturelock.conform.relink.facts.YOUNG_NS", -1)
    media = tmp_path / "media"
    media.mkdir()
    for name in ("p.mov", "q.mov", "r.mov"):
        shutil.copyfile(movie(name and "10:00:00:00"), media / name)
    told: list[str] = []

    def stop(stage: str, done: int, total: int, note: str = "") -> None:
        told.append(stage)
        if stage == "read" and done == 2:
            raise KeyboardInterrupt

    index = MediaIndex([media], tmp_path / "i.json")
    with pytest.raises(KeyboardInterrupt):
        relink(cut, [media], index, Settings(deep=True), stop)
    assert len(MediaIndex([media], tmp_path / "i.json").facts.known) == 2
    assert set(told) == {"search", "read"}


def test_facts_go_through_text_unchanged(movie: Movie, tmp_path: Path) -> None:
    for path in (movie("10:00:00:00"), movie(rate=24), movie("01:00:00;02", rate=30)):
        info = probe(path)
        assert unpack(pack(info), path, info.fingerprint, info.size, info.reel) == info
    assert isinstance(Facts().of(tmp_path / "none.mov"), InputError)


def test_pipes_and_devices_are_no_media(tmp_path: Path, cut: Cut) -> None:
    media = tmp_path / "media"
    media.mkdir()
    if not hasattr(os, "mkfifo"):
        pytest.skip("not proven: this system has no named pipes")
    os.mkfifo(media / "a.mov")
    assert relink(cut, [media], MediaIndex([media], tmp_path / "i.json")).links[0].state == "missing"
