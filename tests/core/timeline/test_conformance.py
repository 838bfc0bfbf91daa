"""Every timeline format against the same cuts: what is written comes back, or the format said that it would not.

A new format adds its lines to `registry.TIMELINES` and `TIMELINE_SUFFIXES`, and is held against all of this. A cut to test
belongs into `cuts.py` or `media_cuts.py`, a new kind of loss into `losing.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from picturelock import registry, wording
from picturelock.cut import Cut, Shot
from picturelock.errors import InputError, OutputError, UsageError
from picturelock.findings import Finding
from picturelock.timeline.base import TimelineFormat
from picturelock.timeline.flatten import opened
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.read import read_timeline
from picturelock.timeline.write import write_timeline


def beside(name: str) -> ModuleType:
    """A module of this folder: test files cannot import each other."""
    spec = spec_from_file_location(f"timeline_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CUTS, LOSING = beside("cuts").CUTS | beside("media_cuts").CUTS, beside("losing")
FORMATS: dict[str, TimelineFormat] = {name: registry.load(entry) for name, entry in registry.TIMELINES.items()}
BOTH = [name for name, found in FORMATS.items() if found.directions >= {"read", "write"}]
WRITTEN = [name for name, found in FORMATS.items() if "write" in found.directions]
REFUSABLE = frozenset({"sound alone", "nothing", "simple at 50", "simple at 60", "simple at 59.94 drop"})
"""Cuts that a format may refuse to write (UsageError)."""
STAMPED = frozenset({"aaf"})
"""Formats whose files hold the time at which they were made, or new random ids: their specification asks for it."""


def file_of(name: str, folder: Path, stem: str = "cut") -> Path:
    return folder / f"{stem}{FORMATS[name].suffixes[0]}"


def lost(findings: tuple[Finding, ...]) -> set[str]:
    """The kinds of loss that were said."""
    return {str(f.evidence["what"]).partition(":")[0] for f in findings if f.rule == "timeline.lost"}


def written(cut: Cut, name: str, path: Path, case: str) -> set[str] | None:
    """What a format says that it lost; None where it may refuse the cut, and does."""
    try:
        return lost(write_timeline(cut, path, name=name))
    except UsageError as error:
        assert case in REFUSABLE, f"{name} refuses {case!r}: {error}"
        assert not list(path.parent.iterdir()), "a refusal leaves no file"
        return None


def read_back(name: str, path: Path, cut: Cut) -> Cut:
    """The cut in a file; a format that does not say its frame rate is told it."""
    try:
        return read_timeline(path, name=name)[0]
    except UsageError:
        return read_timeline(path, cut.rate, name=name)[0]


def assert_same(expected: Cut, got: Cut, losses: set[str], case: str) -> None:
    named = {track.id for track in expected.tracks if track.name}
    a, b = (LOSING.comparable(cut, losses, named) for cut in (expected, got))
    if a != b and case == "disabled":  # the same picture, with each clip switched off by itself
        a, b = (LOSING.comparable(LOSING.switched_off(cut), losses, named) for cut in (expected, got))
    assert list(differences(a, b)) == [], f"more is lost than {sorted(losses)}"
    assert a == b


def differences(a: Any, b: Any, where: str = "cut") -> Iterator[str]:
    """Where two cuts differ, for people to read."""
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        for number, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from differences(x, y, f"{where}[{number}]")
    elif hasattr(a, "__dataclass_fields__") and type(a) is type(b):
        for field in a.__dataclass_fields__:
            if field != "extras":
                yield from differences(getattr(a, field), getattr(b, field), f"{where}.{field}")
    elif a != b:
        yield f"{where}: {a!r:.300} became {b!r:.300}"


@pytest.mark.parametrize("case", CUTS)
@pytest.mark.parametrize("name", BOTH)
def test_what_is_written_comes_back(name: str, case: str, tmp_path: Path) -> None:
    cut, path = CUTS[case](), file_of(name, tmp_path)
    losses = written(cut, name, path, case)
    if losses is None:
        return
    got = read_back(name, path, cut)
    assert_same(laid_out(cut), got, losses, case)
    assert {shot.id for shot in got.shots} == {shot.id for shot in laid_out(got).shots}, "V1:3 is the third clip of V1"


@pytest.mark.parametrize("case", CUTS)
@pytest.mark.parametrize("name", BOTH)
def test_a_second_round_loses_nothing_more(name: str, case: str, tmp_path: Path) -> None:
    cut = CUTS[case]()
    if written(cut, name, file_of(name, tmp_path), case) is None:
        return
    once = read_back(name, file_of(name, tmp_path), cut)
    write_timeline(once, file_of(name, tmp_path, "again"), name=name)
    twice = read_back(name, file_of(name, tmp_path, "again"), cut)
    assert_same(once, twice, set(), case)


@pytest.mark.parametrize("name", BOTH)
def test_opened_nests_are_written_as_well(name: str, tmp_path: Path) -> None:
    cut = opened(CUTS["nests"]())
    losses = written(cut, name, file_of(name, tmp_path), "nests")
    assert losses is not None
    assert_same(laid_out(cut), read_back(name, file_of(name, tmp_path), cut), losses, "nests")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[tuple[Finding, ...]]]:
    """What a format says of every cut that it writes; each is written once."""

    @cache
    def of_all(name: str) -> list[tuple[Finding, ...]]:
        found = []
        for case, make in CUTS.items():
            try:
                found.append(write_timeline(make(), file_of(name, tmp_path_factory.mktemp("told")), name=name))
            except UsageError:
                assert case in REFUSABLE
        return found

    return of_all


@pytest.mark.parametrize("name", WRITTEN)
def test_every_loss_is_listed_and_every_listed_one_happens(
    name: str, told: Callable[[str], list[tuple[Finding, ...]]]
) -> None:
    assert set().union(*map(lost, told(name))) == FORMATS[name].cannot_hold


def test_every_loss_has_words_and_a_place_in_this_suite() -> None:
    for language in wording.LANGUAGES:
        assert set(wording.table(language, "timeline")["losses"]) == set(LOSING.LOST)
    for found in FORMATS.values():
        assert found.cannot_hold <= set(LOSING.LOST), found.name


@pytest.mark.parametrize("name", WRITTEN)
def test_losses_name_the_format_and_the_first_place(
    name: str, told: Callable[[str], list[tuple[Finding, ...]]]
) -> None:
    for finding in chain.from_iterable(told(name)):
        texts = [wording.message(finding, language) for language in wording.LANGUAGES]
        assert not any("{" in text for text in texts), texts
        if finding.rule == "timeline.lost":
            assert finding.evidence["format"] == FORMATS[name].name
            assert finding.evidence["count"] >= 1


@pytest.mark.parametrize("name", WRITTEN)
def test_an_empty_cut_is_written_or_refused_but_never_half(name: str, tmp_path: Path) -> None:
    cut = replace(CUTS["one clip"](), shots=(), tracks=(), duration=0)
    if written(cut, name, file_of(name, tmp_path), "nothing") is None or name not in BOTH:
        return
    try:
        got = read_back(name, file_of(name, tmp_path), cut)
    except InputError as error:
        assert str(error)
    else:
        assert got.shots == ()


class Failing(tuple[Shot, ...]):
    """Shots of which the last cannot be had: the disk is full while they are written."""

    def __iter__(self) -> Iterator[Shot]:
        yield from list(super().__iter__())[:-1]
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("name", WRITTEN)
def test_half_a_file_is_never_left(name: str, tmp_path: Path) -> None:
    cut = CUTS["simple at 24"]()
    broken = replace(cut, shots=Failing(cut.shots))
    with pytest.raises(OutputError, match="No space left"):
        write_timeline(broken, file_of(name, tmp_path), name=name)
    assert list(tmp_path.iterdir()) == []
    write_timeline(cut, file_of(name, tmp_path), name=name)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match="No space left"):
        write_timeline(broken, file_of(name, tmp_path), overwrite=True, name=name)
    with pytest.raises(OutputError, match="exists already"):
        write_timeline(cut, file_of(name, tmp_path), name=name)
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", [name for name in WRITTEN if name not in STAMPED])
def test_the_same_cut_makes_the_same_file(name: str, tmp_path: Path) -> None:
    made = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        write_timeline(CUTS["tracks"](), file_of(name, folder), name=name)
        made.append(contents(folder))
    assert made[0] == made[1]


def test_every_suffix_means_a_format_that_has_it() -> None:
    for suffix, name in registry.TIMELINE_SUFFIXES.items():
        assert f".{suffix}" in FORMATS[name].suffixes
    assert {suffix for found in FORMATS.values() for suffix in found.suffixes} == {
        f".{suffix}" for suffix in registry.TIMELINE_SUFFIXES
    }
