"""What plug-ins and runner tell each other, under keys of pyblish's data. No pyblish is needed here."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from picturelock import registry
from picturelock.delivery.plan import delivered, judged_files, judged_transcripts, known_files
from picturelock.errors import GateError, InputError
from picturelock.findings import SEVERITIES, CheckRun, Finding, Idle, Verdict
from picturelock.host import Progress, silent
from picturelock.media.fingerprint import full_hash
from picturelock.production import Dossier, Production, load
from picturelock.waivers import signoff
from picturelock.waivers.apply import apply
from picturelock.wording import title

from picturelock_validators import idleness, listing
from picturelock_validators.sanity import doubts
from picturelock_validators.strict import refused

PRODUCTION = "picturelock.production"
PROGRESS = "picturelock.progress"
DOSSIER = "picturelock.dossier"
INPUTS = "picturelock.inputs"
KNOWN = "picturelock.known"
MADE = "picturelock.made"
ANSWERS = "picturelock.answers"
LANGUAGE = "picturelock.language"
OUT = "picturelock.out"
SINCE = "picturelock.since"
STAGED = "picturelock.staged"
PACKAGE = "picturelock.package"
VERDICT = "picturelock.verdict"

MOST_FINDINGS = 100_000
"""Of one check. One that says more says nothing that anybody could read, and may never end."""

Answer = tuple[CheckRun, tuple[Finding, ...]]


class ChecksFailed(AssertionError):
    """A check found errors: what other pyblish interfaces show as a failed validation."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The answers of one run. It runs the checks itself, so that nobody can enter an answer that no check gave."""

    ask: Callable[[str], tuple[Finding, ...]]
    """Run a check, or give what it said before. Raises what the check raises, and TypeError for what are no findings."""
    given: Callable[[], Mapping[str, Answer]]
    """What was answered so far: a copy."""


def open_ledger(dossier: Dossier) -> Ledger:
    """An empty ledger for a dossier."""
    answers: dict[str, Answer] = {}

    def ask(check: str) -> tuple[Finding, ...]:
        if check not in answers:
            start = time.monotonic()
            findings, idle = _sound(check, registry.load(check)(dossier), dossier)
            answers[check] = (CheckRun(check, time.monotonic() - start, idle=idle), findings)
        return answers[check][1]

    return Ledger(ask, lambda: dict(answers))


def _sound(check: str, found: Any, dossier: Dossier) -> tuple[tuple[Finding, ...], str]:
    """What a check gave, to its end, and why it was idle. Raises TypeError for what could pass unseen for a good answer."""
    if isinstance(found, str | bytes) or not isinstance(found, Iterable):
        raise TypeError(f"{check} gave {type(found).__name__}; expected findings")
    findings = tuple(islice(found, MOST_FINDINGS + 1))
    if len(findings) == 1 and type(findings[0]) is Idle:
        return (), _idle(check, findings[0].reason, dossier)
    if len(findings) > MOST_FINDINGS:
        raise TypeError(f"{check} gave more than {MOST_FINDINGS} findings")
    for finding in findings:
        if type(finding) is not Finding:  # one of a kind of its own may say one thing and be another
            raise TypeError(f"{check} gave {type(finding).__name__}; expected findings")
        if finding.severity not in SEVERITIES:
            raise TypeError(f"{check} gave a finding as grave as {finding.severity!r}; expected one of {SEVERITIES}")
        if finding.waived is not None:
            raise TypeError(f"{check} gave a finding that it waived itself")
        try:
            title(finding.rule, "en")
        except (KeyError, OSError) as error:
            raise TypeError(f"{check} gave a finding of the unknown rule {finding.rule!r:.80}") from error
    return findings, ""


def _idle(check: str, reason: str, dossier: Dossier) -> str:
    if reason not in idleness.REASONS:
        raise TypeError(f"{check} had nothing to judge for the unknown reason {reason!r:.80}")
    if not idleness.is_true(check, reason, dossier):
        raise TypeError(f"{check} says that it had nothing to judge ({reason}), and that is not so")
    return reason


