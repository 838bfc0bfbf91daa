"""A library that is only read: not a byte changes, nothing is made, and an older one is understood."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from picturelock.errors import InputError, OutputError
from picturelock.library import Library, TranscriptKey

KEY = TranscriptKey("pl1:x", "e", "1")


def test_what_is_only_read_stays_as_it_is_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "l.sqlite"
    with Library(file) as library:
        library.open_run(KEY)
    before = file.read_bytes()
    with Library(file, reading=True) as shelf:
        assert shelf.preferred("pl1:x") is None and shelf.ledger() == ()
        with pytest.raises(OutputError, match="readonly"):
            shelf.open_run(TranscriptKey("pl1:new", "e", "1"))
    assert file.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["l.sqlite"]


@pytest.mark.parametrize("number", [1, 2])
def test_an_older_one_is_read_and_left_as_old(tmp_path: Path, number: int) -> None:
    file = tmp_path / "old.sqlite"
    raw = sqlite3.connect(file)
    raw.executescript(Path(__file__).with_name(f"v{number}.sql").read_text(encoding="utf-8"))
    raw.close()
    before = file.read_bytes()
    with Library(file, reading=True) as shelf:
        assert [one.segments[0].text for one in shelf.transcripts("pl1:aa")] == [
            "reviewed",
            "imported",
            "machine words.",
        ]
    assert file.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["old.sqlite"]


def test_what_somebody_writes_meanwhile_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "l.sqlite"
    with Library(file) as library, Library(file, reading=True) as shelf:
        run = library.open_run(KEY)
        assert shelf.run(run.id) == run


def test_where_nothing_can_be_written_it_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ä #%l?.sqlite"
    Library(file).close()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with Library(file, reading=True) as shelf:
        assert shelf.ledger() == ()


def test_one_that_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gone.sqlite", "no/such/folder.sqlite", "é" * 300):
        with pytest.raises(InputError, match="does not exist"):
            Library(tmp_path / name, reading=True)
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "own.sqlite"))
    with Library(reading=True) as shelf:
        assert shelf.preferred("pl1:x") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"not a library" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_one_is_no_library(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "l.sqlite").write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        Library(tmp_path / "l.sqlite", reading=True)
