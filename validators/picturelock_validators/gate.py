"""The gate: the only runner of the plug-ins, and it fails closed.

    collect ──▶ validate ──▶ verdict ──open──▶ extract ──▶ integrate ──▶ package

What must run is known beforehand (`answers.expected_checks`). pyblish leaves out, in silence, what it cannot load or match;
here each plug-in is loaded and matched alone, and whatever keeps it from answering is noted against its check. docs/gate.md
lists what was tried to get past it, and what stands against each.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from picturelock import registry
from picturelock.delivery.build import require_new
from picturelock.delivery.plan import reports
from picturelock.errors import GateError, OutputError, PicturelockError
from picturelock.findings import Verdict
from picturelock.host import Progress, silent
from picturelock.production import Dossier, Production
from picturelock.report import document, findings_csv
from picturelock.wording import table

from picturelock_validators import answers, listing
from picturelock_validators.plugin import Silent, context_of, load, one_instance, quiet, run_plugin

_MOST_REPORT = 64_000_000
"""Bytes of a file that are looked at before it is replaced as an older report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A judged production, and its package where the gate was open."""

    dossier: Dossier
    verdict: Verdict
    package: Path | None = None


@dataclass(frozen=True, slots=True)
class _Judged:
    outcome: Outcome
    context: Any
    instance: Any


def run(production: Production, spec: str | None = None, progress: Progress = silent, language: str = "en") -> Verdict:
    """Judge a production. What kept a check from answering is in the verdict's runs; such a verdict is never open.

    Raises InputError where the cut cannot be read, and GateError where the production could not be collected or a file
    of it changed meanwhile: no verdict.
    """
    return judge(production, spec, progress, language).verdict


def judge(
    production: Production, spec: str | None = None, progress: Progress = silent, language: str = "en"
) -> Outcome:
    """As `run`, with the dossier that the verdict is on."""
    with quiet():
        return _judge(production, spec, progress, language).outcome


def deliver(
    production: Production,
    out: Path,
    *,
    spec: str | None = None,
    since: Path | None = None,
    language: str = "en",
    progress: Progress = silent,
) -> Outcome:
    """Judge a production and, behind an open gate only, build its package at `out`.

    since: an earlier package; only what is new or changed since goes into this one.

    Raises as `run` does, OutputError where `out` exists or cannot be written, GateError where the inputs changed meanwhile.
    """
    require_new(out)
    with quiet():
        judged = _judge(production, spec, progress, language)
        outcome, instance = judged.outcome, judged.instance
        if not outcome.verdict.open:
            return outcome
        instance.data.update({answers.OUT: out, answers.LANGUAGE: language, answers.VERDICT: outcome.verdict})
        if since is not None:
            instance.data[answers.SINCE] = since
        with ExitStack() as staging:
            instance.data[answers.STAGED] = staging
            for entry in (listing.EXTRACTOR, listing.INTEGRATOR):
                _work(entry, judged.context, instance, language)
        package = instance.data.get(answers.PACKAGE)
        if not isinstance(package, Path) or not package.is_dir():
            raise GateError(_words(language)["nothing_delivered"])
        return replace(outcome, package=package)


def exit_code(verdict: Verdict) -> int:
    """0 open, 6 open under waivers, 1 closed by findings, 5 no verdict because a check gave no answer."""
    return document.exit_code(verdict)


def summary(verdict: Verdict) -> dict[str, Any]:
    """The verdict for a JSON document, without its findings."""
    return document.verdict_json(verdict)


def write_reports(outcome: Outcome, stem: Path, language: str = "en") -> Mapping[str, Path]:
    """Write every report of an outcome as STEM.SUFFIX; gives them by suffix ("html", "pdf", "json", "markers.edl" ...).

    Older reports of those names are replaced, nothing else is. Raises OutputError where one cannot be written, or where
    its name belongs to another file.
    """
    made = reports(outcome.dossier, outcome.verdict, language)
    files = {suffix: stem.with_name(f"{stem.name}.{suffix}") for suffix in made}
    for path in files.values():
        if path.exists() and not (path.is_file() and _is_report(path)):
            raise OutputError(f"{path} exists already, and is not a report.", hint="Choose another name.")
    for suffix, path in files.items():
        _replace(path, made[suffix])
    return files


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error


def _judge(production: Production, spec: str | None, progress: Progress, language: str) -> _Judged:
    if spec is not None:
        production = replace(production, delivery=replace(production.delivery, spec=spec, spec_said=True))
    context = context_of(production, progress)
    words = _words(language)
    _work(listing.COLLECTOR, context, None, language)
    instance = one_instance(context, listing.FAMILY)
    if instance is None:
        raise GateError(words["nothing_collected"])
    held = _Held(instance, production, words)
    problems: dict[str, str] = {}
    for number, check in enumerate(registry.CHECKS, start=1):
        progress("check", number - 1, len(registry.CHECKS), check)
        problem = _validate(check, context, instance, held, words)
        if problem:
            problems[check] = problem
    progress("check", len(registry.CHECKS), len(registry.CHECKS))
    for check in answers.expected_checks():
        if check not in registry.CHECKS:
            problems[check] = words["not_expected"]
    held.require_untouched()
    verdict = answers.verdict(instance.data, problems)
    answers.require_unchanged(instance.data, progress)
    return _Judged(Outcome(held.dossier, verdict), context, instance)


class _Held:
    """The gate's own hold on what was collected: no plug-in can put another in its place."""

    def __init__(self, instance: Any, production: Production, words: Mapping[str, str]) -> None:
        self._instance, self._words = instance, words
        self.dossier: Dossier = instance.data[answers.DOSSIER]
        self.ledger: answers.Ledger = instance.data[answers.ANSWERS]
        self._rest = {key: instance.data[key] for key in (answers.INPUTS, answers.KNOWN, answers.MADE)}
        inputs = {production.root / name for name in self._rest[answers.INPUTS]}
        must = [*production.papers, production.cut]
        must += [production.delivery.master] if production.delivery.master is not None else []
        if (
            type(self.dossier) is not Dossier
            or type(self.ledger) is not answers.Ledger
            or self.dossier.production != production
            or not {path for path in must if path.is_file()} <= inputs
        ):
            raise GateError(words["other_collected"])
        self._state = answers.state_of(self.dossier)
        self._sums = repr(self._rest)

    def put_back(self) -> bool:
        """Put our own where a plug-in put something else; True where one did."""
        own = {answers.DOSSIER: self.dossier, answers.ANSWERS: self.ledger, **self._rest}
        touched = any(self._instance.data.get(key) is not value for key, value in own.items())
        self._instance.data.update(own)
        return touched

    def require_untouched(self) -> None:
        """Raise GateError where a check changed what the others saw."""
        if answers.state_of(self.dossier) != self._state or repr(self._rest) != self._sums:
            raise GateError(self._words["touched"])


