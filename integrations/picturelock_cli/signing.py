"""What `waive` and `sign` share: judging, choosing a finding, asking a person."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picturelock.errors import GateError, UsageError
from picturelock.report.frames import timecodes
from picturelock.report.numbering import numbered
from picturelock.times import Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from picturelock.findings import Finding, Verdict
    from picturelock.production import Production
    from picturelock_validators.gate import Outcome

    from picturelock_cli.console import Console

_MOST_REPORT = 256_000_000
_LEAST_PASSPHRASE = 8
_MOST_NAMES = 5
_TIMECODE = re.compile(r"-?\d{1,2}:\d{2}:\d{2}[:;]\d{2}", re.ASCII)


def judged(path: Path, args: argparse.Namespace, console: Console, spec: str | None = None) -> Outcome:
    """A fresh verdict on a production, with its waivers; nothing is packaged. Raises as the gate does.

    spec: the destination, where it is another than the production names.
    """
    from picturelock_validators import gate

    from picturelock_cli.options import production_of

    subject = production_of(path, args)
    with console.progress() as progress:
        return gate.judge(subject, spec, progress, console.language)


def choose_finding(asked: str, outcome: Outcome, report: Path | None) -> Finding:
    """The finding that a person means: its number in the report, RULE, or RULE@TIMECODE. It is always of the fresh verdict.

    report: one that was written before, whose numbering is meant. Raises UsageError, listing what there is.
    """
    if outcome.verdict.missing:
        raise GateError("There is no verdict, so nothing can be waived.", hint="`picturelock check` says why.")
    errors = [
        (number, one)
        for number, one in numbered(outcome.verdict.findings)
        if one.severity == "error" and not one.waived
    ]
    wanted = _of_report(report, asked) if report is not None and asked.isdecimal() else asked
    if wanted.isascii() and wanted.isdecimal():
        found = [one for number, one in errors if number == int(wanted[:9])]
    else:
        found = [one for _, one in errors if wanted in (_label(one, outcome), one.rule, *_shown(one, outcome))]
    if len(found) == 1:
        return found[0]
    listed = "\n".join(f"{number}  {_label(one, outcome)}" for number, one in errors) or "none"
    why = "more than one error" if found else "no error"
    raise UsageError(f"--finding: {asked!r:.120} means {why} of this verdict.", hint=f"Errors:\n{listed}")


def _of_report(report: Path, number: str) -> str:
    """RULE@TIMECODE of the error of that number in a written report. Raises UsageError, InputError."""
    from picturelock.textfile import read_json

    document = read_json(report, _MOST_REPORT, "the report of a verdict")
    try:
        wanted = int(number[:9])
        entry = next(entry for entry in document["findings"] if entry["number"] == wanted)
        if entry["severity"] != "error" or "waived" in entry:
            raise KeyError(number)
        where = entry.get("record", {}).get("timecode") or entry.get("file") or entry.get("media") or ""
        return f"{entry['rule']}@{where}" if where else str(entry["rule"])
    except (KeyError, TypeError, IndexError, AttributeError, StopIteration):
        raise UsageError(f"--finding: {report} has no error of the number {number} that is not waived.") from None


def _shown(finding: Finding, outcome: Outcome) -> set[str]:
    """RULE@TIMECODE by any timecode that a report, a marker or the sentence itself shows of it."""
    cut, record = outcome.dossier.cut, finding.place.record
    codes = {str(value) for value in finding.evidence.values() if isinstance(value, str) and _TIMECODE.fullmatch(value)}
    if record is not None:
        codes |= {
            *timecodes(record, cut.rate, cut.start, cut.drop),
            str(Timecode.at(cut.start + record.start, cut.rate, cut.drop)),
        }
    return {f"{finding.rule}@{code}" for code in codes}


def _label(finding: Finding, outcome: Outcome) -> str:
    cut, place = outcome.dossier.cut, finding.place
    if place.record is not None:
        return f"{finding.rule}@{timecodes(place.record, cut.rate, cut.start, cut.drop)[0]}"
    where = place.file or place.source
    return f"{finding.rule}@{where}" if where else finding.rule


def show_report(entries: Sequence[Mapping[str, Any]], console: Console) -> None:
    """The findings of a written report, the gravest first, as it words them. Raises UsageError where it is not whole."""
    marks = {"error": "✗", "warning": "!", "info": "i"}
    try:
        for entry in sorted(entries, key=lambda one: list(marks).index(one["severity"])):
            where = entry.get("record", {}).get("timecode") or entry.get("file") or entry.get("media") or ""
            label = (
                f"{marks[entry['severity']]} {entry.get('number', '')}. {where}  {entry['message']}  [{entry['rule']}]"
            )
            waived = entry.get("waived")
            if waived:
                label += f" ({console.text('waived_by', person=waived['person'], expires=waived['expires'])})"
                label += f" {waived['reason']}"
            console.line(label)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UsageError("The report is not whole.") from None


def say_signatures(production: Production, verdict: Verdict, console: Console) -> list[dict[str, Any]]:
    """Say who signed this verdict, or that nobody did, and which signature of this delivery died of what; the same as data."""
    from picturelock.waivers import signoff

    holding = {one.file for one in signoff.holding(production, verdict)}
    latest = {
        (one.person, one.role): one
        for one in sorted(signoff.read_all(production)[0], key=lambda one: (one.made, one.file in holding))
        if one.document["delivery"] == production.delivery.name
    }
    told: list[dict[str, Any]] = []
    for one in latest.values():
        changed = () if one.file in holding else signoff.changed_since(production, one, verdict)
        told.append(
            {"file": one.file, "person": one.person, "role": one.role, "made": one.made}
            | {"holds": one.file in holding, "changed": list(changed)}
        )
        facts = {"person": one.person, "role": one.role, "made": local_time(one.made)}
        if one.file in holding:
            console.say("signed_by", "green", **facts)
        elif one.document["schema"] != signoff.SCHEMA:
            console.say("signature_old", "yellow", **facts)
        elif changed:
            console.say("signature_void", "yellow", **facts, files=listed(changed))
        else:
            console.say("signature_other", "yellow", **facts)
    if not holding:
        console.say("nobody_signed", "yellow")
    return told


def local_time(text: str) -> str:
    """A time in ISO 8601 as people read it: here, to the minute, with how far that is from UTC."""
    try:
        return dt.datetime.fromisoformat(text).astimezone().isoformat(" ", "minutes")
    except (ValueError, OverflowError, OSError):
        return text


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first few."""
    return ", ".join(names[:_MOST_NAMES]) + (f" … ({len(names)})" if len(names) > _MOST_NAMES else "")


