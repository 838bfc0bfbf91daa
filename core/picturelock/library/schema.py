"""The library's tables, version by version.

To change them: add a function at the end of `MIGRATIONS`, never touch those that were released, and freeze a library of
the version before it under `tests/core/library/`. The version is SQLite's `user_version`; an older file is brought up to
date when it is opened, all in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from picturelock.errors import InputError, SetupError

Migration = Callable[[sqlite3.Connection], None]

APPLICATION = 0x504C4F4B
"""SQLite's `application_id` of a library: "PLOK"."""


def _first(connection: sqlite3.Connection) -> None:
    connection.execute(
        """CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL, stream INTEGER NOT NULL, channels TEXT NOT NULL,
            engine TEXT NOT NULL, weights TEXT NOT NULL, parameters TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
            language TEXT, provenance TEXT, finished TEXT,
            UNIQUE (fingerprint, stream, channels, engine, weights, parameters))"""
    )
    connection.execute(
        """CREATE TABLE stretch (
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE, number INTEGER NOT NULL,
            start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            segments TEXT NOT NULL, dropped TEXT NOT NULL, seconds REAL NOT NULL,
            PRIMARY KEY (run, number)) WITHOUT ROWID"""
    )


def _ranks(connection: sqlite3.Connection) -> None:
    """Which transcript of a source is preferred: 3 reviewed, 2 imported, 1 machine, 0 a rough machine."""
    connection.execute("ALTER TABLE run ADD COLUMN rank INTEGER NOT NULL DEFAULT 1")
    connection.execute(
        """UPDATE run SET rank = CASE
            WHEN json_extract(provenance, '$.reviewed') <> '' THEN 3
            WHEN json_extract(provenance, '$.origin') = 'imported' THEN 2
            WHEN engine = 'pocketsphinx' THEN 0
            ELSE 1 END
        WHERE provenance IS NOT NULL"""
    )
    connection.execute("CREATE INDEX run_preferred ON run (fingerprint, rank DESC, finished DESC)")


def _drafts(connection: sqlite3.Connection) -> None:
    """What was heard of a window that is not committed, piece by piece; times are those of the window."""
    connection.execute(
        """CREATE TABLE draft (
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE, number INTEGER NOT NULL,
            until INTEGER NOT NULL, segments TEXT NOT NULL, seconds REAL NOT NULL,
            PRIMARY KEY (run, number, until)) WITHOUT ROWID"""
    )


MIGRATIONS: Sequence[Migration] = (_first, _ranks, _drafts)


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a library up to date, all at once or not at all."""
    if check(connection, path, len(migrations)) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited.
        for number in range(check(connection, path, len(migrations)), len(migrations)):
            migrations[number](connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def check(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The version of a library's tables. Raises SetupError for a newer one, InputError for another program's database."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != APPLICATION and not (version == 0 and empty):
        raise InputError("is another program's database; expected a Picturelock library.", file=path)
    if version > newest:
        raise SetupError(
            f"The library {path} was written by a newer Picturelock (version {version} of its tables; this one knows {newest}).",
            hint="Bring this Picturelock up to date, or choose another library with --library.",
        )
    return version
