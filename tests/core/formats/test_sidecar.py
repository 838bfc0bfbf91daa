from __future__ import annotations

import json
from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.formats import sidecar
from picturelock.speech import Energy, Provenance

MADE = Provenance(
    "captions", "machine", "picturelock caption", "1.0", "xxh128:ab", (("language", "fr"), ("profile", "netflix-fr")),
    ("pl1:1", "pl1:2"), "2026-11-22T10:00:00+00:00", 1.25, Energy("measured_rapl", 0.002), "A. Tremblay, 2026-11-02",
)  # fmt: skip


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    file = tmp_path / "Été.srt"
    file.write_text("1\n00:00:01,000 --> 00:00:02,000\nx\n\n")
    return file


def test_what_is_written_is_read_back(captions: Path) -> None:
    path = sidecar.write_sidecar(captions, MADE)
    assert path.name == "Été.srt.provenance.json"
    assert sidecar.read_sidecar(captions) == MADE
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == "picturelock/provenance-1"


def test_a_later_edit_shows(captions: Path) -> None:
    sidecar.write_sidecar(captions, MADE)
    found = sidecar.read(captions)
    assert found is not None and not found.edited
    captions.write_text("1\n00:00:01,000 --> 00:00:02,000\ny\n\n")
    found = sidecar.read(captions)
    assert found is not None and found.edited


def test_without_a_sidecar_there_is_nothing(captions: Path) -> None:
    assert sidecar.read_sidecar(captions) is None


HEAD = '{"schema": "picturelock/provenance-1", "hash": "x"'
NOBODY = '{"kind": "captions", "origin": "nobody", "tool": "", "version": ""}'
UNKNOWN_KEY = '{"kind": "captions", "origin": "machine", "tool": "", "version": "", "no": 1}'


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "nul", "[" * 100_000, "{}", '{"schema": "other-1"}', HEAD + "}", HEAD + ', "provenance": []}',
        HEAD + f', "provenance": {NOBODY}}}', HEAD + f', "provenance": {UNKNOWN_KEY}}}',
    ],
)  # fmt: skip
def test_a_broken_sidecar_is_one_sentence(captions: Path, text: str) -> None:
    sidecar.sidecar_path(captions).write_text(text)
    with pytest.raises(InputError, match="provenance"):
        sidecar.read_sidecar(captions)
