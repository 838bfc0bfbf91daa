"""Bags: the Library of Congress' own tool validates ours, and we say what is wrong with anybody's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from picturelock.delivery.bag import read_bag, write_bag
from picturelock.delivery.hashing import hash_file
from picturelock.delivery.paths import files_of
from picturelock.delivery.verify import verify

bagit = pytest.importorskip("bagit", reason="not proven: bagit is not installed")
FILES = {"a/é.mov": b"one", "b c": b"", "d": b"two"}


def make(folder: Path, names: tuple[str, ...] = ("sha256",)) -> Path:
    hashes = {}
    for name, data in FILES.items():
        file = folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        hashes[name] = hash_file(file, names)
    write_bag(folder, hashes, names, {"External-Description": "Été\nof two lines"})
    return folder


def rules(folder: Path) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.place.file) for finding in verify(folder))


@pytest.mark.parametrize("names", [("sha256",), ("md5", "sha512"), ("sha1",)])
def test_bagit_validates_it(tmp_path: Path, names: tuple[str, ...]) -> None:
    make(tmp_path, names)
    assert bagit.Bag(str(tmp_path)).validate() is True
    assert rules(tmp_path) == []
    (tmp_path / "data" / "d").write_bytes(b"twO")
    assert bagit.Bag(str(tmp_path)).is_valid() is False
    assert rules(tmp_path) == [("package.altered", "data/d")]


def test_a_bag_of_bagit_verifies(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    bagit.make_bag(str(tmp_path), {"Contact-Name": "A. Tremblay"})
    assert rules(tmp_path) == []
    (tmp_path / "data" / "d").unlink()
    (tmp_path / "data" / "e").touch()
    assert rules(tmp_path) == [
        ("package.bag-count", "bag-info.txt"),
        ("package.missing", "data/d"),
        ("package.unexpected", "data/e"),
    ]


def test_what_lies_beside_the_payload_is_judged_too(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "bag-info.txt").write_text("Payload-Oxum: 6.3\nContact-Name: somebody else\n")
    (tmp_path / "stray.txt").touch()
    assert rules(tmp_path) == [("package.altered", "bag-info.txt"), ("package.unexpected", "stray.txt")]


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("bagit.txt", "", "package.bag-unreadable"),
        ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n", "package.bag-unreadable"),
        ("manifest-sha256.txt", "", "package.empty-manifest"),
        ("manifest-sha256.txt", "what is this\n", "package.bag-unreadable"),
        ("manifest-sha256.txt", f"{'a' * 64}  data/../../etc/hostname\n", "package.unsafe-path"),
        ("manifest-sha256.txt", f"{'a' * 64}  /etc/hostname\n", "package.unsafe-path"),
        ("manifest-sha256.txt", f"{'a' * 64}  bagit.txt\n", "package.unsafe-path"),
        ("fetch.txt", "https://example.org/x 1 data/x\n", "package.bag-incomplete"),
    ],
)
def test_hostile_bags(tmp_path: Path, file: str, text: str, rule: str) -> None:
    make(tmp_path)
    (tmp_path / file).write_text(text)
    assert (rule, file if rule != "package.empty-manifest" else "bagit.txt") in rules(tmp_path)


def test_a_bag_whose_files_are_links_and_pipes(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "data" / "d").unlink()
    (tmp_path / "data" / "d").symlink_to("/etc/hostname")
    (tmp_path / "data" / "b c").unlink()
    os.mkfifo(tmp_path / "data" / "b c")
    (tmp_path / "manifest-md5.txt").symlink_to("/etc/hostname")
    assert {rule for rule, _ in rules(tmp_path)} == {
        "package.not-a-file", "package.bag-count", "package.bag-unreadable",
    }  # fmt: skip


def test_names_that_bags_encode(tmp_path: Path) -> None:
    make(tmp_path)
    manifest = tmp_path / "manifest-sha256.txt"
    digest = manifest.read_text().split()[0]
    (tmp_path / "data" / "50% off").touch()
    for written in ("data/50% off", "data/50%25 off"):
        manifest.write_text(f"{digest}  {written}\n")
        assert "data/50% off" in read_bag(tmp_path, files_of(tmp_path)).payload


def test_a_payload_that_is_a_link_is_none(tmp_path: Path) -> None:
    make(tmp_path / "bag")
    (tmp_path / "bag" / "data").rename(tmp_path / "elsewhere")
    (tmp_path / "bag" / "data").symlink_to(tmp_path / "elsewhere")
    assert rules(tmp_path / "bag") == [("package.no-manifest", "ascmhl/ascmhl_chain.xml")]
