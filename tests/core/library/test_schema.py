"""Libraries of older and newer versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from picturelock.errors import SetupError
from picturelock.library import Library, TranscriptKey
from picturelock.library.runs import Draft
from picturelock.library.schema import APPLICATION, MIGRATIONS
from picturelock.times import Span

FROZEN = tuple(range(1, len(MIGRATIONS)))


@pytest.fixture(params=FROZEN)
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    file = tmp_path / "old.sqlite"
    raw = sqlite3.connect(file)
    raw.executescript(Path(__file__).with_name(f"v{request.param}.sql").read_text(encoding="utf-8"))
    raw.close()
    assert version(file) == request.param
    return file


def version(file: Path) -> int:
    raw = sqlite3.connect(file)
    try:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
    finally:
        raw.close()


def test_an_old_library_is_brought_up_to_date_with_all_it_holds(old: Path) -> None:
    with Library(old) as library:
        texts = [transcript.segments[0].text for transcript in library.transcripts("pl1:aa")]
        assert texts == ["reviewed", "imported", "machine words."]
        words = library.transcripts("pl1:aa")[2].words
        assert (words[1].speaker, words[1].confidence, words[1].span.end) == ("Claire", 0.8, 705_600_000)
        assert len(library.ledger()) == 3
        run = library.open_run(TranscriptKey("pl1:aa", "faster-whisper", "xxh128:9"))
        assert (run.windows, run.end, run.done) == (1, 352_800_000, False)
        assert library.draft(run.id, 1) == Draft(0, ())
        assert library.add_draft(run.id, 1, Span(0, 7), library.transcripts("pl1:aa")[0].segments)
        assert library.commit_window(run.id, 1, Span(352_800_000, 352_800_007), [])
    assert version(old) == len(MIGRATIONS)


def test_a_chain_of_migrations_runs_in_order_and_once(old: Path) -> None:
    ran: list[str] = []

    def added(connection: sqlite3.Connection) -> None:
        ran.append("added")
        connection.execute("ALTER TABLE run ADD COLUMN note TEXT")

    def filled(connection: sqlite3.Connection) -> None:
        ran.append("filled")
        connection.execute("UPDATE run SET note = 'seen'")

    for _ in range(2):
        Library(old, migrations=[*MIGRATIONS, added, filled]).close()
    assert ran == ["added", "filled"]
    assert version(old) == len(MIGRATIONS) + 2


def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    def breaks(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE stretch")
        raise RuntimeError("power cut")

    before = version(old)
    with pytest.raises(RuntimeError):
        Library(old, migrations=[*MIGRATIONS, breaks])
    assert version(old) == before
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
