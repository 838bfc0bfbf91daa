"""Translations that are finished, kept beside the output until all are: a run that was stopped goes on where it was.

The file is `.OUT.translating.json`; it belongs to one engine, model, pair of languages and set of texts, and is taken away
at the end.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from picturelock.engines.base import Translator
from picturelock.errors import InputError
from picturelock.formats.files import write_text
from picturelock.textfile import read_json

SCHEMA = "picturelock/translating-1"
MAX_BYTES = 50_000_000
_SAVE_EVERY_S = 2.0


class Memory:
    """What was translated so far. file: None = nothing is kept. Keys are places of sentences, "1:12"."""

    def __init__(self, file: Path | None, purpose: str) -> None:
        self._file, self._purpose = file, purpose
        self._known = self._read()
        self._saved = time.monotonic()
        self._unsaved = False
        self.resumed = len(self._known)
        """How many translations were found."""

    def get(self, key: str) -> str | None:
        return self._known.get(key)

    def keep(self, found: Mapping[str, str]) -> None:
        """Remember some translations (not those that failed), and write them down if the last time is some seconds ago."""
        new = {key: text for key, text in found.items() if text and self._known.get(key) != text}
        self._unsaved |= bool(new)
        self._known |= new
        if time.monotonic() - self._saved > _SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        if self._file is None or not self._unsaved:
            return
        document = {"schema": SCHEMA, "purpose": self._purpose, "done": self._known}
        write_text(self._file, json.dumps(document, ensure_ascii=False) + "\n", overwrite=True)
        self._saved, self._unsaved = time.monotonic(), False

    def forget(self) -> None:
        """Take the file away: all is done."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        if self._file is None or not self._file.is_file():
            return {}
        try:
            data = read_json(self._file, MAX_BYTES, "translations")
        except InputError:
            return {}
        if not isinstance(data, dict) or (data.get("schema"), data.get("purpose")) != (SCHEMA, self._purpose):
            return {}
        done = data.get("done")
        pairs = done.items() if isinstance(done, dict) else ()
        return {key: text for key, text in pairs if isinstance(text, str) and "\n" not in text}


def purpose_of(translator: Translator, source: str, target: str, texts: Sequence[str]) -> str:
    """One hash of all that a translation depends on."""
    made = [translator.name, translator.version, translator.weights, *map(list, translator.parameters), source, target]
    return hashlib.sha256(json.dumps([made, list(texts)], ensure_ascii=False).encode()).hexdigest()


def memory_file(output: Path) -> Path:
    return output.with_name(f".{output.name}.translating.json")