def say_delivery(production: Production, console: Console) -> dict[str, Any]:
    """Of a production with several deliveries, say which one is judged and which are not; the same as data."""
    others = [order.name for order in production.deliveries if order.name != production.delivery.name]
    if others:
        console.say("delivery_judged", "bold", name=production.delivery.name, others=", ".join(others))
    return {"delivery": production.delivery.name, "not_judged": others} if others else {}


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
    return _typed(console, "key_passphrase")


def new_passphrase(console: Console) -> str:
    """A new passphrase, typed twice; "" = none. Raises UsageError."""
    if not sys.stdin.isatty():
        raise UsageError("Nobody is there to type a passphrase.", hint="--no-passphrase makes a key without one.")
    first = _typed(console, "key_passphrase_new")
    if first and len(first) < _LEAST_PASSPHRASE:
        raise UsageError(f"A passphrase has {_LEAST_PASSPHRASE} characters at least.")
    if first != _typed(console, "key_passphrase_again"):
        raise UsageError("The two passphrases differ.")
    return first


def _typed(console: Console, key: str) -> str:
    """What a person types unseen. Raises UsageError where the input ends instead."""
    try:
        return getpass.getpass(console.text(key) + " ", stream=sys.stderr)
    except EOFError:
        raise UsageError("The input ended where a passphrase was asked for; nothing was done.") from None


def toml_text(text: str) -> str:
    """A text in quotes, as TOML has it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
