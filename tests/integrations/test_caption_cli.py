"""`picturelock caption`: kinds, formats and what each is told when it cannot be had."""

from __future__ import annotations

import json
from pathlib import Path

import opentimelineio as otio
import pytest
from picturelock.formats.transcript_json import dump
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import Span, from_ms
from picturelock_cli.main import main

RUSH = Path(__file__).resolve().parents[2] / "demo" / "rushes" / "A001C001_S012T01.flac"
WORDS = "[door slams] I have 3 keys... And you?"


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """Ten seconds of a take, from 01:00:00:00, with a sign and a sound noted on it."""
    span = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 25), otio.opentime.RationalTime(250, 25))
    clip = otio.schema.Clip("take", otio.schema.ExternalReference(RUSH.as_uri(), span), span)
    track = otio.schema.Track("A1", [clip], kind=otio.schema.TrackKind.Audio)
    timeline = otio.schema.Timeline("cut", global_start_time=otio.opentime.RationalTime(90_000, 25))
    timeline.tracks.append(track)
    for name, frame in (("FN: PARIS, 1987", 200), ("SDH: phone rings", 75)):
        point = otio.opentime.TimeRange(otio.opentime.RationalTime(frame, 25), otio.opentime.RationalTime(0, 25))
        timeline.tracks.markers.append(otio.schema.Marker(name, point))
    path = tmp_path / "cut.otio"
    path.write_text(timeline.to_json_string(), encoding="utf-8")
    return path


@pytest.fixture
def heard(tmp_path: Path) -> None:
    spoken = tuple(
        Word(part, Span(from_ms(1000 + 400 * at), from_ms(1350 + 400 * at))) for at, part in enumerate(WORDS.split())
    )
    made = Provenance("transcript", "imported", "a person", "1")
    words = tmp_path / "words.json"
    words.write_text(dump(Transcript("", (Segment(spoken, "en"),), made, language="en")), encoding="utf-8")
    assert main(["transcribe", "--from", str(words), str(RUSH), "--language", "en"]) == 0


def caption(cut: Path, out: Path, *options: str) -> int:
    media = ["--media", str(RUSH.parent)]
    return main(["caption", str(cut), "--profile", "netflix-en", *media, "-o", str(out), *options])


@pytest.mark.usefixtures("heard")
def test_subtitles_and_sdh_of_what_a_person_wrote(
    cut: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.srt"
    assert caption(cut, out) == 0
    assert "label of a sound is left out" in capsys.readouterr().out
    assert "I have 3 keys…" in out.read_text(encoding="utf-8") and "slams" not in out.read_text(encoding="utf-8")
    assert caption(cut, out, "--kind", "sdh", "--force") == 0
    text = out.read_text(encoding="utf-8")
    assert "[door slams] I have 3 keys…" in text and "[phone rings]" in text and "PARIS" not in text


@pytest.mark.usefixtures("heard")
def test_forced_narratives_hold_signs_only(cut: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.vtt"
    assert caption(cut, out, "--kind", "forced", "--language", "en") == 0
    text = out.read_text(encoding="utf-8")
    assert "PARIS, 1987" in text and text.count("-->") == 1 and "00:00:08.000 -->" in text


def test_signs_need_no_transcript(cut: Path, tmp_path: Path) -> None:
    assert caption(cut, tmp_path / "a.srt", "--kind", "forced") == 0
    assert caption(cut, tmp_path / "b.srt") == 3


@pytest.mark.usefixtures("heard")
def test_no_forced_narratives_is_an_error(cut: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = tmp_path / "plain.otio"
    plain.write_text(cut.read_text(encoding="utf-8").replace("FN: PARIS, 1987", "Note"), encoding="utf-8")
    assert caption(plain, tmp_path / "a.srt", "--kind", "forced", "--language", "en") == 3
    told = capsys.readouterr().err
    assert "has no forced narratives" in told and "→" in told and not (tmp_path / "a.srt").exists()


@pytest.mark.parametrize("name", ["captions", "captions.pdf", ""])
def test_a_file_whose_format_nobody_knows(
    cut: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert caption(cut, tmp_path / name) == 2
    assert ".srt" in capsys.readouterr().err
    assert caption(cut, tmp_path / "a.srt", "--format", "nope") == 2


@pytest.mark.usefixtures("heard")
def test_one_document_with_json(cut: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert caption(cut, tmp_path / "a.out", "--format", "vtt", "--kind", "sdh", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "picturelock/report-1" and document["cues"] >= 2
    assert (tmp_path / "a.out").read_text(encoding="utf-8").startswith("WEBVTT")
