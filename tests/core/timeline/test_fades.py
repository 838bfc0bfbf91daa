"""Transitions that have black on one side: how far they may reach, and what happens where there is no room."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import parse

import pytest
from picturelock.cut import Cut, Effect
from picturelock.timeline.edges import edge
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate


def beside(name: str) -> ModuleType:
    """A module of this folder: test files cannot import each other."""
    spec = spec_from_file_location(f"fades_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CUTS = beside("cuts")
R24 = FrameRate(24)
SIX, TWELVE = R24.time_of(6), R24.time_of(12)
INTO, OUT = Effect("transition-in", "dissolve", SIX, TWELVE), Effect("transition-out", "dissolve", SIX, TWELVE)


def written(cut: Cut, name: str, folder: Path) -> tuple[Path, list[tuple[str, str]]]:
    """The file, and what was lost of which shot."""
    path = folder / f"cut.{name}"
    found = write_timeline(cut, path)
    return path, [(str(one.evidence["what"]), one.place.shot) for one in found if one.rule == "timeline.lost"]


@pytest.mark.parametrize("name", ["edl", "aaf", "fcpxml", "xml"])
@pytest.mark.parametrize("frames", [1, 2])
def test_a_fade_reaches_no_further_than_the_gap_beside_it(name: str, frames: int, tmp_path: Path) -> None:
    end = 48 + frames
    cut = CUTS.cut(
        CUTS.shot("V1:1", (0, 48), 100), CUTS.shot("V1:2", (end, end + 48), 200, effects=(INTO,)),
        CUTS.shot("V1:3", (end + 96, end + 144), 300),
    )  # fmt: skip
    path, lost = written(cut, name, tmp_path)
    assert ("transition-handles", "V1:2") in lost
    before, after, _ = (one for one in read_timeline(path, R24)[0].shots if not one.source.generated)
    assert edge(before, "transition-out") is None
    fade = edge(after, "transition-in")
    assert fade is not None
    assert fade.handle <= R24.time_of(frames)
    assert fade.inside >= TWELVE


@pytest.mark.parametrize("name", ["edl", "aaf", "fcpxml", "xml"])
def test_nothing_of_a_fade_is_before_the_cut(name: str, tmp_path: Path) -> None:
    path, lost = written(CUTS.cut(CUTS.shot("V1:1", (0, 48), 100, effects=(INTO,))), name, tmp_path)
    assert ("transition-handles", "V1:1") in lost
    found = read_timeline(path, R24)[0]
    assert (found.start, found.shots[0].record_span) == (R24.time_of(86400), CUTS.frames(0, 48))
    assert found.shots[0].effects == (replace(INTO, handle=0),)


@pytest.mark.parametrize("name", ["mlt", "kdenlive"])
def test_mlt_has_fades_within_clips_only(name: str, tmp_path: Path) -> None:
    cut = CUTS.cut(CUTS.shot("V1:1", (10, 58), 100, effects=(INTO, OUT)))
    assert ("transition-handles", "V1:1") in written(cut, name, tmp_path)[1]


def test_mlt_starts_no_dissolve_before_the_file_does(tmp_path: Path) -> None:
    """It counts from the file's first frame: six frames earlier than the third is none, and all after it would move."""
    cut = CUTS.cut(
        CUTS.shot("V1:1", (0, 48), 100, effects=(Effect("transition-out", "dissolve"),)),
        CUTS.shot("V1:2", (48, 96), 3, CUTS.source("B002.mov"), effects=(replace(INTO, inside=0),)),
    )
    path, lost = written(cut, "mlt", tmp_path)
    assert ("transition-handles", "V1:2") in lost
    entries = [one for one in parse(path).iter("entry") if one.get("in") == "0"]
    assert [one.get("out") for one in entries] == ["50"]  # three frames of the dissolve, then the 48 of the shot


def test_mlt_shows_what_comes_before_a_file_as_its_first_frame(tmp_path: Path) -> None:
    cut = CUTS.cut(CUTS.shot("V1:1", (0, 48), -5))
    path, _ = written(cut, "mlt", tmp_path)
    (found,) = (one.text for one in parse(path).iter("property") if one.get("name") == "time_map")
    assert found is not None
    assert re.match(r"0=0\.0000000;48=1\.79", found)


def test_an_edl_says_that_a_fade_comes_from_black_and_is_read_so(tmp_path: Path) -> None:
    path, lost = written(CUTS.CUTS["fades that touch"](), "edl", tmp_path)
    assert {what for what, _ in lost} == {"handles"}
    assert [line.split()[1] for line in path.read_text().splitlines() if re.match(r"\d{3} ", line)] == [
        "A001C003", "A001C003", "BL", "BL", "A001C003", "A001C003", "BL", "A001C003", "BL", "A001C003",
    ]  # fmt: skip
    shots = read_timeline(path, R24)[0].shots
    assert [one.effects for one in shots] == [
        (replace(OUT, handle=0),), (replace(INTO, handle=0), replace(OUT, handle=0)), (), (replace(INTO, handle=0),),
    ]  # fmt: skip


def test_a_shot_that_is_all_dissolve_comes_back_from_an_edl(tmp_path: Path) -> None:
    cut = CUTS.cut(
        CUTS.shot("V1:1", (0, 12), 100, effects=(replace(OUT, handle=0),)),
        CUTS.shot("V1:2", (48, 54), 200, effects=(Effect("transition-out", "dissolve"),)),
        CUTS.shot("V1:3", (54, 90), 300, effects=(replace(INTO, handle=TWELVE, inside=0),)),
    )
    path, lost = written(cut, "edl", tmp_path)
    assert ("transitions", "V1:1") in lost and ("transition-handles", "V1:3") in lost
    found = [one.record_span for one in read_timeline(path, R24)[0].shots]
    assert found == [CUTS.frames(0, 12), CUTS.frames(48, 54), CUTS.frames(54, 90)]
