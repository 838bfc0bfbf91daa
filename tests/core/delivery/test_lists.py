"""Plain lists of checksums: the usual tools read ours, and we read theirs."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
import xxhash
from picturelock.delivery.hashing import hash_bytes
from picturelock.delivery.lists import WRITTEN, name_of, written
from picturelock.delivery.verify import verify

FILES = {"a b/é.mov": b"one", "c": b"", "50%.txt": b"three", "back\\slash": b"four", "new\nline": b"five"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def md5(data: bytes) -> str:
    return hashlib.md5(data).hexdigest()


def rules(folder: Path) -> list[tuple[str, str]]:
    return [(finding.rule, finding.place.file) for finding in verify(folder)]


@pytest.mark.parametrize("algorithm", WRITTEN)
def test_the_usual_tools_read_what_is_written(folder: Path, algorithm: str) -> None:
    tool = "xxhsum" if algorithm.startswith("xxh") else f"{algorithm}sum"
    hashes = {name: hash_bytes(data, (algorithm,)) for name, data in FILES.items()}
    if tool == "xxhsum":  # it does not know names with a line break in them
        hashes = {name: value for name, value in hashes.items() if name != "new\nline" and "\\" not in name}
        (folder / "new\nline").unlink()
        (folder / "back\\slash").unlink()
    (folder / name_of(algorithm)).write_bytes(written(hashes, algorithm))
    assert rules(folder) == []
    if shutil.which(tool) is None:
        pytest.skip(f"not proven: there is no {tool} here")
    assert subprocess.run([tool, "-c", name_of(algorithm)], cwd=folder, capture_output=True).returncode == 0
    (folder / "c").write_bytes(b"x")
    assert subprocess.run([tool, "-c", name_of(algorithm)], cwd=folder, capture_output=True).returncode != 0
    assert rules(folder) == [("package.altered", "c")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.md5", f"{md5(b'1')} *sub/a\n"),
        ("x.md5", f"\ufeff# made by somebody\r\n{md5(b'1').upper()}  ./sub/a\r\n\r\n"),
        ("MD5SUMS", f"{md5(b'1')}\tsub/a\n"),
        ("md5sums.txt", f"{md5(b'1')}  sub/a\n"),
        ("x.MD5", f"MD5 (sub/a) = {md5(b'1')}\n"),
        ("x.sha256", f"SHA256 (sub/a) = {hashlib.sha256(b'1').hexdigest()}\n"),
        ("sub/a.md5", f"{md5(b'1')}\n"),
        ("sub/list.xxh64", f"{xxhash.xxh64(b'1').hexdigest()}  a\n"),
        ("old.mhl", f'<?xml version="1.0"?><hashlist version="1.1"><creatorinfo/><hash><file>sub/a</file><size>1</size>'
                    f"<xxhash64be>{xxhash.xxh64(b'1').hexdigest()}</xxhash64be></hash></hashlist>"),
    ],
)  # fmt: skip
def test_lists_of_other_tools(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a").write_bytes(b"1")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert rules(tmp_path) == []
    (tmp_path / "sub" / "a").write_bytes(b"2")
    assert rules(tmp_path) == [("package.altered", "sub/a")]
    (tmp_path / "sub" / "b").touch()
    assert ("package.unexpected", "sub/b") in rules(tmp_path)
    (tmp_path / "sub" / "a").unlink()
    assert ("package.missing", "sub/a") in rules(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("x.md5", b"", "package.list-unreadable"),
        ("x.md5", b"\0" * 1000, "package.list-unreadable"),
        ("x.md5", b"not a hash  a\n", "package.list-unreadable"),
        ("x.sha256", f"{md5(b'')}  a\n".encode(), "package.list-unreadable"),
        ("x.md5", b"a" * 100_000, "package.list-unreadable"),
        ("x.md5", f"{md5(b'')}  ../../etc/hostname\n".encode(), "package.unsafe-path"),
        ("x.md5", f"{md5(b'')}  /etc/hostname\n".encode(), "package.unsafe-path"),
        ("x.md5", f"{md5(b'')}  C:\\x\n".encode(), "package.unsafe-path"),
        ("x.mhl", b'<!DOCTYPE x [<!ENTITY a "b">]><hashlist/>', "package.list-unreadable"),
        ("x.mhl", b"<a>" * 50_000, "package.list-unreadable"),
        ("x.mhl", b"<hashlist><hash><file>a</file></hash></hashlist>", "package.list-unreadable"),
    ],
)
def test_hostile_lists(tmp_path: Path, name: str, data: bytes, rule: str) -> None:
    (tmp_path / "a").touch()
    (tmp_path / name).write_bytes(data)
    assert rules(tmp_path) == [(rule, name)]


def test_a_list_that_is_a_link_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.md5").symlink_to("/etc/passwd")
    assert rules(tmp_path) == [("package.no-manifest", "ascmhl/ascmhl_chain.xml")]
