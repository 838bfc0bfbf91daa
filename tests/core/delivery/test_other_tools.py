"""Packages against ASC MHL's own tools: what theirs sealed we verify, what ours is altered in they find as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from picturelock.delivery.build import build
from picturelock.delivery.plan import plan
from picturelock.delivery.sealing import seal_folder
from picturelock.delivery.verify import verify
from picturelock.findings import Verdict
from picturelock.production import Dossier

Tool = Callable[..., int]


@pytest.fixture
def package(dossier: Dossier, make_verdict: Callable[..., Verdict], tmp_path: Path) -> Path:
    verdict = make_verdict()
    return build(plan(dossier, verdict), verdict, tmp_path / "out")


@pytest.fixture
def foreign(tmp_path: Path, ascmhl: Tool) -> Path:
    """A folder that ascmhl sealed."""
    folder = tmp_path / "A001"
    for name, data in {"a/é.mov": b"one", "a/b/c.mov": b"two", "notes.txt": b""}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    assert ascmhl("create", folder, "-h", "md5", "-h", "c4") == 0
    return folder


def rules(folder: Path) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.place.file) for finding in verify(folder))


ALTERATIONS: dict[str, Callable[[Path], object]] = {
    "a byte": lambda folder: (folder / "captions/fr.srt").write_bytes(
        (folder / "captions/fr.srt").read_bytes()[:-1] + b"!"
    ),
    "a name": lambda folder: (folder / "captions/fr.srt").rename(folder / "captions/en.srt"),
    "a missing file": lambda folder: (folder / "master/été.mov").unlink(),
    "an extra file": lambda folder: (folder / "master/extra.mov").write_bytes(b"x"),
    "a byte of the manifest": lambda folder: next((folder / "ascmhl").glob("*.mhl")).write_bytes(b"<hashlist/>"),
}


@pytest.mark.parametrize("what", ALTERATIONS)
def test_what_is_altered_is_found_by_us_and_by_them(package: Path, what: str, ascmhl: Tool) -> None:
    assert verify(package) == ()
    assert [
        ascmhl(command, package, *options) for command, *options in (("verify",), ("verify", "-dh"), ("diff",))
    ] == [0, 0, 0]
    ALTERATIONS[what](package)
    assert any(finding.severity == "error" for finding in verify(package))
    assert ascmhl("verify", package) != 0


def test_they_go_on_with_our_history_and_we_with_theirs(package: Path, foreign: Path, ascmhl: Tool) -> None:
    assert ascmhl("create", package, "-h", "sha1") == 0 and rules(package) == []
    assert rules(foreign) == []
    sealed = seal_folder(foreign, made="2026-11-22T04:15:33+00:00")
    assert sealed.manifest is not None and sealed.manifest.name.startswith("0002_") and sealed.new == ()
    assert rules(foreign) == [] and ascmhl("verify", foreign) == 0 and ascmhl("verify", foreign, "-dh") == 0
    (foreign / "a/b/c.mov").write_bytes(b"twO")
    assert rules(foreign) == [("package.altered", "a/b/c.mov")] and ascmhl("verify", foreign) == 11


def test_a_file_that_was_renamed_and_sealed_again(foreign: Path, ascmhl: Tool) -> None:
    (foreign / "notes.txt").rename(foreign / "readme.txt")
    assert rules(foreign) == [("package.missing", "notes.txt"), ("package.unexpected", "readme.txt")]
    assert ascmhl("create", foreign, "-dr", "-h", "md5") == 0
    assert rules(foreign) == []
    (foreign / "readme.txt").write_bytes(b"x")
    assert rules(foreign) == [("package.altered", "readme.txt")]


@pytest.fixture
def nested(tmp_path: Path, ascmhl: Tool) -> Path:
    """Two cards with histories of their own, and one above both."""
    folder = tmp_path / "day"
    for card in ("A001", "B001"):
        (folder / card / "clips").mkdir(parents=True)
        (folder / card / "clips" / "1.mov").write_bytes(card.encode())
        assert ascmhl("create", folder / card) == 0
    (folder / "report.txt").write_bytes(b"r")
    assert ascmhl("create", folder) == 0
    return folder


def test_histories_within_a_history(nested: Path) -> None:
    assert rules(nested) == [] and rules(nested / "A001") == []
    (nested / "A001/clips/1.mov").write_bytes(b"x")
    (nested / "B001/clips/2.mov").write_bytes(b"x")
    assert rules(nested) == [("package.altered", "A001/clips/1.mov"), ("package.unexpected", "B001/clips/2.mov")]


def test_a_history_within_that_nobody_refers_to_accounts_for_nothing(nested: Path, ascmhl: Tool) -> None:
    (nested / "C001").mkdir()
    (nested / "C001" / "1.mov").write_bytes(b"x")
    assert ascmhl("create", nested / "C001") == 0
    found = rules(nested)
    assert ("package.unexpected", "C001/1.mov") in found and {rule for rule, _ in found} == {"package.unexpected"}


def test_a_history_within_that_was_touched_or_taken_away(nested: Path) -> None:
    manifest = min((nested / "A001/ascmhl").glob("*.mhl"))
    text = manifest.read_bytes()
    manifest.write_bytes(text + b"\n")
    assert rules(nested) == [("package.manifest-altered", f"A001/ascmhl/{manifest.name}")]
    manifest.unlink()
    assert rules(nested) == [("package.manifest-missing", f"A001/ascmhl/{manifest.name}")]
    manifest.write_bytes(text)
    (nested / "B001").rename(nested / "real")
    (nested / "B001").symlink_to("real")
    assert [rule for rule, _ in rules(nested)] == ["package.manifest-missing"]


def test_names_that_a_manifest_leaves_out_are_said(tmp_path: Path, ascmhl: Tool) -> None:
    for name in ("a.mov", "cache/x.tmp", "b/scratch.tmp"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    assert ascmhl("create", tmp_path, "-i", "*.tmp") == 0
    found = verify(tmp_path)
    assert {(one.rule, one.severity, one.place.file) for one in found} == {
        ("package.not-covered", "warning", "b/scratch.tmp"),
        ("package.not-covered", "warning", "cache/x.tmp"),
    }


def test_a_pattern_that_leaves_out_everything_leaves_out_nothing(tmp_path: Path, ascmhl: Tool) -> None:
    (tmp_path / "a.mov").write_bytes(b"1")
    assert ascmhl("create", tmp_path, "-i", "z*") == 0
    from ascmhl.hasher import hash_file

    (manifest,) = (tmp_path / "ascmhl").glob("*.mhl")
    before = hash_file(str(manifest), "c4")
    manifest.write_text(manifest.read_text().replace("<pattern>z*</pattern>", "<pattern>**</pattern>"))
    chain = tmp_path / "ascmhl/ascmhl_chain.xml"
    chain.write_text(chain.read_text().replace(before, hash_file(str(manifest), "c4")))
    (tmp_path / "b.mov").write_bytes(b"1")
    assert rules(tmp_path) == [("package.unexpected", "b.mov")]
