"""The production's history: `history.jsonl`, a line for each thing done, never changed afterwards.

Each line holds the hash of the line before it; `history.head` holds the count of lines and the hash of the last. So a line
that was altered, taken out or put elsewhere breaks the chain, and lines cut off the end are missed. Somebody who may write
both files can still shorten both: what was signed since (a waiver, a sign-off) names the line at which history then stood.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from picturelock.errors import InputError, OutputError
from picturelock.findings import Fact, Finding, Place
from picturelock.textfile import read_bytes

SCHEMA = "picturelock/history-1"
FILE = "history.jsonl"
HEAD = "history.head"
FIRST = "sha256:" + "0" * 64
"""The hash before the first line."""
SOURCE = "Picturelock: history is only added to"
_KEYS = {"schema", "number", "previous", "stage", "start", "end", "who", "inputs", "facts"}
_MOST_BYTES = 200_000_000
_MOST_LINE = 4_000_000
_HEAD = re.compile(rb"(\d{1,9}) (sha256:[0-9a-f]{64})\n?")
_SKEW = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done."""

    number: int
    """From 1."""
    stage: str
    """"transcribe", "deliver", "waive", "withdraw", "sign"."""
    start: str
    """ISO 8601, UTC."""
    end: str
    who: str
    inputs: Mapping[str, str]
    """Hashes of what it was done with, by name."""
    facts: Mapping[str, Fact]
    digest: str
    """Of its line."""


@dataclass(frozen=True, slots=True)
class History:
    """A production's history as far as it can be trusted."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Why it cannot; then nothing may rest on it."""
    digests: tuple[str, ...] = field(default=(), repr=False)

    @property
    def head(self) -> str:
        """Where it stands: the count of lines and the hash of the last; "" before the first."""
        return f"{len(self.digests)} {self.digests[-1]}" if self.digests else ""

    def holds(self, head: str) -> bool:
        """True where it once stood there, and nothing before that was changed since."""
        number, _, digest = head.partition(" ")
        return (
            number.isascii() and number.isdecimal() and self.digests[int(number[:9]) - 1 : int(number[:9])] == (digest,)
        )


def read(root: Path, now: dt.datetime | None = None) -> History:
    """A production's history. Nothing is raised: what is wrong with it is among its findings.

    now: of the clock, which must not be before the last thing that was done.
    """
    try:
        lines, counted = _lines(root), _head(root)
        entries = tuple(_entries(lines))
    except _Bad as bad:
        return History(findings=(bad.finding,))
    digests = tuple(entry.digest for entry in entries)
    history = History(entries, (), digests)
    if counted is None:
        return History(findings=(_finding("history.no-head"),)) if digests else history
    # A run that was killed between the two files leaves one line more than is counted.
    if not (history.holds(f"{counted[0]} {counted[1]}") and len(digests) - counted[0] in (0, 1)):
        return History(findings=(_finding("history.truncated", counted=counted[0], found=len(digests)),))
    last = max((entry.end for entry in entries), default="")
    if now is not None and last and dt.datetime.fromisoformat(last) > now + _SKEW:
        clock = now.astimezone(dt.UTC).isoformat(timespec="seconds")
        return History(entries, (_finding("history.clock-back", last=last, clock=clock),), digests)
    return history


