"""The library: every transcript once, under the fingerprint of its media, whatever the file is called.

A transcript is written as it is made: `open_run`, one `commit_window` for each stretch of the media, an `add_draft` for
each piece heard in between, `finish`. A run that was broken off is found again by its key with all that was committed,
and the draft of the next window. Two processes on the same key share the run: who commits a window first has made it,
the other goes on behind it.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from picturelock.errors import InputError, OutputError, SetupError
from picturelock.findings import Finding
from picturelock.library import codec, runs
from picturelock.library.place import default_path, refuse_network
from picturelock.library.reading import is_there, missing, open_to_read
from picturelock.library.runs import Draft, Run
from picturelock.library.schema import MIGRATIONS, Migration, check, migrate
from picturelock.speech import Provenance, Segment, Transcript
from picturelock.times import Span

BUSY_S = 30.0
"""How long to wait for another process; every transaction of ours takes milliseconds."""

Rank = Literal[0, 1, 2, 3]
ROUGH: Rank = 0
MACHINE: Rank = 1
IMPORTED: Rank = 2
REVIEWED: Rank = 3

_KEY = "fingerprint = ? AND stream = ? AND channels = ? AND engine = ? AND weights = ? AND parameters = ?"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TranscriptKey:
    """All that decides what a transcript says. Same key, same transcript: it is not made twice."""

    fingerprint: str
    engine: str
    weights: str
    parameters: tuple[tuple[str, str], ...] = ()
    stream: int = 0
    channels: str = "mix"

    @property
    def row(self) -> tuple[str | int, ...]:
        packed = codec.pack_parameters(self.parameters)
        return (self.fingerprint, self.stream, self.channels, self.engine, self.weights, packed)


class Library:
    """Transcripts in an SQLite file; several processes may use it at once. Close it, or use it in `with`.

    path: None = PICTURELOCK_LIBRARY, else the user's data folder; it is made where it does not exist.
    reading: nothing is made or brought up to date; one that is named and not there is an InputError, and the user's own, before
    anything was transcribed, is empty.
    Raises SetupError on a network file system or for a newer library, InputError for a damaged file or another
    program's, OutputError where it cannot be written.
    """

    def __init__(
        self, path: Path | None = None, *, reading: bool = False, migrations: Sequence[Migration] = MIGRATIONS
    ) -> None:
        self.path = (path or default_path()).expanduser().absolute()
        refuse_network(self.path)
        if is_there(self.path) and self.path.is_dir():
            raise InputError("is a folder; expected the file of a library.", file=self.path)
        if reading and path is not None and not is_there(self.path):
            raise missing(self.path)
        self._connection: sqlite3.Connection | None = None
        try:
            with self._guarded():
                if reading:
                    self._connection = open_to_read(self.path, BUSY_S, migrations)
                else:
                    self._open(migrations)
        except BaseException:
            self.close()
            raise

    def _open(self, migrations: Sequence[Migration]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"The library {self.path} cannot be made: {error.strerror}.") from error
        self._connection = sqlite3.connect(self.path, timeout=BUSY_S, isolation_level=None)
        check(self._db, self.path, len(migrations))  # before anything is changed: it may not be ours
        self._use_wal()
        self._db.execute("PRAGMA foreign_keys = ON")
        migrate(self._db, self.path, migrations)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open_run(self, key: TranscriptKey) -> Run:
        """The run of that key, as far as it has come; a new one where there is none."""
        with self._writing() as db:
            columns = "fingerprint, stream, channels, engine, weights, parameters"
            db.execute(f"INSERT INTO run ({columns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", key.row)
            return runs.run(db, db.execute(f"SELECT id FROM run WHERE {_KEY}", key.row).fetchone()[0])

    def run(self, run: int) -> Run:
        """A run as it stands now."""
        with self._guarded():
            return runs.run(self._db, run)

    def languages(self, run: int) -> Mapping[str, int]:
        """How many words each language has in the windows committed so far."""
        with self._guarded():
            rows = self._db.execute("SELECT segments FROM stretch WHERE run = ?", (run,)).fetchall()
        counts: Counter[str] = Counter()
        for row in rows:
            for segment in self._read(codec.unpack_segments, row[0]):
                counts[segment.language] += len(segment.words)
        return counts

    def decide_language(self, run: int, language: str) -> str:
        """Set the file's language, unless it is set already; the one that holds."""
        with self._writing() as db:
            db.execute("UPDATE run SET language = ? WHERE id = ? AND language IS NULL", (language, run))
            return str(db.execute("SELECT language FROM run WHERE id = ?", (run,)).fetchone()[0])

    def draft(self, run: int, index: int) -> Draft:
        """What was heard so far of a window that is not committed."""
        with self._guarded():
            rows = runs.pieces(self._db, run, index)
        segments = tuple(segment for _, text in rows for segment in self._read(codec.unpack_segments, text))
        return Draft(rows[-1][0] if rows else 0, segments)

    def add_draft(
        self, run: int, index: int, span: Span, segments: Sequence[Segment] = (), seconds: float = 0.0
    ) -> bool:
        """Store what was heard in a piece of the next window; times are those of the window.

        False, and nothing stored, where the draft or the run has gone on meanwhile: what was heard is then there already.
        """
        text = codec.pack_segments(segments)
        with self._writing() as db:
            now = runs.run(db, run)
            fits = not now.done and index == now.windows
            return fits and runs.add_piece(db, run, index, span, text, seconds)

    def commit_window(
        self,
        run: int,
        index: int,
        span: Span,
        segments: Sequence[Segment],
        dropped: Sequence[Finding] = (),
        seconds: float = 0.0,
    ) -> bool:
        """Store what was heard in the next stretch of media, in place of its draft; times are those of the file.

        False, and nothing stored, where the run has gone on meanwhile: ask `run` where it stands.
        """
        texts = (codec.pack_segments(segments), codec.pack_findings(dropped))
        with self._writing() as db:
            now = runs.run(db, run)
            if now.done or index != now.windows or (index > 0 and span.start != now.end):
                return False
            row = (run, index, span.start, span.end, *texts, seconds + runs.clear(db, run, index))
            db.execute("INSERT INTO stretch VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            return True

    def finish(self, run: int, provenance: Provenance, rank: Rank | None = None) -> None:
        """Say that the transcript is whole. The first to say so is believed.

        rank: None = by the provenance: reviewed > imported > machine.
        """
        if rank is None:
            rank = REVIEWED if provenance.reviewed else IMPORTED if provenance.origin == "imported" else MACHINE
        now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        with self._writing() as db:
            db.execute(
                "UPDATE run SET state = 'done', provenance = ?, rank = ?, finished = ? WHERE id = ? AND state = 'running'",
                (codec.pack_provenance(provenance), rank, now, run),
            )

    def transcript(self, key: TranscriptKey) -> Transcript | None:
        """The finished transcript of that key, or None."""
        return next(iter(self._transcripts(_KEY, key.row)), None)

    def transcripts(self, fingerprint: str) -> tuple[Transcript, ...]:
        """All finished transcripts of a media file: reviewed, imported, machine, rough ones; the newest first in each."""
        return tuple(self._transcripts("fingerprint = ?", (fingerprint,)))

    def preferred(self, fingerprint: str, stream: int | None = None) -> Transcript | None:
        """The first of `transcripts`, of any audio stream or of one."""
        if stream is None:
            return next(iter(self._transcripts("fingerprint = ?", (fingerprint,))), None)
        return next(iter(self._transcripts("fingerprint = ? AND stream = ?", (fingerprint, stream))), None)

    def dropped(self, key: TranscriptKey) -> tuple[Finding, ...]:
        """What was noticed and left out while a transcript was made, in order of time."""
        query = f"SELECT dropped FROM stretch JOIN run ON run.id = stretch.run WHERE {_KEY} ORDER BY number"
        with self._guarded():
            rows = self._db.execute(query, key.row).fetchall()
        return tuple(finding for row in rows for finding in self._read(codec.unpack_findings, row[0]))

    def ledger(self) -> tuple[Provenance, ...]:
        """Where every finished transcript came from, in the order in which they were finished."""
        with self._guarded():
            rows = self._db.execute("SELECT provenance FROM run WHERE state = 'done' ORDER BY finished, id").fetchall()
        return tuple(self._read(codec.unpack_provenance, row[0]) for row in rows)

    def _transcripts(self, where: str, values: tuple[str | int, ...]) -> Iterator[Transcript]:
        query = (
            "SELECT id, fingerprint, stream, channels, language, provenance FROM run "
            f"WHERE state = 'done' AND {where} ORDER BY rank DESC, finished DESC, id DESC"
        )
        with self._guarded():
            rows = self._db.execute(query, values).fetchall()
        for run, fingerprint, stream, channels, language, provenance in rows:
            with self._guarded():
                texts = self._db.execute(
                    "SELECT segments FROM stretch WHERE run = ? ORDER BY number", (run,)
                ).fetchall()
            segments = tuple(segment for text in texts for segment in self._read(codec.unpack_segments, text[0]))
            made = self._read(codec.unpack_provenance, provenance)
            yield Transcript(fingerprint, segments, made, stream, channels, language or "und")

    def _read(self, unpack: Callable[[str], _T], text: str) -> _T:
        try:
            return unpack(text)
        except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            raise self._damaged("an entry is not what Picturelock wrote") from error

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("the library is closed")
        return self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A short transaction that has the right to write from its start on."""
        with self._guarded():
            db = self._db
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    with suppress(sqlite3.Error):
                        db.execute("ROLLBACK")
                raise

    def _use_wal(self) -> None:
        """Turn the write-ahead log on. SQLite does not wait here for others who do the same: so we do."""
        until = time.monotonic() + BUSY_S
        while True:
            try:
                mode = self._db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
                break
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)
        if mode != "wal":
            raise SetupError(
                f"The disk of the library {self.path} does not let several programs share it (journal mode {mode}).",
                hint="Choose a folder on a disk of this machine with --library.",
            )

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """SQLite's errors in our words."""
        try:
            yield
        except sqlite3.OperationalError as error:
            text = str(error)
            if "locked" in text or "busy" in text:
                raise OutputError(
                    f"The library {self.path} is in use by another program; waited {BUSY_S:.0f} s."
                ) from error
            if "malformed" in text:
                raise self._damaged(text) from error
            raise OutputError(f"The library {self.path} cannot be used: {text}.", hint=_advice(self.path)) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, what: str) -> InputError:
        hint = "Move the file away to start a new library: transcripts are made again when they are needed."
        return InputError(f"is damaged, or is no library: {what}.", file=self.path, hint=hint)


def _advice(path: Path) -> str:
    if path.exists() and not os.access(path, os.W_OK):
        return "The file is read-only; give it to yourself, or choose another with --library."
    return "See that its disk has room and that its folder may be written."
