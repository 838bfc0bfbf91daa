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


@pytest.mark.parametrize("part", ["captions.text.toml", "captions.timing.toml"])
def test_every_check_is_on_the_page(part: str) -> None:
    table = tomllib.loads((wording._FOLDER / "en" / part).read_text(encoding="utf-8"))
    assert set(table) - set(ROWS) == set()


def test_every_fix_stands_beside_its_checks() -> None:
    for fix in all_fixes():
        for rule in fix.rules:
            told = ROWS[rule.removeprefix("captions.")]
            assert (f"`{fix.name}` (words)" if fix.words else f"`{fix.name}`") in told, rule
