"""The master against its cut."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from picturelock.findings import Finding
from picturelock.media.probe import probe
from picturelock.qc.master import check
from picturelock.times import FrameRate


def rules(findings: Any) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_master_of_the_cut_is_clean(dossier: Any, master: Any) -> None:
    assert list(check(dossier(master()))) == []


@pytest.mark.parametrize(("frames", "found"), [(49, False), (51, False), (48, True), (52, True)])
def test_one_frame_of_difference_is_let_pass(dossier: Any, master: Any, frames: int, found: bool) -> None:
    findings = list(check(dossier(master(), frames=frames)))
    assert rules(findings) == (["qc.master-duration"] if found else [])
    if found:
        evidence = findings[0].evidence
        assert (evidence["master_frames"], evidence["cut_frames"]) == (50, frames)
        assert evidence["difference_frames"] == 50 - frames
        assert findings[0].severity == "error"


def test_longer_sound_does_not_lengthen_the_picture(dossier: Any, master: Any) -> None:
    assert list(check(dossier(master(sound="sine=r=48000:d=3")))) == []


def test_other_rate(dossier: Any, master: Any) -> None:
    findings = list(check(dossier(master(picture="rate=30000/1001:duration=2"), frames=50)))
    assert rules(findings) == ["qc.master-rate"]
    assert findings[0].evidence["master_fps"] == "29.97"


def test_other_start_is_a_warning(dossier: Any, master: Any) -> None:
    (finding,) = check(dossier(master(timecode="09:59:50:00")))
    assert (finding.rule, finding.severity) == ("qc.master-start-timecode", "warning")
    assert (finding.evidence["master_timecode"], finding.evidence["cut_timecode"]) == ("09:59:50:00", "10:00:00:00")
    assert finding.evidence["difference_frames"] == -250


def test_no_timecode_says_nothing(dossier: Any, master: Any) -> None:
    assert list(check(dossier(master(timecode=None)))) == []


def test_drop_frame_is_compared_as_a_label(dossier: Any, master: Any) -> None:
    rate = FrameRate(30000, 1001)
    path = master(picture="rate=30000/1001:duration=2", timecode="00:00:00;00")
    made = dossier(path, rate=rate, frames=60, start=0)
    assert rules(check(made)) == ["qc.master-start-timecode"]
    assert rules(check(replace(made, cut=replace(made.cut, drop=True)))) == []


def test_without_sound_or_picture(dossier: Any, master: Any) -> None:
    assert rules(check(dossier(master("mute.mov", sound="")))) == ["qc.master-no-audio"]
    assert rules(check(dossier(master("blind.mov", picture="")))) == ["qc.master-no-picture"]


def test_variable_rate(dossier: Any, master: Any) -> None:
    path = master()
    info = probe(path)
    made = dossier(path)
    varying = replace(info, video=(replace(info.video[0], vfr=True),))
    assert rules(check(replace(made, master=varying))) == ["qc.master-vfr"]


def test_absent_masters_close_the_gate(dossier: Any, tmp_path: Any) -> None:
    assert rules(check(dossier(None))) == ["qc.master-unnamed"]
    assert rules(check(dossier(tmp_path / "missing.mov"))) == ["qc.master-missing"]
    assert rules(check(dossier(tmp_path))) == ["qc.master-missing"]
    assert all(finding.severity == "error" for finding in check(dossier(None)))


def test_an_unreadable_master_is_told_once(dossier: Any, master: Any) -> None:
    made = replace(dossier(master()), master=None)
    assert rules(check(made)) == ["qc.master-unreadable"]
    told = Finding("qc.master-unreadable", "error")
    assert rules(check(replace(made, findings=(told,)))) == []
