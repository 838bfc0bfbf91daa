"""What the caption verbs answer: exit codes, whose rate and language hold, what is left after a fix, what houses are called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from picturelock.formats.transcript_json import dump
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import Span, from_ms
from picturelock_cli.caption_file import named_language
from picturelock_cli.main import main

RUSH = Path(__file__).resolve().parents[2] / "demo" / "rushes" / "A001C001_S012T01.flac"
FAST = "Extraordinarily incomprehensible misunderstandings notwithstanding circumstances"
FRENCH = "Où est-ce ?"


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


def cut_of(folder: Path, rate: float) -> Path:
    """Twelve seconds of a take, from 01:00:00:00."""
    span = otio.opentime.TimeRange(otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(288, rate))
    clip = otio.schema.Clip("take", otio.schema.ExternalReference(RUSH.as_uri(), span), span)
    track = otio.schema.Track("A1", [clip], kind=otio.schema.TrackKind.Audio)
    start = otio.opentime.RationalTime(3600 * round(rate), rate)
    timeline = otio.schema.Timeline("cut", global_start_time=start)
    timeline.tracks.append(track)
    path = folder / "cut.otio"
    path.write_text(timeline.to_json_string(), encoding="utf-8")
    return path


def words(text: str, start: int, each: int) -> tuple[Word, ...]:
    return tuple(
        Word(part, Span(from_ms(start + each * at), from_ms(start + each * at + each - 20)))
        for at, part in enumerate(text.split())
    )


def transcribe(folder: Path, *segments: Segment) -> None:
    made = Provenance("transcript", "imported", "a person", "1")
    file = folder / "words.json"
    file.write_text(dump(Transcript("", segments, made, language="fr")), encoding="utf-8")
    assert main(["transcribe", "--from", str(file), str(RUSH)]) == 0


@pytest.fixture
def bilingual(tmp_path: Path) -> Path:
    fast = Segment(words("Where is the letter?", 4000, 400), "en")
    transcribe(tmp_path, Segment(words(FRENCH, 1000, 500), "fr"), fast)
    return cut_of(tmp_path, 24000 / 1001)


def caption(cut: Path, out: Path, *options: str) -> int:
    media = ["--media", str(RUSH.parent)]
    return main(["caption", str(cut), *media, "-o", str(out), *options])


def test_the_language_of_a_profile_decides(bilingual: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.srt"
    assert caption(bilingual, out, "--profile", "netflix-en") == 0
    told = capsys.readouterr().out
    assert "what is said in fr is left out" in told and "french-spacing" not in told
    assert "Où" not in out.read_text(encoding="utf-8") and "letter" in out.read_text(encoding="utf-8")
    assert caption(bilingual, out, "--profile", "netflix-en", "--language", "fr", "--force") == 0
    assert "Où" in out.read_text(encoding="utf-8") and "letter" not in out.read_text(encoding="utf-8")
    assert caption(bilingual, out, "--profile", "picturelock", "--force") == 0
    assert "Où" in out.read_text(encoding="utf-8") and "letter" in out.read_text(encoding="utf-8")


def test_errors_are_exit_1_and_the_file_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transcribe(tmp_path, Segment(words(FAST, 1000, 120) + words("Then that.", 1600, 120), "en"))
    out = tmp_path / "a.srt"
    capsys.readouterr()
    assert caption(cut_of(tmp_path, 24), out, "--profile", "netflix-en", "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["exit"] == 1 and out.is_file()
    assert "error" in {one["severity"] for one in document["findings"]}


@pytest.mark.parametrize("verb", ["caption", "check", "fix", "align"])
def test_a_timeline_that_says_its_rate_is_not_overruled(
    bilingual: Path, tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    srt = tmp_path / "en.srt"
    srt.write_text("1\n00:00:04,000 --> 00:00:05,600\nWhere is the letter?\n", encoding="utf-8")
    out, beside = str(tmp_path / "o.srt"), ["--cut", str(bilingual), "--media", str(RUSH.parent)]
    argv = {
        "caption": ["caption", str(bilingual), "--profile", "netflix-en", "--media", str(RUSH.parent), "-o", out],
        "check": ["check", str(srt), *beside],
        "fix": ["caption", "fix", str(srt), *beside],
        "align": ["caption", "align", str(srt), *beside, "-o", out],
    }[verb]
    capsys.readouterr()
    assert main([*argv, "--rate", "25"]) == 2
    told = capsys.readouterr().err
    assert "23.976" in told and "25" in told and "caption convert FILE -o OUT --rate 25" in told
    assert main([*argv, "--rate", "23.976"]) in (0, 1)


def test_what_stl_cannot_count_names_the_way_there(
    bilingual: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert caption(bilingual, tmp_path / "a.stl", "--profile", "netflix-en") == 2
    assert "caption convert FILE -o OUT.stl --rate 25" in capsys.readouterr().err
    assert caption(bilingual, tmp_path / "a.srt", "--profile", "netflix-en") == 0
    way = [str(tmp_path / "a.srt"), "-o", str(tmp_path / "a.stl"), "--rate", "25"]
    assert main(["caption", "convert", *way]) == 0


@pytest.mark.parametrize(("rate", "told"), [(30000 / 1001, 1), (24000 / 1001, 0)])
def test_closed_captions_of_an_ntsc_cut_say_how_they_count(
    tmp_path: Path, rate: float, told: int, capsys: pytest.CaptureFixture[str]
) -> None:
    transcribe(tmp_path, Segment(words("Where is the letter?", 4000, 400), "en"))
    assert caption(cut_of(tmp_path, rate), tmp_path / "a.scc", "--profile", "crtc-en") in (0, 1)
    assert capsys.readouterr().out.count("usually want drop-frame") == told


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "can read MCC but not write it"), ("fr", "lit le format MCC mais ne l’écrit pas")]
)
def test_a_format_that_is_not_written(tmp_path: Path, lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.mcc"
    assert main(["caption", "x.otio", "--profile", "netflix-en", "-o", str(out), "--lang", lang]) == 2
    assert said in capsys.readouterr().err


DIRTY = """1
00:00:01.000 --> 00:00:03.000
Hello  there, you.

