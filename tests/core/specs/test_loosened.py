"""A production's own spec that goes by another's name, or asks less than what it extends."""

from __future__ import annotations

from pathlib import Path

import pytest
from picturelock import specs
from picturelock.errors import InputError
from picturelock.specs.loosened import loosened

READ = 'source = "sheet", read = 2026-05-04'


def own(folder: Path, text: str) -> specs.Spec:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return specs.load("mine", folder)


@pytest.mark.parametrize(
    "title",
    [
        "CRTC (Canadian television)",
        "crtc",
        "CRTC  – Canadian Television",
        "\N{CYRILLIC CAPITAL LETTER ES}RTC",
        "cbc radio canada",
    ],
)
def test_the_title_of_one_of_ours_is_refused(tmp_path: Path, title: str) -> None:
    text = f'title = "{title}"\nextends = "ebu-r128"\n'
    with pytest.raises(InputError, match="one of Picturelock's own specs"):
        own(tmp_path, text)
    _, faults = specs.inspect(tmp_path / "mine.toml")
    assert [fault.key for fault in faults] == ["title"] and faults[0].line == 1


def test_it_may_stand_where_it_extends_that_one_and_asks_for_all_of_it(tmp_path: Path) -> None:
    text = 'title = "CRTC (Canadian television)"\nextends = "crtc"\n'
    assert own(tmp_path, text + f'[papers]\nrating = {{ requirement = "required", {READ} }}\n')
    with pytest.raises(InputError, match="asks less than that one"):
        own(tmp_path, text + f'[accessibility]\ncaptions = {{ requirement = "optional", {READ} }}\n')


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (f'[limits]\nloudness_tolerance = {{ limit = "9 LU", {READ} }}\n', ["loudness_tolerance"]),
        (f'[limits]\nloudness_tolerance = {{ limit = "0.1 LU", {READ} }}\n', []),
        (f'[limits]\nloudness = {{ limit = "-24 LUFS", {READ} }}\n', ["loudness"]),
        (f'[limits]\ntrue_peak = {{ limit = "2 dBTP", {READ} }}\n', ["true_peak"]),
        (f'[limits]\ntrue_peak = {{ limit = "-3 dBTP", {READ} }}\n', []),
        ('[limits]\ntrue_peak = { limit = "-1 dBTP", source = "s", status = "unconfirmed" }\n', ["true_peak"]),
        (f'[limits]\nlevel_lowest = {{ limit = "-7 %", {READ} }}\n', ["level_lowest"]),
        (f'[limits]\nlevel_lowest = {{ limit = "-1 %", {READ} }}\n', []),
    ],
)
def test_limits_that_ask_less(tmp_path: Path, text: str, names: list[str]) -> None:
    spec = own(tmp_path, 'title = "Mine"\nextends = ["ebu-r128", "ebu-r103"]\n' + text)
    bases = (specs.load("ebu-r128"), specs.load("ebu-r103"))
    assert [name for base in bases for name, _, _ in loosened(spec, base)] == names


def test_words_and_layouts_that_ask_less(tmp_path: Path) -> None:
    text = f"""\
title = "Mine"
extends = "cbc-radio-canada-commercials"
[picture]
rate = {{ one_of = ["29.97", "60"], {READ} }}
[accessibility]
captions = {{ requirement = "advisory", {READ} }}
[[layout]]
programmes = [{{ channels = [9], carries = "silence" }}]
{READ.replace(", ", chr(10))}
"""
    base = specs.load("cbc-radio-canada-commercials")
    assert {name for name, _, _ in loosened(own(tmp_path, text), base)} == {
        "picture.rate",
        "accessibility.captions",
        "layout",
    }
    assert loosened(base, base) == ()