def append(
    root: Path,
    stage: str,
    start: dt.datetime,
    *,
    who: str = "",
    inputs: Mapping[str, str] | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> str:
    """Add a line for something that ends now; gives where history stands. Raises OutputError, and InputError for a broken one."""
    try:
        with _held(root) as file:
            lines = _lines(root)
            previous = _digest(lines[-1]) if lines else FIRST
            end = max(dt.datetime.now(dt.UTC), start)
            entry = {
                "schema": SCHEMA,
                "number": len(lines) + 1,
                "previous": previous,
                "stage": stage,
                "start": _iso(start),
                "end": _iso(end),
                "who": who,
                "inputs": dict(inputs or {}),
                "facts": dict(facts or {}),
            }
            line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
            file.write(line + b"\n")
            file.flush()
            os.fsync(file.fileno())
            head = f"{len(lines) + 1} {_digest(line)}"
            _replace(root / HEAD, f"{head}\n".encode())
            return head
    except _Bad as bad:
        name = bad.finding.place.file
        raise InputError("is damaged; nothing can be added to it.", file=root / name) from None
    except OSError as error:
        raise OutputError(f"{root / FILE} cannot be written: {error.strerror or error}.") from error


def require_writable(root: Path) -> None:
    """Raise OutputError where nothing could be added: what is not recorded is not done."""
    file = root / FILE
    if not os.access(file if file.exists() else root, os.W_OK) or (file.exists() and not file.is_file()):
        raise OutputError(
            f"{file} cannot be written, and what is delivered is recorded there.",
            hint="Make the production's folder writable.",
        )


class _Bad(Exception):
    def __init__(self, rule: str, **facts: Fact) -> None:
        super().__init__(rule)
        self.finding = _finding(rule, **facts)


def _finding(rule: str, **facts: Fact) -> Finding:
    return Finding(rule, "error", Place(file=FILE), {"file": FILE, **facts}, SOURCE)


def _lines(root: Path) -> list[bytes]:
    file = root / FILE
    if not os.path.lexists(file):
        if os.path.lexists(root / HEAD):
            raise _Bad("history.gone")
        return []
    data = _data(file)
    if data and not data.endswith(b"\n"):
        data, _, _ = data.rpartition(b"\n")  # a run that was killed while it wrote
        return data.split(b"\n") if data else []
    return data.split(b"\n")[:-1]


def _data(file: Path) -> bytes:
    try:
        if file.is_symlink():
            raise InputError("is a link.", file=file)
        return read_bytes(file, _MOST_BYTES, "a history")
    except InputError as error:
        raise _Bad("history.unreadable", reason=error.reason, line=0) from None


def _head(root: Path) -> tuple[int, str] | None:
    file = root / HEAD
    if not os.path.lexists(file):
        return None
    match = _HEAD.fullmatch(_data(file)[:200])
    if match is None:
        raise _Bad("history.unreadable", reason=f"{HEAD} is not a head.", line=0)
    return int(match[1]), match[2].decode()


def _entries(lines: list[bytes]) -> Iterator[Entry]:
    previous = FIRST
    for number, line in enumerate(lines, start=1):
        entry = _parsed(line, number)
        if entry["number"] != number or entry["previous"] != previous:
            raise _Bad("history.altered", line=number)
        previous = _digest(line)
        told = {key: entry[key] for key in ("stage", "start", "end", "who", "inputs", "facts")}
        yield Entry(number, **told, digest=previous)


def _parsed(line: bytes, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line[:_MOST_LINE].decode())
        texts = all(isinstance(entry[key], str) for key in ("previous", "stage", "start", "end", "who"))
        tables = all(isinstance(entry[key], dict) for key in ("inputs", "facts"))
        if set(entry) != _KEYS or entry["schema"] != SCHEMA or not texts or not tables:
            raise ValueError
        for key in ("start", "end"):
            if dt.datetime.fromisoformat(entry[key]).tzinfo is None:
                raise ValueError
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _Bad("history.unreadable", reason=f"line {number} is not an entry.", line=number) from None
    return dict(entry)


def _digest(line: bytes) -> str:
    return f"sha256:{hashlib.sha256(line).hexdigest()}"


def _iso(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat(timespec="seconds")


def _replace(file: Path, data: bytes) -> None:
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    temporary.write_bytes(data)
    temporary.replace(file)


@contextmanager
def _held(root: Path) -> Iterator[BinaryIO]:
    """The history, open for adding, and nobody else's meanwhile; half a line that a killed run left is cut off."""
    file = root / FILE
    if file.is_symlink():
        raise _Bad("history.unreadable", reason="is a link.", line=0)
    with file.open("ab") as stream:
        _lock(stream)
        whole = file.read_bytes()
        if whole and not whole.endswith(b"\n"):
            stream.truncate(whole.rfind(b"\n") + 1)
        yield stream


def _lock(stream: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
        stream.seek(0, os.SEEK_END)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)
