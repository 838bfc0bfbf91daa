"""Every rule of this trade is worded in both languages, with the evidence that it carries."""

from __future__ import annotations

import re
from importlib.resources import files
from string import Formatter

import pytest
from picturelock import wording
from picturelock.findings import Finding

RULE = re.compile(r'"qc\.([a-z-]+)"')
FACTS = {
    "file": "film.mov", "reason": "it is damaged.", "spec": "EBU R 128", "channels": "1, 2", "check": "qc.levels",
    "master_fps": "25", "cut_fps": "24", "master_frames": 50, "cut_frames": 40, "difference_frames": 10,
    "master_timecode": "10:00:00:00", "cut_timecode": "01:00:00:00", "integrated_lufs": -20.1, "target_lufs": -23.0,
    "tolerance_lu": 0.2, "change_db": -2.9, "range_lu": 5.0, "true_peak_dbtp": -0.3, "limit_dbtp": -1.0, "count": 2,
    "rule": "qc.black-inside", "tag": "primaries", "wanted": "bt709", "found": "bt2020", "found_mbps": 12.5,
    "limit": "2 s", "percent": 12, "frame": 7, "frames": 3, "start": "10:00:00:00", "end": "10:00:00:02", "rate": "25",
    "stream": 1, "seconds": 2.5, "file_start": "09:59:00:00", "policy": "p.xml", "requested": "MXF", "actual": "MOV",
    "found_percent": 104.2, "worst": "10:00:00:01", "every": 5, "clip": "A001", "source_frame": 12, "likeness": 0.3,
    "shots": 2, "of": 9, "possible": 4, "shows": "B002", "slip_frames": -2, "width_percent": 80, "height_percent": 70,
    "source": "a.mov", "found_lufs": -18.0, "dialogue_lufs": -30.0, "carries": "stereo", "channel": 2, "centre_hz": 900,
    "other": 1, "lowest": "6", "milliseconds": 20.0, "correlation": -0.9, "layout": "stereo",
    "degrees": 90, "meant": True, "mix": "1, 2",
}  # fmt: skip


def _rules() -> set[str]:
    """Rules named in the code; a check names itself as well, where it could not measure."""
    folder = files("picturelock").joinpath("qc")
    modules = {entry.name.removesuffix(".py") for entry in folder.iterdir() if entry.name.endswith(".py")}
    named = {
        rule for name in modules for rule in RULE.findall(folder.joinpath(f"{name}.py").read_text(encoding="utf-8"))
    }
    return named - {"measures"} - (modules - set(wording.table("en", "qc")))


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_all_rules_and_no_others_are_worded(language: str) -> None:
    assert set(wording.table(language, "qc")) == _rules()
    for rule in _rules():
        finding = Finding(f"qc.{rule}", "error", evidence=FACTS)
        assert wording.title(finding.rule, language)
        assert wording.message(finding, language)
        assert wording.fix(finding, language)


def test_both_languages_name_the_same_evidence() -> None:
    for rule in _rules():
        named = [
            {
                part: {
                    field for _, field, _, _ in Formatter().parse(wording.table(language, "qc")[rule][part]) if field
                }
                for part in ("message", "fix")
            }
            for language in wording.LANGUAGES
        ]
        assert named[0] == named[1], rule


def test_french_writes_a_decimal_comma() -> None:
    finding = Finding("qc.loudness-integrated", "error", evidence=FACTS)
    assert "-20,1" in wording.message(finding, "fr")
