"""A `picturelock` command that runs beside Blender: how far it is, how it ended, and how to stop it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import IO, Any

from picturelock.errors import EXIT_CANCELLED, SetupError

from picturelock_blender.program import environment

MOST = 64_000_000  # characters of a document that are read
PATIENCE_S = 10.0
"""How long a command that was asked to stop may take to leave everything in order."""


_NO_WINDOW = 0x08000000 if os.name == "nt" else 0  # CREATE_NO_WINDOW


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    document: Mapping[str, Any] = field(default_factory=dict)
    """Its JSON document; empty where there is none."""
    problem: str = ""
    """Why there is no result, for a person; "" where there is one."""
    hint: str = ""

    @property
    def cancelled(self) -> bool:
        return self.code == EXIT_CANCELLED


class Job:
    """One running command. `poll` never waits."""

    def __init__(self, command: Sequence[str], arguments: Sequence[str], language: str) -> None:
        """Raises SetupError if the command cannot be started."""
        words = [*command, *arguments, "--json", "--progress", "json", "--lang", language]
        try:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                encoding="utf-8", errors="replace", env=environment(os.environ), cwd=Path.home(),
                start_new_session=os.name != "nt", creationflags=_NO_WINDOW,
            )  # fmt: skip
        except OSError as error:
            raise SetupError(
                f"{command[0]} cannot be run: {error.strerror}.", hint="Name the command in the add-on's preferences."
            ) from error
        self.stage, self.done, self.note = "", 0.0, ""
        self._asked_at: float | None = None
        self._text: list[str] = []
        self._last: deque[str] = deque(maxlen=20)
        self._readers = [
            Thread(target=self._read_document, args=(self._process.stdout,), daemon=True),
            Thread(target=self._read_progress, args=(self._process.stderr,), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def poll(self) -> Outcome | None:
        """How it ended, or None while it runs."""
        if self._asked_at is not None and monotonic() - self._asked_at > PATIENCE_S:
            self._process.kill()
        if self._process.poll() is None:
            return None
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        return self._outcome(self._process.returncode)

    def cancel(self) -> None:
        """Ask it to stop: it leaves everything in order, as after Ctrl-C. Past `PATIENCE_S` it is ended by force."""
        if self._process.poll() is None and self._asked_at is None:
            self._asked_at = monotonic()
            # On Windows a process without a console cannot be sent Ctrl-C.
            self._process.send_signal(signal.SIGINT) if os.name != "nt" else self._process.terminate()

    def wait(self) -> Outcome:
        """Wait for its end: for Blender without a window."""
        while (outcome := self.poll()) is None:
            try:
                self._process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
        return outcome

    def _outcome(self, code: int) -> Outcome:
        if self._asked_at is not None:
            return Outcome(EXIT_CANCELLED)
        try:
            document = json.loads("".join(self._text))
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            told = " ".join(self._last).strip()[-300:] or f"it ended with code {code}"
            return Outcome(code or 1, {}, f"picturelock gave no answer: {told}")
        error = document.get("error")
        if isinstance(error, dict):
            return Outcome(
                code, document, str(error.get("message", "")) or "picturelock failed", str(error.get("hint", ""))
            )
        return Outcome(code, document)

    def _read_document(self, stream: IO[str]) -> None:
        size = 0
        while part := stream.read(65536):
            size += len(part)
            if size <= MOST:
                self._text.append(part)

    def _read_progress(self, stream: IO[str]) -> None:
        for line in stream:
            try:
                told = json.loads(line)
                done, total = float(told["done"]), float(told["total"])
            except (ValueError, TypeError, KeyError, RecursionError):
                self._last.append(line.strip()[:300])
                continue
            self.stage, self.note = str(told.get("stage", ""))[:60], str(told.get("note", ""))[:200]
            self.done = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
