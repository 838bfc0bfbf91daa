"""`picturelock caption align`, as a person types it: against a media file, a cut, the sound; and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from picturelock.formats.files import read_captions
from picturelock.formats.sidecar import read_sidecar
from picturelock.times import to_ms
from picturelock_cli.main import main
from picturelock_cli.verbs.caption_align import MODES

ROOT = Path(__file__).resolve().parents[2]
SPEECH = ROOT / "tests" / "data" / "speech"
RUSH = ROOT / "demo" / "rushes" / "A001C001_S012T01.flac"
EDL = """TITLE: LETTER
001  A001C001 A C 00:00:03:00 00:00:12:00 01:00:00:00 01:00:09:00
* FROM CLIP NAME: A001C001_S012T01.flac
"""


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


def utterances(take: str = RUSH.stem) -> list[dict[str, Any]]:
    truth = json.loads((RUSH.parent / "truth.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = truth["takes"][take]["utterances"]
    return found


def clock(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def srt(file: Path, late: float = 0.0, first: int = 0) -> Path:
    """Captions of the take's utterances; `late` seconds after what is said."""
    file.write_text(
        "\n".join(
            f"{number}\n{clock(one['start_s'] + late)} --> {clock(one['end_s'] + late)}\n{one['text']}\n"
            for number, one in enumerate(utterances()[first:], start=1)
        ),
        encoding="utf-8",
    )
    return file


@pytest.fixture
def transcribed(tmp_path: Path) -> Path:
    """The take's true words in the library."""
    assert main(["transcribe", str(RUSH), "--from", str(srt(tmp_path / "words.srt")), "--language", "en"]) == 0
    return RUSH


def align(*argv: str | Path) -> int:
    return main(["caption", "align", *map(str, argv)])


def test_modes_are_those_of_the_core() -> None:
    from picturelock.subtitling.align.captions import MODES as CORE

    assert MODES == CORE


