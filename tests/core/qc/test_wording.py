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
    "file": "film.mov",
    "reason": "it is damaged.",
    "spec": "EBU R 128",
    "known": "ebu-r128",
    "channels": 2,
    "master_fps": "25",
    "cut_fps": "24",
    "master_frames": 50,
    "cut_frames": 40,
    "difference_frames": 10,
    "master_timecode": "10:00:00:00",
    "cut_timecode": "01:00:00:00",
    "integrated_lufs": -20.1,
    "target_lufs": -23.0,
    "tolerance_lu": 0.2,
    "change_db": -2.9,
    "range_lu": 5.0,
    "true_peak_dbtp": -0.3,
    "limit_dbtp": -1.0,
}


def _rules() -> set[str]:
    sources = [
        files("picturelock").joinpath("qc", name).read_text(encoding="utf-8") for name in ("loudness.py", "master.py")
    ]
    return {rule for text in sources for rule in RULE.findall(text)}


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
