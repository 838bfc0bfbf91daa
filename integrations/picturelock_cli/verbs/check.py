"""`picturelock check`: what is wrong with a file, or with a whole production."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import EXIT_FINDINGS, InputError, UsageError
from picturelock.production import FILE

if TYPE_CHECKING:
    from picturelock.findings import Finding
    from picturelock.production import Dossier

    from picturelock_cli.console import Console
    from picturelock_cli.options import Text

TIMELINES = (".otio", ".edl")
CAPTIONS = (".srt", ".vtt")


def add_arguments(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=text("opt_check_paths"))
    parser.add_argument("--profile", metavar="ID", help=text("opt_check_profile"))
    parser.add_argument("--spec", metavar="ID", help=text("opt_check_spec"))
    parser.add_argument("--language", default="und", metavar="CODE", help=text("opt_check_language"))
    parser.add_argument("--media", action="append", type=Path, default=[], metavar="DIR", help=text("opt_media"))
    parser.add_argument("--rate", metavar="FPS", help=text("opt_rate"))
    parser.add_argument("--markers", type=Path, metavar="OUT", help=text("opt_check_markers"))
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "info"), default="error", help=text("opt_check_fail_on")
    )


def run(args: argparse.Namespace) -> int:
    """Check each path; exit 1 where anything is as grave as --fail-on, 3 where something could not be read."""
    from picturelock.findings import at_least

    from picturelock_cli.console import Console

    if args.markers is not None and len(args.paths) > 1:
        raise UsageError("--markers marks one timeline; check one at a time.")
    console = Console(args)
    files: list[dict[str, str | int]] = []
    found: list[Finding] = []
    cut = None
    for path in args.paths:
        try:
            dossier, findings = _check(path, args, console)
        except InputError as error:
            if len(args.paths) == 1:
                raise
            console.failure(error)
            files.append({"file": str(path), "error": error.message})
            continue
        console.line(str(path), "bold")
        console.findings(findings, dossier.cut)
        if args.markers is not None:
            _mark(args.markers, dossier, findings, console)
        cut = dossier.cut
        found += findings
        files.append({"file": str(path), "findings": len(findings)})
    unread = any("error" in file for file in files)
    code = InputError.exit_code if unread else EXIT_FINDINGS if at_least(found, args.fail_on) else 0
    console.document(code, found, cut if len(args.paths) == 1 else None, files=files)
    return code


def _check(path: Path, args: argparse.Namespace, console: Console) -> tuple[Dossier, list[Finding]]:
    from picturelock import dossier as dossiers
    from picturelock import production
    from picturelock.continuity import hygiene
    from picturelock.qc import loudness
    from picturelock.subtitling import checks

    from picturelock_cli.options import rate_of

    if path.is_dir() or path.name == FILE:
        with console.progress() as progress:
            whole = dossiers.collect(production.load(path), progress)
        said = list(_everything(whole))
        return whole, [*(finding for finding in whole.findings if finding not in said), *said]
    suffix, rate = path.suffix.lower(), rate_of(args.rate)
    if suffix in TIMELINES:
        subject = dossiers.of_cut(path, tuple(args.media), rate)
        return subject, [*subject.findings, *hygiene.check(subject)]
    if suffix in CAPTIONS:
        if args.profile is None:
            raise UsageError(f"{path.name} is a caption file; name the limits to hold it against with --profile.")
        if rate is None:
            raise UsageError(f"{path.name} does not say its frame rate, and limits count frames; name it with --rate.")
        subject = dossiers.of_captions(path, args.language, args.profile, rate)
        return subject, list(checks.check(subject))
    subject = dossiers.of_master(path, args.spec or "ebu-r128")
    return subject, list(loudness.check(subject))


def _everything(dossier: Dossier) -> Iterable[Finding]:
    """Every check of the registry, without the gate: for a look, not for a verdict."""
    from picturelock import registry

    for entry in registry.CHECKS:
        check: Callable[[Dossier], Iterable[Finding]] = registry.load(entry)
        yield from check(dossier)


def _mark(target: Path, dossier: Dossier, findings: list[Finding], console: Console) -> None:
    from picturelock.errors import OutputError
    from picturelock.report.markers import to_markers
    from picturelock.timeline.marker_edl import write_marker_edl
    from picturelock.timeline.markers import write_markers

    if target.exists() and target.resolve() != dossier.production.cut:
        raise OutputError(f"{target} exists already.", hint="Choose another name for --markers.")
    markers = to_markers(findings, console.language)
    if target.suffix.lower() == ".otio":
        write_markers(dossier.production.cut, target, markers)
    else:
        write_marker_edl(dossier.cut, markers, target)
    console.say("markers_written", count=len(markers), file=str(target))
    if target.suffix.lower() == ".edl":
        console.say("markers_guide", file=str(target))
