"""Paths that people write: accents in either form, the other system's slashes, and what no path is."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from picturelock.errors import InputError
from picturelock.production import load
from picturelock.production.tables import on_disk
from picturelock.rights.papers import inside

TEXT = """\
schema = "picturelock/production-1"
title = "L’été"
languages = ["fr"]
cut = "montage été/v2.edl"
[[captions]]
language = "fr"
profile = "netflix-fr-ca"
file = {file}
"""


def production(folder: Path, file: str) -> Path:
    text = unicodedata.normalize("NFC", TEXT.replace("{file}", file))
    (folder / "picturelock.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_is_found_in_whichever_form_it_lies_on_disk(tmp_path: Path, form: str) -> None:
    name = unicodedata.normalize(form, "sous-titres/été.fr.srt")
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text("1", encoding="utf-8")
    cut = tmp_path / unicodedata.normalize(form, "montage été")
    cut.mkdir()
    (cut / "v2.edl").write_text("x", encoding="utf-8")
    read = load(production(tmp_path, '"sous-titres/été.fr.srt"'))
    assert read.captions[0].file.is_file() and read.cut.is_file()
    assert os.fspath(read.cut.parent.name) == cut.name
    assert inside(tmp_path, unicodedata.normalize("NFC", "sous-titres/été.fr.srt")) == (tmp_path / name).resolve()


def test_a_name_that_is_there_as_written_comes_first(tmp_path: Path) -> None:
    composed, apart = (tmp_path / unicodedata.normalize(form, "é.srt") for form in ("NFC", "NFD"))
    composed.write_text("c", encoding="utf-8")
    apart.write_text("d", encoding="utf-8")
    if len(list(tmp_path.iterdir())) != 2:
        pytest.skip("not proven: this disk holds names in one form only")
    assert on_disk(composed).read_text(encoding="utf-8") == "c"
    assert on_disk(apart).read_text(encoding="utf-8") == "d"
    assert on_disk(tmp_path / "è.srt") == tmp_path / "è.srt"


@pytest.mark.skipif(os.sep == "\\", reason="not proven: backslashes are this system's own")
@pytest.mark.parametrize("file", ["'captions\\v2.fr.srt'", '"captions\\\\v2.fr.srt"'])
def test_backslashes_are_told(tmp_path: Path, file: str) -> None:
    with pytest.raises(
        InputError, match=r'with backslashes; expected forward slashes: "captions/v2\.fr\.srt"'
    ) as caught:
        load(production(tmp_path, file))
    assert caught.value.place == "captions[1].file"


def test_a_backslash_in_quotes_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not valid TOML") as caught:
        load(production(tmp_path, '"captions\\video.srt"'))
    assert "forward slashes" in caught.value.hint
    with pytest.raises(InputError, match="expected forward slashes"):
        load(production(tmp_path, '"captions\\new.srt"'))
