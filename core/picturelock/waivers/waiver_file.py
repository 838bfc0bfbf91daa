"""Waivers on disk: `waivers/NAME.toml` of a production. Nothing in them that is not known passes."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picturelock.errors import InputError
from picturelock.findings import Fact
from picturelock.formats.files import write_text
from picturelock.production import Person, Production
from picturelock.production.tables import Tables, shown
from picturelock.textfile import read_toml
from picturelock.waivers import keys
from picturelock.waivers.model import SCHEMA, Held, Waiver, instant

_KEYS = (
    "schema", "production", "delivery", "spec", "rule", "place", "evidence", "reason", "person", "role", "made", "expires",
    "subject", "cut", "history", "signature",
)  # fmt: skip
_PLACE = ("file", "record", "track", "shot", "cue", "source")
_PARTS = ("facts", "frames", "caption", "files", "terms")
_HASH = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_MADE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_BYTES = 100_000


def files_of(production: Production) -> tuple[Path, ...]:
    """Every file in a production's folder of waivers, by name."""
    folder = production.waivers
    return tuple(sorted(folder.glob("*.toml"))) if folder.is_dir() and not folder.is_symlink() else ()


def read_waiver(file: Path, production: Production) -> Waiver:
    """A waiver. Raises InputError, naming what is wrong with it; whether it may be believed is not asked here."""
    if file.is_symlink():
        raise InputError("is a link; expected a file of the production.", file=file)
    return _Reader(file, production).waiver(read_toml(file, _BYTES, "a waiver"))


def signer(waiver: Waiver, production: Production) -> Person | None:
    """The person of the production whose key signed a waiver; None where nobody's did."""
    person = next((person for person in production.people if person.name == waiver.person), None)
    if person is None or not person.key or not keys.is_signed(person.key, waiver.signature, waiver.signed()):
        return None
    return person


class _Reader(Tables):
    def __init__(self, file: Path, production: Production) -> None:
        super().__init__(file)
        self._name = production.relative(file)

    def waiver(self, data: Mapping[str, Any]) -> Waiver:
        self.known(data, _KEYS)
        if data.get("schema") != SCHEMA:
            raise self.wrong("schema", f"is {shown(data.get('schema'))}", f"expected {SCHEMA!r}")
        expires = self.date(data, "expires")
        if expires is None:
            raise self.wrong("expires", "is missing", "expected the last day on which it holds, such as 2026-12-31")
        texts = {key: self.text(data, key) for key in ("production", "delivery", "spec", "rule", "person", "role")}
        for key in ("production", "spec", "rule", "person", "role"):
            if not texts[key].strip():
                raise self.wrong(key, "is empty", "expected text")
        reason = self.text(data, "reason")
        if not reason.strip():
            raise self.wrong("reason", "is empty", "expected why the finding may stand")
        return Waiver(
            file=self._name,
            **texts,
            place=self._place(self.table(data, "place")),
            evidence=self._evidence(self.table(data, "evidence")),
            reason=reason,
            made=self._made(self.text(data, "made")),
            expires=expires,
            subject=self._subject(self.table(data, "subject")),
            cut=self._hash(self.text(data, "cut"), "cut"),
            history=self.text(data, "history", ""),
            signature=self.text(data, "signature", ""),
        )

    def _place(self, entry: Mapping[str, Any]) -> Held:
        self.known(entry, _PLACE, "place.")
        record = entry.get("record")
        if record is not None:
            sound = isinstance(record, list) and len(record) == 2 and all(type(time) is int for time in record)
            if not sound or not record[0] <= record[1]:
                raise self.wrong("place.record", f"is {shown(record)}", "expected two times in flicks")
            record = (record[0], record[1])
        texts = {key: self.text(entry, key, "", "place.") for key in _PLACE if key != "record"}
        return Held(record=record, **texts)

    def _evidence(self, entry: Mapping[str, Any]) -> Mapping[str, Fact]:
        for key, value in entry.items():
            sound = isinstance(value, str | int | float) and not (isinstance(value, float) and not math.isfinite(value))
            if not sound:
                raise self.wrong(f"evidence.{key:.60}", f"is {shown(value)}", "expected text or a number")
        return MappingProxyType(dict(entry))

    def _subject(self, entry: Mapping[str, Any]) -> Mapping[str, str]:
        self.known(entry, _PARTS, "subject.")
        if "facts" not in entry or len(entry) < 2:
            raise self.wrong("subject", "holds nothing that could change", "expected facts, and what else is waived")
        return MappingProxyType({key: self._hash(value, f"subject.{key}") for key, value in entry.items()})

    def _hash(self, value: Any, key: str) -> str:
        if not isinstance(value, str) or not _HASH.fullmatch(value):
            raise self.wrong(key, f"is {shown(value)}", "expected sha256: and 64 hex digits")
        return value

    def _made(self, text: str) -> dt.datetime:
        try:
            if not _MADE.fullmatch(text):
                raise ValueError
            return dt.datetime.fromisoformat(text)
        except ValueError:
            raise self.wrong("made", f"is {text!r:.60}", "expected a time such as 2026-11-22T13:00:00Z") from None


def write_waiver(file: Path, waiver: Waiver) -> None:
    """Write a waiver, for people and for `read_waiver`. Raises OutputError, also where the file exists."""
    place = waiver.place
    record = {"record": list(place.record)} if place.record is not None else {}
    told = {key: getattr(place, key) for key in _PLACE if key != "record" and getattr(place, key)}
    lines = [
        f"schema = {_toml(SCHEMA)}",
        *(f"{key} = {_toml(getattr(waiver, key))}" for key in ("production", "delivery", "spec", "rule", "reason")),
        *(f"{key} = {_toml(getattr(waiver, key))}" for key in ("person", "role")),
        f"made = {_toml(instant(waiver.made))}",
        f"expires = {waiver.expires.isoformat()}",
        f"cut = {_toml(waiver.cut)}",
        f"history = {_toml(waiver.history)}",
        f"signature = {_toml(waiver.signature)}",
        *_table("place", {**told, **record}),
        *_table("evidence", waiver.evidence),
        *_table("subject", waiver.subject),
    ]
    write_text(file, "\n".join(lines) + "\n", overwrite=False)


def _table(name: str, values: Mapping[str, Any]) -> list[str]:
    return ["", f"[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in values.items())]


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # A TOML text is a JSON text, but for DEL and half a character, which neither can hold.
        return json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
