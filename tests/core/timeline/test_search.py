"""Files by name, stem, reel and sequence; and the speed of asking many questions of many files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from picturelock.timeline.search import Index, plain


@pytest.fixture
def index() -> Index:
    names = [
        "day/A001C003_x.mov",
        "day/A001C004.MXF",
        "day/A001.wav",
        "vfx/sh010.1001.exr",
        "vfx/sh010.1002.exr",
        "n/Re\u0301el.MOV",
    ]
    return Index([], lambda: (f"/m/{name}" for name in names))


def test_by_name_and_stem(index: Index) -> None:
    assert index.named("a001c004.mxf") == index.named("A001C004") == [Path("/m/day/A001C004.MXF")]
    assert index.named("Réel.mov") == [Path("/m/n/Re\u0301el.MOV")]
    assert index.named("sh010.1001") == [] and index.named("") == []


def test_by_reel(index: Index) -> None:
    assert [path.name for path in index.on_reel("A001")] == ["A001C003_x.mov", "A001C004.MXF", "A001.wav"]
    assert [path.name for path in index.on_reel("A001C003_x_long.")] == ["A001C003_x.mov", "A001.wav"]
    assert index.on_reel("A00") == []


def test_by_sequence(index: Index) -> None:
    assert [path.name for path in index.sequence("SH010.%04d.exr")] == ["sh010.1001.exr", "sh010.1002.exr"]
    assert index.sequence_of("sh010") == index.sequence("sh010.####.exr")
    assert index.sequence_of("A001") == []


def test_plain_names_are_one_for_one_name() -> None:
    assert plain("RÉEL.MOV") == plain("re\u0301el.mov") == "réel.mov" and plain("Straße") == plain("STRASSE")


def test_many_questions_of_many_files() -> None:
    def walk() -> Iterator[str]:
        return (f"/m/{number % 1000}/A{number:06}C001.mov" for number in range(60_000))

    index = Index([], walk)
    began = process_time()
    for number in range(2_000):
        assert len(index.on_reel(f"A{number:06}C001")) == 1
    assert process_time() - began < 5  # a scan of all names for each reel would take a minute
