"""`picturelock caption convert` and timecode: labels keep their digits, and nothing is squashed unnoticed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from picturelock.formats.files import read_captions
from picturelock.times import FrameRate, to_ms
from picturelock_cli.main import main

TEXT = """1
00:00:04,840 --> 00:00:06,500
Where is the letter?

2
00:00:08,000 --> 00:00:10,000
I left it here.

"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURELOCK_LANG", "en")


@pytest.fixture
def srt(tmp_path: Path) -> Path:
    file = tmp_path / "en.srt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def convert(*argv: object) -> int:
    return main(["caption", "convert", *map(str, argv)])


def labels(scc: Path) -> list[str]:
    """When the captions of an SCC come: the lines that hold nothing but the code which shows one."""
    return re.findall(r"^(\S+)\t942f 942f$", scc.read_text(encoding="utf-8"), re.M)


def starts(file: Path) -> list[int]:
    return [to_ms(cue.span.start) for cue in read_captions(file)[0].cues]


@pytest.mark.parametrize("start", ["01:00:00:00", "01:00:00;00"])
def test_a_start_typed_with_colons_is_a_drop_frame_label_with_drop(srt: Path, tmp_path: Path, start: str) -> None:
    scc, stl = tmp_path / "d.scc", tmp_path / "d.stl"
    for out in (scc, stl):
        convert(srt, "-o", out, "--rate", "29.97", "--out-start", start, "--drop")
    assert labels(scc) == ["01:00:04;25", "01:00:08;00"]
    assert stl.read_bytes()[256:264] == b"01000000" and stl.read_bytes()[1029:1033] == bytes((1, 0, 4, 25))


def test_the_kind_that_was_asked_for_holds_whatever_was_typed(srt: Path, tmp_path: Path) -> None:
    out = tmp_path / "n.scc"
    given = ["--rate", "29.97", "--out-start", "01:00:00;00"]
    assert convert(srt, "-o", out, *given, "--non-drop") == 0 and labels(out)[0] == "01:00:04:25"
    assert convert(srt, "-o", out, *given, "--force") == 0 and labels(out)[0] == "01:00:04;25"
    assert convert(srt, "-o", out, "--rate", "23.976", "--out-start", "01:00:00:00", "--force") == 0
    assert labels(out) == ["01:00:04:25", "01:00:08:00"]
    assert convert(srt, "-o", tmp_path / "x.stl", "--rate", "25", "--out-start", "01:00:00;00") == 2


@pytest.mark.parametrize("start", ["01:00:00:00", "01:00:00;00"])
@pytest.mark.parametrize("kind", ["--drop", "--non-drop"])
def test_a_start_is_read_as_the_file_counts(srt: Path, tmp_path: Path, kind: str, start: str) -> None:
    scc, out = tmp_path / "a.scc", tmp_path / "b.srt"
    convert(srt, "-o", scc, "--rate", "29.97", "--out-start", "01:00:00:00", kind)
    assert convert(scc, "-o", out, "--start", start) == 0
    assert starts(out) == [4838, 8008]


def test_what_comes_before_the_start_is_an_error_with_advice(
    srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scc, out = tmp_path / "a.scc", tmp_path / "b.srt"
    convert(srt, "-o", scc, "--rate", "29.97", "--out-start", "01:00:00:00", "--drop")
    capsys.readouterr()
    assert convert(scc, "-o", out, "--start", "01:00:05:00", "--json") == 1
    (found,) = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["rule"] == "captions.cut-off"]
    assert (found["severity"], found["file"], found["evidence"]["count"]) == ("error", str(scc), 1)
    assert found["evidence"]["first"] == "01:00:04;25" and "--start" in found["fix"]
    assert out.is_file()
    assert convert(scc, "-o", tmp_path / "c.stl", "--rate", "25", "--start", "01:00:09:00") == 1
    assert "2 captions come before 01:00:09:00" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "more", "code"), [
    ("b.srt", [], 1), ("b.stl", ["--rate", "25"], 1), ("b.srt", ["--rate", "25", "--out-start", "01:00:00:00"], 0),
    ("c.stl", ["--rate", "25", "--out-start", "01:00:00:00"], 0),
])  # fmt: skip
def test_a_shift_that_leaves_nothing_of_a_caption_is_an_error(
    srt: Path, tmp_path: Path, name: str, more: list[str], code: int
) -> None:
    assert convert(srt, "-o", tmp_path / name, "--shift=-7s", *more) == code


@pytest.mark.parametrize("hour", ["01:00:0", "01:00:03.6"])
def test_times_tell_an_hour_by_the_clock_or_by_the_frames(tmp_path: Path, hour: str) -> None:
    """At 23.976, 86 400 frames take 3603.6 s: some files begin there, most at one o'clock."""
    film, out = FrameRate(24000, 1001), tmp_path / "zero.srt"
    begin = 3_600_000 if hour == "01:00:0" else 3_603_600
    times = [begin + to_ms(film.time_of(frame)) for frame in (120, 160, 240, 300)]
    clock = [f"01:00:{(ms - 3_600_000) // 1000:02},{ms % 1000:03}" for ms in times]
    late = tmp_path / "late.srt"
    late.write_text(f"1\n{clock[0]} --> {clock[1]}\nOne\n\n2\n{clock[2]} --> {clock[3]}\nTwo\n", encoding="utf-8")
    assert convert(late, "-o", out, "--from-rate", "23.976", "--start", "01:00:00:00") == 0
    assert starts(out) == [5005, 10010]


def test_timecode_of_the_other_kind_keeps_the_label_of_the_start(
    srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scc, out = tmp_path / "a.scc", tmp_path / "b.scc"
    assert convert(srt, "-o", scc, "--rate", "29.97", "--out-start", "01:00:00:00") == 0
    assert "usually want drop-frame" in capsys.readouterr().out
    assert convert(scc, "-o", out, "--drop") == 0
    told = capsys.readouterr().out
    assert "taken to start at 01:00:00:00" in told and "usually want" not in told
    assert labels(out) == ["01:00:04;25", "01:00:08;00"]
    assert convert(out, "-o", scc, "--non-drop", "--force") == 0 and labels(scc)[0] == "01:00:04:25"


def test_labels_that_are_no_times_are_explained_once(
    srt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scc, out = tmp_path / "a.scc", tmp_path / "b.srt"
    convert(srt, "-o", scc, "--rate", "29.97", "--out-start", "01:00:00:00")
    capsys.readouterr()
    assert convert(scc, "-o", out) == 0
    told = capsys.readouterr().out
    assert (
        told.count("01:00:04:25, counted at 29.97 frames a second") == 1 and "after 01:00:08.438 of the clock" in told
    )
    assert convert(scc, "-o", out, "--start", "01:00:00:00", "--force") == 0
    assert "of the clock" not in capsys.readouterr().out
    assert convert(srt, "-o", out, "--rate", "25", "--out-start", "01:00:00:00", "--force") == 0
    assert "of the clock" not in capsys.readouterr().out
    assert convert(scc, "-o", out, "--force", "--lang", "fr") == 0
    assert "29,97 images par seconde" in capsys.readouterr().out
