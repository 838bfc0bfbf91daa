"""`picturelock package`: exit codes, words in two languages, one JSON document, and nothing hostile as a traceback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from picturelock.waivers import keys
from picturelock_cli.main import main


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "Été"
    (home / "sub").mkdir(parents=True)
    (home / "sub" / "a.mov").write_bytes(b"a")
    (home / "b.txt").write_bytes(b"b")
    return home


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_seal_verify_and_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["package", "verify", str(folder)]) == 1
    assert "no ASC MHL manifest" in capsys.readouterr().out
    assert main(["package", "seal", str(folder), "--checksums", "md5", "--json"]) == 0
    sealed = document(capsys)
    assert sealed["files"] == 3 and sealed["new"] == ["b.txt", "checksums.md5", "sub/a.mov"]
    assert main(["package", "verify", str(folder), "--lang", "fr"]) == 0
    assert "tel qu’il a été livré" in capsys.readouterr().out
    (folder / "b.txt").write_bytes(b"c")
    assert main(["package", "verify", str(folder), "--json"]) == 1
    told = document(capsys)
    assert [(one["rule"], one["file"]) for one in told["findings"]] == [("package.altered", "b.txt")]  # type: ignore[index,attr-defined]
    assert main(["package", "seal", str(folder)]) == 1
    assert "Nothing was sealed" in capsys.readouterr().out
    assert len(list((folder / "ascmhl").glob("*.mhl"))) == 1


def test_diff(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    (other / "sub").mkdir(parents=True)
    (other / "sub" / "a.mov").write_bytes(b"a")
    (other / "c.txt").write_bytes(b"b")
    assert main(["package", "diff", str(folder), str(folder)]) == 0
    capsys.readouterr()
    assert main(["package", "diff", str(folder), str(other), "--json"]) == 1
    told = document(capsys)
    assert told["differences"] == [{"what": "renamed", "path": "c.txt", "was": "b.txt"}] and told["same"] == 1


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["package"], 2),
        (["package", "burn"], 2),
        (["package", "verify"], 2),
        (["package", "verify", "/no/such/folder"], 3),
        (["package", "seal", "/no/such/folder"], 3),
        (["package", "diff", "/no/such/folder", "/nor/this"], 3),
        (["package", "seal", ".", "--algorithm", "crc32"], 2),
        (["package", "seal", ".", "--checksums", "c4"], 2),
        (["package", "press", "/no/such/production", "-o", "/no/such/kit"], 3),
    ],
)
def test_mistakes_are_sentences(argv: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == code
    assert "Traceback" not in capsys.readouterr().err


def test_a_hostile_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    (folder / "\x1b[31mred").write_bytes(b"x")
    assert main(["package", "seal", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "\x1b[31mred" not in out and "package.not-a-file" in out
    assert not (folder / "ascmhl").exists()


def test_a_kit_is_never_written_over(tmp_path: Path) -> None:
    assert main(["package", "press", str(tmp_path), "-o", str(tmp_path)]) == 7


def minimal(root: Path) -> Path:
    """A production that can be loaded; nothing in it need be judged."""
    (root / "rushes").mkdir(parents=True)
    (root / "v2.edl").write_text("TITLE: v2\n")
    text = 'schema = "picturelock/production-1"\ntitle = "X"\nlanguages = ["en"]\ncut = "v2.edl"\nmedia = ["rushes"]\n'
    (root / "picturelock.toml").write_text(f'{text}[delivery]\nspec = "ebu-r128"\n')
    return root


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-o", "rushes/v2"), 2, "cannot lie in rushes"),
        (("-o", "waivers/v2"), 2, "cannot lie in waivers"),
        (("-o", "out", "--since", "nowhere"), 3, "not a folder"),
        (("-o", "out", "--since", "rushes"), 3, "no package.json"),
    ],
)
def test_deliver_refuses_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    root = minimal(tmp_path / "film")
    given = [word if word.startswith("-") else str(root / word) for word in words]
    assert main(["deliver", str(root), *given, "--json"]) == code
    assert said in str(document(capsys)["error"])
    assert not (root / "history.jsonl").exists() and not (root / "out").exists()
    if code == 2:
        assert main(["package", "press", str(root), *given]) == 2


def test_signatures_are_told(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "keys.txt"
    key.write_text(keys.make(tmp_path / "at.pem") + " A. Tremblay\n")
    assert main(["package", "seal", str(folder), "--json"]) == 0
    capsys.readouterr()
    assert main(["package", "verify", str(folder), "--json"]) == 0
    assert document(capsys)["signatures"] == []
    assert main(["package", "verify", str(folder), "--key", str(key), "--json", "--lang", "fr"]) == 1
    told = document(capsys)
    assert [(one["rule"], one["severity"]) for one in told["findings"]] == [("package.unsigned", "error")]  # type: ignore[index,attr-defined]
    key.write_text("hello")
    assert main(["package", "verify", str(folder), "--key", str(key)]) == 3


def test_an_unfinished_seal_is_cleared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ascmhl").mkdir()
    (folder / "ascmhl" / ".ascmhl_chain.xml.part").touch()
    (folder / "ascmhl" / "0001_x.mhl").write_bytes(b"<")
    assert main(["package", "verify", str(folder), "--lang", "fr"]) == 1
    assert "scellement interrompu" in capsys.readouterr().out
    assert main(["package", "seal", str(folder), "--json"]) == 0
    assert document(capsys)["cleared"] == ["ascmhl/.ascmhl_chain.xml.part", "ascmhl/0001_x.mhl"]
    assert main(["package", "verify", str(folder)]) == 0
