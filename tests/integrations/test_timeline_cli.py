"""`picturelock timeline info|convert|check`: what it counts, names and leaves out."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cut import Cut, Effect, Shot, Source
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span
from picturelock_cli.main import main

RATE = FrameRate(24)


def shot(number: int, track: str, start: int, length: int = 24) -> Shot:
    span = Span(RATE.time_of(start), RATE.time_of(start + length))
    source = Source(f"{track}_{number}.mov", f"R{number}", url=f"/gone/{track}_{number}.mov")
    return Shot(f"{track}:{number}", track, "video", f"clip {number}", source, span, span)


def written(path: Path, shots: Sequence[Shot]) -> Path:
    end = max(one.record_span.end for one in shots)
    write_timeline(Cut("Film", RATE, tuple(shots), start=RATE.time_of(86400), duration=end), path)
    return path


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    return written(tmp_path / "cut.otio", [shot(1, "V1", 0), shot(2, "V1", 24), shot(1, "V2", 12)])


def test_info_without_media_says_that_nobody_looked(cut: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "info", str(cut)]) == 0
    told = capsys.readouterr().out
    assert "3 clips" in told and "V1 2 clips · V2 1 clip" in told
    assert "were not looked for (3 sources)" in told and "✗" not in told and "Speed" not in told
    assert "24 fps, as the file says" in told


def test_info_has_the_columns_that_say_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slow = replace(shot(1, "V1", 0), source_span=Span(0, RATE.time_of(12)), speed=Fraction(1, 2))
    fading = replace(shot(2, "V1", 24), effects=(Effect("transition-in", "dissolve", inside=RATE.time_of(6)),))
    other = shot(3, "V1", 48)
    other = replace(other, source=replace(other.source, rate=FrameRate(25)))
    path = written(tmp_path / "cut.otio", [slow, fading, other])
    assert main(["timeline", "info", str(path), "--lang", "fr"]) == 0
    told = capsys.readouterr().out
    assert "Vitesse" in told and "50 %" in told and "fondu de 6 images" in told and "Cadence" in told


def test_info_of_very_many_clips_is_plain_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "cut.otio", [shot(n, "V1", 24 * n) for n in range(301)])
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["timeline", "info", str(path)]) == 0
    lines = out.getvalue().splitlines()
    heading = next(line for line in lines if line.startswith("Track"))
    row = next(line for line in lines if "clip 299" in line)
    assert heading.index("Record in") == row.index("01:04:59:00")


def test_what_was_written_is_counted(cut: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "list.edl"
    assert main(["timeline", "convert", str(cut), "-o", str(out), "--all-findings"]) == 0
    told = capsys.readouterr().out
    assert "2 events written" in told and "tracks above the first (1 on V2)" in told
    assert "--tracks V2" in told and "V2:1 clip 1" in told
    assert main(["timeline", "convert", str(cut), "-o", str(out)]) == 7
    assert "add --force" in capsys.readouterr().err
    assert main(["timeline", "convert", str(cut), "-o", str(tmp_path)]) == 2
    assert "this is a folder" in capsys.readouterr().err


def test_a_list_by_another_name_and_one_project_of_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cut: Path
) -> None:
    text = "TITLE: X\n001  A001 V C 10:00:00:00 10:00:02:00 01:00:00:00 01:00:02:00\n"
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    assert main(["timeline", "info", str(tmp_path / "list.txt"), "--from", "edl", "--rate", "25"]) == 0
    assert main(["timeline", "check", str(tmp_path / "list.txt"), "--from", "edl", "--rate", "25"]) in (0, 1)
    capsys.readouterr()
    one = tmp_path / "one.fcpxml"
    assert main(["timeline", "convert", str(cut), "-o", str(one), "--tracks", "V1"]) == 0
    xml = one.read_text(encoding="utf-8")
    start, end = xml.index("<project"), xml.index("</project>") + len("</project>")
    project = xml[start:end]
    several = xml[:end] + project.replace('name="Film"', 'name="Other"', 1) + xml[end:]
    both = tmp_path / "both.fcpxml"
    both.write_text(several, encoding="utf-8")
    assert main(["timeline", "info", str(both)]) == 3
    assert "Film, Other" in capsys.readouterr().err
    for wanted in ("Other", "2"):
        assert main(["timeline", "info", str(both), "--project", wanted, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["timeline"]["name"] == "Other"
    assert main(["timeline", "info", str(both), "--project", "Third"]) == 2
    assert main(["timeline", "info", str(cut), "--project", "Film"]) == 2


def test_media_that_could_be_two_files_are_linked_to_neither(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = shot(1, "V1", 0)
    path = written(tmp_path / "cut.otio", [replace(clip, source=replace(clip.source, name="a.wav", url="a.wav"))])
    for day, loud in (("day1", b"\x01\x00"), ("day2", b"\x02\x00")):
        (tmp_path / "media" / day).mkdir(parents=True)
        with wave.open(str(tmp_path / "media" / day / "a.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(loud * 16000)
    out = tmp_path / "out.otio"
    assert main(["timeline", "convert", str(path), "-o", str(out), "--media", str(tmp_path / "media")]) == 0
    told = capsys.readouterr().out
    assert "it was not linked" in told and "day1" in told and "day2" in told
    assert "day" not in out.read_text(encoding="utf-8")
