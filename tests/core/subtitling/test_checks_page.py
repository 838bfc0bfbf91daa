"""`docs/checks.md` names every check of text and every fix."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from picturelock import wording
from picturelock.subtitling.fixes.run import all_fixes

PAGE = (Path(__file__).parents[3] / "docs" / "checks.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `captions\.([\w-]+)` \|.*\| ([^|]+) \|$", PAGE, re.M))


READ_ONLY = {"glossary-unreadable", "profile-unreadable", "graphics-time"}
"""What the production's own files have wrong, not the captions."""


@pytest.mark.parametrize("part", ["captions.text.toml", "captions.timing.toml", "captions.words.toml"])
def test_every_check_is_on_the_page(part: str) -> None:
    table = tomllib.loads((wording._FOLDER / "en" / part).read_text(encoding="utf-8"))
    assert set(table) - set(ROWS) - READ_ONLY == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_check_that_the_page_names_has_its_words(language: str) -> None:
    named = set(re.findall(r"`captions\.([\w-]+)`", PAGE))
    worded = {
        rule
        for part in (wording._FOLDER / language).glob("captions*.toml")
        for rule in tomllib.loads(part.read_text(encoding="utf-8"))
    }
    assert named - worded == set()


def test_every_fix_that_the_page_names_exists() -> None:
    named = {
        name
        for _, fixes in re.findall(r"^\| `captions\.[\w-]+` \|(.*)\| ([^|]+) \|$", PAGE, re.M)
        for name in re.findall(r"`([\w-]+)`", fixes)
    }
    assert named == {fix.name for fix in all_fixes()}


def test_every_common_error_has_a_line() -> None:
    """Those of Subtitle Edit's folder FixCommonErrors, and its OCR fix."""
    assert len(set(re.findall(r"\b(?:Add|Fix|Normalize|Remove)[A-Z0-9]\w+", PAGE))) == 40


def test_every_fix_stands_beside_its_checks() -> None:
    for fix in all_fixes():
        for rule in fix.rules:
            told = ROWS[rule.removeprefix("captions.")]
            assert (f"`{fix.name}` (words)" if fix.words else f"`{fix.name}`") in told, rule
