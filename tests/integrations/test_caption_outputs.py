"""Where commands about captions write, what they refuse to write over, and what they say of it to people and programs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from picturelock_cli.main import main

SRT = "1\n00:00:01,000 --> 00:00:03,000\nWhere is the letter?\n"


@pytest.fixture(autouse=True)
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LANG", "en")
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))


@pytest.fixture
def srt(tmp_path: Path) -> Path:
    (tmp_path / "film").mkdir()
    file = tmp_path / "film" / "été – v2.srt"
    file.write_text(SRT, encoding="utf-8")
    return file


def test_the_last_folder_is_made_and_said(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = srt.parent / "livré à Noël" / "v2.vtt"
    assert main(["caption", "convert", str(srt), "-o", str(out)]) == 0
    assert f"New folder: {out.parent}" in capsys.readouterr().out.replace("\n", "") and out.is_file()
    assert main(["caption", "convert", str(srt), "-o", str(out), "--force"]) == 0
    assert "New folder" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        ["caption", "convert", "{f}", "-o", "{o}"],
        ["caption", "fix", "{f}", "--rate", "25", "-o", "{o}"],
        ["caption", "align", "{f}", "--media", "{f}", "-o", "{o}"],
        ["caption", "translate", "{f}", "--to", "fr", "-o", "{o}"],
        ["conform", "captions", "{f}", "--from", "{f}", "--to", "{f}", "-o", "{o}"],
        ["caption", "{f}", "--profile", "netflix-en", "-o", "{o}"],
    ],
)
def test_no_path_is_made_up(argv: list[str], srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = srt.parent / "no" / "such" / "v2.srt"
    assert main([part.format(f=srt, o=out) for part in argv]) == 7
    told = capsys.readouterr().err
    assert f"there is no folder {out.parent.parent}" in told and "→" in told
    assert sorted(path.name for path in srt.parent.iterdir()) == [srt.name]


def test_a_file_in_the_way_of_a_folder(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caption", "convert", str(srt), "-o", str(srt / "v2.vtt")]) == 7
    assert "is a file, not a folder" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_in(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locked = srt.parent / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    try:
        if os.access(locked, os.W_OK):
            pytest.skip("not proven: this user may write anywhere")
        assert main(["caption", "convert", str(srt), "-o", str(locked / "v2.vtt")]) == 7
        assert "nothing may be written in" in capsys.readouterr().err
    finally:
        locked.chmod(0o700)


@pytest.mark.parametrize("action", ["convert", "align", "translate"])
def test_the_file_that_is_read_is_not_written_over(action: str, srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = {"convert": [], "align": ["--media", str(srt)], "translate": ["--to", "fr"]}[action]
    link = srt.with_name("link.srt")
    link.symlink_to(srt)
    for output in (srt, link):
        assert main(["caption", action, str(srt), *more, "-o", str(output), "--force"]) == 2
        assert "this is the file that is read" in capsys.readouterr().err
    assert main(["caption", "fix", str(srt), "--rate", "25", "-o", str(link), "--force"]) == 2
    assert "--in-place" in capsys.readouterr().err
    assert srt.read_text(encoding="utf-8") == SRT


def test_json_is_all_that_a_program_gets(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = srt.parent / "new" / "v2.vtt"
    assert main(["caption", "convert", str(srt), "-o", str(out), "--json"]) == 0
    shown = capsys.readouterr()
    notes = json.loads(shown.out)["notes"]
    assert shown.err == "" and notes[0] == f"New folder: {out.parent}" and "1 caption written" in notes[1]


def test_a_broken_production_is_named_with_its_line(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (srt.parent / "picturelock.toml").write_text('schema = "picturelock/production-1"\ntitle = \n', encoding="utf-8")
    assert main(["check", str(srt), "--rate", "25", "--json"]) == 0
    (note,) = [one for one in json.loads(capsys.readouterr().out)["notes"] if "production" in one]
    assert "was left aside" in note and "picturelock.toml: " in note and "line 2" in note
    assert main(["caption", "fix", str(srt), "--rate", "25"]) == 0
    assert capsys.readouterr().out.count("was left aside") == 1


@pytest.mark.parametrize(("name", "text"), [("a.srt", ""), ("a.vtt", "WEBVTT\n\n"), ("a.scc", "Scenarist_SCC V1.0\n")])
def test_a_file_without_captions_is_not_acceptable(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_text(text)
    for more in ([], ["--rate", "25"], ["--profile", "netflix-fr"]):
        assert main(["check", str(file), *more, "--json"]) == 1
        (found,) = json.loads(capsys.readouterr().out)["findings"]
        assert (found["rule"], found["severity"]) == ("captions.no-cues", "error")
    assert main(["caption", "fix", str(file), "--rate", "25"]) == 3
    assert "is empty" in capsys.readouterr().err
