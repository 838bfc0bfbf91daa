"""`check` of one caption file beside its cut, and `transcribe` that is told a glossary."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
from picturelock.media.fingerprint import fingerprint
from picturelock_cli.main import main

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "demo" / "tiny-whisper"
RUSH = ROOT / "demo" / "rushes" / "A001C001_S012T01.flac"
SAID = """\
1
00:00:01,000 --> 00:00:03,000
Where is the letter my father gave you?

2
00:00:05,000 --> 00:00:07,000
On the table.
"""
EDL = """\
TITLE: v2
FCM: NON-DROP FRAME

001  A001     AA/V  C        00:00:00:00 00:00:04:10 01:00:00:00 01:00:04:10
* FROM CLIP NAME: A001.wav
002  A001     AA/V  C        00:00:04:10 00:00:10:00 01:00:04:10 01:00:10:00
* FROM CLIP NAME: A001.wav
"""


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A cut of one silent take, of which somebody has written down what is said."""
    (tmp_path / "media").mkdir()
    with wave.open(str(tmp_path / "media" / "A001.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(2 * 16_000 * 10))
    (tmp_path / "v2.edl").write_text(EDL)
    (tmp_path / "said.srt").write_text(SAID)
    words = ["--from", str(tmp_path / "said.srt"), "--language", "en"]
    assert main(["transcribe", str(tmp_path / "media" / "A001.wav"), *words]) == 0
    return tmp_path


def check(film: Path, text: str, *more: str) -> tuple[int, list[str]]:
    file = film / "v2.en.srt"
    file.write_text(text)
    options = ["--profile", "netflix-en", "--language", "en", "--rate", "25", "--json", *more]
    code = main(["check", str(file), *options])
    return code, options


def found(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    document = json.loads(capsys.readouterr().out)
    return [(one["rule"], str(one["evidence"].get("cue", ""))) for one in document["findings"]]


def test_beside_the_cut_speech_and_shots_are_judged(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beside = ("--cut", str(film / "v2.edl"), "--media", str(film / "media"))
    capsys.readouterr()
    check(film, SAID, *beside)
    assert found(capsys) == []
    only_first = SAID.partition("\n\n2")[0] + "\n"
    check(film, only_first, *beside)
    assert found(capsys) == [("accessibility.speech-uncaptioned", "")]
    early = SAID.replace("00:00:05,000", "00:00:04,200")
    check(film, early)
    assert found(capsys) == []
    check(film, early, *beside)
    assert found(capsys) == [("captions.in-before-cut", "2")]


def test_a_timed_text_file_is_no_timeline(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = film / "v2.xml"
    file.write_text('<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>')
    capsys.readouterr()
    assert main(["check", str(file)]) == 1
    told = capsys.readouterr().out
    assert "✗ " in told and "captions.no-cues" in told and "1 error" in told


def test_an_unknown_profile_is_a_mistyped_option(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(film / "said.srt"), "--profile", "netflicks", "--rate", "25"]) == 2
    assert "netflix" in capsys.readouterr().err


GLOSSARY = "text;kind\nTremblay;name\n"


def test_a_glossary_makes_another_transcript(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not (TINY / "model.bin").is_file():
        pytest.skip("not proven: demo/tiny-whisper holds no model")
    from picturelock.library import Library

    glossary = tmp_path / "g.csv"
    glossary.write_text(GLOSSARY)
    hear = ["transcribe", str(RUSH), "--model", str(TINY)]
    assert main(hear) == 0
    assert main([*hear, "--glossary", str(glossary)]) == 0
    said = capsys.readouterr().out
    assert "1 of 1" in said
    assert main([*hear, "--glossary", str(glossary), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["cached"] is True
    with Library(None) as library:
        preferred = library.preferred(fingerprint(RUSH))
    assert preferred is not None and ("hotwords", "Tremblay") in preferred.provenance.parameters


def test_a_production_tells_its_own_glossary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not (TINY / "model.bin").is_file():
        pytest.skip("not proven: demo/tiny-whisper holds no model")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / RUSH.name).symlink_to(RUSH)
    (tmp_path / "g.csv").write_text(GLOSSARY)
    (tmp_path / "picturelock.toml").write_text('title = "T"\ncut = "c.otio"\nglossary = "g.csv"\n')
    hear = ["transcribe", str(tmp_path / "media"), "--model", str(TINY)]
    assert main(hear) == 0 and "1 of 1" in capsys.readouterr().out
    (tmp_path / "g.csv").write_text("colour\n")
    assert main(hear) == 3
    assert "g.csv" in capsys.readouterr().err


def test_an_engine_that_cannot_be_told_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "g.csv").write_text(GLOSSARY)
    hear = ["transcribe", str(RUSH), "--engine", "pocketsphinx", "--glossary", str(tmp_path / "g.csv")]
    assert main(hear) == 2
    assert "--glossary" in capsys.readouterr().err
