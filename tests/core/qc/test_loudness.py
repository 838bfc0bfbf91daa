"""Loudness of masters whose loudness was set by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from picturelock import specs
from picturelock.findings import Idle, Place
from picturelock.media import ffmpeg
from picturelock.media.scan.model import Group, ProgrammeScan
from picturelock.qc.loudness import check, judge, tenth


def stereo(level: float, extra: str = "") -> str:
    """A stereo tone of so many LUFS: a 1 kHz sine of that peak level in both channels."""
    wave = f"{10 ** (level / 20):.6f}*sin(2*PI*1000*t)"
    return f"aevalsrc={wave}|{wave}:s=48000:d=2:c=stereo{extra}"


@pytest.mark.parametrize("level", [-23.0, -22.8, -23.2])
def test_within_tolerance(dossier: Any, master: Any, level: float) -> None:
    assert list(check(dossier(master(sound=stereo(level))))) == []


@pytest.mark.parametrize("level", [-22.6, -23.4, -18.0])
def test_beyond_tolerance(dossier: Any, master: Any, level: float) -> None:
    (finding,) = check(dossier(master(sound=stereo(level))))
    assert (finding.rule, finding.severity) == ("qc.loudness-integrated", "error")
    assert finding.evidence["integrated_lufs"] == pytest.approx(level, abs=0.05)
    assert finding.evidence["target_lufs"] == -23.0
    assert finding.evidence["change_db"] == pytest.approx(-23.0 - level, abs=0.05)
    assert "R 128" in finding.source
    assert finding.place.file == "film.mov"


def test_true_peak(dossier: Any, master: Any) -> None:
    findings = list(check(dossier(master(sound=stereo(-0.3)))))
    assert [finding.rule for finding in findings] == ["qc.loudness-integrated", "qc.true-peak"]
    assert findings[1].evidence["true_peak_dbtp"] == pytest.approx(-0.3, abs=0.15)
    assert findings[1].evidence["limit_dbtp"] == -1.0


def test_an_unconfirmed_spec_only_warns(dossier: Any, master: Any) -> None:
    findings = list(check(dossier(master(sound=stereo(-10)), spec="atsc-a85")))
    assert [(finding.severity, finding.unconfirmed) for finding in findings] == [("warning", True)]


def test_silence_is_not_a_pass(dossier: Any, master: Any) -> None:
    (finding,) = check(dossier(master(sound="anullsrc=r=48000:cl=stereo:d=2")))
    assert (finding.rule, finding.severity) == ("qc.loudness-silent", "error")


def test_left_and_right_as_mono_tracks(dossier: Any, tmp_path: Path) -> None:
    mono = "aevalsrc=0.070795*sin(2*PI*1000*t):s=48000:d=2:c=mono"
    path = tmp_path / "pair.mov"
    inputs = [
        ffmpeg.generated("testsrc2=size=64x48:rate=25:duration=2"),
        ffmpeg.generated(mono),
        ffmpeg.generated(mono),
    ]
    ffmpeg.render(inputs, path, time_limit_s=60, acodec="pcm_s24le", vcodec="mpeg4")
    assert list(check(dossier(path))) == []


def test_unlabelled_channels_are_not_guessed(dossier: Any, master: Any) -> None:
    sound = "aevalsrc=0.07*sin(6283*t)|0|0|0:s=48000:d=2:c=quad"
    (finding,) = check(dossier(master("film.mxf", sound=sound, vcodec="mpeg2video")))
    assert (finding.rule, finding.severity, finding.evidence["count"]) == ("qc.audio-layout", "error", 4)


def test_a_damaged_master_is_not_a_pass(dossier: Any, master: Any) -> None:
    path = master("film.mp4", sound=stereo(-23), acodec="flac", strict="experimental")
    made = dossier(path)
    data = path.read_bytes()
    path.write_bytes(data[:200] + bytes(len(data) - 200))
    (finding,) = check(made)
    assert (finding.rule, finding.severity) == ("qc.unmeasured", "error")


def test_nothing_to_measure_is_the_other_checks_word(dossier: Any, master: Any) -> None:
    assert list(check(dossier(None))) == [Idle("no-master")]
    assert list(check(dossier(master("mute.mov", sound="")))) == [Idle("no-sound")]


@pytest.mark.parametrize(
    ("integrated", "rules"),
    [(-23.249, []), (-22.751, []), (-23.26, ["qc.loudness-integrated"]), (-22.74, ["qc.loudness-integrated"])],
)
def test_the_edge_is_where_a_meter_shows_it(integrated: float, rules: list[str]) -> None:
    measured = ProgrammeScan(Group((1, 2), "stereo"), integrated=integrated, range_lu=5.0)
    facts: dict[str, Any] = {"file": "film.mov", "spec": "EBU R 128", "channels": "1, 2"}
    findings = list(judge(measured, specs.load("ebu-r128"), Place(file="film.mov"), facts))
    assert [finding.rule for finding in findings] == rules
    assert specs.load("ebu-r128").by_name["loudness_tolerance"].amount == Fraction(1, 5)


@pytest.mark.parametrize(("value", "shown"), [(-1.049, -1.0), (-0.95, -0.9), (-0.951, -1.0), (-23.25, -23.2)])
def test_values_are_rounded_as_a_meter_rounds(value: float, shown: float) -> None:
    assert float(tenth(value)) == shown
