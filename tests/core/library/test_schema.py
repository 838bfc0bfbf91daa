"""Libraries of older and newer versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from picturelock.errors import SetupError
from picturelock.library import Library, TranscriptKey
from picturelock.library.schema import APPLICATION, MIGRATIONS

V1 = Path(__file__).with_name("v1.sql")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.sqlite"
    raw = sqlite3.connect(file)
    raw.executescript(V1.read_text(encoding="utf-8"))
    raw.close()
    return file


def version(file: Path) -> int:
    raw = sqlite3.connect(file)
    try:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
    finally:
        raw.close()


def test_a_library_of_version_1_is_brought_up_to_date_with_all_it_holds(old: Path) -> None:
    with Library(old) as library:
        texts = [transcript.segments[0].text for transcript in library.transcripts("pl1:aa")]
        assert texts == ["reviewed", "imported", "machine words."]
        words = library.transcripts("pl1:aa")[2].words
        assert (words[1].speaker, words[1].confidence, words[1].span.end) == ("Claire", 0.8, 705_600_000)
        assert len(library.ledger()) == 3
        run = library.open_run(TranscriptKey("pl1:aa", "faster-whisper", "xxh128:9"))
        assert (run.windows, run.end, run.done) == (1, 352_800_000, False)
    assert version(old) == len(MIGRATIONS)


def test_a_chain_of_migrations_runs_in_order_and_once(old: Path) -> None:
    ran: list[str] = []

    def third(connection: sqlite3.Connection) -> None:
        ran.append("third")
        connection.execute("ALTER TABLE run ADD COLUMN note TEXT")

    def fourth(connection: sqlite3.Connection) -> None:
        ran.append("fourth")
        connection.execute("UPDATE run SET note = 'seen'")

    for _ in range(2):
        Library(old, migrations=[*MIGRATIONS, third, fourth]).close()
    assert ran == ["third", "fourth"]
    assert version(old) == len(MIGRATIONS) + 2


def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    def breaks(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE stretch")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        Library(old, migrations=[*MIGRATIONS, breaks])
    assert version(old) == 1
    with Library(old) as library:
        assert len(library.transcripts("pl1:aa")) == 3


def test_a_newer_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "newer.sqlite"
    with Library(file, migrations=[*MIGRATIONS, lambda connection: None]):
        pass
    with pytest.raises(SetupError, match="newer Picturelock"):
        Library(file)
    assert version(file) == len(MIGRATIONS) + 1


def test_a_library_says_whose_file_it_is(tmp_path: Path) -> None:
    Library(tmp_path / "l.sqlite").close()
    raw = sqlite3.connect(tmp_path / "l.sqlite")
    assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    raw.close()
