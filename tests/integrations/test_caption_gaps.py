"""`picturelock caption gaps`, on a cut of two sources of which it is known when they speak."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from picturelock.formats.files import read_captions
from picturelock.library import Library
from picturelock.media import ffmpeg
from picturelock.transcription.imports import import_transcript
from picturelock_cli.main import main

EDL = """\
TITLE: v1
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00
* FROM CLIP NAME: A001_S012T01.mov
"""
SAID = "1\n00:00:03,000 --> 00:00:04,000\n=Hello there, you\n"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("film é")
    (root / "v1.edl").write_text(EDL, encoding="utf-8")
    picture, tone = ffmpeg.generated("testsrc=size=64x36:rate=25:duration=10"), ffmpeg.generated("sine=duration=10")
    target = root / "A001_S012T01.mov"
    coding = {"vcodec": "libx264", "preset": "ultrafast", "pix_fmt": "yuv420p", "acodec": "pcm_s16le"}
    ffmpeg.render([picture, tone], target, time_limit_s=60, timecode="00:00:00:00", **coding)
    (root / "said.srt").write_text(SAID, encoding="utf-8")
    with Library(root / "library.sqlite") as library:
        import_transcript(root / "said.srt", target, library, "en")
    return root


def gaps(film: Path, *more: str) -> int:
    library = ["--library", str(film / "library.sqlite")]
    return main(["caption", "gaps", str(film / "v1.edl"), "--rate", "25", "--media", str(film), *library, *more])


def test_a_table_a_template_and_markers(film: Path, tmp_path: Path) -> None:
    names = [tmp_path / f"gaps{ending}" for ending in (".csv", ".srt", ".edl")]
    assert gaps(film, *[word for name in names for word in ("-o", str(name))]) == 0
    rows = list(csv.reader(io.StringIO(names[0].read_text(encoding="utf-8-sig"))))
    assert rows[0][:4] == ["No.", "Scene", "Start", "End"]
    assert rows[1] == ["1", "12", "01:00:00:00", "01:00:03:00", "3.0", "6", "7", "", "'=Hello there, you"]
    assert rows[2][2:7] == ["01:00:04:00", "01:00:10:00", "6.0", "14", "15"]
    captions, _ = read_captions(names[1])
    assert [cue.text for cue in captions.cues] == ["[6 words EN, 7 words FR]", "[14 words EN, 15 words FR]"]
    assert "[14 words EN, 15 words FR]" in names[2].read_text(encoding="utf-8")


def test_the_document_has_frames(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gaps(film, "--json", "--seconds", "4,5") == 0
    (one,) = json.loads(capsys.readouterr().out)["gaps"]
    assert (one["start_frame"], one["end_frame"], one["words_en"]) == ("100@25/1", "250@25/1", 14)


def test_french_tables_have_french_figures(film: Path, tmp_path: Path) -> None:
    assert gaps(film, "-o", str(tmp_path / "gaps.csv"), "--lang", "fr") == 0
    text = (tmp_path / "gaps.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("Nº;Séquence;Début") and ";3,0;" in text


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--seconds", "0"], 2),
        (["--seconds", "-1"], 2),
        (["--seconds", "1e9"], 2),
        (["--seconds", "٣"], 2),
        (["-o", "gaps.pdf"], 2),
        (["--delivery", "tv"], 2),
    ],
)
def test_mistyped_options(film: Path, more: list[str], code: int) -> None:
    assert gaps(film, *more) == code


def test_what_is_there_is_not_replaced(film: Path, tmp_path: Path) -> None:
    (tmp_path / "gaps.csv").write_text("mine", encoding="utf-8")
    assert gaps(film, "-o", str(tmp_path / "gaps.csv")) == 7
    assert (tmp_path / "gaps.csv").read_text(encoding="utf-8") == "mine"
    assert gaps(film, "-o", str(tmp_path / "gaps.csv"), "--force") == 0


def test_a_film_that_nobody_transcribed_offers_nothing(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = ["--library", str(tmp_path / "empty.sqlite")]
    assert main(["caption", "gaps", str(film / "v1.edl"), "--rate", "25", "--media", str(film), *empty]) == 3
    assert "transcribe" in capsys.readouterr().err
