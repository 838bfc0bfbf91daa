"""--rate, and the rate of a production, over timelines that say their own: refused, or said; and each is read once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from picturelock.cut import Cut, Shot, Source
from picturelock.timeline.otio.format import OTIO
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate, Span
from picturelock_cli.main import main

R24, R25 = FrameRate(24), FrameRate(25)
OWN_RATE = "timeline.own-rate"


def cut(rate: FrameRate = R24) -> Cut:
    span = Span(0, rate.time_of(48))
    shot = Shot("V1:1", "V1", "video", "one", Source("A001.mov", "A001", url="/media/A001.mov"), span, span)
    return Cut("Film", rate, (shot,), duration=span.end)


@pytest.fixture
def timeline(tmp_path: Path) -> Path:
    write_timeline(cut(), tmp_path / "cut.otio")
    return tmp_path / "cut.otio"


@pytest.mark.parametrize(
    "command",
    [
        ["timeline", "info"], ["timeline", "check"], ["check"], ["conform", "pull", "-o", "{}/pull.csv"],
        ["conform", "relink", "--media", "{}"], ["caption", "-o", "{}/out.srt", "--profile", "netflix-en"],
    ],
)  # fmt: skip
def test_a_rate_that_the_timeline_contradicts_is_refused(
    command: list[str], timeline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word.format(tmp_path) for word in command]
    place = 1 if words[0] in ("check", "caption") else 2
    assert main([*words[:place], str(timeline), *words[place:], "--rate", "25"]) == 2
    assert "says itself that it counts 24 frames" in capsys.readouterr().err
    assert not (tmp_path / "out.srt").exists()


def test_converting_refuses_it_too(timeline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["timeline", "convert", str(timeline), "-o", str(tmp_path / "out.edl")]
    assert main([*words, "--rate", "25"]) == 2
    assert "--rate says 25" in capsys.readouterr().err
    assert not (tmp_path / "out.edl").exists()
    assert main([*words, "--rate", "24"]) == 0


@pytest.mark.parametrize("command", [["timeline", "info"], ["timeline", "check"], ["check"]])
def test_the_rate_of_a_production_gives_way_and_that_is_said(
    command: list[str], timeline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = 'title = "Film"\ncut = "cut.otio"\nmedia = ["."]\nrate = 25\nlanguages = ["en"]\n'
    (timeline.parent / "picturelock.toml").write_text(document, encoding="utf-8")
    main([*command, str(timeline), "--json"])
    found = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["rule"] == OWN_RATE]
    assert [(one["severity"], one["evidence"]) for one in found] == [("warning", {"own": "24", "asked": "25"})]


def test_of_two_cuts_the_rate_is_for_the_list_that_says_none(
    timeline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_timeline(cut(R25), timeline.with_name("new.edl"))
    words = ["conform", "changes", str(timeline), str(timeline.with_name("new.edl")), "--json"]
    assert main([*words, "--rate", "25"]) in (0, 1)
    assert OWN_RATE not in [one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert main([*words, "--rate", "25:25"]) == 2
    assert "says itself that it counts 24 frames" in json.loads(capsys.readouterr().out)["error"]["message"]


@pytest.mark.parametrize("command", [["timeline", "info"], ["timeline", "convert", "-o", "{}/out.edl"], ["check"]])
def test_a_timeline_is_read_once(
    command: list[str], timeline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, seen = type(OTIO).read, []

    def counted(self: object, path: Path, rate: FrameRate | None) -> object:
        seen.append(path)
        return read(OTIO, path, rate)

    monkeypatch.setattr(type(OTIO), "read", counted)
    words = [word.format(tmp_path) for word in command]
    main([*words, str(timeline), "--rate", "24"])
    assert seen == [timeline]
