"""Opening a library only to read it: nothing is made, and not a byte of it changes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from picturelock.errors import InputError
from picturelock.library.schema import Migration, check, migrate


def is_there(path: Path) -> bool:
    """Whether anything lies at a path; nothing does where no disk could hold its name, or nobody may look."""
    try:
        return path.exists()
    except OSError:
        return False


def missing(path: Path) -> InputError:
    """That a library which somebody named is not there."""
    hint = "Name the library that holds the transcripts, or make one: picturelock transcribe MEDIA --library FILE"
    return InputError("does not exist, so there are no transcripts in it.", file=path, hint=hint)


def open_to_read(path: Path, timeout_s: float, migrations: Sequence[Migration]) -> sqlite3.Connection:
    """A connection to a library as it stands; to a copy in memory where its tables are older than ours, or it is not there.

    Raises as `schema.check`, and sqlite3.Error.
    """
    if not is_there(path):
        return _in_memory(path, migrations)
    connection = sqlite3.connect(_address(path), timeout=timeout_s, isolation_level=None, uri=True)
    try:
        connection.execute("PRAGMA query_only = ON")
        if check(connection, path, len(migrations)) == len(migrations):
            return connection
        older = _in_memory(path, (), connection)
    except BaseException:
        connection.close()
        raise
    connection.close()
    migrate(older, path, migrations)
    return older


def _in_memory(
    path: Path, migrations: Sequence[Migration], source: sqlite3.Connection | None = None
) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if source is not None:
        source.backup(memory)
    if migrations:
        migrate(memory, path, migrations)
    return memory


def _address(path: Path) -> str:
    """SQLite shares a library through files beside it; where none can be made, it must take the library to be at rest."""
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    at_rest = not writable and not path.with_name(f"{path.name}-wal").exists()
    return f"{path.as_uri()}?{'immutable=1' if at_rest else 'mode=rw'}"
