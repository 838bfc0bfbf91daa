"""A rate that somebody names, over timelines that say theirs: what a file says itself is kept, and nobody is left to guess."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from picturelock import registry, wording
from picturelock.errors import UsageError
from picturelock.timeline.read import read_cut, read_timeline
from picturelock.timeline.write import write_timeline
from picturelock.times import FrameRate


def beside(name: str) -> ModuleType:
    """A module of this folder: test files cannot import each other."""
    spec = spec_from_file_location(f"own_rate_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CUTS = beside("cuts").CUTS
SAYING = [
    name for name, entry in registry.TIMELINES.items()
    if "read" in registry.load(entry).directions and name != "edl"
]  # fmt: skip
R24, R25 = FrameRate(24), FrameRate(25)


def written(name: str, folder: Path) -> Path:
    path = folder / f"cut{registry.load(registry.TIMELINES[name]).suffixes[0]}"
    write_timeline(CUTS["simple at 24"](), path, name=name)
    return path


@pytest.mark.parametrize("name", SAYING)
def test_a_file_that_says_its_rate_keeps_it(name: str, tmp_path: Path) -> None:
    path = written(name, tmp_path)
    (own, quiet), (cut, findings) = read_timeline(path, name=name), read_timeline(path, R25, name)
    assert cut == own
    assert [one.rule for one in findings] == ["timeline.own-rate", *(one.rule for one in quiet)]
    assert (findings[0].evidence["own"], findings[0].evidence["asked"]) == ("24", "25")
    assert all("25" in wording.message(findings[0], language) for language in wording.LANGUAGES)
    assert read_timeline(path, R24, name) == (own, quiet)
    assert read_cut(path, R25, name)[0].rate == R24


@pytest.mark.parametrize("name", SAYING)
def test_a_rate_named_for_this_very_file_is_refused(name: str, tmp_path: Path) -> None:
    path = written(name, tmp_path)
    with pytest.raises(UsageError, match="says itself that it counts 24 frames") as caught:
        read_cut(path, R25, name, strict=True)
    assert "--rate" in caught.value.hint
    assert read_cut(path, R24, name, strict=True)[0].rate == R24


def test_a_list_that_says_none_is_read_at_the_rate_that_is_named(tmp_path: Path) -> None:
    path = written("edl", tmp_path)
    cut, findings = read_timeline(path, R25, strict=True)
    assert (cut.rate, findings) == (R25, ())


def test_clips_counted_at_different_rates_say_none(write: Callable[..., Path], make: SimpleNamespace) -> None:
    """OpenTimelineIO without a start time: its clips may be counted at the rates of their media."""
    clips: list[Any] = [make.clip("a", make.span(0, 48, rate)) for rate in (24, 25, 25)]
    path = write(make.timeline(make.track(*clips)))
    assert read_timeline(path)[0].rate == R25
    assert [one.rule for one in read_timeline(path)[1]] == ["timeline.mixed-rates"]
    cut, findings = read_timeline(path, R24, strict=True)
    assert (cut.rate, findings) == (R24, ())
