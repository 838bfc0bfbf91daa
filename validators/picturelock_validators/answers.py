"""What plug-ins and runner tell each other, under keys of pyblish's data. No pyblish is needed here."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from picturelock import registry
from picturelock.delivery.plan import judged_files, judged_transcripts, known_files
from picturelock.errors import GateError, InputError
from picturelock.findings import CheckRun, Finding, Verdict
from picturelock.host import Progress, silent
from picturelock.media.fingerprint import full_hash
from picturelock.production import Dossier, Production, load

PRODUCTION = "picturelock.production"
PROGRESS = "picturelock.progress"
DOSSIER = "picturelock.dossier"
INPUTS = "picturelock.inputs"
KNOWN = "picturelock.known"
MADE = "picturelock.made"
ANSWERS = "picturelock.answers"
LANGUAGE = "picturelock.language"
OUT = "picturelock.out"
STAGED = "picturelock.staged"
PACKAGE = "picturelock.package"

Answer = tuple[CheckRun, tuple[Finding, ...]]


class ChecksFailed(AssertionError):
    """A check found errors: what other pyblish interfaces show as a failed validation."""


def hash_known(production: Production, progress: Progress = silent) -> dict[str, str]:
    """The hash of every file that a verdict on a production may rest on; to be taken before any of them is read.

    Raises GateError where `picturelock.toml` no longer says what the production was made from.
    """
    hashes = {production.relative(path): full_hash(path, progress) for path in known_files(production)}
    if production.file.is_file():
        now = load(production.file, production.delivery.name)
        if replace(now, delivery=replace(now.delivery, spec=production.delivery.spec)) != production:
            raise _changed(production.file.name)
    return hashes


def note_dossier(dossier: Dossier, data: dict[str, Any], known: Mapping[str, str]) -> None:
    """Put a dossier before the checks, with the hash of everything that the verdict will rest on.

    known: what `hash_known` gave before the dossier was collected. Raises GateError for a file that came since; one that
    changed since is found by `require_unchanged`, which the gate asks once everything has been read.
    """
    names = [dossier.production.relative(path) for path in judged_files(dossier)]
    for name in names:
        if name not in known:
            raise _changed(name)
    data[KNOWN] = dict(known)
    data[INPUTS] = {**judged_transcripts(dossier), **{name: known[name] for name in names}}
    data[MADE] = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    data[DOSSIER] = dossier
    data[ANSWERS] = {}


def require_unchanged(data: Mapping[str, Any], progress: Progress = silent) -> None:
    """Raise GateError where a file is not what it was before collecting: what was read may then not be what was hashed."""
    before: Mapping[str, str] = data[KNOWN]
    try:
        after = hash_known(data[DOSSIER].production, progress)
    except InputError as error:
        raise GateError(f"{error.file.name} cannot be read again: {error.reason}", hint=_AGAIN) from error
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            raise _changed(name)


def answer(check: str, data: Mapping[str, Any]) -> None:
    """Run a check on the dossier and note that it ran to its end, and what it found. Raises ChecksFailed for errors."""
    start = time.monotonic()
    findings = tuple(registry.load(check)(data[DOSSIER]))
    for finding in findings:
        if not isinstance(finding, Finding):
            raise TypeError(f"{check} gave {type(finding).__name__}; expected findings")
    data[ANSWERS][check] = (CheckRun(check, time.monotonic() - start), findings)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise ChecksFailed(f"{len(errors)} × {', '.join(dict.fromkeys(finding.rule for finding in errors))}")


def verdict(data: Mapping[str, Any], problems: Mapping[str, str] | None = None) -> Verdict:
    """The verdict on what was answered. problems: why a check gave no answer, by check; it outweighs an answer."""
    answers: Mapping[str, Answer] = data[ANSWERS]
    dossier: Dossier = data[DOSSIER]
    known = dict(problems or {})
    for check in registry.CHECKS:
        if check not in answers:
            known.setdefault(check, "")
    ran = [
        CheckRun(check, problem=known[check] or _NEVER) if check in known else answers[check][0]
        for check in registry.CHECKS
    ]
    ran += [CheckRun(check, problem=problem) for check, problem in known.items() if check not in registry.CHECKS]
    return Verdict(
        expected=registry.CHECKS,
        ran=tuple(ran),
        findings=(*_noticed(dossier, answers), *(finding for _, found in answers.values() for finding in found)),
        inputs=dict(data[INPUTS]),
        made=data[MADE],
        spec=dossier.production.delivery.spec,
    )


_NEVER = "It never ran."
_AGAIN = "Run the checks again."


def _changed(name: str) -> GateError:
    return GateError(f"{name} has changed while the production was being judged, so there is no verdict.", hint=_AGAIN)


def _noticed(dossier: Dossier, answers: Mapping[str, Answer]) -> tuple[Finding, ...]:
    """What was noticed while reading, unless a check has said it as well: it must not be lost, nor said twice."""
    said = [_told(finding) for _, found in answers.values() for finding in found]
    tracks = [finding for track in dossier.captions for finding in track.findings]
    return tuple(finding for finding in [*dossier.findings, *tracks] if _told(finding) not in said)


def _told(finding: Finding) -> Finding:
    """A finding without what a check adds when it passes one on: whose rule it is, and the file that it judges."""
    return replace(finding, source="", place=replace(finding.place, file=""))
