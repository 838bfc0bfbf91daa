"""`picturelock caption reviewed`, from the file to the gate's check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from picturelock.dossier import collect
from picturelock.production import load
from picturelock.production.reviews import read_review, review_path
from picturelock.rights.ai_texts import check
from picturelock_cli.main import main

SRT = "1\n00:00:01,000 --> 00:00:03,000\nBonjour.\n\n2\n00:00:04,000 --> 00:00:06,000\nNon.\n"
EDL = """\
TITLE: v2
FCM: NON-DROP FRAME

001  A001     V     C        00:00:00:00 00:00:08:00 00:00:00:00 00:00:08:00
* FROM CLIP NAME: A001.mov
"""
TOML = """\
schema = "picturelock/production-1"
title = "La Lettre"
languages = ["fr"]
cut = "v2.edl"
rate = 25
media = []
[[captions]]
language = "fr"
profile = "netflix-fr"
file = "fr.srt"
origin = "machine"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in (("fr.srt", SRT), ("v2.edl", EDL), ("picturelock.toml", TOML)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def rules(root: Path) -> list[str]:
    dossier = collect(load(root))
    found = [one.rule for one in (*check(dossier), *dossier.captions[0].findings)]
    return [rule for rule in found if rule.startswith("ai-use.")]


def reviewed(*words: Any) -> int:
    return main(["caption", "reviewed", *map(str, words)])


def test_it_is_read_changed_and_read_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = root / "fr.srt"
    assert rules(root) == ["ai-use.unreviewed"]
    assert reviewed(file, "--reviewer", "A. Tremblay", "--json") == 0
    assert json.loads(capsys.readouterr().out)["reviewer"] == "A. Tremblay"
    assert rules(root) == [] and review_path(file) in load(root).papers
    file.write_text(SRT.replace("Non.", "Oui."), encoding="utf-8")
    assert rules(root) == ["ai-use.review-void"]
    assert reviewed(file, "--reviewer", "B. Roy") == 0 and rules(root) == []
    review = read_review(file)
    assert review is not None and review.person == "B. Roy"
    review_path(file).write_text("[]", encoding="utf-8")
    assert rules(root) == ["ai-use.review-unreadable"]
    assert reviewed(file, "--reviewer", "B. Roy") == 3  # what is no review is not replaced
    review_path(file).unlink()
    assert rules(root) == ["ai-use.unreviewed"]


def test_nothing_is_noted_of_nothing_or_by_nobody(root: Path) -> None:
    empty = root / "empty.srt"
    empty.write_text("", encoding="utf-8")
    assert reviewed(root / "fr.srt", "--reviewer", " ") == 2
    assert reviewed(root / "fr.srt", empty, "--reviewer", "A. Tremblay") == 3
    assert reviewed(root / "fr.srt", root / "gone.srt", "--reviewer", "A. Tremblay") == 3
    assert not review_path(root / "fr.srt").exists()
