"""The whole way: real recognition, captions, faults, a closed gate that says exactly what was planted, an open one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from picturelock_cli.main import main

MODEL = Path(__file__).resolve().parents[2] / "demo" / "tiny-whisper"


@pytest.fixture
def clean(production: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The production, captioned from what the tiny model hears in its rushes, with the music told by a person."""
    import labels

    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    folder = tmp_path / "production"
    shutil.copytree(production, folder, copy_function=os.link, ignore=shutil.ignore_patterns("captions"))
    heard = [str(path) for path in sorted((folder / "media").iterdir()) if not path.name.startswith("C001")]
    assert main(["transcribe", *heard, "--model", str(MODEL)]) == 0
    for language in ("en", "fr"):
        out = ["-o", str(folder / "captions" / f"letter_v2.{language}.srt")]
        order = ["--profile", f"netflix-{language}", "--language", language, "--kind", "sdh"]
        assert (
            main(["caption", str(folder / "cuts" / "letter_v2.otio"), "--media", str(folder / "media"), *order, *out])
            == 0
        )
        labels.add(Path(out[1]), language)
        assert main(["caption", "reviewed", out[1], "--reviewer", "A. Tremblay"]) == 0
    return folder


def test_exactly_the_planted_faults_are_found_and_without_them_nothing_is(clean: Path, tmp_path: Path) -> None:
    import compare
    import plant

    truth = plant.plant(clean, tmp_path / "faulty")
    assert main(["deliver", str(tmp_path / "faulty"), "-o", str(tmp_path / "refused")]) == 1
    assert not (tmp_path / "refused").exists()
    assert compare.compare(truth, tmp_path / "refused.report.json") == []

    assert main(["deliver", str(clean), "-o", str(tmp_path / "package")]) == 0
    found = json.loads((tmp_path / "package" / "report.json").read_text(encoding="utf-8"))["findings"]
    assert [(one["rule"], one["severity"]) for one in found] == []
    assert main(["package", "verify", str(tmp_path / "package")]) == 0