def hash_known(production: Production, progress: Progress = silent) -> dict[str, str]:
    """The hash of every file that a verdict on a production may rest on; to be taken before any of them is read.

    Raises GateError where `picturelock.toml` no longer says what the production was made from.
    """
    hashes = {production.relative(path): full_hash(path, progress) for path in known_files(production)}
    if production.file.is_file():
        now = load(production.file, production.delivery.name)
        order = replace(now.delivery, spec=production.delivery.spec, spec_said=production.delivery.spec_said)
        if production.library_said:
            now = replace(now, library=production.library, library_said=True)
        if replace(now, delivery=order) != production:
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
    data[ANSWERS] = open_ledger(dossier)


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


def state_of(dossier: Dossier) -> str:
    """A hash of all that a dossier says: a check that changed it would decide what the next ones see."""
    return hashlib.blake2b(repr(dossier).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def answer(check: str, data: Mapping[str, Any]) -> None:
    """Run a check on the dossier and note that it ran to its end, and what it found. Raises ChecksFailed for errors."""
    ledger, dossier = data[ANSWERS], data[DOSSIER]
    findings = ledger.ask(check)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        errors = [finding for finding in apply(dossier, findings).findings if _counts(finding)]
    if errors:
        raise ChecksFailed(f"{len(errors)} × {', '.join(dict.fromkeys(finding.rule for finding in errors))}")


def expected_checks() -> tuple[str, ...]:
    """Every check that must give an answer: those of the registry, and any that a plug-in or the report's words still name.

    Three lists in three places say it; one that was emptied or shortened alone shows.
    """
    known = dict.fromkeys((*registry.CHECKS, *listing.VALIDATORS))
    modules = {check.partition(":")[0] for check in known}
    return (*known, *(check for check in listing.named_in_reports() if check not in modules))


def verdict(data: Mapping[str, Any], problems: Mapping[str, str] | None = None) -> Verdict:
    """The verdict on what was answered. problems: why a check gave no answer, by check; it outweighs an answer."""
    answers: Mapping[str, Answer] = data[ANSWERS].given()
    dossier: Dossier = data[DOSSIER]
    known = dict(problems or {})
    expected = expected_checks()
    for check in expected:
        if check not in answers or check not in registry.CHECKS:
            known.setdefault(check, _NEVER)
    findings = list(_noticed(dossier, answers))
    ran: list[CheckRun] = []
    for check in (*expected, *(check for check in (*answers, *known) if check not in expected)):
        found = answers[check][1] if check in answers else ()
        indices = tuple(range(len(findings), len(findings) + len(found)))
        findings += found
        run = answers[check][0] if check in answers else CheckRun(check)
        ran.append(replace(run, problem=known.get(check, "") or ("" if check in answers else _NEVER), found=indices))
    findings += refused(dossier, findings)
    applied = apply(dossier, findings)
    _, unsigned = signoff.read_all(dossier.production)
    said = Verdict(
        expected=expected,
        ran=tuple(ran),
        findings=(*applied.findings, *applied.said, *unsigned, *doubts(dossier)),
        inputs=dict(data[INPUTS]),
        made=data[MADE],
        spec=dossier.production.delivery.spec,
    )
    return replace(said, delivers=delivered(dossier, said))


_NEVER = "It never ran."
_AGAIN = "Run the checks again."


def _counts(finding: Finding) -> bool:
    return finding.severity == "error" and finding.waived is None


def _changed(name: str) -> GateError:
    return GateError(f"{name} has changed while the production was being judged, so there is no verdict.", hint=_AGAIN)


def _noticed(dossier: Dossier, answers: Mapping[str, Answer]) -> tuple[Finding, ...]:
    """What was noticed while reading, unless a check has said it as well: it must not be lost, nor said twice."""
    said = [_told(finding) for _, found in answers.values() for finding in found]
    tracks = [finding for track in dossier.captions for finding in track.findings]
    files = [finding for file in dossier.files for finding in file.findings]
    return tuple(finding for finding in [*dossier.findings, *tracks, *files] if _told(finding) not in said)


def _told(finding: Finding) -> Finding:
    """A finding without what a check adds when it passes one on: whose rule it is, and the file that it judges."""
    return replace(finding, source="", place=replace(finding.place, file=""))