def _validate(check: str, context: Any, instance: Any, held: _Held, words: Mapping[str, str]) -> str:
    """Run the plug-in of one check; why it gave no answer, or ""."""
    entry = listing.VALIDATORS.get(check)
    if entry is None:
        return words["not_listed"]
    before = held.ledger.given()
    try:
        error = run_plugin(load(entry), context, instance)
    except Silent as why:
        held.put_back()
        return words[why.word].format(entry=entry, reason=why.reason)
    if held.put_back():
        return words["tampered"].format(entry=entry)
    if error is not None and not isinstance(error, answers.ChecksFailed):
        reason = str(error) if isinstance(error, PicturelockError) else f"{type(error).__name__}: {error}"
        return words["crashed"].format(reason=f"{reason:.500}")
    if held.ledger.given().keys() - before.keys() != {check}:
        return words["no_answer"].format(entry=entry)
    return ""


def _work(entry: str, context: Any, instance: Any, language: str) -> None:
    """Run a plug-in that must succeed. What it raises of ours passes; anything else is a GateError."""
    words = _words(language)
    try:
        error = run_plugin(load(entry), context, instance)
    except Silent as why:
        raise GateError(words[why.word].format(entry=entry, reason=why.reason)) from why
    if isinstance(error, PicturelockError):
        raise error
    if error is not None:
        reason = f"{type(error).__name__}: {error}"
        raise GateError(words["stage_crashed"].format(entry=entry, reason=f"{reason:.500}")) from error


def _is_report(path: Path) -> bool:
    # Reports begin alike in every language; a page or a list that somebody else wrote does not.
    with path.open("rb") as file:
        data = file.read(_MOST_REPORT)
    head = data[:20_000]
    if head.startswith(b"TITLE: "):
        return b"|C:ResolveColor" in head or b"\n001 " not in head
    if head.startswith(b"%PDF"):
        return b"icturelock" in data
    if head.startswith(findings_csv.beginnings()):
        return True
    if b"<testsuites " in head:
        return b"icturelock" in data
    return b"picturelock/report-1" in head or b'<meta name="generator" content="picturelock">' in head


def _words(language: str) -> Mapping[str, str]:
    return table(language, "gate")
