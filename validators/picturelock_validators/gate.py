"""The gate: the only runner of the plug-ins, and it fails closed.

    collect ──▶ validate ──▶ verdict ──open──▶ extract ──▶ integrate ──▶ package

What must run is known beforehand (`registry.CHECKS`). pyblish leaves out, in silence, what it cannot load or match; here
each plug-in is loaded and matched alone, and whatever keeps it from answering is noted against its check.
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
from picturelock.report import document
from picturelock.wording import table

from picturelock_validators import answers, listing
from picturelock_validators.plugin import Silent, context_of, load, one_instance, quiet, run_plugin


@dataclass(frozen=True, slots=True)
class Outcome:
    """A judged production, and its package where the gate was open."""

    dossier: Dossier
    verdict: Verdict
    package: Path | None = None


def run(production: Production, spec: str | None = None, progress: Progress = silent, language: str = "en") -> Verdict:
    """Judge a production. What kept a check from answering is in the verdict's runs; such a verdict is never open.

    Raises InputError where the cut cannot be read, and GateError where the production could not be collected or a file
    of it changed meanwhile: no verdict.
    """
    with quiet():
        return _judge(production, spec, progress, language)[0].verdict


def deliver(
    production: Production, out: Path, *, spec: str | None = None, language: str = "en", progress: Progress = silent
) -> Outcome:
    """Judge a production and, behind an open gate only, build its package at `out`.

    Raises as `run` does, OutputError where `out` exists or cannot be written, GateError where the inputs changed meanwhile.
    """
    require_new(out)
    with quiet():
        outcome, context, instance = _judge(production, spec, progress, language)
        if not outcome.verdict.open:
            return outcome
        instance.data.update({answers.OUT: out, answers.LANGUAGE: language})
        with ExitStack() as staging:
            instance.data[answers.STAGED] = staging
            for entry in (listing.EXTRACTOR, listing.INTEGRATOR):
                _work(entry, context, instance, language)
        package = instance.data.get(answers.PACKAGE)
        if not isinstance(package, Path) or not package.is_dir():
            raise GateError(_words(language)["nothing_delivered"])
        return replace(outcome, package=package)


def exit_code(verdict: Verdict) -> int:
    """0 open, 1 closed by findings, 5 no verdict because a check gave no answer."""
    return document.exit_code(verdict)


def summary(verdict: Verdict) -> dict[str, Any]:
    """The verdict for a JSON document, without its findings."""
    return document.verdict_json(verdict)


def write_reports(outcome: Outcome, stem: Path, language: str = "en") -> tuple[Path, ...]:
    """Write the report of an outcome as STEM.html, STEM.json and STEM.markers.edl; returns them in that order.

    Older reports of those names are replaced, nothing else is. Raises OutputError where one cannot be written, or where
    its name belongs to another file.
    """
    files = {
        stem.with_name(f"{stem.name}.{suffix}"): data
        for suffix, data in reports(outcome.dossier, outcome.verdict, language).items()
    }
    for path in files:
        if path.exists() and not (path.is_file() and _is_report(path)):
            raise OutputError(f"{path} exists already, and is not a report.", hint="Choose another name.")
    for path, data in files.items():
        _replace(path, data)
    return tuple(files)


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


def _judge(production: Production, spec: str | None, progress: Progress, language: str) -> tuple[Outcome, Any, Any]:
    if spec is not None:
        production = replace(production, delivery=replace(production.delivery, spec=spec))
    context = context_of(production, progress)
    words = _words(language)
    _work(listing.COLLECTOR, context, None, language)
    instance = one_instance(context, listing.FAMILY)
    if instance is None:
        raise GateError(words["nothing_collected"])
    problems: dict[str, str] = {}
    for number, check in enumerate(registry.CHECKS, start=1):
        progress("check", number - 1, len(registry.CHECKS), check)
        problem = _validate(check, context, instance, words)
        if problem:
            problems[check] = problem
    progress("check", len(registry.CHECKS), len(registry.CHECKS))
    answers.require_unchanged(instance.data, progress)
    verdict = answers.verdict(instance.data, problems)
    return Outcome(instance.data[answers.DOSSIER], verdict), context, instance


def _validate(check: str, context: Any, instance: Any, words: Mapping[str, str]) -> str:
    """Run the plug-in of one check; why it gave no answer, or ""."""
    entry = listing.VALIDATORS.get(check)
    if entry is None:
        return words["not_listed"]
    before = dict(instance.data[answers.ANSWERS])
    try:
        error = run_plugin(load(entry), context, instance)
    except Silent as why:
        return words[why.word].format(entry=entry, reason=why.reason)
    if error is not None and not isinstance(error, answers.ChecksFailed):
        reason = str(error) if isinstance(error, PicturelockError) else f"{type(error).__name__}: {error}"
        return words["crashed"].format(reason=reason)
    given = instance.data[answers.ANSWERS]
    new = {name: given[name] for name in given if given[name] is not before.get(name)}
    if set(new) != {check} or not before.keys() <= given.keys():
        instance.data[answers.ANSWERS] = before
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
        raise GateError(words["stage_crashed"].format(entry=entry, reason=reason)) from error


def _is_report(path: Path) -> bool:
    # Reports begin alike in every language; a page or a list that somebody else wrote does not.
    with path.open("rb") as file:
        head = file.read(20_000)
    if head.startswith(b"TITLE: "):
        return b"|C:ResolveColor" in head or b"\n001 " not in head
    return b"picturelock/report-1" in head or b'<meta name="generator" content="picturelock">' in head


def _words(language: str) -> Mapping[str, str]:
    return table(language, "gate")
