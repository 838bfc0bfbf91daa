"""What of the add-on needs no Blender: the command that runs beside it, and what goes to it and comes back."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.cut import Cut, Shot, Source
from picturelock.errors import InputError, SetupError
from picturelock.formats.files import read_captions, write_captions
from picturelock.times import FrameRate, Span, from_ms
from picturelock_blender import program, srt_text, tasks
from picturelock_blender.job import Job, Outcome

RATE = FrameRate(25)
POSIX = pytest.mark.skipif(os.name == "nt", reason="not proven: signals of Windows")


def job(tmp_path: Path, code: str) -> Job:
    path = tmp_path / "fake.py"
    path.write_text("import json, os, signal, sys, time\n" + code, encoding="utf-8")
    return Job([sys.executable, str(path)], ["verb"], "fr")


def test_the_document_and_the_progress_are_taken(tmp_path: Path) -> None:
    running = job(
        tmp_path,
        "sys.stderr.write(json.dumps({'stage': 'transcribe', 'done': 30, 'total': 120, 'note': 'é'}) + '\\n')\n"
        "sys.stderr.write('no json\\n{\"done\": 1e999}\\n[3]\\n')\n"
        "print(json.dumps({'schema': 'x', 'argv': sys.argv[1:]}))",
    )
    outcome = running.wait()
    assert outcome == Outcome(0, {"schema": "x", "argv": ["verb", "--json", "--progress", "json", "--lang", "fr"]})
    assert (running.stage, running.done, running.note) == ("transcribe", 0.25, "é")


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("sys.exit(3)", "ended with code 3"),
        ("sys.stderr.write('boom\\n'); sys.exit(1)", "boom"),
        ("print('[]')", "no answer"),
        ("print('[' * 100000)", "no answer"),
        (
            "print(json.dumps({'error': {'message': 'It is offline.', 'hint': 'Go on.'}})); sys.exit(3)",
            "It is offline.",
        ),
    ],
)
def test_a_command_that_fails_says_why(tmp_path: Path, code: str, part: str) -> None:
    outcome = job(tmp_path, code).wait()
    assert part in outcome.problem
    assert outcome.code != 0


@POSIX
def test_a_command_can_be_stopped_and_may_clean_up(tmp_path: Path) -> None:
    mark = tmp_path / "clean"
    running = job(
        tmp_path,
        f"try: time.sleep(60)\nexcept KeyboardInterrupt: open({str(mark)!r}, 'w').close()\n",
    )
    assert running.poll() is None
    time.sleep(0.5)
    running.cancel()
    running.cancel()
    assert running.wait().cancelled
    assert mark.exists()


@POSIX
def test_one_that_does_not_listen_is_ended_by_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("picturelock_blender.job.PATIENCE_S", 0.3)
    running = job(
        tmp_path,
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('x', file=sys.stderr, flush=True)\ntime.sleep(60)",
    )
    time.sleep(0.5)
    began = time.monotonic()
    running.cancel()
    assert running.wait().cancelled
    assert time.monotonic() - began < 10


def test_a_command_that_is_not_there_is_said() -> None:
    with pytest.raises(SetupError, match="cannot be run"):
        Job(["/nowhere/picturelock"], [], "en")


def test_the_command_is_found_as_named_then_by_the_receipt_then_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def executable(name: str) -> Path:
        path = tmp_path / name / "picturelock"
        path.parent.mkdir()
        path.write_text("#!/bin/sh\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    named, received, found = (executable(name) for name in ("named", "received", "found"))
    monkeypatch.setenv("PATH", str(found.parent))
    assert program.find("", tmp_path) == [str(found)]
    (tmp_path / program.RECEIPT).write_text(json.dumps({"command": str(received)}))
    assert program.find("", tmp_path) == [str(received)]
    assert program.find(str(named), tmp_path) == [str(named)]
    (tmp_path / program.RECEIPT).write_text(json.dumps({"command": "/gone/picturelock"}))
    assert program.find("", tmp_path) == [str(found)], "an installation that was moved away"
    monkeypatch.setenv("PATH", "")
    for broken in ("[]", "{", '{"command": 3}'):
        (tmp_path / program.RECEIPT).write_text(broken)
        with pytest.raises(SetupError, match="not on this machine"):
            program.find("", tmp_path)
    with pytest.raises(SetupError, match="is no program"):
        program.find("/nowhere/x", tmp_path)


def test_another_python_is_not_told_of_blenders() -> None:
    told = program.environment({"PYTHONPATH": "/blender", "PYTHONHOME": "/blender", "HOME": "/home/a"})
    assert told == {"HOME": "/home/a", "PYTHONIOENCODING": "utf-8"}


def cue(start: int, end: int, *lines: tuple[Run, ...], **more: object) -> Cue:
    made = Cue(Span(RATE.time_of(start), RATE.time_of(end)), lines)
    return Cue(made.span, made.lines, **more)  # type: ignore[arg-type]


CAPTIONS = Captions(
    (
        cue(0, 20, (Run("Tout droit."),), id="1"),
        cue(25, 60, (Run("– Où ça ? "), Run("Là-bas", italic=True), Run(".")), (Run("– Ah !", bold=True),), id="2"),
        cue(70, 71, (Run("En haut 5 < 6"),), id="3", placement=Placement(edge="top")),
    ),
    "fr",
    rate=RATE,
)  # fmt: skip


def test_captions_pass_both_ways_through_the_commands_own_files(tmp_path: Path) -> None:
    write_captions(CAPTIONS, tmp_path / "a.srt")
    text = (tmp_path / "a.srt").read_text(encoding="utf-8-sig")
    assert srt_text.parse(text, "fr", "sub", RATE).cues == CAPTIONS.cues
    (tmp_path / "b.srt").write_text(srt_text.text_of(CAPTIONS), encoding="utf-8")
    got, findings = read_captions(tmp_path / "b.srt")
    assert [(one.span, one.plain_lines) for one in got.cues] == [
        (
            Span(from_ms(one.span.start * 1000 // 705_600_000), from_ms(one.span.end * 1000 // 705_600_000)),
            one.plain_lines,
        )
        for one in CAPTIONS.cues
    ]
    assert [one.placement for one in got.cues] == [None, None, Placement(edge="top")]
    assert {one.severity for one in findings} <= {"info"}


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "1\n", "x" * 10000, "1\n00:00:01,000 --> nowhere\ntext", "<" * 50000, "\0"]
)
def test_what_is_no_captions_gives_none(text: str) -> None:
    assert srt_text.parse(text, "fr", "sub", RATE).cues == ()


def test_findings_with_a_place_become_markers() -> None:
    record = {"start": "48@24/1", "end": "60@24/1"}
    good = {
        "rule": "a.b",
        "severity": "warning",
        "title": "Trou",
        "message": "Un trou.",
        "fix": "Refermez-le.",
        "record": record,
    }
    odd = [
        {"rule": "x"}, 3, {"record": {"start": "x", "end": "y"}}, {"record": {"start": "9@24/1", "end": "3@24/1"}},
        {"record": {"start": "9@0/0", "end": "9@0/1"}}, {"record": []},
    ]  # fmt: skip
    markers = tasks.to_markers([*odd, good])
    assert [(m.name, m.note, m.color) for m in markers] == [("Trou", "Un trou. → Refermez-le. [a.b]", "YELLOW")]
    assert markers[0].span == Span(FrameRate(24).time_of(48), FrameRate(24).time_of(60))
    assert markers[0].id.startswith("check:")
    assert tasks.to_markers([good]) == markers


def test_each_command_names_what_it_needs(tmp_path: Path) -> None:
    media, file = tmp_path / "A001.mov", tmp_path / "sequence.plcut"
    shot = Shot("V1:1", "V1", "video", "a", Source("A001.mov", path=media), Span(0, 9), Span(0, 9))
    cut, wishes = Cut("c", RATE, (shot,)), tasks.Wishes("netflix-fr", "fr", "sdh")
    folder = str(tmp_path)
    assert tasks.transcribe(cut, file, wishes) == [
        "transcribe", folder, "--cut", str(file), "--only-used", "--language", "fr",
    ]  # fmt: skip
    assert tasks.caption(cut, file, wishes, tmp_path / "o.srt") == [
        "caption", str(file), "--profile", "netflix-fr", "--kind", "sdh", "--language", "fr", "--media", folder, "-o",
        str(tmp_path / "o.srt"),
    ]  # fmt: skip
    assert tasks.check(file, wishes, []) == ["check", str(file)]
    with pytest.raises(InputError, match="none of its media"):
        tasks.media_folders(Cut("c", RATE, ()))