2
00:00:04,000 --> 00:00:06,000

3
no times

5
00:00:07,000 --> 00:00:09,000
Where is the letter?
"""


def fixed(file: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any]]:
    given = ["--profile", "netflix-en", "--rate", "25", "--language", "en", "--json"]
    code = main(["caption", "fix", str(file), *given, *more])
    return code, json.loads(capsys.readouterr().out)


def test_what_is_left_is_judged_on_the_file_that_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dirty, out = tmp_path / "a.srt", tmp_path / "b.srt"
    dirty.write_text(DIRTY.replace("3\nno times\n\n", ""), encoding="utf-8")
    dry, told = fixed(dirty, capsys)[1], fixed(dirty, capsys, "-o", str(out))[1]
    assert main(["check", str(out), "--profile", "netflix-en", "--rate", "25", "--language", "en", "--json"]) == 0
    checked = json.loads(capsys.readouterr().out)["findings"]
    rules = [one["rule"] for one in checked]
    assert [one["rule"] for one in told["findings"]] == [one["rule"] for one in dry["findings"]] == rules
    assert told["rewritten"]["captions.bad-time"] == 1 and "captions.bad-time" not in rules


def test_what_could_not_be_read_is_never_told_as_put_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dirty, out = tmp_path / "a.srt", tmp_path / "b.srt"
    dirty.write_text(DIRTY, encoding="utf-8")
    code, told = fixed(dirty, capsys, "-o", str(out))
    assert code == 1 and "captions.bad-block" in {one["rule"] for one in told["findings"]}
    assert "captions.bad-block" not in told["rewritten"]
    assert fixed(dirty, capsys, "--in-place")[0] == 1 and (tmp_path / "a.srt.bak").read_text("utf-8") == DIRTY


def test_signs_in_the_changes_are_explained_where_there_are_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.en.srt"
    file.write_text("1\n00:00:01,000 --> 00:00:03,000\n<i>Hello there</i> .\n", encoding="utf-8")
    main(["caption", "fix", str(file), "--rate", "25", "--profile", "netflix-en"])
    assert "/words/ between strokes are in italics" in capsys.readouterr().out
    file.write_text("1\n00:00:01,000 --> 00:00:03,000\nHello there .\n", encoding="utf-8")
    main(["caption", "fix", str(file), "--rate", "25", "--profile", "netflix-en"])
    assert "between strokes" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("house", "meant"),
    [("cbc", "crtc-en"), ("Radio-Canada", "crtc-fr"), ("france-tv", "charte-sme"), ("tv5", "charte-sme"),
     ("netflix-e", "netflix-en")],
)  # fmt: skip
def test_a_house_is_known_by_its_name(house: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profiles", "show", house]) == 2
    assert f"Did you mean {meant}?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("v12.fr.srt", "fr"), ("v12.fr-CA.sdh.srt", "fr-ca"), ("en.srt", "en"), ("fr-CA.srt", "fr-ca"),
        ("v12_fr.srt", "fr"), ("va-t-en.srt", None), ("film.srt", None), ("fr", "fr"), (".srt", None), ("entry.srt", None),
    ],
)  # fmt: skip
def test_names_say_languages(name: str, language: str | None) -> None:
    assert named_language(Path(name)) == language


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), ("<a/>", "is neither captions (TTML) nor a timeline")])
def test_an_xml_that_is_nothing(tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.xml"
    file.write_text(text, encoding="utf-8")
    assert main(["check", str(file)]) == 3
    assert said in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="not proven: elsewhere only old parts are swept")
def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    srt, out = tmp_path / "a.srt", tmp_path / "out.vtt"
    srt.write_text("1\n00:00:01,000 --> 00:00:03,000\nHello.\n", encoding="utf-8")
    stale, huge = (tmp_path / f".out.vtt.{number}.part" for number in (gone.stdout.strip(), "9" * 40))
    kept = [
        tmp_path / f".{name}.part"
        for name in (f"out.vtt.{os.getppid()}", f"other.vtt.{gone.stdout.strip()}", "out.vtt.x")
    ]
    for file in (stale, huge, *kept):
        file.write_text("half")
    assert main(["caption", "convert", str(srt), "-o", str(out)]) == 0
    assert not stale.exists() and not huge.exists() and all(file.exists() for file in kept)
