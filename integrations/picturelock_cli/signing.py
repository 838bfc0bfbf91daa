"""What `waive` and `sign` share: judging, choosing a finding, asking a person."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import GateError, UsageError
from picturelock.times import Timecode

if TYPE_CHECKING:
    from picturelock.findings import Finding
    from picturelock_validators.gate import Outcome

    from picturelock_cli.console import Console

_MOST_REPORT = 256_000_000
_LEAST_PASSPHRASE = 8


def judged(args: argparse.Namespace, console: Console) -> Outcome:
    """A fresh verdict on a production. Raises as the gate does."""
    from picturelock import production
    from picturelock_validators import gate

    subject = production.load(args.production, args.delivery or "")
    if args.library is not None:
        subject = replace(subject, library=args.library)
    with console.progress() as progress:
        return gate.judge(subject, progress=progress, language=console.language)


def choose_finding(asked: str, outcome: Outcome, report: Path | None) -> Finding:
    """The finding that a person means: its number among the errors, RULE, or RULE@TIMECODE. It is always of the fresh verdict.

    report: one that was written before, whose numbering is meant. Raises UsageError, listing what there is.
    """
    if outcome.verdict.missing:
        raise GateError("There is no verdict, so nothing can be waived.", hint="`picturelock check` says why.")
    errors = [one for one in outcome.verdict.findings if one.severity == "error" and not one.waived]
    labels = [_label(one, outcome) for one in errors]
    wanted = _numbered(report, asked) if report is not None and asked.isdecimal() else asked
    if wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:9]) <= len(errors):
        return errors[int(wanted[:9]) - 1]
    found = [one for one, label in zip(errors, labels, strict=True) if wanted in (label, one.rule)]
    if len(found) == 1:
        return found[0]
    listed = "\n".join(f"{number}  {label}" for number, label in enumerate(labels, start=1)) or "none"
    why = "more than one error" if found else "no error"
    raise UsageError(f"--finding: {asked!r:.120} means {why} of this verdict.", hint=f"Errors:\n{listed}")


def _numbered(report: Path, number: str) -> str:
    """RULE@TIMECODE of the error of that number in a written report. Raises UsageError, InputError."""
    from picturelock.textfile import read_json

    document = read_json(report, _MOST_REPORT, "the report of a verdict")
    try:
        entries = [entry for entry in document["findings"] if entry["severity"] == "error" and "waived" not in entry]
        entry = entries[max(int(number[:9]), 1) - 1]
        where = entry.get("record", {}).get("timecode") or entry.get("file") or entry.get("media") or ""
        return f"{entry['rule']}@{where}" if where else str(entry["rule"])
    except (KeyError, TypeError, IndexError, AttributeError):
        raise UsageError(f"--finding: {report} has no error of the number {number}.") from None


def _label(finding: Finding, outcome: Outcome) -> str:
    cut, place = outcome.dossier.cut, finding.place
    if place.record is not None:
        return f"{finding.rule}@{Timecode.at(cut.start + place.record.start, cut.rate, cut.drop)}"
    where = place.file or place.source
    return f"{finding.rule}@{where}" if where else finding.rule


def agreed(args: argparse.Namespace, console: Console, question: str, **facts: str) -> bool:
    """Whether the person says yes: on a terminal, or beforehand with --yes. Raises UsageError where nobody can be asked."""
    if args.yes:
        return True
    if not sys.stdin.isatty() or console.json:
        raise UsageError("Nobody is there to ask; look at what is signed, and say --yes.")
    sys.stderr.write(console.text(question, **facts) + " ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "o", "oui")


def passphrase(console: Console) -> str:
    """The passphrase of a key. Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError("The key has a passphrase, and nobody is there to ask for it.")
    return getpass.getpass(console.text("key_passphrase") + " ", stream=sys.stderr)


def new_passphrase(console: Console) -> str:
    """A new passphrase, typed twice; "" = none. Raises UsageError."""
    if not sys.stdin.isatty():
        raise UsageError("Nobody is there to type a passphrase.", hint="--no-passphrase makes a key without one.")
    first = getpass.getpass(console.text("key_passphrase_new") + " ", stream=sys.stderr)
    if first and len(first) < _LEAST_PASSPHRASE:
        raise UsageError(f"A passphrase has {_LEAST_PASSPHRASE} characters at least.")
    if first != getpass.getpass(console.text("key_passphrase_again") + " ", stream=sys.stderr):
        raise UsageError("The two passphrases differ.")
    return first


def toml_text(text: str) -> str:
    """A text in quotes, as TOML has it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