def test_late_captions_come_back_and_the_file_says_how(
    tmp_path: Path, transcribed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late, out = srt(tmp_path / "late.srt", 1.48), tmp_path / "new.srt"
    capsys.readouterr()
    assert align(late, "--media", transcribed, "-o", out, "--rate", "25", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["mode"] == "offset" and document["pieces"][0]["ratio"] == "1"
    assert "37 frames late" in document["findings"][0]["message"].replace("\u00a0", " ")
    captions, _ = read_captions(out)
    starts = [to_ms(cue.span.start) for cue in captions.cues]
    assert starts == pytest.approx([1000 * one["start_s"] for one in utterances()], abs=41)
    assert all(start % 40 == 0 for start in starts)
    made = read_sidecar(out)
    assert made is not None and made.kind == "alignment" and dict(made.parameters)["aligned_mode"] == "offset"
    assert made.origin == "imported"  # the words were a person's


def test_against_a_cut_at_its_timecode(tmp_path: Path, transcribed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edl, out = tmp_path / "letter.edl", tmp_path / "new.vtt"
    edl.write_text(EDL, encoding="utf-8")
    file = srt(tmp_path / "late.srt", 3600 + 5.0, first=1)
    options = ("--cut", edl, "--media", transcribed.parent, "--rate", "25")
    assert align(file, *options, "-o", out) == 0
    assert "late" in capsys.readouterr().out
    captions, _ = read_captions(out)
    first = next(cue for cue in captions.cues if cue.text.startswith("Where did you"))
    assert to_ms(first.span.start) == pytest.approx(1000 * (3600 + 3.877 - 3), abs=41)


def test_a_script_on_the_sound_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "house.txt", tmp_path / "house.srt"
    file.write_text("PAUL: I'm not going back to that house.\nCLAIRE: Don't say that, Claire.\n", encoding="utf-8")
    media = SPEECH / "short_en.flac"
    assert align(file, "--media", media, "-o", out, "--rate", "25") == 3
    assert "picturelock transcribe" in capsys.readouterr().err
    assert align(file, "--media", media, "--audio", "-o", out, "--rate", "25") == 0
    captions, _ = read_captions(out)
    assert [cue.text for cue in captions.cues] == ["I'm not going back to that house.", "Don't say that, Claire."]
    assert [to_ms(cue.span.start) for cue in captions.cues] == pytest.approx([800, 3828], abs=100)
    made = read_sidecar(out)
    assert made is not None and made.origin == "machine" and made.weights.startswith("xxh128:")
    assert "pocketsphinx" in dict(made.parameters)["aligned_by"]


def test_a_french_script_is_not_forced_onto_the_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "maison.txt"
    file.write_text("Je ne retourne pas dans cette maison.\nNe dis pas ça.\n", encoding="utf-8")
    media = SPEECH / "short_fr.flac"
    assert align(file, "--media", media, "--audio", "-o", tmp_path / "o.srt", "--rate", "25") == 2
    assert "language of pocketsphinx" in capsys.readouterr().err


def test_a_machines_captions_stay_a_machines(tmp_path: Path, transcribed: Path) -> None:
    from picturelock.formats.sidecar import write_sidecar
    from picturelock.speech import Provenance

    late, out = srt(tmp_path / "late.srt", 2.0), tmp_path / "new.srt"
    write_sidecar(late, Provenance("translation", "machine", "a model", "1", "xxh128:1", reviewed="A. Roy, 2026-01-02"))
    assert align(late, "--media", transcribed, "-o", out) == 0
    made = read_sidecar(out)
    assert made is not None and (made.kind, made.origin, made.tool) == ("translation", "machine", "a model")
    assert dict(made.parameters)["aligned_mode"] == "offset" and len(made.inputs) == 2


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["{late}", "-o", "{out}"], 2, "--cut CUT"),
        (["{late}", "--media", "{dir}", "-o", "{out}"], 2, "is a folder"),
        (["{late}", "--media", "{rush}", "-o", "{late}"], 2, "file that is read"),
        (["{late}", "--media", "{rush}", "-o", "{dir}/words.srt"], 7, "exists already"),
        (["{late}", "--media", "{rush}", "-o", "{dir}/o.docxx"], 2, "name the format"),
        (["{late}", "--media", "{rush}", "--language", "fr", "-o", "{out}"], 3, "nothing be heard in fr"),
        (["{late}", "--cut", "{late}", "--audio", "--media", "{dir}", "-o", "{out}"], 2, "--audio takes"),
        (["{dir}/none.srt", "--media", "{rush}", "-o", "{out}"], 3, "does not exist"),
        (["{dir}/none.txt", "--media", "{rush}", "-o", "{out}"], 3, "does not exist"),
        (["{other}", "--media", "{rush}", "-o", "{out}"], 3, "no words in common"),
        (["{script}", "--media", "{rush}", "--mode", "words", "-o", "{out}"], 2, "--mode is for captions"),
        (["{late}", "--media", "{rush}", "--audio", "--aligner", "none", "-o", "{out}"], 2, "no aligner"),
        (["{late}", "--media", "{rush}", "--profile", "none", "-o", "{out}"], 2, "no caption profile"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_one_sentence(
    argv: list[str], code: int, said: str, tmp_path: Path, transcribed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, script = tmp_path / "other.srt", tmp_path / "script.txt"
    other.write_text("1\n00:00:01,000 --> 00:00:02,000\nUne phrase sans rapport\n", encoding="utf-8")
    script.write_text(utterances()[1]["text"], encoding="utf-8")
    names = {"late": srt(tmp_path / "late.srt", 2), "out": tmp_path / "o.srt", "dir": tmp_path, "rush": transcribed,
             "other": other, "script": script}  # fmt: skip
    capsys.readouterr()
    assert align(*(text.format(**names) for text in argv)) == code
    shown = capsys.readouterr()
    assert said in shown.err and "Traceback" not in shown.err and not (tmp_path / "o.srt").exists()
