"""The library that an option or a production names: judged with, told where it is not there, and never made by reading."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from picturelock.library import Library
from picturelock.wording import LANGUAGES
from picturelock_cli.main import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "matrix"))

import base

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> base.Scene:
    return base.make_control(tmp_path_factory.mktemp("library-named") / "control")


@pytest.fixture
def scene(control: base.Scene, tmp_path: Path) -> base.Scene:
    return base.copy(control, tmp_path / "La lettre é")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*words: str | Path) -> tuple[int, dict[str, Any]]:
        code = main([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return go


def everything(folder: Path) -> dict[str, str]:
    """Every file and folder below one, with what it holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
    }


def test_a_library_that_an_option_names_is_the_one_judged_with(
    scene: base.Scene, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(scene.root / "library", tmp_path / "other.sqlite")
    monkeypatch.chdir(tmp_path)
    for named in (scene.root / "library", Path("other.sqlite")):
        code, document = run("check", scene.root, "--library", named)
        assert code == 0 and document["verdict"]["open"] is True


def test_check_changes_nothing_in_the_production_or_beside_it(scene: base.Scene, run: Run, tmp_path: Path) -> None:
    before = everything(tmp_path)
    assert run("check", scene.root)[0] == 0 and everything(tmp_path) == before
    scene.replace("captions/v2.en.srt", "[a steady tone]", "[a steady tone that goes on, and on, and on]")
    before = everything(tmp_path)
    assert run("check", scene.root)[0] == 1 and everything(tmp_path) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_library_that_is_not_there_is_the_first_thing_said(
    scene: base.Scene, run: Run, tmp_path: Path, language: str
) -> None:
    scene.replace("picturelock.toml", 'library = "library"', 'library = "../gone.sqlite"')
    before = everything(tmp_path)
    code, document = run("check", scene.root, "--lang", language)
    first = min(document["findings"], key=lambda one: one["number"])
    assert code == 1 and (first["rule"], first["severity"]) == ("files.library-missing", "error")
    assert "../gone.sqlite" in first["message"] and str(tmp_path) not in first["message"]
    assert everything(tmp_path) == before
    assert run("rights", "report", scene.root)[0] in (0, 1) and everything(tmp_path) == before


@pytest.mark.parametrize("verb", [("check",), ("doctor",)])
def test_an_option_that_names_no_library(scene: base.Scene, run: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    before = everything(tmp_path)
    what = () if verb == ("doctor",) else (scene.root,)
    code, document = run(*verb, *what, "--library", tmp_path / "gone.sqlite")
    assert code != 0 and "gone.sqlite" in json.dumps(document) and everything(tmp_path) == before


def test_the_users_own_library_is_not_made_by_reading(
    scene: base.Scene, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "own" / "library.sqlite"))
    scene.replace("picturelock.toml", 'library = "library"\n', "")
    assert run("check", scene.root)[0] == 0 and not (tmp_path / "own").exists()
    Library().close()
    assert (tmp_path / "own/library.sqlite").is_file()
