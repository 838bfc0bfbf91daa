"""Taking a waiver back: a person signs for that too, so that the history can say who opened the finding again.

It only makes the gate stricter, so nothing rests on a withdrawal being true: a waiver that is gone, or of which the history
says that it was taken back, has no effect whoever says so. One that nobody known signed is told.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import InputError, OutputError, UsageError
from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.formats.files import write_text
from picturelock.production import Person, Production, journal
from picturelock.production.journal import History
from picturelock.waivers import rules, signed
from picturelock.waivers.model import SUFFIX, WITHDRAWN, Waiver, instant
from picturelock.waivers.named_files import hash_file
from picturelock.waivers.waiver_file import files_of, read_waiver, signer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SCHEMA = "picturelock/withdrawal-1"
SOURCE = "Picturelock: who takes a waiver back signs for it"
_ENDING = ".json"
_KEYS = {"schema", "production", "waiver", "hash", "rule", "person", "role", "made", "history", "signature"}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal that its person signed."""

    hash: str
    """Of the waiver: `Waiver.digest`, or of its file where that cannot be read."""
    person: str
    role: str

    def is_of(self, waiver: Waiver) -> bool:
        """True where it takes this waiver back, and its person may."""
        return self.hash == waiver.digest and _may(waiver, self.person, self.role)


def withdraw(production: Production, name: str, person: Person, key: Ed25519PrivateKey, start: dt.datetime) -> Path:
    """Take a waiver back: it goes to the folder of those withdrawn, with who signed for that, and into the history.

    name: of its file, with or without folder and ending. Raises UsageError, also where the person may not, and OutputError.
    """
    file, waiver = named(production, name)
    if not may_withdraw(waiver, person, production):
        raise UsageError(f"{person.name} ({person.role}) may not take back {file.name}.")
    journal.require_writable(production.root)
    told = journal.read(production.root)
    if told.findings:
        raise OutputError("The history of the production is broken, so nothing can be signed on it.")
    folder = production.waivers / WITHDRAWN
    if folder.is_symlink():
        raise OutputError(f"{folder} is a link; expected a folder of the production.")
    document = {
        "schema": SCHEMA,
        "production": production.title,
        "waiver": production.relative(file),
        "hash": waiver.digest if waiver else "" if file.is_symlink() else hash_file(file),
        "rule": waiver.rule if waiver else "",
        "person": person.name,
        "role": person.role,
        "made": instant(start),
        "history": told.head,
    }
    document = signed.sign(document, key)
    target, number = folder / file.name, 1
    while target.exists() or target.with_suffix(_ENDING).exists():
        number += 1
        target = target.with_name(f"{file.stem}-{number}{SUFFIX}")
    write_text(target.with_suffix(_ENDING), json.dumps(document, ensure_ascii=False, indent=1) + "\n", overwrite=False)
    try:
        file.rename(target)
    except OSError as error:
        raise OutputError(f"{file} cannot be withdrawn: {error.strerror or error}.") from error
    inputs = {"withdrawal": signed.digest(document)} | ({"waiver": waiver.digest} if waiver else {})
    facts: dict[str, Fact] = {"waiver": production.relative(file)}
    journal.append(production.root, "withdraw", start, who=person.name, inputs=inputs, facts=facts)
    return target


def read_all(production: Production) -> tuple[tuple[Withdrawal, ...], tuple[Finding, ...]]:
    """Every withdrawal that a person of the production signed, and a finding for each that nobody did."""
    good: list[Withdrawal] = []
    findings: list[Finding] = []
    folder = production.waivers / WITHDRAWN
    for file in sorted(folder.glob(f"*{_ENDING}")) if folder.is_dir() and not folder.is_symlink() else ():
        name = production.relative(file)
        try:
            document = _checked(file)
        except InputError as error:
            findings.append(_told("waivers.withdrawal-unreadable", "warning", {"file": name, "reason": error.reason}))
            continue
        person = next((one for one in production.people if one.name == document["person"]), None)
        same = person is not None and (person.role, production.title) == (document["role"], document["production"])
        if person is None or not same or not signed.is_signed(document, person.key):
            told: dict[str, Fact] = {"file": name, "person": document["person"], "role": document["role"]}
            findings.append(_told("waivers.withdrawal-forged", "warning", told))
        else:
            good.append(Withdrawal(document["hash"], person.name, person.role))
    return tuple(good), tuple(findings)


def taken_away(production: Production, history: History, known: Collection[str]) -> Iterator[Finding]:
    """Waivers that the history holds and that are gone, without anybody's having signed for it.

    known: the hashes of the waivers that are there or were withdrawn.
    """
    there = {production.relative(file) for file in files_of(production)}
    for entry in history.entries:
        file = str(entry.facts.get("waiver", ""))
        if entry.stage == "waive" and file not in there and entry.inputs.get("waiver") not in known:
            yield _told("waivers.taken-away", "info", {"file": file, "person": entry.who})


def named(production: Production, name: str) -> tuple[Path, Waiver | None]:
    """A waiver by its file's name, and what it says; None where that cannot be read. Raises UsageError."""
    files = {file.stem: file for file in files_of(production)}
    stem = name.removesuffix(SUFFIX).replace("\\", "/").rpartition("/")[2]
    if stem not in files:
        known = ", ".join(sorted(files)) or "none"
        raise UsageError(f"There is no waiver named {stem!r:.80}; there are: {known}.")
    try:
        return files[stem], read_waiver(files[stem], production)
    except InputError:
        return files[stem], None


def may_withdraw(waiver: Waiver | None, person: Person, production: Production) -> bool:
    """False where somebody else would have to. What has no effect anyway, anybody who may sign may take out."""
    if waiver is None or signer(waiver, production) is None or not rules.load().can_be_waived(waiver.rule):
        return True
    return _may(waiver, person.name, person.role)


def _may(waiver: Waiver, person: str, role: str) -> bool:
    return person == waiver.person or rules.load().may_waive(waiver.rule, role)


def _checked(file: Path) -> dict[str, Any]:
    document = signed.read(file, "the withdrawal of a waiver")
    sound = isinstance(document, dict) and set(document) == _KEYS and document["schema"] == SCHEMA
    if not sound or not all(isinstance(value, str) for value in document.values()):
        raise InputError("is not the withdrawal of a waiver.", file=file)
    return dict(document)


def _told(rule: str, severity: Severity, facts: Mapping[str, Fact]) -> Finding:
    return Finding(rule, severity, Place(file=str(facts["file"])), facts, SOURCE)
