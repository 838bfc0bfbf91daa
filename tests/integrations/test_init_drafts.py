"""The drafts in the production file that `init` writes: uncommented, they are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from picturelock.production import load
from picturelock_cli.main import main

KEY = "ed25519:0j5UwbyOItcu53oMY+z24RZbRQ8BTmLcL8JVczoi6os="


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_draft_is_right_once_it_is_uncommented(tmp_path: Path, language: str) -> None:
    assert main(["init", str(tmp_path / "film"), "--lang", language]) == 0
    file = tmp_path / "film" / "picturelock.toml"
    drafted = re.sub(r"(?m)^# (\[+[a-z]+\]+|[a-z_]+ = .*)$", r"\1", file.read_text(encoding="utf-8"))
    file.write_text(drafted.replace("ed25519:...", KEY), encoding="utf-8")
    production = load(tmp_path / "film")
    assert [order.kind for order in production.files] == ["credits"]
    assert [element.digital_source for element in production.ai] == ["trainedAlgorithmicMedia"]
    assert [person.key for person in production.people] == [KEY]
    assert production.credentials is not None
    assert production.credentials.training == "not-allowed"
    assert production.energy.zone == "CA-QC"


def test_a_timeline_of_any_common_format_is_found(tmp_path: Path) -> None:
    (tmp_path / "cuts").mkdir()
    (tmp_path / "cuts" / "v3.fcpxml").write_text("<fcpxml/>", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert load(tmp_path).cut.name == "v3.fcpxml"
